// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/checks/findingtable.h"

namespace onlyonce::findingtable {

namespace {

Result<> done(const Result<qint64> &changed)
{
    return changed ? Result<>() : failure(changed);
}

}  // namespace

Result<std::vector<Answer>> all(Transaction &transaction, PostMortemId postMortem)
{
    return transaction.all(
        QStringLiteral("SELECT finding, message, reason FROM finding_answer WHERE postmortem_id = ?"),
        [](const Row &row) { return Answer{.key = row.text(0), .message = row.text(1), .reason = row.text(2)}; },
        postMortem);
}

Result<> put(Transaction &transaction, PostMortemId postMortem, const Answer &answer)
{
    return done(transaction.exec(
        QStringLiteral("INSERT INTO finding_answer (postmortem_id, finding, message, reason, actor_id, answered_at) "
                       "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (postmortem_id, finding) DO UPDATE SET "
                       "message = excluded.message, reason = excluded.reason, actor_id = excluded.actor_id, "
                       "answered_at = excluded.answered_at"),
        postMortem, answer.key, answer.message, answer.reason, transaction.actor(), transaction.now()));
}

Result<> remove(Transaction &transaction, PostMortemId postMortem, const QString &key)
{
    return done(transaction.exec(QStringLiteral("DELETE FROM finding_answer WHERE postmortem_id = ? AND finding = ?"),
                                 postMortem, key));
}

}  // namespace onlyonce::findingtable
