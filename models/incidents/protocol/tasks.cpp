// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/protocol/tasks.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "models/incidents/protocol/tasktable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestTask = 500;
constexpr auto taskWords = wordsFrom(TaskState::Open, "open", "done", "dropped");

//! Nothing for a null person.
Result<QString> nameOf(Transaction &transaction, PersonId id)
{
    const auto found = id ? person(transaction, id) : Result<std::optional<Person>>(Person());
    if (!found) {
        return failure(found);
    }
    return *found ? Result<QString>((*found)->name)
                  : fail(ErrorCode::NotFound, tr("There is no such person any more."));
}

Result<> tell(Transaction &transaction, const IncidentTask &task, const QString &body)
{
    transaction.touch(QStringLiteral("incident_task"), task.incident);
    const auto entry =
        append(transaction,
               {.incident = task.incident,
                .kind = TimelineKind::Task,
                .body = body,
                .data = {{QStringLiteral("task"), task.id.value}, {QStringLiteral("state"), toText(task.state)}}});
    return entry ? Result<>() : failure(entry);
}

Result<IncidentTask> changeable(Transaction &transaction, TaskId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto found = task(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<IncidentTask>(**found) : fail(ErrorCode::NotFound, tr("There is no such task."));
}

Result<> save(Transaction &transaction, const IncidentTask &task, const FieldChange &change)
{
    ONLYONCE_TRY(tasktable::update(transaction, task));
    FieldChange recorded = change;
    recorded.entity = QStringLiteral("incident_task");
    recorded.entityId = task.id.value;
    return recordChange(transaction, recorded);
}

}  // namespace

QString toText(TaskState state)
{
    return taskWords.of(state);
}

TaskState taskStateFrom(const QString &text)
{
    return taskWords.find(text).value_or(TaskState::Open);
}

Result<IncidentTask> addTask(Transaction &transaction, IncidentId incident, const NewTask &wanted)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto found = onlyonce::incident(transaction, incident);
    const auto name = nameOf(transaction, wanted.assignee);
    if (!found || !name) {
        return found ? failure(name) : failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    IncidentTask task{.incident = incident,
                      .text = visibleLine(wanted.text).simplified(),
                      .assignee = wanted.assignee,
                      .assigneeName = *name,
                      .dueAt = wanted.dueAt,
                      .createdAt = transaction.now()};
    if (task.text.isEmpty() || task.text.size() > longestTask) {
        return fail(ErrorCode::Invalid, tr("A task needs a text of at most 500 characters."));
    }
    ONLYONCE_TRY(admitReader(transaction, incident, task.assignee, tr("has a task")));
    const auto id = tasktable::insert(transaction, task);
    if (!id) {
        return failure(id);
    }
    task.id = *id;
    const QString text = escapeMarkdown(task.text);
    ONLYONCE_TRY(
        tell(transaction, task,
             task.assignee ? tr("Task for %1: %2").arg(escapeMarkdown(*name), text) : tr("Task: %1").arg(text)));
    const auto all = tasksOf(transaction, incident);
    if (!all) {
        return failure(all);
    }
    return all->back();
}

Result<IncidentTask> addTaskLine(Transaction &transaction, IncidentId incident, const QString &line,
                                 const QTimeZone &zone)
{
    NewTask wanted{.text = line.trimmed()};
    const QString mark = QStringLiteral(" @");
    for (qsizetype at = wanted.text.lastIndexOf(mark); at > 0 && (!wanted.assignee || !wanted.dueAt);
         at = wanted.text.lastIndexOf(mark)) {
        const QString word = wanted.text.mid(at + mark.size()).trimmed();
        const bool isTime = QTime::fromString(word, QStringLiteral("H:mm")).isValid();
        if (isTime ? wanted.dueAt.has_value() : bool(wanted.assignee)) {
            break;  // said already: this one belongs to the text
        }
        if (isTime) {
            const auto past = parsePersonTime(word, zone, transaction.now());
            if (!past) {
                return failure(past);
            }
            wanted.dueAt = *past + std::chrono::days(1);
        } else {
            const auto who = personMeant(transaction, word);
            if (!who) {
                return failure(who);
            }
            wanted.assignee = who->id;
        }
        wanted.text = wanted.text.left(at).trimmed();
    }
    return addTask(transaction, incident, wanted);
}

