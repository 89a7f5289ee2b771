// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/outbox.h"

#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/delivery/holdback.h"
#include "models/delivery/outboxtable.h"
#include "models/storage/identity.h"
#include "models/storage/journal.h"

namespace onlyonce {

namespace {

constexpr auto stateWords =
    wordsFrom(OutboxState::Waiting, "waiting", "sending", "sent", "failed", "uncertain", "discarded", "expired");

QString table()
{
    return QStringLiteral("outbox");
}

//! The row, if a person may still decide about it.
Result<OutboxRow> undecided(Transaction &transaction, OutboxId id)
{
    auto found = outboxtable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::NotFound, tr("There is no such delivery."));
    }
    const OutboxRow &row = **found;
    if (row.state == OutboxState::Sent) {
        return fail(ErrorCode::Conflict, tr("“%1” has been sent already.").arg(row.title));
    }
    if (row.state == OutboxState::Sending) {
        auto now = outboxtable::databaseNow(transaction);
        if (!now) {
            return failure(now);
        }
        if (!row.leaseUntil || *row.leaseUntil > *now) {
            return fail(ErrorCode::Conflict, tr("“%1” is being sent at this moment.").arg(row.title));
        }
    }
    return row;
}

Result<> recordState(Transaction &transaction, const OutboxRow &before, OutboxState after, const QString &reason)
{
    transaction.touch(table(), before.id);
    return recordChange(transaction, {.entity = table(),
                                      .entityId = before.id.value,
                                      .field = QStringLiteral("state"),
                                      .oldValue = toText(before.state),
                                      .newValue = toText(after),
                                      .reason = reason});
}

}  // namespace

QString toText(OutboxState state)
{
    return stateWords.of(state);
}

OutboxState outboxStateFrom(const QString &text)
{
    // A state that a newer program has added: not ours to send.
    return stateWords.find(text).value_or(OutboxState::Uncertain);
}

Result<OutboxId> enqueue(Transaction &transaction, const Intent &intent)
{
    if (intent.key.isEmpty() || intent.kind.isEmpty() || !intent.connection) {
        return fail(ErrorCode::Invalid, tr("What shall be sent needs a kind, a key and a connection."), intent.title);
    }
    auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    auto inserted = outboxtable::insert(transaction, intent, *now);
    if (!inserted) {
        return failure(inserted);
    }
    if (*inserted) {
        transaction.touch(table(), **inserted);
        return **inserted;
    }
    auto known = outboxtable::idOfKey(transaction, intent.key);
    if (!known) {
        return failure(known);
    }
    if (!*known) {
        return fail(ErrorCode::Internal, tr("The delivery could not be written."), intent.key);
    }
    return **known;
}

Result<std::optional<OutboxRow>> outboxRow(Transaction &transaction, OutboxId id)
{
    return outboxtable::byId(transaction, id);
}

Result<std::optional<OutboxRow>> outboxRow(Transaction &transaction, const QString &key)
{
    return outboxtable::byKey(transaction, key);
}

Result<std::vector<OutboxRow>> outboxOf(Transaction &transaction, qint64 incident)
{
    return outboxtable::ofIncident(transaction, incident);
}

Result<std::vector<OutboxRow>> outboxUnfinished(Transaction &transaction, int limit)
{
    return outboxtable::unfinished(transaction, limit);
}

Result<std::vector<OutboxRow>> outboxPending(Transaction &transaction, int limit)
{
    auto now = outboxtable::databaseNow(transaction);
    return now ? outboxtable::pending(transaction, *now, limit) : failure(now);
}

Result<> retryOutbox(Transaction &transaction, OutboxId id)
{
    auto row = undecided(transaction, id);
    if (!row) {
        return failure(row);
    }
    if (const QString why = heldBackReason(*row); !why.isEmpty()) {
        return fail(ErrorCode::Denied, tr("“%1” is not sent again from here. %2").arg(row->title, why));
    }
    ONLYONCE_TRY(outboxtable::renewWait(transaction, id));
    return recordState(transaction, *row, OutboxState::Waiting, {});
}

Result<> discardOutbox(Transaction &transaction, OutboxId id, const QString &reason)
{
    auto row = undecided(transaction, id);
    if (!row) {
        return failure(row);
    }
    if (row->state == OutboxState::Discarded) {
        return {};
    }
    ONLYONCE_TRY(outboxtable::discard(transaction, id, reason));
    return recordState(transaction, *row, OutboxState::Discarded, reason);
}

Result<> releaseOutbox(Transaction &transaction)
{
    ONLYONCE_TRY(outboxtable::doubtAll(transaction));
    return releaseDelivery(transaction);
}

Result<> forgetOutboxOf(Transaction &transaction, qint64 incident)
{
    return outboxtable::removeOf(transaction, incident);
}

}  // namespace onlyonce
