// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents by what has become of their post-mortem, for the list of incidents, which knows nothing of them.
#pragma once

#include "models/incidents/lists/incidentlist.h"

namespace onlyonce {

//! What IncidentFilter::postMortems means today; empty where it asks for nothing.
[[nodiscard]] Result<std::vector<IncidentFacet>> postMortemFacets(Transaction &transaction,
                                                                  const IncidentFilter &filter);

}  // namespace onlyonce
