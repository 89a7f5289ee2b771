// SPDX-License-Identifier: GPL-3.0-or-later
// The composed controls: button labels, menus, tabs, heads of tables, combo boxes, spin boxes, scroll bars.
#include "views/widgets/icon.h"
#include "views/widgets/paint.h"
#include "views/widgets/style.h"

#include <QComboBox>
#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr int buttonIconGap = 6;

void drawMenuItem(const QStyleOptionMenuItem *item, QPainter *painter)
{
    const Theme &theme = Theme::of(item->palette);
    const QRect rect = item->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        if (item->text.isEmpty()) {
            painter->fillRect(QRect(rect.left() + space::s, rect.center().y(), rect.width() - 2 * space::s, 1),
                              theme.border);
        } else {  // the head of a section
            const QRect head = rect.adjusted(space::s, space::s, -space::s, 0);
            drawElided(*painter, head, item->text, textFont(TextStyle::Caption), theme.textMuted,
                       QStyle::visualAlignment(item->direction, Qt::AlignLeft) | Qt::AlignVCenter);
        }
        return;
    }
    const bool enabled = item->state & QStyle::State_Enabled;
    if (enabled && item->state & QStyle::State_Selected) {
        drawBox(*painter, rect, radius::s, theme.selected);
    }
    const QColor words = enabled ? theme.text : mixed(theme.textMuted, theme.raised, 0.6);
    const QColor quiet = enabled ? theme.textMuted : words;
    const auto place = [&](const QRect &part) { return mirrored(item->direction, rect, part); };

    const QRect mark(rect.left() + space::s, rect.top() + (rect.height() - metric::icon) / 2, metric::icon,
                     metric::icon);
    if (item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked) {
        drawIcon(*painter, place(mark), u"check"_s, theme.accent);
    } else if (!item->icon.isNull()) {
        item->icon.paint(painter, place(mark), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }

    const QRect text(mark.right() + 1 + space::s, rect.top(), rect.right() - mark.right() - space::s - space::m,
                     rect.height());
    const QStringList parts = item->text.split(u'\t');
    painter->setFont(item->font);
    painter->setPen(words);
    const int flags = Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine;
    painter->drawText(place(text), flags | QStyle::visualAlignment(item->direction, Qt::AlignLeft), parts.first());
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu) {
        const QRect arrow(rect.right() - space::s - 12, rect.center().y() - 6, 12, 12);
        drawIcon(*painter, place(arrow), item->direction == Qt::RightToLeft ? u"chevron-left"_s : u"chevron-right"_s,
                 quiet);
    } else if (parts.size() > 1) {
        painter->setPen(quiet);
        painter->setFont(textFont(TextStyle::Small));
        painter->drawText(place(text), flags | QStyle::visualAlignment(item->direction, Qt::AlignRight), parts.at(1));
    }
}

