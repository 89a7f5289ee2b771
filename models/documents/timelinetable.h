// SPDX-License-Identifier: GPL-3.0-or-later
// A timeline as the table that the formats show: UTC always, local time with it where it differs.
#pragma once

#include "models/documents/document.h"
#include "models/documents/richtext.h"

#include <QTimeZone>

namespace onlyonce {

//! For pages, where what happened needs the width: one column of time, the local one below in small print. The day stands
//! in that column's title, or, when there are several, in a row of its own above its entries.
struct TimelineTable
{
    Table table;
    std::vector<Tone> tones;  //!< per row
    QStringList local;       //!< per row: "15:00:00 CEST", with the date in a second line where it is another; or empty
    std::vector<bool> days;  //!< per row: it names the day, in its first cell alone
};
[[nodiscard]] TimelineTable timelineTable(const Timeline &timeline, const QTimeZone &zone);

//! The first cell of a row.
[[nodiscard]] RichText timeCell(const TimelineTable &timeline, size_t row);

//! For text, where each line speaks for itself: whole moments, and the local ones in a column beside them.
[[nodiscard]] Table wholeTimeline(const Timeline &timeline, const QTimeZone &zone);

//! "2026-11-23 05:18 UTC", for headers and footers.
[[nodiscard]] QString utcText(Instant instant);

}  // namespace onlyonce
