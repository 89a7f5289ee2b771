// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/regrouptable.h"

#include "models/incidents/grouping/flappingtable.h"
#include "models/incidents/sighttable.h"

namespace onlyonce::regrouptable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

}  // namespace

Result<> noteAlert(Transaction &transaction, TimelineId entry, AlertId alert, IncidentId to)
{
    return done(
        transaction.exec(QStringLiteral("INSERT INTO alert_move (timeline_id, alert_id, from_incident_id, from_reason) "
                                        "SELECT ?, a.id, l.incident_id, COALESCE(l.reason, '') FROM alert a "
                                        "LEFT JOIN incident_alert l ON l.alert_id = a.id "
                                        "WHERE a.id = ? AND (l.incident_id IS NULL OR l.incident_id <> ?)"),
                         entry, alert, to));
}

Result<> noteIncident(Transaction &transaction, TimelineId entry, IncidentId from)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO alert_move (timeline_id, alert_id, from_incident_id, from_reason) "
                       "SELECT ?, alert_id, incident_id, reason FROM incident_alert WHERE incident_id = ?"),
        entry, from));
}

Result<int> moveNoted(Transaction &transaction, TimelineId entry, IncidentId to, const QString &reason,
                      const Range &range)
{
    const QString noted = QStringLiteral("FROM alert_move m JOIN alert a ON a.id = m.alert_id "
                                         "WHERE m.timeline_id = ? AND m.alert_id BETWEEN ? AND ?");
    ONLYONCE_TRY(done(transaction.exec(
        QStringLiteral("UPDATE incident SET "
                       "alert_count = alert_count - (SELECT count(*) %1 AND m.from_incident_id = incident.id), "
                       "firing_count = firing_count - (SELECT count(*) %1 AND m.from_incident_id = incident.id "
                       "AND a.status = 'firing') "
                       "WHERE id IN (SELECT m.from_incident_id %1)")
            .arg(noted),
        entry, range.first, range.last, entry, range.first, range.last, entry, range.first, range.last)));
    ONLYONCE_TRY(
        done(transaction.exec(QStringLiteral("UPDATE incident SET alert_count = alert_count + (SELECT count(*) %1), "
                                             "firing_count = firing_count + (SELECT count(*) %1 "
                                             "AND a.status = 'firing') WHERE id = ?")
                                  .arg(noted),
                              entry, range.first, range.last, entry, range.first, range.last, to)));
    const auto moved = transaction.exec(
        QStringLiteral("INSERT INTO incident_alert (alert_id, incident_id, reason) "
                       "SELECT alert_id, ?, ? FROM alert_move WHERE timeline_id = ? AND alert_id BETWEEN ? AND ? "
                       "ON CONFLICT (alert_id) DO UPDATE SET incident_id = excluded.incident_id, "
                       "reason = excluded.reason"),
        to, reason, entry, range.first, range.last);
    transaction.touch(QStringLiteral("incident"), to);
    return moved ? Result<int>(int(*moved)) : failure(moved);
}

Result<std::optional<bool>> isAsMoved(Transaction &transaction, TimelineId entry, IncidentId to)
{
    const auto counts = transaction.one(
        QStringLiteral("SELECT count(*), count(l.alert_id) FROM alert_move m "
                       "LEFT JOIN incident_alert l ON l.alert_id = m.alert_id AND l.incident_id = ? "
                       "WHERE m.timeline_id = ?"),
        [](const Row &row) { return std::pair(row.integer(0), row.integer(1)); }, to, entry);
    if (!counts) {
        return failure(counts);
    }
    return (*counts)->first == 0 ? std::nullopt : std::optional((*counts)->first == (*counts)->second);
}

