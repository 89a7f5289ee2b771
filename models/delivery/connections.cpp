// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/connections.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/delivery/connectiontable.h"
#include "models/delivery/outboxtable.h"
#include "models/delivery/polltable.h"
#include "models/storage/journal.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

QString flagText(bool flag)
{
    return flag ? QStringLiteral("true") : QStringLiteral("false");
}

//! One audit row per field that differs; a new connection differs from nothing in all of them.
Result<> recordChanges(Transaction &transaction, const std::optional<ConnectionRow> &before, const ConnectionRow &after)
{
    const auto record = [&](const char *field, auto text) -> Result<> {
        const auto oldValue = before ? std::optional<QString>(text(*before)) : std::nullopt;
        const QString newValue = text(after);
        if (oldValue == newValue) {
            return {};
        }
        return recordChange(transaction, {.entity = QStringLiteral("connection"),
                                          .entityId = after.id.value,
                                          .field = QLatin1StringView(field),
                                          .oldValue = oldValue,
                                          .newValue = newValue});
    };
    ONLYONCE_TRY(record("adapter", [](const ConnectionRow &row) { return row.adapter; }));
    ONLYONCE_TRY(record("name", [](const ConnectionRow &row) { return row.name; }));
    ONLYONCE_TRY(
        record("settings", [](const ConnectionRow &row) { return QString::fromUtf8(toJsonBytes(row.settings)); }));
    return record("enabled", [](const ConnectionRow &row) { return flagText(row.enabled); });
}

//! A source's name is a part of the intake's path, and the key of its alerts.
Result<> checkSourceName(Transaction &transaction, const ConnectionRow &row)
{
    static const QRegularExpression fit(QStringLiteral("^[a-z0-9][a-z0-9-]{0,59}$"));
    if (!fit.match(row.name).hasMatch()) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” cannot name a source. Use small letters, digits and “-”, like zabbix-frankfurt.")
                        .arg(row.name.left(60)));
    }
    auto others = connectiontable::all(transaction, row.kind);
    if (!others) {
        return failure(others);
    }
    const bool isTaken = std::ranges::any_of(
        *others, [&row](const ConnectionRow &other) { return other.name == row.name && other.id != row.id; });
    return isTaken ? fail(ErrorCode::Conflict, tr("There is a source “%1” already.").arg(row.name)) : Result<>();
}

}  // namespace

Result<std::vector<ConnectionRow>> connectionsOf(Transaction &transaction, const QString &kind)
{
    return connectiontable::all(transaction, kind);
}

Result<std::optional<ConnectionRow>> connectionRow(Transaction &transaction, ConnectionId id)
{
    return connectiontable::byId(transaction, id);
}

Result<std::optional<ConnectionRow>> defaultConnection(Transaction &transaction, const QString &kind)
{
    auto rows = connectiontable::all(transaction, kind);
    if (!rows) {
        return failure(rows);
    }
    const auto found = std::ranges::find_if(*rows, &ConnectionRow::enabled);
    return found == rows->end() ? std::nullopt : std::optional(*found);
}

Result<ConnectionId> saveConnection(Transaction &transaction, const ConnectionRow &row)
{
    ConnectionRow wanted = row;
    wanted.name = row.name.simplified();
    if (wanted.name.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("A connection needs a name."));
    }
    if (wanted.kind.isEmpty() || wanted.adapter.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("A connection needs to say what it speaks to."));
    }
    const bool isSource = wanted.kind == QStringLiteral("source");
    if (isSource) {
        ONLYONCE_TRY(checkSourceName(transaction, wanted));
    }
    std::optional<ConnectionRow> before;
    if (wanted.id) {
        auto found = connectiontable::byId(transaction, wanted.id);
        if (!found) {
            return failure(found);
        }
        if (!*found) {
            return fail(ErrorCode::NotFound, tr("There is no such connection."));
        }
        before = **found;
        auto updated = connectiontable::update(transaction, wanted);
        if (!updated) {
            return failure(updated);
        }
        if (*updated == 0) {
            return fail(ErrorCode::Conflict,
                        tr("Somebody changed the connection “%1” meanwhile. Look at it again before you save.")
                            .arg(before->name));
        }
        ONLYONCE_TRY(outboxtable::makeDue(transaction, wanted.id));
        if (isSource) {
            ONLYONCE_TRY(polltable::makeDue(transaction, wanted.id));
        }
    } else {
        auto inserted = connectiontable::insert(transaction, wanted);
        if (!inserted) {
            return inserted;
        }
        wanted.id = *inserted;
    }
    ONLYONCE_TRY(recordChanges(transaction, before, wanted));
    transaction.touch(QStringLiteral("connection"), wanted.id);
    return wanted.id;
}

QString secretsKey(const QString &databaseUuid, ConnectionId id)
{
    return QStringLiteral("%1/%2").arg(databaseUuid).arg(id.value);
}

}  // namespace onlyonce
