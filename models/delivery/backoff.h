// SPDX-License-Identifier: GPL-3.0-or-later
// How long a row waits before it is tried again. Pure: the random part is handed in.
#pragma once

#include "models/base/clock.h"

#include <span>
#include <vector>

namespace onlyonce {

//! 2, 5, 15, 30, 60, 120, 300 s; the last one for ever after.
[[nodiscard]] const std::vector<milliseconds> &usualPauses();

//! After the `attempts`-th attempt (from 1). `chance` (0 to 1) spreads it by a fifth to either side, so that what failed
//! together does not come back together.
[[nodiscard]] milliseconds pauseAfter(int attempts, std::span<const milliseconds> pauses, double chance);

//! What the far side itself asked for: never shorter, at most a tenth (and at most ten seconds) longer.
[[nodiscard]] milliseconds pauseAsked(milliseconds asked, double chance);

}  // namespace onlyonce
