// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/regroup.h"

#include "models/alerts/collector.h"
#include "models/alerts/tellback/latecomers.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/grouping/placing.h"
#include "models/incidents/grouping/regrouptable.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/naming.h"
#include "models/incidents/protocol/steps.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

Result<Incident> existing(Transaction &transaction, IncidentId id)
{
    auto found = incidenttable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Incident>(**found) : fail(ErrorCode::NotFound, tr("There is no such incident."));
}

//! What came in and is not grouped yet would be counted twice, once here and once when it is.
Result<> catchUp(Transaction &transaction)
{
    const auto caughtUp = withAllInSight(transaction, [](Transaction &whole) -> Result<> {
        while (true) {
            const auto grouped = groupAlerts(whole);
            if (!grouped) {
                return failure(grouped);
            }
            if (grouped->events == 0) {
                return {};
            }
        }
    });
    const auto waiting = caughtUp ? ungroupedAlerts(transaction) : failure(caughtUp);
    if (!waiting) {
        return failure(waiting);
    }
    return waiting->events == 0 ? Result<>()
                                : fail(ErrorCode::Busy, tr("Alerts are just coming in. Try again in a moment."));
}

//! `opener` opens a new one.
Result<Incident> target(Transaction &transaction, AlertId opener, IncidentId to)
{
    if (to) {
        auto incident = existing(transaction, to);
        if (incident && incident->status == IncidentStatus::Closed) {
            return fail(ErrorCode::Invalid,
                        tr("%1 is closed. Open it again, or choose another one.").arg(incident->reference()));
        }
        return incident;
    }
    const auto first = alert(transaction, opener);
    if (!first) {
        return failure(first);
    }
    if (!*first) {
        return fail(ErrorCode::NotFound, tr("There is no such alert."));
    }
    auto made = incidenttable::insert(transaction, incidentFor(**first));
    if (made) {
        const auto told = append(
            transaction, {.incident = made->id, .kind = TimelineKind::Declared, .body = tr("Split off by hand")});
        if (!told) {
            return failure(told);
        }
    }
    return made;
}

//! The clock runs from the earliest failure.
Result<> moveStart(Transaction &transaction, IncidentId id)
{
    const auto earliest = regrouptable::earliestStart(transaction, id);
    auto incident = existing(transaction, id);
    if (!earliest || !incident) {
        return earliest ? failure(incident) : failure(earliest);
    }
    auto &started = incident->time(IncidentTime::Started);
    if (!*earliest || (started && *started <= **earliest)) {
        return {};
    }
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("incident"),
                                            .entityId = id.value,
                                            .field = toText(IncidentTime::Started),
                                            .oldValue = started ? std::optional(toIso(*started)) : std::nullopt,
                                            .newValue = toIso(**earliest),
                                            .reason = tr("An alert that was moved here began then.")}));
    started = **earliest;
    const auto updated = incidenttable::update(transaction, *incident);
    return updated ? Result<>() : failure(updated);
}

Result<TimelineId> tell(Transaction &transaction, IncidentId id, const QString &body, const QJsonObject &data)
{
    return append(transaction, {.incident = id, .kind = TimelineKind::AlertsMoved, .body = body, .data = data});
}

QString countText(int alerts)
{
    return alerts == 1 ? tr("One alert") : tr("%1 alerts").arg(alerts);
}

QString reasonOfMove()
{
    return tr("somebody moved it here");
}

//! Who acknowledged that incident has by that acknowledged what fires and was moved into it.
Result<> noteLatecomers(Transaction &transaction, IncidentId id, TimelineId entry)
{
    const auto found = regrouptable::firingUnacknowledged(transaction, entry);
    if (!found) {
        return failure(found);
    }
    Latecomers latecomers(transaction);
    for (const auto &[alert, source] : *found) {
        ONLYONCE_TRY(latecomers.joined(alert, source, id.value));
    }
    return {};
}

