// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/lease.h"

#include "models/base/tr.h"
#include "models/delivery/connectiontable.h"
#include "models/delivery/outboxtable.h"
#include "models/storage/identity.h"

#include <QUuid>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int choresAtOnce = 50;

//! The row after a change; nothing when there was none.
Result<std::optional<OutboxRow>> changed(Transaction &transaction, OutboxId id, const Result<bool> &hit)
{
    if (!hit) {
        return failure(hit);
    }
    if (!*hit) {
        return std::optional<OutboxRow>();
    }
    transaction.touch(QStringLiteral("outbox"), id);
    return outboxtable::byId(transaction, id);
}

}  // namespace

Result<Chores> lookAround(Transaction &transaction, const std::vector<Deliverable> &connections, const QString &process,
                          const QStringList &adapters)
{
    Chores chores;
    auto now = outboxtable::databaseNow(transaction);
    auto untold = outboxtable::untold(transaction, choresAtOnce);
    auto held = heldReason(transaction, process);
    if (!now || !untold || !held) {
        return !now ? failure(now) : !untold ? failure(untold) : failure(held);
    }
    auto expired = outboxtable::expired(transaction, *now, choresAtOnce);
    auto lost = outboxtable::lost(transaction, *now, choresAtOnce);
    if (!expired || !lost) {
        return !expired ? failure(expired) : failure(lost);
    }
    chores.expired = std::move(*expired);
    chores.untold = std::move(*untold);
    for (const outboxtable::Lost &row : *lost) {
        if (adapters.contains(row.adapter)) {
            chores.lost.push_back(row.id);
        }
    }
    for (const Deliverable &each : connections) {
        if (!held->isEmpty() || chores.due) {
            break;
        }
        if (each.capacity > 0) {
            auto due = outboxtable::due(transaction, each.connection, each.version, *now, 1);
            if (!due) {
                return failure(due);
            }
            chores.due = !due->empty();
        }
    }
    return chores;
}

Result<Leases> leaseDue(Transaction &transaction, const std::vector<Deliverable> &connections, const QString &process,
                        milliseconds lease)
{
    Leases leases;
    auto held = heldReason(transaction, process);
    if (!held) {
        return failure(held);
    }
    if (!held->isEmpty()) {
        return leases;
    }
    auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    for (const Deliverable &each : connections) {
        auto rows = outboxtable::due(transaction, each.connection, each.version, *now, each.capacity);
        if (!rows) {
            return failure(rows);
        }
        if (rows->empty()) {
            continue;
        }
        auto connection = connectiontable::byId(transaction, each.connection);
        if (!connection) {
            return failure(connection);
        }
        for (const OutboxRow &row : *rows) {
            const QString token = QUuid::createUuid().toString(QUuid::WithoutBraces);
            ONLYONCE_TRY(outboxtable::lease(transaction, row.id, token, process, *now + lease));
            auto leased = outboxtable::byId(transaction, row.id);
            if (!leased) {
                return failure(leased);
            }
            transaction.touch(QStringLiteral("outbox"), row.id);
            leases.taken.push_back({.row = leased->value(), .connection = connection->value()});
        }
    }
    if (!leases.taken.empty()) {
        std::ranges::sort(leases.taken, {}, [](const Lease &taken) { return taken.row.id; });
        auto generation = advanceGeneration(transaction);
        if (!generation) {
            return failure(generation);
        }
        leases.generation = *generation;
    }
    return leases;
}

Result<std::vector<OutboxId>> renewLeases(Transaction &transaction,
                                          const std::vector<std::pair<OutboxId, QString>> &leases, milliseconds lease)
{
    auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    std::vector<OutboxId> lost;
    for (const auto &[id, token] : leases) {
        auto extended = outboxtable::extendLease(transaction, id, token, *now + lease);
        if (!extended) {
            return failure(extended);
        }
        if (!*extended) {
            lost.push_back(id);
        }
    }
    return lost;
}

Result<bool> keepProgress(Transaction &transaction, OutboxId id, const QString &token, const QJsonObject &progress)
{
    return outboxtable::keepProgress(transaction, id, token, progress);
}

Result<std::optional<OutboxRow>> settle(Transaction &transaction, OutboxId id, const QString &token,
                                        const Settlement &settlement)
{
    auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    auto row = changed(transaction, id,
                       outboxtable::end(transaction, id, token,
                                        {.state = settlement.state,
                                         .result = settlement.result,
                                         .error = settlement.error,
                                         .nextAttemptAt = *now + settlement.wait,
                                         .maybeSent = settlement.maybeSent}));
    if (row && *row && settlement.pauseConnection) {
        ONLYONCE_TRY(connectiontable::pause(transaction, (*row)->connection, *now + *settlement.pauseConnection));
    }
    return row;
}

Result<std::optional<OutboxRow>> takeOver(Transaction &transaction, OutboxId id, const QStringList &resumableAdapters)
{
    auto now = outboxtable::databaseNow(transaction);
    auto row = outboxtable::byId(transaction, id);
    if (!now || !row) {
        return !now ? failure(now) : failure(row);
    }
    if (!*row) {
        return std::optional<OutboxRow>();
    }
    auto connection = connectiontable::byId(transaction, (*row)->connection);
    if (!connection) {
        return failure(connection);
    }
    const bool resumable = *connection && resumableAdapters.contains((*connection)->adapter);
    const QString interrupted = tr("%1 stopped while it was sending.").arg((*row)->leasedBy);
    return changed(
        transaction, id,
        outboxtable::endLost(
            transaction, id, *now,
            {.state = resumable ? OutboxState::Waiting : OutboxState::Uncertain,
             .error = resumable ? interrupted
                                : interrupted + QLatin1Char(' ')
                                      + tr("Whether it arrived is not known. Look there, then send again or discard."),
             .nextAttemptAt = *now}));
}

Result<std::optional<OutboxRow>> expireRow(Transaction &transaction, OutboxId id)
{
    auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    return changed(transaction, id,
                   outboxtable::expire(transaction, id, *now, tr("It could not be sent while it was still of use.")));
}

Result<std::optional<OutboxRow>> untoldRow(Transaction &transaction, OutboxId id)
{
    return changed(transaction, id, outboxtable::setUntold(transaction, id, false));
}

Result<> markUntold(Transaction &transaction, OutboxId id)
{
    auto marked = outboxtable::setUntold(transaction, id, true);
    if (!marked) {
        return failure(marked);
    }
    return {};
}

}  // namespace onlyonce
