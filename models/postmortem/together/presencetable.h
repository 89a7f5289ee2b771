// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of who has which post-mortem open. Only presence.cpp uses it.
#pragma once

#include "models/postmortem/together/presence.h"

namespace onlyonce::presencetable {

struct PresentRow
{
    QString token;  //!< of the page
    Present who;
    Instant seenAt;  //!< by the database's clock
};

//! That page is open, in this part; says so from now on.
[[nodiscard]] Result<> put(Transaction &transaction, IncidentId incident, const QString &token, const QString &part,
                           Instant seenAt);
[[nodiscard]] Result<> remove(Transaction &transaction, const QString &token);
//! Removes those that programs have left behind which have gone without a word, or whose clock was far ahead.
[[nodiscard]] Result<> keepOnly(Transaction &transaction, Instant from, Instant to);
//! By name.
[[nodiscard]] Result<std::vector<PresentRow>> of(Transaction &transaction, IncidentId incident);

}  // namespace onlyonce::presencetable
