// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/dataformats.h"

#include "models/base/tr.h"
#include "models/postmortem/archive/incidentfile.h"

#include <algorithm>
#include <array>

namespace onlyonce {

std::span<const DataFormat> dataFormats()
{
    static const std::array all{
        DataFormat{QStringLiteral("json"), tr("Everything, as JSON"), QStringLiteral("json"),
                   QStringLiteral("application/json"), incidentFile},
        DataFormat{QStringLiteral("csv"), tr("Timeline, as CSV"), QStringLiteral("csv"), QStringLiteral("text/csv"),
                   timelineCsv},
        DataFormat{QStringLiteral("ics"), tr("Due dates, as a calendar"), QStringLiteral("ics"),
                   QStringLiteral("text/calendar"), dueCalendar},
    };
    return all;
}

const DataFormat *dataFormatById(QStringView id)
{
    const auto found = std::ranges::find_if(dataFormats(), [&](const DataFormat &format) { return format.id == id; });
    return found == dataFormats().end() ? nullptr : &*found;
}

}  // namespace onlyonce
