// SPDX-License-Identifier: GPL-3.0-or-later
// What was written to an incident: read in parts, said, corrected, pinned.
#include "app/cli/common.h"
#include "app/saycommands.h"
#include "models/base/tr.h"
#include "models/catalog/people.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/incidents/undo/undo.h"

namespace onlyonce {

namespace {

struct GroupWord
{
    const char *word;
    TimelineGroup group;
};
constexpr std::array groupWords{GroupWord{"people", TimelineGroup::People}, GroupWord{"alerts", TimelineGroup::Alerts},
                                GroupWord{"customers", TimelineGroup::Customers},
                                GroupWord{"changes", TimelineGroup::Changes}};

Result<TimelineFilter> filterMeant(const Invocation &call)
{
    TimelineFilter filter{.pinned = call.has(QStringLiteral("pinned")), .text = call.option(QStringLiteral("search"))};
    if (call.has(QStringLiteral("public"))) {
        filter.visibility = Visibility::Public;
    }
    if (const QString wanted = call.option(QStringLiteral("only")); !wanted.isEmpty()) {
        const auto *named = std::ranges::find_if(
            groupWords, [&](const GroupWord &row) { return wanted == QLatin1StringView(row.word); });
        if (named == groupWords.end()) {
            return usage(tr("--only takes people, alerts, customers or changes, not “%1”.").arg(wanted));
        }
        filter.group = named->group;
    }
    return filter;
}

Result<> list(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    const auto filter = filterMeant(call);
    const auto limit = limitMeant(call, 50);
    if (!incident || !filter || !limit) {
        return !incident ? failure(incident) : !filter ? failure(filter) : failure(limit);
    }
    const auto entries = call.ask([&, id = incident->id](Transaction &transaction) {
        return timelinePage(transaction, id, *filter, {.limit = *limit});
    });
    if (!entries) {
        return failure(entries);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const TimelineEntry &entry : *entries) {
        array.append(toJson(entry));
        QStringList marks;
        if (entry.pinned) {
            marks.append(QStringLiteral("*"));
        }
        if (entry.revisions > 0) {
            marks.append(tr("corrected"));
        }
        rows.append({QString::number(entry.id.value), toIso(entry.happenedAt), entry.actorName, toText(entry.kind),
                     marks.join(QLatin1Char(' ')), entry.body});
    }
    call.answer(array, rows.isEmpty() ? tr("Nothing is like that.") : table(rows));
    return {};
}

Result<> sayIt(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const SayCommands commands = allSayCommands();
    const Saying saying = parseSaying(call.argument(1), commands, call.has(QStringLiteral("text")));
    if (!saying.unknown.isEmpty()) {
        return usage(tr("%1 With --text it is written as it is.").arg(unknownText(saying, commands)));
    }
    return call.change([&, id = incident->id](Transaction &transaction) -> Result<> {
        SayOptions options{.visibility =
                               call.has(QStringLiteral("public")) ? Visibility::Public : Visibility::Internal};
        const auto people = allPeople(transaction);
        if (!people) {
            return failure(people);
        }
        for (const Person &person : *people) {
            options.mentions.append(person.name);
        }
        return say(transaction, id, saying, commands, options);
    });
}

//! The latest version of an entry of that incident.
Result<TimelineEntry> entryMeant(Invocation &call, const Incident &incident)
{
    const auto number =
        numberMeant(call.argument(1), tr("Which entry? `onlyonce incident timeline` shows their numbers."));
    if (!number) {
        return failure(number);
    }
    const auto entry =
        call.ask([number = *number](Transaction &transaction) { return latest(transaction, TimelineId{number}); });
    if (!entry) {
        return failure(entry);
    }
    if (!*entry || (*entry)->incident != incident.id) {
        return fail(ErrorCode::NotFound, tr("%1 has no entry %2.").arg(incident.reference()).arg(*number));
    }
    return **entry;
}

Result<> answerEntry(Invocation &call, TimelineId id)
{
    const auto entry = call.ask([id](Transaction &transaction) { return latest(transaction, id); });
    if (!entry) {
        return failure(entry);
    }
    if (!*entry) {
        return fail(ErrorCode::NotFound, tr("There is no such entry."));
    }
    const TimelineEntry &now = **entry;
    call.answer(toJson(now), table({{QString::number(now.id.value), toIso(now.happenedAt), now.actorName,
                                     toText(now.kind), now.body}}));
    return {};
}

Result<> correct(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto entry = entryMeant(call, *incident);
    if (!entry) {
        return failure(entry);
    }
    Writing writing{.kind = entry->kind,
                    .body = call.argument(2).isEmpty() ? entry->body : call.argument(2),
                    .visibility = entry->visibility,
                    .happenedAt = entry->happenedAt};
    if (call.has(QStringLiteral("public")) || call.has(QStringLiteral("internal"))) {
        writing.visibility = call.has(QStringLiteral("public")) ? Visibility::Public : Visibility::Internal;
    }
    if (call.has(QStringLiteral("kind"))) {
        writing.kind = timelineKindFrom(call.option(QStringLiteral("kind")));
    }
    if (call.has(QStringLiteral("at"))) {
        const auto at = timeMeant(call.option(QStringLiteral("at")), SystemClock().now());
        if (!at || !*at) {
            return usage(at ? tr("When did it happen?") : at.error().message);
        }
        writing.happenedAt = **at;
    }
    const auto corrected = call.change([&](Transaction &transaction) {
        return correctEntry(transaction, entry->id, writing, call.option(QStringLiteral("reason")));
    });
    return corrected ? answerEntry(call, *corrected) : failure(corrected);
}

Result<> pin(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto entry = entryMeant(call, *incident);
    if (!entry) {
        return failure(entry);
    }
    ONLYONCE_TRY(call.change(
        [&](Transaction &transaction) { return pinEntry(transaction, entry->id, !call.has(QStringLiteral("off"))); }));
    return answerEntry(call, entry->id);
}

Result<std::optional<PastChange>> changeMeant(Transaction &transaction, const Invocation &call, IncidentId incident,
                                              TimelineId entry)
{
    if (!entry) {
        return (call.has(QStringLiteral("again")) ? lastUndo : lastChange)(transaction, incident, transaction.actor(),
                                                                           0);
    }
    const auto found = latest(transaction, entry);
    if (!found) {
        return failure(found);
    }
    if (!*found || (*found)->incident != incident) {
        return fail(ErrorCode::NotFound, tr("This incident has no entry %1.").arg(entry.value));
    }
    return changeOf(transaction, **found);
}

Result<> takeBack(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    TimelineId entry;
    if (call.has(QStringLiteral("entry"))) {
        const auto number = numberMeant(call.option(QStringLiteral("entry")),
                                        tr("Which entry? `onlyonce incident timeline` shows their numbers."));
        if (!number) {
            return failure(number);
        }
        entry = TimelineId{*number};
    }
    const auto done = call.change([&](Transaction &transaction) -> Result<QString> {
        const auto change = changeMeant(transaction, call, incident->id, entry);
        if (!change) {
            return failure(change);
        }
        if (!*change) {
            return fail(
                ErrorCode::NotFound,
                entry ? tr("Entry %1 tells of nothing that can be taken back.").arg(entry.value)
                      : tr("Nothing that you changed in %1 is left to be taken back.").arg(incident->reference()));
        }
        return undo(transaction, **change);
    });
    if (!done) {
        return failure(done);
    }
    call.answer(QJsonObject{{QStringLiteral("number"), incident->number}, {QStringLiteral("done"), *done}}, *done);
    return {};
}

//! One line per command, from the table that the window uses.
QString sayingHelp(const QStringList &)
{
    QList<QStringList> rows;
    const SayCommands commands = allSayCommands();
    for (const SayCommand &command : commands.rows()) {
        rows.append({QStringLiteral("/%1 %2").arg(command.name, command.arguments).trimmed(), command.summary});
    }
    return tr("Each line may begin with a command; other lines are notes. All of it is written, or nothing:\n\n%1")
        .arg(table(rows));
}

QString entryShape()
{
    return tr(
        "{id, kind, happenedAt, recordedAt, actor, visibility, body, data, corrects (or null), revisions, pinned}");
}

}  // namespace

Commands timelineCommands()
{
    return {
        {.name = QStringLiteral("incident timeline"),
         .arguments = QStringLiteral("N"),
         .summary = tr("The latest entries of an incident's timeline, with their numbers."),
         .options = {limitOption(),
                     {QStringLiteral("only"), tr("people, alerts, customers or changes."), tr("WHAT")},
                     {QStringLiteral("pinned"), tr("Only the key moments.")},
                     {QStringLiteral("public"), tr("Only what customers may read.")},
                     {QStringLiteral("search"), tr("Only those with this in the text or the author's name."),
                      tr("TEXT")}},
         .run = list,
         .jsonHelp = tr("an array of entries in order of happening, each %1").arg(entryShape())},
        {.name = QStringLiteral("incident say"),
         .arguments = QStringLiteral("N TEXT"),
         .summary = tr("Writes to an incident as its composer does: notes, and commands such as “/status identified”."),
         .options = {{QStringLiteral("public"), tr("Customers may read the notes.")},
                     {QStringLiteral("text"), tr("What begins with a slash and is no command is text.")}},
         .run = [](Invocation &call) -> Result<> {
             ONLYONCE_TRY(sayIt(call));
             const auto incident = incidentMeant(call, call.argument(0));
             if (!incident) {
                 return failure(incident);
             }
             call.answer(toJson(*incident), lineOf(*incident));
             return {};
         },
         .jsonHelp = tr("the incident"),
         .moreHelp = sayingHelp},
        {.name = QStringLiteral("incident correct"),
         .arguments = QStringLiteral("N ENTRY [TEXT]"),
         .summary = tr("Corrects what somebody wrote; the earlier text stays in the audit trail."),
         .options = {{QStringLiteral("reason"), tr("Why it is corrected."), tr("TEXT")},
                     {QStringLiteral("at"), tr("When it really happened: 14:05, or 2026-11-23 14:05."), tr("TIME")},
                     {QStringLiteral("kind"), tr("note, decision, hypothesis or action."), tr("KIND")},
                     {QStringLiteral("public"), tr("Customers may read it.")},
                     {QStringLiteral("internal"), tr("Customers may not read it.")}},
         .run = correct,
         .jsonHelp = tr("the corrected entry, %1").arg(entryShape())},
        {.name = QStringLiteral("incident pin"),
         .arguments = QStringLiteral("N ENTRY"),
         .summary = tr("Marks an entry as a key moment."),
         .options = {{QStringLiteral("off"), tr("It is none any more.")}},
         .run = pin,
         .jsonHelp = tr("the entry, %1").arg(entryShape())},
        {.name = QStringLiteral("incident undo"),
         .arguments = QStringLiteral("N"),
         .summary = tr("Takes your latest change of an incident back: a status, severity, title, scope, time, impact, "
                       "role, promise, step, task, pin or correction. What was sent because of it stays sent."),
         .options = {{QStringLiteral("entry"), tr("The change that this entry of the timeline tells of."), tr("ID")},
                     {QStringLiteral("again"), tr("Makes again what you have taken back last.")}},
         .run = takeBack,
         .jsonHelp = tr("{number, done (in words)}")},
    };
}

}  // namespace onlyonce
