// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sourcestatetable.h"

namespace onlyonce::sourcestatetable {

Result<> received(Transaction &transaction, const QString &source, Instant at, qint64 alerts)
{
    const auto done =
        transaction.exec(QStringLiteral("INSERT INTO source_state (source, last_received_at, received, last_refusal) "
                                        "VALUES (?, ?, ?, '') ON CONFLICT (source) DO UPDATE SET "
                                        "last_received_at = excluded.last_received_at, "
                                        "received = source_state.received + excluded.received"),
                         source, at, alerts);
    return done ? Result<>() : failure(done);
}

Result<> refused(Transaction &transaction, const QString &source, Instant at, const QString &why)
{
    const auto done = transaction.exec(
        QStringLiteral("INSERT INTO source_state (source, received, last_refused_at, last_refusal) "
                       "VALUES (?, 0, ?, ?) ON CONFLICT (source) DO UPDATE SET "
                       "last_refused_at = excluded.last_refused_at, last_refusal = excluded.last_refusal"),
        source, at, why);
    return done ? Result<>() : failure(done);
}

Result<std::vector<SourceState>> all(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT source, last_received_at, received, last_refused_at, last_refusal FROM source_state "
                       "ORDER BY source"),
        [](const Row &row) {
            return SourceState{.source = row.text(0),
                               .lastReceivedAt = row.maybeInstant(1),
                               .received = row.integer(2),
                               .lastRefusedAt = row.maybeInstant(3),
                               .lastRefusal = row.text(4)};
        });
}

}  // namespace onlyonce::sourcestatetable
