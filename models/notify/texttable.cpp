// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/texttable.h"

namespace onlyonce {

TextPlaces notifyTexts()
{
    return {{.table = QStringLiteral("notification"),
             .columns = {QStringLiteral("problem")},
             .ofIncident = QStringLiteral("incident_id = ?")}};
}

}  // namespace onlyonce