Result<> moveBack(Transaction &transaction, TimelineId entry)
{
    ONLYONCE_TRY(done(
        transaction.exec(QStringLiteral("DELETE FROM incident_alert WHERE alert_id IN (SELECT alert_id FROM alert_move "
                                        "WHERE timeline_id = ? AND from_incident_id IS NULL)"),
                         entry)));
    return done(
        transaction.exec(QStringLiteral("INSERT INTO incident_alert (alert_id, incident_id, reason) "
                                        "SELECT alert_id, from_incident_id, from_reason FROM alert_move "
                                        "WHERE timeline_id = ? AND from_incident_id IS NOT NULL "
                                        "ON CONFLICT (alert_id) DO UPDATE SET incident_id = excluded.incident_id, "
                                        "reason = excluded.reason"),
                         entry));
}

Result<> forgetMove(Transaction &transaction, TimelineId entry)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM alert_move WHERE timeline_id = ?"), entry));
}

Result<std::vector<IncidentId>> origins(Transaction &transaction, TimelineId entry)
{
    return transaction.all(
        QStringLiteral("SELECT DISTINCT from_incident_id FROM alert_move "
                       "WHERE timeline_id = ? AND from_incident_id IS NOT NULL ORDER BY from_incident_id"),
        [](const Row &row) { return row.id<IncidentId>(0); }, entry);
}

Result<std::vector<std::pair<AlertId, QString>>> firingUnacknowledged(Transaction &transaction, TimelineId entry)
{
    return transaction.all(
        QStringLiteral("SELECT a.id, a.source FROM alert_move m JOIN alert a ON a.id = m.alert_id "
                       "LEFT JOIN incident i ON i.id = m.from_incident_id "
                       "WHERE m.timeline_id = ? AND a.status = 'firing' AND i.acknowledged_at IS NULL ORDER BY a.id"),
        [](const Row &row) { return std::pair(row.id<AlertId>(0), row.text(1)); }, entry);
}

Result<> settle(Transaction &transaction, IncidentId id)
{
    ONLYONCE_TRY(done(transaction.exec(
        QStringLiteral("INSERT INTO incident_service (incident_id, service_id) "
                       "SELECT DISTINCT l.incident_id, s.id FROM incident_alert l JOIN alert a ON a.id = l.alert_id "
                       "JOIN service s ON s.name = a.service WHERE l.incident_id = ? ON CONFLICT DO NOTHING"),
        id)));
    ONLYONCE_TRY(done(transaction.exec(
        QStringLiteral("INSERT INTO incident_data_centre (incident_id, data_centre_id) "
                       "SELECT DISTINCT l.incident_id, d.id FROM incident_alert l JOIN alert a ON a.id = l.alert_id "
                       "JOIN data_centre d ON d.name = a.data_centre WHERE l.incident_id = ? ON CONFLICT DO NOTHING"),
        id)));
    ONLYONCE_TRY(sighttable::settle(transaction, id));
    ONLYONCE_TRY(flappingtable::settle(transaction, id));
    transaction.touch(QStringLiteral("incident"), id);
    return done(transaction.exec(
        QStringLiteral("UPDATE incident SET "
                       "alert_count = (SELECT count(*) FROM incident_alert l WHERE l.incident_id = incident.id), "
                       "firing_count = (SELECT count(*) FROM incident_alert l JOIN alert a ON a.id = l.alert_id "
                       "WHERE l.incident_id = incident.id AND a.status = 'firing') WHERE id = ?"),
        id));
}

Result<std::optional<Instant>> earliestStart(Transaction &transaction, IncidentId id)
{
    const auto found = transaction.one(
        QStringLiteral("SELECT min(CASE WHEN a.started_at < a.received_at THEN a.started_at ELSE a.received_at END) "
                       "FROM incident_alert l JOIN alert a ON a.id = l.alert_id WHERE l.incident_id = ?"),
        [](const Row &row) { return row.maybeInstant(0); }, id);
    return found ? Result<std::optional<Instant>>(found->value_or(std::nullopt)) : failure(found);
}

}  // namespace onlyonce::regrouptable
