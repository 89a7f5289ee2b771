// SPDX-License-Identifier: GPL-3.0-or-later
// A timeline as the table that every format shows: UTC always, local time beside it where it differs.
#pragma once

#include "models/documents/document.h"

#include <QTimeZone>

namespace onlyonce {

struct TimelineTable
{
    Table table;
    std::vector<Tone> tones;  //!< per row
};

[[nodiscard]] TimelineTable timelineTable(const Timeline &timeline, const QTimeZone &zone);

//! "2026-11-23 05:18 UTC", for headers and footers.
[[nodiscard]] QString utcText(Instant instant);

}  // namespace onlyonce
