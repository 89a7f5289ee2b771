// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/connectiontable.h"

#include "models/base/json.h"

namespace onlyonce::connectiontable {

namespace {

ConnectionRow read(const Row &row)
{
    return ConnectionRow{.id = row.id<ConnectionId>(0),
                         .kind = row.text(1),
                         .adapter = row.text(2),
                         .name = row.text(3),
                         .settings = parseJsonObject(row.text(4).toUtf8()).value_or(QJsonObject()),
                         .enabled = row.flag(5),
                         .version = int(row.integer(6)),
                         .pausedUntil = row.maybeInstant(7)};
}

QString settingsText(const ConnectionRow &row)
{
    return QString::fromUtf8(toJsonBytes(row.settings));
}

}  // namespace

Result<std::optional<ConnectionRow>> byId(Transaction &transaction, ConnectionId id)
{
    return transaction.one(QStringLiteral("SELECT id, kind, adapter, name, settings, enabled, version, paused_until "
                                          "FROM connection WHERE id = ?"),
                           read, id);
}

Result<std::vector<ConnectionRow>> all(Transaction &transaction, const QString &kind)
{
    if (kind.isEmpty()) {
        return transaction.all(
            QStringLiteral("SELECT id, kind, adapter, name, settings, enabled, version, paused_until "
                           "FROM connection ORDER BY id"),
            read);
    }
    return transaction.all(QStringLiteral("SELECT id, kind, adapter, name, settings, enabled, version, paused_until "
                                          "FROM connection WHERE kind = ? ORDER BY id"),
                           read, kind);
}

Result<ConnectionId> insert(Transaction &transaction, const ConnectionRow &row)
{
    return transaction.insert<ConnectionId>(
        QStringLiteral("INSERT INTO connection (kind, adapter, name, settings, enabled, version) "
                       "VALUES (?, ?, ?, ?, ?, 1) RETURNING id"),
        row.kind, row.adapter, row.name, settingsText(row), row.enabled);
}

Result<qint64> update(Transaction &transaction, const ConnectionRow &row)
{
    return transaction.exec(QStringLiteral("UPDATE connection SET kind = ?, adapter = ?, name = ?, settings = ?, "
                                           "enabled = ?, paused_until = NULL, version = version + 1 "
                                           "WHERE id = ? AND version = ?"),
                            row.kind, row.adapter, row.name, settingsText(row), row.enabled, row.id, row.version);
}

Result<> pause(Transaction &transaction, ConnectionId id, Instant until)
{
    auto done = transaction.exec(QStringLiteral("UPDATE connection SET paused_until = ? "
                                                "WHERE id = ? AND (paused_until IS NULL OR paused_until < ?)"),
                                 until, id, until);
    if (!done) {
        return failure(done);
    }
    return {};
}

}  // namespace onlyonce::connectiontable
