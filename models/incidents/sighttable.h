// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table incident_sight, and what the alert says that an incident began with. Used by this slice only.
#pragma once

#include "models/alerts/alert.h"
#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

namespace onlyonce::sighttable {

[[nodiscard]] QString probeKind();
[[nodiscard]] QString testKind();
[[nodiscard]] QString sourceKind();

using Sight = std::pair<QString, QString>;  //!< kind and value

//! What is to be kept of an alert: nothing of most.
[[nodiscard]] std::vector<Sight> sightsOf(const AlertRow &alert);
[[nodiscard]] Result<> add(Transaction &transaction, IncidentId id, const Sight &sight);
//! Adds what its alerts say, after some were moved here. What they said stays with an incident that they have left, as
//! its services do.
[[nodiscard]] Result<> settle(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<std::vector<Sight>> all(Transaction &transaction, IncidentId id);

struct Opening
{
    Instant startedAt;
    bool toldStart = false;
    Watch watch;
};
//! Of its first alert; nothing when it has none.
[[nodiscard]] Result<std::optional<Opening>> opening(Transaction &transaction, IncidentId id);

}  // namespace onlyonce::sighttable
