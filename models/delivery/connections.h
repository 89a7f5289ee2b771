// SPDX-License-Identifier: GPL-3.0-or-later
// The far sides that are set up: a mail server, a forum. Shared by everybody who uses the database, but without secrets:
// each machine keeps those in its keychain, and delivers only what it holds the secrets for. Whoever edits one writes the
// secrets first and saves the row then: the new version makes every runner look at the secrets again.
#pragma once

#include "models/delivery/outbox.h"

#include <QJsonObject>

namespace onlyonce {

struct ConnectionRow
{
    ConnectionId id;
    QString kind;     //!< "mail", "forum", "source"
    QString adapter;  //!< Adapter::id()
    QString name;     //!< for people; of a source also the last part of the intake's path and the alerts' "source"
    QJsonObject settings;
    bool enabled = true;
    int version = 0;
    std::optional<Instant> pausedUntil = {};  //!< the far side asked for silence; by the database's clock
};

[[nodiscard]] Result<std::vector<ConnectionRow>> connectionsOf(Transaction &transaction, const QString &kind = {});
[[nodiscard]] Result<std::optional<ConnectionRow>> connectionRow(Transaction &transaction, ConnectionId id);
//! The first enabled one of that kind.
[[nodiscard]] Result<std::optional<ConnectionRow>> defaultConnection(Transaction &transaction, const QString &kind);
//! Inserts (null id) or updates; Conflict when `version` is not the stored one, or when another source has that name;
//! Invalid without a name, or when that of a source is not fit for a path (a-z, 0-9, "-"). Audited. What
//! waits for this connection is due at once, and a pause is over: the mend may be what it waited for.
[[nodiscard]] Result<ConnectionId> saveConnection(Transaction &transaction, const ConnectionRow &row);

//! Under which the secret store keeps this connection's secrets: "<database uuid>/<connection id>".
[[nodiscard]] QString secretsKey(const QString &databaseUuid, ConnectionId id);

}  // namespace onlyonce
