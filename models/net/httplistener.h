// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server of the app: takes requests in, within limits, and answers them whenever their work is committed.
// It knows no route, no token and no alert; it must never buffer what it will refuse, and never abort on stop.
#pragma once

#include "models/base/result.h"
#include "models/net/http.h"

#include <QHostAddress>
#include <QJsonObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace onlyonce {

//! What is known of a request before its body.
struct HttpHead
{
    QByteArray method;  //!< as sent, "POST"
    QByteArray path;    //!< as sent, still percent-encoded; begins with "/"
    QByteArray query;   //!< what follows the "?", still encoded; empty when there is none
    HttpHeaders headers;
    QHostAddress peer;  //!< the other end of the connection; IPv4 also on a dual-stack socket
    bool encrypted = false;

    //! The path cut at "/" and decoded: "/v1/alerts/zab%62ix" → {"v1", "alerts", "zabbix"}. A trailing "/" ends in "".
    [[nodiscard]] QList<QByteArray> segments() const;
    //! The first query item of that name, decoded ("+" is a space); nullopt when there is none.
    [[nodiscard]] std::optional<QByteArray> queryItem(QByteArrayView name) const;
    //! All query items in order, decoded.
    [[nodiscard]] QList<std::pair<QByteArray, QByteArray>> queryItems() const;
};

struct HttpIncoming : HttpHead
{
    QByteArray body;
};

struct HttpOutgoing
{
    int status = 200;
    HttpHeaders headers;
    QByteArray body;

    //! Compact JSON with its Content-Type.
    [[nodiscard]] static HttpOutgoing json(int status, const QJsonObject &object);
    //! {"error":"…"}: how every refusal looks. 503 gets Retry-After: 1.
    [[nodiscard]] static HttpOutgoing error(int status, const QString &sentence);

    friend bool operator==(const HttpOutgoing &, const HttpOutgoing &) = default;
};

//! The right to answer one request, once, from any thread, at any later time, also after the listener is gone.
//! Copies share the right. When the last copy goes without an answer, the request is answered 500.
class HttpResponder
{
public:
    //! Where the answer goes: a connection of the listener, or a test's own.
    class Ticket
    {
    public:
        virtual ~Ticket() = default;
        virtual void respond(HttpOutgoing answer) = 0;
    };

    explicit HttpResponder(std::shared_ptr<Ticket> ticket)
        : m_ticket(std::move(ticket))
    {
    }

    //! The first answer counts (which may be the listener's own 503 after its deadline); later ones do nothing.
    void respond(HttpOutgoing answer) const { m_ticket->respond(std::move(answer)); }

private:
    std::shared_ptr<Ticket> m_ticket;
};

struct ListenerLimits
{
    qint64 bodyBytes = 32 * 1024 * 1024;           //!< a longer body is answered 413
    qint64 drainBytes = 128 * 1024 * 1024;         //!< of a refused body, read and thrown away so that the sender sees
                                                   //!< the answer; beyond it the connection is cut
    qint64 headerBytes = 32 * 1024;                //!< memory per connection; longer headers are answered 431 or 400
    qint64 inflightBodyBytes = 256 * 1024 * 1024;  //!< of all unanswered requests; beyond it 503
    int connections = 1000;                        //!< more wait in the socket's backlog
    int connectionsPerAddress = 0;                 //!< more are closed; 0 for no limit
    int suspended = 512;                           //!< unanswered requests; beyond it 503
    std::chrono::seconds idleTimeout{30};          //!< without a byte in either direction; whole seconds, at least 1
    milliseconds requestDeadline{60'000};          //!< from the first byte to the last, however they drip
    milliseconds answerDeadline{30'000};           //!< for the handler; then 503, and its own answer is dropped
    milliseconds stopPatience{2'000};              //!< for the last answers to be taken while stopping
};

struct ListenerSettings
{
    QHostAddress address{QHostAddress::LocalHost};
    quint16 port = 0;           //!< 0 for a free one
    QByteArray certificatePem;  //!< TLS if given: the chain, the server's own first
    QByteArray privateKeyPem;   //!< unencrypted
    int threads = 1;            //!< handler and gate run on these; with more than one, several at once
    ListenerLimits limits;
};

class HttpListener
{
public:
    //! Called on a listener thread with the whole request. It must be quick: parse, hand over, return. Answering at
    //! once, from inside, is cheapest; otherwise the connection waits without costing a thread.
    using Handler = std::function<void(HttpIncoming, HttpResponder)>;
    //! Called on a listener thread before the body is read. An answer refuses the request (401, 404, 405, …).
    using Gate = std::function<std::optional<HttpOutgoing>(const HttpHead &)>;

    //! Listens from now on. Errors: Unavailable (address in use or not ours, no right to the port), Invalid
    //! (certificate or key unreadable, limits below their minimum).
    [[nodiscard]] static Result<std::unique_ptr<HttpListener>> start(const ListenerSettings &settings, Handler handler,
                                                                     Gate gate = {});
    ~HttpListener();  //!< as stop()

    HttpListener(const HttpListener &) = delete;
    HttpListener &operator=(const HttpListener &) = delete;

    [[nodiscard]] quint16 port() const;

    //! Takes no more requests, answers every waiting one 503, and returns when all listener threads have ended.
    //! Not from inside a handler or gate. Calling it again does nothing.
    void stop();

private:
    class Private;
    explicit HttpListener(std::unique_ptr<Private> priv);
    std::unique_ptr<Private> d;
};

}  // namespace onlyonce
