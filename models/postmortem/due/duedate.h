// SPDX-License-Identifier: GPL-3.0-or-later
// By when a post-mortem is to be written: memories fade in days.
#pragma once

#include "models/postmortem/due/duerules.h"
#include "models/postmortem/postmortem.h"

#include <QDate>

namespace onlyonce {

//! The day by which it is to be approved and its meeting held, counted from the recovery. Nothing where the rules say never,
//! while the incident is open, and for what has no post-mortem: drills, false alarms, duplicates.
[[nodiscard]] std::optional<QDate> postMortemDueOn(const Incident &incident, const DueRules &rules,
                                                   const QTimeZone &zone = QTimeZone::systemTimeZone());

//! When to meet, unless people say otherwise: on the due day at 14:00 in the zone, or the working day before it; where that
//! has passed, on the next working day.
[[nodiscard]] Instant proposedMeeting(QDate dueOn, Instant now, const QTimeZone &zone = QTimeZone::systemTimeZone());

struct LatePostMortem
{
    Incident incident;
    QDate dueOn;
    PersonId owner;             //!< of the post-mortem, else who led the incident; null where it is nobody
    bool isUnscheduled = true;  //!< no meeting about it is planned, nor was there one
};
//! Neither approved nor published on `today` although their day has passed, the oldest first. Only incidents of the last
//! sixty days, and none that was recorded elsewhere.
[[nodiscard]] Result<std::vector<LatePostMortem>> latePostMortems(Transaction &transaction, QDate today);

}  // namespace onlyonce
