// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/pill.h"

#include "views/widgets/icon.h"
#include "views/widgets/paint.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace onlyonce::ui {

namespace {

constexpr int endPadding = 6;
constexpr int leadSize = 12;
constexpr int dotSize = 8;

QFont pillFont(PillShape shape)
{
    QFont font = textFont(shape == PillShape::Dot ? TextStyle::Small : TextStyle::Caption);
    font.setWeight(shape == PillShape::Solid ? QFont::DemiBold : QFont::Medium);
    return font;
}

int leadWidth(const Pill &pill)
{
    if (pill.shape == PillShape::Dot) {
        return dotSize + 6;
    }
    return pill.icon.isEmpty() ? 0 : leadSize + space::xs;
}

QColor wordColor(const Pill &pill, const Theme &theme)
{
    switch (pill.shape) {
    case PillShape::Solid:
        return theme.tone(pill.tone).onSolid;
    case PillShape::Soft:
        return theme.tone(pill.tone).text;
    case PillShape::Outline:
        return pill.tone == Tone::Neutral ? theme.textMuted : theme.tone(pill.tone).text;
    case PillShape::Dot:
        return pill.tone == Tone::Neutral ? theme.textMuted : theme.tone(pill.tone).text;
    }
    Q_UNREACHABLE();
}

}  // namespace

QSize pillSize(const Pill &pill)
{
    const int words = textWidth(pill.text, pillFont(pill.shape));
    const int around = pill.shape == PillShape::Dot ? 0 : 2 * endPadding;
    return {words + leadWidth(pill) + around, scaled(20)};
}

QRect drawPill(QPainter &painter, const QRect &rect, const Pill &pill, const Theme &theme,
               Qt::LayoutDirection direction)
{
    const QSize wanted = pillSize(pill);
    const QSize size(qMin(wanted.width(), rect.width()), wanted.height());
    QRect box(QPoint(rect.left(), rect.top() + (rect.height() - size.height()) / 2), size);
    box = mirrored(direction, rect, box);

    const ToneColors &tone = theme.tone(pill.tone);
    if (pill.shape == PillShape::Solid) {
        drawBox(painter, box, radius::s, tone.solid);
    } else if (pill.shape == PillShape::Soft) {
        drawBox(painter, box, radius::s, tone.fill);
    } else if (pill.shape == PillShape::Outline) {
        drawBox(painter, box, radius::s, {}, theme.border);
    }

    const int inset = pill.shape == PillShape::Dot ? 0 : endPadding;
    const QRect inner = box.adjusted(inset, 0, -inset, 0);
    const int lead = leadWidth(pill);
    const QRect leadRect =
        mirrored(direction, inner, QRect(inner.left(), inner.top(), qMin(lead, inner.width()), inner.height()));
    if (pill.shape == PillShape::Dot) {
        const QRectF dot(direction == Qt::RightToLeft ? leadRect.right() + 1 - dotSize : leadRect.left(),
                         leadRect.center().y() + 1 - dotSize / 2.0, dotSize, dotSize);
        drawBox(painter, dot, dotSize / 2.0, tone.solid);
    } else if (lead > 0) {
        const QRect place(leadRect.left(), leadRect.top() + (leadRect.height() - leadSize) / 2, leadSize, leadSize);
        drawIcon(painter, mirrored(direction, leadRect, place), pill.icon, wordColor(pill, theme));
    }
    const QRect words = mirrored(direction, inner, inner.adjusted(lead, 0, 0, 0));
    drawElided(painter, words, pill.text, pillFont(pill.shape), wordColor(pill, theme),
               QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter));
    return box;
}

