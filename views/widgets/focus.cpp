// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/focus.h"

#include <QPointer>
#include <QStackedWidget>
#include <QVariant>

#include <utility>

namespace onlyonce::ui {

namespace {

constexpr auto memory = "rememberedFocus";  // “focus” is Qt's own

bool takesFocus(const QWidget *widget, const QWidget *area)
{
    return widget->isEnabled() && widget->isVisibleTo(area) && (widget->focusPolicy() & Qt::TabFocus);
}

}  // namespace

void rememberFocus(QWidget *area, QWidget *widget)
{
    area->setProperty(memory, QVariant::fromValue(QPointer<QWidget>(widget)));
}

void focusWithin(QWidget *area)
{
    const auto remembered = area->property(memory).value<QPointer<QWidget>>();
    if (remembered && area->isAncestorOf(remembered) && remembered->isVisibleTo(area)) {
        if (takesFocus(remembered, area)) {
            remembered->setFocus(Qt::OtherFocusReason);
        } else {
            focusWithin(remembered);
        }
        return;
    }
    // From where Tab begins: what was made later stands before its area in the chain (tabBefore).
    for (QWidget *next = area->window(); (next = next->nextInFocusChain()) != area->window();) {
        if (area->isAncestorOf(next) && !next->focusProxy() && takesFocus(next, area)) {
            next->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    area->setFocus(Qt::OtherFocusReason);
}

void tabInto(QWidget *previous, QWidget *area)
{
    QList<QWidget *> inside;
    for (QWidget *next = area; (next = next->nextInFocusChain()) != area;) {
        if (area->isAncestorOf(next) && !next->focusProxy() && (next->focusPolicy() & Qt::TabFocus)) {
            inside.append(next);
        }
    }
    if (previous->window() != area->window()) {
        return;
    }
    for (QWidget *widget : std::as_const(inside)) {
        QWidget::setTabOrder(previous, widget);
        previous = widget;
    }
}

void tabBefore(QWidget *next, QWidget *area)
{
    QWidget *previous = next;
    do {
        previous = previous->previousInFocusChain();
    } while (previous != next
             && (area->isAncestorOf(previous) || previous->focusProxy() || !(previous->focusPolicy() & Qt::TabFocus)));
    if (previous != next) {
        tabInto(previous, area);
    }
}

void bringToFront(QStackedWidget &stack, QWidget *page)
{
    QWidget *focus = stack.window()->focusWidget();
    if (stack.currentWidget() != page && stack.currentWidget() && stack.currentWidget()->isAncestorOf(focus)) {
        rememberFocus(stack.currentWidget(), focus);
    }
    page->setGeometry(stack.contentsRect());  // as it will be: Qt lays out what it shows, and again what it then moves
    stack.setCurrentWidget(page);
    focusWithin(page);
}

void showInstead(QStackedWidget &stack, QWidget *page)
{
    QWidget *left = stack.currentWidget();
    if (left == page) {
        return;
    }
    const QWidget *focus = stack.window()->focusWidget();
    const bool goesAlong = stack.isVisible() && (!focus || (left && left->isAncestorOf(focus)));
    stack.setCurrentWidget(page);
    if (goesAlong) {
        focusWithin(page);
    }
}

}  // namespace onlyonce::ui
