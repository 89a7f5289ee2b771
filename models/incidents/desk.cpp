// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/desk.h"

#include "models/alerts/tellback/tellback.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/naming.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/timeline/correction.h"
#include "models/storage/journal.h"

namespace onlyonce {

namespace {

Result<QString> checkedTitle(const QString &title)
{
    const QString clean = visibleLine(title).simplified();
    if (clean.isEmpty() || clean.size() > 300) {
        return fail(ErrorCode::Invalid, tr("An incident needs a title of at most 300 characters."));
    }
    return clean;
}

Result<> noFuture(Transaction &transaction, const std::optional<Instant> &time, IncidentTime which)
{
    // A minute of grace: clocks of monitoring systems differ from ours.
    if (time && *time > transaction.now() + std::chrono::minutes{1}) {
        return fail(ErrorCode::Invalid, tr("“%1” (%2) lies in the future. Check the time, or this machine's clock.")
                                            .arg(label(which), toIso(*time)));
    }
    return {};
}

Result<Incident> existing(Transaction &transaction, IncidentId id)
{
    auto found = incidenttable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    return **found;
}

Result<Incident> editable(Transaction &transaction, IncidentId id, int version)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto incident = existing(transaction, id);
    if (incident && incident->version != version) {
        return fail(
            ErrorCode::Conflict,
            tr("Somebody else changed %1 meanwhile. Look again, then repeat your change.").arg(incident->reference()));
    }
    return incident;
}

Result<> save(Transaction &transaction, const Incident &incident, const FieldChange &change, TimelineEntry entry)
{
    ONLYONCE_TRY(checkTimes(incident));
    auto updated = incidenttable::update(transaction, incident);
    if (!updated) {
        return failure(updated);
    }
    if (!*updated) {
        return fail(ErrorCode::Conflict, tr("Somebody else changed %1 meanwhile.").arg(incident.reference()));
    }
    FieldChange recorded = change;
    recorded.entity = QStringLiteral("incident");
    recorded.entityId = incident.id.value;
    ONLYONCE_TRY(recordChange(transaction, recorded));
    entry.incident = incident.id;
    if (auto appended = append(transaction, std::move(entry)); !appended) {
        return failure(appended);
    }
    return {};
}

QJsonObject fromTo(const QString &from, const QString &to)
{
    return {{QStringLiteral("from"), from}, {QStringLiteral("to"), to}};
}

std::optional<QString> isoText(const std::optional<Instant> &time)
{
    return time ? std::optional(toIso(*time)) : std::nullopt;
}

std::optional<QString> wordOf(const std::optional<Resolution> &resolution)
{
    return resolution ? std::optional(toText(*resolution)) : std::nullopt;
}

}  // namespace

Result<Incident> declareIncident(Transaction &transaction, const NewIncident &wanted)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto title = checkedTitle(wanted.title);
    if (!title) {
        return failure(title);
    }
    ONLYONCE_TRY(noFuture(transaction, wanted.startedAt, IncidentTime::Started));
    ONLYONCE_TRY(noFuture(transaction, wanted.detectedAt, IncidentTime::Detected));
    Incident incident;
    incident.title = *title;
    incident.severity = wanted.severity;
    incident.status = IncidentStatus::Investigating;
    incident.drill = wanted.drill;
    incident.visibility = wanted.restrictedTo ? Visibility::Restricted : Visibility::Internal;
    incident.time(IncidentTime::Started) = wanted.startedAt;
    incident.time(IncidentTime::Detected) = wanted.detectedAt;
    incident.time(IncidentTime::Declared) = notBefore(incident, IncidentTime::Declared, transaction.now());
    ONLYONCE_TRY(checkTimes(incident));
    auto inserted = incidenttable::insert(transaction, incident);
    if (!inserted) {
        return failure(inserted);
    }
    if (wanted.restrictedTo) {
        ONLYONCE_TRY(detail::nameReaders(transaction, *inserted, *wanted.restrictedTo));
    }
    for (const QString &name : wanted.services) {
        auto service = serviceNamed(transaction, name);
        if (!service) {
            return failure(service);
        }
        ONLYONCE_TRY(incidenttable::addService(transaction, inserted->id, *service));
    }
    for (const QString &name : wanted.dataCentres) {
        auto place = placeNamed(transaction, name);
        if (!place) {
            return failure(place);
        }
        ONLYONCE_TRY(incidenttable::addDataCentre(transaction, inserted->id, place->id));
    }
    auto entry =
        append(transaction, {.incident = inserted->id,
                             .kind = TimelineKind::Declared,
                             .body = tr("Declared as %1: %2").arg(toText(inserted->severity), escapeMarkdown(*title))});
    if (!entry) {
        return failure(entry);
    }
    if (const auto attached = attachProtocols(transaction, inserted->id); !attached) {
        return failure(attached);
    }
    return existing(transaction, inserted->id);
}

