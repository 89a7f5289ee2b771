// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "models/announce/announcement.h"
#include "models/base/json.h"
#include "models/notify/notification.h"
#include "models/postmortem/record.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

QString clockOf(const Incident &incident, Instant now)
{
    const auto clock = recoveryClock(incident);
    return clock ? clockText(clock->elapsed(now)) + QStringLiteral(" / ") + clockText(clock->target)
                 : QStringLiteral("—");
}

Result<> list(Invocation &call)
{
    auto limit = limitMeant(call, 50);
    if (!limit) {
        return failure(limit);
    }
    const IncidentFilter filter{.openOnly = call.has(QStringLiteral("open")),
                                .text = call.option(QStringLiteral("search"))};
    auto found = call.ask([&](Transaction &transaction) { return incidents(transaction, filter, *limit); });
    if (!found) {
        return failure(found);
    }
    if (call.json()) {
        QJsonArray array;
        for (const Incident &incident : *found) {
            array.append(toJson(incident));
        }
        call.print(array);
        return {};
    }
    const Instant now = SystemClock().now();
    QList<QStringList> rows;
    for (const Incident &incident : *found) {
        rows.append({incident.reference(), toText(incident.severity), label(incident.status), clockOf(incident, now),
                     incident.title});
    }
    call.print(rows.isEmpty() ? tr("No incidents.") : table(rows));
    return {};
}

Result<> show(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const IncidentId id = incident->id;
    auto entries = call.ask([id](Transaction &transaction) { return timelineOf(transaction, id); });
    if (!entries) {
        return failure(entries);
    }
    if (!call.json()) {
        call.print(
            QStringLiteral("%1  %2  %3  %4")
                .arg(incident->reference(), toText(incident->severity), label(incident->status), incident->title));
        call.print(tr("Recovery clock: %1").arg(clockOf(*incident, SystemClock().now())));
        QList<QStringList> rows;
        for (const TimelineEntry &entry : *entries) {
            rows.append({toIso(entry.happenedAt), entry.actorName, toText(entry.kind), entry.body.simplified()});
        }
        call.print(table(rows));
        return {};
    }
    QJsonObject json = toJson(*incident);
    QJsonArray timeline;
    for (const TimelineEntry &entry : *entries) {
        timeline.append(toJson(entry));
    }
    json.insert(QStringLiteral("timeline"), timeline);
    auto parts = call.ask([id, &incident](Transaction &transaction) -> Result<QJsonObject> {
        QJsonObject object;
        auto notifications = notificationsOf(transaction, id);
        if (!notifications) {
            return failure(notifications);
        }
        QJsonArray notified;
        for (const auto &notification : *notifications) {
            notified.append(toJson(notification));
        }
        object.insert(QStringLiteral("notifications"), notified);
        auto announcements = announcementsOf(transaction, id);
        if (!announcements) {
            return failure(announcements);
        }
        QJsonArray announced;
        for (const Announcement &announcement : *announcements) {
            announced.append(toJson(announcement));
        }
        object.insert(QStringLiteral("announcements"), announced);
        auto record = postMortemRecord(transaction, id);
        if (!record) {
            return failure(record);
        }
        object.insert(QStringLiteral("postmortem"),
                      *record ? QJsonValue(toJson(**record, *incident)) : QJsonValue(QJsonValue::Null));
        return object;
    });
    if (!parts) {
        return failure(parts);
    }
    for (auto part = parts->begin(); part != parts->end(); ++part) {
        json.insert(part.key(), part.value());
    }
    call.print(json);
    return {};
}

Result<> changed(Invocation &call, IncidentId id)
{
    auto incident = call.ask([id](Transaction &transaction) { return onlyonce::incident(transaction, id); });
    if (!incident) {
        return failure(incident);
    }
    if (call.json()) {
        call.print(toJson(**incident));
    } else {
        call.print(QStringLiteral("%1  %2  %3  %4")
                       .arg((*incident)->reference(), toText((*incident)->severity), label((*incident)->status),
                            (*incident)->title));
    }
    return {};
}

Result<> declare(Invocation &call)
{
    NewIncident wanted;
    wanted.title = call.argument(0);
    if (wanted.title.isEmpty()) {
        return usage(tr("What is wrong? Give the incident a title."));
    }
    if (call.has(QStringLiteral("severity"))) {
        auto severity = severityFrom(call.option(QStringLiteral("severity")));
        if (!severity) {
            return usage(severity.error().message);
        }
        wanted.severity = *severity;
    }
    wanted.services = call.options(QStringLiteral("service"));
    wanted.dataCentres = call.options(QStringLiteral("datacentre"));
    wanted.drill = call.has(QStringLiteral("drill"));
    if (call.has(QStringLiteral("started"))) {
        auto started = timeMeant(call.option(QStringLiteral("started")), SystemClock().now());
        if (!started) {
            return usage(started.error().message);
        }
        wanted.startedAt = *started;
    }
    auto made = call.change([&](Transaction &transaction) { return declareIncident(transaction, wanted); });
    return made ? changed(call, made->id) : failure(made);
}