int drawPills(QPainter &painter, const QRect &rect, const QList<Pill> &pills, const Theme &theme,
              Qt::LayoutDirection direction)
{
    int x = rect.left();
    for (qsizetype i = 0; i < pills.size(); ++i) {
        const qsizetype rest = pills.size() - i - 1;
        const Pill more{QStringLiteral("+%1").arg(rest + 1), Tone::Neutral, PillShape::Outline, {}};
        const int reserved = rest > 0 ? space::xs + pillSize(more).width() : 0;
        const int width = pillSize(pills[i]).width();
        const int room = rect.right() + 1 - x;
        const bool fits = width + reserved <= room || (rest == 0 && width <= room);
        const Pill &shown = fits ? pills[i] : more;
        const int taken = pillSize(shown).width();
        if (!fits && taken > room) {
            break;
        }
        const QRect place(x, rect.top(), taken, rect.height());
        drawPill(painter, mirrored(direction, rect, place), shown, theme, direction);
        x += taken + space::xs;
        if (!fits) {
            break;
        }
    }
    return qMax(0, x - space::xs - rect.left());
}

PillLabel::PillLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

PillLabel::PillLabel(const Pill &pill, QWidget *parent)
    : PillLabel(parent)
{
    setPill(pill);
}

void PillLabel::setPill(const Pill &pill)
{
    m_pill = pill;
    setAccessibleName(pill.text);
    updateGeometry();
    update();
}

QSize PillLabel::sizeHint() const
{
    return pillSize(m_pill);
}

QSize PillLabel::minimumSizeHint() const
{
    return sizeHint();
}

void PillLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawPill(painter, rect(), m_pill, Theme::of(this), layoutDirection());
}

Chip::Chip(const QString &text, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void Chip::setRemovable(bool removable)
{
    m_removable = removable;
    updateGeometry();
}

void Chip::setCount(int count)
{
    m_count = count;
    setAccessibleDescription(count < 0 ? QString() : tr("%n item(s)", nullptr, count));
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    int width = textWidth(text(), textFont(TextStyle::Small)) + 2 * space::s + 2;
    if (!icon().isNull()) {
        width += 14 + space::xs;
    }
    if (m_count >= 0) {
        width += tabularWidth(QString::number(m_count), textFont(TextStyle::Caption)) + 6;
    }
    if (m_removable) {
        width += 12 + space::xs;
    }
    return {width, scaled(24)};
}

QRect Chip::crossRect() const
{
    const QRect place(width() - space::s - 12, 0, 12 + space::s, height());
    return mirrored(layoutDirection(), rect(), place);
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    const bool on = isChecked() || isDown();
    const QColor fill = on ? theme.tone(Tone::Accent).fill : (underMouse() ? theme.hover : QColor());
    drawBox(painter, rect(), height() / 2.0, fill, on ? theme.accent : theme.border);
    if (hasFocus()) {
        drawFocusRing(painter, rect(), height() / 2.0, theme);
    }
    const QColor words = on ? theme.tone(Tone::Accent).text : theme.text;
    QRect inner = rect().adjusted(space::s + 1, 0, -space::s - 1, 0);
    if (!icon().isNull()) {
        const QRect place(inner.left(), inner.top() + (inner.height() - 14) / 2, 14, 14);
        icon().paint(&painter, mirrored(layoutDirection(), rect(), place));
        inner.setLeft(inner.left() + 14 + space::xs);
    }
    const QFont font = textFont(TextStyle::Small);
    const int width = textWidth(text(), font);
    drawElided(painter, mirrored(layoutDirection(), rect(), QRect(inner.left(), 0, width + 1, height())), text(), font,
               words, QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter));
    if (m_count >= 0) {
        const QFont small = textFont(TextStyle::Caption);
        const QString number = QString::number(m_count);
        const QRect place(inner.left() + width + 6, 0, tabularWidth(number, small) + 1, height());
        painter.setPen(on ? words : theme.textMuted);
        drawTabular(painter, mirrored(layoutDirection(), rect(), place), number, small, Qt::AlignVCenter);
    }
    if (m_removable) {
        const QRect cross = crossRect();
        drawIcon(painter, QRect(cross.left(), (height() - 12) / 2, 12, 12), QStringLiteral("close"), theme.textMuted);
    }
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (m_removable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
        Q_EMIT removeRequested();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void Chip::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_removable && event->button() == Qt::LeftButton && crossRect().contains(event->pos())) {
        setDown(false);
        Q_EMIT removeRequested();
        return;
    }
    QAbstractButton::mouseReleaseEvent(event);
}

}  // namespace onlyonce::ui
