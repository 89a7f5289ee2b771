// SPDX-License-Identifier: GPL-3.0-or-later
// The simple shapes: grounds and frames of buttons and fields, check marks, rows.
#include "views/widgets/icon.h"
#include "views/widgets/paint.h"
#include "views/widgets/style.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

QColor buttonFill(const QString &kind, QStyle::State state, const Theme &theme)
{
    const bool over = state & QStyle::State_MouseOver;
    const bool down = state & (QStyle::State_Sunken | QStyle::State_On);
    if (!(state & QStyle::State_Enabled)) {
        return kind == "quiet"_L1 ? QColor() : theme.hover;
    }
    if (kind == "primary"_L1) {
        return down || over ? theme.accentSolidHover : theme.accentSolid;
    }
    if (kind == "danger"_L1 && (over || down)) {
        return theme.tone(Tone::Danger).fill;
    }
    if (down) {
        return mixed(theme.text, theme.raised, 0.10);
    }
    if (over) {
        return mixed(theme.text, theme.raised, 0.05);
    }
    return kind == "quiet"_L1 ? QColor() : theme.raised;
}

void drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const Theme &theme = Theme::of(option->palette);
    const QString kind = widget ? widget->property("kind").toString() : QString();
    const QColor fill = buttonFill(kind, option->state, theme);
    const bool framed = kind.isEmpty() || kind == "danger"_L1;
    const QColor border = framed ? mixed(theme.borderStrong, theme.raised, 0.55) : QColor();
    drawBox(*painter, option->rect, radius::m, fill, border);
    if (option->state & QStyle::State_HasFocus && option->state & QStyle::State_KeyboardFocusChange) {
        // Inside a filled button the ring needs a gap to stand out from the fill.
        if (kind == "primary"_L1) {
            drawBox(*painter, option->rect.adjusted(2, 2, -2, -2), radius::s, {}, theme.raised, 1);
        }
        drawFocusRing(*painter, option->rect, radius::m, theme);
    }
}

void drawCheckMark(const QStyleOption *option, QPainter *painter, bool round)
{
    const Theme &theme = Theme::of(option->palette);
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool on = option->state & (QStyle::State_On | QStyle::State_NoChange);
    const QRectF box = QRectF(option->rect).adjusted(0, 0, 0, 0);
    const qreal corner = round ? box.height() / 2 : radius::s;
    const QColor solid = enabled ? theme.accentSolid : theme.textMuted;
    drawBox(*painter, box, corner, on ? solid : theme.field, on ? QColor() : theme.borderStrong);
    if (!on) {
        return;
    }
    if (round) {
        const qreal inset = box.width() * 0.32;
        drawBox(*painter, box.adjusted(inset, inset, -inset, -inset), box.width(), theme.onAccent);
    } else {
        const bool partly = option->state & QStyle::State_NoChange;
        drawIcon(*painter, option->rect.adjusted(1, 1, -1, -1), partly ? u"minus"_s : u"check"_s, theme.onAccent);
    }
}

//! Where people type. A field of the kind `quiet` is plain words until the pointer or the keyboard comes to it.
void drawField(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const Theme &theme = Theme::of(option->palette);
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool focus = option->state & QStyle::State_HasFocus;
    const bool wrong = widget && widget->property("invalid").toBool();
    const bool quiet = widget && widget->property("kind").toString() == "quiet"_L1;
    if (quiet && !focus && !wrong && !(option->state & QStyle::State_MouseOver)) {
        return;
    }
    const QColor border = wrong ? theme.tone(Tone::Danger).solid : focus ? theme.focus : theme.borderStrong;
    drawBox(*painter, option->rect, radius::m, enabled ? theme.field : theme.hover, enabled ? border : theme.border,
            focus ? 2 : 1);
}

