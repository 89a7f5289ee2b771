// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents that end by themselves, because the rule that made them says so (GroupingRule::resolveAfter). Grouping looks
// for them; without such a rule the recovery of all alerts is only proposed.
#pragma once

#include "models/storage/transaction.h"

namespace onlyonce {

//! Whether resolveRecovered() has anything to do.
[[nodiscard]] Result<bool> hasRecovered(Transaction &transaction);
//! Resolves what is due, mitigated when its last alert was over; the timeline names the rule. Needs the program's role.
[[nodiscard]] Result<> resolveRecovered(Transaction &transaction);

}  // namespace onlyonce
