// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/response.h"

#include "app/demo/moment.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"

namespace onlyonce {

namespace {

//! The part with the number that the moment gives.
template <typename Part>
Result<Part> numbered(const Result<std::vector<Part>> &all, const QJsonObject &moment)
{
    const auto number = size_t(moment.value(QLatin1StringView("number")).toInt());
    if (!all) {
        return failure(all);
    }
    return number >= 1 && number <= all->size()
             ? Result<Part>((*all)[number - 1])
             : fail(ErrorCode::Internal, QStringLiteral("the story has no part number %1").arg(number));
}

Result<> tellStep(Transaction &transaction, IncidentId incident, const QJsonObject &moment, PersonId assignee)
{
    const auto step = numbered(stepsOf(transaction, incident), moment);
    if (!step) {
        return failure(step);
    }
    if (assignee) {
        ONLYONCE_TRY(assignStep(transaction, step->id, assignee));
    }
    if (moment.contains(QLatin1StringView("timer"))) {
        return startStepTimer(transaction, step->id);
    }
    return moment.contains(QLatin1StringView("skip")) ? skipStep(transaction, step->id, text(moment, "skip"))
         : moment.contains(QLatin1StringView("done")) ? tickStep(transaction, step->id)
                                                      : Result<>();
}

Result<> tellTask(Transaction &transaction, IncidentId incident, const QJsonObject &moment, PersonId assignee)
{
    if (moment.contains(QLatin1StringView("text"))) {
        NewTask task{.text = text(moment, "text"), .assignee = assignee};
        if (const int minutes = moment.value(QLatin1StringView("inMinutes")).toInt()) {
            task.dueAt = transaction.now() + std::chrono::minutes(minutes);
        }
        const auto added = addTask(transaction, incident, task);
        return added ? Result<>() : failure(added);
    }
    const auto task = numbered(tasksOf(transaction, incident), moment);
    return task ? setTaskState(transaction, task->id, TaskState::Done) : failure(task);
}

}  // namespace

bool isResponse(const QString &moment)
{
    return moment == QStringLiteral("step") || moment == QStringLiteral("task");
}

Result<> tellResponse(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                      const QHash<QString, PersonId> &people)
{
    const PersonId assignee = people.value(text(moment, "person"));
    return text(moment, "do") == QStringLiteral("step") ? tellStep(transaction, incident, moment, assignee)
                                                        : tellTask(transaction, incident, moment, assignee);
}

Result<> furnishProtocols(Transaction &transaction, const QJsonArray &protocols)
{
    for (const auto value : protocols) {
        const QJsonObject json = value.toObject();
        Protocol protocol = exampleProtocol();
        protocol.name = text(json, "name");
        protocol.services = json.value(QLatin1StringView("services")).toVariant().toStringList();
        protocol.lowest = severityFrom(text(json, "severity")).value_or(Severity::Sev2);
        const QStringList steps = json.value(QLatin1StringView("steps")).toVariant().toStringList();
        if (!steps.isEmpty()) {
            protocol.text = QStringLiteral("- [ ] ") + steps.join(QStringLiteral("\n- [ ] "));
        }
        const auto saved = saveProtocol(transaction, protocol);
        if (!saved) {
            return failure(saved);
        }
    }
    return {};
}

}  // namespace onlyonce
