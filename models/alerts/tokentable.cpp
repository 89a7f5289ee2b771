// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/tokentable.h"

namespace onlyonce::tokentable {

Result<IntakeTokenId> insert(Transaction &transaction, const IntakeToken &token, const QByteArray &hash)
{
    return transaction.insert<IntakeTokenId>(
        QStringLiteral("INSERT INTO intake_token (name, source, hash, created_at) VALUES (?, ?, ?, ?) RETURNING id"),
        token.name, token.source, hash, token.createdAt);
}

Result<> revoke(Transaction &transaction, IntakeTokenId id)
{
    const auto done =
        transaction.exec(QStringLiteral("UPDATE intake_token SET revoked_at = ? WHERE id = ?"), transaction.now(), id);
    return done ? Result<>() : failure(done);
}

Result<std::vector<IntakeToken>> all(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT id, name, source, created_at, revoked_at FROM intake_token ORDER BY id"),
        [](const Row &row) {
            return IntakeToken{.id = row.id<IntakeTokenId>(0),
                               .name = row.text(1),
                               .source = row.text(2),
                               .createdAt = row.instant(3),
                               .revokedAt = row.maybeInstant(4)};
        });
}

Result<bool> anyEverMade(Transaction &transaction)
{
    const auto found =
        transaction.one(QStringLiteral("SELECT id FROM intake_token LIMIT 1"), [](const Row &) { return true; });
    return found ? Result<bool>(found->has_value()) : failure(found);
}

Result<std::vector<std::pair<QString, QByteArray>>> valid(Transaction &transaction)
{
    return transaction.all(QStringLiteral("SELECT source, hash FROM intake_token WHERE revoked_at IS NULL"),
                           [](const Row &row) { return std::pair(row.text(0), row.bytes(1)); });
}

}  // namespace onlyonce::tokentable