Result<> acknowledgeIncident(Transaction &transaction, IncidentId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Respond));
    auto incident = existing(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    if (incident->time(IncidentTime::Acknowledged)) {
        return {};
    }
    const Instant at = notBefore(*incident, IncidentTime::Acknowledged, transaction.now());
    incident->time(IncidentTime::Acknowledged) = at;
    if (!incident->drill) {
        ONLYONCE_TRY(tellAcknowledged(transaction, id.value, referenceForAll(*incident)));
    }
    return save(transaction, *incident, {.field = toText(IncidentTime::Acknowledged), .newValue = toIso(at)},
                {.kind = TimelineKind::Acknowledged, .body = tr("Acknowledged")});
}

Result<TimelineId> addNote(Transaction &transaction, IncidentId id, const QString &markdown, Visibility visibility,
                           std::optional<Instant> happenedAt)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto incident = existing(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    return writeEntry(transaction, id, {.body = markdown, .visibility = visibility, .happenedAt = happenedAt});
}

Result<> setStatus(Transaction &transaction, IncidentId id, IncidentStatus status, int version,
                   std::optional<Resolution> resolution, const QString &reason)
{
    auto incident = editable(transaction, id, version);
    if (!incident) {
        return failure(incident);
    }
    const IncidentStatus before = incident->status;
    if (status == before) {
        return {};
    }
    if (status == IncidentStatus::Closed && !resolution) {
        return fail(ErrorCode::Invalid, tr("To close %1, say how it ended: resolved, false alarm, duplicate or merged.")
                                            .arg(incident->reference()));
    }
    const QString why = shortLine(reason, 500);
    if (status == IncidentStatus::Closed && resolution == Resolution::FalseAlarm && why.isEmpty()) {
        return fail(
            ErrorCode::Invalid,
            tr("Say why %1 is a false alarm: those who were called for it are told.").arg(incident->reference()));
    }
    incident->status = status;
    const auto ended =
        std::exchange(incident->resolution, status == IncidentStatus::Closed ? resolution : std::nullopt);
    incident->closedAt = status == IncidentStatus::Closed ? std::optional(transaction.now()) : std::nullopt;
    if (!incident->isOpen()) {
        incident->nextUpdateAt.reset();
    }
    std::vector<FieldChange> besides;  // what this has recorded: whoever takes the status back takes it back, too
    const auto record = [&](const QString &field, const std::optional<QString> &from,
                            const std::optional<QString> &to) {
        if (from != to) {
            besides.push_back({.entity = QStringLiteral("incident"),
                               .entityId = id.value,
                               .field = field,
                               .oldValue = from,
                               .newValue = to});
        }
    };
    record(QStringLiteral("resolution"), wordOf(ended), wordOf(incident->resolution));
    const auto recordOnce = [&](IncidentTime which) {
        if (!incident->time(which)) {
            incident->time(which) = notBefore(*incident, which, transaction.now());
            record(toText(which), {}, isoText(incident->time(which)));
        }
    };
    const bool real = !resolution || resolution == Resolution::Resolved;
    if (status == IncidentStatus::Investigating || status == IncidentStatus::Identified) {
        recordOnce(IncidentTime::Declared);
    }
    if (status == IncidentStatus::Monitoring || status == IncidentStatus::Resolved
        || (status == IncidentStatus::Closed && real)) {
        recordOnce(IncidentTime::Mitigated);
    }
    if (status == IncidentStatus::Resolved || (status == IncidentStatus::Closed && real)) {
        recordOnce(IncidentTime::Resolved);
    }
    QString body = tr("%1 → %2").arg(label(before), label(status));
    if (incident->resolution) {
        body += QStringLiteral(" (%1)").arg(label(*incident->resolution));
    }
    QJsonObject data = fromTo(toText(before), toText(status));
    if (!why.isEmpty()) {
        body += QStringLiteral(" — ") + escapeMarkdown(why);
        data.insert(QStringLiteral("reason"), why);
    }
    for (const FieldChange &change : besides) {
        ONLYONCE_TRY(recordChange(transaction, change));
    }
    return save(
        transaction, *incident,
        {.field = QStringLiteral("status"), .oldValue = toText(before), .newValue = toText(status), .reason = why},
        {.kind = TimelineKind::StatusChanged, .body = body, .data = data});
}

