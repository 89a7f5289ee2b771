// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `reference`. Only this slice uses it. A null incident: what the team always uses.
#pragma once

#include "models/incidents/command/references.h"
#include "models/storage/transaction.h"

namespace onlyonce::referencetable {

[[nodiscard]] Result<std::vector<Reference>> all(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<ReferenceId> insert(Transaction &transaction, IncidentId id, const Reference &reference);
[[nodiscard]] Result<> update(Transaction &transaction, const Reference &reference);
[[nodiscard]] Result<> remove(Transaction &transaction, ReferenceId id);
//! The incident gets what the team always uses.
[[nodiscard]] Result<> attachStanding(Transaction &transaction, IncidentId id);

}  // namespace onlyonce::referencetable
