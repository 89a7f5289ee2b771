// SPDX-License-Identifier: GPL-3.0-or-later
// Which alerts belong together: rules in order, the first that matches an alert decides. An alert that none matches joins
// the open incident of its service, as without any rule.
#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/matcher.h"
#include "models/storage/transaction.h"

#include <QStringList>

namespace onlyonce {

using RuleId = Id<struct RuleTag>;

struct GroupingRule
{
    RuleId id;
    int position = 0;       //!< from 1; the lower one is asked first
    QString name;           //!< for people: it stands in the reason why an alert joined
    Matchers matchers;      //!< all must match, see matchableLabels(); none: every alert
    QStringList by;         //!< labels whose values must be the same; none: all that match belong together
    milliseconds window{};  //!< how long after its latest alert an incident takes more; 0: as long as it is open
    //! How long all alerts of an incident must be over until it is resolved by itself, unless somebody has taken it over
    //! (triage and not acknowledged is nobody); 0: never, it is only proposed.
    milliseconds resolveAfter{};
    int version = 0;
};

//! What alerts of one group have in common, or nothing when the rule says nothing of this alert: a matcher does not match,
//! or it has none of the labels.
[[nodiscard]] std::optional<QString> groupOf(const GroupingRule &rule, const QJsonObject &matchable);

//! In their order.
[[nodiscard]] Result<std::vector<GroupingRule>> groupingRules(Transaction &transaction);
//! Adds one (null id, at the end unless a position is given) or changes it. Administrators. Errors: Denied, NotFound,
//! Conflict (version), Invalid (no name, a time longer than a week). Audited. It decides what comes from now on.
[[nodiscard]] Result<RuleId> saveGroupingRule(Transaction &transaction, const GroupingRule &rule);
[[nodiscard]] Result<> removeGroupingRule(Transaction &transaction, RuleId id);

//! An incident that rules would have made.
struct TriedGroup
{
    QString reason;  //!< the rule's name, or that of the service
    QString title;   //!< the summary of the alert that would have opened it
    int alerts = 0;
    Instant from;
    Instant until;  //!< when the latest of its alerts began
};
//! What these rules would make of the latest `limit` alerts that began after `since`, oldest group first. An incident counts
//! as open for as long as one of its alerts fires. Changes nothing.
[[nodiscard]] Result<std::vector<TriedGroup>>
tryGroupingRules(Transaction &transaction, const std::vector<GroupingRule> &rules, int limit, Instant since = {});

}  // namespace onlyonce
