// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be done during an incident, apart from what the protocols foresee: who, until when, and what became of it.
// Changes need Permission::Respond; each is told in the timeline. To say again what holds already is no error.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/timeline.h"

namespace onlyonce {

using TaskId = Id<struct TaskTag>;

enum class TaskState { Open, Done, Dropped };
[[nodiscard]] QString toText(TaskState state);               //!< "open", "done", "dropped"
[[nodiscard]] TaskState taskStateFrom(const QString &text);  //!< of what is stored; a newer program's state is open

struct NewTask
{
    QString text;  //!< plain, one line, 1 to 500 characters
    PersonId assignee = {};
    std::optional<Instant> dueAt = {};
};

struct IncidentTask
{
    TaskId id;
    IncidentId incident;
    int number = 0;  //!< from 1, within the incident
    QString text;
    PersonId assignee;
    QString assigneeName;
    std::optional<Instant> dueAt;
    TaskState state = TaskState::Open;
    QString reason;  //!< of a dropped one; may be empty
    Instant createdAt;
    std::optional<Instant> settledAt;

    friend bool operator==(const IncidentTask &, const IncidentTask &) = default;
};

[[nodiscard]] Result<IncidentTask> addTask(Transaction &transaction, IncidentId incident, const NewTask &task);
//! As it is typed in one line: "Widen the pool @Mira @14:05". What stands behind an " @" at the end names who does it (see
//! personMeant()), or until when, the next time that it is so late in `zone`.
[[nodiscard]] Result<IncidentTask> addTaskLine(Transaction &transaction, IncidentId incident, const QString &line,
                                               const QTimeZone &zone = QTimeZone::systemTimeZone());
//! In the order in which they were added.
[[nodiscard]] Result<std::vector<IncidentTask>> tasksOf(Transaction &transaction, IncidentId incident);
//! Of those, the open ones.
[[nodiscard]] Result<std::vector<IncidentTask>> openTasks(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::optional<IncidentTask>> task(Transaction &transaction, TaskId id);
[[nodiscard]] Result<> setTaskState(Transaction &transaction, TaskId id, TaskState state, const QString &reason = {});
//! A null person: nobody.
[[nodiscard]] Result<> assignTask(Transaction &transaction, TaskId id, PersonId person);

//! {number, text, assignee, dueAt, state, reason, createdAt, settledAt}
[[nodiscard]] QJsonObject toJson(const IncidentTask &task);

}  // namespace onlyonce
