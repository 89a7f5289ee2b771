// SPDX-License-Identifier: GPL-3.0-or-later
// What a filter means in the database. Used by this room only.
#pragma once

#include "models/incidents/lists/incidentlist.h"

namespace onlyonce::incidentfacettable {

//! One for each member of the filter, with those that were handed in. Nothing when a value is asked for that no incident
//! can have. Narrows the page too, where it may.
[[nodiscard]] Result<std::optional<std::vector<IncidentFacet>>>
facetsOf(Transaction &transaction, const IncidentFilter &filter, const std::vector<IncidentFacet> &more, KeyPage &page);

}  // namespace onlyonce::incidentfacettable