Result<> note(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    if (call.has(QStringLiteral("file"))) {
        auto content = readInput(call.option(QStringLiteral("file")), 16LL * 1024 * 1024);
        if (!content) {
            return failure(content);
        }
        auto attached = call.change([&](Transaction &transaction) {
            return attach(transaction, {.incident = incident->id,
                                        .name = call.option(QStringLiteral("file")),
                                        .language = call.option(QStringLiteral("language")),
                                        .content = *content});
        });
        if (!attached) {
            return failure(attached);
        }
    }
    if (!call.argument(1).isEmpty() || !call.has(QStringLiteral("file"))) {
        const auto visibility = call.has(QStringLiteral("public")) ? Visibility::Public : Visibility::Internal;
        auto written = call.change(
            [&](Transaction &transaction) { return addNote(transaction, incident->id, call.argument(1), visibility); });
        if (!written) {
            return failure(written);
        }
    }
    return changed(call, incident->id);
}

Result<> status(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto wanted = incidentStatusFrom(call.argument(1));
    if (!wanted) {
        return usage(wanted.error().message);
    }
    std::optional<Resolution> resolution;
    if (call.has(QStringLiteral("resolution"))) {
        auto named = resolutionFrom(call.option(QStringLiteral("resolution")));
        if (!named) {
            return usage(named.error().message);
        }
        resolution = *named;
    }
    auto done = call.change([&](Transaction &transaction) {
        return setStatus(transaction, incident->id, *wanted, incident->version, resolution);
    });
    return done ? changed(call, incident->id) : failure(done);
}

Result<> acknowledge(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto done = call.change([&](Transaction &transaction) { return acknowledgeIncident(transaction, incident->id); });
    return done ? changed(call, incident->id) : failure(done);
}

Result<> time(Invocation &call)
{
    auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    auto which = incidentTimeFrom(call.argument(1));
    if (!which) {
        return usage(which.error().message);
    }
    auto value = timeMeant(call.argument(2), SystemClock().now());
    if (!value) {
        return usage(value.error().message);
    }
    auto done = call.change([&](Transaction &transaction) {
        return setTime(transaction, incident->id, *which, *value, incident->version,
                       call.option(QStringLiteral("reason")));
    });
    return done ? changed(call, incident->id) : failure(done);
}

QString incidentShape()
{
    return tr("{number, title, severity (SEV1…SEV4), status (triage, investigating, identified, monitoring, resolved, "
              "closed), resolution, catastrophic, drill, services, datacentres, alertCount, startedAt, detectedAt, "
              "acknowledgedAt, declaredAt, mitigatedAt, resolvedAt, firstPublicPostAt}");
}

}  // namespace

Commands incidentCommands()
{
    return {
        {.name = QStringLiteral("incident list"),
         .summary = tr("The incidents, newest first."),
         .options = {limitOption(),
                     {QStringLiteral("open"), tr("Only those that are not resolved.")},
                     {QStringLiteral("search"), tr("Only those with this in the title, or this number."), tr("TEXT")}},
         .run = list,
         .jsonHelp = tr("an array of incidents, each %1").arg(incidentShape())},
        {.name = QStringLiteral("incident show"),
         .arguments = QStringLiteral("N"),
         .summary = tr("One incident with its timeline."),
         .run = show,
         .jsonHelp = tr("an incident, plus timeline [{kind, happenedAt, recordedAt, actor, visibility, body, data}], "
                        "notifications, announcements, postmortem (or null)")},
        {.name = QStringLiteral("incident open"),
         .arguments = QStringLiteral("TITLE"),
         .summary = tr("Declares an incident by hand."),
         .options = {{QStringLiteral("severity"), tr("SEV1 (worst) to SEV4."), tr("SEVERITY")},
                     {QStringLiteral("service"), tr("What is affected; may be given again."), tr("NAME")},
                     {QStringLiteral("datacentre"), tr("Where; may be given again."), tr("NAME")},
                     {QStringLiteral("started"), tr("When the failure began: 14:05, or 2026-11-23 14:05."), tr("TIME")},
                     {QStringLiteral("drill"), tr("Practice: on the same clock, not in the statistics.")}},
         .run = declare,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident acknowledge"),
         .arguments = QStringLiteral("N"),
         .summary = tr("Says that somebody is on it; paging stops."),
         .run = acknowledge,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident note"),
         .arguments = QStringLiteral("N [TEXT]"),
         .summary = tr("Writes a note into the timeline, or attaches a file as evidence."),
         .options = {{QStringLiteral("file"), tr("The file to attach."), tr("FILE")},
                     {QStringLiteral("language"), tr("What it is written in: SQL, JSON, Bash …"), tr("NAME")},
                     {QStringLiteral("public"), tr("Customers may read the note.")}},
         .run = note,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident status"),
         .arguments = QStringLiteral("N STATUS"),
         .summary = tr("Moves an incident on: investigating, identified, monitoring, resolved, closed."),
         .options = {{QStringLiteral("resolution"), tr("With closed: resolved, false alarm, duplicate, merged."),
                      tr("RESOLUTION")}},
         .run = status,
         .jsonHelp = tr("the incident")},
        {.name = QStringLiteral("incident time"),
         .arguments = QStringLiteral("N WHICH TIME"),
         .summary = tr("Sets startedAt, detectedAt, mitigatedAt …; “none” clears it. Audited."),
         .options = {{QStringLiteral("reason"), tr("Why it changes."), tr("TEXT")}},
         .run = time,
         .jsonHelp = tr("the incident")},
    };
}

}  // namespace onlyonce
