// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/texttable.h"

namespace onlyonce {

TextPlaces announceTexts()
{
    return {
        {.table = QStringLiteral("announcement"),
         .columns = {QStringLiteral("title"), QStringLiteral("published_title")},
         .ofIncident = QStringLiteral("incident_id = ?"),
         .versioned = true},
        {.table = QStringLiteral("announcement_post"),
         .columns = {QStringLiteral("body"), QStringLiteral("published_body"), QStringLiteral("problem")},
         .ofIncident = QStringLiteral("announcement_id IN (SELECT a.id FROM announcement a WHERE a.incident_id = ?)"),
         .versioned = true}};
}

}  // namespace onlyonce
