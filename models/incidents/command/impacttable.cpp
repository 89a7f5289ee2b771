// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/impacttable.h"

namespace onlyonce::impacttable {

namespace {

Result<> done(const Result<qint64> &result)
{
    return result ? Result<>() : failure(result);
}

Result<bool> any(const Result<std::optional<bool>> &found)
{
    return found ? Result<bool>(found->has_value()) : failure(found);
}

}  // namespace

Result<std::vector<ImpactCell>> cells(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        QStringLiteral("SELECT s.name, m.name, i.level, i.since, a.name FROM incident_impact i "
                       "JOIN service s ON s.id = i.service_id JOIN actor a ON a.id = i.actor_id "
                       "LEFT JOIN data_centre d ON d.id = i.data_centre_id "
                       "LEFT JOIN data_centre m ON m.id = CASE WHEN d.means_id > 0 THEN d.means_id ELSE d.id END "
                       "WHERE i.incident_id = ? ORDER BY i.since"),
        [](const Row &row) {
            return ImpactCell{.service = row.text(0),
                              .dataCentre = row.text(1),
                              .level = impactLevelFrom(row.text(2)).value_or(ImpactLevel::Unknown),
                              .since = row.instant(3),
                              .by = row.text(4)};
        },
        id);
}

Result<std::vector<ImpactCell>> firing(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        QStringLiteral("SELECT f.service, CASE WHEN d.means_id = 0 THEN '' ELSE COALESCE(m.name, f.data_centre) END, "
                       "CAST(sum(f.alerts) AS BIGINT) FROM ("
                       "SELECT a.service, a.data_centre, count(*) AS alerts FROM (SELECT alert_id FROM incident_alert "
                       "WHERE incident_id = ? ORDER BY alert_id DESC LIMIT ?) AS l "
                       "JOIN alert a ON a.id = l.alert_id WHERE a.status = 'firing' "
                       "GROUP BY a.service, a.data_centre) AS f LEFT JOIN data_centre d ON d.name = f.data_centre "
                       "LEFT JOIN data_centre m ON m.id = CASE WHEN d.means_id > 0 THEN d.means_id ELSE d.id END "
                       "GROUP BY 1, 2 ORDER BY 1, 2"),
        [](const Row &row) {
            return ImpactCell{.service = row.text(0), .dataCentre = row.text(1), .firing = int(row.integer(2))};
        },
        id, mostHints);
}

Result<ImpactLevel> level(Transaction &transaction, IncidentId id, ServiceId service, DataCentreId place)
{
    const auto found = transaction.one(
        QStringLiteral("SELECT level FROM incident_impact WHERE incident_id = ? "
                       "AND service_id = ? AND data_centre_id = ?"),
        [](const Row &row) { return row.text(0); }, id, service, place.value);
    if (!found) {
        return failure(found);
    }
    return *found ? impactLevelFrom(**found).value_or(ImpactLevel::Unknown) : ImpactLevel::Unknown;
}

Result<> setLevel(Transaction &transaction, IncidentId id, ServiceId service, DataCentreId place, ImpactLevel level)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO incident_impact (incident_id, service_id, data_centre_id, level, since, actor_id) "
                       "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (incident_id, service_id, data_centre_id) DO UPDATE SET "
                       "level = excluded.level, since = excluded.since, actor_id = excluded.actor_id"),
        id, service, place.value, toText(level), transaction.now(), transaction.actor()));
}

Result<> clear(Transaction &transaction, IncidentId id, ServiceId service, DataCentreId place)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM incident_impact WHERE incident_id = ? "
                                                "AND service_id = ? AND data_centre_id = ?"),
                                 id, service, place.value));
}

Result<bool> hasAlertOf(Transaction &transaction, IncidentId id, ServiceId service)
{
    return any(transaction.one(
        QStringLiteral("SELECT 1 FROM incident_alert l JOIN alert a ON a.id = l.alert_id JOIN service s "
                       "ON s.name = a.service WHERE l.incident_id = ? AND s.id = ? LIMIT 1"),
        [](const Row &row) { return row.flag(0); }, id, service));
}

Result<bool> hasAlertAt(Transaction &transaction, IncidentId id, DataCentreId place)
{
    return any(transaction.one(
        QStringLiteral("SELECT 1 FROM incident_alert l JOIN alert a ON a.id = l.alert_id JOIN data_centre d "
                       "ON d.name = a.data_centre WHERE l.incident_id = ? "
                       "AND CASE WHEN d.means_id > 0 THEN d.means_id ELSE d.id END = ? LIMIT 1"),
        [](const Row &row) { return row.flag(0); }, id, place));
}

Result<qint64> remove(Transaction &transaction, IncidentId id, ServiceId service)
{
    return transaction.exec(QStringLiteral("DELETE FROM incident_service WHERE incident_id = ? AND service_id = ?"), id,
                            service);
}

Result<qint64> remove(Transaction &transaction, IncidentId id, DataCentreId place)
{
    return transaction.exec(
        QStringLiteral("DELETE FROM incident_data_centre WHERE incident_id = ? AND data_centre_id IN "
                       "(SELECT id FROM data_centre WHERE CASE WHEN means_id > 0 THEN means_id ELSE id END = ?)"),
        id, place);
}

}  // namespace onlyonce::impacttable
