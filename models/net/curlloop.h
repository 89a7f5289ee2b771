// SPDX-License-Identifier: GPL-3.0-or-later
// Lets many libcurl transfers run on the event loop of one thread: no thread of its own, nothing that blocks.
// It knows no protocol.
#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

#include <curl/curl.h>

#include <functional>

class QSocketNotifier;

namespace onlyonce {

class CurlLoop : public QObject
{
    Q_OBJECT

public:
    explicit CurlLoop(QObject *parent = nullptr);
    ~CurlLoop() override;  //!< all transfers must have been stopped

    //! Begins with the next turn of the event loop. `finished` is called once, from the event loop, when the handle is
    //! free again; it may do anything, even delete this object.
    void start(CURL *handle, const std::function<void(CURLcode)> &finished);
    //! The handle is free again at once, and its `finished` is never called. Not from inside one of curl's callbacks.
    void stop(CURL *handle);

private:
    struct Watch
    {
        QSocketNotifier *read = nullptr;
        QSocketNotifier *write = nullptr;
    };

    static int socketWanted(CURL *handle, curl_socket_t socket, int what, void *self, void *);
    static int timeWanted(CURLM *multi, long milliseconds, void *self);
    void prepare();
    void watch(curl_socket_t socket, int what);
    void act(curl_socket_t socket, int events);

    CURLM *m_multi = nullptr;  //!< made when the first transfer starts
    QTimer m_timer;
    QHash<curl_socket_t, Watch> m_watches;
    QHash<CURL *, std::function<void(CURLcode)>> m_running;
};

}  // namespace onlyonce
