// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/incidenttable.h"

#include "models/incidents/command/referencetable.h"
#include "models/incidents/command/restrictiontable.h"

#include <algorithm>

namespace onlyonce::incidenttable {

QString columns()
{
    return QStringLiteral(
        "i.id, i.number, i.title, i.severity, i.status, i.resolution, i.catastrophic, i.drill, i.visibility, "
        "i.started_at, i.detected_at, i.acknowledged_at, i.declared_at, i.mitigated_at, i.resolved_at, "
        "i.first_public_post_at, i.closed_at, i.created_at, i.alert_count, i.version, i.firing_count, "
        "i.catastrophic_decided, i.flapping_count, i.next_update_at");
}

Incident read(const Row &row)
{
    Incident incident;
    incident.id = row.id<IncidentId>(0);
    incident.number = row.integer(1);
    incident.title = row.text(2);
    incident.severity = severityFrom(row.text(3)).value_or(Severity::Sev2);
    incident.status = incidentStatusFrom(row.text(4)).value_or(IncidentStatus::Triage);
    if (auto resolution = resolutionFrom(row.text(5))) {
        incident.resolution = *resolution;
    }
    incident.catastrophic = row.flag(6);
    incident.drill = row.flag(7);
    incident.visibility = visibilityFrom(row.text(8)).value_or(Visibility::Restricted);  // unknown: rather too close
    for (size_t i = 0; i < incident.times.size(); ++i) {
        incident.times[i] = row.maybeInstant(9 + int(i));
    }
    incident.closedAt = row.maybeInstant(16);
    incident.createdAt = row.instant(17);
    incident.alertCount = int(row.integer(18));
    incident.version = int(row.integer(19));
    incident.firingCount = int(row.integer(20));
    incident.catastrophicDecided = row.flag(21);
    incident.flappingCount = int(row.integer(22));
    incident.nextUpdateAt = row.maybeInstant(23);
    return incident;
}

Result<> addPlaces(Transaction &transaction, std::vector<Incident> &incidents)
{
    constexpr qsizetype most = 100;  // asked for at once: a page, or one alone
    using Incidents = std::ranges::subrange<std::vector<Incident>::iterator>;
    const auto idOf = [](const Incident &incident) { return incident.id.value; };
    const auto distribute = [&](const QString &sql, Incidents some, auto take) -> Result<> {
        QVariantList ids;
        for (const Incident &incident : some) {
            ids << toSql(incident.id);
        }
        while (ids.size() > 1 && ids.size() < most) {
            ids << toSql(qint64{0});  // always the same statement, which the engine has prepared
        }
        auto rows = transaction.allList(
            sql.arg(QStringList(ids.size(), QStringLiteral("?")).join(QLatin1Char(','))),
            [](const Row &row) { return std::pair(row.integer(0), row.text(1)); }, ids);
        if (!rows) {
            return failure(rows);
        }
        for (const auto &[id, name] : *rows) {
            take(*std::ranges::lower_bound(some, id, std::greater<>(), idOf), name);
        }
        return {};
    };
    for (auto from = incidents.begin(); from != incidents.end();) {
        const Incidents some(from, from + std::min(most, qsizetype(incidents.end() - from)));
        ONLYONCE_TRY(distribute(QStringLiteral("SELECT l.incident_id, s.name FROM incident_service l JOIN service s "
                                               "ON s.id = l.service_id WHERE l.incident_id IN (%1) ORDER BY s.name"),
                                some, [](Incident &incident, const QString &name) { incident.services.append(name); }));
        ONLYONCE_TRY(distribute(QStringLiteral("SELECT DISTINCT l.incident_id, m.name FROM incident_data_centre l "
                                               "JOIN data_centre d ON d.id = l.data_centre_id "
                                               "JOIN data_centre m ON m.id = COALESCE(d.means_id, d.id) "
                                               "WHERE l.incident_id IN (%1) ORDER BY m.name"),
                                some,
                                [](Incident &incident, const QString &name) { incident.dataCentres.append(name); }));
        ONLYONCE_TRY(distribute(
            QStringLiteral("SELECT l.incident_id, p.name FROM incident_role l JOIN person p ON p.id = l.person_id "
                           "WHERE l.role = 'commander' AND l.incident_id IN (%1)"),
            some, [](Incident &incident, const QString &name) { incident.commander = name; }));
        from = some.end();
    }
    return {};
}

namespace {

std::optional<QString> maybe(const std::optional<Resolution> &resolution)
{
    return resolution ? std::optional(toText(*resolution)) : std::nullopt;
}

Result<std::optional<Incident>> single(Transaction &transaction, Result<std::vector<Incident>> found)
{
    if (!found) {
        return failure(found);
    }
    if (!found->empty() && found->front().visibility == Visibility::Restricted) {
        const auto sees = restrictiontable::sees(transaction, found->front().id);
        if (!sees) {
            return failure(sees);
        }
        if (!*sees) {
            return std::nullopt;
        }
    }
    ONLYONCE_TRY(addPlaces(transaction, *found));
    return found->empty() ? std::optional<Incident>() : std::optional(std::move(found->front()));
}

Result<> done(const Result<qint64> &result)
{
    if (!result) {
        return failure(result);
    }
    return {};
}

Result<IncidentId> firstId(const Result<std::optional<IncidentId>> &found)
{
    if (!found) {
        return failure(found);
    }
    return found->value_or(IncidentId{});
}

}  // namespace

Result<Incident> insert(Transaction &transaction, Incident incident)
{
    auto number = transaction.one(
        QStringLiteral("SELECT max(n) + 1 FROM (SELECT coalesce(max(number), 0) AS n FROM incident UNION ALL "
                       "SELECT coalesce(max(number), 0) FROM deleted_drill UNION ALL "
                       "SELECT coalesce(max(number), 0) FROM restricted_number) AS given"),
        [](const Row &row) { return row.integer(0); });
    if (!number) {
        return failure(number);
    }
    incident.number = **number;
    incident.createdAt = transaction.now();
    incident.version = 1;
    auto id = transaction.insert<IncidentId>(
        QStringLiteral("INSERT INTO incident (number, title, severity, status, resolution, catastrophic, drill, "
                       "visibility, started_at, detected_at, acknowledged_at, declared_at, mitigated_at, resolved_at, "
                       "first_public_post_at, closed_at, created_at, alert_count, version) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 1) RETURNING id"),
        incident.number, incident.title, toText(incident.severity), toText(incident.status), maybe(incident.resolution),
        incident.catastrophic, incident.drill, toText(incident.visibility), incident.times[0], incident.times[1],
        incident.times[2], incident.times[3], incident.times[4], incident.times[5], incident.times[6],
        incident.closedAt, incident.createdAt);
    if (!id) {
        return failure(id);
    }
    incident.id = *id;
    ONLYONCE_TRY(referencetable::attachStanding(transaction, *id));
    transaction.touch(QStringLiteral("incident"), *id);
    return incident;
}

Result<bool> update(Transaction &transaction, const Incident &incident)
{
    auto changed = transaction.exec(
        QStringLiteral("UPDATE incident SET title = ?, severity = ?, status = ?, resolution = ?, catastrophic = ?, "
                       "catastrophic_decided = ?, "
                       "drill = ?, visibility = ?, started_at = ?, detected_at = ?, acknowledged_at = ?, "
                       "declared_at = ?, mitigated_at = ?, resolved_at = ?, first_public_post_at = ?, "
                       "closed_at = ?, next_update_at = ?, version = version + 1 WHERE id = ? AND version = ?"),
        incident.title, toText(incident.severity), toText(incident.status), maybe(incident.resolution),
        incident.catastrophic, incident.catastrophicDecided, incident.drill, toText(incident.visibility),
        incident.times[0], incident.times[1], incident.times[2], incident.times[3], incident.times[4],
        incident.times[5], incident.times[6], incident.closedAt, incident.nextUpdateAt, incident.id, incident.version);
    if (!changed) {
        return failure(changed);
    }
    transaction.touch(QStringLiteral("incident"), incident.id);
    return *changed == 1;
}

Result<std::optional<Incident>> byId(Transaction &transaction, IncidentId id)
{
    return single(transaction,
                  transaction.all(QStringLiteral("SELECT %1 FROM incident i WHERE i.id = ?").arg(columns()), read, id));
}

Result<std::optional<Incident>> byNumber(Transaction &transaction, qint64 number)
{
    return single(
        transaction,
        transaction.all(QStringLiteral("SELECT %1 FROM incident i WHERE i.number = ?").arg(columns()), read, number));
}

Result<int> countOpen(Transaction &transaction)
{
    auto count = transaction.one(
        QStringLiteral("SELECT count(*) FROM incident WHERE drill = 0 AND status NOT IN ('resolved', 'closed')"),
        [](const Row &row) { return int(row.integer(0)); });
    if (!count) {
        return failure(count);
    }
    return count->value_or(0);
}

Result<bool> addService(Transaction &transaction, IncidentId id, ServiceId service)
{
    const auto added = transaction.exec(
        QStringLiteral("INSERT INTO incident_service (incident_id, service_id) VALUES (?, ?) ON CONFLICT DO NOTHING"),
        id, service);
    return added ? Result<bool>(*added == 1) : failure(added);
}

Result<> addDataCentre(Transaction &transaction, IncidentId id, DataCentreId dataCentre)
{
    return done(transaction.exec(QStringLiteral("INSERT INTO incident_data_centre (incident_id, data_centre_id) "
                                                "VALUES (?, ?) ON CONFLICT DO NOTHING"),
                                 id, dataCentre));
}

Result<IncidentId> incidentOfAlert(Transaction &transaction, AlertId alert)
{
    return firstId(transaction.one(
        QStringLiteral("SELECT incident_id FROM incident_alert WHERE alert_id = ?"),
        [](const Row &row) { return row.id<IncidentId>(0); }, alert));
}

Result<bool> linkAlert(Transaction &transaction, IncidentId id, AlertId alert, const QString &reason)
{
    auto linked = transaction.exec(QStringLiteral("INSERT INTO incident_alert (alert_id, incident_id, reason) "
                                                  "VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
                                   alert, id, reason);
    if (!linked) {
        return failure(linked);
    }
    transaction.touch(QStringLiteral("incident"), id);
    transaction.touch(QStringLiteral("alert"), alert);  // the list of alerts names its incident
    return *linked > 0;
}

Result<> countAlerts(Transaction &transaction, IncidentId id, int joined)
{
    // Not a person's edit: the version stays, so that a storm of alerts makes nobody's edit a conflict.
    return done(transaction.exec(QStringLiteral("UPDATE incident SET alert_count = alert_count + ?, "
                                                "firing_count = firing_count + ? WHERE id = ?"),
                                 joined, joined, id));
}

Result<int> alertRecovered(Transaction &transaction, IncidentId id)
{
    transaction.touch(QStringLiteral("incident"), id);
    auto left = transaction.one(
        QStringLiteral("UPDATE incident SET firing_count = firing_count - 1 WHERE id = ? "
                       "RETURNING firing_count + flapping_count"),
        [](const Row &row) { return int(row.integer(0)); }, id);
    if (!left) {
        return failure(left);
    }
    return left->value_or(0);
}

Result<IncidentId> openForService(Transaction &transaction, const QString &service)
{
    return firstId(transaction.one(
        QStringLiteral("SELECT i.id FROM incident i JOIN incident_service l ON l.incident_id = i.id "
                       "JOIN service s ON s.id = l.service_id WHERE s.name = ? AND i.drill = 0 "
                       "AND i.visibility <> 'restricted' AND i.status NOT IN ('resolved', 'closed') "
                       "ORDER BY l.incident_id DESC LIMIT 1"),
        [](const Row &row) { return row.id<IncidentId>(0); }, service));
}

Result<IncidentId> openWithTitle(Transaction &transaction, const QString &title)
{
    return firstId(transaction.one(
        QStringLiteral("SELECT id FROM incident WHERE title = ? AND drill = 0 AND visibility <> 'restricted' "
                       "AND status NOT IN ('resolved', 'closed') ORDER BY id DESC LIMIT 1"),
        [](const Row &row) { return row.id<IncidentId>(0); }, title));
}

Result<IncidentId> openForFingerprint(Transaction &transaction, const QString &source, const QString &fingerprint)
{
    return firstId(transaction.one(
        QStringLiteral("SELECT i.id FROM alert a JOIN incident_alert l ON l.alert_id = a.id "
                       "JOIN incident i ON i.id = l.incident_id WHERE a.source = ? AND a.fingerprint = ? "
                       "AND i.status NOT IN ('resolved', 'closed') ORDER BY a.id DESC LIMIT 1"),
        [](const Row &row) { return row.id<IncidentId>(0); }, source, fingerprint));
}

Result<PlacesOfIncident> placesOf(Transaction &transaction, IncidentId id)
{
    auto found = transaction.one(
        QStringLiteral("SELECT count(DISTINCT CASE WHEN d.means_id > 0 THEN d.means_id END), "
                       "count(DISTINCT CASE WHEN d.means_id = 0 THEN NULL ELSE COALESCE(d.means_id, -d.id) END), "
                       "max(i.places_told), max(i.catastrophic + i.catastrophic_decided) FROM incident i "
                       "JOIN incident_data_centre l ON l.incident_id = i.id JOIN data_centre d "
                       "ON d.id = l.data_centre_id WHERE i.id = ?"),
        [](const Row &row) {
            return PlacesOfIncident{int(row.integer(0)), int(row.integer(1)), row.flag(2), row.flag(3)};
        },
        id);
    return found ? Result<PlacesOfIncident>(found->value_or(PlacesOfIncident())) : failure(found);
}

Result<> setPlacesTold(Transaction &transaction, IncidentId id)
{
    return done(transaction.exec(QStringLiteral("UPDATE incident SET places_told = 1 WHERE id = ?"), id));
}

Result<std::vector<Failure>> failures(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        QStringLiteral("SELECT DISTINCT COALESCE(d.means_id, -d.id), a.started_at, a.resolved_at FROM incident_alert l "
                       "JOIN alert a ON a.id = l.alert_id JOIN data_centre d ON d.name = a.data_centre "
                       "WHERE l.incident_id = ? AND COALESCE(d.means_id, 1) <> 0"),
        [](const Row &row) { return Failure{row.integer(0), row.instant(1), row.maybeInstant(2)}; }, id);
}

Result<std::vector<IncidentId>> open(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT id FROM incident WHERE status NOT IN ('resolved', 'closed') "
                                          "AND drill = 0 ORDER BY id"),
                           [](const Row &row) { return row.id<IncidentId>(0); });
}

}  // namespace onlyonce::incidenttable
