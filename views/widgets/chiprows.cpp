// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/chiprows.h"

#include "views/widgets/paint.h"
#include "views/widgets/theme.h"

#include <QEvent>

#include <algorithm>

namespace onlyonce::ui {

ChipRows::ChipRows(QWidget *parent)
    : QWidget(parent)
{
    hide();
}

void ChipRows::setWidgets(std::vector<QWidget *> widgets)
{
    for (QWidget *old : m_widgets) {
        old->hide();
        old->deleteLater();
    }
    m_widgets = std::move(widgets);
    for (QWidget *widget : m_widgets) {
        widget->setParent(this);
        widget->show();
    }
    setVisible(!m_widgets.empty());
    arrange();
}

//! One of them has come, gone or got another size.
bool ChipRows::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest) {
        arrange();
    }
    return QWidget::event(event);
}

void ChipRows::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ChipRows::arrange()
{
    QPoint at(0, 0);
    int rowHeight = 0;
    for (QWidget *widget : m_widgets) {
        if (widget->isHidden()) {
            continue;
        }
        const QSize size = widget->sizeHint().boundedTo(QSize(std::max(width(), 1), QWIDGETSIZE_MAX));
        if (at.x() > 0 && at.x() + size.width() > width()) {
            at = QPoint(0, at.y() + rowHeight + space::xs);
        }
        rowHeight = std::max(rowHeight, size.height());
        widget->setGeometry(mirrored(layoutDirection(), rect(), QRect(at, size)));
        at.rx() += size.width() + space::s;
    }
    setFixedHeight(at.y() + rowHeight);
}

}  // namespace onlyonce::ui
