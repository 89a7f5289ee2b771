// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the demo's story that comes after an incident: a meeting about its post-mortem is planned, the post-mortem is
// approved, and what was thought to be corrected is said to be there again.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QJsonObject>

namespace onlyonce {

//! Moments "meeting" {inDays, time: of that day, "14:00"}, "stage" {to: the status of the post-mortem} and "sameAgain" {as:
//! words of the earlier incident's title}.
[[nodiscard]] bool isFollowUp(const QString &what);
[[nodiscard]] Result<> tellFollowUp(Transaction &transaction, IncidentId incident, const QJsonObject &moment);

}  // namespace onlyonce
