// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `finding_answer` as an archive holds them: with who gave the answer, and when. Only this room uses it;
// what people answer now is findingtable.h.
#pragma once

#include "models/postmortem/postmortem.h"

namespace onlyonce::answertable {

struct Answer
{
    QString finding;  //!< "leafIsNoRoot why 12"
    QString message;
    QString reason;
    ActorId actor;
    QString actorName;  //!< filled on reading
    Instant answeredAt;
};
//! In the order in which they were given.
[[nodiscard]] Result<std::vector<Answer>> all(Transaction &transaction, PostMortemId postMortem);
[[nodiscard]] Result<> insert(Transaction &transaction, PostMortemId postMortem, const Answer &answer);

}  // namespace onlyonce::answertable
