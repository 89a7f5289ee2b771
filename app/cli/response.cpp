// SPDX-License-Identifier: GPL-3.0-or-later
// The response of an incident: its steps and tasks.
#include "app/cli/common.h"
#include "models/base/tr.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"

#include <algorithm>

namespace onlyonce {

namespace {

template <typename Part>
Result<Part> numbered(const Result<std::vector<Part>> &all, const QString &number, const QString &none)
{
    if (!all) {
        return failure(all);
    }
    const auto found = std::ranges::find(*all, number.toInt(), &Part::number);
    return found == all->end() ? fail(ErrorCode::NotFound, none.arg(number)) : Result<Part>(*found);
}

Result<PersonId> assigneeMeant(Transaction &transaction, const QString &name)
{
    if (name.compare(QStringLiteral("nobody"), Qt::CaseInsensitive) == 0) {
        return PersonId{};
    }
    const auto person = personMeant(transaction, name);
    return person ? Result<PersonId>(person->id) : failure(person);
}

QString stateOf(const IncidentStep &step)
{
    return step.state == StepState::Done    ? QStringLiteral("[x]")
         : step.state == StepState::Skipped ? QStringLiteral("[–]")
                                            : QStringLiteral("[ ]");
}

Result<> answerSteps(Invocation &call, IncidentId id)
{
    const auto steps = call.ask([id](Transaction &transaction) { return stepsOf(transaction, id); });
    if (!steps) {
        return failure(steps);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const IncidentStep &step : *steps) {
        array.append(toJson(step));
        const auto ends = step.timerEndsAt();
        rows.append({QString::number(step.number), stateOf(step), step.what.text,
                     step.state == StepState::Skipped ? step.reason
                     : step.state == StepState::Done  ? step.settledByName
                                                      : step.assigneeName,
                     ends ? tr("until %1").arg(toIso(*ends)) : QString()});
    }
    rows.append({progressText(*steps)});
    call.answer(array, steps->empty() ? tr("No protocol fits this incident.") : table(rows));
    return {};
}

Result<> changeStep(const Invocation &call, Transaction &transaction, IncidentId incident)
{
    const auto found =
        numbered(stepsOf(transaction, incident), call.argument(1), tr("There is no step %1 in this incident."));
    if (!found) {
        return failure(found);
    }
    if (call.has(QStringLiteral("assign"))) {
        const auto person = assigneeMeant(transaction, call.option(QStringLiteral("assign")));
        if (!person) {
            return failure(person);
        }
        ONLYONCE_TRY(assignStep(transaction, found->id, *person));
    }
    if (call.has(QStringLiteral("timer"))) {
        ONLYONCE_TRY(startStepTimer(transaction, found->id));
    }
    return call.has(QStringLiteral("done")) ? tickStep(transaction, found->id)
         : call.has(QStringLiteral("skip")) ? skipStep(transaction, found->id, call.option(QStringLiteral("skip")))
         : call.has(QStringLiteral("undo")) ? reopenStep(transaction, found->id)
                                            : Result<>();
}

Result<> steps(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    if (!call.argument(1).isEmpty()) {
        ONLYONCE_TRY(
            call.change([&](Transaction &transaction) { return changeStep(call, transaction, incident->id); }));
    }
    return answerSteps(call, incident->id);
}

Result<ProtocolId> protocolNamed(Transaction &transaction, const QString &name)
{
    const auto all = protocols(transaction);
    if (!all) {
        return failure(all);
    }
    const auto found = std::ranges::find_if(
        *all, [&](const Protocol &each) { return each.name.compare(name, Qt::CaseInsensitive) == 0; });
    return found == all->end() ? fail(ErrorCode::NotFound,
                                      tr("There is no protocol “%1”. “onlyonce protocol list” shows them.").arg(name))
                               : Result<ProtocolId>(found->id);
}

//! Attached ones, in the order of their steps; also of protocols that are no more.
Result<> answerAttached(Invocation &call, IncidentId id)
{
    struct Attached
    {
        ProtocolId protocol;
        QString name;
        int steps = 0;
        int settled = 0;
    };
    const auto steps = call.ask([id](Transaction &transaction) { return stepsOf(transaction, id); });
    if (!steps) {
        return failure(steps);
    }
    std::vector<Attached> all;
    for (const IncidentStep &step : *steps) {
        auto found = std::ranges::find(all, step.protocol, &Attached::protocol);
        if (found == all.end()) {
            found = all.insert(all.end(), {.protocol = step.protocol, .name = step.protocolName});
        }
        ++found->steps;
        found->settled += step.state == StepState::Open ? 0 : 1;
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Attached &each : all) {
        array.append(QJsonObject{{QStringLiteral("name"), each.name},
                                 {QStringLiteral("steps"), each.steps},
                                 {QStringLiteral("settled"), each.settled}});
        rows.append({each.name, tr("%1 of %2 settled").arg(each.settled).arg(each.steps)});
    }
    call.answer(array, rows.isEmpty() ? tr("No protocol is attached.") : table(rows));
    return {};
}

Result<> attached(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const QString name = call.argument(1);
    const bool takesOff = call.has(QStringLiteral("take-off"));
    if (takesOff && name.isEmpty()) {
        return usage(tr("Which protocol is taken off? Give its name."));
    }
    if (!name.isEmpty()) {
        ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
            const auto protocol = protocolNamed(transaction, name);
            if (!protocol) {
                return failure(protocol);
            }
            return takesOff ? takeProtocolOff(transaction, incident->id, *protocol)
                            : attachProtocol(transaction, incident->id, *protocol);
        }));
    }
    return answerAttached(call, incident->id);
}

