// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `postmortem_review`. Only this room and the archive use it.
#pragma once

#include "models/postmortem/review/reviews.h"

namespace onlyonce::reviewtable {

[[nodiscard]] Result<std::vector<Review>> all(Transaction &transaction, PostMortemId postMortem);
//! In the place of an earlier one.
[[nodiscard]] Result<> put(Transaction &transaction, const Review &review);
[[nodiscard]] Result<> remove(Transaction &transaction, PostMortemId postMortem, PersonId person);
[[nodiscard]] Result<std::vector<AwaitedReview>> awaited(Transaction &transaction, Instant before, int limit);

}  // namespace onlyonce::reviewtable
