// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the index of facets and words by which the inbox is filtered, and counts how late and from where failures were
// seen (sightings.h): follows alerts by cursor, a second behind at most
// while the writer has time for it, outside the intake's transactions.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/storage/indexfollower.h"

#include <functional>
#include <vector>

namespace onlyonce {

struct Indexed
{
    int alerts = 0;  //!< new ones, and those that ended
    bool more = false;
};

//! One step: at most `limit` alerts and as many events. Touches "alert_words" when something can be found that could not.
[[nodiscard]] Result<Indexed> indexAlerts(Transaction &transaction, int limit = 500);

//! `change` rewrites what these alerts say; the index forgets at once what they said before, to the last byte.
[[nodiscard]] Result<> rewording(Transaction &transaction, const std::vector<AlertId> &alerts,
                                 const std::function<Result<>()> &change);

//! Runs indexAlerts() whenever alerts changed.
class InboxIndex : public IndexFollower
{
public:
    //! The database outlives it.
    InboxIndex(Database &database, ActorId program, QObject *parent = nullptr);
};

}  // namespace onlyonce
