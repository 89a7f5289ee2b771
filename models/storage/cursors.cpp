// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/cursors.h"

namespace onlyonce {

Result<qint64> cursorPosition(Transaction &transaction, const QString &follower)
{
    auto found = transaction.one(
        QStringLiteral("SELECT position FROM follow_cursor WHERE follower = ?"),
        [](const Row &row) { return row.integer(0); }, follower);
    if (!found) {
        return failure(found);
    }
    return found->value_or(0);
}

Result<> moveCursor(Transaction &transaction, const QString &follower, qint64 position)
{
    auto done = transaction.exec(QStringLiteral("INSERT INTO follow_cursor (follower, position) VALUES (?, ?) "
                                                "ON CONFLICT (follower) DO UPDATE SET position = excluded.position"),
                                 follower, position);
    if (!done) {
        return failure(done);
    }
    return {};
}

}  // namespace onlyonce
