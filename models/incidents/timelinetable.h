// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `timeline`. Only timeline.cpp uses it.
#pragma once

#include "models/incidents/timeline.h"

namespace onlyonce::timelinetable {

[[nodiscard]] Result<TimelineId> insert(Transaction &transaction, const TimelineEntry &entry);
//! @name In order of happening.
//! @{
[[nodiscard]] Result<std::vector<TimelineEntry>> ofIncident(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::vector<TimelineEntry>> since(Transaction &transaction, IncidentId incident, TimelineId last);
//! @}
[[nodiscard]] Result<std::vector<TimelineEntry>> after(Transaction &transaction, qint64 id, int limit);

}  // namespace onlyonce::timelinetable
