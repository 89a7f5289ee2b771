// SPDX-License-Identifier: GPL-3.0-or-later
// By when a post-mortem is to be written: memories fade in days.
#pragma once

#include "models/postmortem/postmortem.h"

#include <QDate>

namespace onlyonce {

//! The day by which it is to be approved and its meeting held: three days after the recovery for SEV1, five working days
//! (Monday to Friday) for SEV2. Nothing for less, while the incident is open, and for what has no post-mortem: drills, false
//! alarms, duplicates.
[[nodiscard]] std::optional<QDate> postMortemDueOn(const Incident &incident,
                                                   const QTimeZone &zone = QTimeZone::systemTimeZone());

struct LatePostMortem
{
    Incident incident;
    QDate dueOn;
    PersonId owner;  //!< of the post-mortem, else who led the incident; null where it is nobody
};
//! Neither approved nor published on `today` although their day has passed, the oldest first. Only incidents of the last
//! sixty days, and none that was recorded elsewhere.
[[nodiscard]] Result<std::vector<LatePostMortem>> latePostMortems(Transaction &transaction, QDate today);

}  // namespace onlyonce
