// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/protocol/timers.h"

#include "models/incidents/desk.h"
#include "models/incidents/protocol/protocoltable.h"

#include <algorithm>

namespace onlyonce {

Result<StepTimers> stepTimers(Transaction &transaction, Instant after, Instant now, ActorId reader)
{
    const auto over = protocoltable::timersOver(transaction, after, now);
    const auto next = over ? protocoltable::nextTimer(transaction, now) : failure(over);
    const auto me = next ? actor(transaction, reader) : failure(next);
    if (!me) {
        return failure(me);
    }
    StepTimers all{.ended = {}, .next = *next};
    for (const protocoltable::Timer &timer : *over) {
        const auto steps = stepsOf(transaction, timer.incident);
        const auto about = steps ? incident(transaction, timer.incident) : failure(steps);
        if (!about) {
            return failure(about);
        }
        const auto step = std::ranges::find(*steps, timer.step, &IncidentStep::id);
        const bool isMine = step != steps->end() && (!step->assignee || (*me && step->assignee == (*me)->person));
        if (*about && isMine) {
            all.ended.push_back({.incident = **about, .step = *step, .at = timer.endsAt});
        }
    }
    return all;
}

}  // namespace onlyonce
