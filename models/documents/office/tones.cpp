// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/office/tones.h"

#include "models/documents/columnwidths.h"

#include <algorithm>

namespace onlyonce::office {

namespace {

constexpr double characterWidth = 4.8;  // of a cell's text, on average, in points
constexpr double cellPadding = 13;
constexpr size_t measuredRows = 400;

}  // namespace

QString toneName(Tone tone)
{
    switch (tone) {
    case Tone::Info:
        return QStringLiteral("Info");
    case Tone::Good:
        return QStringLiteral("Good");
    case Tone::Warning:
        return QStringLiteral("Warning");
    case Tone::Bad:
        return QStringLiteral("Bad");
    case Tone::Neutral:
        break;
    }
    return QStringLiteral("Neutral");
}

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

double textWidth(Paper paper)
{
    constexpr double margins = 2 * 56;
    return (paper == Paper::Letter ? 612 : 595.3) - margins;
}

std::vector<double> measuredWidths(const std::vector<Column> &columns, const std::vector<std::vector<RichText>> &rows,
                                   double available)
{
    std::vector<ColumnDemand> demands(columns.size());
    for (size_t r = 0; r < std::min(rows.size(), measuredRows); ++r) {
        for (size_t c = 0; c < std::min(columns.size(), rows[r].size()); ++c) {
            for (const QString &line : rows[r][c].text.split(QChar::LineSeparator)) {
                demands[c].natural =
                    std::max(demands[c].natural, static_cast<double>(line.size()) * characterWidth + cellPadding);
                demands[c].least = std::max(
                    demands[c].least, static_cast<double>(longestWord(line).second) * characterWidth + cellPadding);
            }
        }
    }
    for (size_t c = 0; c < columns.size(); ++c) {
        ColumnDemand &demand = demands[c];
        demand.weight = columns[c].weight;
        demand.natural = std::max(demand.natural, 2 * cellPadding);
        // Times and kinds are not wrapped at all.
        if (demand.weight <= 0 && demand.natural <= 0.22 * available) {
            demand.least = demand.natural;
        }
        demand.least = std::clamp(demand.least, 2 * cellPadding, std::min(demand.natural, 0.4 * available));
        demand.natural = std::min(demand.natural, 2 * available);
    }
    return sharedWidths(demands, available);
}

bool staysWhole(const std::vector<std::vector<RichText>> &rows)
{
    constexpr size_t fewRows = 12;
    constexpr qsizetype thirdOfPage = 1'500;
    qsizetype size = 0;
    for (const auto &row : rows) {
        qsizetype highest = 0;
        for (const RichText &cell : row) {
            highest = std::max(highest, cell.text.size());
        }
        size += highest;
    }
    return !rows.empty() && rows.size() <= fewRows && size <= thirdOfPage;
}

}  // namespace onlyonce::office
