// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/together/readingplace.h"

#include <QApplication>
#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>

namespace onlyonce::ui {

ReadingPlace::ReadingPlace(QScrollArea *area)
    : QObject(area)
    , m_area(area)
{
    // What the checks say of the change comes later than the change, on a busy machine much later.
    m_keeping.setSingleShot(true);
    m_keeping.setInterval(1000);
    area->widget()->installEventFilter(this);
    connect(area->verticalScrollBar(), &QScrollBar::rangeChanged, this, &ReadingPlace::hold);  // before it is painted
    connect(area->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (m_keeping.isActive() && !m_isHolding) {
            choose();  // somebody scrolls
        }
    });
    connect(qApp, &QApplication::focusChanged, &m_keeping, &QTimer::stop);  // and goes where that is shown
}

void ReadingPlace::keep()
{
    m_keeping.stop();
    choose();
    // At the top nobody has begun to read: what comes there is to be seen.
    if (m_anchor && m_area->verticalScrollBar()->value() > 0) {
        m_keeping.start();
    }
}

//! Where the keyboard is, if that is in sight; else what stands at the top.
void ReadingPlace::choose()
{
    QWidget *content = m_area->widget();
    const QRect seen(-content->pos(), m_area->viewport()->size());
    QWidget *found = QApplication::focusWidget();
    if (!found || !content->isAncestorOf(found)
        || !seen.intersects(QRect(found->mapTo(content, QPoint()), found->size()))) {
        found = nullptr;
        constexpr int step = 8;
        for (int y = seen.top() + 1; !found && y < seen.bottom(); y += step) {
            found = content->childAt(QPoint(content->width() / 2, y));
        }
    }
    m_anchor = found;
    m_y = found ? offset() : 0;
}

int ReadingPlace::offset() const
{
    return m_anchor->mapTo(m_area->viewport(), QPoint()).y();
}

bool ReadingPlace::eventFilter(QObject *watched, QEvent *event)
{
    const bool isLaidOut = event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest;
    if (isLaidOut && m_keeping.isActive()) {
        // What moves within the same height changes no range; and the bar learns a new one after this event.
        QMetaObject::invokeMethod(this, &ReadingPlace::hold, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

void ReadingPlace::hold()
{
    if (m_keeping.isActive() && m_anchor && m_area->widget()->isAncestorOf(m_anchor) && m_anchor->isVisible()) {
        QScrollBar *bar = m_area->verticalScrollBar();
        m_isHolding = true;
        bar->setValue(bar->value() + offset() - m_y);
        m_isHolding = false;
    }
}

}  // namespace onlyonce::ui
