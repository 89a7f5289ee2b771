// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/rowlist.h"

#include "views/widgets/icon.h"
#include "views/widgets/keyedlist.h"
#include "views/widgets/paint.h"
#include "views/widgets/recoveryclock.h"
#include "views/widgets/rowroles.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr int sidePadding = space::xl;  //!< as the head of a page

std::optional<Instant> instantOf(const QModelIndex &index, int role)
{
    const QVariant value = index.data(role);
    return value.isValid() && !value.isNull() ? std::optional(fromMillis(value.toLongLong())) : std::nullopt;
}

int clockColumn()
{
    return tabularWidth(u"00:00:00"_s, textFont(TextStyle::Strong)) + space::xs;
}

//! As wide as the widest severity: in most faces that is not the narrow 1.
int pillColumn()
{
    int width = 0;
    for (const QString &severity : {u"SEV1"_s, u"SEV2"_s, u"SEV3"_s, u"SEV4"_s}) {
        width = qMax(width, pillSize({severity, Tone::Sev1, PillShape::Solid, {}}).width());
    }
    return width;
}

//! The title then needs the first line for itself, and what stands behind it goes to the second, in place of the note.
bool isNarrow(const QRect &line, const QModelIndex &index)
{
    return line.width() < scaled(300) && !index.data(RowNote).toString().isEmpty()
        && !index.data(RowTrailing).toString().isEmpty();
}

//! The first of them that stand side by side.
QList<Pill> fitting(const QList<Pill> &pills, int width)
{
    QList<Pill> fit;
    for (const Pill &pill : pills) {
        width -= pillSize(pill).width();
        if (width < 0) {
            break;
        }
        fit.append(pill);
        width -= space::xs;
    }
    return fit;
}

QColor clockColor(const ClockFace &face, const Theme &theme)
{
    switch (face.state) {
    case ClockFace::State::Overdue:
        return theme.tone(Tone::Danger).text;
    case ClockFace::State::Running:
        return theme.text;
    case ClockFace::State::RecoveredLate:
        return theme.tone(Tone::Warning).text;
    case ClockFace::State::Waiting:
    case ClockFace::State::Recovered:
        return theme.textMuted;
    }
    Q_UNREACHABLE();
}

//! Cuts `width` off the trailing side of `line` (with a gap) and gives what was cut; mirrors nothing.
QRect cutTrailing(QRect &line, int width)
{
    const QRect cut(line.right() + 1 - width, line.top(), width, line.height());
    line.setRight(cut.left() - 1 - space::m);
    return cut;
}

}  // namespace

RowDelegate::RowDelegate(const Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_clock(clock)
    , m_pillColumn(pillColumn())
{
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, scaled(m_density == Density::TwoLines ? 60 : 36)};
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const bool focused = option.state & QStyle::State_HasFocus;
    const QRect row = option.rect;
    painter->save();
    if (selected) {
        painter->fillRect(row, theme.selected);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(row, theme.hover);
    }
    painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.border);
    if (selected && focused) {
        painter->fillRect(mirrored(option.direction, row, QRect(row.left(), row.top(), 3, row.height() - 1)),
                          theme.focus);
    } else if (focused) {
        drawFocusRing(*painter, row.adjusted(2, 2, -2, -3), radius::s, theme);
    }
    if (index.data(RowUnread).toBool()) {
        const QRect dot(row.left() + 6, row.center().y() - 2, 6, 6);
        drawBox(*painter, mirrored(option.direction, row, dot), 3, theme.accentSolid);
    }

    QRect inner = row.adjusted(sidePadding, 0, -sidePadding, -1);
    const QString iconName = index.data(RowIcon).toString();
    const QVariant pill = index.data(RowPill);
    const bool twoLines = m_density == Density::TwoLines;
    const int lineHeight = scaled(20);
    const int firstTop = twoLines ? row.top() + (row.height() - 1 - 2 * lineHeight - 2) / 2
                                  : row.top() + (row.height() - 1 - lineHeight) / 2;
    if (!iconName.isEmpty()) {
        const auto tone = static_cast<Tone>(index.data(RowIconTone).toInt());
        const QRect place(inner.left(), firstTop + (lineHeight - metric::icon) / 2, metric::icon, metric::icon);
        drawIcon(*painter, mirrored(option.direction, row, place), iconName, theme.tone(tone).text);
        inner.setLeft(inner.left() + metric::icon + space::m);
    } else if (m_pillColumn > 0) {
        if (pill.isValid()) {
            const QRect place(inner.left(), firstTop, m_pillColumn, lineHeight);
            drawPill(*painter, mirrored(option.direction, row, place), pill.value<Pill>(), theme, option.direction);
        }
        inner.setLeft(inner.left() + m_pillColumn + space::m);
    }
    paintFirstLine(*painter, QRect(inner.left(), firstTop, inner.width(), lineHeight), option, index);
    if (twoLines) {
        paintSecondLine(*painter, QRect(inner.left(), firstTop + lineHeight + 2, inner.width(), lineHeight), option,
                        index);
    }
    painter->restore();
}

