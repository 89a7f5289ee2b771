// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table saved_view. Only savedviews.cpp uses it.
#pragma once

#include "models/incidents/lists/savedviews.h"

namespace onlyonce::savedviewtable {

[[nodiscard]] Result<std::vector<SavedView>> all(Transaction &transaction, ActorId actor);
//! Without an actor: everybody's.
[[nodiscard]] Result<SavedViewId> put(Transaction &transaction, ActorId actor, const QString &name,
                                      const IncidentFilter &filter);
[[nodiscard]] Result<> remove(Transaction &transaction, SavedViewId id);

}  // namespace onlyonce::savedviewtable
