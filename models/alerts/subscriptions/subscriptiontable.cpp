// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/subscriptions/subscriptiontable.h"

namespace onlyonce::subscriptiontable {

namespace {

QString columns()
{
    return QStringLiteral("id, source, subject, confirm_url, state, asked_at, changed_at, problem, attempts");
}

SubscriptionRow read(const Row &row)
{
    return {.id = row.id<SubscriptionId>(0),
            .source = row.text(1),
            .subject = row.text(2),
            .confirm = QUrl(row.text(3)),
            .state = subscriptionStateFrom(row.text(4)),
            .askedAt = row.instant(5),
            .changedAt = row.instant(6),
            .problem = row.text(7),
            .attempts = int(row.integer(8))};
}

QString urlText(const SubscriptionRow &row)
{
    return row.confirm.toString(QUrl::FullyEncoded);
}

}  // namespace

Result<SubscriptionId> insert(Transaction &transaction, const SubscriptionRow &row)
{
    return transaction.insert<SubscriptionId>(
        QStringLiteral("INSERT INTO subscription (source, subject, confirm_url, state, asked_at, changed_at, problem, "
                       "attempts, next_at) VALUES (?, ?, ?, ?, ?, ?, '', 0, ?) RETURNING id"),
        row.source, row.subject, urlText(row), toText(row.state), row.askedAt, row.changedAt, row.askedAt);
}

Result<> renew(Transaction &transaction, const SubscriptionRow &row)
{
    const auto done = transaction.exec(
        QStringLiteral("UPDATE subscription SET confirm_url = ?, state = ?, asked_at = ?, changed_at = ?, "
                       "problem = '', attempts = 0, next_at = ? WHERE id = ?"),
        urlText(row), toText(row.state), row.askedAt, row.changedAt, row.askedAt, row.id);
    return done ? Result<>() : failure(done);
}

Result<> update(Transaction &transaction, const SubscriptionRow &row, Instant nextAt)
{
    const auto done = transaction.exec(QStringLiteral("UPDATE subscription SET state = ?, changed_at = ?, problem = ?, "
                                                      "attempts = ?, next_at = ? WHERE id = ?"),
                                       toText(row.state), row.changedAt, row.problem, row.attempts, nextAt, row.id);
    return done ? Result<>() : failure(done);
}

Result<std::optional<SubscriptionRow>> byId(Transaction &transaction, SubscriptionId id)
{
    return transaction.one(QStringLiteral("SELECT %1 FROM subscription WHERE id = ?").arg(columns()), read, id);
}

Result<std::optional<SubscriptionRow>> bySubject(Transaction &transaction, const QString &source,
                                                 const QString &subject)
{
    return transaction.one(
        QStringLiteral("SELECT %1 FROM subscription WHERE source = ? AND subject = ?").arg(columns()), read, source,
        subject);
}

Result<std::vector<SubscriptionRow>> all(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT %1 FROM subscription ORDER BY CASE WHEN state IN ('asked', 'ended', "
                                          "'failed') THEN 0 ELSE 1 END, id DESC")
                               .arg(columns()),
                           read);
}

Result<bool> anyDue(Transaction &transaction)
{
    const auto found = transaction.one(
        QStringLiteral("SELECT id FROM subscription WHERE state = 'agreed' AND next_at <= ? LIMIT 1"),
        [](const Row &row) { return row.integer(0); }, transaction.now());
    return found ? Result<bool>(found->has_value()) : failure(found);
}

Result<std::vector<SubscriptionRow>> claim(Transaction &transaction, Instant until)
{
    return transaction.all(QStringLiteral("UPDATE subscription SET next_at = ?, attempts = attempts + 1 "
                                          "WHERE state = 'agreed' AND next_at <= ? RETURNING %1")
                               .arg(columns()),
                           read, until, transaction.now());
}

}  // namespace onlyonce::subscriptiontable
