// SPDX-License-Identifier: GPL-3.0-or-later
// The cover block above the first section, and the table of contents.
#include "models/documents/page/blocks.h"
#include "models/documents/visibletext.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace onlyonce::page {

namespace {

constexpr double columnGap = 16 * pt;

void addNotice(Flow &flow, const Look &look, const QString &notice)
{
    TextStyle style = look.small();
    style.font.setWeight(QFont::DemiBold);
    style.color = look.tone(Tone::Bad).text;
    auto box = std::make_shared<TextBox>(plainRichText(notice), style);
    const double width = std::min(box->naturalWidth(), flow.width() - 16 * pt);
    box->layOut(width);
    const QRectF pill(0, 0, width + 16 * pt, box->height() + 4 * pt);
    flow.add({.height = pill.height() + 8 * pt,
              .keepWithNext = true,
              .paint = [box, pill, ink = look.tone(Tone::Bad)](QPainter &painter) {
                  painter.setPen(QPen(ink.line, 7));
                  painter.setBrush(ink.fill);
                  painter.drawRoundedRect(pill, 4 * pt, 4 * pt);
                  box->paint(painter, QPointF(8 * pt, 2 * pt));
              }});
}

struct FactBox
{
    std::unique_ptr<TextBox> label;
    std::unique_ptr<TextBox> value;

    [[nodiscard]] double height() const { return label->height() + value->height(); }
};

FactBox factBox(const Fact &fact, const Look &look, double width)
{
    FactBox box{std::make_unique<TextBox>(plainRichText(visibleLine(fact.label)), look.small()),
                std::make_unique<TextBox>(richLine(fact.markdown), look.body())};
    box.label->layOut(width);
    box.value->layOut(width);
    return box;
}

void addFactGrid(Flow &flow, const Look &look, const std::vector<Fact> &facts)
{
    const int columns = facts.size() < 2 ? 1 : facts.size() % 3 == 0 || facts.size() > 4 ? 3 : 2;
    flow.open({.padding = QMarginsF(12 * pt, 10 * pt, 12 * pt, 6 * pt), .fill = look.pale});
    const double width = (flow.width() - (columns - 1) * columnGap) / columns;
    for (size_t first = 0; first < facts.size(); first += static_cast<size_t>(columns)) {
        auto row = std::make_shared<std::vector<FactBox>>();
        double height = 0;
        for (size_t i = first; i < std::min(facts.size(), first + static_cast<size_t>(columns)); ++i) {
            row->push_back(factBox(facts[i], look, width));
            height = std::max(height, row->back().height());
        }
        std::vector<double> breaks;
        for (double y = look.small().lineHeight; y < height; y += look.body().lineHeight) {
            breaks.push_back(y);
        }
        flow.add({.height = height + 4 * pt, .breaks = std::move(breaks), .paint = [row, width](QPainter &painter) {
                      double x = 0;
                      for (const FactBox &fact : *row) {
                          fact.label->paint(painter, QPointF(x, 0));
                          fact.value->paint(painter, QPointF(x, fact.label->height()));
                          x += width + columnGap;
                      }
                  }});
        flow.space(4 * pt);
    }
    flow.close();
}

}  // namespace

void addCover(Flow &flow, const Look &look, const Document &document)
{
    flow.add({.height = 12 * pt, .keepWithNext = true, .paint = [color = look.accent](QPainter &painter) {
                  painter.fillRect(QRectF(0, 0, 40 * pt, 3 * pt), color);
              }});
    if (!document.notice.isEmpty()) {
        addNotice(flow, look, visibleLine(document.notice));
    }
    addText(flow, plainRichText(visibleLine(document.title)), look.title());
    flow.keepLastWithNext();
    if (!document.subtitle.isEmpty()) {
        flow.space(4 * pt);
        addText(flow, plainRichText(visibleLine(document.subtitle)), look.subtitle());
    }
    if (!document.facts.empty()) {
        flow.space(12 * pt);
        addFactGrid(flow, look, document.facts);
    }
}

std::vector<ContentsLink> addContents(Flow &flow, const Look &look,
                                      std::shared_ptr<const std::vector<PlacedHeading>> headings, int deepest)
{
    std::vector<ContentsLink> links;
    flow.space(16 * pt);
    addText(flow, plainRichText(QCoreApplication::translate("Document", "Contents")), look.heading(2));
    flow.keepLastWithNext();
    flow.space(4 * pt);
    const double width = flow.width();
    constexpr double numberWidth = 28 * pt;
    for (size_t i = 0; i < headings->size(); ++i) {
        const PlacedHeading &heading = headings->at(i);
        if (heading.level > deepest) {
            continue;
        }
        const double left = (heading.level - 1) * 14 * pt;
        const TextStyle style = heading.level == 1 ? look.bodyStrong() : look.body();
        auto box = std::make_shared<TextBox>(plainRichText(heading.text), style);
        box->layOut(width - left - numberWidth - 12 * pt);
        const double height = box->height();
        if (heading.level == 1 && deepest > 1) {
            flow.space(4 * pt);  // chapters stand apart from what is below them
        }
        const size_t piece =
            flow.add({.height = height, .paint = [=, &look](QPainter &painter) {
                          box->paint(painter, QPointF(left, 0));
                          TextStyle numberStyle = style;
                          numberStyle.alignment = Qt::AlignRight;
                          TextBox number(plainRichText(QString::number(headings->at(i).page + 1)), numberStyle);
                          number.layOut(numberWidth);
                          const double lastLine = (box->lineCount() - 1) * style.lineHeight;
                          number.paint(painter, QPointF(width - numberWidth, lastLine));
                          // A dotted leader, in whole steps so that the dots of all rows stand under one another.
                          constexpr double step = 4 * pt;
                          const double from =
                              std::ceil((left + box->lineWidth(box->lineCount() - 1) + 6 * pt) / step) * step;
                          painter.setPen(Qt::NoPen);
                          painter.setBrush(look.rule);
                          for (double x = from; x < width - number.lineWidth(0) - 6 * pt; x += step) {
                              painter.drawEllipse(QPointF(x, lastLine + style.lineHeight * 0.68), 3.5, 3.5);
                          }
                      }});
        links.push_back({piece, i, width, height});
    }
    flow.space(8 * pt);
    return links;
}

}  // namespace onlyonce::page
