// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/whys/whytreeview.h"

#include "views/widgets/theme.h"
#include "views/widgets/treedelegate.h"

#include <QDrag>
#include <QMimeData>
#include <QPainter>
#include <QWheelEvent>

namespace onlyonce::ui {

namespace {

constexpr int unfoldsAfter = 600;  //!< ms that something is held over a folded why
constexpr int wheelStep = 120;     //!< eighths of a degree, as Qt counts

}  // namespace

WhyTreeView::WhyTreeView(QWidget *parent)
    : QTreeView(parent)
    , m_rows(setupTree(this))
    , m_indent(indentation())
{
    setDragEnabled(true);
    setAcceptDrops(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(true);
    setAutoExpandDelay(unfoldsAfter);
}

void WhyTreeView::setZoom(int percent)
{
    m_zoom = percent;
    setIndentation(m_indent * percent / 100);
    m_rows->setZoom(percent);
    scheduleDelayedItemsLayout();
    updateGeometry();
}

//! What is dragged hangs below the pointer, and lets the mark show through where it will land.
void WhyTreeView::startDrag(Qt::DropActions actions)
{
    constexpr double opacity = 0.6;
    QMimeData *data = model()->mimeData({currentIndex()});
    if (!data) {
        return;
    }
    const QPixmap row = viewport()->grab(visualRect(currentIndex()));
    QPixmap shown(row.size());
    shown.setDevicePixelRatio(row.devicePixelRatio());
    shown.fill(Qt::transparent);
    QPainter painter(&shown);
    painter.setOpacity(opacity);
    painter.drawPixmap(0, 0, row);
    painter.end();
    auto *drag = new QDrag(this);
    drag->setMimeData(data);
    drag->setPixmap(shown);
    drag->setHotSpot({-space::l, -space::m});
    drag->exec(actions, Qt::MoveAction);
}

//! The mark stands beside the first line of its row.
void WhyTreeView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const int lower = scaled(metric::control) / 2 * (m_zoom - 100) / 100;
    QTreeView::drawBranches(painter, rect.adjusted(0, lower, 0, qMax(0, lower)), index);
}

void WhyTreeView::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QTreeView::wheelEvent(event);
        return;
    }
    m_turned += event->angleDelta().y();
    while (qAbs(m_turned) >= wheelStep) {
        const int step = m_turned > 0 ? 1 : -1;
        m_turned -= step * wheelStep;
        Q_EMIT zoomWanted(step);
    }
    event->accept();
}

}  // namespace onlyonce::ui
