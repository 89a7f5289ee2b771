// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/flappingtable.h"

namespace onlyonce::flappingtable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

QString columns()
{
    return QStringLiteral("f.source, f.fingerprint, f.alert_id, f.episodes, f.since, f.latest_at, f.incident_id, "
                          "f.timeline_id");
}

Flap read(const Row &row)
{
    return {.source = row.text(0),
            .fingerprint = row.text(1),
            .alert = row.id<AlertId>(2),
            .episodes = int(row.integer(3)),
            .since = row.instant(4),
            .latest = row.instant(5),
            .incident = row.id<IncidentId>(6),
            .entry = row.id<TimelineId>(7)};
}

}  // namespace

Result<std::vector<Flap>> ofEvents(Transaction &transaction, qint64 after, qint64 last)
{
    return transaction.all(QStringLiteral("SELECT DISTINCT %1 FROM flapping f JOIN alert a ON a.source = f.source "
                                          "AND a.fingerprint = f.fingerprint JOIN alert_event e ON e.alert_id = a.id "
                                          "WHERE e.id > ? AND e.id <= ?")
                               .arg(columns()),
                           read, after, last);
}

Result<std::vector<Again>> again(Transaction &transaction, qint64 after, qint64 last, int nth)
{
    return transaction.all(
        QStringLiteral("SELECT a.id, (SELECT b.received_at FROM alert b WHERE b.source = a.source "
                       "AND b.fingerprint = a.fingerprint AND b.id <= a.id ORDER BY b.id DESC LIMIT 1 OFFSET ?) "
                       "FROM alert_event e JOIN alert a ON a.id = e.alert_id "
                       "WHERE e.id > ? AND e.id <= ? AND e.kind = 'fired' AND EXISTS (SELECT 1 FROM alert b "
                       "WHERE b.source = a.source AND b.fingerprint = a.fingerprint AND b.id < a.id)"),
        [](const Row &row) { return Again{row.id<AlertId>(0), row.maybeInstant(1)}; }, nth - 1, after, last);
}

Result<std::vector<Flap>> calmed(Transaction &transaction, Instant since)
{
    return transaction.all(QStringLiteral("SELECT %1 FROM flapping f WHERE f.latest_at <= ?").arg(columns()), read,
                           since);
}

Result<> save(Transaction &transaction, const Flap &flap)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO flapping (source, fingerprint, alert_id, episodes, since, latest_at, incident_id, "
                       "timeline_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, fingerprint) DO UPDATE SET "
                       "alert_id = excluded.alert_id, episodes = excluded.episodes, since = excluded.since, "
                       "latest_at = excluded.latest_at, incident_id = excluded.incident_id, "
                       "timeline_id = excluded.timeline_id"),
        flap.source, flap.fingerprint, flap.alert, flap.episodes, flap.since, flap.latest, flap.incident, flap.entry));
}

Result<> remove(Transaction &transaction, const Flap &flap)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM flapping WHERE source = ? AND fingerprint = ?"),
                                 flap.source, flap.fingerprint));
}

Result<> settle(Transaction &transaction, IncidentId incident)
{
    ONLYONCE_TRY(done(transaction.exec(
        QStringLiteral("UPDATE flapping SET timeline_id = NULL, incident_id = (SELECT l.incident_id "
                       "FROM incident_alert l WHERE l.alert_id = flapping.alert_id) "
                       "WHERE alert_id IN (SELECT l.alert_id FROM incident_alert l WHERE l.incident_id = ? "
                       "AND (flapping.incident_id IS NULL OR l.incident_id <> flapping.incident_id)) "
                       "OR (incident_id = ? AND alert_id NOT IN (SELECT l.alert_id FROM incident_alert l "
                       "WHERE l.incident_id = ?))"),
        incident, incident, incident)));
    const auto counted = recount(transaction, incident);
    return counted ? Result<>() : failure(counted);
}

Result<std::pair<int, int>> recount(Transaction &transaction, IncidentId incident)
{
    transaction.touch(QStringLiteral("incident"), incident);
    const auto counts = transaction.one(
        QStringLiteral("UPDATE incident SET flapping_count = (SELECT count(*) FROM flapping f "
                       "WHERE f.incident_id = incident.id) WHERE id = ? RETURNING flapping_count, firing_count"),
        [](const Row &row) { return std::pair(int(row.integer(0)), int(row.integer(1))); }, incident);
    return counts ? Result<std::pair<int, int>>(counts->value_or(std::pair(0, 0))) : failure(counts);
}

}  // namespace onlyonce::flappingtable
