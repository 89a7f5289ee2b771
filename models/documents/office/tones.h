// SPDX-License-Identifier: GPL-3.0-or-later
// What the office formats have in common: names of styles, and what a word processor is told of tables. Internal to this
// slice.
#pragma once

#include "models/documents/formats/registry.h"
#include "models/documents/richtext.h"

#include <array>

namespace onlyonce::office {

inline constexpr std::array allTones{Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Bad};

[[nodiscard]] QString toneName(Tone tone);  //!< "Neutral", "Info", …: the end of a style's name

//! Of a table in Markdown: their alignment.
[[nodiscard]] std::vector<Column> columnsOf(const RichBlock &table);

//! The width of the text between the margins, in points.
[[nodiscard]] double textWidth(Paper paper);

//! In points, by the number of characters: nothing is laid out here.
[[nodiscard]] std::vector<double> measuredWidths(const std::vector<Column> &columns,
                                                 const std::vector<std::vector<RichText>> &rows, double available);

//! Whether a table goes to the next page as a whole, with its heading. (LibreOffice 7.4 may leave the titles of a short one
//! at the end of a page, and then lose its rows.)
[[nodiscard]] bool staysWhole(const std::vector<std::vector<RichText>> &rows);

}  // namespace onlyonce::office
