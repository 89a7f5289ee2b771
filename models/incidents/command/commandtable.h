// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `incident_role`, and the column of `incident` that says when customers hear again. Only this room
// uses it.
#pragma once

#include "models/incidents/command/roles.h"

namespace onlyonce::commandtable {

[[nodiscard]] Result<std::vector<RoleHolder>> roles(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<> setRole(Transaction &transaction, IncidentId id, const QString &role, PersonId person,
                               Instant since);
[[nodiscard]] Result<> clearRole(Transaction &transaction, IncidentId id, const QString &role);

//! The version stays: it is no person's edit, and makes nobody's a conflict.
[[nodiscard]] Result<> setNextUpdate(Transaction &transaction, IncidentId id, std::optional<Instant> at);

}  // namespace onlyonce::commandtable
