// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `postmortem_comment`. Only this room and the archive use it.
#pragma once

#include "models/postmortem/review/comments.h"

namespace onlyonce::commenttable {

//! In order of writing; those about what this program does not know as of the whole.
[[nodiscard]] Result<std::vector<Comment>> all(Transaction &transaction, PostMortemId postMortem);
[[nodiscard]] Result<std::optional<Comment>> byId(Transaction &transaction, CommentId id);
[[nodiscard]] Result<qint64> count(Transaction &transaction, PostMortemId postMortem);
[[nodiscard]] Result<CommentId> insert(Transaction &transaction, const Comment &comment);
//! Its body, or whether it is settled, with the version.
[[nodiscard]] Result<> update(Transaction &transaction, const Comment &comment);

}  // namespace onlyonce::commenttable
