// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown in a printed document: paragraphs, lists, quotes, code and tables.
#include "models/documents/columnwidths.h"
#include "models/documents/page/blocks.h"

#include <QPainter>

#include <algorithm>

namespace onlyonce::page {

namespace {

constexpr double listIndent = 16 * pt;
constexpr double quoteIndent = 12 * pt;

void addMarker(Flow &flow, const QString &marker, const TextStyle &style, bool fromRight)
{
    auto box = std::make_shared<TextBox>(plainRichText(marker), style);
    const double width = box->naturalWidth();
    const double left = fromRight ? flow.width() + 4 * pt : -std::max(12 * pt, width + 4 * pt);
    flow.paintWithNext([box, left](QPainter &painter) { box->paint(painter, QPointF(left, 0)); });
}

void addRule(Flow &flow, const Look &look)
{
    flow.add({.height = pt, .paint = [width = flow.width(), color = look.rule](QPainter &painter) {
                  painter.fillRect(QRectF(0, 0, width, 5), color);
              }});
}

}  // namespace

void addMarkdown(Context &context, QStringView markdown)
{
    Flow &flow = context.flow;
    const Look &look = context.look;
    for (const RichBlock &block : richBlocks(markdown)) {
        flow.space(block.tight ? 2 * pt : Look::blockGap);
        const bool fromRight = block.text.text.isRightToLeft();
        const bool isIndented = block.lists > 0 || block.quotes > 0;
        for (int i = 0; i < block.quotes; ++i) {
            flow.open({.padding = QMarginsF(quoteIndent, 0, 0, 0), .bar = look.rule, .barWidth = 2 * pt});
        }
        if (block.lists > 0) {
            const double indent = std::min(block.lists * listIndent, flow.width() / 2);
            flow.open({.padding = QMarginsF(fromRight ? 0 : indent, 0, fromRight ? indent : 0, 0)});
        }
        if (!block.marker.isEmpty()) {
            addMarker(flow, block.marker, look.body(), fromRight);
        }
        switch (block.kind) {
        case RichBlock::Kind::Paragraph:
            addText(flow, block.text, block.quotes > 0 ? look.bodyMuted() : look.body());
            break;
        case RichBlock::Kind::Heading: {
            const int level = std::min(4, context.headingLevel + block.level);
            if (!isIndented) {
                flow.space(look.headingAbove(level));
            }
            addText(flow, block.text, look.heading(level));
            flow.keepLastWithNext();
            break;
        }
        case RichBlock::Kind::Code:
            addCode(flow, look, {.language = block.language, .title = {}, .text = block.code});
            break;
        case RichBlock::Kind::Rule:
            addRule(flow, look);
            break;
        case RichBlock::Kind::Table:
            addParsedTable(flow, look, columnsOf(block), block.rows);
            break;
        }
        if (block.lists > 0) {
            flow.close();
        }
        for (int i = 0; i < block.quotes; ++i) {
            flow.close();
        }
    }
}

}  // namespace onlyonce::page
