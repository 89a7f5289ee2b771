// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/forums/registry.h"

namespace onlyonce {

const Adapters &forumAdapters()
{
    static const Adapters adapters{
        discourseForum(),
    };
    return adapters;
}

}  // namespace onlyonce
