// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said to an incident; one row per command.
#include "models/base/tr.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/desk.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/timeline/say.h"

#include <QRegularExpression>

namespace onlyonce {

namespace {

template <typename T>
Result<> done(const Result<T> &result)
{
    return result ? Result<>() : failure(result);
}

QString firstWord(const QString &words)
{
    return words.section(QRegularExpression(QStringLiteral("\\s+")), 0, 0);
}

QString rest(const QString &words)
{
    return words.mid(firstWord(words).size()).trimmed();
}

//! "identified"; "closed false alarm: a probe was broken".
Result<> changeStatus(Transaction &transaction, const Said &said)
{
    const auto status = incidentStatusFrom(firstWord(said.words));
    if (!status) {
        return failure(status);
    }
    const QString how = rest(said.words).section(QLatin1Char(':'), 0, 0).trimmed();
    const QString reason = rest(said.words).section(QLatin1Char(':'), 1).trimmed();
    std::optional<Resolution> resolution;
    if (!how.isEmpty()) {
        const auto named = resolutionFrom(how);
        if (!named) {
            return failure(named);
        }
        resolution = *named;
    }
    return setStatus(transaction, said.incident.id, *status, said.incident.version, resolution, reason);
}

Result<> changeSeverity(Transaction &transaction, const Said &said)
{
    const auto severity = severityFrom(said.words.toUpper());
    return severity ? setSeverity(transaction, said.incident.id, *severity, said.incident.version) : failure(severity);
}

//! "scribe Ada"; without a person: the one who says it.
Result<> giveRole(Transaction &transaction, const Said &said)
{
    const QString role = firstWord(said.words);
    if (rest(said.words).isEmpty()) {
        return takeRole(transaction, said.incident.id, role);
    }
    QString name = rest(said.words);
    const auto person = personMeant(transaction, name.startsWith(QLatin1Char('@')) ? name.mid(1) : name);
    return person ? assignRole(transaction, said.incident.id, role, person->id) : failure(person);
}

//! "search@eu-west-1 partial outage", "eu-west-1 degraded": a place alone means every service of the incident.
Result<> changeImpact(Transaction &transaction, const Said &said)
{
    const auto level = impactLevelFrom(rest(said.words));
    return level ? setImpact(transaction, said.incident.id, firstWord(said.words), *level) : failure(level);
}

//! Takes "14:05", "-5" or "2026-11-23 14:05" from the front.
Result<> takeTime(Transaction &transaction, Said &said)
{
    static const QRegularExpression date(QStringLiteral("^\\d{4}-\\d{2}-\\d{2}$"));
    QString time = firstWord(said.words);
    said.words = rest(said.words);
    if (date.match(time).hasMatch()) {
        time += QLatin1Char(' ') + firstWord(said.words);
        said.words = rest(said.words);
    }
    const auto at = parsePersonTime(time, said.zone, transaction.now());
    if (!at) {
        return failure(at);
    }
    said.writing.happenedAt = *at;
    return {};
}

auto writes(TimelineKind kind)
{
    return [kind](Transaction &transaction, const Said &said) -> Result<> {
        Writing writing = said.writing;
        writing.kind = kind;
        writing.body = said.words;
        return done(writeEntry(transaction, said.incident.id, writing));
    };
}

}  // namespace

SayCommands::SayCommands()
{
    using enum SayCommand::Takes;
    add({.name = QStringLiteral("status"),
         .arguments = tr("STATUS"),
         .summary = tr("Moves the incident on; “closed resolved” closes it, “closed false alarm: why” too."),
         .choices = {toText(IncidentStatus::Investigating), toText(IncidentStatus::Identified),
                     toText(IncidentStatus::Monitoring), toText(IncidentStatus::Resolved),
                     toText(IncidentStatus::Closed)},
         .run = changeStatus});
    add({.name = QStringLiteral("severity"),
         .arguments = tr("SEVERITY"),
         .summary = tr("Changes the severity."),
         .choices = {toText(Severity::Sev1), toText(Severity::Sev2), toText(Severity::Sev3), toText(Severity::Sev4)},
         .run = changeSeverity});
    add({.name = QStringLiteral("ack"),
         .summary = tr("Acknowledges the incident; paging stops."),
         .run = [](Transaction &transaction, const Said &said) {
             return acknowledgeIncident(transaction, said.incident.id);
         }});
    add({.name = QStringLiteral("decision"),
         .arguments = tr("TEXT"),
         .summary = tr("Writes down what was decided."),
         .takes = Text,
         .run = writes(TimelineKind::Decision)});
    add({.name = QStringLiteral("hypothesis"),
         .arguments = tr("TEXT"),
         .summary = tr("Writes down what may be the cause."),
         .takes = Text,
         .run = writes(TimelineKind::Hypothesis)});
    add({.name = QStringLiteral("tried"),
         .arguments = tr("TEXT"),
         .summary = tr("Writes down what was tried, and what came of it."),
         .takes = Text,
         .run = writes(TimelineKind::Action)});
    add({.name = QStringLiteral("at"),
         .arguments = tr("TIME TEXT"),
         .summary = tr("Says when it happened: 14:05, -5 for five minutes ago, or 2026-11-23 14:05."),
         .takes = Text,
         .modify = takeTime});
    add({.name = QStringLiteral("public"),
         .arguments = tr("TEXT"),
         .summary = tr("Customers may read it."),
         .takes = Text,
         .modify = [](Transaction &, Said &said) -> Result<> {
             said.writing.visibility = Visibility::Public;
             return {};
         }});
    add({.name = QStringLiteral("role"),
         .arguments = tr("ROLE PERSON"),
         .summary = tr("Gives somebody a role; without a name you take it yourself."),
         .choices = usualRoles(),
         .namesPerson = true,
         .run = giveRole});
    add({.name = QStringLiteral("impact"),
         .arguments = tr("SERVICE@PLACE LEVEL"),
         .summary = tr("Says what is hit: none, degraded, partial outage, full outage, recovered."),
         .run = changeImpact});
    add({.name = QStringLiteral("task"),
         .arguments = tr("TEXT @PERSON"),
         .summary = tr("Adds a task."),
         .run = [](Transaction &transaction, const Said &said) {
             return done(addTaskLine(transaction, said.incident.id, said.words));
         }});
}

}  // namespace onlyonce
