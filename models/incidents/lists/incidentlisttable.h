// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of the table `incident`, narrowed. Used by this room only.
#pragma once

#include "models/incidents/lists/incidentlist.h"

namespace onlyonce::incidentlisttable {

//! By id, the newest first; the filter's order is not looked at.
[[nodiscard]] Result<std::vector<Incident>> newest(Transaction &transaction, const IncidentFilter &filter,
                                                   const std::vector<IncidentFacet> &more, const KeyPage &page);
//! The longest recovery first, with its key.
[[nodiscard]] Result<std::vector<ListedIncident>> byRecovery(Transaction &transaction, const IncidentFilter &filter,
                                                             const std::vector<IncidentFacet> &more,
                                                             const KeyPage &page);
[[nodiscard]] Result<IncidentOffers> offers(Transaction &transaction, int limit);

}  // namespace onlyonce::incidentlisttable
