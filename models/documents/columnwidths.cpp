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

//! How wide a word may be at most, so that all columns have room for theirs.
double widestWord(const std::vector<ColumnDemand> &demands, double available)
{
    std::vector<double> words;
    words.reserve(demands.size());
    for (const ColumnDemand &demand : demands) {
        words.push_back(demand.least);
    }
    std::ranges::sort(words);
    double left = available;
    for (size_t i = 0; i < words.size(); ++i) {
        const double share = left / double(words.size() - i);
        if (words[i] > share) {
            return share;
        }
        left -= words[i];
    }
    return available;
}

bool isIdeograph(QChar c)
{
    const auto script = c.script();
    return script == QChar::Script_Han || script == QChar::Script_Hiragana || script == QChar::Script_Katakana;
}

}  // namespace

std::vector<Column> columnsOf(const RichBlock &table)
{
    std::vector<Column> columns;
    for (const Qt::Alignment alignment : table.alignments) {
        columns.push_back({.title = {},
                           .align = alignment == Qt::AlignRight   ? Column::Align::Right
                                  : alignment == Qt::AlignHCenter ? Column::Align::Center
                                                                  : Column::Align::Left});
    }
    return columns;
}

std::pair<qsizetype, qsizetype> longestWord(QStringView text)
{
    std::pair<qsizetype, qsizetype> longest(0, 0);
    qsizetype start = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const bool isWhole = i < text.size() && isIdeograph(text[i]);
        if (i == text.size() || text[i].isSpace() || isWhole) {
            if (i - start > longest.second) {
                longest = {start, i - start};
            }
            start = isWhole ? i : i + 1;
        }
    }
    return longest;
}

std::vector<double> sharedWidths(std::vector<ColumnDemand> demands, double available)
{
    double weights = 0;
    for (const ColumnDemand &demand : demands) {
        weights += demand.weight;
    }
    // Nor does one address in a column take the room that its author has meant for the others.
    constexpr double everyWord = 0.2;
    for (ColumnDemand &demand : demands) {
        if (demand.weight > 0) {
            demand.least = std::min(demand.least, available * std::max(everyWord, demand.weight / weights));
        }
    }
    const double widest = widestWord(demands, available);
    for (ColumnDemand &demand : demands) {
        demand.least = std::min(demand.least, widest);
    }
    double least = 0;
    double natural = 0;
    for (const ColumnDemand &demand : demands) {
        least += demand.least;
        natural += demand.natural;
    }
    if (std::ranges::all_of(demands, [](const ColumnDemand &each) { return each.weight > 0; })) {
        return shareByWeight(demands, available, least);
    }
    std::vector<double> widths;
    for (const ColumnDemand &demand : demands) {
        double width = 0;
        if (natural <= available) {
            width = demand.natural + (available - natural) * demand.natural / std::max(1.0, natural);
        } else {
            width =
                demand.least + (available - least) * (demand.natural - demand.least) / std::max(1.0, natural - least);
        }
        widths.push_back(width);
    }
    return widths;
}

}  // namespace onlyonce
