// SPDX-License-Identifier: GPL-3.0-or-later
// The times of an incident as people are told of them: recorded, still to come, or never to come; and who said so. None is
// ever guessed from another one.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QJsonArray>

namespace onlyonce {

enum class TimeState {
    Recorded,
    Pending,        //!< it has not happened, or nobody has said when
    NotApplicable,  //!< it will not happen: a false alarm is not recovered from, and of a drill no customer is told
    Invalid,        //!< it contradicts another one: a clock was wrong before the order was checked
};
[[nodiscard]] QString toText(TimeState state);
[[nodiscard]] QString label(TimeState state);  //!< for people, translated: "not yet"
[[nodiscard]] TimeState stateOf(const Incident &incident, IncidentTime which);

struct TimeOfIncident
{
    TimeState state = TimeState::Pending;
    std::optional<Instant> at;
    //! One sentence: "As alertmanager told when it opened.", "Corrected by Ada: the log shows it."; empty if nothing is
    //! recorded.
    QString source;
};
using TimesOfIncident = std::array<TimeOfIncident, allIncidentTimes.size()>;
//! Reads the audit trail and the beginning of the timeline.
[[nodiscard]] Result<TimesOfIncident> timesOf(Transaction &transaction, const Incident &incident);

//! [{time: "startedAt", state, at, source}], in the order of happening.
[[nodiscard]] QJsonArray toJson(const TimesOfIncident &times);

}  // namespace onlyonce
