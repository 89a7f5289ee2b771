// SPDX-License-Identifier: GPL-3.0-or-later
// What a stage of a post-mortem means in the database. Only postmortemfacet.cpp uses it.
#pragma once

#include "models/incidents/lists/incidentlist.h"

namespace onlyonce::postmortemfacettable {

//! An incident of that severity that was resolved before is one whose post-mortem is due.
struct DueBefore
{
    Severity severity = Severity::Sev1;
    Instant before;
};
[[nodiscard]] IncidentFacet facetOf(const std::vector<PostMortemStage> &stages, const std::vector<DueBefore> &due);

}  // namespace onlyonce::postmortemfacettable
