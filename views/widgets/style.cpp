// SPDX-License-Identifier: GPL-3.0-or-later
// Measures and hints; the simple shapes are in styleprimitives.cpp, the composed controls in stylecontrols.cpp.
#include "views/widgets/style.h"

#include "views/widgets/icon.h"
#include "views/widgets/menukeys.h"
#include "views/widgets/paint.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    , m_menuKeys(new MenuKeys(this))
{
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget)
        || widget->property("kind").toString() == "quiet"_L1) {
        widget->setAttribute(Qt::WA_Hover);
    }
    if (auto *text = qobject_cast<QPlainTextEdit *>(widget); text && text->frameShape() != QFrame::NoFrame) {
        text->viewport()->setAutoFillBackground(false);  // it would cover the round corners
        text->document()->setDocumentMargin(space::s - 1);
    }
    if (qobject_cast<QMenu *>(widget)) {
        widget->installEventFilter(m_menuKeys);
    }
    if (auto *tabs = qobject_cast<QTabBar *>(widget)) {
        tabs->setExpanding(false);
        tabs->setDrawBase(false);
    }
    if (auto *header = qobject_cast<QHeaderView *>(widget)) {
        header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (auto *view = qobject_cast<QAbstractItemView *>(widget)) {
        view->viewport()->setAttribute(Qt::WA_Hover);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_DefaultFrameWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return space::xs;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuBarPanelWidth:
        return 0;
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_MenuBarHMargin:
    case PM_MenuBarVMargin:
        return 2;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return scaled(16);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return space::s;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_ToolBarIconSize:
        return metric::icon;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return space::m;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return space::s;
    case PM_MenuButtonIndicator:
        return 12 + space::xs;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_SplitterWidth:
        return 1;
    case PM_TabBarTabHSpace:
        return 2 * space::m;
    case PM_TabBarTabVSpace:
        return 2 * space::s;
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
        return 0;
    case PM_TreeViewIndentation:
        return 24;
    case PM_ToolTipLabelFrameWidth:
        return space::xs + 2;
    case PM_HeaderMargin:
        return space::s;
    case PM_FocusFrameHMargin:
        return space::s - 1;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_Widget_Animation_Duration:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollBar_Transient:
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Menu_SloppySubMenus:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollBar_LeftClickAbsolutePosition:
    case SH_Menu_SupportsSections:
    case SH_MenuBar_MouseTracking:
    case SH_Menu_MouseTracking:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

//! Our own: for those of the desktop its whole theme of icons would be looked through before the first window.
QIcon Style::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_LineEditClearButton:
        return icon(u"close"_s);
    case SP_ToolBarHorizontalExtensionButton:  // of a menu bar that is too narrow
        return icon(u"more"_s);
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool iconOnly = button && button->text.isEmpty();
        const int sides = iconOnly ? space::s : space::m + 2;
        // The label is drawn semi-heavy and with a wider gap after the icon than the contents were measured for.
        return {size.width() + 2 * sides + 6, qMax(size.height() + space::s, scaled(metric::control))};
    }
    case CT_ToolButton:
        return {qMax(size.width() + 2 * 6, scaled(metric::controlSmall)),
                qMax(size.height() + 2 * 6, scaled(metric::controlSmall))};
    case CT_LineEdit:
        return {size.width() + 2 * space::s, qMax(size.height() + space::s, scaled(metric::control))};
    case CT_ComboBox:
        return {size.width() + space::s + space::m + 16 + space::xs,
                qMax(size.height() + space::s, scaled(metric::control))};
    case CT_SpinBox:
        return {size.width() + 2 * space::s + 20, qMax(size.height(), scaled(metric::control))};
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator) {
            if (item->text.isEmpty()) {
                return {size.width(), 2 * space::xs + 1};
            }
            return {textWidth(item->text, textFont(TextStyle::Caption)) + 2 * space::m, scaled(28)};
        }
        const bool hasShortcut = item && item->text.contains(u'\t');
        const int shortcutGap = hasShortcut ? space::xxl : 0;
        return {size.width() + space::s + metric::icon + space::s + space::xxl + shortcutGap,
                qMax(size.height() + space::s, scaled(28))};
    }
    case CT_MenuBarItem:
        return {size.width() + 2 * space::s, scaled(28)};
    case CT_ItemViewItem: {
        const QSize wanted = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {wanted.width() + space::s, qMax(wanted.height(), scaled(metric::controlSmall))};
    }
    case CT_HeaderSection: {
        const QSize wanted = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {wanted.width(), qMax(wanted.height(), scaled(28))};
    }
    case CT_TabBarTab:
        return {size.width(), qMax(size.height(), scaled(36))};
    default:
        return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    switch (element) {
    case SE_LineEditContents:
        return option->rect.adjusted(space::s, 1, -space::s, -1);
    case SE_PushButtonFocusRect:
        return option->rect;
    case SE_ProgressBarGroove:
    case SE_ProgressBarContents:
        return option->rect;
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

}  // namespace onlyonce::ui
