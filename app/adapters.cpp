// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/adapters.h"

#include "models/announce/forums/registry.h"
#include "models/notify/channels/registry.h"

#include <algorithm>

namespace onlyonce {

namespace {

bool contains(const Adapters &adapters, const QString &id)
{
    return std::ranges::any_of(adapters, [&id](const auto &adapter) { return adapter->id() == id; });
}

}  // namespace

const Adapters &allAdapters()
{
    static const Adapters all = [] {
        Adapters joined = channelAdapters();
        joined.insert(joined.end(), forumAdapters().begin(), forumAdapters().end());
        return joined;
    }();
    return all;
}

QString connectionKindOf(const QString &adapter)
{
    return contains(channelAdapters(), adapter) ? QStringLiteral("mail")
         : contains(forumAdapters(), adapter)   ? QStringLiteral("forum")
                                                : QString();
}

}  // namespace onlyonce
