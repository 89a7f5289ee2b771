// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table alert_move, and what a move does to incident_alert. Only regroup.cpp uses it. Each is one statement
// for however many alerts.
#pragma once

#include "models/incidents/grouping/regroup.h"

#include <limits>

namespace onlyonce::regrouptable {

//! @name Notes what is about to move under a timeline entry: where each alert is now. Those that are there already are
//! left out.
//! @{
[[nodiscard]] Result<> noteAlert(Transaction &transaction, TimelineId entry, AlertId alert, IncidentId to);
[[nodiscard]] Result<> noteIncident(Transaction &transaction, TimelineId entry, IncidentId from);
//! @}
struct Range
{
    AlertId first{1};
    AlertId last{std::numeric_limits<qint64>::max()};
};
//! What was noted of that range now belongs to `to`, and both sides' counts say so; how many those are.
[[nodiscard]] Result<int> moveNoted(Transaction &transaction, TimelineId entry, IncidentId to, const QString &reason,
                                    const Range &range = {});

//! Whether everything that was noted is still where it was moved to; nothing when nothing was noted.
[[nodiscard]] Result<std::optional<bool>> isAsMoved(Transaction &transaction, TimelineId entry, IncidentId to);
//! Back to where it was noted to be; what was in no incident is in none again.
[[nodiscard]] Result<> moveBack(Transaction &transaction, TimelineId entry);
[[nodiscard]] Result<> forgetMove(Transaction &transaction, TimelineId entry);

//! Of what was noted: fires, and comes from no acknowledged incident. With the names of the sources.
[[nodiscard]] Result<std::vector<std::pair<AlertId, QString>>> firingUnacknowledged(Transaction &transaction,
                                                                                    TimelineId entry);
//! The incidents that the alerts were in.
[[nodiscard]] Result<std::vector<IncidentId>> origins(Transaction &transaction, TimelineId entry);
//! Counts alerts anew, those that fire too, and adds the services and data centres that they name.
[[nodiscard]] Result<> settle(Transaction &transaction, IncidentId id);
//! When the earliest of its alerts began.
[[nodiscard]] Result<std::optional<Instant>> earliestStart(Transaction &transaction, IncidentId id);

}  // namespace onlyonce::regrouptable
