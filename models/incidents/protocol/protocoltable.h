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
[[nodiscard]] Result<std::vector<IncidentStep>> ofIncident(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<IncidentId> incidentOf(Transaction &transaction, StepId id);
//! Its state, with reason, when and by whom; its assignee; its timer.
[[nodiscard]] Result<> update(Transaction &transaction, const IncidentStep &step);

}  // namespace onlyonce::protocoltable
