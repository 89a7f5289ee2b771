// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `handover`, and the entries of a timeline that a brief tells. Only this room uses it.
#pragma once

#include "models/incidents/command/handover.h"
#include "models/incidents/timeline.h"

namespace onlyonce::handovertable {

//! The newest first.
[[nodiscard]] Result<std::vector<Handover>> ofIncident(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<std::optional<Handover>> byId(Transaction &transaction, HandoverId id);
[[nodiscard]] Result<HandoverId> insert(Transaction &transaction, const Handover &handover, PersonId from);
[[nodiscard]] Result<> end(Transaction &transaction, HandoverId id, HandoverState state);

//! In order of happening: hypotheses, actions, decisions and what customers were told; those that were corrected only as
//! they stand now. Only kind, happenedAt, actorName, visibility and body are read.
[[nodiscard]] Result<std::vector<TimelineEntry>> told(Transaction &transaction, IncidentId id);

}  // namespace onlyonce::handovertable
