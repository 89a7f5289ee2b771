// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a table: how they share the width of a page, in whatever unit their content was measured. Internal to this
// slice.
#pragma once

#include "models/documents/document.h"
#include "models/documents/richtext.h"

#include <utility>
#include <vector>

namespace onlyonce {

//! Of a table in Markdown: their alignment.
[[nodiscard]] std::vector<Column> columnsOf(const RichBlock &table);

struct ColumnDemand
{
    double least = 0;    //!< the longest word
    double natural = 0;  //!< without any wrapping
    double weight = 0;   //!< Column::weight
};

//! Where the longest word begins, and its length. Between ideographs a line may break as at a blank.
[[nodiscard]] std::pair<qsizetype, qsizetype> longestWord(QStringView text);

//! Every column gets its least, then the rest goes where the most is missing; what is left over widens the hungriest.
//! Where there is not room for every word, the longest ones are broken, and short words elsewhere stay whole. Together they
//! are as wide as `available`.
[[nodiscard]] std::vector<double> sharedWidths(std::vector<ColumnDemand> demands, double available);

}  // namespace onlyonce
