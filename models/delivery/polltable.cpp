// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/polltable.h"

#include "models/base/json.h"
#include "models/delivery/outboxtable.h"

#include <QUuid>

namespace onlyonce::polltable {

namespace {

//! Sees to it that the connection has a row.
Result<> know(Transaction &transaction, ConnectionId id, Instant now)
{
    const auto known = transaction.exec(
        QStringLiteral("INSERT INTO poll_state (connection_id, next_at, leased_by, last_error, failures, progress) "
                       "VALUES (?, ?, '', '', 0, '{}') ON CONFLICT (connection_id) DO NOTHING"),
        id, now);
    return known ? Result<>() : failure(known);
}

}  // namespace

Result<bool> anyDue(Transaction &transaction, const std::vector<ConnectionId> &connections)
{
    const auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    for (const ConnectionId id : connections) {
        const auto waits = transaction.one(
            QStringLiteral(
                "SELECT CASE WHEN next_at > ? OR COALESCE(lease_until, 0) > ? THEN 1 ELSE 0 END FROM poll_state "
                "WHERE connection_id = ?"),
            [](const Row &row) { return row.flag(0); }, *now, *now, id);
        if (!waits) {
            return failure(waits);
        }
        if (!*waits || !**waits) {
            return true;
        }
    }
    return false;
}

Result<std::vector<Claim>> claim(Transaction &transaction, const std::vector<ConnectionId> &connections,
                                 const QString &process, milliseconds lease)
{
    const auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    std::vector<Claim> claims;
    for (const ConnectionId id : connections) {
        ONLYONCE_TRY(know(transaction, id, *now));
        const QString token = QUuid::createUuid().toString(QUuid::WithoutBraces);
        auto taken = transaction.one(
            QStringLiteral("UPDATE poll_state SET lease_token = ?, lease_until = ?, leased_by = ?, next_at = ? "
                           "WHERE connection_id = ? AND next_at <= ? AND (lease_until IS NULL OR lease_until <= ?) "
                           "RETURNING failures, progress"),
            [&](const Row &row) {
                return Claim{.connection = id,
                             .token = token,
                             .failures = int(row.integer(0)),
                             .progress = parseJsonObject(row.text(1).toUtf8()).value_or(QJsonObject())};
            },
            token, *now + lease, process, *now, id, *now, *now);
        if (!taken) {
            return failure(taken);
        }
        if (*taken) {
            claims.push_back(std::move(**taken));
        }
    }
    return claims;
}

Result<std::vector<ConnectionId>> claimStreams(Transaction &transaction, const std::vector<ConnectionId> &connections,
                                               const QString &token, milliseconds lease)
{
    const auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    std::vector<ConnectionId> mine;
    for (const ConnectionId id : connections) {
        ONLYONCE_TRY(know(transaction, id, *now));
        const auto taken = transaction.exec(
            QStringLiteral("UPDATE poll_state SET stream_token = ?, stream_until = ? WHERE connection_id = ? "
                           "AND (stream_token = ? OR stream_until IS NULL OR stream_until <= ?)"),
            token, *now + lease, id, token, *now);
        if (!taken) {
            return failure(taken);
        }
        if (*taken > 0) {
            mine.push_back(id);
        }
    }
    return mine;
}

Result<> makeDue(Transaction &transaction, ConnectionId connection)
{
    const auto done =
        transaction.exec(QStringLiteral("UPDATE poll_state SET next_at = 0 WHERE connection_id = ?"), connection);
    return done ? Result<>() : failure(done);
}

Result<bool> settle(Transaction &transaction, ConnectionId connection, const QString &token, const Outcome &outcome)
{
    const auto now = outboxtable::databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    const bool well = outcome.error.isEmpty();
    const auto done = transaction.exec(
        QStringLiteral(
            "UPDATE poll_state SET lease_until = NULL, "
            "next_at = CASE WHEN next_at = 0 THEN 0 ELSE CAST(? AS BIGINT) END, last_error = ?, progress = ?, "
            "failures = CASE WHEN CAST(? AS BIGINT) = 1 THEN 0 ELSE failures + 1 END, "
            "last_success_at = CASE WHEN CAST(? AS BIGINT) = 1 THEN ? ELSE last_success_at END, "
            "last_failure_at = CASE WHEN CAST(? AS BIGINT) = 1 THEN last_failure_at ELSE ? END "
            "WHERE connection_id = ? AND lease_token = ?"),
        *now + outcome.pause, outcome.error, QString::fromUtf8(toJsonBytes(outcome.progress)), well ? 1 : 0,
        well ? 1 : 0, *now, well ? 1 : 0, *now, connection, token);
    if (!done) {
        return failure(done);
    }
    return *done > 0;
}

Result<std::vector<PollState>> all(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT connection_id, next_at, last_success_at, last_failure_at, last_error, failures, "
                       "leased_by FROM poll_state ORDER BY connection_id"),
        [](const Row &row) {
            return PollState{.connection = row.id<ConnectionId>(0),
                             .nextAt = row.instant(1),
                             .lastSuccessAt = row.maybeInstant(2),
                             .lastFailureAt = row.maybeInstant(3),
                             .lastError = row.text(4),
                             .failures = int(row.integer(5)),
                             .askedBy = row.text(6)};
        });
}

}  // namespace onlyonce::polltable
