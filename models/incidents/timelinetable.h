// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `timeline`. Only timeline.cpp and the room timeline/ use it.
#pragma once

#include "models/incidents/timeline/timelinepage.h"

namespace onlyonce::timelinetable {

[[nodiscard]] Result<TimelineId> insert(Transaction &transaction, const TimelineEntry &entry);
//! @name In order of happening.
//! @{
[[nodiscard]] Result<std::vector<TimelineEntry>> ofIncident(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::vector<TimelineEntry>> since(Transaction &transaction, IncidentId incident, TimelineId last);
[[nodiscard]] Result<std::vector<TimelineEntry>> page(Transaction &transaction, IncidentId incident,
                                                      const TimelineFilter &filter, const TimelinePage &page);
//! @}
//! Without one that was corrected.
[[nodiscard]] Result<std::optional<TimelineEntry>> byId(Transaction &transaction, TimelineId id);
//! @name The next and the previous version; nothing where there is none.
//! @{
[[nodiscard]] Result<TimelineId> correctionOf(Transaction &transaction, TimelineId id);
[[nodiscard]] Result<std::optional<TimelineEntry>> correctedBy(Transaction &transaction, TimelineId id);
//! @}
[[nodiscard]] Result<TimelineId> last(Transaction &transaction);
//! Counts no further than `most`.
[[nodiscard]] Result<int> countSince(Transaction &transaction, IncidentId incident, TimelineId last, int most);
//! What entries of moved alerts hold.
[[nodiscard]] Result<std::vector<QJsonObject>> movesOf(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<> setPinned(Transaction &transaction, const TimelineEntry &entry, bool pinned);
//! A correction is as pinned as what it corrects.
[[nodiscard]] Result<> movePin(Transaction &transaction, TimelineId from, TimelineId to);
[[nodiscard]] Result<std::vector<qint64>> pins(Transaction &transaction, IncidentId incident);
//! Without the history of imported incidents.
[[nodiscard]] Result<std::vector<TimelineEntry>> after(Transaction &transaction, qint64 id, int limit);

}  // namespace onlyonce::timelinetable
