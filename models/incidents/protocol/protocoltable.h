// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `protocol`, `incident_protocol` and `incident_step`. Used by this folder only.
#pragma once

#include "models/incidents/protocol/steps.h"

namespace onlyonce::protocoltable {

[[nodiscard]] Result<std::vector<Protocol>> all(Transaction &transaction);
[[nodiscard]] Result<ProtocolId> insert(Transaction &transaction, const Protocol &protocol);
//! False when the stored version is not `protocol.version`.
[[nodiscard]] Result<bool> update(Transaction &transaction, const Protocol &protocol);
[[nodiscard]] Result<> remove(Transaction &transaction, ProtocolId id);

//! False when the incident has had it before.
[[nodiscard]] Result<bool> attach(Transaction &transaction, IncidentId incident, const Protocol &protocol);
[[nodiscard]] Result<> addStep(Transaction &transaction, IncidentId incident, ProtocolId protocol,
                               const ChecklistStep &step);
[[nodiscard]] Result<> removeSteps(Transaction &transaction, IncidentId incident, ProtocolId protocol);
[[nodiscard]] Result<std::vector<IncidentStep>> ofIncident(Transaction &transaction, IncidentId incident);
struct Timer
{
    StepId step;
    IncidentId incident;
    Instant endsAt;
};
//! Of open steps, not of closed incidents: those that ended after `after`, until `now`, the earliest first, at most 50.
[[nodiscard]] Result<std::vector<Timer>> timersOver(Transaction &transaction, Instant after, Instant now);
[[nodiscard]] Result<std::optional<Instant>> nextTimer(Transaction &transaction, Instant after);
[[nodiscard]] Result<IncidentId> incidentOf(Transaction &transaction, StepId id);
//! Its state, with reason, when and by whom; its assignee; its timer.
[[nodiscard]] Result<> update(Transaction &transaction, const IncidentStep &step);

}  // namespace onlyonce::protocoltable
