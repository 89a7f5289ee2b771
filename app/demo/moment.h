// SPDX-License-Identifier: GPL-3.0-or-later
// What every teller of the demo's story reads: a moment of resources/demo/story.json.
#pragma once

#include <QJsonObject>

namespace onlyonce {

[[nodiscard]] inline QString text(const QJsonObject &moment, const char *key)
{
    return moment.value(QLatin1StringView(key)).toString();
}

}  // namespace onlyonce
