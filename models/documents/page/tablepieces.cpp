// SPDX-License-Identifier: GPL-3.0-or-later
// Tables: columns as wide as their content asks, a header that comes back on every page, rows that stay whole.
#include "models/documents/columnwidths.h"
#include "models/documents/page/blocks.h"
#include "models/documents/visibletext.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace onlyonce::page {

namespace {

constexpr double cellPaddingX = 6 * pt;
constexpr double cellPaddingY = 4 * pt;
constexpr double markWidth = 3 * pt;
constexpr double markInset = 2 * pt;
constexpr size_t measuredRows = 400;  // a longer table is measured by its first rows; the others wrap

struct Row
{
    std::vector<std::unique_ptr<TextBox>> cells = {};
    QColor mark = {};  //!< at the left edge
    bool isHeader = false;
    bool isDay = false;  //!< names the day of the rows below it, up to the next such row

    [[nodiscard]] int lines() const
    {
        int most = 1;
        for (const auto &cell : cells) {
            most = std::max(most, cell->lineCount());
        }
        return most;
    }
};

struct Grid
{
    std::vector<Column> columns;
    std::vector<double> widths;
    double width = 0;
    QColor rule;
    QColor hairline;
    QColor pale;
    bool hasMarks = false;

    //! Text stands flush with the paragraphs around the table, unless a mark stands there.
    [[nodiscard]] double left(size_t column) const { return column == 0 && !hasMarks ? 0 : cellPaddingX; }
    [[nodiscard]] double right(size_t column) const { return column + 1 == columns.size() ? 0 : cellPaddingX; }
    [[nodiscard]] double padding(size_t column) const { return left(column) + right(column); }
};

std::vector<double> columnWidths(std::vector<Row> &rows, const Grid &grid, double available)
{
    const auto &columns = grid.columns;
    std::vector<ColumnDemand> demands(columns.size());
    for (size_t r = 0; r < std::min(rows.size(), measuredRows); ++r) {
        for (size_t c = 0; c < columns.size(); ++c) {
            TextBox &cell = *rows[r].cells[c];
            ColumnDemand &demand = demands[c];
            demand.natural = std::max(demand.natural, cell.naturalWidth() + grid.padding(c));
            demand.least = std::max(demand.least, cell.longestWordWidth() + grid.padding(c));
            demand.weight = columns[c].weight;
        }
    }
    for (ColumnDemand &demand : demands) {
        // Short columns (times, kinds) are not wrapped at all, unless the author has weighed them against the others;
        // long words may be broken.
        if (demand.weight <= 0 && demand.natural <= 0.22 * available) {
            demand.least = demand.natural;
        }
        demand.least = std::min({demand.least, demand.natural, 0.4 * available});
        demand.natural = std::min(demand.natural, 2 * available);
    }
    return sharedWidths(demands, available);
}

TextStyle aligned(TextStyle style, Column::Align align)
{
    style.alignment = align == Column::Align::Right  ? Qt::AlignRight
                    : align == Column::Align::Center ? Qt::AlignHCenter
                                                     : Qt::AlignLeft;
    return style;
}

std::unique_ptr<TextBox> cellBox(const Look &look, const Column &column, const RichText &text)
{
    return std::make_unique<TextBox>(text, aligned(look.cell(), column.align));
}

Row titleRow(const Look &look, const std::vector<Column> &columns)
{
    Row row{.isHeader = true};
    for (const Column &column : columns) {
        row.cells.push_back(
            std::make_unique<TextBox>(plainRichText(column.title), aligned(look.cellHead(), column.align)));
    }
    return row;
}

void paintRule(QPainter &painter, double y, double width, double thickness, const QColor &color)
{
    painter.fillRect(QRectF(0, y - thickness, width, thickness), color);
}

//! Lines [from, to) of a row, as one strip.
void addStrip(Flow &flow, const std::shared_ptr<const Row> &row, const std::shared_ptr<const Grid> &grid, int from,
              int to, Piece piece)
{
    const bool isLast = to == row->lines();
    const double above = from == 0 ? cellPaddingY : 0;
    const double lineHeight = row->cells.front()->lineHeight();
    piece.height = above + (to - from) * lineHeight + (isLast ? cellPaddingY : 0);
    piece.paint = [row, grid, from, to, above, isLast, lineHeight, height = piece.height](QPainter &painter) {
        if (row->isDay) {
            painter.fillRect(QRectF(0, 0, grid->width, height), grid->pale);
        }
        if (row->mark.isValid()) {
            const double top = from == 0 ? markInset : 0;
            const double bottom = isLast ? height - markInset : height;
            painter.fillRect(QRectF(0, top, markWidth, bottom - top), row->mark);
        }
        double x = grid->hasMarks ? markWidth : 0;
        for (size_t c = 0; c < row->cells.size(); ++c) {
            for (int line = from; line < std::min(to, row->cells[c]->lineCount()); ++line) {
                row->cells[c]->paintLine(painter, line, QPointF(x + grid->left(c), above + (line - from) * lineHeight));
            }
            x += grid->widths[c];
        }
        if (isLast) {
            paintRule(painter, height, grid->width, row->isHeader ? 10 : 5,
                      row->isHeader ? grid->rule : grid->hairline);
        }
    };
    flow.add(std::move(piece));
}

void addRows(Flow &flow, const Look &look, std::vector<Row> rows, std::vector<Column> columns)
{
    if (rows.empty() || columns.empty()) {
        return;
    }
    auto grid = std::make_shared<Grid>();
    grid->columns = std::move(columns);
    grid->width = flow.width();
    grid->rule = look.rule;
    grid->hairline = look.hairline;
    grid->pale = look.pale;
    grid->hasMarks = std::ranges::any_of(rows, [](const Row &row) { return row.mark.isValid(); });
    grid->widths = columnWidths(rows, *grid, grid->width - (grid->hasMarks ? markWidth : 0));

    int allLines = 0;
    for (Row &row : rows) {
        for (size_t c = 0; c < grid->columns.size(); ++c) {
            row.cells[c]->layOut(std::max(pt, grid->widths[c] - grid->padding(c)));
        }
        allLines += row.lines();
    }
    constexpr int shortTable = 20;  // lines, about a third of a page: it goes to the next one as a whole
    std::optional<size_t> titles;
    std::optional<size_t> header;
    for (size_t r = 0; r < rows.size(); ++r) {
        const auto row = std::make_shared<const Row>(std::move(rows[r]));
        const int lines = row->lines();
        constexpr int tallestWholeRow = 26;  // about half a page; what is higher may break between its lines
        const bool isWhole = lines <= tallestWholeRow || row->isHeader;
        for (int from = 0; from < lines;) {
            const int to = isWhole ? lines : std::min(lines, from + 1);
            // A table does not begin with a lonely header, nor end with a lonely row.
            const bool keep = (row->isHeader && rows.size() > 1) || row->isDay
                           || (isWhole && r + 2 == rows.size() && rows.size() > 3)
                           || (allLines <= shortTable && r + 1 < rows.size());
            addStrip(flow, row, grid, from, to,
                     {.keepWithNext = keep,
                      .header = row->isHeader ? std::nullopt
                              : row->isDay    ? titles
                                              : header});
            from = to;
        }
        if (row->isHeader || row->isDay) {
            header = flow.pieces().size() - 1;
        }
        if (row->isHeader) {
            titles = header;
        }
    }
}

}  // namespace

