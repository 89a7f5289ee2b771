// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `incident_task`. Only tasks.cpp uses it.
#pragma once

#include "models/incidents/protocol/tasks.h"

namespace onlyonce::tasktable {

[[nodiscard]] Result<TaskId> insert(Transaction &transaction, const IncidentTask &task);
[[nodiscard]] Result<std::vector<IncidentTask>> ofIncident(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<IncidentId> incidentOf(Transaction &transaction, TaskId id);
//! Its assignee, and its state with reason and time.
[[nodiscard]] Result<> update(Transaction &transaction, const IncidentTask &task);

}  // namespace onlyonce::tasktable
