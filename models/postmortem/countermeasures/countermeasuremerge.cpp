// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/countermeasures/countermeasuremerge.h"

namespace onlyonce {

CountermeasureMerge mergeCountermeasures(const CountermeasureText &base, const CountermeasureText &yours,
                                         const CountermeasureText &theirs)
{
    CountermeasureMerge merge{.both = yours};
    const auto join = [&](CountermeasureEntry entry, auto value) {
        if (yours.*value == base.*value) {
            merge.both.*value = theirs.*value;
        } else if (theirs.*value != base.*value && theirs.*value != yours.*value) {
            merge.disputed.push_back(entry);
        }
    };
    join(CountermeasureEntry::Why, &CountermeasureText::why);
    join(CountermeasureEntry::Text, &CountermeasureText::text);
    join(CountermeasureEntry::Owner, &CountermeasureText::owner);
    join(CountermeasureEntry::DueOn, &CountermeasureText::dueOn);
    join(CountermeasureEntry::Kind, &CountermeasureText::kind);
    join(CountermeasureEntry::EffectCheck, &CountermeasureText::effectCheck);
    join(CountermeasureEntry::Link, &CountermeasureText::link);
    join(CountermeasureEntry::Visibility, &CountermeasureText::visibility);
    return merge;
}

}  // namespace onlyonce
