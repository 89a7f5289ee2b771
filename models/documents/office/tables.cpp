// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/office/tables.h"

#include "models/documents/columnwidths.h"
#include "models/documents/visibletext.h"

#include <algorithm>

namespace onlyonce::office {

namespace {

constexpr double characterWidth = 4.8;  // of a cell's text, on average, in points
constexpr double cellPadding = 13;
constexpr size_t measuredRows = 400;

}  // namespace

Rows rowsOf(const Table &table)
{
    Rows rows;
    std::vector<RichText> titles;
    titles.reserve(table.columns.size());
    for (const Column &column : table.columns) {
        titles.push_back(plainRichText(visibleLine(column.title)));
    }
    rows.push_back(std::move(titles));
    for (const QStringList &cells : table.rows) {
        std::vector<RichText> row;
        row.reserve(table.columns.size());
        for (size_t c = 0; c < table.columns.size(); ++c) {
            row.push_back(richLine(cells.value(static_cast<qsizetype>(c))));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Rows rowsOf(const TimelineTable &timeline)
{
    Rows rows = rowsOf(timeline.table);
    for (size_t r = 0; r < timeline.table.rows.size(); ++r) {
        rows[r + 1].front() = timeCell(timeline, r);
    }
    return rows;
}

double textWidth(Paper paper)
{
    constexpr double margins = 2 * 56;
    return (paper == Paper::Letter ? 612 : 595.3) - margins;
}

std::vector<double> measuredWidths(const std::vector<Column> &columns, const Rows &rows, double available)
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

bool staysWhole(const Rows &rows)
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
