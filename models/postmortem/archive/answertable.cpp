// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/answertable.h"

#include <algorithm>
#include <tuple>

namespace onlyonce::answertable {

Result<std::vector<Answer>> all(Transaction &transaction, PostMortemId postMortem)
{
    auto answers = transaction.all(
        QStringLiteral("SELECT f.finding, f.message, f.reason, f.actor_id, a.name, f.answered_at FROM finding_answer f "
                       "JOIN actor a ON a.id = f.actor_id WHERE f.postmortem_id = ?"),
        [](const Row &row) {
            return Answer{.finding = row.text(0),
                          .message = row.text(1),
                          .reason = row.text(2),
                          .actor = row.id<ActorId>(3),
                          .actorName = row.text(4),
                          .answeredAt = row.instant(5)};
        },
        postMortem);
    if (answers) {  // the order of the keys would follow numbers that each database gives anew, and an engine's its language
        std::ranges::sort(*answers, {}, [](const Answer &answer) {
            return std::tie(answer.answeredAt, answer.message, answer.reason);
        });
    }
    return answers;
}

Result<> insert(Transaction &transaction, PostMortemId postMortem, const Answer &answer)
{
    const auto inserted = transaction.exec(
        QStringLiteral("INSERT INTO finding_answer (postmortem_id, finding, message, reason, actor_id, answered_at) "
                       "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (postmortem_id, finding) DO NOTHING"),
        postMortem, answer.finding, answer.message, answer.reason, answer.actor, answer.answeredAt);
    return inserted ? Result<>() : failure(inserted);
}

}  // namespace onlyonce::answertable
