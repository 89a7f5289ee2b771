// SPDX-License-Identifier: GPL-3.0-or-later
// The response: protocols, and the steps and tasks of an incident.
#include "app/cli/common.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

QJsonObject json(const Protocol &protocol)
{
    return {{QStringLiteral("name"), protocol.name},
            {QStringLiteral("services"), QJsonArray::fromStringList(protocol.services)},
            {QStringLiteral("severity"), toText(protocol.lowest)},
            {QStringLiteral("drills"), protocol.drills},
            {QStringLiteral("steps"), qint64(stepsIn(protocol.text).size())},
            {QStringLiteral("text"), protocol.text}};
}

//! Of that name, whatever its case; nothing when there is none.
Result<std::optional<Protocol>> known(Invocation &call, const QString &name)
{
    const auto all = call.ask([](Transaction &transaction) { return protocols(transaction); });
    if (!all) {
        return failure(all);
    }
    const auto found = std::ranges::find_if(
        *all, [&](const Protocol &each) { return each.name.compare(name, Qt::CaseInsensitive) == 0; });
    return found == all->end() ? std::nullopt : std::optional(*found);
}

Result<Protocol> protocolMeant(Invocation &call)
{
    const auto found = known(call, call.argument(0));
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Protocol>(**found)
                  : fail(ErrorCode::NotFound,
                         tr("There is no protocol “%1”. “onlyonce protocol list” shows them.").arg(call.argument(0)));
}

Result<> list(Invocation &call)
{
    const auto all = call.ask([](Transaction &transaction) { return protocols(transaction); });
    if (!all) {
        return failure(all);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Protocol &protocol : *all) {
        array.append(json(protocol));
        rows.append({protocol.name, conditionText(protocol), tr("%1 steps").arg(stepsIn(protocol.text).size())});
    }
    call.answer(array, rows.isEmpty() ? tr("No protocols. “onlyonce protocol set NAME --example” gives you one to "
                                           "begin with.")
                                      : table(rows));
    return {};
}

Result<> show(Invocation &call)
{
    const auto protocol = protocolMeant(call);
    if (!protocol) {
        return failure(protocol);
    }
    call.answer(json(*protocol), toMarkdownFile(*protocol).trimmed());
    return {};
}

//! The text: of the file, the example, or what the protocol has already.
Result<Protocol> readText(const Invocation &call, const std::optional<Protocol> &before)
{
    if (call.has(QStringLiteral("example"))) {
        return exampleProtocol();
    }
    if (!call.has(QStringLiteral("file"))) {
        return before ? Result<Protocol>(*before)
                      : usage(tr("Which steps? Give --file, Markdown with a list item for each, or --example."));
    }
    const auto bytes = readInput(call.option(QStringLiteral("file")), 1024 * 1024);
    return bytes ? protocolFromFile(QString::fromUtf8(*bytes), call.argument(0)) : failure(bytes);
}

Result<> set(Invocation &call)
{
    const auto before = known(call, call.argument(0));
    if (!before) {
        return failure(before);
    }
    auto wanted = readText(call, *before);
    if (!wanted) {
        return failure(wanted);
    }
    wanted->id = *before ? (*before)->id : ProtocolId{};
    wanted->version = *before ? (*before)->version : 0;
    wanted->name = call.argument(0);
    if (call.has(QStringLiteral("service"))) {
        wanted->services = call.options(QStringLiteral("service"));
    }
    if (call.has(QStringLiteral("severity"))) {
        const auto severity = severityFrom(call.option(QStringLiteral("severity")));
        if (!severity) {
            return usage(severity.error().message);
        }
        wanted->lowest = *severity;
    }
    wanted->drills = wanted->drills && !call.has(QStringLiteral("no-drills"));
    const auto saved = call.change([&](Transaction &transaction) { return saveProtocol(transaction, *wanted); });
    if (!saved) {
        return failure(saved);
    }
    call.answer(json(*wanted),
                tr("“%1”: %2 steps, for %3. Incidents that are open keep what they have.")
                    .arg(wanted->name, QString::number(stepsIn(wanted->text).size()), conditionText(*wanted)));
    return {};
}

Result<> remove(Invocation &call)
{
    const auto protocol = protocolMeant(call);
    if (!protocol) {
        return failure(protocol);
    }
    ONLYONCE_TRY(call.change([&](Transaction &transaction) { return removeProtocol(transaction, protocol->id); }));
    call.answer(QJsonObject{{QStringLiteral("name"), protocol->name}, {QStringLiteral("removed"), true}},
                tr("“%1” is gone; incidents keep the steps that they have of it.").arg(protocol->name));
    return {};
}

Result<> tryOut(Invocation &call)
{
    const auto protocol = protocolMeant(call);
    const auto limit = limitMeant(call, 50);
    if (!protocol || !limit) {
        return protocol ? failure(limit) : failure(protocol);
    }
    const auto latest =
        call.ask([&](Transaction &transaction) { return incidents(transaction, IncidentFilter{}, *limit); });
    if (!latest) {
        return failure(latest);
    }
    QJsonArray array;
    QStringList lines;
    for (const Incident &incident : *latest) {
        if (fits(*protocol, incident)) {
            array.append(incident.number);
            lines << lineOf(incident);
        }
    }
    lines << tr("It fits %1 of the latest %2 incidents.").arg(lines.size()).arg(latest->size());
    call.answer(array, lines.join(QLatin1Char('\n')));
    return {};
}

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

Commands protocolCommands()
{
    const QString shape = tr("{name, services (empty: any), severity (the lowest), drills, steps, text}");
    return {
        {.name = QStringLiteral("protocol list"),
         .summary = tr("The checklists that an incident gets when it opens."),
         .run = list,
         .jsonHelp = tr("an array of %1").arg(shape)},
        {.name = QStringLiteral("protocol show"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("One of them, as a Markdown file."),
         .run = show,
         .jsonHelp = shape},
        {.name = QStringLiteral("protocol set"),
         .arguments = QStringLiteral("NAME"),
         .summary =
             tr("Adds or changes one. List items are the steps; “(timer 5m)”, “@role”, a [link](…) and `code` in "
                "them mean what they say."),
         .options = {{QStringLiteral("file"), tr("The Markdown file; “-” is standard input."), tr("FILE")},
                     {QStringLiteral("example"), tr("With the steps to begin with that come with OnlyOnce.")},
                     {QStringLiteral("service"), tr("Only for incidents of this; may be given again."), tr("NAME")},
                     {QStringLiteral("severity"), tr("The lowest severity that gets it; else SEV2."), tr("SEVERITY")},
                     {QStringLiteral("no-drills"), tr("Not for drills.")}},
         .run = set,
         .jsonHelp = shape},
        {.name = QStringLiteral("protocol try"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Which of the latest incidents it fits; changes nothing."),
         .options = {limitOption()},
         .run = tryOut,
         .jsonHelp = tr("an array of numbers of incidents")},
        {.name = QStringLiteral("protocol remove"),
         .arguments = QStringLiteral("NAME"),
         .summary = tr("Removes one; incidents keep the steps that they have."),
         .run = remove,
         .jsonHelp = tr("{name, removed}")},
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
