// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of incidents; incident.cpp changes them.
#include "app/cli/common.h"
#include "models/announce/announcement.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/references.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/sight.h"
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
    const Instant now = SystemClock().now();
    QJsonArray array;
    QList<QStringList> rows;
    for (const Incident &incident : *found) {
        array.append(toJson(incident));
        rows.append({incident.reference(), toText(incident.severity), label(incident.status), clockOf(incident, now),
                     incident.title});
    }
    call.answer(array, rows.isEmpty() ? tr("No incidents.") : table(rows));
    return {};
}

//! Who leads, what is hit, where people meet.
Result<> insertCommand(QJsonObject &json, Transaction &transaction, IncidentId id)
{
    const auto roles = rolesOf(transaction, id);
    const auto impact = impactOf(transaction, id);
    const auto links = referencesOf(transaction, id);
    const auto handovers = handoversOf(transaction, id);
    if (!roles || !impact || !links || !handovers) {
        return !roles ? failure(roles) : !impact ? failure(impact) : !links ? failure(links) : failure(handovers);
    }
    QJsonArray handed;
    for (const Handover &each : *handovers) {
        handed.append(toJson(each, transaction.now()));
    }
    json.insert(QStringLiteral("roles"), toJson(*roles));
    json.insert(QStringLiteral("impact"), toJson(*impact));
    json.insert(QStringLiteral("links"), toJson(*links));
    json.insert(QStringLiteral("handovers"), handed);
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
    const auto sight =
        call.ask([&incident](Transaction &transaction) { return incidentSight(transaction, *incident); });
    if (!entries || !sight) {
        return entries ? failure(sight) : failure(entries);
    }
    if (!call.json()) {
        call.print(lineOf(*incident));
        call.print(tr("Recovery clock: %1").arg(clockOf(*incident, SystemClock().now())));
        for (const QString &sentence : {detectionText(*sight), placesText(*sight), testsText(*sight)}) {
            if (!sentence.isEmpty()) {
                call.print(sentence);
            }
        }
        QList<QStringList> rows;
        for (const TimelineEntry &entry : *entries) {
            rows.append({toIso(entry.happenedAt), entry.actorName, toText(entry.kind), entry.body});
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
    const QJsonObject seen = toJson(*sight);
    for (auto part = seen.begin(); part != seen.end(); ++part) {
        json.insert(part.key(), part.value());
    }
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

QString incidentShape()
{
    return tr(
        "{number, title, severity (SEV1…SEV4), status (triage, investigating, identified, monitoring, resolved, "
        const auto steps = stepsOf(transaction, id);
        const auto tasks = tasksOf(transaction, id);
        if (!steps || !tasks) {
            return steps ? failure(tasks) : failure(steps);
        }
        QJsonArray response;
        for (const IncidentStep &step : *steps) {
            response.append(toJson(step));
        }
        object.insert(QStringLiteral("steps"), response);
        QJsonArray toDo;
        for (const IncidentTask &task : *tasks) {
            toDo.append(toJson(task));
        }
        object.insert(QStringLiteral("tasks"), toDo);
        ONLYONCE_TRY(insertCommand(object, transaction, id));
        "closed), resolution, catastrophic, drill, services, datacentres, alertCount, firingCount, flappingCount, "
        "startedAt, "
        "detectedAt, "
        "acknowledgedAt, declaredAt, mitigatedAt, resolvedAt, firstPublicPostAt}");
}

}  // namespace

Commands incidentListCommands()
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
         .jsonHelp = tr(
             "an incident, plus detection {measuredSeconds, worstSeconds, holdSeconds, checkIntervalSeconds (null: not "
             "known)}, probes (from where it was seen), probesNow, probesKnown, probesStated, failedTests (acceptance, "
             "system), "
             "timeline [{id, kind, happenedAt, recordedAt, actor, visibility (internal, public, "
             "restricted), body, data}], notifications [{person (or null: nobody could be told), channel, "
             "reason (opened, resolved), status (none, waiting, sending, sent, failed, uncertain, discarded, "
             "expired), error, createdAt, sentAt}], announcements as in “announcement list”, roles, impact, "
             "links and handovers as in “incident role”, “incident impact”, “incident link” and “incident handover”, "
             "steps and tasks as in "
             "“incident step” and “incident task”, postmortem: null "
             "or {status, owner, createdAt, changedAt, approvedAt, approvedBy, publishedAt, fields {NAME: "
             "{text, visibility}}, figures {timeToDetectSeconds, timeToAcknowledgeSeconds, timeToMitigateSeconds, "
             "timeToResolveSeconds, timeToFirstPublicPostSeconds, recoveryTargetSeconds, recoveryKept}, whys [{id, "
             "question, text, state, "
             "rootCategory, jointly, accepted, visibility, whys}], countermeasures [{id, why, text, kind, state, "
             "owner, dueOn, effectCheck, checkResult, link, visibility, doneAt, checkedAt}]}")},
    };
}

}  // namespace onlyonce
