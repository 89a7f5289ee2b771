// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scriptedhttp.h"

#include <QPointer>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTimer>

#include <algorithm>
#include <optional>

namespace onlyonce::test {

namespace {

//! QSslServer exists from Qt 6.4 on, but hands sockets out only after the handshake; faults want them earlier.
class TlsServer final : public QTcpServer
{
public:
    TlsServer(const QSslConfiguration &configuration, QObject *parent)
        : QTcpServer(parent)
        , m_configuration(configuration)
    {
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSslConfiguration(m_configuration);
        socket->setSocketDescriptor(descriptor);
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

private:
    QSslConfiguration m_configuration;
};

struct Parsed
{
    RecordedRequest request;
    qsizetype size = 0;  //!< of its bytes
};

//! One whole request from the front of `bytes`, or nullopt while bytes are missing.
std::optional<Parsed> parseRequest(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
        return std::nullopt;
    }
    const QList<QByteArray> lines = bytes.first(end).split('\n');
    const QList<QByteArray> start = lines.front().trimmed().split(' ');
    Parsed parsed;
    parsed.request.method = start.value(0);
    parsed.request.target = start.value(1);
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        parsed.request.headers.add(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    const qsizetype length = parsed.request.headers.value("Content-Length", "0").toLongLong();
    parsed.size = end + 4 + length;
    if (bytes.size() < parsed.size) {
        return std::nullopt;
    }
    parsed.request.body = bytes.sliced(end + 4, length);
    return parsed;
}

}  // namespace

ScriptedHttp::ScriptedHttp(QObject *parent)
    : QObject(parent)
    , m_server(new QTcpServer(this))
{
    connect(m_server, &QTcpServer::newConnection, this, [this] { accepted(m_server->nextPendingConnection()); });
    if (!m_server->listen(QHostAddress::LocalHost)) {
        qFatal("%s", qPrintable(m_server->errorString()));
    }
}

ScriptedHttp::ScriptedHttp(const QByteArray &certificatePem, const QByteArray &keyPem, QObject *parent)
    : QObject(parent)
    , m_encrypted(true)
{
    QSslConfiguration configuration;
    configuration.setLocalCertificateChain(QSslCertificate::fromData(certificatePem, QSsl::Pem));
    configuration.setPrivateKey(QSslKey(keyPem, QSsl::Ec, QSsl::Pem));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_server = new TlsServer(configuration, this);
    connect(m_server, &QTcpServer::newConnection, this, [this] { accepted(m_server->nextPendingConnection()); });
    if (!m_server->listen(QHostAddress::LocalHost)) {
        qFatal("%s", qPrintable(m_server->errorString()));
    }
}

QUrl ScriptedHttp::url(const QString &path) const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2%3")
                    .arg(m_encrypted ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(m_server->serverPort())
                    .arg(path));
}

void ScriptedHttp::setResponder(std::function<ScriptedReply(const RecordedRequest &)> responder)
{
    m_responder = std::move(responder);
}

void ScriptedHttp::accepted(QTcpSocket *socket)
{
    ++m_connections;
    if (!m_replies.isEmpty() && m_replies.head().fault == Fault::CloseUnread) {
        m_replies.dequeue();
        socket->abort();
        socket->deleteLater();
        return;
    }
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readFrom(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_pending.remove(socket);
        m_open.remove(socket);
        socket->deleteLater();
    });
    readFrom(socket);
}

void ScriptedHttp::readFrom(QTcpSocket *socket)
{
    QByteArray &pending = m_pending[socket];
    pending += socket->readAll();
    const std::optional<Parsed> parsed = parseRequest(pending);
    if (!parsed) {
        return;
    }
    pending.remove(0, parsed->size);
    m_requests.append(parsed->request);
    const ScriptedReply reply =
        !m_replies.isEmpty() ? m_replies.dequeue()
        : m_responder        ? m_responder(parsed->request)
                             : ScriptedReply{.status = 599, .headers = {}, .body = "nothing was scripted", .raw = {}};
    const bool close = parsed->request.headers.value("Connection").compare("close", Qt::CaseInsensitive) == 0;
    const QPointer<QTcpSocket> guarded = socket;
    QTimer::singleShot(reply.delay, this, [this, guarded, reply, close] {
        if (guarded) {
            answer(guarded, reply, close);
        }
    });
}

void ScriptedHttp::answer(QTcpSocket *socket, const ScriptedReply &reply, bool close)
{
    switch (reply.fault) {
    case Fault::CloseUnread:  // the connection stood already: all that is left is to close it
    case Fault::CloseAfterRequest:
        socket->disconnectFromHost();
        return;
    case Fault::Silence:
        return;
    case Fault::StaysOpen:
        m_open.insert(socket);
        socket->write("HTTP/1.1 " + QByteArray::number(reply.status) + " Scripted\r\n\r\n" + reply.body);
        return;
    case Fault::None:
    case Fault::CloseMidway:
        break;
    }
    if (!reply.raw.isEmpty()) {
        socket->write(reply.raw);
        socket->disconnectFromHost();
        return;
    }
    const bool midway = reply.fault == Fault::CloseMidway;
    const bool bodyless = reply.status == 204 || reply.status == 304;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " Scripted\r\n";
    for (const HttpHeader &header : reply.headers) {
        head += header.name + ": " + header.value + "\r\n";
    }
    if (!bodyless && !reply.headers.contains("Content-Length") && !reply.headers.contains("Transfer-Encoding")) {
        head +=
            "Content-Length: " + QByteArray::number(reply.body.size() + reply.padding + (midway ? 100 : 0)) + "\r\n";
    }
    socket->write(head + "\r\n" + reply.body);
    pad(socket, reply.padding, close || midway);
}

void ScriptedHttp::say(const QByteArray &bytes)
{
    for (QTcpSocket *socket : std::as_const(m_open)) {
        socket->write(bytes);
    }
}

void ScriptedHttp::hangUp()
{
    const QSet<QTcpSocket *> open = m_open;  // each that closes takes itself out
    for (QTcpSocket *socket : open) {
        socket->disconnectFromHost();
    }
}

void ScriptedHttp::pad(QTcpSocket *socket, qint64 left, bool close)
{
    constexpr qint64 piece = 64 * 1024;
    while (left > 0 && socket->bytesToWrite() < 4 * piece) {
        const qint64 size = std::min(left, piece);
        socket->write(QByteArray(size, 'x'));
        left -= size;
    }
    if (left > 0) {
        connect(
            socket, &QTcpSocket::bytesWritten, this, [this, socket, left, close] { pad(socket, left, close); },
            Qt::SingleShotConnection);
    } else if (close) {
        socket->disconnectFromHost();
    }
}

}  // namespace onlyonce::test
