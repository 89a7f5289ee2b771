// SPDX-License-Identifier: GPL-3.0-or-later
// When alerts stand in the wrong incident: move them, split an incident, merge two, and take any of it back. Each is one
// change with its timeline entries, in the caller's transaction. Responders and up.
#pragma once

#include "models/alerts/alert.h"
#include "models/incidents/incident.h"
#include "models/incidents/timeline.h"

#include <span>
#include <vector>

namespace onlyonce {

struct Moved
{
    IncidentId to;
    qint64 number = 0;  //!< of that incident
    int alerts = 0;     //!< how many were moved; those that were there already do not count
    TimelineId entry;   //!< on that incident's timeline: what undoMove() takes
};

//! From now on these alerts belong to `to`; with a null id to a new incident, as if the first of them had opened it. What
//! fires of them later follows. A start that lies before the incident's own becomes its start. Errors: Denied, NotFound,
//! Invalid (no alert, all of them there already, the incident is closed).
[[nodiscard]] Result<Moved> moveAlerts(Transaction &transaction, const std::vector<AlertId> &alerts, IncidentId to);
//! @name The same for however many alerts, in steps, each in a transaction of its own, so that nobody who writes waits for
//! all of them: begun once, with the number of them and the one that would have opened a new incident; then so many at a
//! time, in the order of their ids; then ended. It is one move: whatever of it is done is taken back by undoMove().
//! @{
[[nodiscard]] Result<Moved> beginMove(Transaction &transaction, AlertId first, int count, IncidentId to);
[[nodiscard]] Result<Moved> moveOn(Transaction &transaction, Moved move, std::span<const AlertId> alerts);
[[nodiscard]] Result<> endMove(Transaction &transaction, const Moved &move);
//! @}
//! Every alert of `from` moves into `into`, and `from` is closed as merged. `version` is that of `from`; errors besides
//! those above: Conflict.
[[nodiscard]] Result<Moved> mergeIncident(Transaction &transaction, IncidentId from, IncidentId into, int version);
//! Takes a move or a merge back: each alert returns to where it was, and an incident that the merge closed is open as
//! before. Errors: Denied, NotFound (no such move, or taken back already), Conflict (one of the alerts was moved again, or
//! the closed incident was changed since; nothing happens). The entry that tells of it has {"undone": the move's id}.
[[nodiscard]] Result<> undoMove(Transaction &transaction, TimelineId entry);

}  // namespace onlyonce
