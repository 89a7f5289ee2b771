// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/columnwidths.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! By weight, but no word is broken while there is room for it: what a column lacks for its least, the others give.
std::vector<double> shareByWeight(const std::vector<ColumnDemand> &demands, double available, double least)
{
    double weights = 0;
    for (const ColumnDemand &demand : demands) {
        weights += demand.weight;
    }
    double spare = 0;
    for (const ColumnDemand &demand : demands) {
        spare += std::max(0.0, available * demand.weight / weights - demand.least);
    }
    std::vector<double> widths;
    for (const ColumnDemand &demand : demands) {
        const double own = std::max(0.0, available * demand.weight / weights - demand.least);
        widths.push_back(demand.least + (spare > 0 ? (available - least) * own / spare : 0));
    }
    return widths;
}

}  // namespace

std::vector<double> sharedWidths(const std::vector<ColumnDemand> &demands, double available)
{
    double least = 0;
    double natural = 0;
    for (const ColumnDemand &demand : demands) {
        least += demand.least;
        natural += demand.natural;
    }
    if (least <= available && std::ranges::all_of(demands, [](const ColumnDemand &each) { return each.weight > 0; })) {
        return shareByWeight(demands, available, least);
    }
    std::vector<double> widths;
    for (const ColumnDemand &demand : demands) {
        double width = 0;
        if (natural <= available) {
            width = demand.natural + (available - natural) * demand.natural / std::max(1.0, natural);
        } else if (least <= available) {
            width =
                demand.least + (available - least) * (demand.natural - demand.least) / std::max(1.0, natural - least);
        } else {
            width = available * demand.least / least;
        }
        widths.push_back(width);
    }
    return widths;
}

}  // namespace onlyonce
