// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `incident_impact`, and the alerts of an incident that fire, by place. Only this room uses it.
#pragma once

#include "models/catalog/places.h"
#include "models/incidents/command/impact.h"

namespace onlyonce::impacttable {

//! Those of which somebody has said something; `firing` is 0. Data centres by the name that is shown.
[[nodiscard]] Result<std::vector<ImpactCell>> cells(Transaction &transaction, IncidentId id);
//! Service, data centre as it is shown, how many fire, of the latest so many: a hint may not take longer in a storm.
constexpr int mostHints = 5'000;
[[nodiscard]] Result<std::vector<ImpactCell>> firing(Transaction &transaction, IncidentId id);
//! A null data centre: the service as a whole.
[[nodiscard]] Result<ImpactLevel> level(Transaction &transaction, IncidentId id, ServiceId service, DataCentreId place);
[[nodiscard]] Result<> setLevel(Transaction &transaction, IncidentId id, ServiceId service, DataCentreId place,
                                ImpactLevel level);
[[nodiscard]] Result<> clear(Transaction &transaction, IncidentId id, ServiceId service, DataCentreId place);

//! @name Whether an alert of the incident is of that service, or at that place, by whatever name.
//! @{
[[nodiscard]] Result<bool> hasAlertOf(Transaction &transaction, IncidentId id, ServiceId service);
[[nodiscard]] Result<bool> hasAlertAt(Transaction &transaction, IncidentId id, DataCentreId place);
//! @}
//! @name It is of the incident no more; how many rows that were.
//! @{
[[nodiscard]] Result<qint64> remove(Transaction &transaction, IncidentId id, ServiceId service);
[[nodiscard]] Result<qint64> remove(Transaction &transaction, IncidentId id, DataCentreId place);
//! @}

}  // namespace onlyonce::impacttable
