// SPDX-License-Identifier: GPL-3.0-or-later
// Code and evidence: highlighted, numbered, long lines wrapped under themselves. A strip keeps only its text and shapes
// it when it is painted, so that a log of many thousand lines costs little while pages are laid out.
#include "models/documents/highlighter.h"
#include "models/documents/page/blocks.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace onlyonce::page {

namespace {

constexpr double paddingX = 8 * pt;
constexpr double paddingY = 6 * pt;
constexpr double gutterGap = 10 * pt;

struct Sheet
{
    TextStyle style;
    TextStyle numberStyle;
    QFont bold;
    double gutter = 0;  // width of the numbers
    double cell = 0;    // of one character
    int columns = 1;    // per line
    QColor mark;
};

struct SourceLine
{
    CodeLine code;
    int number = 0;
};

bool isPlainAscii(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c >= u' ' && c < u'\x7f'; });
}

//! The end of a line that begins at `from`: behind a blank or separator if one stands in its last quarter.
int lineEnd(const QString &text, int from, int columns)
{
    const int full = from + columns;
    if (full >= text.size()) {
        return static_cast<int>(text.size());
    }
    for (int end = full; end > full - columns / 4; --end) {
        if (QStringView(u" ,;&|").contains(text[end - 1])) {
            return end;
        }
    }
    return full;
}

//! Where the lines of the page begin within one line of the source.
std::vector<int> breaks(const QString &text, const Sheet &sheet)
{
    std::vector<int> starts{0};
    if (isPlainAscii(text)) {
        for (int end = lineEnd(text, 0, sheet.columns); end < text.size(); end = lineEnd(text, end, sheet.columns)) {
            starts.push_back(end);
        }
        return starts;
    }
    QTextLayout layout(text, sheet.style.font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LeftToRight);
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(sheet.columns * sheet.cell + 1);
        if (line.textStart() > 0) {
            starts.push_back(line.textStart());
        }
    }
    layout.endLayout();
    return starts;
}

QList<QTextLayout::FormatRange> formatsOf(const SourceLine &line, int from, int length, const Sheet &sheet)
{
    QList<QTextLayout::FormatRange> formats;
    for (const CodeSpan &span : line.code.spans) {
        const int start = std::max(span.start, from);
        const int end = std::min(span.start + span.length, from + length);
        if (start >= end) {
            continue;
        }
        const CodeFormat look = codeFormat(span.style, CodeTheme::Light);
        QTextCharFormat format;
        format.setForeground(look.foreground);
        if (look.background.isValid()) {
            format.setBackground(look.background);
        }
        if (look.bold || look.italic) {
            QFont font = look.bold ? sheet.bold : sheet.style.font;
            font.setItalic(look.italic);
            format.setFont(font);
        }
        formats += {start - from, end - start, format};
    }
    return formats;
}

//! "Goes on here": drawn, because not every font has the sign.
void paintContinuation(QPainter &painter, double right, const Sheet &sheet)
{
    const double y = Look::codeLine * 0.55;
    painter.setPen(QPen(sheet.mark, 6));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF{QPointF(right - 50, y - 30), QPointF(right - 50, y), QPointF(right - 5, y)});
    painter.drawPolyline(QPolygonF{QPointF(right - 20, y - 15), QPointF(right - 5, y), QPointF(right - 20, y + 15)});
}

void paintLine(QPainter &painter, const SourceLine &line, int from, int length, const Sheet &sheet)
{
    if (from == 0) {
        TextBox number(plainRichText(QString::number(line.number)), sheet.numberStyle);
        number.layOut(sheet.gutter);
        number.paintLine(painter, 0, {});
    } else {
        paintContinuation(painter, sheet.gutter, sheet);
    }
    TextBox text(line.code.text.mid(from, length), formatsOf(line, from, length, sheet), sheet.style);
    text.layOut(1e7);
    text.paintLine(painter, 0, QPointF(sheet.gutter + gutterGap, 0));
}

