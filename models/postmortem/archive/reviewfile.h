// SPDX-License-Identifier: GPL-3.0-or-later
// The comments and reviews of a post-mortem in the JSON of an incident, and back. Internal to this room.
#pragma once

#include "models/postmortem/archive/members.h"
#include "models/postmortem/archive/recordedpostmortem.h"
#include "models/postmortem/review/comments.h"

#include <map>

namespace onlyonce::archive {

//! By the database's id, which one in the file, from 1.
using PlacesById = std::map<qint64, int>;

//! Comments about what has been removed stand as those about the whole.
[[nodiscard]] QJsonArray commentsJson(const std::vector<CommentThread> &threads, const PlacesById &whys,
                                      const PlacesById &countermeasures);
[[nodiscard]] QJsonArray reviewsJson(const std::vector<Review> &reviews);

//! What "comments" and "reviews" hold; nothing where the file has none.
void readReview(Members &in, RecordedPostMortem &recorded, int whys);

//! `whys` and `countermeasures`: what they have become here, in the order of the file.
[[nodiscard]] Result<> importReview(Transaction &transaction, PostMortemId postMortem,
                                    const RecordedPostMortem &recorded, const std::vector<WhyId> &whys,
                                    const std::vector<CountermeasureId> &countermeasures);

}  // namespace onlyonce::archive
