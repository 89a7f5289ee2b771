// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/page/flow.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <ranges>

namespace onlyonce::page {

double Flow::width() const
{
    return m_frames.empty()
             ? m_width
             : m_frames.back().width - m_frames.back().frame.padding.left() - m_frames.back().frame.padding.right();
}

void Flow::space(double height)
{
    m_space = std::max(m_space, height);
}

size_t Flow::add(Piece piece)
{
    piece.above = std::max(piece.above, std::exchange(m_space, 0));
    piece.newPage = std::exchange(m_breakPage, false) || piece.newPage;
    if (m_paintWithNext) {
        piece.paint = [first = std::exchange(m_paintWithNext, {}), then = std::move(piece.paint)](QPainter &painter) {
            painter.save();
            first(painter);
            painter.restore();
            then(painter);
        };
    }
    if (piece.height <= m_tallest) {
        append(std::move(piece));
        return m_pieces.size() - 1;
    }
    // Taller than any page: shown through windows, one page each.
    const size_t first = m_pieces.size();
    const double whole = piece.height;
    const double width = this->width();
    for (double top = 0, bottom = 0; top < whole; top = bottom) {
        bottom = std::min(whole, top + m_tallest);
        if (const auto next = std::ranges::upper_bound(piece.breaks, bottom);
            bottom < whole && next != piece.breaks.begin() && *(next - 1) > top) {
            bottom = *(next - 1);
        }
        Piece part = piece;
        part.height = bottom - top;
        part.keepWithNext = false;
        part.paint = [paint = piece.paint, top, width, height = part.height](QPainter &painter) {
            painter.save();
            painter.setClipRect(QRectF(0, 0, width, height));
            painter.translate(0, -top);
            paint(painter);
            painter.restore();
        };
        append(std::move(part));
        piece.above = 0;
        piece.newPage = false;
        piece.heading.reset();
    }
    return first;
}

void Flow::append(Piece piece)
{
    if (!m_frames.empty()) {
        piece = framed(std::move(piece), m_frames.size());
    }
    m_pieces.push_back(std::move(piece));
}

Piece Flow::framed(Piece piece, size_t depth) const
{
    // The space above belongs to the coloured part once that has begun.
    const double lead = piece.above;
    piece.above = 0;
    piece.height += lead;
    const double content = m_frames[depth - 1].left + m_frames[depth - 1].frame.padding.left();
    std::vector<OpenFrame> frames(m_frames.begin(), m_frames.begin() + static_cast<std::ptrdiff_t>(depth));
    piece.paint = [paint = std::move(piece.paint), frames = std::move(frames), content, lead,
                   height = piece.height](QPainter &painter) {
        for (const OpenFrame &open : frames) {
            const QRectF strip(open.left, 0, open.width, height);
            if (open.frame.fill.isValid()) {
                painter.fillRect(strip, open.frame.fill);
            }
            if (open.frame.outline.isValid()) {
                painter.setPen(QPen(open.frame.outline, 5));
                painter.drawLine(strip.topLeft(), strip.bottomLeft());
                painter.drawLine(strip.topRight(), strip.bottomRight());
            }
            if (open.frame.bar.isValid()) {
                painter.fillRect(QRectF(open.left, 0, open.frame.barWidth, height), open.frame.bar);
            }
        }
        if (paint) {
            painter.translate(content, lead);
            paint(painter);
        }
    };
    return piece;
}

void Flow::keepLastWithNext()
{
    if (!m_pieces.empty()) {
        m_pieces.back().keepWithNext = true;
    }
}

void Flow::open(Frame frame)
{
    const double left = m_frames.empty() ? 0 : m_frames.back().left + m_frames.back().frame.padding.left();
    const double outer = width();
    const double before = std::exchange(m_space, 0);
    m_frames.push_back({frame, left, outer});
    const Frame &opened = m_frames.back().frame;
    Piece top{.height = opened.padding.top(), .keepWithNext = true, .newPage = std::exchange(m_breakPage, false)};
    if (opened.outline.isValid()) {
        const double inset = opened.padding.left();
        top.paint = [outer, inset, color = opened.outline](QPainter &painter) {
            painter.setPen(QPen(color, 5));
            painter.drawLine(QPointF(-inset, 0), QPointF(outer - inset, 0));
        };
    }
    const bool isNested = m_frames.size() > 1;
    if (!isNested) {
        append(std::move(top));
        m_pieces.back().above = before;
        return;
    }
    // The space before a nested frame is drawn by the frames around it.
    if (before > 0) {
        m_pieces.push_back(framed(Piece{.height = before, .keepWithNext = true}, m_frames.size() - 1));
    }
    append(std::move(top));
}

void Flow::close()
{
    keepLastWithNext();
    const Frame &closing = m_frames.back().frame;
    Piece bottom{.height = closing.padding.bottom()};
    if (closing.outline.isValid()) {
        bottom.paint = [outer = m_frames.back().width, inset = closing.padding.left(), height = bottom.height,
                        color = closing.outline](QPainter &painter) {
            painter.setPen(QPen(color, 5));
            painter.drawLine(QPointF(-inset, height), QPointF(outer - inset, height));
        };
    }
    m_space = 0;
    append(std::move(bottom));
    m_frames.pop_back();
}

std::vector<PageContent> paginate(const std::vector<Piece> &pieces, double pageHeight)
{
    std::vector<PageContent> pages;
    double y = 0;
    const auto startPage = [&](size_t next) {
        pages.emplace_back();
        y = 0;
        // A header repeats only where its table goes on; where the table begins it comes by itself.
        std::vector<size_t> headers;
        for (auto header = pieces[next].header; header && *header < next; header = pieces[*header].header) {
            headers.push_back(*header);
        }
        for (const size_t header : headers | std::views::reverse) {
            pages.back().push_back({header, y});
            y += pieces[header].height;
        }
    };
    const auto place = [&](size_t i) {
        y += pages.back().empty() ? 0 : pieces[i].above;
        pages.back().push_back({i, y});
        y += pieces[i].height;
    };
    for (size_t i = 0; i < pieces.size();) {
        size_t end = i;
        double together = pieces[i].height;
        while (end + 1 < pieces.size() && pieces[end].keepWithNext && !pieces[end + 1].newPage) {
            ++end;
            together += pieces[end].above + pieces[end].height;
        }
        const bool first = pages.empty();
        const bool fresh = !first && pages.back().empty();
        const double needed = (first || fresh ? 0 : pieces[i].above) + together;
        const bool canFit = together <= pageHeight;
        const bool fits = y + needed <= pageHeight + 1e-6;
        if (first || (pieces[i].newPage && !fresh) || (!fits && canFit)) {
            startPage(i);
        }
        // What cannot stay together on any page is let go, piece by piece.
        const size_t last = canFit ? end : i;
        for (; i <= last; ++i) {
            if (y + pieces[i].above + pieces[i].height > pageHeight + 1e-6 && !pages.back().empty()) {
                startPage(i);
            }
            place(i);
        }
    }
    if (pages.empty()) {
        pages.emplace_back();
    }
    return pages;
}

}  // namespace onlyonce::page
