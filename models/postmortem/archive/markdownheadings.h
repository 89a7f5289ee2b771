// SPDX-License-Identifier: GPL-3.0-or-later
// Under which headings post-mortems are usually written, and where that goes here. Internal to this room.
#pragma once

#include "models/postmortem/postmortem.h"

#include <variant>

namespace onlyonce::archive {

enum class Part { Head, Timeline, Whys, WhysUndetected, WhysSlow, RootCauses, Actions, Unknown };
using Place = std::variant<Part, PostMortemField>;
[[nodiscard]] Place placeOfHeading(const QString &heading);

}  // namespace onlyonce::archive
