// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables grouping_rule and incident_group. Only this slice uses them.
#pragma once

#include "models/incidents/incident.h"
#include "models/incidents/rules.h"

namespace onlyonce::ruletable {

[[nodiscard]] Result<std::vector<GroupingRule>> all(Transaction &transaction);
[[nodiscard]] Result<RuleId> insert(Transaction &transaction, const GroupingRule &rule);
[[nodiscard]] Result<bool> update(Transaction &transaction, const GroupingRule &rule);
[[nodiscard]] Result<> setPosition(Transaction &transaction, RuleId id, int position);
[[nodiscard]] Result<> remove(Transaction &transaction, RuleId id);

struct Group
{
    IncidentId incident;
    Instant latest;  //!< when it was last joined
};
//! The group's incident, if it is still open, no drill and not restricted.
[[nodiscard]] Result<std::optional<Group>> openGroup(Transaction &transaction, RuleId rule, const QString &key);
[[nodiscard]] Result<> setGroup(Transaction &transaction, RuleId rule, const QString &key, const Group &group);

}  // namespace onlyonce::ruletable
