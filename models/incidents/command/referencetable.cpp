// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/referencetable.h"

namespace onlyonce::referencetable {

namespace {

Result<> done(const Result<qint64> &result)
{
    return result ? Result<>() : failure(result);
}

}  // namespace

Result<std::vector<Reference>> all(Transaction &transaction, IncidentId id)
{
    const auto read = [](const Row &row) {
        return Reference{.id = row.id<ReferenceId>(0),
                         .kind = referenceKindFrom(row.text(1)).value_or(ReferenceKind::Link),
                         .title = row.text(2),
                         .url = row.text(3)};
    };
    const QString select = QStringLiteral("SELECT id, kind, title, url FROM reference WHERE incident_id %1 ORDER BY "
                                          "CASE kind WHEN 'bridge' THEN 0 WHEN 'chat' THEN 1 ELSE 2 END, id");
    return id ? transaction.all(select.arg(QStringLiteral("= ?")), read, id)
              : transaction.all(select.arg(QStringLiteral("IS NULL")), read);
}

Result<ReferenceId> insert(Transaction &transaction, IncidentId id, const Reference &reference)
{
    return transaction.insert<ReferenceId>(
        QStringLiteral("INSERT INTO reference (incident_id, kind, title, url) VALUES (?, ?, ?, ?) RETURNING id"), id,
        toText(reference.kind), reference.title, reference.url);
}

Result<> update(Transaction &transaction, const Reference &reference)
{
    return done(transaction.exec(QStringLiteral("UPDATE reference SET kind = ?, title = ?, url = ? WHERE id = ?"),
                                 toText(reference.kind), reference.title, reference.url, reference.id));
}

Result<> remove(Transaction &transaction, ReferenceId id)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM reference WHERE id = ?"), id));
}

Result<> attachStanding(Transaction &transaction, IncidentId id)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO reference (incident_id, kind, title, url) "
                       "SELECT CAST(? AS BIGINT), kind, title, url FROM reference WHERE incident_id IS NULL "
                       "ORDER BY id"),
        id));
}

}  // namespace onlyonce::referencetable
