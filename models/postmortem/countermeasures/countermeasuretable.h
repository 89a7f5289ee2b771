// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `countermeasure`. Only countermeasures.cpp uses it.
#pragma once

#include "models/incidents/protocol/tasks.h"
#include "models/postmortem/countermeasures/countermeasures.h"

namespace onlyonce::countermeasuretable {

[[nodiscard]] Result<std::optional<Countermeasure>> byId(Transaction &transaction, CountermeasureId id);
[[nodiscard]] Result<std::vector<Countermeasure>> all(Transaction &transaction, PostMortemId postMortem);
[[nodiscard]] Result<std::vector<Countermeasure>> answering(Transaction &transaction, WhyId why);
//! By due date and id, none last.
[[nodiscard]] Result<std::vector<Countermeasure>> inState(Transaction &transaction, CountermeasureState state,
                                                          int limit, const std::optional<Countermeasure> &after);
//! How many are open and were due before that day.
[[nodiscard]] Result<int> overdue(Transaction &transaction, QDate today);
[[nodiscard]] Result<CountermeasureId> insert(Transaction &transaction, const Countermeasure &measure);
//! What a person writes, and the version.
[[nodiscard]] Result<> updateText(Transaction &transaction, const Countermeasure &measure);
//! State, times, check result, and the version.
[[nodiscard]] Result<> updateState(Transaction &transaction, const Countermeasure &measure);
[[nodiscard]] Result<> remove(Transaction &transaction, CountermeasureId id);
//! What was removed, whole, under the id that it had.
[[nodiscard]] Result<> insertAgain(Transaction &transaction, const Countermeasure &measure, TaskId task);
//! Null: it was made of none.
[[nodiscard]] Result<TaskId> taskOf(Transaction &transaction, CountermeasureId id);
//! That it was made of that task.
[[nodiscard]] Result<> setTask(Transaction &transaction, CountermeasureId id, TaskId task);
//! Tasks of the incident of which a countermeasure was made.
[[nodiscard]] Result<std::vector<TaskId>> tasksKept(Transaction &transaction, IncidentId incident);

}  // namespace onlyonce::countermeasuretable
