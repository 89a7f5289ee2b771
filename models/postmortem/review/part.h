// SPDX-License-Identifier: GPL-3.0-or-later
// What people speak about in a review: a field, a why, a countermeasure, or the post-mortem as a whole.
#pragma once

#include "models/postmortem/countermeasures/countermeasures.h"

#include <variant>

namespace onlyonce {

using PostMortemPart = std::variant<std::monostate, PostMortemField, WhyId, CountermeasureId>;

//! "field leadUp", "why 12", "countermeasure 3"; empty for the whole. In the database and on the command line, where the
//! name of a field alone will do.
[[nodiscard]] QString toText(const PostMortemPart &part);
[[nodiscard]] Result<PostMortemPart> postMortemPartFrom(const QString &text);

//! For people, as it reads now: the field's name, or the first words of what the why or countermeasure says. Those of one
//! that has been removed say so.
[[nodiscard]] QString labelOf(const PostMortemPart &part, const std::vector<WhyNode> &whys,
                              const std::vector<Countermeasure> &countermeasures);

namespace detail {
//! NotFound when it does not belong to this post-mortem, or somebody has removed it.
[[nodiscard]] Result<> requirePart(Transaction &transaction, PostMortemId postMortem, const PostMortemPart &part);
}  // namespace detail

}  // namespace onlyonce
