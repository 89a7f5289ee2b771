// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `incident_relation`, and the end of all rows of a drill. Only ending.cpp uses it.
#pragma once

#include "models/incidents/ending/ending.h"

namespace onlyonce::relationtable {

[[nodiscard]] Result<std::vector<Relation>> of(Transaction &transaction, IncidentId id);
//! Takes the place of what was said of the two before. Related, Duplicate or Recurrence.
[[nodiscard]] Result<> put(Transaction &transaction, IncidentId id, IncidentId other, RelationKind kind);
//! Whichever has said it.
[[nodiscard]] Result<> remove(Transaction &transaction, IncidentId id, IncidentId other);
//! Removes it with all that refers to it, and keeps its number.
[[nodiscard]] Result<> forgetIncident(Transaction &transaction, const Incident &incident);

}  // namespace onlyonce::relationtable
