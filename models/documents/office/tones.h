// SPDX-License-Identifier: GPL-3.0-or-later
// What the office formats have in common: names of styles, and the widths that a word processor is told. Internal to this
// slice.
#pragma once

#include "models/documents/formats/registry.h"
#include "models/documents/richtext.h"

#include <array>

namespace onlyonce::office {

inline constexpr std::array allTones{Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Bad};

[[nodiscard]] QString toneName(Tone tone);  //!< "Neutral", "Info", …: the end of a style's name

//! The width of the text between the margins, in points.
[[nodiscard]] double textWidth(Paper paper);

//! In points, by the number of characters: nothing is laid out here.
[[nodiscard]] std::vector<double> measuredWidths(const std::vector<Column> &columns,
                                                 const std::vector<std::vector<RichText>> &rows, double available);

}  // namespace onlyonce::office
