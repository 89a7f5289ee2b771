// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `why`. Only whytree.cpp and whyevidence.cpp use it.
#pragma once

#include "models/postmortem/whys/whytree.h"

namespace onlyonce::whytable {

[[nodiscard]] Result<std::optional<Why>> byId(Transaction &transaction, WhyId id);
//! By place and id, the levels of the tree mixed.
[[nodiscard]] Result<std::vector<Why>> all(Transaction &transaction, PostMortemId postMortem);
[[nodiscard]] Result<WhyId> insert(Transaction &transaction, const Why &why);
//! What was removed, under the id that it had.
[[nodiscard]] Result<> insertAgain(Transaction &transaction, const Why &why);

//! What one edit changes. Only that is written, so that a value which a newer program added survives our other edits.
enum class Part { Text, State, Causes, Visibility, Accepted, Root, Place };
//! The part and the version.
[[nodiscard]] Result<> update(Transaction &transaction, const Why &why, Part part);
//! The node alone: those below it must be gone.
[[nodiscard]] Result<> remove(Transaction &transaction, WhyId id);

}  // namespace onlyonce::whytable
