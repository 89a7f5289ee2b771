// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/alertendtable.h"

namespace onlyonce::alertendtable {

Result<std::vector<Lapsed>> lapsed(Transaction &transaction, int limit)
{
    return transaction.all(
        QStringLiteral("SELECT id, lapses_at, last_received_at FROM alert WHERE lapses_at <= ? "
                       "ORDER BY lapses_at LIMIT ?"),
        [](const Row &row) { return Lapsed{row.id<AlertId>(0), row.instant(1), row.instant(2)}; }, transaction.now(),
        limit);
}

Result<std::vector<Lapsed>> untold(Transaction &transaction, const QString &source, milliseconds limit, int most)
{
    return transaction.all(
        QStringLiteral("SELECT id, last_received_at FROM alert WHERE source = ? AND status = 'firing' "
                       "AND last_received_at <= ? LIMIT ?"),
        [limit](const Row &row) { return Lapsed{row.id<AlertId>(0), row.instant(1) + limit, row.instant(1)}; }, source,
        transaction.now() - limit, most);
}

Result<bool> end(Transaction &transaction, AlertId id, Instant at, const QString &reason, ActorId by)
{
    const auto ended = transaction.exec(
        QStringLiteral("UPDATE alert SET status = 'resolved', lapses_at = NULL, end_reason = ?, ended_by = ?, "
                       "resolved_at = CASE WHEN started_at > ? THEN started_at ELSE ? END "
                       "WHERE id = ? AND status = 'firing'"),
        reason, by, at, at, id);
    if (!ended || *ended == 0) {
        return ended ? Result<bool>(false) : failure(ended);
    }
    const auto told =
        transaction.exec(QStringLiteral("INSERT INTO alert_event (alert_id, kind, at) VALUES (?, 'resolved', ?)"), id,
                         transaction.now());
    if (!told) {
        return failure(told);
    }
    transaction.touch(QStringLiteral("alert"), id);
    return true;
}

}  // namespace onlyonce::alertendtable