void drawButtonLabel(const QStyleOptionButton *button, QPainter *painter, const QWidget *widget)
{
    const Theme &theme = Theme::of(button->palette);
    const QString kind = widget ? widget->property("kind").toString() : QString();
    const bool enabled = button->state & QStyle::State_Enabled;
    const QColor words = !enabled             ? button->palette.color(QPalette::Disabled, QPalette::ButtonText)
                       : kind == "primary"_L1 ? theme.onAccent
                       : kind == "danger"_L1  ? theme.tone(Tone::Danger).text
                                              : theme.text;
    QFont font = textFont(TextStyle::Body);
    font.setWeight(QFont::Medium);
    painter->setFont(font);
    painter->setPen(words);
    const int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine;
    const int lead = button->icon.isNull() ? 0 : metric::icon + (button->text.isEmpty() ? 0 : buttonIconGap);
    const int wide = painter->fontMetrics().size(flags, button->text).width() + 1;
    const int arrow = button->features & QStyleOptionButton::HasMenu ? 12 + space::xs : 0;
    const int left = button->rect.left() + (button->rect.width() - lead - wide - arrow) / 2;
    const auto place = [&](const QRect &part) { return mirrored(button->direction, button->rect, part); };
    if (lead > 0) {
        const QRect mark(left, button->rect.top() + (button->rect.height() - metric::icon) / 2, metric::icon,
                         metric::icon);
        button->icon.paint(painter, place(mark), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
    painter->drawText(place(QRect(left + lead, button->rect.top(), wide, button->rect.height())), flags, button->text);
    if (arrow > 0) {
        const QRect mark(left + lead + wide + space::xs, button->rect.center().y() - 5, 12, 12);
        drawIcon(*painter, place(mark), u"chevron-down"_s, enabled ? theme.textMuted : words);
    }
}

void drawMenuBarItem(const QStyleOptionMenuItem *item, QPainter *painter)
{
    const Theme &theme = Theme::of(item->palette);
    if (item->state & (QStyle::State_Selected | QStyle::State_Sunken)) {
        drawBox(*painter, item->rect.adjusted(0, 1, 0, -1), radius::s, mixed(theme.text, theme.background, 0.08));
    }
    painter->setPen(item->state & QStyle::State_Enabled ? theme.text : theme.textMuted);
    // The letters to press are shown once the keyboard has come here.
    const int mnemonics = item->state & QStyle::State_HasFocus ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    painter->drawText(item->rect, Qt::AlignCenter | Qt::TextSingleLine | mnemonics, item->text);
}

void drawTab(const QStyleOptionTab *tab, QPainter *painter)
{
    const Theme &theme = Theme::of(tab->palette);
    const bool selected = tab->state & QStyle::State_Selected;
    const QRect rect = tab->rect;
    if (!selected && tab->state & QStyle::State_MouseOver) {
        drawBox(*painter, rect.adjusted(2, 4, -2, -6), radius::s, theme.hover);
    }
    if (selected) {
        painter->fillRect(QRect(rect.left() + space::s, rect.bottom() - 1, rect.width() - 2 * space::s, 2),
                          theme.accentSolid);
    }
    painter->setPen(selected ? theme.text : theme.textMuted);
    QFont font = painter->font();
    font.setWeight(selected ? QFont::DemiBold : QFont::Medium);
    painter->setFont(font);
    painter->drawText(rect.adjusted(0, 0, 0, -2), Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine,
                      tab->text);
    if (selected && tab->state & QStyle::State_HasFocus) {
        drawFocusRing(*painter, rect.adjusted(2, 4, -2, -6), radius::s, theme);
    }
}

void drawScrollBar(const QStyleOptionSlider *bar, QPainter *painter, const QStyle *style, const QWidget *widget)
{
    const Theme &theme = Theme::of(bar->palette);
    if (bar->maximum <= bar->minimum) {
        return;
    }
    const QRect slider = style->subControlRect(QStyle::CC_ScrollBar, bar, QStyle::SC_ScrollBarSlider, widget);
    const bool busy = bar->activeSubControls & QStyle::SC_ScrollBarSlider
                   && bar->state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const bool upright = bar->orientation == Qt::Vertical;
    const int side = busy ? 2 : 3;
    const QRectF handle =
        upright ? QRectF(slider).adjusted(side, 2, -side, -2) : QRectF(slider).adjusted(2, side, -2, -side);
    drawBox(*painter, handle, (upright ? handle.width() : handle.height()) / 2,
            mixed(theme.textMuted, theme.surface, busy ? 0.75 : 0.35));
}

QColor fieldBorder(const QWidget *widget, bool enabled, bool focus, const Theme &theme)
{
    if (widget && widget->property("invalid").toBool()) {
        return theme.tone(Tone::Danger).solid;
    }
    return focus ? theme.focus : enabled ? theme.borderStrong : theme.border;
}

void drawComboBox(const QStyleOptionComboBox *box, QPainter *painter, const QStyle *style, const QWidget *widget)
{
    const Theme &theme = Theme::of(box->palette);
    if (box->frame) {
        const bool enabled = box->state & QStyle::State_Enabled;
        const bool over = enabled && box->state & QStyle::State_MouseOver && !box->editable;
        const bool focus = box->state & QStyle::State_HasFocus;  // as any field: letters choose in it
        const QColor fill = !enabled ? theme.hover : over ? mixed(theme.text, theme.field, 0.04) : theme.field;
        drawBox(*painter, box->rect, radius::m, fill, fieldBorder(widget, enabled, focus, theme), focus ? 2 : 1);
    }
    const QRect arrow = style->subControlRect(QStyle::CC_ComboBox, box, QStyle::SC_ComboBoxArrow, widget);
    drawIcon(*painter, QRect(arrow.center().x() - 6, arrow.center().y() - 5, 12, 12), u"chevron-down"_s,
             theme.textMuted);
}

void drawSpinBox(const QStyleOptionSpinBox *box, QPainter *painter, const QStyle *style, const QWidget *widget)
{
    const Theme &theme = Theme::of(box->palette);
    const bool enabled = box->state & QStyle::State_Enabled;
    const bool focus = box->state & QStyle::State_HasFocus;
    drawBox(*painter, box->rect, radius::m, enabled ? theme.field : theme.hover,
            fieldBorder(widget, enabled, focus, theme), focus ? 2 : 1);
    if (box->buttonSymbols == QAbstractSpinBox::NoButtons) {
        return;
    }
    const auto arrow = [&](QStyle::SubControl part, const QString &name, QAbstractSpinBox::StepEnabledFlag step) {
        const QRect rect = style->subControlRect(QStyle::CC_SpinBox, box, part, widget);
        const bool possible = enabled && box->stepEnabled & step;
        const bool over = possible && box->activeSubControls & part;
        drawIcon(*painter, QRect(rect.center().x() - 4, rect.center().y() - 4, 10, 10), name,
                 over ? theme.text : mixed(theme.textMuted, theme.field, possible ? 1.0 : 0.5));
    };
    arrow(QStyle::SC_SpinBoxUp, u"chevron-up"_s, QAbstractSpinBox::StepUpEnabled);
    arrow(QStyle::SC_SpinBoxDown, u"chevron-down"_s, QAbstractSpinBox::StepDownEnabled);
}

//! The slider's place in a bar without arrows.
QRect scrollSlider(const QStyleOptionSlider *bar, const QStyle *style)
{
    const QRect rect = bar->rect;
    const bool upright = bar->orientation == Qt::Vertical;
    const int length = upright ? rect.height() : rect.width();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    int slider = length;
    if (range > 0) {
        slider = qBound(style->pixelMetric(QStyle::PM_ScrollBarSliderMin, bar),
                        int(qint64(length) * bar->pageStep / (range + bar->pageStep)), length);
    }
    const int start = QStyle::sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider,
                                                      bar->upsideDown);
    return upright ? QRect(rect.left(), rect.top() + start, rect.width(), slider)
                   : QRect(rect.left() + start, rect.top(), slider, rect.height());
}

}  // namespace

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    const QRect rect = option->rect;
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option); bar && control == CC_ScrollBar) {
        const QRect slider = scrollSlider(bar, this);
        const bool upright = bar->orientation == Qt::Vertical;
        switch (part) {
        case SC_ScrollBarAddLine:
        case SC_ScrollBarSubLine:
        case SC_ScrollBarFirst:
        case SC_ScrollBarLast:
            return {};
        case SC_ScrollBarGroove:
            return rect;
        case SC_ScrollBarSlider:
            return slider;
        case SC_ScrollBarSubPage:
            return upright ? QRect(rect.topLeft(), QPoint(rect.right(), slider.top() - 1))
                           : QRect(rect.topLeft(), QPoint(slider.left() - 1, rect.bottom()));
        case SC_ScrollBarAddPage:
            return upright ? QRect(QPoint(rect.left(), slider.bottom() + 1), rect.bottomRight())
                           : QRect(QPoint(slider.right() + 1, rect.top()), rect.bottomRight());
        default:
            break;
        }
    }
    if (control == CC_ComboBox) {
        switch (part) {
        case SC_ComboBoxArrow:
            return mirrored(option->direction, rect, QRect(rect.right() - 27, rect.top(), 28, rect.height()));
        case SC_ComboBoxEditField: {
            const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
            const int left = box && box->editable ? 1 : space::s;  // a line edit has its own
            return mirrored(option->direction, rect, rect.adjusted(left, 1, -28, -1));
        }
        case SC_ComboBoxListBoxPopup:
            return rect.adjusted(0, 2, 0, 2);
        default:
            return rect;
        }
    }
    if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option); box && control == CC_SpinBox) {
        const int width = box->buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : 22;
        const int half = rect.height() / 2;
        switch (part) {
        case SC_SpinBoxUp:
            return width == 0
                     ? QRect()
                     : mirrored(option->direction, rect, QRect(rect.right() - width, rect.top() + 2, width, half - 2));
        case SC_SpinBoxDown:
            return width == 0 ? QRect()
                              : mirrored(option->direction, rect,
                                         QRect(rect.right() - width, rect.top() + half, width, half - 2));
        case SC_SpinBoxEditField:
            return mirrored(option->direction, rect, rect.adjusted(2, 2, -width - 2, -2));
        default:
            return rect;
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    switch (element) {
    case CE_PushButtonBevel:  // Fusion adds an arrow of its own beside a menu
        drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawButtonLabel(button, painter, widget);
        }
        return;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            drawMenuItem(item, painter);
        }
        return;
    case CE_MenuBarItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            painter->fillRect(item->rect, theme.background);
            drawMenuBarItem(item, painter);
        }
        return;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, theme.background);
        return;
    case CE_MenuEmptyArea:
        painter->fillRect(option->rect, theme.raised);
        return;
    case CE_TabBarTabShape:
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            drawTab(tab, painter);
        }
        return;
    case CE_HeaderSection:
        painter->fillRect(option->rect, theme.surface);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), theme.border);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, theme.surface);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            const QRect rect = header->rect.adjusted(space::s, 0, -space::s, 0);
            drawElided(*painter, rect, header->text, textFont(TextStyle::Caption), theme.textMuted,
                       (header->textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter);
        }
        return;
    case CE_ProgressBarGroove:
        drawBox(*painter, QRectF(option->rect.left(), option->rect.center().y() - 2, option->rect.width(), 4), 2,
                theme.border);
        return;
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            const double span = qMax(1, bar->maximum - bar->minimum);
            const double part = bar->maximum > bar->minimum ? (bar->progress - bar->minimum) / span : 0.3;
            const QRect filled(bar->rect.left(), bar->rect.center().y() - 2, qRound(bar->rect.width() * part), 4);
            drawBox(*painter, mirrored(bar->direction, bar->rect, filled), 2, theme.accentSolid);
        }
        return;
    case CE_ProgressBarLabel:
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, theme.border);
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option); bar && control == CC_ScrollBar) {
        painter->fillRect(bar->rect, bar->palette.color(QPalette::Base));
        drawScrollBar(bar, painter, this, widget);
    } else if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
        drawComboBox(box, painter, this, widget);
    } else if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
        drawSpinBox(spin, painter, this, widget);
    } else if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
        QStyleOptionToolButton plain = *tool;
        plain.features &= ~QStyleOptionToolButton::HasMenu;  // three dots say it already
        QProxyStyle::drawComplexControl(control, &plain, painter, widget);
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

}  // namespace onlyonce::ui
