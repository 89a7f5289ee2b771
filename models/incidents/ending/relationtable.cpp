// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/ending/relationtable.h"

namespace onlyonce::relationtable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

//! As the one sees it that has said it, or the other.
RelationKind kindOf(const QString &text, bool isOwn)
{
    if (text == toText(RelationKind::Duplicate)) {
        return isOwn ? RelationKind::Duplicate : RelationKind::Duplicated;
    }
    if (text == toText(RelationKind::Recurrence)) {
        return isOwn ? RelationKind::Recurrence : RelationKind::Recurred;
    }
    return RelationKind::Related;
}

}  // namespace

Result<std::vector<Relation>> of(Transaction &transaction, IncidentId id)
{
    return transaction.all(
        QStringLiteral("SELECT i.id, i.number, i.title, i.status, i.visibility, r.kind, r.incident_id "
                       "FROM incident_relation r JOIN incident i ON i.id = "
                       "CASE WHEN r.incident_id = ? THEN r.other_id ELSE r.incident_id END "
                       "WHERE r.incident_id = ? OR r.other_id = ? ORDER BY i.number"),
        [id](const Row &row) {
            const bool isRestricted =
                visibilityFrom(row.text(4)).value_or(Visibility::Restricted) == Visibility::Restricted;
            return Relation{.other = row.id<IncidentId>(0),
                            .number = row.integer(1),
                            .title = isRestricted ? QString() : row.text(2),
                            .status = incidentStatusFrom(row.text(3)).value_or(IncidentStatus::Triage),
                            .kind = kindOf(row.text(5), row.id<IncidentId>(6) == id)};
        },
        id, id, id);
}

Result<> put(Transaction &transaction, IncidentId id, IncidentId other, RelationKind kind)
{
    ONLYONCE_TRY(remove(transaction, id, other));
    return done(transaction.exec(
        QStringLiteral("INSERT INTO incident_relation (incident_id, other_id, kind, since) VALUES (?, ?, ?, ?)"), id,
        other, toText(kind), transaction.now()));
}

Result<> remove(Transaction &transaction, IncidentId id, IncidentId other)
{
    return done(
        transaction.exec(QStringLiteral("DELETE FROM incident_relation WHERE (incident_id = ? AND other_id = ?) "
                                        "OR (incident_id = ? AND other_id = ?)"),
                         id, other, other, id));
}

Result<> forgetIncident(Transaction &transaction, const Incident &incident)
{
    ONLYONCE_TRY(done(transaction.exec(
        QStringLiteral("INSERT INTO deleted_drill (number, title, deleted_at, actor_id) VALUES (?, ?, ?, ?)"),
        incident.number, incident.title, transaction.now(), transaction.actor())));
    return done(transaction.exec(QStringLiteral("DELETE FROM incident WHERE id = ?"), incident.id));
}

}  // namespace onlyonce::relationtable
