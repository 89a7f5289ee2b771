// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/commandtable.h"

namespace onlyonce::commandtable {

namespace {

Result<> done(const Result<qint64> &result)
{
    return result ? Result<>() : failure(result);
}

}  // namespace

Result<std::vector<RoleHolder>> roles(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        QStringLiteral("SELECT r.role, r.person_id, p.name, r.since FROM incident_role r "
                       "JOIN person p ON p.id = r.person_id WHERE r.incident_id = ? ORDER BY lower(r.role), r.role"),
        [](const Row &row) { return RoleHolder{row.text(0), row.id<PersonId>(1), row.text(2), row.instant(3)}; }, id);
}

Result<> setRole(Transaction &transaction, IncidentId id, const QString &role, PersonId person, Instant since)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO incident_role (incident_id, role, person_id, since) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (incident_id, role) DO UPDATE SET person_id = excluded.person_id, "
                       "since = excluded.since"),
        id, role, person, since));
}

Result<> clearRole(Transaction &transaction, IncidentId id, const QString &role)
{
    return done(
        transaction.exec(QStringLiteral("DELETE FROM incident_role WHERE incident_id = ? AND role = ?"), id, role));
}

Result<> setNextUpdate(Transaction &transaction, IncidentId id, std::optional<Instant> at)
{
    transaction.touch(QStringLiteral("incident"), id);
    return done(transaction.exec(QStringLiteral("UPDATE incident SET next_update_at = ? WHERE id = ?"), at, id));
}

}  // namespace onlyonce::commandtable
