// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody meant to do during the incident, and what would keep it from happening again: a task becomes a
// countermeasure, once.
#pragma once

#include "models/incidents/protocol/tasks.h"
#include "models/postmortem/countermeasures/countermeasures.h"

namespace onlyonce {

//! Of that incident, whatever became of them, without those of which a countermeasure was made.
[[nodiscard]] Result<std::vector<IncidentTask>> tasksToKeep(Transaction &transaction, IncidentId incident);
//! As addCountermeasure(). Conflict when one was made of it already, NotFound when it is no task of this incident.
[[nodiscard]] Result<CountermeasureId> addCountermeasure(Transaction &transaction, PostMortemId postMortem,
                                                         const CountermeasureText &what, TaskId from);

}  // namespace onlyonce
