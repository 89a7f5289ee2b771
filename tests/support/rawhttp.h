// SPDX-License-Identifier: GPL-3.0-or-later
// A blocking HTTP client for tests of a server: sends exactly the bytes it is given, well-formed or not.
#pragma once

#include "models/net/http.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QTcpSocket>

#include <optional>

namespace onlyonce::test {

class RawHttp
{
public:
    //! `from`: one of this machine's own addresses, as which to appear.
    explicit RawHttp(quint16 port, const QHostAddress &address = QHostAddress(QHostAddress::LocalHost),
                     const QHostAddress &from = {})
    {
        if (!from.isNull()) {
            m_socket.bind(from);
        }
        m_socket.connectToHost(address, port);
        m_socket.waitForConnected(patience);
    }

    //! "POST /path HTTP/1.1", Host, those headers, Content-Length and the body.
    [[nodiscard]] static QByteArray request(const QByteArray &method, const QByteArray &target,
                                            const QByteArray &body = {}, const HttpHeaders &headers = {})
    {
        QByteArray bytes = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        for (const HttpHeader &header : headers) {
            bytes += header.name + ": " + header.value + "\r\n";
        }
        if (!body.isEmpty() || method == "POST") {
            bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        }
        return bytes + "\r\n" + body;
    }

    //! False once the other side has closed.
    bool send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0) {
            if (!m_socket.waitForBytesWritten(patience)) {
                return false;
            }
        }
        return m_socket.state() == QAbstractSocket::ConnectedState;
    }

    //! The next whole answer; nullopt if the connection ends (or stays silent) before. `answersHead`: it has no body.
    [[nodiscard]] std::optional<HttpReply> receive(bool answersHead = false)
    {
        while (m_bytes.indexOf("\r\n\r\n") < 0) {
            if (!readMore()) {
                return std::nullopt;
            }
        }
        const qsizetype end = m_bytes.indexOf("\r\n\r\n");
        HttpReply reply;
        const QList<QByteArray> lines = m_bytes.first(end).split('\n');
        reply.status = lines.front().mid(9, 3).toInt();
        for (const QByteArray &line : lines.sliced(1)) {
            const qsizetype colon = line.indexOf(':');
            reply.headers.add(line.first(colon), line.sliced(colon + 1).trimmed());
        }
        const qsizetype length = answersHead ? 0 : reply.headers.value("Content-Length").toLongLong();
        while (m_bytes.size() < end + 4 + length) {
            if (!readMore()) {
                return std::nullopt;
            }
        }
        reply.body = m_bytes.sliced(end + 4, length);
        m_bytes.remove(0, end + 4 + length);
        return reply;
    }

    [[nodiscard]] std::optional<HttpReply> exchange(const QByteArray &bytes)
    {
        send(bytes);
        return receive();
    }

    //! True when the other side closes within the time, whatever it still says.
    [[nodiscard]] bool isClosedWithin(milliseconds time)
    {
        QElapsedTimer timer;
        timer.start();
        while (m_socket.state() == QAbstractSocket::ConnectedState && timer.elapsed() < time.count()) {
            m_socket.waitForReadyRead(static_cast<int>(time.count() - timer.elapsed()));
            m_bytes += m_socket.readAll();
        }
        return m_socket.state() != QAbstractSocket::ConnectedState;
    }

    void abort() { m_socket.abort(); }
    [[nodiscard]] bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

private:
    static constexpr int patience = 20'000;

    bool readMore()
    {
        const bool more = m_socket.waitForReadyRead(patience) || m_socket.bytesAvailable() > 0;
        m_bytes += m_socket.readAll();
        return more;
    }

    QTcpSocket m_socket;
    QByteArray m_bytes;
};

}  // namespace onlyonce::test