std::shared_ptr<const Sheet> sheetFor(const Look &look, int lastNumber, double width)
{
    auto sheet = std::make_shared<Sheet>();
    sheet->style = {.font = look.codeFont(), .lineHeight = Look::codeLine, .color = look.ink};
    sheet->bold = look.codeFont(QFont::Bold);
    sheet->numberStyle = sheet->style;
    sheet->numberStyle.color = codeSurface(CodeTheme::Light).lineNumber;
    sheet->numberStyle.alignment = Qt::AlignRight;
    sheet->mark = sheet->numberStyle.color;
    sheet->cell = QFontMetricsF(sheet->style.font).horizontalAdvance(QString(100, u'0')) / 100;
    const auto digits = std::max<qsizetype>(2, QString::number(lastNumber).size());
    sheet->gutter = static_cast<double>(digits) * sheet->cell + 1;
    sheet->columns = std::max(8, static_cast<int>((width - sheet->gutter - gutterGap) / sheet->cell));
    return sheet;
}

void addTitle(Flow &flow, const Look &look, const QString &title, const QString &language)
{
    auto left = std::make_shared<TextBox>(plainRichText(title), [&] {
        TextStyle style = look.small();
        style.font.setWeight(QFont::DemiBold);
        style.color = look.ink;
        return style;
    }());
    TextStyle rightStyle = look.small();
    rightStyle.alignment = Qt::AlignRight;
    auto right = std::make_shared<TextBox>(plainRichText(language), rightStyle);
    const double width = flow.width();
    const double rightWidth = std::min(right->naturalWidth(), width / 3);
    right->layOut(rightWidth);
    left->layOut(width - rightWidth - 8 * pt);
    const double height = std::max(left->height(), right->height());
    flow.space(Look::blockGap);
    flow.add(
        {.height = height + 2 * pt, .keepWithNext = true, .paint = [left, right, width, rightWidth](QPainter &painter) {
             left->paint(painter, {});
             right->paint(painter, QPointF(width - rightWidth, 0));
         }});
}

}  // namespace

void addCode(Flow &flow, const Look &look, const Code &code)
{
    const QString source = visibleCode(code.text);
    const Language language = code.language.isEmpty()
                                ? detectLanguage({.fileName = code.title, .mimeType = {}, .text = source})
                                : languageByName(code.language);
    const QString title = visibleLine(code.title);
    if (!title.isEmpty()) {
        addTitle(flow, look, title, language.label);
    }
    QStringList lines;
    for (const CodeLine &line : highlight(source, {})) {
        lines += expandedTabs(line.text);
    }
    std::vector<CodeLine> highlighted = highlight(lines.join(u'\n') + u'\n', language);
    if (lines.isEmpty()) {
        highlighted = {CodeLine{QCoreApplication::translate("Document", "(empty)"), {}}};
    }

    const CodeSurface surface = codeSurface(CodeTheme::Light);
    flow.space(title.isEmpty() ? Look::blockGap : 2 * pt);
    flow.open({.padding = QMarginsF(paddingX, paddingY, paddingX, paddingY),
               .fill = surface.background,
               .outline = surface.border});
    const int lastNumber = code.firstLine + static_cast<int>(highlighted.size()) - 1;
    const auto sheet = sheetFor(look, lastNumber, flow.width());
    int number = code.firstLine;
    for (size_t i = 0; i < highlighted.size(); ++i) {
        const auto line = std::make_shared<const SourceLine>(SourceLine{std::move(highlighted[i]), number++});
        const std::vector<int> starts = breaks(line->code.text, *sheet);
        for (size_t part = 0; part < starts.size(); ++part) {
            const int from = starts[part];
            const int end = part + 1 < starts.size() ? starts[part + 1] : static_cast<int>(line->code.text.size());
            const bool keep = highlighted.size() > 2 && part == 0 && (i == 0 || i + 2 == highlighted.size());
            flow.add(
                {.height = Look::codeLine, .keepWithNext = keep, .paint = [line, sheet, from, end](QPainter &painter) {
                     paintLine(painter, *line, from, end - from, *sheet);
                 }});
        }
    }
    flow.close();
    flow.space(Look::blockGap);
}

}  // namespace onlyonce::page
