// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/focusrow.h"

#include "views/widgets/focus.h"
#include "views/widgets/paint.h"

#include <QLayout>
#include <QPainter>

namespace onlyonce::ui {

FocusRow::FocusRow(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
}

void FocusRow::paintEvent(QPaintEvent *)
{
    if (hasFocus()) {
        QPainter painter(this);
        drawFocusRing(painter, rect().adjusted(1, 1, -1, -1), radius::m, Theme::of(palette()));
    }
}

void tabThrough(QWidget *previous, const QLayout &rows)
{
    for (int i = rows.count() - 1; i >= 0; --i) {  // each comes directly behind `previous`, so the first one last
        if (QWidget *row = rows.itemAt(i)->widget()) {
            tabInto(previous, row);
            if (row->focusPolicy() & Qt::TabFocus) {
                QWidget::setTabOrder(previous, row);
            }
        }
    }
}

}  // namespace onlyonce::ui
