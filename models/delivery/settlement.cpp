// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/settlement.h"

#include "models/delivery/backoff.h"

namespace onlyonce {

Settlement settlementOf(const Outcome &outcome, const AttemptMade &made)
{
    if (const auto *delivered = std::get_if<Delivered>(&outcome)) {
        return {.state = OutboxState::Sent, .result = delivered->result};
    }
    if (const auto *refused = std::get_if<Refused>(&outcome)) {
        return {
            .state = OutboxState::Failed, .error = refused->error.message, .pauseConnection = refused->pauseConnection};
    }
    const auto &postponed = std::get<Postponed>(outcome);
    const bool wasStopped = made.stopping && postponed.error.code == ErrorCode::Cancelled;
    const milliseconds wait = wasStopped     ? milliseconds{0}
                            : postponed.wait ? pauseAsked(*postponed.wait, made.chance)
                                             : pauseAfter(made.attempts, made.pauses, made.chance);
    return {.state = postponed.uncertain && !made.mayResume ? OutboxState::Uncertain : OutboxState::Waiting,
            .error = postponed.error.message,
            .wait = wait,
            .maybeSent = postponed.uncertain,
            .pauseConnection = postponed.wholeConnection ? std::optional(wait) : std::nullopt};
}

}  // namespace onlyonce
