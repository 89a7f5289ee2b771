// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/adapters.h"

#include "models/alerts/sourceadapter.h"
#include "models/announce/forums/registry.h"
#include "models/notify/channels/registry.h"

#include <algorithm>

namespace onlyonce {

namespace {

Adapters joined(Adapters first, const Adapters &second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

bool contains(const Adapters &adapters, const QString &id)
{
    return std::ranges::any_of(adapters, [&id](const auto &adapter) { return adapter->id() == id; });
}

}  // namespace

const Adapters &deliveryAdapters()
{
    static const Adapters all = joined(channelAdapters(), forumAdapters());
    return all;
}

const Adapters &allAdapters()
{
    static const Adapters all = joined(deliveryAdapters(), sourceAdapters());
    return all;
}

QString connectionKindOf(const QString &adapter)
{
    return contains(channelAdapters(), adapter) ? QStringLiteral("mail")
         : contains(forumAdapters(), adapter)   ? QStringLiteral("forum")
         : contains(sourceAdapters(), adapter)  ? QStringLiteral("source")
                                                : QString();
}

}  // namespace onlyonce
