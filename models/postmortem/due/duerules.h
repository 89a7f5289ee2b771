// SPDX-License-Identifier: GPL-3.0-or-later
// How many days a post-mortem may take, by severity: the company's own rule, or what experts advise.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QDate>

#include <array>

namespace onlyonce {

struct DueRule
{
    int days = 0;          //!< after the recovery; 0: never due
    bool working = false;  //!< Saturdays and Sundays do not count

    [[nodiscard]] QDate after(QDate day) const;
    friend bool operator==(const DueRule &, const DueRule &) = default;
};

inline constexpr int mostDueDays = 30;

//! As it comes: SEV1 three days, SEV2 five working days, the others never.
inline constexpr std::array allSeverities{Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4};

struct DueRules
{
    std::array<DueRule, 4> rules{DueRule{.days = 3}, DueRule{.days = 5, .working = true}, DueRule{}, DueRule{}};

    [[nodiscard]] const DueRule &of(Severity severity) const { return rules.at(size_t(severity) - 1); }
    [[nodiscard]] DueRule &of(Severity severity) { return rules.at(size_t(severity) - 1); }
    friend bool operator==(const DueRules &, const DueRules &) = default;
};

[[nodiscard]] Result<DueRules> dueRules(Transaction &transaction);
//! `seen`: what they were when this was decided; Conflict when they are others by now. Needs Permission::Administer; audited;
//! Invalid: more than mostDueDays.
[[nodiscard]] Result<> saveDueRules(Transaction &transaction, const DueRules &rules, const DueRules &seen);

//! "3 days", "5 working days", "never".
[[nodiscard]] QString toText(const DueRule &rule);
//! Reads the same: "3", "3 days", "5 working days", "1 working day", "never", "0".
[[nodiscard]] Result<DueRule> dueRuleFrom(const QString &text);

}  // namespace onlyonce
