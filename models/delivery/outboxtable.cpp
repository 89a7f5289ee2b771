// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/outboxtable.h"

#include "models/base/json.h"

namespace onlyonce::outboxtable {

namespace {

QString select(const QString &rest)
{
    return QStringLiteral(
               "SELECT o.id, o.kind, o.connection_id, o.intent_key, o.lane, o.title, o.payload, o.state, "
               "o.maybe_sent, o.untold, o.progress, o.result, o.attempts, o.next_attempt_at, o.expires_at, "
               "o.lease_token, o.lease_until, o.leased_by, o.last_error, o.incident_id, o.actor_id, o.created_at, "
               "o.updated_at FROM outbox o ")
         + rest;
}

QJsonObject object(const Row &row, int column)
{
    return parseJsonObject(row.text(column).toUtf8()).value_or(QJsonObject());
}

QString text(const QJsonObject &object)
{
    return QString::fromUtf8(toJsonBytes(object));
}

OutboxRow read(const Row &row)
{
    return OutboxRow{.id = row.id<OutboxId>(0),
                     .kind = row.text(1),
                     .connection = row.id<ConnectionId>(2),
                     .key = row.text(3),
                     .title = row.text(5),
                     .payload = object(row, 6),
                     .state = outboxStateFrom(row.text(7)),
                     .progress = object(row, 10),
                     .result = object(row, 11),
                     .attempts = int(row.integer(12)),
                     .nextAttemptAt = row.instant(13),
                     .expiresAt = row.maybeInstant(14),
                     .leaseToken = row.text(15),
                     .leaseUntil = row.maybeInstant(16),
                     .leasedBy = row.text(17),
                     .lastError = row.text(18),
                     .incident = row.integer(19),
                     .lane = row.text(4),
                     .maybeSent = row.flag(8),
                     .untold = row.flag(9),
                     .actor = row.id<ActorId>(20),
                     .createdAt = row.instant(21),
                     .updatedAt = row.instant(22)};
}

OutboxId readId(const Row &row)
{
    return row.id<OutboxId>(0);
}

Result<> done(const Result<qint64> &changed)
{
    if (!changed) {
        return failure(changed);
    }
    return {};
}

Result<bool> any(const Result<qint64> &changed)
{
    if (!changed) {
        return failure(changed);
    }
    return *changed > 0;
}

}  // namespace

Result<Instant> databaseNow(Transaction &transaction)
{
    if (transaction.engine() == Engine::Sqlite) {
        return transaction.now();
    }
    auto now = transaction.one(QStringLiteral("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"),
                               [](const Row &row) { return row.instant(0); });
    if (!now) {
        return failure(now);
    }
    return now->value_or(transaction.now());
}

Result<std::optional<OutboxId>> insert(Transaction &transaction, const Intent &intent, Instant databaseNow)
{
    return transaction.one(
        QStringLiteral("INSERT INTO outbox (kind, connection_id, intent_key, lane, title, payload, state, maybe_sent, "
                       "untold, progress, result, attempts, next_attempt_at, expires_at, last_error, incident_id, "
                       "actor_id, created_at, updated_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, 0, '{}', '{}', 0, ?, ?, '', ?, ?, ?, ?) "
                       "ON CONFLICT (intent_key) DO NOTHING RETURNING id"),
        readId, intent.kind, intent.connection, intent.key, intent.lane, intent.title, text(intent.payload),
        databaseNow, intent.lifetime ? std::optional(databaseNow + *intent.lifetime) : std::nullopt,
        intent.incident == 0 ? std::nullopt : std::optional(intent.incident), transaction.actor(), transaction.now(),
        transaction.now());
}

Result<std::optional<OutboxId>> idOfKey(Transaction &transaction, const QString &key)
{
    return transaction.one(QStringLiteral("SELECT id FROM outbox WHERE intent_key = ?"), readId, key);
}

Result<std::optional<OutboxRow>> byId(Transaction &transaction, OutboxId id)
{
    return transaction.one(select(QStringLiteral("WHERE o.id = ?")), read, id);
}

Result<std::optional<OutboxRow>> byKey(Transaction &transaction, const QString &key)
{
    return transaction.one(select(QStringLiteral("WHERE o.intent_key = ?")), read, key);
}

Result<std::vector<OutboxRow>> ofIncident(Transaction &transaction, qint64 incident)
{
    return transaction.all(select(QStringLiteral("WHERE o.incident_id = ? ORDER BY o.id DESC")), read, incident);
}

Result<std::vector<OutboxRow>> unfinished(Transaction &transaction, int limit)
{
    return transaction.all(
        select(QStringLiteral("WHERE o.state IN ('waiting', 'sending', 'failed', 'uncertain') ORDER BY o.id LIMIT ?")),
        read, limit);
}

Result<std::vector<OutboxRow>> pending(Transaction &transaction, Instant databaseNow, int limit)
{
    return transaction.all(
        select(QStringLiteral("WHERE o.state IN ('waiting', 'sending') "
                              "AND (o.expires_at IS NULL OR o.expires_at > ?) ORDER BY o.id LIMIT ?")),
        read, databaseNow, limit);
}

Result<std::vector<ConnectionId>> awaited(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT DISTINCT connection_id FROM outbox WHERE state IN ('waiting', 'sending')"),
        [](const Row &row) { return row.id<ConnectionId>(0); });
}

