// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/refresh.h"

#include <QTimerEvent>

#include <algorithm>
#include <utility>

namespace onlyonce::ui {

namespace {

constexpr qint64 shortestPause = 100;  // milliseconds; nobody reads faster than ten pictures a second
constexpr qint64 longestPause = 2000;

}  // namespace

Refresh::Refresh(std::function<void()> ask, QObject *parent)
    : QObject(parent)
    , m_ask(std::move(ask))
{
}

void Refresh::want()
{
    if (m_asking || m_pause.isActive()) {
        m_stale = true;
    } else {
        ask();
    }
}

void Refresh::answered()
{
    if (std::exchange(m_asking, false)) {
        m_pause.start(int(std::clamp(m_since.elapsed() * 9, shortestPause, longestPause)), this);
    }
}

void Refresh::ask()
{
    m_asking = true;
    m_stale = false;
    m_since.start();
    m_ask();
}

void Refresh::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_pause.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    m_pause.stop();
    if (m_stale) {
        ask();
    }
}

}  // namespace onlyonce::ui
