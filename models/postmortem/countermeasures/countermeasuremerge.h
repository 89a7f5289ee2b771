// SPDX-License-Identifier: GPL-3.0-or-later
// Joins what two people have made of one countermeasure, entry by entry of its form.
#pragma once

#include "models/postmortem/countermeasures/countermeasures.h"

namespace onlyonce {

enum class CountermeasureEntry { Why, Text, Owner, DueOn, Kind, EffectCheck, Link, Visibility };

struct CountermeasureMerge
{
    CountermeasureText both;  //!< both changes to `base`; of what is disputed, yours
    std::vector<CountermeasureEntry> disputed =
        {};  //!< what both have changed, and not alike: somebody has to read both
};

[[nodiscard]] CountermeasureMerge mergeCountermeasures(const CountermeasureText &base, const CountermeasureText &yours,
                                                       const CountermeasureText &theirs);

}  // namespace onlyonce
