// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/journal.h"

#include "models/storage/auditchain.h"

namespace onlyonce {

namespace {

std::optional<QString> maybeText(const Row &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(row.text(column));
}

}  // namespace

AuditRow auditRow(const Row &row)
{
    return AuditRow{.id = row.integer(0),
                    .at = row.instant(1),
                    .actor = row.id<ActorId>(2),
                    .change = {.entity = row.text(3),
                               .entityId = row.integer(4),
                               .field = row.text(5),
                               .oldValue = maybeText(row, 6),
                               .newValue = maybeText(row, 7),
                               .reason = row.text(8)}};
}

Result<> recordChange(Transaction &transaction, const FieldChange &change)
{
    auto id = transaction.one(
        QStringLiteral("INSERT INTO audit (at, actor_id, entity, entity_id, field, old_value, new_value, reason) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        [](const Row &row) { return row.integer(0); }, transaction.now(), transaction.actor(), change.entity,
        change.entityId, change.field, change.oldValue, change.newValue, change.reason);
    return id ? chainAudit(transaction, id->value_or(0)) : failure(id);
}

Result<std::vector<AuditRow>> auditOf(Transaction &transaction, const QString &entity, qint64 entityId)
{
    return transaction.all(
        QStringLiteral("SELECT id, at, actor_id, entity, entity_id, field, old_value, new_value, reason FROM audit "
                       "WHERE entity = ? AND entity_id = ? ORDER BY id DESC"),
        auditRow, entity, entityId);
}

}  // namespace onlyonce
