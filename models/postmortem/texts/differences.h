// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be removed from one sequence of numbers, and added, to make another of it. worddiff.cpp and merge.cpp use it.
#pragma once

#include "models/postmortem/texts/worddiff.h"

#include <optional>

namespace onlyonce {

//! So many of them, in order, are the same, removed or added.
struct DifferenceRun
{
    TextChange::Kind kind = TextChange::Kind::Same;
    int count = 0;
};

//! As few as possible; nothing where that are more than 1,200, because the room that is needed grows with their square.
[[nodiscard]] std::optional<std::vector<DifferenceRun>> differences(const std::vector<int> &before,
                                                                    const std::vector<int> &after);

}  // namespace onlyonce
