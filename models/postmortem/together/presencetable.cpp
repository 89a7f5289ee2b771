// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/together/presencetable.h"

namespace onlyonce::presencetable {

namespace {

Result<> doneWith(const Result<qint64> &rows)
{
    return rows ? Result<>() : failure(rows);
}

}  // namespace

Result<> put(Transaction &transaction, IncidentId incident, const QString &token, const QString &part, Instant seenAt)
{
    return doneWith(transaction.exec(
        QStringLiteral("INSERT INTO presence (token, incident_id, actor_id, part, seen_at) VALUES (?, ?, ?, ?, ?) "
                       "ON CONFLICT (token) DO UPDATE SET part = excluded.part, seen_at = excluded.seen_at"),
        token, incident, transaction.actor(), part, seenAt));
}

Result<> remove(Transaction &transaction, const QString &token)
{
    return doneWith(transaction.exec(QStringLiteral("DELETE FROM presence WHERE token = ?"), token));
}

Result<> keepOnly(Transaction &transaction, Instant from, Instant to)
{
    return doneWith(
        transaction.exec(QStringLiteral("DELETE FROM presence WHERE seen_at < ? OR seen_at > ?"), from, to));
}

Result<std::vector<PresentRow>> of(Transaction &transaction, IncidentId incident)
{
    return transaction.all(
        QStringLiteral("SELECT p.token, p.actor_id, a.name, p.part, p.seen_at FROM presence p "
                       "JOIN actor a ON a.id = p.actor_id WHERE p.incident_id = ? ORDER BY a.name, p.token"),
        [](const Row &row) {
            return PresentRow{.token = row.text(0),
                              .who = {.actor = row.id<ActorId>(1), .name = row.text(2), .part = row.text(3)},
                              .seenAt = row.instant(4)};
        },
        incident);
}

}  // namespace onlyonce::presencetable