void drawItemGround(const QStyleOptionViewItem *option, QPainter *painter)
{
    const Theme &theme = Theme::of(option->palette);
    if (option->backgroundBrush.style() != Qt::NoBrush) {
        painter->fillRect(option->rect, option->backgroundBrush);
    }
    if (option->state & QStyle::State_Selected) {
        painter->fillRect(option->rect, theme.selected);
    } else if (option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled) {
        painter->fillRect(option->rect, theme.hover);
    }
}

}  // namespace

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    const QRect rect = option->rect;
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(option, painter, widget);
        return;
    case PE_PanelButtonTool:
        if (option->state & (State_Sunken | State_On)) {
            drawBox(*painter, rect, radius::m, mixed(theme.text, theme.raised, 0.10));
        } else if (option->state & State_MouseOver && option->state & State_Enabled) {
            drawBox(*painter, rect, radius::m, mixed(theme.text, theme.raised, 0.06));
        }
        return;
    case PE_FrameDefaultButton:
        return;
    case PE_FrameFocusRect:
        if (option->state & State_KeyboardFocusChange || qobject_cast<const QAbstractItemView *>(widget)) {
            drawFocusRing(*painter, rect, radius::m, theme);
        }
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth <= 0) {
            return;
        }
        drawField(option, painter, widget);
        return;
    case PE_FrameLineEdit:  // PE_PanelLineEdit has drawn it
        return;
    case PE_Frame:
        if (qobject_cast<const QPlainTextEdit *>(widget)) {
            drawField(option, painter, widget);
            return;
        }
        [[fallthrough]];
    case PE_FrameGroupBox:
    case PE_FrameTabWidget:
        drawBox(*painter, rect, radius::m, {}, option->state & State_HasFocus ? theme.focus : theme.border);
        return;
    case PE_PanelMenu:
        painter->fillRect(rect, theme.raised);
        return;
    case PE_FrameMenu:
        painter->setPen(theme.isDark ? mixed(theme.text, theme.raised, 0.14) : mixed(theme.text, theme.raised, 0.18));
        painter->drawRect(rect.adjusted(0, 0, -1, -1));
        return;
    case PE_PanelTipLabel:
        drawBox(*painter, rect, 0, theme.raised, mixed(theme.text, theme.raised, 0.18));
        return;
    case PE_PanelMenuBar:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
    case PE_FrameTabBarBase:
    case PE_PanelItemViewRow:
        return;
    case PE_PanelItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            drawItemGround(item, painter);
        }
        return;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(rect, option->palette.color(QPalette::Base));
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheckMark(option, painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawCheckMark(option, painter, true);
        return;
    case PE_IndicatorBranch:
        if (option->state & State_Children) {
            const bool open = option->state & State_Open;
            const QString closed = option->direction == Qt::RightToLeft ? u"chevron-left"_s : u"chevron-right"_s;
            // Beside the first line of a tall row.
            const QPoint middle(rect.center().x(), rect.top() + qMin(rect.height(), scaled(metric::control)) / 2);
            drawIcon(*painter, QRect(middle.x() - 6, middle.y() - 6, 12, 12), open ? u"chevron-down"_s : closed,
                     theme.textMuted);
        }
        return;
    case PE_IndicatorItemViewItemDrop:  // between two rows: a line that begins where the row will; on one: around it
        if (rect.height() == 0) {
            const bool mirrors = option->direction == Qt::RightToLeft;
            const int knob = scaled(4);
            const int start = mirrors ? rect.right() - knob : rect.left() + knob;
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(theme.focus, 2));
            painter->drawLine(start, rect.top(), mirrors ? rect.left() : rect.right(), rect.top());
            painter->setBrush(theme.surface);
            painter->drawEllipse(QPoint(start, rect.top()), knob - 1, knob - 1);
            painter->restore();
        } else {
            drawBox(*painter, rect.adjusted(1, 1, -1, -1), radius::m, {}, theme.focus, 2);
        }
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight: {
        const QString name = element == PE_IndicatorArrowDown ? u"chevron-down"_s
                           : element == PE_IndicatorArrowUp   ? u"chevron-up"_s
                           : element == PE_IndicatorArrowLeft ? u"chevron-left"_s
                                                              : u"chevron-right"_s;
        const QPoint middle = rect.center();
        drawIcon(*painter, QRect(middle.x() - 5, middle.y() - 5, 12, 12), name, theme.textMuted);
        return;
    }
    case PE_IndicatorHeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            const bool up = header->sortIndicator == QStyleOptionHeader::SortUp;
            drawIcon(*painter, rect, up ? u"chevron-up"_s : u"chevron-down"_s, theme.textMuted);
        }
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

}  // namespace onlyonce::ui
