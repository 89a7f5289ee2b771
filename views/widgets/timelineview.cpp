// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/timelineview.h"

#include "views/widgets/accessibleviews.h"
#include "views/widgets/keyedlist.h"

#include <QPainter>
#include <QScrollBar>

namespace onlyonce::ui {

namespace {

//! Measured entries kept; far more than a screen holds.
constexpr qsizetype mostEntries = 500;
//! So many beyond what is in sight are read ahead.
constexpr int rowsAhead = 40;

}  // namespace

TimelineView::TimelineView(QWidget *parent)
    : QAbstractItemView(parent)
    , m_scroll([this](int row) { return entry(row).height(); })
{
    installAccessibleViews();
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(64);
    connect(this, &QAbstractItemView::doubleClicked, this, &TimelineView::opened);
}

void TimelineView::setModel(QAbstractItemModel *next)
{
    if (model()) {
        disconnect(model(), nullptr, this, nullptr);
    }
    m_keyed = qobject_cast<KeyedListBase *>(next);
    QAbstractItemView::setModel(next);
    if (m_keyed) {
        connect(m_keyed, &KeyedListBase::jumped, this, [this] { m_wanted = End::Last; });
        connect(m_keyed, &KeyedListBase::loaded, this, &TimelineView::arrive);
    }
    if (next) {
        connect(next, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex &, int start, int end) { rowsRemoved(start, end); });
        const auto rearranged = [this] {
            forget();
            m_scroll.changed();
            showPosition();
        };
        connect(next, &QAbstractItemModel::layoutChanged, this, rearranged);
        connect(next, &QAbstractItemModel::rowsMoved, this, rearranged);
    }
}

void TimelineView::reset()
{
    QAbstractItemView::reset();
    forget();
    m_scroll.setRows(0);
    m_scroll.setRows(model() ? model()->rowCount(rootIndex()) : 0);
    m_atEnd = m_followsEnd;
    updateGeometries();
}

void TimelineView::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    forget();
    m_scroll.changed();
    showPosition();
}

void TimelineView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

QString TimelineView::entryText(const QModelIndex &index) const
{
    return index.isValid() ? entry(index.row()).plainText() : QString();
}

void TimelineView::scrollToEnd()
{
    if (hasNewer()) {
        m_wanted = End::Last;
        m_keyed->toNewest();
    } else {
        showEnd();
    }
}

void TimelineView::showEnd()
{
    m_scroll.toEnd();
    showPosition();
}

bool TimelineView::hasNewer() const
{
    return m_keyed && m_keyed->hasNewer();
}

void TimelineView::readAhead()
{
    if (!m_keyed || !isVisible()) {
        return;
    }
    m_keyed->setFollowing(m_atEnd);
    if (m_scroll.rows() - m_scroll.lastVisibleRow() < rowsAhead && m_keyed->canFetchNewer()) {
        m_keyed->fetchNewer();
    } else if (m_scroll.topRow() < rowsAhead) {
        m_keyed->fetchMore({});
    }
}

void TimelineView::arrive()
{
    const End wanted = std::exchange(m_wanted, End::None);
    if (wanted == End::First && m_scroll.rows() > 0) {
        setCurrentIndex(model()->index(0, 0, rootIndex()));
        scrollTo(currentIndex(), PositionAtTop);
    } else if (wanted == End::Last) {
        showEnd();
    }
    constexpr int longestAtEnd = 10 * KeyedListBase::pageSize;
    if (m_atEnd && m_followsEnd && !hasNewer() && m_scroll.rows() > longestAtEnd) {
        m_keyed->keepNewest(2 * KeyedListBase::pageSize);
    }
    readAhead();
    viewport()->update();
}

const TimelineEntry &TimelineView::entry(int row) const
{
    const auto known = m_entries.constFind(row);
    if (known != m_entries.constEnd()) {
        return *known;
    }
    if (m_entries.size() >= mostEntries) {
        m_entries.clear();
    }
    const TimelineEntry::Frame frame{viewport()->width(), m_zone, &Theme::of(this)};
    return *m_entries.insert(row,
                             TimelineEntry(model()->index(row, 0, rootIndex()),
                                           row > 0 ? model()->index(row - 1, 0, rootIndex()) : QModelIndex(), frame));
}

void TimelineView::forget()
{
    m_entries.clear();
    viewport()->update();
}

QRect TimelineView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.parent() != rootIndex()) {
        return {};
    }
    const auto y = m_scroll.yOf(index.row());
    return y ? QRect(0, *y, viewport()->width(), entry(index.row()).height()) : QRect();
}

void TimelineView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid()) {
        return;
    }
    if (hint == PositionAtTop) {
        m_scroll.toRow(index.row());
    } else if (hint == PositionAtCenter) {
        m_scroll.toRow(index.row());
        m_scroll.scrollBy(-(viewport()->height() - entry(index.row()).height()) / 2);
    } else {
        m_scroll.reveal(index.row());
    }
    showPosition();
}

QModelIndex TimelineView::indexAt(const QPoint &point) const
{
    const auto row = m_scroll.rowAt(point.y());
    return row && model() ? model()->index(*row, 0, rootIndex()) : QModelIndex();
}

