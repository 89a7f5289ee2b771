// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/page/blocks.h"

#include "models/documents/embeddedpicture.h"
#include "models/documents/timelinetable.h"
#include "models/documents/treepicture.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>

namespace onlyonce::page {

namespace {

void addHeading(Context &context, const Heading &heading)
{
    const int level = std::clamp(heading.level, 1, 4);
    const QString text = visibleLine(heading.text);
    context.headingLevel = level;
    context.flow.space(context.afterHeading ? Look::blockGap : context.look.headingAbove(level));
    auto box = std::make_shared<TextBox>(plainRichText(text), context.look.heading(level));
    box->layOut(context.flow.width());
    const size_t index = context.headings.size();
    context.headings.push_back({level, text});
    context.flow.add(
        {.height = box->height(), .keepWithNext = true, .heading = index, .paint = [box](QPainter &painter) {
             box->paint(painter, {});
         }});
}

void addList(Context &context, const List &list)
{
    // Each item is Markdown of its own; it is indented here rather than by source, which it might break.
    Flow &flow = context.flow;
    const TextStyle style = context.look.body();
    int number = 1;
    flow.space(Look::blockGap);
    for (const ListItem &item : list.items) {
        const QString marker = item.done    ? (*item.done ? QStringLiteral("☑") : QStringLiteral("☐"))
                             : list.ordered ? QStringLiteral("%1.").arg(number)
                                            : QStringLiteral("•");
        ++number;
        const RichText text = richLine(item.markdown);
        const bool fromRight = text.text.isRightToLeft();
        flow.open({.padding = QMarginsF(fromRight ? 0 : 18 * pt, 0, fromRight ? 18 * pt : 0, 0)});
        auto box = std::make_shared<TextBox>(plainRichText(marker), style);
        const double before = -std::max(14 * pt, box->naturalWidth() + 4 * pt);
        const double left = fromRight ? flow.width() + 4 * pt : before;
        flow.paintWithNext([box, left](QPainter &painter) { box->paint(painter, QPointF(left, 0)); });
        addText(flow, text, style);
        flow.close();
        if (&item == &list.items.front() && list.items.size() > 1) {
            flow.keepLastWithNext();  // else a heading might stand at the end of a page with it alone
        }
        flow.space(2 * pt);
    }
}

void addCallout(Context &context, const Callout &callout)
{
    const ToneInk ink = context.look.tone(callout.tone);
    context.flow.space(Look::blockGap);
    context.flow.open({.padding = QMarginsF(14 * pt, 8 * pt, 12 * pt, 8 * pt),
                       .fill = ink.fill,
                       .bar = ink.line,
                       .barWidth = 3 * pt});
    if (!callout.title.isEmpty()) {
        TextStyle style = context.look.bodyStrong();
        style.color = ink.text;
        addText(context.flow, plainRichText(visibleLine(callout.title)), style);
        context.flow.keepLastWithNext();
    }
    if (!callout.markdown.isEmpty()) {
        addMarkdown(context, callout.markdown);
    }
    context.flow.close();
}

}  // namespace

void addText(Flow &flow, const RichText &text, const TextStyle &style)
{
    auto box = std::make_shared<TextBox>(text, style);
    box->layOut(flow.width());
    const int lines = box->lineCount();
    for (int i = 0; i < lines; ++i) {
        // Two lines at least on either side of a page's end.
        const bool keep = lines > 1 && (i == 0 || i == lines - 2);
        flow.add({.height = box->lineHeight(), .keepWithNext = keep, .paint = [box, i](QPainter &painter) {
                      box->paintLine(painter, i, {});
                  }});
    }
}

void addTree(Flow &flow, const Look &look, const Tree &tree)
{
    if (tree.roots.empty()) {
        return;
    }
    auto picture = std::make_shared<TreePicture>(
        tree,
        TreeStyle{.font = look.fonts.text(95), .point = pt, .width = flow.width(), .palette = TreePalette::light()});
    flow.space(Look::blockGap);
    for (int i = 0; i < picture->nodeCount(); ++i) {
        const QRectF strip = picture->strip(i);
        flow.add({.height = strip.height(),
                  .keepWithNext = i == 0 && picture->nodeCount() > 1,
                  .breaks = picture->stripBreaks(i),
                  .paint = [picture, i, top = strip.top()](QPainter &painter) {
                      painter.translate(0, -top);
                      picture->paintStrip(painter, i);
                  }});
    }
}

void addPicture(Flow &flow, const Look &look, const Picture &picture)
{
    flow.space(Look::blockGap);
    const QImage image = embeddedPicture(picture.data) ? QImage::fromData(picture.data) : QImage();
    const QString caption = visibleLine(picture.caption.isEmpty() ? picture.alt : picture.caption);
    if (image.isNull()) {
        addText(
            flow,
            plainRichText(QCoreApplication::translate("Document", "[Picture that cannot be shown: %1]").arg(caption)),
            look.bodyMuted());
        return;
    }
    // At 96 dots per inch, but never wider than the column or higher than half a page.
    constexpr double perPixel = 7.5;
    constexpr double highest = 360 * pt;
    const double scale = std::min({perPixel, flow.width() / image.width(), highest / image.height()});
    const QSizeF size(image.width() * scale, image.height() * scale);
    flow.add({.height = size.height(), .keepWithNext = !caption.isEmpty(), .paint = [image, size](QPainter &painter) {
                  painter.setRenderHint(QPainter::SmoothPixmapTransform);
                  painter.drawImage(QRectF(QPointF(), size), image);
              }});
    if (!caption.isEmpty()) {
        flow.space(4 * pt);
        addText(flow, plainRichText(caption), look.small());
    }
}

void addBlocks(Context &context, const std::vector<Block> &blocks)
{
    struct Visitor
    {
        Context &context;

        void operator()(const Heading &heading) const { addHeading(context, heading); }
        void operator()(const Paragraph &paragraph) const { addMarkdown(context, paragraph.markdown); }
        void operator()(const Facts &facts) const { addFacts(context.flow, context.look, facts.rows); }
        void operator()(const Table &table) const { addTable(context.flow, context.look, table); }
        void operator()(const Code &code) const { addCode(context.flow, context.look, code); }
        void operator()(const List &list) const { addList(context, list); }
        void operator()(const Tree &tree) const { addTree(context.flow, context.look, tree); }
        void operator()(const Timeline &timeline) const
        {
            if (!timeline.entries.empty()) {
                addTimeline(context.flow, context.look, timelineTable(timeline, context.zone));
            }
        }
        void operator()(const Callout &callout) const { addCallout(context, callout); }
        void operator()(const Picture &picture) const { addPicture(context.flow, context.look, picture); }
        void operator()(const PageBreak &) const { context.flow.breakPage(); }
    };
    for (const Block &block : blocks) {
        std::visit(Visitor{context}, block);
        context.afterHeading = std::holds_alternative<Heading>(block);
    }
}

}  // namespace onlyonce::page
