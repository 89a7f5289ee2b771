// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/rowdelegate.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"
#include "views/widgets/recoveryclock.h"
#include "views/widgets/rowroles.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr int sidePadding = space::xl;  //!< as the head of a page

std::optional<Instant> instantOf(const QModelIndex &index, int role)
{
    const QVariant value = index.data(role);
    return value.isValid() && !value.isNull() ? std::optional(fromMillis(value.toLongLong())) : std::nullopt;
}

int clockWidth()
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

int RowDelegate::clockColumn()
{
    return clockWidth() + sidePadding;
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
        drawTabular(painter, place(cutTrailing(line, clockWidth())), clockText(face.elapsed),
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

}  // namespace onlyonce::ui
