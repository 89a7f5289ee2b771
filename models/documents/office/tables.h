// SPDX-License-Identifier: GPL-3.0-or-later
// What a word processor is told of tables, in both of the office formats. Internal to this slice.
#pragma once

#include "models/documents/formatoptions.h"
#include "models/documents/richtext.h"
#include "models/documents/timelinetable.h"

namespace onlyonce::office {

//! The titles, then the rows.
using Rows = std::vector<std::vector<RichText>>;
[[nodiscard]] Rows rowsOf(const Table &table);
[[nodiscard]] Rows rowsOf(const TimelineTable &timeline);

//! The width of the text between the margins, in points.
[[nodiscard]] double textWidth(Paper paper);

//! In points, by the number of characters: nothing is laid out here.
[[nodiscard]] std::vector<double> measuredWidths(const std::vector<Column> &columns, const Rows &rows,
                                                 double available);

//! Whether a table goes to the next page as a whole, with its heading. (LibreOffice 7.4 may leave the titles of a short one
//! at the end of a page, and then lose its rows.)
[[nodiscard]] bool staysWhole(const Rows &rows);

}  // namespace onlyonce::office
