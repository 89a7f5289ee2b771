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
    m_scroll.reveal(m_folds.toSeen(to));
    showPosition();
}

bool CodeView::event(QEvent *event)
{
    // Search and lines mean this text while the keyboard is here, whatever the window does with these keys.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool line = key->modifiers() == Qt::ControlModifier && key->key() == Qt::Key_G;
        if (line || key->matches(QKeySequence::Find)) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        viewport()->update();  // Qt paints the frame anew, and the ring stands within it
    }
    return QAbstractScrollArea::event(event);
}

void CodeView::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const int page = qMax(1, m_scroll.lastVisibleRow() - m_scroll.topRow() - 1);
    const auto moved = [this](int by) { return m_folds.toText(qMax(0, m_folds.toSeen(m_cursor.row) + by)); };
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->matches(QKeySequence::Find)) {
        Q_EMIT findRequested();
    } else {
        switch (event->key()) {
        case Qt::Key_Up:
            moveTo(moved(-1), extend);
            break;
        case Qt::Key_Down:
            moveTo(moved(1), extend);
            break;
        case Qt::Key_PageUp:
            moveTo(moved(-page), extend);
            break;
        case Qt::Key_PageDown:
            moveTo(moved(page), extend);
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
            if (!letterPressed(event)) {
                QAbstractScrollArea::keyPressEvent(event);
            }
        }
    }
}

bool CodeView::letterPressed(const QKeyEvent *event)
{
    if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_G) {
        Q_EMIT lineRequested();
        return true;
    }
    const bool folded = isFolded(m_cursor.row);
    if (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) {
        return false;
    }
    switch (event->key()) {
    case Qt::Key_N:
        return !m_pattern.isEmpty() && find(QString(m_pattern), !(event->modifiers() & Qt::ShiftModifier));
    case Qt::Key_Q:
        Q_EMIT quoteRequested();
        return true;
    case Qt::Key_Minus:
    case Qt::Key_Plus:
    case Qt::Key_Space:
        if (event->key() == Qt::Key_Space || folded == (event->key() == Qt::Key_Plus)) {
            toggleFold(m_cursor.row);
        }
        return true;
    case Qt::Key_Asterisk:
        unfoldAll();
        return true;
    default:
        return false;
    }
}

CodeView::Place CodeView::placeAt(const QPoint &point) const
{
    if (m_index.rows() == 0) {
        return {};
    }
    const int y = std::clamp(point.y(), 0, qMax(0, viewport()->height() - 1));
    const int seen = m_scroll.rowAt(y).value_or(m_scroll.rows() - 1);
    const int row = m_folds.toText(seen);
    const QTextLayout &shown = layout(row);
    const int inRow = y - m_scroll.yOf(seen).value_or(0);
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
    const bool onMark = event->pos().x() >= gutter() - space::l && event->pos().x() < gutter() - 2;
    if (onMark && (isFolded(place.row) || opensFold(place.row))) {
        toggleFold(place.row);
        return;
    }
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