Result<> makeDue(Transaction &transaction, ConnectionId connection)
{
    auto now = databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    return done(
        transaction.exec(QStringLiteral("UPDATE outbox SET next_attempt_at = ? "
                                        "WHERE connection_id = ? AND state = 'waiting' AND next_attempt_at > ?"),
                         *now, connection, *now));
}

Result<> doubtAll(Transaction &transaction)
{
    return done(
        transaction.exec(QStringLiteral("UPDATE outbox SET maybe_sent = 1 WHERE state IN ('waiting', 'sending')")));
}

Result<> renewWait(Transaction &transaction, OutboxId id)
{
    auto now = databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    return done(
        transaction.exec(QStringLiteral("UPDATE outbox SET state = 'waiting', attempts = 0, next_attempt_at = ?, "
                                        "expires_at = NULL, lease_token = NULL, lease_until = NULL, untold = 0, "
                                        "updated_at = ? WHERE id = ?"),
                         *now, transaction.now(), id));
}

Result<> discard(Transaction &transaction, OutboxId id, const QString &reason)
{
    return done(transaction.exec(QStringLiteral("UPDATE outbox SET state = 'discarded', "
                                                "last_error = CASE WHEN ? = '' THEN last_error ELSE ? END, "
                                                "lease_token = NULL, lease_until = NULL, untold = 1, updated_at = ? "
                                                "WHERE id = ?"),
                                 reason, reason, transaction.now(), id));
}

Result<> holdBack(Transaction &transaction, OutboxId id, const QJsonObject &payload)
{
    auto now = databaseNow(transaction);
    if (!now) {
        return failure(now);
    }
    return done(transaction.exec(
        QStringLiteral("UPDATE outbox SET payload = ?, expires_at = CASE WHEN state = 'sending' THEN ? "
                       "ELSE expires_at END WHERE id = ?"),
        text(payload), *now, id));
}

Result<std::vector<OutboxRow>> due(Transaction &transaction, ConnectionId connection, int version, Instant databaseNow,
                                   int limit)
{
    return transaction.all(
        select(QStringLiteral("JOIN connection c ON c.id = o.connection_id "
                              "WHERE o.connection_id = ? AND o.state = 'waiting' AND o.next_attempt_at <= ? "
                              "AND (o.expires_at IS NULL OR o.expires_at > ?) "
                              "AND c.version = ? AND c.enabled = 1 AND (c.paused_until IS NULL OR c.paused_until <= ?) "
                              "AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.connection_id = o.connection_id "
                              "AND e.lane = o.lane AND e.id < o.id AND e.state IN ('waiting', 'sending')) "
                              "ORDER BY o.id LIMIT ?")),
        read, connection, databaseNow, databaseNow, version, databaseNow, limit);
}

