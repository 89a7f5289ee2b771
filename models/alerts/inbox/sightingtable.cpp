// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/sightingtable.h"

#include <algorithm>

namespace onlyonce::sightingtable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

Place readPlace(const Row &row)
{
    return {.probe = row.text(0), .seesIt = row.flag(1)};
}

}  // namespace

Result<> add(Transaction &transaction, const Delay &delay, qint64 alerts)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO source_detection (source, day, delay_s, alerts) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (source, day, delay_s) DO UPDATE SET "
                       "alerts = source_detection.alerts + excluded.alerts"),
        delay.source, delay.day, delay.delay, alerts));
}

Result<std::vector<std::pair<Delay, qint64>>> delaysSince(Transaction &transaction, qint64 day)
{
    return transaction.all(
        QStringLiteral("SELECT source, delay_s, CAST(sum(alerts) AS BIGINT) FROM source_detection WHERE day >= ? "
                       "GROUP BY source, delay_s ORDER BY source, delay_s"),
        [](const Row &row) { return std::pair(Delay{.source = row.text(0), .delay = row.integer(1)}, row.integer(2)); },
        day);
}

Result<> see(Transaction &transaction, const AlertRow &alert, const QString &checkKey, const QString &probe)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO sighting (source, check_key, probe, service, alert_id, seen_at) "
                       "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, check_key, probe) DO UPDATE SET "
                       "service = excluded.service, alert_id = excluded.alert_id, seen_at = excluded.seen_at"),
        alert.source, checkKey, probe, alert.service, alert.id, alert.receivedAt));
}

Result<std::vector<Place>> placesOf(Transaction &transaction, const AlertRow &alert, const QString &checkKey,
                                    Instant since)
{
    // Two questions, for each has an index of its own.
    auto ofCheck = transaction.all(
        QStringLiteral("SELECT s.probe, CASE WHEN a.status = 'firing' THEN 1 ELSE 0 END FROM sighting s "
                       "JOIN alert a ON a.id = s.alert_id WHERE s.source = ? AND s.check_key = ? "
                       "AND (s.seen_at >= ? OR a.status = 'firing') LIMIT 2000"),
        readPlace, alert.source, checkKey, since);
    if (!ofCheck || alert.service.isEmpty()) {
        return ofCheck;
    }
    auto ofService = transaction.all(
        QStringLiteral("SELECT s.probe, 0 FROM sighting s WHERE s.service = ? AND s.seen_at >= ? AND s.source = ? "
                       "ORDER BY s.seen_at DESC LIMIT 2000"),
        readPlace, alert.service, since, alert.source);
    if (!ofService) {
        return ofService;
    }
    std::ranges::move(*ofService, std::back_inserter(*ofCheck));
    return ofCheck;
}

Result<std::vector<Place>> placesIn(Transaction &transaction, qint64 incident, const QString &service, Instant since)
{
    return transaction.all(
        QStringLiteral("SELECT s.probe, CASE WHEN a.status = 'firing' AND l.alert_id IS NOT NULL THEN 1 ELSE 0 END "
                       "FROM (SELECT probe, alert_id FROM sighting WHERE service = ? AND seen_at >= ? "
                       "ORDER BY seen_at DESC LIMIT 2000) s JOIN alert a ON a.id = s.alert_id "
                       "LEFT JOIN incident_alert l ON l.alert_id = a.id AND l.incident_id = ?"),
        readPlace, service, since, incident);
}

}  // namespace onlyonce::sightingtable
