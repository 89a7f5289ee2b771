// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of incidents; incident.cpp changes them.
#include "app/cli/common.h"
#include "models/announce/announcement.h"
#include "models/base/tr.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/references.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/ending/ending.h"
#include "models/incidents/lists/savedviews.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/sight.h"
#include "models/incidents/times.h"
#include "models/insights/recurrence.h"
#include "models/notify/notification.h"
#include "models/postmortem/lists/postmortemfacet.h"
#include "models/postmortem/record.h"

namespace onlyonce {

namespace {

QString clockOf(const Incident &incident, Instant now)
{
    const auto clock = recoveryClock(incident);
    return clock ? clockText(clock->elapsed(now)) + QStringLiteral(" / ") + clockText(clock->target)
                 : QStringLiteral("—");
}

//! A kept view, or everything, narrowed by the options.
Result<IncidentFilter> filterMeant(Invocation &call)
{
    IncidentFilter filter;
    if (const QString name = call.option(QStringLiteral("view")); !name.isEmpty()) {
        const auto views = call.ask([](Transaction &transaction) { return savedViews(transaction, {}); });
        if (!views) {
            return failure(views);
        }
        const auto view = std::ranges::find(*views, name, &SavedView::name);
        if (view == views->end()) {
            return fail(ErrorCode::NotFound, tr("There is no view “%1” that everybody may use.").arg(name));
        }
        filter = view->filter;
    }
    if (call.has(QStringLiteral("open"))) {
        filter.state = IncidentState::Open;
    }
    if (call.has(QStringLiteral("state"))) {
        const auto state = incidentStateFrom(call.option(QStringLiteral("state")));
        if (!state) {
            return failure(state);
        }
        filter.state = *state;
    }
    for (const QString &text : call.options(QStringLiteral("severity"))) {
        const auto severity = severityFrom(text);
        if (!severity) {
            return failure(severity);
        }
        filter.severities.push_back(*severity);
    }
    for (const QString &text : call.options(QStringLiteral("recurrence"))) {
        const auto recurring = recurringFrom(text);
        if (!recurring) {
            return failure(recurring);
        }
        filter.recurrences.push_back(*recurring);
    }
    for (const QString &text : call.options(QStringLiteral("postmortem"))) {
        const auto stage = postMortemStageFrom(text);
        if (!stage) {
            return failure(stage);
        }
        filter.postMortems.push_back(*stage);
    }
    filter.services += call.options(QStringLiteral("service"));
    filter.dataCentres += call.options(QStringLiteral("datacentre"));
    filter.commanders += call.options(QStringLiteral("commander"));
    filter.catastrophic = filter.catastrophic || call.has(QStringLiteral("catastrophic"));
    if (call.has(QStringLiteral("drills"))) {
        const auto drills = drillsFrom(call.option(QStringLiteral("drills")));
        if (!drills) {
            return failure(drills);
        }
        filter.drills = *drills;
    }
    if (call.has(QStringLiteral("days"))) {
        bool isNumber = false;
        filter.withinDays = call.option(QStringLiteral("days")).toInt(&isNumber);
        if (!isNumber || filter.withinDays < 1) {
            return fail(ErrorCode::Invalid, tr("--days takes a number of days, like 7."));
        }
    }
    if (call.has(QStringLiteral("order"))) {
        const auto order = incidentOrderFrom(call.option(QStringLiteral("order")));
        if (!order) {
            return failure(order);
        }
        filter.order = *order;
    }
    if (call.has(QStringLiteral("search"))) {
        filter.text = call.option(QStringLiteral("search"));
    }
    return filter;
}

Result<> list(Invocation &call)
{
    auto limit = limitMeant(call, 50);
    if (!limit) {
        return failure(limit);
    }
    const auto filter = filterMeant(call);
    if (!filter) {
        return failure(filter);
    }
    const KeyPage page{.limit = *limit};
    auto found = call.ask([&](Transaction &transaction) {
        const auto more = postMortemFacets(transaction, *filter);
        return more ? incidents(transaction, *filter, page, *more) : failure(more);
    });
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
    const auto readers = call.ask([id](Transaction &transaction) { return incidentReaders(transaction, id); });
    if (!readers) {
        return failure(readers);
    }
    QStringList readerNames;
    for (const Person &each : *readers) {
        readerNames << each.name;
    }
    const bool restricted = incident->visibility == Visibility::Restricted;
    if (!call.json()) {
        call.print(lineOf(*incident));
        if (restricted) {
            call.print(tr("Restricted: only %1 can see it").arg(readerNames.join(tr(", "))));
        }
        call.print(tr("Recovery clock: %1").arg(clockOf(*incident, SystemClock().now())));
        if (!incident->commander.isEmpty()) {
            call.print(tr("In command: %1").arg(incident->commander));
        }
        if (incident->nextUpdateAt) {
            call.print(tr("Next update for customers: %1").arg(toIso(*incident->nextUpdateAt)));
        }
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
    json.insert(QStringLiteral("restricted"), restricted);
    json.insert(QStringLiteral("readers"), QJsonArray::fromStringList(readerNames));
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
        const auto relations = relationsOf(transaction, id);
        if (!relations) {
            return failure(relations);
        }
        QJsonArray others;
        for (const Relation &relation : *relations) {
            others.append(toJson(relation));
        }
        object.insert(QStringLiteral("relations"), others);
        const auto alike = alikeTo(transaction, id);
        if (!alike) {
            return failure(alike);
        }
        QJsonArray earlier;
        for (const Alike &each : *alike) {
            earlier.append(toJson(each));
        }
        object.insert(QStringLiteral("recurrence"), earlier);
        ONLYONCE_TRY(insertCommand(object, transaction, id));
        const auto times = timesOf(transaction, *incident);
        if (!times) {
            return failure(times);
        }
        object.insert(QStringLiteral("times"), toJson(*times));
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
    return tr("{number, title, severity (SEV1…SEV4), status (triage, investigating, identified, monitoring, resolved, "
              "closed), resolution, catastrophic, drill, services, datacentres, commander (or null), nextUpdateAt, "
              "alertCount, firingCount, flappingCount, "
              "startedAt, "
              "detectedAt, "
              "acknowledgedAt, declaredAt, mitigatedAt, resolvedAt, firstPublicPostAt}");
}

}  // namespace

Commands incidentListCommands()
{
    return {
        {.name = QStringLiteral("incident list"),
         .summary = tr("The incidents, newest first. Of several values of one option any is enough; of several options "
                       "each must hold."),
         .options = {limitOption(),
                     {QStringLiteral("open"), tr("Only those that are not resolved.")},
                     {QStringLiteral("state"), tr("Only those that are open, resolved or closed."), tr("STATE")},
                     {QStringLiteral("severity"), tr("Only those of this severity; may be repeated."), tr("SEV1…SEV4")},
                     {QStringLiteral("service"), tr("Only those of this service; may be repeated."), tr("NAME")},
                     {QStringLiteral("datacentre"), tr("Only those of this data centre; may be repeated."), tr("NAME")},
                     {QStringLiteral("commander"), tr("Only those that this person leads; may be repeated."),
                      tr("NAME")},
                     {QStringLiteral("recurrence"),
                      tr("Only those that are a recurrence of an earlier one (recurrence), or that recurred later "
                         "(recurred); may be repeated."),
                      tr("WHICH")},
                     {QStringLiteral("postmortem"),
                      tr("Only those whose post-mortem is so: none, draft, in review, approved, published or overdue; "
                         "may be repeated."),
                      tr("STATE")},
                     {QStringLiteral("catastrophic"), tr("Only those of several data centres at once.")},
                     {QStringLiteral("drills"), tr("also (as without this), apart or only."), tr("HOW")},
                     {QStringLiteral("days"), tr("Only those opened in the last so many days."), tr("N")},
                     {QStringLiteral("order"), tr("newest, oldest, severity or recovery (the longest first)."),
                      tr("ORDER")},
                     {QStringLiteral("view"), tr("Begin with a view that is kept for everybody."), tr("NAME")},
                     {QStringLiteral("search"),
                      tr("Only those with all of these words in title, timeline or whys (the last one may be a "
                         "beginning), or this number."),
                      tr("TEXT")}},
         .run = list,
         .jsonHelp = tr("an array of incidents, each %1").arg(incidentShape())},
        {.name = QStringLiteral("incident show"),
         .arguments = QStringLiteral("N"),
         .summary = tr("One incident with its timeline."),
         .run = show,
         .jsonHelp = tr(
             "an incident, plus restricted, readers (the names of those who see it, where it is), detection "
             "{measuredSeconds, worstSeconds, holdSeconds, checkIntervalSeconds (null: not "
             "known)}, probes (from where it was seen), probesNow, probesKnown, probesStated, failedTests (acceptance, "
             "system), "
             "timeline [{id, kind, happenedAt, recordedAt, actor, visibility (internal, public, "
             "restricted), body, data, corrects (or null), revisions, pinned}], notifications [{person (or null: "
             "nobody could be told), channel, "
             "reason (opened, resolved), status (none, waiting, sending, sent, failed, uncertain, discarded, "
             "expired), error, createdAt, sentAt}], announcements as in “announcement list”, roles, impact, "
             "links and handovers as in “incident role”, “incident impact”, “incident link” and “incident handover”, "
             "steps and tasks as in "
             "“incident step” and “incident task”, relations as in “incident relate”, recurrence as in “incident "
             "alike”, times [{time (startedAt …), "
             "state (recorded, pending, not applicable, invalid), at, source (who said so)}], postmortem: null "
             "or {status, owner, authors, meetingAt, createdAt, changedAt, approvedAt, approvedBy, publishedAt, fields "
             "{NAME: "
             "{text, visibility}}, figures {timeToDetectSeconds, timeToAcknowledgeSeconds, timeToMitigateSeconds, "
             "timeToResolveSeconds, timeToFirstPublicPostSeconds, recoveryTargetSeconds, recoveryKept}, whys [{id, "
             "question, text, state, "
             "rootCategory, jointly, accepted, visibility, whys}], countermeasures [{id, why, text, kind, state, "
             "owner, dueOn, effectCheck, checkResult, link, visibility, doneAt, checkedAt}]}")},
    };
}

}  // namespace onlyonce