Result<std::vector<IncidentTask>> tasksOf(Transaction &transaction, IncidentId incident)
{
    return tasktable::ofIncident(transaction, incident);
}

Result<std::vector<IncidentTask>> openTasks(Transaction &transaction, IncidentId incident)
{
    auto tasks = tasksOf(transaction, incident);
    if (tasks) {
        std::erase_if(*tasks, [](const IncidentTask &task) { return task.state != TaskState::Open; });
    }
    return tasks;
}

Result<std::optional<IncidentTask>> task(Transaction &transaction, TaskId id)
{
    const auto incident = tasktable::incidentOf(transaction, id);
    const auto tasks = incident ? tasksOf(transaction, *incident) : failure(incident);
    if (!tasks) {
        return failure(tasks);
    }
    const auto found = std::ranges::find(*tasks, id, &IncidentTask::id);
    return found == tasks->end() ? std::nullopt : std::optional(*found);
}

Result<> setTaskState(Transaction &transaction, TaskId id, TaskState state, const QString &reason)
{
    auto task = changeable(transaction, id);
    if (!task) {
        return failure(task);
    }
    if (task->state == state) {
        return {};
    }
    const TaskState before = std::exchange(task->state, state);
    task->reason = state == TaskState::Dropped ? shortLine(reason, longestTask) : QString();
    task->settledAt = state == TaskState::Open ? std::nullopt : std::optional(transaction.now());
    ONLYONCE_TRY(save(transaction, *task,
                      {.field = QStringLiteral("state"),
                       .oldValue = toText(before),
                       .newValue = toText(state),
                       .reason = task->reason}));
    const QString text = escapeMarkdown(task->text);
    if (state == TaskState::Dropped) {
        const QString dropped = tr("Task dropped: %1").arg(text);
        return tell(transaction, *task,
                    task->reason.isEmpty() ? dropped : dropped + QStringLiteral(" — ") + escapeMarkdown(task->reason));
    }
    return tell(transaction, *task,
                (state == TaskState::Done ? tr("Task done: %1") : tr("Task open again: %1")).arg(text));
}

Result<> assignTask(Transaction &transaction, TaskId id, PersonId who)
{
    auto task = changeable(transaction, id);
    const auto name = nameOf(transaction, who);
    if (!task || !name) {
        return task ? failure(name) : failure(task);
    }
    if (task->assignee == who) {
        return {};
    }
    ONLYONCE_TRY(admitReader(transaction, task->incident, who, tr("has a task")));
    task->assignee = who;
    ONLYONCE_TRY(save(transaction, *task,
                      {.field = QStringLiteral("assignee"), .oldValue = task->assigneeName, .newValue = *name}));
    const QString text = escapeMarkdown(task->text);
    return tell(transaction, *task,
                who ? tr("Task for %1: %2").arg(escapeMarkdown(*name), text) : tr("Task for nobody now: %1").arg(text));
}

QJsonObject toJson(const IncidentTask &task)
{
    return {{QStringLiteral("number"), task.number},
            {QStringLiteral("text"), task.text},
            {QStringLiteral("assignee"), task.assignee ? QJsonValue(task.assigneeName) : QJsonValue()},
            {QStringLiteral("dueAt"), toJson(task.dueAt)},
            {QStringLiteral("state"), toText(task.state)},
            {QStringLiteral("reason"), task.reason},
            {QStringLiteral("createdAt"), toIso(task.createdAt)},
            {QStringLiteral("settledAt"), toJson(task.settledAt)}};
}

}  // namespace onlyonce
