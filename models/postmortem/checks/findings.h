// SPDX-License-Identifier: GPL-3.0-or-later
// What the checks find in an incident's post-mortem, and what people say to it: a serious finding is mended, or somebody
// writes why it stays as it is, and that stands in the document. Only then it can be approved.
#pragma once

#include "models/postmortem/checks/checks.h"

namespace onlyonce {

//! As they are now, with the reasons that were given. Empty when nobody has begun a post-mortem. A reason holds for the
//! finding as it read then: what is found anew, in other words, is to be answered anew.
[[nodiscard]] Result<std::vector<Finding>> findingsOf(Transaction &transaction, IncidentId incident);

//! Why the finding of that key stays; an empty reason takes back one that stands there. NotFound when nothing of that key is found (any
//! more); Conflict, with both texts, when `before` is not the reason that stands there. Rules of postmortem.h.
[[nodiscard]] Result<> answerFinding(Transaction &transaction, IncidentId incident, const QString &key,
                                     const QString &reason, const QString &before);

//! {finding, rule, weight, message, explanation, reason}
[[nodiscard]] QJsonObject toJson(const Finding &finding);

namespace detail {
//! Invalid, with the first of them, when serious findings are not answered.
[[nodiscard]] Result<> requireAnswered(Transaction &transaction, const PostMortem &postMortem);
}  // namespace detail

}  // namespace onlyonce
