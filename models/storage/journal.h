// SPDX-License-Identifier: GPL-3.0-or-later
// The audit trail: every change of a field, with who, when, before and after. Append-only.
#pragma once

#include "models/storage/transaction.h"

#include <vector>

namespace onlyonce {

struct FieldChange
{
    QString entity;  //!< table name
    qint64 entityId = 0;
    QString field;
    std::optional<QString> oldValue;
    std::optional<QString> newValue;
    QString reason = {};
};

struct AuditRow
{
    qint64 id = 0;
    Instant at;
    ActorId actor;
    FieldChange change;
};

//! Of `id, at, actor_id, entity, entity_id, field, old_value, new_value, reason`, in this order.
[[nodiscard]] AuditRow auditRow(const Row &row);

//! Written in the transaction of the change itself.
[[nodiscard]] Result<> recordChange(Transaction &transaction, const FieldChange &change);
//! Newest first.
[[nodiscard]] Result<std::vector<AuditRow>> auditOf(Transaction &transaction, const QString &entity, qint64 entityId);

}  // namespace onlyonce