Result<> answerTasks(Invocation &call, IncidentId id)
{
    const auto tasks = call.ask([id](Transaction &transaction) { return tasksOf(transaction, id); });
    if (!tasks) {
        return failure(tasks);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const IncidentTask &task : *tasks) {
        array.append(toJson(task));
        rows.append({QString::number(task.number), toText(task.state), task.text, task.assigneeName,
                     task.dueAt ? tr("due %1").arg(toIso(*task.dueAt)) : QString()});
    }
    call.answer(array, rows.isEmpty() ? tr("No tasks.") : table(rows));
    return {};
}

//! Adds one, or says what became of one.
Result<> changeTask(const Invocation &call, Transaction &transaction, IncidentId incident, NewTask wanted)
{
    if (!wanted.text.isEmpty()) {
        if (call.has(QStringLiteral("assign"))) {
            const auto person = assigneeMeant(transaction, call.option(QStringLiteral("assign")));
            if (!person) {
                return failure(person);
            }
            wanted.assignee = *person;
        }
        const auto added = addTask(transaction, incident, wanted);
        return added ? Result<>() : failure(added);
    }
    for (const auto &[option, state] :
         {std::pair(QStringLiteral("done"), TaskState::Done), std::pair(QStringLiteral("drop"), TaskState::Dropped),
          std::pair(QStringLiteral("open"), TaskState::Open)}) {
        if (call.has(option)) {
            const auto found = numbered(tasksOf(transaction, incident), call.option(option),
                                        tr("There is no task %1 in this incident."));
            return found ? setTaskState(transaction, found->id, state, call.option(QStringLiteral("reason")))
                         : failure(found);
        }
    }
    return {};
}

Result<> tasks(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    NewTask wanted{.text = call.argument(1)};
    if (call.has(QStringLiteral("due"))) {
        const auto due = timeMeant(call.option(QStringLiteral("due")), SystemClock().now());
        if (!due) {
            return usage(due.error().message);
        }
        wanted.dueAt = *due;
    }
    if (!wanted.text.isEmpty() || call.has(QStringLiteral("done")) || call.has(QStringLiteral("drop"))
        || call.has(QStringLiteral("open"))) {
        ONLYONCE_TRY(
            call.change([&](Transaction &transaction) { return changeTask(call, transaction, incident->id, wanted); }));
    }
    return answerTasks(call, incident->id);
}

}  // namespace

Commands responseCommands()
{
    return {
        {.name = QStringLiteral("incident step"),
         .arguments = QStringLiteral("N [K]"),
         .summary = tr("The steps of an incident; with K, one of them is ticked, skipped, assigned or timed."),
         .options = {{QStringLiteral("done"), tr("It is done.")},
                     {QStringLiteral("skip"), tr("It is not done, and why."), tr("REASON")},
                     {QStringLiteral("undo"), tr("It is to be done after all.")},
                     {QStringLiteral("assign"), tr("Who does it, or “nobody”."), tr("PERSON")},
                     {QStringLiteral("timer"), tr("Starts its timer.")}},
         .run = steps,
         .jsonHelp = tr("an array of {number, protocol, text, link, command, timerSeconds, role, state (open, done, "
                        "skipped), reason, settledAt, settledBy, assignee, timerStartedAt, timerEndsAt}")},
        {.name = QStringLiteral("incident protocol"),
         .arguments = QStringLiteral("N [NAME]"),
         .summary = tr("The response protocols of an incident; with NAME, that one is attached, whatever it is meant "
                       "for."),
         .options = {{QStringLiteral("take-off"), tr("It is taken off, while nobody has worked on it.")}},
         .run = attached,
         .jsonHelp = tr("an array of {name, steps, settled}")},
        {.name = QStringLiteral("incident task"),
         .arguments = QStringLiteral("N [TEXT]"),
         .summary = tr("The tasks of an incident; adds one, or says what became of one."),
         .options = {{QStringLiteral("assign"), tr("Who does the new one."), tr("PERSON")},
                     {QStringLiteral("due"), tr("Until when: 14:05, or 2026-11-23 14:05."), tr("TIME")},
                     {QStringLiteral("done"), tr("Task K is done."), tr("K")},
                     {QStringLiteral("drop"), tr("Task K is not to be done."), tr("K")},
                     {QStringLiteral("open"), tr("Task K is to be done after all."), tr("K")},
                     {QStringLiteral("reason"), tr("Why it is dropped."), tr("TEXT")}},
         .run = tasks,
         .jsonHelp = tr(
             "an array of {number, text, assignee, dueAt, state (open, done, dropped), reason, createdAt, settledAt}")},
    };
}

}  // namespace onlyonce