//! Every incident that the move concerns is told and counted.
Result<> settleAll(Transaction &transaction, const Incident &to, TimelineId entry)
{
    const auto origins = regrouptable::origins(transaction, entry);
    if (!origins) {
        return failure(origins);
    }
    if (to.time(IncidentTime::Acknowledged)) {
        ONLYONCE_TRY(noteLatecomers(transaction, to.id, entry));
    }
    for (const IncidentId id : *origins) {
        ONLYONCE_TRY(regrouptable::settle(transaction, id));
        ONLYONCE_TRY(tell(transaction, id, tr("Alerts were moved to %1").arg(to.reference()),
                          {{QStringLiteral("to"), to.id.value}}));
    }
    ONLYONCE_TRY(regrouptable::settle(transaction, to.id));
    ONLYONCE_TRY(moveStart(transaction, to.id));
    if (const auto attached = attachProtocols(transaction, to.id); !attached) {  // it may concern further services now
        return failure(attached);
    }
    transaction.touch(QStringLiteral("alert"), 0);
    transaction.touch(QStringLiteral("alert_move"), 0);
    return {};
}

//! What was split off and has nothing left was never there.
Result<> closeIfEmpty(Transaction &transaction, IncidentId id)
{
    const auto incident = existing(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    return incident->alertCount > 0 || incident->status == IncidentStatus::Closed
             ? Result<>()
             : setStatus(transaction, id, IncidentStatus::Closed, incident->version, Resolution::Merged);
}

}  // namespace

Result<Moved> beginMove(Transaction &transaction, AlertId first, int count, IncidentId to)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    ONLYONCE_TRY(catchUp(transaction));
    const auto incident = target(transaction, first, to);
    if (!incident) {
        return failure(incident);
    }
    const auto entry =
        tell(transaction, incident->id, tr("%1 moved here").arg(countText(count)), {{QStringLiteral("split"), !to}});
    if (!entry) {
        return failure(entry);
    }
    return Moved{.to = incident->id, .number = incident->number, .alerts = 0, .entry = *entry};
}

Result<Moved> moveOn(Transaction &transaction, Moved move, std::span<const AlertId> alerts)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    ONLYONCE_TRY(catchUp(transaction));
    const auto incident = target(transaction, AlertId{}, move.to);  // it may have been closed between two steps
    if (!incident) {
        return failure(incident);
    }
    for (const AlertId id : alerts) {
        ONLYONCE_TRY(regrouptable::noteAlert(transaction, move.entry, id, move.to));
    }
    const auto moved = regrouptable::moveNoted(transaction, move.entry, move.to, reasonOfMove(),
                                               {.first = alerts.front(), .last = alerts.back()});
    if (!moved) {
        return failure(moved);
    }
    move.alerts += *moved;
    return move;
}

Result<> endMove(Transaction &transaction, const Moved &move)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    const auto incident = existing(transaction, move.to);
    if (!incident) {
        return failure(incident);
    }
    return move.alerts > 0 ? settleAll(transaction, *incident, move.entry)
                           : fail(ErrorCode::Invalid,
                                  tr("There is nothing to move: it is all in %1 already.").arg(incident->reference()));
}

Result<Moved> moveAlerts(Transaction &transaction, const std::vector<AlertId> &alerts, IncidentId to)
{
    if (alerts.empty()) {
        return fail(ErrorCode::Invalid, tr("Say which alerts."));
    }
    const auto begun = beginMove(transaction, alerts.front(), int(alerts.size()), to);
    if (!begun) {
        return begun;
    }
    std::vector<AlertId> inOrder = alerts;
    std::ranges::sort(inOrder);
    auto moved = moveOn(transaction, *begun, inOrder);
    if (!moved) {
        return moved;
    }
    ONLYONCE_TRY(endMove(transaction, *moved));
    return moved;
}

