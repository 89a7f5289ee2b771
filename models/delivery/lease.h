// SPDX-License-Identifier: GPL-3.0-or-later
// What the runner does to rows, each function in one write transaction: take them for a while, keep them, end them, and
// look after those that nobody has any more. Times are the database's, tokens tell attempts apart. Sends nothing.
#pragma once

#include "models/delivery/connections.h"
#include "models/delivery/outbox.h"

#include <vector>

namespace onlyonce {

//! A connection that this process can deliver for now.
struct Deliverable
{
    ConnectionId connection;
    int version = 0;   //!< whose settings and secrets the process holds
    int capacity = 0;  //!< how many more sends it would take on
};

struct Lease
{
    OutboxRow row;  //!< in state Sending, with the token
    ConnectionRow connection;
};

struct Leases
{
    std::vector<Lease> taken;  //!< in the order of enqueueing
    qint64 generation = 0;     //!< to be remembered by this machine before the first byte leaves; 0 when none was taken
};

//! What there is to do, from one look in a read transaction.
struct Chores
{
    bool due = false;               //!< something can be leased
    std::vector<OutboxId> expired;  //!< too late: see expireRow()
    std::vector<OutboxId> lost;     //!< their lease has run out: see takeOver()
    std::vector<OutboxId> untold;   //!< settled, but the conclusions are still to be drawn
};

//! `adapters`: those that this process knows; what others have lost is left to others.
[[nodiscard]] Result<Chores> lookAround(Transaction &transaction, const std::vector<Deliverable> &connections,
                                        const QString &process, const QStringList &adapters);

//! Takes what is due, up to each connection's capacity. Nothing while delivery is held.
[[nodiscard]] Result<Leases> leaseDue(Transaction &transaction, const std::vector<Deliverable> &connections,
                                      const QString &process, milliseconds lease);

//! The ids whose lease is no longer this token's.
[[nodiscard]] Result<std::vector<OutboxId>>
renewLeases(Transaction &transaction, const std::vector<std::pair<OutboxId, QString>> &leases, milliseconds lease);
//! False when the lease is no longer this token's: then nothing more may be sent under it.
[[nodiscard]] Result<bool> keepProgress(Transaction &transaction, OutboxId id, const QString &token,
                                        const QJsonObject &progress);

struct Settlement
{
    OutboxState state = OutboxState::Waiting;
    QJsonObject result = {};
    QString error = {};
    milliseconds wait{0};  //!< for Waiting
    bool maybeSent = false;
    std::optional<milliseconds> pauseConnection = {};
};

//! @name Each answers with the row as it is now, or with nothing when it was not to be touched (any more).
//! @{
[[nodiscard]] Result<std::optional<OutboxRow>> settle(Transaction &transaction, OutboxId id, const QString &token,
                                                      const Settlement &settlement);
//! A row whose lease ran out: to be tried again, or, when its adapter cannot resume, uncertain.
[[nodiscard]] Result<std::optional<OutboxRow>> takeOver(Transaction &transaction, OutboxId id,
                                                        const QStringList &resumableAdapters);
[[nodiscard]] Result<std::optional<OutboxRow>> expireRow(Transaction &transaction, OutboxId id);
[[nodiscard]] Result<std::optional<OutboxRow>> untoldRow(Transaction &transaction, OutboxId id);
//! @}
[[nodiscard]] Result<> markUntold(Transaction &transaction, OutboxId id);

}  // namespace onlyonce
