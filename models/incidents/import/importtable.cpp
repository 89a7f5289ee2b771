// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/import/importtable.h"

namespace onlyonce::importtable {

namespace {

Result<> done(const Result<qint64> &result)
{
    return result ? Result<>() : failure(result);
}

}  // namespace

Result<std::optional<qint64>> numberOf(Transaction &transaction, const QByteArray &digest)
{
    return transaction.one(
        QStringLiteral("SELECT i.number FROM incident_import m JOIN incident i ON i.id = m.incident_id "
                       "WHERE m.digest = ? ORDER BY i.id LIMIT 1"),
        [](const Row &row) { return row.integer(0); }, digest);
}

Result<> insert(Transaction &transaction, const Incident &incident, const QByteArray &digest, TimelineId last)
{
    return done(transaction.exec(QStringLiteral("INSERT INTO incident_import (incident_id, digest, last_entry_id) "
                                                "VALUES (?, ?, ?)"),
                                 incident.id, digest, last));
}

Result<> insert(Transaction &transaction, const Incident &incident, const RoleHolder &role)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO incident_role (incident_id, role, person_id, since) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT DO NOTHING"),
        incident.id, role.role, role.person, role.since));
}

Result<> backdate(Transaction &transaction, const Incident &incident)
{
    ONLYONCE_TRY(done(transaction.exec(QStringLiteral("DELETE FROM reference WHERE incident_id = ?"), incident.id)));
    return done(transaction.exec(QStringLiteral("UPDATE incident SET created_at = ?, catastrophic_decided = ?, "
                                                "next_update_at = ? WHERE id = ?"),
                                 incident.createdAt, incident.catastrophicDecided, incident.nextUpdateAt, incident.id));
}

Result<> backdate(Transaction &transaction, AttachmentId id, const Attachment &attachment)
{
    return done(transaction.exec(QStringLiteral("UPDATE attachment SET added_at = ?, redacted = ? WHERE id = ?"),
                                 attachment.addedAt, attachment.redacted, id));
}

}  // namespace onlyonce::importtable