Result<> setSeverity(Transaction &transaction, IncidentId id, Severity severity, int version)
{
    auto incident = editable(transaction, id, version);
    if (!incident) {
        return failure(incident);
    }
    const QString before = toText(incident->severity);
    if (severity == incident->severity) {
        return {};
    }
    incident->severity = severity;
    ONLYONCE_TRY(save(transaction, *incident,
                      {.field = QStringLiteral("severity"), .oldValue = before, .newValue = toText(severity)},
                      {.kind = TimelineKind::SeverityChanged,
                       .body = tr("%1 → %2").arg(before, toText(severity)),
                       .data = fromTo(before, toText(severity))}));
    const auto attached = attachProtocols(transaction, id);  // worse, it may need more; what it has stays
    return attached ? Result<>() : failure(attached);
}

Result<> setCatastrophic(Transaction &transaction, IncidentId id, bool catastrophic, int version, const QString &reason)
{
    auto incident = editable(transaction, id, version);
    if (!incident) {
        return failure(incident);
    }
    const QString why = shortLine(reason, 500);
    if (why.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Say why: the recovery target depends on it."));
    }
    const auto wordFor = [](bool yes) { return yes ? QStringLiteral("true") : QStringLiteral("false"); };
    const FieldChange change{.field = QStringLiteral("catastrophic"),
                             .oldValue = wordFor(incident->catastrophic),
                             .newValue = wordFor(catastrophic),
                             .reason = why};
    incident->catastrophic = catastrophic;
    incident->catastrophicDecided = true;
    const QString body = catastrophic ? tr("Catastrophic: the recovery target is 50 minutes. %1")
                                      : tr("Not catastrophic: the recovery target is 15 minutes. %1");
    return save(transaction, *incident, change,
                {.kind = catastrophic ? TimelineKind::Catastrophic : TimelineKind::Other,
                 .body = body.arg(escapeMarkdown(why))});
}

Result<> setTitle(Transaction &transaction, IncidentId id, const QString &title, int version)
{
    auto incident = editable(transaction, id, version);
    if (!incident) {
        return failure(incident);
    }
    auto clean = checkedTitle(title);
    if (!clean) {
        return failure(clean);
    }
    const QString before = std::exchange(incident->title, *clean);
    return save(transaction, *incident, {.field = QStringLiteral("title"), .oldValue = before, .newValue = *clean},
                {.kind = TimelineKind::Other, .body = tr("Title is now “%1”").arg(escapeMarkdown(*clean))});
}

Result<> setTime(Transaction &transaction, IncidentId id, IncidentTime which, std::optional<Instant> value, int version,
                 const QString &reason)
{
    auto incident = editable(transaction, id, version);
    if (!incident) {
        return failure(incident);
    }
    ONLYONCE_TRY(noFuture(transaction, value, which));
    const auto before = std::exchange(incident->time(which), value);
    if (before == value) {
        return {};
    }
    QString body =
        value ? tr("%1: %2 UTC").arg(label(which), toDateTime(*value).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")))
              : tr("%1: not recorded").arg(label(which));
    if (!reason.trimmed().isEmpty()) {
        body += QStringLiteral(" — ") + escapeMarkdown(reason.trimmed());
    }
    return save(transaction, *incident,
                {.field = toText(which), .oldValue = isoText(before), .newValue = isoText(value), .reason = reason},
                {.kind = TimelineKind::TimeChanged,
                 .body = body,
                 .data = {{QStringLiteral("time"), toText(which)},
                          {QStringLiteral("from"), toJson(before)},
                          {QStringLiteral("to"), toJson(value)}}});
}

Result<std::optional<Incident>> incident(Transaction &transaction, IncidentId id)
{
    return incidenttable::byId(transaction, id);
}

Result<std::optional<Incident>> incidentByNumber(Transaction &transaction, qint64 number)
{
    return incidenttable::byNumber(transaction, number);
}

Result<int> openIncidents(Transaction &transaction)
{
    return incidenttable::countOpen(transaction);
}

namespace detail {

Result<> recordTime(Transaction &transaction, IncidentId id, IncidentTime which, Instant value)
{
    auto incident = existing(transaction, id);
    if (!incident) {
        return failure(incident);
    }
    if (incident->time(which)) {
        return {};
    }
    incident->time(which) = notBefore(*incident, which, value);
    if (!checkTimes(*incident)) {
        return {};  // an observation that contradicts what people recorded is not forced upon them
    }
    auto updated = incidenttable::update(transaction, *incident);
    if (!updated) {
        return failure(updated);
    }
    return recordChange(transaction, {.entity = QStringLiteral("incident"),
                                      .entityId = id.value,
                                      .field = toText(which),
                                      .newValue = isoText(incident->time(which))});
}

}  // namespace detail

}  // namespace onlyonce
