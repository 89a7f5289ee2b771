// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of HttpListener: one connection, one request on it, and what all requests share. Threads meet here:
// libmicrohttpd's own, those that answer, and the one that watches the deadlines.
// Lock order: a request's mutex, then the shared one, then libmicrohttpd's.
#pragma once

#include "models/net/httplistener.h"

#include <microhttpd.h>

#include <atomic>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <vector>

namespace onlyonce {

class HttpExchange;

//! Before a daemon is started. Unavailable: there is no libmicrohttpd.
[[nodiscard]] Result<> loadMicrohttpd();

//! One TCP connection, from accept to close.
struct HttpConnection
{
    int socket = -1;
    bool encrypted = false;
    QHostAddress peer;
    QByteArray target;                 //!< of the request being read, as sent
    std::atomic<qint64> deadline = 0;  //!< milliseconds of the steady clock; 0 while we are the ones to act
};

//! What all requests of a listener share.
class ListenerShared
{
public:
    ListenerShared(const ListenerLimits &theLimits, bool isEncrypted, HttpListener::Handler theHandler,
                   HttpListener::Gate theGate)
        : limits(theLimits)
        , encrypted(isEncrypted)
        , handler(std::move(theHandler))
        , gate(std::move(theGate))
    {
    }

    const ListenerLimits limits;
    const bool encrypted;
    const HttpListener::Handler handler;
    const HttpListener::Gate gate;

    std::atomic<qint64> inflightBytes = 0;
    std::atomic<int> suspendedCount = 0;
    std::atomic<bool> stopping = false;

    void opened(HttpConnection *connection);
    void closed(HttpConnection *connection);
    //! False when stopping: then the request must be answered instead.
    [[nodiscard]] bool suspend(HttpExchange *exchange);
    void resumed(HttpExchange *exchange);
    void handed() { ++m_unanswered; }
    void ended();

    //! Cuts connections that took too long to send or to read, answers requests that waited too long.
    void enforceDeadlines();
    //! From now on nothing is suspended; everything that was, is answered.
    void beginStop();
    //! Until every request that reached the handler has its answer on the wire, or the patience is over.
    void awaitAnswers();
    //! Nobody comes in any more, and whoever is there has left, or the patience is over: two seconds.
    void emptyOut();
    [[nodiscard]] bool isEmptying() const { return m_emptying; }

private:
    std::mutex m_mutex;
    std::condition_variable m_answered;
    std::condition_variable m_left;
    std::atomic<bool> m_emptying = false;
    std::unordered_set<HttpConnection *> m_connections;
    std::list<HttpExchange *> m_suspended;  //!< longest waiting first
    std::atomic<int> m_unanswered = 0;
};

class HttpExchange : public std::enable_shared_from_this<HttpExchange>
{
public:
    HttpExchange(ListenerShared &shared, HttpConnection &connection, MHD_Connection *mhd)
        : m_shared(shared)
        , m_connection(connection)
        , m_mhd(mhd)
    {
    }

    // On the listener's thread, in the order of libmicrohttpd's calls:
    [[nodiscard]] MHD_Result begin(const char *method);            //!< the head has been read
    [[nodiscard]] MHD_Result take(const char *data, size_t size);  //!< a piece of the body
    [[nodiscard]] MHD_Result complete();                           //!< all read, or woken up with an answer
    void end();                                                    //!< answered or broken; may delete this

    //! From any thread.
    void respond(HttpOutgoing answer);

    qint64 suspendedAt = 0;                        //!< under ListenerShared's mutex, as the next one
    std::list<HttpExchange *>::iterator position;  //!< valid while suspended
    std::shared_ptr<HttpExchange> self;            //!< held for libmicrohttpd, from begin() to end()

private:
    [[nodiscard]] std::optional<HttpOutgoing> refusal(qint64 announced) const;
    void refuse(HttpOutgoing answer);
    [[nodiscard]] MHD_Result queue(HttpOutgoing answer);

    ListenerShared &m_shared;  //!< not after end(), like the next one
    HttpConnection &m_connection;
    HttpIncoming m_request;
    std::optional<HttpOutgoing> m_refusal;  //!< set: the body is thrown away
    qint64 m_bodyBytes = 0;                 //!< read so far, kept or not
    qint64 m_countedBytes = 0;              //!< of them, counted in inflightBytes
    bool m_handled = false;                 //!< the request has been answered early, refused, or handed over
    bool m_handed = false;                  //!< it has been handed over

    std::mutex m_mutex;  //!< guards what follows
    MHD_Connection *m_mhd;
    std::optional<HttpOutgoing> m_answer;
    bool m_answered = false;
    bool m_suspended = false;
};

[[nodiscard]] qint64 steadyMillis();

}  // namespace onlyonce
