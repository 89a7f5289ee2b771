// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timelinetable.h"

#include <QJsonDocument>

namespace onlyonce::timelinetable {

namespace {

QString select()
{
    return QStringLiteral(
        "SELECT t.id, t.incident_id, t.kind, t.happened_at, t.recorded_at, t.actor_id, a.name, "
        "t.visibility, t.body, t.data, t.corrects_id FROM timeline t JOIN actor a ON a.id = t.actor_id ");
}

TimelineEntry read(const Row &row)
{
    return TimelineEntry{.id = row.id<TimelineId>(0),
                         .incident = row.id<IncidentId>(1),
                         .kind = timelineKindFrom(row.text(2)),
                         .happenedAt = row.instant(3),
                         .recordedAt = row.instant(4),
                         .actor = row.id<ActorId>(5),
                         .actorName = row.text(6),
                         .visibility = visibilityFrom(row.text(7)).value_or(Visibility::Restricted),
                         .body = row.text(8),
                         .data = QJsonDocument::fromJson(row.text(9).toUtf8()).object(),
                         .corrects = row.id<TimelineId>(10)};
}

}  // namespace

Result<TimelineId> insert(Transaction &transaction, const TimelineEntry &entry)
{
    return transaction.insert<TimelineId>(
        QStringLiteral("INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, "
                       "data, corrects_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        entry.incident, toText(entry.kind), entry.happenedAt, entry.recordedAt, entry.actor, toText(entry.visibility),
        entry.body, QString::fromUtf8(QJsonDocument(entry.data).toJson(QJsonDocument::Compact)), entry.corrects);
}

Result<std::vector<TimelineEntry>> ofIncident(Transaction &transaction, IncidentId incident)
{
    return transaction.all(select() + QStringLiteral("WHERE t.incident_id = ? ORDER BY t.happened_at, t.id"), read,
                           incident);
}

Result<std::vector<TimelineEntry>> since(Transaction &transaction, IncidentId incident, TimelineId last)
{
    // "+ 0" keeps the engine from the index of incidents: few entries are new, many may be the incident's.
    return transaction.all(
        select() + QStringLiteral("WHERE t.id > ? AND t.incident_id + 0 = ? ORDER BY t.happened_at, t.id"), read,
        last.value, incident);
}

Result<std::vector<TimelineEntry>> after(Transaction &transaction, qint64 id, int limit)
{
    return transaction.all(select() + QStringLiteral("WHERE t.id > ? ORDER BY t.id LIMIT ?"), read, id, limit);
}

}  // namespace onlyonce::timelinetable
