// SPDX-License-Identifier: GPL-3.0-or-later
// What is the same for every finding of a rule. Internal to this slice.
#pragma once

#include "models/postmortem/checks/checks.h"

namespace onlyonce {

[[nodiscard]] CheckWeight weightOf(CheckRule rule);
[[nodiscard]] QString explanationOf(CheckRule rule);

}  // namespace onlyonce
