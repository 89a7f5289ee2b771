// SPDX-License-Identifier: GPL-3.0-or-later
// Takes back what somebody changed of an incident, from the audit trail: a new change that restores what the rows say was
// there before, with its own rows and its own entries in the timeline, by the rules of whatever is changed. Nothing
// vanishes, and what went out of the house because of it is not called back.
#pragma once

#include "models/incidents/timeline.h"
#include "models/storage/journal.h"

#include <vector>

namespace onlyonce {

//! What one actor changed of one incident at one moment (a saying may hold several changes).
struct PastChange
{
    IncidentId incident;
    std::vector<AuditRow> rows;  //!< those that can be taken back, the oldest first; never empty
    bool isUndo = false;         //!< it took something back itself: taking this back makes that again
    bool isUndone = false;
};

//! What of the incident `who` changed last, after the row `after` of the audit trail, and has not taken back yet. Of the
//! latest few hundred changes.
[[nodiscard]] Result<std::optional<PastChange>> lastChange(Transaction &transaction, IncidentId incident, ActorId who,
                                                           qint64 after = 0);
//! What `who` took back last; nothing when something else was changed since.
[[nodiscard]] Result<std::optional<PastChange>> lastUndo(Transaction &transaction, IncidentId incident, ActorId who,
                                                         qint64 after = 0);
//! What the entry tells of; nothing when that cannot be taken back.
[[nodiscard]] Result<std::optional<PastChange>> changeOf(Transaction &transaction, const TimelineEntry &entry);
//! The newest row of the audit trail: what is changed from now on has a higher one.
[[nodiscard]] Result<qint64> lastAudited(Transaction &transaction);

//! "Status: Investigating → Identified"
[[nodiscard]] Result<QString> textOf(Transaction &transaction, const PastChange &change);
//! Whether it moved the incident itself on: status, severity, scope, title or a time.
[[nodiscard]] bool isOfIncident(const PastChange &change);

//! Takes it back, or makes it again. What was done, for people: "Status is Investigating again.", and what is not taken
//! back with it. Conflict, with both values, when somebody has changed it since; nothing is overwritten.
[[nodiscard]] Result<QString> undo(Transaction &transaction, const PastChange &change);

}  // namespace onlyonce
