// SPDX-License-Identifier: GPL-3.0-or-later
// What an edit of the why tree did, so that it can be taken back: how the branch was and how it is since. Taking back is an
// edit like any other, and overwrites nothing that somebody else has changed since.
#pragma once

#include "models/postmortem/countermeasures/countermeasures.h"

#include <functional>

namespace onlyonce {

struct WhyStep
{
    std::optional<WhyNode> before;                                 //!< nothing: the edit added it
    std::optional<WhyNode> after;                                  //!< nothing: the edit removed it
    std::vector<std::pair<CountermeasureId, WhyId>> answers = {};  //!< of a branch that was removed

    [[nodiscard]] const Why &why() const { return after ? after->why : before->why; }
};

using WhyWork = std::function<Result<>(Transaction &)>;

//! Does `work`, an edit of that why.
[[nodiscard]] Result<WhyStep> recordStep(Transaction &transaction, PostMortemId postMortem, WhyId why,
                                         const WhyWork &work);
//! addWhy(), recorded.
[[nodiscard]] Result<WhyStep> recordAdded(Transaction &transaction, PostMortemId postMortem, const WhyPlace &place,
                                          const QString &text);

//! Answers with what taking back did: that, taken back, does the edit again. Conflict, with both texts, when what the edit
//! changed has been changed since; NotFound when the why has gone. A branch that was removed comes back with its
//! evidence, and answers and answered are together again.
[[nodiscard]] Result<WhyStep> takeBack(Transaction &transaction, PostMortemId postMortem, const WhyStep &step);

}  // namespace onlyonce
