// SPDX-License-Identifier: GPL-3.0-or-later
// How the columns of a table share the width of a page, in whatever unit their content was measured. Internal to this
// slice.
#pragma once

#include <vector>

namespace onlyonce {

struct ColumnDemand
{
    double least = 0;    //!< the longest word
    double natural = 0;  //!< without any wrapping
    double weight = 0;   //!< Column::weight
};

//! Every column gets its least, then the rest goes where the most is missing; what is left over widens the hungriest.
//! Together they are as wide as `available`.
[[nodiscard]] std::vector<double> sharedWidths(const std::vector<ColumnDemand> &demands, double available);

}  // namespace onlyonce
