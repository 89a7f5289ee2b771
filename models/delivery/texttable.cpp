// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/texttable.h"

namespace onlyonce {

TextPlaces deliveryTexts()
{
    return {{.table = QStringLiteral("outbox"),
             .columns = {QStringLiteral("title"), QStringLiteral("payload"), QStringLiteral("progress"),
                         QStringLiteral("result"), QStringLiteral("last_error")},
             .ofIncident = QStringLiteral("incident_id = ?")}};
}

}  // namespace onlyonce
