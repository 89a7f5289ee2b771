// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables grouping_rule and incident_group. Only this slice uses them.
#pragma once

#include "models/incidents/grouping/rules.h"
#include "models/incidents/incident.h"

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

//! Every alert of this incident is over, as of now.
[[nodiscard]] Result<> setRecovered(Transaction &transaction, IncidentId incident);

struct Recovered
{
    IncidentId incident;
    QString rule;  //!< the name of the one that lets it end
    Instant since;
};
//! What rules let end by itself by now: nothing fires or flaps, and nobody has taken it over.
[[nodiscard]] Result<std::vector<Recovered>> recoveredLongEnough(Transaction &transaction);

}  // namespace onlyonce::ruletable