void TimelineView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags)
{
    const QModelIndex index = indexAt(rect.center());
    if (index.isValid()) {
        selectionModel()->select(index, flags);
    }
}

QRegion TimelineView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QModelIndex &index : selection.indexes()) {
        region += visualRect(index);
    }
    return region;
}

void TimelineView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Theme &theme = Theme::of(this);
    if (m_scroll.rows() == 0) {
        painter.setPen(theme.textMuted);
        painter.setFont(textFont(TextStyle::Body));
        painter.drawText(viewport()->rect().adjusted(space::xl, 0, -space::xl, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    const QModelIndex hovered = indexAt(viewport()->mapFromGlobal(QCursor::pos()));
    int y = -m_scroll.hidden();
    for (int row = m_scroll.topRow(); row < m_scroll.rows() && y < viewport()->height(); ++row) {
        const TimelineEntry &shown = entry(row);
        const QRect rect(0, y, viewport()->width(), shown.height());
        y += shown.height();
        if (!event->region().intersects(rect)) {
            continue;
        }
        const QModelIndex index = model()->index(row, 0, rootIndex());
        QStyle::State state = QStyle::State_Enabled;
        state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
        state.setFlag(QStyle::State_HasFocus, hasFocus());
        state.setFlag(QStyle::State_MouseOver, index == hovered && viewport()->underMouse());
        const bool first = row == 0 && !(m_keyed && m_keyed->hasOlder());
        const bool last = row == m_scroll.rows() - 1 && !hasNewer();
        shown.paint(painter, rect, theme, state, first, last, layoutDirection());
    }
    if (hasNewer()) {
        const Pill newer{.text = tr("Newer below: End"), .tone = Tone::Accent, .shape = PillShape::Solid};
        const QSize size = pillSize(newer);
        const QPoint place((viewport()->width() - size.width()) / 2, viewport()->height() - size.height() - space::s);
        drawPill(painter, QRect(place, size), newer, theme, layoutDirection());
    }
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    if (event->oldSize().width() != event->size().width()) {
        forget();
    }
    QAbstractItemView::resizeEvent(event);
}

void TimelineView::showEvent(QShowEvent *event)
{
    QAbstractItemView::showEvent(event);
    readAhead();
}

void TimelineView::changeEvent(QEvent *event)
{
    const auto type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::LanguageChange
        || type == QEvent::LocaleChange) {
        forget();
        m_scroll.changed();
        showPosition();
    }
    QAbstractItemView::changeEvent(event);
}

void TimelineView::scrollBy(int px)
{
    m_scroll.scrollBy(px);
    showPosition();
}

//! Shows on the bar where the view stands, without the bar answering back.
void TimelineView::showPosition()
{
    m_atEnd = m_scroll.atEnd();
    m_movesBar = true;
    verticalScrollBar()->setPageStep(m_scroll.pageStep());
    verticalScrollBar()->setRange(0, m_scroll.maximum());
    verticalScrollBar()->setValue(m_scroll.value());
    m_movesBar = false;
    // Later: rows may be coming and going right now.
    if (m_keyed) {
        QMetaObject::invokeMethod(this, &TimelineView::readAhead, Qt::QueuedConnection);
    }
    viewport()->update();
}

void TimelineView::scrollContentsBy(int, int)
{
    if (!m_movesBar) {
        m_scroll.setValue(verticalScrollBar()->value());
        m_atEnd = m_scroll.atEnd();
        readAhead();
        viewport()->update();
    }
}

void TimelineView::updateGeometries()
{
    const bool stay = m_followsEnd && m_atEnd;
    m_scroll.setViewport(viewport()->height());
    if (stay) {
        m_scroll.toEnd();
    }
    showPosition();
    QAbstractItemView::updateGeometries();
}

void TimelineView::dataChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles)
{
    // The entry after the last one shows a heading that depends on it.
    for (int row = first.row(); row <= qMin(last.row() + 1, m_scroll.rows() - 1); ++row) {
        m_entries.remove(row);
    }
    const bool stay = m_followsEnd && m_atEnd;
    m_scroll.changed();
    if (stay) {
        m_scroll.toEnd();
    }
    showPosition();
    QAbstractItemView::dataChanged(first, last, roles);
}

void TimelineView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    if (parent != rootIndex()) {
        return;
    }
    if (start < m_scroll.rows()) {
        m_entries.clear();
    }
    const int count = end - start + 1;
    const bool stay = m_followsEnd && m_atEnd && !hasNewer();  // the end of what is read is no end
    const bool readAbove = start == 0 && m_keyed && m_keyed->hasOlder() && m_scroll.rows() > 0 && m_scroll.topRow() == 0
                        && m_scroll.hidden() == 0;
    m_scroll.rowsInserted(start, count);
    if (readAbove) {
        m_scroll.toRow(count);
    }
    if (stay) {
        m_scroll.toEnd();
    }
    showPosition();
    QAbstractItemView::rowsInserted(parent, start, end);
}

void TimelineView::rowsRemoved(int start, int end)
{
    m_entries.clear();
    m_scroll.rowsRemoved(start, end - start + 1);
    showPosition();
}

}  // namespace onlyonce::ui