void addParsedTable(Flow &flow, const Look &look, std::vector<Column> columns,
                    const std::vector<std::vector<RichText>> &parsed)
{
    std::vector<Row> rows;
    for (size_t r = 0; r < parsed.size(); ++r) {
        Row row{.isHeader = r == 0};
        for (size_t c = 0; c < columns.size(); ++c) {
            row.cells.push_back(
                std::make_unique<TextBox>(c < parsed[r].size() ? parsed[r][c] : RichText(),
                                          aligned(r == 0 ? look.cellHead() : look.cell(), columns[c].align)));
        }
        rows.push_back(std::move(row));
    }
    addRows(flow, look, std::move(rows), std::move(columns));
}

void addTable(Flow &flow, const Look &look, const Table &table)
{
    flow.space(Look::blockGap);
    if (!table.caption.isEmpty()) {
        addText(flow, plainRichText(visibleLine(table.caption)), look.small());
        flow.keepLastWithNext();
        flow.space(2 * pt);
    }
    std::vector<Row> rows;
    rows.push_back(titleRow(look, table.columns));
    for (const QStringList &cells : table.rows) {
        Row row;
        for (size_t c = 0; c < table.columns.size(); ++c) {
            row.cells.push_back(cellBox(look, table.columns[c], richLine(cells.value(static_cast<qsizetype>(c)))));
        }
        rows.push_back(std::move(row));
    }
    addRows(flow, look, std::move(rows), table.columns);
    flow.space(Look::blockGap);
}

void addTimeline(Flow &flow, const Look &look, const TimelineTable &timeline)
{
    const Table &table = timeline.table;
    flow.space(Look::blockGap);
    std::vector<Row> rows;
    rows.push_back(titleRow(look, table.columns));
    for (size_t r = 0; r < table.rows.size(); ++r) {
        const Tone tone = timeline.tones[r];
        Row row{.mark = tone == Tone::Neutral ? QColor() : look.tone(tone).line, .isDay = timeline.days[r]};
        row.cells.push_back(cellBox(look, table.columns.front(), timeCell(timeline, r)));
        for (size_t c = 1; c < table.columns.size(); ++c) {
            row.cells.push_back(
                cellBox(look, table.columns[c], richLine(table.rows[r].value(static_cast<qsizetype>(c)))));
        }
        rows.push_back(std::move(row));
    }
    addRows(flow, look, std::move(rows), table.columns);
    flow.space(Look::blockGap);
}

void addFacts(Flow &flow, const Look &look, const std::vector<Fact> &facts)
{
    flow.space(Look::blockGap);
    std::vector<Row> rows;
    TextStyle label = look.cell();
    label.color = look.muted;
    for (const Fact &fact : facts) {
        Row row;
        row.cells.push_back(std::make_unique<TextBox>(plainRichText(visibleLine(fact.label)), label));
        row.cells.push_back(std::make_unique<TextBox>(richLine(fact.markdown), look.cell()));
        rows.push_back(std::move(row));
    }
    addRows(flow, look, std::move(rows), {{{}, Column::Align::Left, 32}, {{}, Column::Align::Left, 68}});
    flow.space(Look::blockGap);
}

}  // namespace onlyonce::page