Result<Moved> mergeIncident(Transaction &transaction, IncidentId from, IncidentId into, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    if (from == into) {
        return fail(ErrorCode::Invalid, tr("An incident cannot be merged with itself."));
    }
    ONLYONCE_TRY(catchUp(transaction));
    const auto merged = existing(transaction, from);
    const auto incident = target(transaction, AlertId{}, into);
    if (!merged || !incident) {
        return merged ? failure(incident) : failure(merged);
    }
    const auto entry =
        tell(transaction, into,
             merged->visibility == Visibility::Restricted
                 ? tr("%1 was merged into this").arg(referenceForAll(*merged))
                 : tr("%1 “%2” was merged into this").arg(merged->reference(), escapeMarkdown(merged->title)),
             {{QStringLiteral("merged"), from.value}, {QStringLiteral("status"), toText(merged->status)}});
    if (!entry) {
        return failure(entry);
    }
    ONLYONCE_TRY(setStatus(transaction, from, IncidentStatus::Closed, version, Resolution::Merged));
    ONLYONCE_TRY(regrouptable::noteIncident(transaction, *entry, from));
    if (merged->alertCount > 0) {
        const auto moved = regrouptable::moveNoted(transaction, *entry, into, reasonOfMove());
        if (!moved) {
            return failure(moved);
        }
        ONLYONCE_TRY(settleAll(transaction, *incident, *entry));
        return Moved{.to = into, .number = incident->number, .alerts = *moved, .entry = *entry};
    }
    ONLYONCE_TRY(
        tell(transaction, from, tr("Merged into %1").arg(incident->reference()), {{QStringLiteral("to"), into.value}}));
    return Moved{.to = into, .number = incident->number, .alerts = 0, .entry = *entry};
}

Result<> undoMove(Transaction &transaction, TimelineId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    ONLYONCE_TRY(catchUp(transaction));
    const auto found = timelineAfter(transaction, id.value - 1, 1);
    if (!found) {
        return failure(found);
    }
    const auto nothing = [] { return fail(ErrorCode::NotFound, tr("This move cannot be found, or was taken back.")); };
    if (found->empty() || found->front().id != id || found->front().kind != TimelineKind::AlertsMoved) {
        return nothing();
    }
    const TimelineEntry &entry = found->front();
    const IncidentId to = entry.incident;
    const auto unmoved = regrouptable::isAsMoved(transaction, id, to);
    const auto origins = regrouptable::origins(transaction, id);
    if (!unmoved || !origins) {
        return unmoved ? failure(origins) : failure(unmoved);
    }
    const IncidentId merged{entry.data.value(QLatin1StringView("merged")).toInteger()};
    if (!*unmoved && !merged) {
        return nothing();
    }
    if (!unmoved->value_or(true)) {
        return fail(ErrorCode::Conflict, tr("Some of these alerts were moved again since, so nothing was taken back."));
    }
    if (merged) {
        const auto incident = existing(transaction, merged);
        if (!incident) {
            return failure(incident);
        }
        if (incident->status != IncidentStatus::Closed || incident->resolution != Resolution::Merged) {
            return fail(ErrorCode::Conflict,
                        tr("%1 was changed since, so nothing was taken back.").arg(incident->reference()));
        }
        const auto before = incidentStatusFrom(entry.data.value(QLatin1StringView("status")).toString());
        ONLYONCE_TRY(setStatus(transaction, merged, before.value_or(IncidentStatus::Triage), incident->version));
    }
    ONLYONCE_TRY(regrouptable::moveBack(transaction, id));
    ONLYONCE_TRY(regrouptable::forgetMove(transaction, id));
    for (const IncidentId origin : *origins) {
        ONLYONCE_TRY(regrouptable::settle(transaction, origin));
        ONLYONCE_TRY(tell(transaction, origin, tr("Alerts that were moved away are back"), {}));
    }
    ONLYONCE_TRY(regrouptable::settle(transaction, to));
    ONLYONCE_TRY(tell(transaction, to, tr("A move of alerts was taken back"), {{QStringLiteral("undone"), id.value}}));
    if (entry.data.value(QLatin1StringView("split")).toBool()) {
        ONLYONCE_TRY(closeIfEmpty(transaction, to));
    }
    transaction.touch(QStringLiteral("alert"), 0);
    transaction.touch(QStringLiteral("alert_move"), 0);
    return {};
}

}  // namespace onlyonce
