// SPDX-License-Identifier: GPL-3.0-or-later
// What shall leave the house: one row per intent, written in the transaction of whatever wants it sent. A view or a
// slice never touches the network; it enqueues here, and the runner delivers. Nothing is ever silently dropped.
#pragma once

#include "models/base/clock.h"
#include "models/base/id.h"
#include "models/base/result.h"
#include "models/storage/transaction.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace onlyonce {

using OutboxId = Id<struct OutboxTag>;
using ConnectionId = Id<struct ConnectionTag>;

enum class OutboxState {
    Waiting,
    Sending,  //!< leased: committed before the first byte leaves
    Sent,
    Failed,     //!< refused for good; a person can mend and retry
    Uncertain,  //!< interrupted midway and the far side cannot be asked; a person decides
    Discarded,  //!< by a person
    Expired,    //!< too late to be of use (a page after 30 minutes)
};
[[nodiscard]] QString toText(OutboxState state);
[[nodiscard]] OutboxState outboxStateFrom(const QString &text);

struct Intent
{
    QString kind;  //!< "page.mail", "forum.post": who settles it (see DeliveryRunner::onSettled)
    ConnectionId connection;
    QString key;                                //!< unique for ever: enqueueing the same key again changes nothing
    QString title;                              //!< for people: "Mail to Ada Example: INC-3 declared"
    QJsonObject payload;                        //!< the adapter's intent
    std::optional<milliseconds> lifetime = {};  //!< of no use after that
    qint64 incident = 0;                        //!< whose deliveries page shows it; 0 for none
    QString lane = {};  //!< what must keep its order: of one connection's lane, each waits until those enqueued
                        //!< before it are settled. Lanes go side by side. "announcement/7", "INC-3/person-2"
};

struct OutboxRow
{
    OutboxId id;
    QString kind;
    ConnectionId connection;
    QString key;
    QString title;
    QJsonObject payload;
    OutboxState state = OutboxState::Waiting;
    QJsonObject progress;
    QJsonObject result;
    int attempts = 0;
    Instant nextAttemptAt;              //!< by the database's clock
    std::optional<Instant> expiresAt;   //!< by the database's clock
    QString leaseToken;                 //!< of the latest attempt, also when it is over
    std::optional<Instant> leaseUntil;  //!< by the database's clock; only while it is being sent
    QString leasedBy;                   //!< which process tried last: "desk@host (window)"
    QString lastError;
    qint64 incident = 0;
    QString lane;
    bool maybeSent = false;  //!< an earlier attempt may have reached the far side: DeliveryState::resumed
    bool untold = false;     //!< settled, but whoever has to draw the conclusions (DeliveryRunner::Settled) has not yet
    ActorId actor;
    Instant createdAt;
    Instant updatedAt;

    friend bool operator==(const OutboxRow &, const OutboxRow &) = default;
};

//! The row's id, also when the key was there already (then nothing else happens). Invalid without key or connection.
[[nodiscard]] Result<OutboxId> enqueue(Transaction &transaction, const Intent &intent);
[[nodiscard]] Result<std::optional<OutboxRow>> outboxRow(Transaction &transaction, OutboxId id);
[[nodiscard]] Result<std::optional<OutboxRow>> outboxRow(Transaction &transaction, const QString &key);
//! Newest first.
[[nodiscard]] Result<std::vector<OutboxRow>> outboxOf(Transaction &transaction, qint64 incident);
//! What waits, is being sent, or needs a person (failed, uncertain), oldest first.
[[nodiscard]] Result<std::vector<OutboxRow>> outboxUnfinished(Transaction &transaction, int limit);
//! Everything that would go out if delivery were released now, oldest first.
[[nodiscard]] Result<std::vector<OutboxRow>> outboxPending(Transaction &transaction, int limit);

//! @name By a person, or on behalf of one; audited. Whether the actor may is checked above (catalog/deliverydesk.h).
//! @{

//! Failed, uncertain, expired or discarded rows wait again, due at once and without expiry; so does a waiting one that is
//! due later. Conflict for a row that is being sent or was sent.
[[nodiscard]] Result<> retryOutbox(Transaction &transaction, OutboxId id);
//! Conflict for a row that is being sent or was sent; again is no error. `reason` is for people; it takes
//! the place of the last error.
[[nodiscard]] Result<> discardOutbox(Transaction &transaction, OutboxId id, const QString &reason = {});
//! Removes what was to be delivered of an incident that exists no more, whatever became of it.
[[nodiscard]] Result<> forgetOutboxOf(Transaction &transaction, qint64 incident);
//! Ends the hold of storage/identity.h. What waits may have gone out from where this database came from, so far sides
//! that can be asked are asked before anything is sent.
[[nodiscard]] Result<> releaseOutbox(Transaction &transaction);
//! @}

}  // namespace onlyonce
