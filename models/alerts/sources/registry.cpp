// SPDX-License-Identifier: GPL-3.0-or-later
// Every monitoring system that the program knows, in the order in which people see them. Each is made in the file of
// its name.
#include "models/alerts/source.h"

#include <algorithm>

namespace onlyonce {

std::shared_ptr<const Source> alertmanager();

const Sources &allSources()
{
    static const Sources sources{
        alertmanager(),
    };
    return sources;
}

std::shared_ptr<const Source> sourceNamed(const QString &id)
{
    const Sources &sources = allSources();
    const auto found = std::ranges::find_if(sources, [&id](const auto &source) { return source->id() == id; });
    return found == sources.end() ? nullptr : *found;
}

}  // namespace onlyonce
