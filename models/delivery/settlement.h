// SPDX-License-Identifier: GPL-3.0-or-later
// What the outcome of an attempt means for its row in the outbox. Pure.
#pragma once

#include "models/delivery/courier.h"
#include "models/delivery/lease.h"

#include <span>

namespace onlyonce {

struct AttemptMade
{
    int attempts = 1;        //!< with this one
    bool mayResume = false;  //!< the far side can be asked what has arrived
    bool stopping = false;   //!< what was broken off then is tried again at once
    std::span<const milliseconds> pauses;
    double chance = 0;  //!< 0 to 1: spreads out what waits
};
[[nodiscard]] Settlement settlementOf(const Outcome &outcome, const AttemptMade &made);

}  // namespace onlyonce
