// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/curlloop.h"

#include <QPointer>
#include <QSocketNotifier>

#include <algorithm>
#include <utility>
#include <vector>

namespace onlyonce {

CurlLoop::CurlLoop(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setParent(this);  // moves to another thread together with this object
    connect(&m_timer, &QTimer::timeout, this, [this] { act(CURL_SOCKET_TIMEOUT, 0); });
}

CurlLoop::~CurlLoop()
{
    Q_ASSERT(m_running.isEmpty());
    m_timer.setParent(nullptr);
    if (m_multi) {
        curl_multi_cleanup(m_multi);
    }
}

void CurlLoop::prepare()
{
    m_multi = curl_multi_init();
    Q_CHECK_PTR(m_multi);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlLoop::socketWanted);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlLoop::timeWanted);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
}

void CurlLoop::start(CURL *handle, const std::function<void(CURLcode)> &finished)
{
    if (!m_multi) {
        prepare();
    }
    m_running.insert(handle, finished);
    curl_multi_add_handle(m_multi, handle);
}

void CurlLoop::stop(CURL *handle)
{
    if (m_running.remove(handle)) {
        curl_multi_remove_handle(m_multi, handle);
    }
}

int CurlLoop::socketWanted(CURL *, curl_socket_t socket, int what, void *self, void *)
{
    static_cast<CurlLoop *>(self)->watch(socket, what);
    return 0;
}

int CurlLoop::timeWanted(CURLM *, long wait, void *self)
{
    QTimer &timer = static_cast<CurlLoop *>(self)->m_timer;
    if (wait < 0) {
        timer.stop();
    } else {
        timer.start(static_cast<int>(std::min<long>(wait, 3'600'000)));
    }
    return 0;
}

void CurlLoop::watch(curl_socket_t socket, int what)
{
    if (what == CURL_POLL_REMOVE) {
        const Watch old = m_watches.take(socket);
        for (QSocketNotifier *notifier : {old.read, old.write}) {
            if (notifier) {
                notifier->setEnabled(false);
                notifier->deleteLater();  // it may be the one that called
            }
        }
        return;
    }
    Watch &current = m_watches[socket];
    if (!current.read) {
        current.read = new QSocketNotifier(socket, QSocketNotifier::Read, this);
        current.write = new QSocketNotifier(socket, QSocketNotifier::Write, this);
        connect(current.read, &QSocketNotifier::activated, this, [this, socket] { act(socket, CURL_CSELECT_IN); });
        connect(current.write, &QSocketNotifier::activated, this, [this, socket] { act(socket, CURL_CSELECT_OUT); });
    }
    current.read->setEnabled((what & CURL_POLL_IN) != 0);
    current.write->setEnabled((what & CURL_POLL_OUT) != 0);
}

void CurlLoop::act(curl_socket_t socket, int events)
{
    int running = 0;
    curl_multi_socket_action(m_multi, socket, events, &running);
    std::vector<std::pair<CURL *, CURLcode>> done;
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg == CURLMSG_DONE) {
            done.emplace_back(message->easy_handle, message->data.result);
        }
    }
    const QPointer<CurlLoop> alive(this);
    for (const auto &[handle, code] : done) {
        if (!alive || !m_running.contains(handle)) {
            continue;  // stopped by one of the calls before
        }
        curl_multi_remove_handle(m_multi, handle);
        const std::function<void(CURLcode)> finished = m_running.take(handle);
        finished(code);
    }
}

}  // namespace onlyonce
