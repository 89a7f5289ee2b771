// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the index of words by which incidents are found: their titles, what people wrote into their timelines, and what
// other slices hand in (whys). A second behind at most, outside the transactions of those who write. What only alerts
// have told is found in the inbox; restricted incidents are not in the index.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/indexfollower.h"

namespace onlyonce {

//! In the transaction of the change: `part` of the incident's words ("why 12") is now this text, or nothing if it is
//! empty. Found a moment later, as soon as the follower has been here.
[[nodiscard]] Result<> indexText(Transaction &transaction, IncidentId incident, const QString &part,
                                 const QString &text);
//! Something that was written has been changed or overwritten (redaction): its words are gathered anew.
[[nodiscard]] Result<> indexAnew(Transaction &transaction, IncidentId incident);
//! The incident is about to be deleted: nobody finds it any more.
[[nodiscard]] Result<> forgetIndexed(Transaction &transaction, IncidentId incident);

//! One step: at most `limit` entries of timelines; whether there is more. Touches "incident_words" when something can be
//! found that could not.
[[nodiscard]] Result<bool> indexIncidents(Transaction &transaction, int limit = 500);

//! Runs indexIncidents() whenever something was written.
class IncidentIndex : public IndexFollower
{
public:
    //! The database outlives it.
    IncidentIndex(Database &database, ActorId program, QObject *parent = nullptr);
};

}  // namespace onlyonce
