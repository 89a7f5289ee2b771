// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `outbox`. Only this slice uses it.
#pragma once

#include "models/delivery/outbox.h"

namespace onlyonce::outboxtable {

//! The clock by which rows are due and leases end: PostgreSQL's own; for a file, this machine's.
[[nodiscard]] Result<Instant> databaseNow(Transaction &transaction);

//! Nothing when the key is there already.
[[nodiscard]] Result<std::optional<OutboxId>> insert(Transaction &transaction, const Intent &intent,
                                                     Instant databaseNow);
[[nodiscard]] Result<std::optional<OutboxId>> idOfKey(Transaction &transaction, const QString &key);
[[nodiscard]] Result<std::optional<OutboxRow>> byId(Transaction &transaction, OutboxId id);
[[nodiscard]] Result<std::optional<OutboxRow>> byKey(Transaction &transaction, const QString &key);
[[nodiscard]] Result<std::vector<OutboxRow>> ofIncident(Transaction &transaction, qint64 incident);
[[nodiscard]] Result<std::vector<OutboxRow>> unfinished(Transaction &transaction, int limit);
[[nodiscard]] Result<std::vector<OutboxRow>> pending(Transaction &transaction, Instant databaseNow, int limit);

//! To which something is to be sent, now or later.
[[nodiscard]] Result<std::vector<ConnectionId>> awaited(Transaction &transaction);
//! Everything of one connection that waits is due now.
[[nodiscard]] Result<> makeDue(Transaction &transaction, ConnectionId connection);
//! Everything that waits may have been sent already.
[[nodiscard]] Result<> doubtAll(Transaction &transaction);
//! Waiting again from the start, due now, never expiring.
[[nodiscard]] Result<> renewWait(Transaction &transaction, OutboxId id);
[[nodiscard]] Result<> discard(Transaction &transaction, OutboxId id, const QString &reason);
//! What it says from now on. While it is being sent: and if that fails, it expires at once.
[[nodiscard]] Result<> holdBack(Transaction &transaction, OutboxId id, const QJsonObject &payload);
[[nodiscard]] Result<> removeOf(Transaction &transaction, qint64 incident);

//! @name Leases. Each `Result<bool>` says whether the row was still as it had to be; if not, nothing happened.
//! @{

//! What of this connection may go out now, first come first: due, not expired, nothing before it in its lane; nothing
//! while the connection is paused, switched off, or has another version.
[[nodiscard]] Result<std::vector<OutboxRow>> due(Transaction &transaction, ConnectionId connection, int version,
                                                 Instant databaseNow, int limit);
[[nodiscard]] Result<> lease(Transaction &transaction, OutboxId id, const QString &token, const QString &process,
                             Instant until);
[[nodiscard]] Result<bool> extendLease(Transaction &transaction, OutboxId id, const QString &token, Instant until);
[[nodiscard]] Result<bool> keepProgress(Transaction &transaction, OutboxId id, const QString &token,
                                        const QJsonObject &progress);

struct End
{
    OutboxState state = OutboxState::Waiting;
    QJsonObject result = {};
    QString error = {};
    Instant nextAttemptAt = {};  //!< for Waiting
    bool maybeSent = false;      //!< once true it stays true
};
//! The lease must still be this token's, or have run out without anybody going on with the row.
[[nodiscard]] Result<bool> end(Transaction &transaction, OutboxId id, const QString &token, const End &end);
//! A lease that has run out at `databaseNow`.
[[nodiscard]] Result<bool> endLost(Transaction &transaction, OutboxId id, Instant databaseNow, const End &end);
//! A waiting row whose time has passed at `databaseNow`.
[[nodiscard]] Result<bool> expire(Transaction &transaction, OutboxId id, Instant databaseNow, const QString &error);
[[nodiscard]] Result<bool> setUntold(Transaction &transaction, OutboxId id, bool untold);
//! @}

struct Lost
{
    OutboxId id;
    QString adapter;
};
//! Leases that have run out, oldest first.
[[nodiscard]] Result<std::vector<Lost>> lost(Transaction &transaction, Instant databaseNow, int limit);
[[nodiscard]] Result<std::vector<OutboxId>> expired(Transaction &transaction, Instant databaseNow, int limit);
[[nodiscard]] Result<std::vector<OutboxId>> untold(Transaction &transaction, int limit);

}  // namespace onlyonce::outboxtable
