// SPDX-License-Identifier: GPL-3.0-or-later
// Who sits at this window, and the database they work on: what a page is given instead of either alone.
#pragma once

#include "models/catalog/actor.h"
#include "models/storage/database.h"

namespace onlyonce {

//! Its answers are for then() with a context: see Answer. Do not wait for them on the main thread.
struct Session
{
    Database &database;
    ActorId actor;

    //! As this person; see Database::write().
    template <typename Work>
    auto write(Work work) const
    {
        return database.write(actor, std::move(work));
    }
    //! On behalf of this person: restricted incidents are there for those alone who are named.
    template <typename Work>
    auto read(Work work, Reader reader = Reader::Interactive, CancelTokenPtr token = {}) const
    {
        return database.readAs(actor, std::move(work), reader, std::move(token));
    }
    [[nodiscard]] Instant now() const { return database.clock().now(); }
};

}  // namespace onlyonce
