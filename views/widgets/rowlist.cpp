// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/rowlist.h"

#include "views/widgets/keyedlist.h"
#include "views/widgets/paint.h"
#include "views/widgets/pill.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

RowList::RowList(const Clock &clock, QWidget *parent)
    : QListView(parent)
    , m_delegate(new RowDelegate(clock, this))
{
    setItemDelegate(m_delegate);
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    connect(this, &QListView::activated, this, &RowList::opened);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &RowList::readAhead);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &RowList::readAhead);
}

void RowList::setModel(QAbstractItemModel *next)
{
    if (model()) {
        disconnect(model(), nullptr, this, nullptr);
    }
    QListView::setModel(next);
    m_keyed = qobject_cast<KeyedListBase *>(next);
    if (next) {
        connect(next, &QAbstractItemModel::rowsRemoved, this, [this] {
            const int gone = std::exchange(m_goneAbove, 0);
            verticalScrollBar()->setValue(verticalScrollBar()->value() - gone * rowHeight());
        });
    }
    if (m_keyed) {
        connect(m_keyed, &KeyedListBase::jumped, this, [this] { m_wanted = End::Newest; });
        connect(m_keyed, &KeyedListBase::loaded, this, &RowList::arrive);
    }
}

int RowList::rowHeight() const
{
    return m_delegate->sizeHint({}, {}).height();
}

void RowList::readAhead()
{
    if (!m_keyed || !isVisible()) {
        return;
    }
    // Counted by the rows: what the scroll bar says is as old as the last layout.
    const int above = verticalScrollBar()->value();
    const int below = m_keyed->rowCount() * rowHeight() - above - viewport()->height();
    const int ahead = 2 * viewport()->height();
    m_keyed->setFollowing(above == 0);
    if (below < ahead) {
        m_keyed->fetchMore({});
    } else if (above < ahead) {
        m_keyed->fetchNewer();
    }
}

void RowList::arrive()
{
    const End wanted = std::exchange(m_wanted, End::None);
    if (wanted != End::None && model()->rowCount() > 0) {
        const QModelIndex there = model()->index(wanted == End::Newest ? 0 : model()->rowCount() - 1, 0);
        setCurrentIndex(there);
        scrollTo(there);
    }
    constexpr int longestAtTop = 10 * KeyedListBase::pageSize;
    if (verticalScrollBar()->value() == 0 && m_keyed->rowCount() > longestAtTop) {
        m_keyed->keepNewest(2 * KeyedListBase::pageSize);  // or each new row would be read with all below it
    }
    readAhead();
    viewport()->update();
}

//! Home and End lead to the ends of the list, not of what happens to be read.
bool RowList::jump(int key)
{
    if (m_keyed && key == Qt::Key_Home && m_keyed->hasNewer()) {
        m_wanted = End::Newest;
        m_keyed->toNewest();
        return true;
    }
    if (m_keyed && key == Qt::Key_End && m_keyed->hasOlder()) {
        m_wanted = End::Oldest;
        m_keyed->toOldest();
        return true;
    }
    return false;
}

void RowList::rowsInserted(const QModelIndex &parent, int start, int end)
{
    // The model has the rows already, the layout not yet.
    const int top = verticalScrollBar()->value();
    const int added = (end - start + 1) * rowHeight();
    const bool above = top > 0 && start * rowHeight() <= top;
    const int bottomNow = (currentIndex().row() + 1) * rowHeight();
    const bool pushesOut = top == 0 && hasFocus() && start <= currentIndex().row()
                        && bottomNow - added <= viewport()->height() && bottomNow > viewport()->height();
    QListView::rowsInserted(parent, start, end);
    if (above || pushesOut) {
        executeDelayedItemsLayout();
        verticalScrollBar()->setValue(top + added);
    }
}

void RowList::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const int firstInSight = verticalScrollBar()->value() / rowHeight();
    m_goneAbove = std::clamp(firstInSight - start, 0, end - start + 1);
    const int current = currentIndex().row();
    if (current >= start && current <= end && !viewport()->rect().intersects(visualRect(currentIndex()))) {
        setCurrentIndex({});  // or the view would run after the next one
    }
    QListView::rowsAboutToBeRemoved(parent, start, end);
}

QModelIndex RowList::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if (!currentIndex().isValid()) {
        return indexAt(QPoint(0, 0));  // what is chosen is far away: begin where the eye is
    }
    return QListView::moveCursor(action, modifiers);
}

void RowList::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void RowList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (!m_emptyText.isEmpty() && (!model() || model()->rowCount(rootIndex()) == 0)) {
        QPainter painter(viewport());
        painter.setPen(Theme::of(this).textMuted);
        painter.setFont(textFont(TextStyle::Body));
        painter.drawText(viewport()->rect().adjusted(space::xl, 0, -space::xl, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
    }
    if (m_keyed && m_keyed->hasNewer()) {
        // While a person reads further down, the list does not move under them: it says that there is more.
        const Pill newer{.text = tr("Newer above: Home"), .tone = Tone::Accent, .shape = PillShape::Solid};
        const QSize size = pillSize(newer);
        QPainter painter(viewport());
        drawPill(painter, QRect(QPoint((viewport()->width() - size.width()) / 2, space::s), size), newer,
                 Theme::of(this), layoutDirection());
    }
}

void RowList::keyPressEvent(QKeyEvent *event)
{
    if (jump(event->key())) {
        return;
    }
    // j and k move as in the terminal tools that people on call live in.
    const bool plain = event->modifiers() == Qt::NoModifier;
    if (plain && (event->key() == Qt::Key_J || event->key() == Qt::Key_K)) {
        const QModelIndex next = moveCursor(event->key() == Qt::Key_J ? MoveDown : MoveUp, Qt::NoModifier);
        if (next.isValid()) {
            selectionModel()->setCurrentIndex(next, QItemSelectionModel::ClearAndSelect);
        }
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()
        && event->modifiers() == Qt::NoModifier) {
        Q_EMIT opened(currentIndex());
        return;
    }
    QListView::keyPressEvent(event);
}

void RowList::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    m_timer.start(1000, this);
    readAhead();
}

void RowList::hideEvent(QHideEvent *event)
{
    QListView::hideEvent(event);
    m_timer.stop();
}

void RowList::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QListView::timerEvent(event);
        return;
    }
    // Only the column of the clocks.
    const int width = RowDelegate::clockColumn();
    const QRect whole = viewport()->rect();
    viewport()->update(mirrored(layoutDirection(), whole, QRect(whole.right() + 1 - width, 0, width, whole.height())));
}

}  // namespace onlyonce::ui
