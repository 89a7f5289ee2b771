// SPDX-License-Identifier: GPL-3.0-or-later
// How a timeline is moved through and used by keys and by the pointer.
#include "views/widgets/keyedlist.h"
#include "views/widgets/timelineview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

namespace onlyonce::ui {

QModelIndex TimelineView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int rows = m_scroll.rows();
    if (rows == 0) {
        return {};
    }
    const int current = currentIndex().isValid() ? currentIndex().row() : -1;
    const int page = qMax(1, m_scroll.lastVisibleRow() - m_scroll.topRow());
    const int from = current < 0 ? m_scroll.lastVisibleRow() : current;
    int to = 0;
    switch (action) {
    case MoveUp:
    case MovePrevious:
    case MoveLeft:
        to = current < 0 ? from : from - 1;
        break;
    case MoveDown:
    case MoveNext:
    case MoveRight:
        to = current < 0 ? from : from + 1;
        break;
    case MovePageUp:
        to = from - page;
        break;
    case MovePageDown:
        to = from + page;
        break;
    case MoveHome:
        break;
    case MoveEnd:
        to = rows - 1;
        break;
    }
    return model()->index(qBound(0, to, rows - 1), 0, rootIndex());
}

//! Home and End lead to the ends of the timeline, not of what happens to be read.
bool TimelineView::jump(int key)
{
    if (key == Qt::Key_Home && m_keyed && m_keyed->hasOlder()) {
        m_wanted = End::First;
        m_keyed->toOldest();
        return true;
    }
    if (key == Qt::Key_End && hasNewer()) {
        scrollToEnd();
        return true;
    }
    return false;
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    // Fingers give pixels, wheels give notches of 120.
    const int px = event->pixelDelta().isNull() ? event->angleDelta().y() * 3 * 20 / 120 : event->pixelDelta().y();
    scrollBy(-px);
    event->accept();
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    const bool plain = event->modifiers() == Qt::NoModifier;
    if (jump(event->key())) {
        return;
    }
    if (event->matches(QKeySequence::Copy) && index.isValid()) {
        QGuiApplication::clipboard()->setText(entryText(index));
        return;
    }
    if (plain && index.isValid() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT opened(index);
        return;
    }
    // Within an entry taller than the view, the arrows read on before they move on.
    const QRect rect = visualRect(index);
    if (plain && event->key() == Qt::Key_Down && rect.isValid() && rect.bottom() >= viewport()->height()) {
        scrollBy(3 * scaled(20));
        return;
    }
    if (plain && event->key() == Qt::Key_Up && rect.isValid() && rect.top() < 0) {
        scrollBy(-3 * scaled(20));
        return;
    }
    if (const QString text = event->text(); !text.isEmpty() && text.front().isPrint()) {
        event->ignore();  // there is nothing to type here, so that each letter may mean something
        return;
    }
    QAbstractItemView::keyPressEvent(event);
}

QUrl TimelineView::linkAt(const QPoint &point) const
{
    const auto row = m_scroll.rowAt(point.y());
    const auto y = row ? m_scroll.yOf(*row) : std::nullopt;
    return y ? entry(*row).linkAt(point - QPoint(0, *y), viewport()->width(), layoutDirection()) : QUrl();
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    QAbstractItemView::mouseMoveEvent(event);
    const QUrl url = linkAt(event->pos());
    viewport()->setCursor(url.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    viewport()->setToolTip(url.toDisplayString());
    viewport()->update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    QAbstractItemView::mouseReleaseEvent(event);
    const QUrl url = event->button() == Qt::LeftButton ? linkAt(event->pos()) : QUrl();
    if (!url.isEmpty()) {
        Q_EMIT linkActivated(url);
    }
}

}  // namespace onlyonce::ui
