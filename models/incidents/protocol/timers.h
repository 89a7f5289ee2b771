// SPDX-License-Identifier: GPL-3.0-or-later
// Timers of steps, of all incidents: which are over, for somebody who is looking elsewhere.
#pragma once

#include "models/incidents/protocol/steps.h"

namespace onlyonce {

struct EndedTimer
{
    Incident incident;
    IncidentStep step;
    Instant at;
};

struct StepTimers
{
    std::vector<EndedTimer> ended;  //!< the earliest first, at most 50
    std::optional<Instant> next;    //!< when another one ends
};

//! Those that ended after `after`, until `now`, of open steps that are nobody's or the reader's own; not of incidents that
//! are closed. What the reader may not see is not among them.
[[nodiscard]] Result<StepTimers> stepTimers(Transaction &transaction, Instant after, Instant now, ActorId reader);

}  // namespace onlyonce