void RowDelegate::paintFirstLine(QPainter &painter, QRect line, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const auto place = [&](const QRect &part) { return mirrored(option.direction, option.rect, part); };
    const Qt::Alignment leading = QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter;
    const Qt::Alignment trailing = QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter;
    const bool muted = index.data(RowMuted).toBool();

    if (const auto start = instantOf(index, RowClockStart)) {
        const ClockFace face = ClockFace::read(start, instantOf(index, RowClockEnd),
                                               milliseconds{index.data(RowClockTarget).toLongLong()}, m_clock.now());
        const bool live = face.state == ClockFace::State::Running || face.state == ClockFace::State::Overdue;
        painter.setPen(clockColor(face, theme));
        drawTabular(painter, place(cutTrailing(line, clockColumn())), clockText(face.elapsed),
                    textFont(live ? TextStyle::Strong : TextStyle::Body), trailing);
    } else if (const QString text = index.data(RowTrailing).toString(); !text.isEmpty() && !isNarrow(line, index)) {
        const QFont font = textFont(TextStyle::Small);
        const int width = tabularWidth(text, font);
        if (width <= line.width() / 2) {  // else the title needs the room
            painter.setPen(theme.textMuted);
            drawTabular(painter, place(cutTrailing(line, width)), text, font, trailing);
        }
    }
    if (const QString number = index.data(RowNumber).toString(); !number.isEmpty()) {
        const QFont font = textFont(TextStyle::Body);
        const int width = tabularWidth(number, font);
        painter.setPen(theme.textMuted);
        drawTabular(painter, place(QRect(line.left(), line.top(), width, line.height())), number, font, leading);
        line.setLeft(line.left() + width + space::s);
        if (const QString name = index.data(RowNumberIcon).toString(); !name.isEmpty()) {
            const QRect box(line.left(), line.top() + (line.height() - metric::icon) / 2, metric::icon, metric::icon);
            drawIcon(painter, place(box), name, theme.textMuted);
            line.setLeft(line.left() + metric::icon + space::s);
        }
    }
    QFont font = textFont(TextStyle::Body);
    font.setWeight(muted ? QFont::Normal : QFont::Medium);
    drawElided(painter, place(line), index.data(RowTitle).toString(), font, muted ? theme.textMuted : theme.text,
               leading);
}

void RowDelegate::paintSecondLine(QPainter &painter, QRect line, const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const auto place = [&](const QRect &part) { return mirrored(option.direction, option.rect, part); };
    const QFont font = textFont(TextStyle::Small);
    const bool narrow = isNarrow(line, index);

    const bool inColumns = !narrow && line.width() >= scaled(520);
    if (const QString note = index.data(narrow ? RowTrailing : RowNote).toString(); !note.isEmpty()) {
        const int own = qMin(textWidth(note, font), line.width() * 2 / 5);
        const int width = inColumns ? qMax(own, m_columns.note) : own;
        drawElided(painter, place(cutTrailing(line, width)), note, font, theme.textMuted,
                   QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (inColumns && m_columns.owner > 0) {
        drawElided(painter, place(cutTrailing(line, m_columns.owner)), index.data(RowOwner).toString(), font,
                   theme.textMuted, QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (const QVariant status = index.data(RowStatus); status.isValid()) {
        Pill pill = status.value<Pill>();
        pill.shape = PillShape::Dot;
        const int width = qMin(pillSize(pill).width() + 1, line.width());
        drawPill(painter, place(QRect(line.left(), line.top(), width, line.height())), pill, theme, option.direction);
        line.setLeft(line.left() + (inColumns ? qMax(width, m_columns.status) : width) + space::m);
    }
    if (const QString detail = index.data(RowDetail).toString(); !detail.isEmpty()) {
        const bool hasChips = !narrow && index.data(RowChips).isValid();
        const int wanted = textWidth(detail, font);
        const int width = qMin(wanted, hasChips ? line.width() * 2 / 3 : line.width());
        drawElided(painter, place(QRect(line.left(), line.top(), width, line.height())), detail, font, theme.textMuted,
                   QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
        line.setLeft(line.left() + width + space::m);
    }
    if (const QVariant chips = index.data(RowChips); chips.isValid()) {
        auto pills = chips.value<QList<Pill>>();
        if (narrow) {
            pills = fitting(pills, line.width());  // "+2" would take the room of the one that says most
        }
        drawPills(painter, place(line), pills, theme, option.direction);
    }
}

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
    const int width = clockColumn() + sidePadding;
    const QRect whole = viewport()->rect();
    viewport()->update(mirrored(layoutDirection(), whole, QRect(whole.right() + 1 - width, 0, width, whole.height())));
}

}  // namespace onlyonce::ui
