// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the timeline by cursor: when an incident ends as a false alarm and customers have read something about it, a
// follow-up that takes it back is drafted. Nothing is ever sent by this: a person fills its gap, approves and publishes it.
#pragma once

#include "models/announce/announcement.h"
#include "models/storage/indexfollower.h"

namespace onlyonce {

//! One step: at most `limit` entries of the timeline past the cursor "retraction"; whether there may be more.
[[nodiscard]] Result<bool> draftRetractions(Transaction &transaction, int limit = 500);

//! Runs draftRetractions() whenever something was written.
class Retractions : public IndexFollower
{
public:
    //! The database outlives it.
    Retractions(Database &database, ActorId program, QObject *parent = nullptr);
};

}  // namespace onlyonce
