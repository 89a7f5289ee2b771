// SPDX-License-Identifier: GPL-3.0-or-later
// What keys, wheel and mouse do in the code view.
#include "views/widgets/codeview.h"
#include "views/widgets/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QTextLayout>
#include <QWheelEvent>

#include <algorithm>

namespace onlyonce::ui {

void CodeView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void CodeView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        relayout();
    }
}

void CodeView::scrollContentsBy(int, int dy)
{
    if (dy != 0 && !m_movesBar) {
        m_scroll.setValue(verticalScrollBar()->value());
    }
    viewport()->update();
}

void CodeView::wheelEvent(QWheelEvent *event)
{
    const QPoint px = event->pixelDelta().isNull() ? event->angleDelta() * 3 * rowHeight() / 120 : event->pixelDelta();
    const bool sideways = event->modifiers() & Qt::ShiftModifier;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - (sideways ? px.y() : px.x()));
    if (!sideways) {
        m_scroll.scrollBy(-px.y());
        showPosition();
    }
    event->accept();
}

//! The arrows move by whole rows: this view is read and quoted by the line.
void CodeView::moveTo(int row, bool extend)
{
    const int rows = m_index.rows();
    if (rows == 0) {
        return;
    }
    const int to = std::clamp(row, 0, rows - 1);
    const bool down = to >= m_anchor.row;
    const Place cursor = extend ? Place{to, down ? int(text(to).size()) : 0} : Place{to, 0};
    Place anchor = cursor;
    if (extend) {
        anchor = {m_anchor.row, down ? 0 : int(text(m_anchor.row).size())};
    }
    select(anchor, cursor);
    m_scroll.reveal(to);
    showPosition();
}

void CodeView::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const int page = qMax(1, m_scroll.lastVisibleRow() - m_scroll.topRow() - 1);
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->matches(QKeySequence::Find)) {
        Q_EMIT findRequested();
    } else {
        switch (event->key()) {
        case Qt::Key_Up:
            moveTo(m_cursor.row - 1, extend);
            break;
        case Qt::Key_Down:
            moveTo(m_cursor.row + 1, extend);
            break;
        case Qt::Key_PageUp:
            moveTo(m_cursor.row - page, extend);
            break;
        case Qt::Key_PageDown:
            moveTo(m_cursor.row + page, extend);
            break;
        case Qt::Key_Home:
            moveTo(0, extend);
            break;
        case Qt::Key_End:
            moveTo(m_index.rows() - 1, extend);
            break;
        case Qt::Key_Left:
        case Qt::Key_Right: {
            const int step = horizontalScrollBar()->singleStep() * (event->key() == Qt::Key_Left ? -1 : 1);
            horizontalScrollBar()->setValue(horizontalScrollBar()->value() + step);
            break;
        }
        default:
            QAbstractScrollArea::keyPressEvent(event);
        }
    }
}

CodeView::Place CodeView::placeAt(const QPoint &point) const
{
    if (m_index.rows() == 0) {
        return {};
    }
    const int y = std::clamp(point.y(), 0, qMax(0, viewport()->height() - 1));
    const int row = m_scroll.rowAt(y).value_or(m_index.rows() - 1);
    const QTextLayout &shown = layout(row);
    const int inRow = y - m_scroll.yOf(row).value_or(0);
    const int line = std::clamp(inRow / rowHeight(), 0, qMax(0, shown.lineCount() - 1));
    const int x = point.x() - gutter() + horizontalScrollBar()->value();
    return {row, shown.lineCount() > 0 ? shown.lineAt(line).xToCursor(x) : 0};
}

void CodeView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_index.rows() == 0) {
        return;
    }
    const Place place = placeAt(event->pos());
    if (event->pos().x() < gutter() - 4) {
        // The numbers select whole lines.
        select({place.row, 0}, {place.row, int(text(place.row).size())});
        return;
    }
    select(event->modifiers() & Qt::ShiftModifier ? m_anchor : place, place);
}

void CodeView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton)) {
        viewport()->setCursor(event->pos().x() < gutter() - 4 ? Qt::ArrowCursor : Qt::IBeamCursor);
        return;
    }
    select(m_anchor, placeAt(event->pos()));
    if (viewport()->rect().contains(event->pos())) {
        m_dragScroll.stop();
    } else if (!m_dragScroll.isActive()) {
        m_dragScroll.start(30, this);
    }
}

void CodeView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragScroll.stop();
}

void CodeView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_index.rows() == 0) {
        return;
    }
    const Place place = placeAt(event->pos());
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text(place.row));
    words.setPosition(place.column);
    const qsizetype start = words.isAtBoundary() ? words.position() : words.toPreviousBoundary();
    words.setPosition(place.column);
    const qsizetype end = words.toNextBoundary();
    if (start >= 0 && end > start) {
        select({place.row, int(start)}, {place.row, int(end)});
    }
}

}  // namespace onlyonce::ui
