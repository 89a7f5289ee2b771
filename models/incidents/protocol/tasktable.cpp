// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/protocol/tasktable.h"

namespace onlyonce::tasktable {

Result<TaskId> insert(Transaction &transaction, const IncidentTask &task)
{
    return transaction.insert<TaskId>(
        QStringLiteral("INSERT INTO incident_task (incident_id, body, assignee_id, due_at, state, reason, created_at, "
                       "created_by) VALUES (?, ?, ?, ?, ?, '', ?, ?) RETURNING id"),
        task.incident, task.text, task.assignee, task.dueAt, toText(task.state), task.createdAt, transaction.actor());
}

Result<std::vector<IncidentTask>> ofIncident(Transaction &transaction, IncidentId incident)
{
    auto tasks = transaction.all(
        QStringLiteral("SELECT t.id, t.body, t.assignee_id, p.name, t.due_at, t.state, t.reason, t.created_at, "
                       "t.settled_at FROM incident_task t LEFT JOIN person p ON p.id = t.assignee_id "
                       "WHERE t.incident_id = ? ORDER BY t.id"),
        [incident](const Row &row) {
            return IncidentTask{.id = row.id<TaskId>(0),
                                .incident = incident,
                                .text = row.text(1),
                                .assignee = row.id<PersonId>(2),
                                .assigneeName = row.text(3),
                                .dueAt = row.maybeInstant(4),
                                .state = taskStateFrom(row.text(5)),
                                .reason = row.text(6),
                                .createdAt = row.instant(7),
                                .settledAt = row.maybeInstant(8)};
        },
        incident);
    if (tasks) {
        int number = 0;
        for (IncidentTask &task : *tasks) {
            task.number = ++number;
        }
    }
    return tasks;
}

Result<IncidentId> incidentOf(Transaction &transaction, TaskId id)
{
    const auto found = transaction.one(
        QStringLiteral("SELECT incident_id FROM incident_task WHERE id = ?"),
        [](const Row &row) { return row.id<IncidentId>(0); }, id);
    return found ? Result<IncidentId>(found->value_or(IncidentId{})) : failure(found);
}

Result<> update(Transaction &transaction, const IncidentTask &task)
{
    const auto changed = transaction.exec(
        QStringLiteral("UPDATE incident_task SET assignee_id = ?, state = ?, reason = ?, settled_at = ? WHERE id = ?"),
        task.assignee, toText(task.state), task.reason, task.settledAt, task.id);
    return changed ? Result<>() : failure(changed);
}

}  // namespace onlyonce::tasktable
