// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tellback/latecomertable.h"

#include "models/alerts/alerttable.h"

namespace onlyonce::latecomertable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

}  // namespace

Result<> addJoined(Transaction &transaction, AlertId alert, qint64 incident)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO latecomer (alert_id, incident_id) SELECT CAST(? AS BIGINT), id FROM incident "
                       "WHERE id = ? AND acknowledged_at IS NOT NULL AND drill = 0 "
                       "ON CONFLICT (alert_id) DO UPDATE SET incident_id = excluded.incident_id, silence_id = NULL"),
        alert, incident));
}

Result<> addHidden(Transaction &transaction, AlertId alert, SilenceId silence)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO latecomer (alert_id, silence_id) VALUES (?, ?) "
                       "ON CONFLICT (alert_id) DO UPDATE SET incident_id = NULL, silence_id = excluded.silence_id"),
        alert, silence));
}

Result<bool> any(Transaction &transaction)
{
    const auto found = transaction.one(QStringLiteral("SELECT alert_id FROM latecomer LIMIT 1"),
                                       [](const Row &row) { return row.integer(0); });
    return found ? Result<bool>(found->has_value()) : failure(found);
}

Result<std::vector<Latecomer>> first(Transaction &transaction, int limit)
{
    constexpr int own = 3;
    return transaction.all(
        QStringLiteral("SELECT t.incident_id, t.silence_id, CASE WHEN a.status = 'firing' AND (t.incident_id IS NULL "
                       "OR t.incident_id = ia.incident_id) THEN 1 ELSE 0 END, %1 "
                       "FROM (SELECT alert_id, incident_id, silence_id FROM latecomer ORDER BY alert_id LIMIT ?) t "
                       "JOIN alert a ON a.id = t.alert_id%2 ORDER BY t.alert_id")
            .arg(alerttable::columns(), alerttable::joins()),
        [](const Row &row) {
            return Latecomer{.alert = alerttable::readFrom(row, own),
                             .incident = row.integer(0),
                             .silence = row.id<SilenceId>(1),
                             .isThere = row.flag(2)};
        },
        limit);
}

Result<> removeUpTo(Transaction &transaction, AlertId last)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM latecomer WHERE alert_id <= ?"), last));
}

Result<std::vector<OutboxId>> tellings(Transaction &transaction, SilenceId silence)
{
    return transaction.all(
        QStringLiteral("SELECT outbox_id FROM silence_telling WHERE silence_id = ? ORDER BY outbox_id"),
        [](const Row &row) { return row.id<OutboxId>(0); }, silence);
}

Result<> addTelling(Transaction &transaction, SilenceId silence, OutboxId row)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO silence_telling (silence_id, outbox_id) VALUES (?, ?) ON CONFLICT DO NOTHING"),
        silence, row));
}

}  // namespace onlyonce::latecomertable
