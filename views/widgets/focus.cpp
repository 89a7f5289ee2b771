// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/focus.h"

#include <QWidget>

namespace onlyonce::ui {

namespace {

bool takesFocus(const QWidget *widget, const QWidget *area)
{
    return widget->isEnabled() && widget->isVisibleTo(area) && (widget->focusPolicy() & Qt::TabFocus);
}

}  // namespace

void focusWithin(QWidget *area)
{
    QWidget *last = area->focusWidget();
    if (last && takesFocus(last, area)) {
        last->setFocus(Qt::OtherFocusReason);
        return;
    }
    for (QWidget *next = area; (next = next->nextInFocusChain()) != area;) {
        if (area->isAncestorOf(next) && !next->focusProxy() && takesFocus(next, area)) {
            next->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    area->setFocus(Qt::OtherFocusReason);
}

}  // namespace onlyonce::ui
