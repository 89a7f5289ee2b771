// SPDX-License-Identifier: GPL-3.0-or-later
// A real HTTP server on loopback that answers what a test tells it to, and misbehaves on demand.
// Lives on the test's own event loop: wait with QTRY_… or test::await(), never block.
#pragma once

#include "models/net/http.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QQueue>
#include <QSet>
#include <QSslConfiguration>
#include <QTcpServer>

#include <functional>

class QTcpSocket;

namespace onlyonce::test {

//! How a server can fail its client.
enum class Fault {
    None,
    CloseUnread,        //!< closes the connection as soon as it is made; the request is neither read nor recorded
    CloseAfterRequest,  //!< reads and records the whole request, then closes without an answer: it "was done"
    CloseMidway,        //!< sends the head and the body, announces 100 bytes more, then closes
    Silence,            //!< reads and records the request, then says nothing
    StaysOpen,          //!< no fault: an answer without an end, to which say() adds
};

struct ScriptedReply
{
    int status = 200;
    HttpHeaders headers;  //!< Content-Length is added
    QByteArray body;
    Fault fault = Fault::None;
    milliseconds delay{0};  //!< before the first byte of the answer
    qint64 padding = 0;     //!< so many "x" after the body, made while sending
    QByteArray raw;         //!< if set, exactly these bytes are sent, and the connection is closed
};

struct RecordedRequest
{
    QByteArray method;
    QByteArray target;  //!< path and query, as sent
    HttpHeaders headers;
    QByteArray body;
};

class ScriptedHttp : public QObject
{
    Q_OBJECT

public:
    explicit ScriptedHttp(QObject *parent = nullptr);
    //! An https server with this certificate and key (PEM).
    ScriptedHttp(const QByteArray &certificatePem, const QByteArray &keyPem, QObject *parent = nullptr);

    //! "http://127.0.0.1:PORT" + path.
    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/")) const;

    //! The next request without a scripted reply yet gets this one.
    void enqueue(const ScriptedReply &reply) { m_replies.enqueue(reply); }
    //! Answers every request for which nothing is queued; without it such a request gets 599.
    void setResponder(std::function<ScriptedReply(const RecordedRequest &)> responder);

    //! More of every answer that stays open.
    void say(const QByteArray &bytes);
    //! Ends them all.
    void hangUp();
    [[nodiscard]] qsizetype openCount() const { return m_open.size(); }

    [[nodiscard]] const QList<RecordedRequest> &requests() const { return m_requests; }
    [[nodiscard]] int connectionCount() const { return m_connections; }
    [[nodiscard]] bool isExhausted() const { return m_replies.isEmpty(); }

private:
    void accepted(QTcpSocket *socket);
    void readFrom(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const ScriptedReply &reply, bool close);
    void pad(QTcpSocket *socket, qint64 left, bool close);

    QTcpServer *m_server;
    QQueue<ScriptedReply> m_replies;
    std::function<ScriptedReply(const RecordedRequest &)> m_responder;
    QList<RecordedRequest> m_requests;
    QHash<QTcpSocket *, QByteArray> m_pending;
    QSet<QTcpSocket *> m_open;
    int m_connections = 0;
    bool m_encrypted = false;
};

}  // namespace onlyonce::test