Result<> lease(Transaction &transaction, OutboxId id, const QString &token, const QString &process, Instant until)
{
    return done(
        transaction.exec(QStringLiteral("UPDATE outbox SET state = 'sending', lease_token = ?, lease_until = ?, "
                                        "leased_by = ?, attempts = attempts + 1, updated_at = ? "
                                        "WHERE id = ? AND state = 'waiting'"),
                         token, until, process, transaction.now(), id));
}

Result<bool> extendLease(Transaction &transaction, OutboxId id, const QString &token, Instant until)
{
    return any(transaction.exec(QStringLiteral("UPDATE outbox SET lease_until = ? "
                                               "WHERE id = ? AND lease_token = ? AND state = 'sending'"),
                                until, id, token));
}

Result<bool> keepProgress(Transaction &transaction, OutboxId id, const QString &token, const QJsonObject &progress)
{
    return any(transaction.exec(QStringLiteral("UPDATE outbox SET progress = ? "
                                               "WHERE id = ? AND lease_token = ? AND state = 'sending'"),
                                text(progress), id, token));
}

Result<bool> end(Transaction &transaction, OutboxId id, const QString &token, const End &end)
{
    return any(transaction.exec(
        QStringLiteral("UPDATE outbox SET state = ?, result = ?, last_error = ?, "
                       "next_attempt_at = ?, maybe_sent = CASE WHEN maybe_sent + ? > 0 THEN 1 ELSE 0 END, "
                       "untold = 0, lease_until = NULL, updated_at = ? "
                       "WHERE id = ? AND lease_token = ? AND state IN ('sending', 'uncertain', 'waiting')"),
        toText(end.state), text(end.result), end.error, end.nextAttemptAt, end.maybeSent, transaction.now(), id,
        token));
}

Result<bool> endLost(Transaction &transaction, OutboxId id, Instant databaseNow, const End &end)
{
    return any(transaction.exec(QStringLiteral("UPDATE outbox SET state = ?, last_error = ?, next_attempt_at = ?, "
                                               "maybe_sent = 1, untold = 0, lease_until = NULL, updated_at = ? "
                                               "WHERE id = ? AND state = 'sending' AND lease_until < ?"),
                                toText(end.state), end.error, end.nextAttemptAt, transaction.now(), id, databaseNow));
}

Result<bool> expire(Transaction &transaction, OutboxId id, Instant databaseNow, const QString &error)
{
    return any(transaction.exec(QStringLiteral("UPDATE outbox SET state = 'expired', untold = 0, updated_at = ?, "
                                               "last_error = CASE WHEN last_error = '' THEN ? ELSE last_error END "
                                               "WHERE id = ? AND state = 'waiting' AND expires_at <= ?"),
                                transaction.now(), error, id, databaseNow));
}

Result<bool> setUntold(Transaction &transaction, OutboxId id, bool untold)
{
    return any(transaction.exec(QStringLiteral("UPDATE outbox SET untold = ? WHERE id = ? AND untold <> ?"), untold, id,
                                untold));
}

Result<std::vector<Lost>> lost(Transaction &transaction, Instant databaseNow, int limit)
{
    return transaction.all(
        QStringLiteral("SELECT o.id, c.adapter FROM outbox o JOIN connection c ON c.id = o.connection_id "
                       "WHERE o.state = 'sending' AND o.lease_until < ? ORDER BY o.id LIMIT ?"),
        [](const Row &row) { return Lost{.id = row.id<OutboxId>(0), .adapter = row.text(1)}; }, databaseNow, limit);
}

Result<std::vector<OutboxId>> expired(Transaction &transaction, Instant databaseNow, int limit)
{
    return transaction.all(
        QStringLiteral("SELECT id FROM outbox WHERE state = 'waiting' AND expires_at <= ? ORDER BY id LIMIT ?"), readId,
        databaseNow, limit);
}

Result<std::vector<OutboxId>> untold(Transaction &transaction, int limit)
{
    return transaction.all(QStringLiteral("SELECT id FROM outbox WHERE untold = 1 ORDER BY id LIMIT ?"), readId, limit);
}

Result<> removeOf(Transaction &transaction, qint64 incident)
{
    const auto removed = transaction.exec(QStringLiteral("DELETE FROM outbox WHERE incident_id = ?"), incident);
    return removed ? Result<>() : failure(removed);
}

}  // namespace onlyonce::outboxtable
