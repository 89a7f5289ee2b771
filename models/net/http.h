// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP messages as plain values, so that adapters stay pure and tests can compare them.
// Nothing here opens a socket: HttpClient sends, HttpListener receives.
#pragma once

#include "models/base/clock.h"

#include <QByteArray>
#include <QList>
#include <QUrl>

#include <initializer_list>
#include <optional>

namespace onlyonce {

struct HttpHeader
{
    QByteArray name;   //!< as sent; compared without regard to case
    QByteArray value;  //!< without surrounding spaces

    friend bool operator==(const HttpHeader &left, const HttpHeader &right)
    {
        return left.name.compare(right.name, Qt::CaseInsensitive) == 0 && left.value == right.value;
    }
};

//! An ordered list of headers; a name may occur more than once.
class HttpHeaders
{
public:
    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<HttpHeader> headers)
        : m_headers(headers)
    {
    }

    void add(QByteArray name, QByteArray value) { m_headers.append({std::move(name), std::move(value)}); }
    //! Replaces every header of that name by one, in the place of the first.
    void set(QByteArrayView name, QByteArray value);
    void remove(QByteArrayView name);
    void reserve(qsizetype size) { m_headers.reserve(size); }

    [[nodiscard]] bool contains(QByteArrayView name) const;
    //! The first value of that name; nullopt when there is none (an empty value is a value).
    [[nodiscard]] std::optional<QByteArray> find(QByteArrayView name) const;
    //! The first value of that name, or `fallback`.
    [[nodiscard]] QByteArray value(QByteArrayView name, const QByteArray &fallback = {}) const;
    [[nodiscard]] QList<QByteArray> values(QByteArrayView name) const;

    [[nodiscard]] bool isEmpty() const { return m_headers.isEmpty(); }
    [[nodiscard]] qsizetype size() const { return m_headers.size(); }
    [[nodiscard]] auto begin() const { return m_headers.cbegin(); }
    [[nodiscard]] auto end() const { return m_headers.cend(); }

    friend bool operator==(const HttpHeaders &, const HttpHeaders &) = default;

private:
    QList<HttpHeader> m_headers;
};

//! What HttpClient sends. The client itself writes Host, Content-Length, Connection, Accept-Encoding and User-Agent.
struct HttpRequest
{
    QByteArray method = QByteArrayLiteral("GET");  //!< upper case: GET, HEAD, POST, PUT, PATCH, DELETE
    QUrl url;                                      //!< http or https, without user name and password
    HttpHeaders headers;
    QByteArray body;
    milliseconds timeout{30'000};             //!< for the whole exchange, redirects included
    qint64 maxReplyBytes = 16 * 1024 * 1024;  //!< a longer body is an error, not a cut body
    QByteArray caPem;                         //!< certificates trusted besides the system's; empty for none
    bool followRedirects = true;  //!< false: a redirect is a reply like any other, and its Location a fact to read

    //! GET and HEAD: asking again does no harm.
    [[nodiscard]] bool isSafe() const { return method == "GET" || method == "HEAD"; }

    friend bool operator==(const HttpRequest &, const HttpRequest &) = default;
};

//! Any answer that a server gave, 4xx and 5xx included.
struct HttpReply
{
    int status = 0;
    HttpHeaders headers;
    QByteArray body;

    [[nodiscard]] bool isSuccess() const { return status >= 200 && status < 300; }

    friend bool operator==(const HttpReply &, const HttpReply &) = default;
};

//! Retry-After as a wait from `now` on: seconds or an HTTP date (RFC 9110). Never negative, at most one day;
//! nullopt when the header is missing or makes no sense.
[[nodiscard]] std::optional<milliseconds> retryAfter(const HttpHeaders &headers, Instant now);

//! "https://forum.example:8443": what may be shown and logged of an address, since paths and queries carry secrets.
[[nodiscard]] QString originText(const QUrl &url);

}  // namespace onlyonce
