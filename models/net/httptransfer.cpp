// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/httptransfer.h"

#include "models/base/log.h"
#include "models/net/curlloop.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int maxRedirects = 5;
constexpr qint64 maxHeaderBytes = 256 * 1024;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool sameOrigin(const QUrl &left, const QUrl &right)
{
    const int defaultPort = left.scheme() == u"https" ? 443 : 80;
    return left.scheme() == right.scheme() && left.host() == right.host()
        && left.port(defaultPort) == right.port(defaultPort) && right.userInfo().isEmpty();
}

}  // namespace

HttpTransfer::HttpTransfer(CurlLoop &loop, HttpRequest request, std::optional<HttpClient::Stream> stream,
                           std::function<void(HttpTransfer *)> ended)
    : m_loop(loop)
    , m_request(std::move(request))
    , m_stream(std::move(stream))
    , m_ended(std::move(ended))
    , m_handle(newCurlHandle())
{
}

HttpTransfer::~HttpTransfer()
{
    m_loop.stop(m_handle.get());
}

void HttpTransfer::start()
{
    m_deadline = std::chrono::steady_clock::now() + m_request.timeout;
    prepare();
    sendTo(m_request.url);
}

CurlList HttpTransfer::headerLines() const
{
    CurlList lines;
    for (const HttpHeader &header : m_request.headers) {
        // "Name:" would take a header away, "Name;" sends an empty one.
        append(lines, header.value.isEmpty() ? header.name + ';' : header.name + ": " + header.value);
    }
    append(lines, "Accept-Encoding: identity");  // so that the limit on the reply means what was sent
    append(lines, "Expect:");
    if (!m_request.isSafe()) {
        append(lines, "Connection: close");
        if (!m_request.headers.contains("Content-Type")) {
            append(lines, "Content-Type:");  // not libcurl's guess
        }
    }
    return lines;
}

void HttpTransfer::prepare()
{
    CURL *curl = m_handle.get();
    m_headerLines = headerLines();
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, m_curlText.data());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "OnlyOnce/" ONLYONCE_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, m_headerLines.get());
    requireTls(curl, m_request.caPem);
    if (m_request.method == "HEAD") {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (!m_request.isSafe()) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, m_request.method.constData());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, m_request.body.constData());
        // An idle connection may be closing at the moment when the request leaves; libcurl would send it again.
        curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    }
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &HttpTransfer::bodyRead);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &HttpTransfer::headerRead);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &HttpTransfer::watched);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, this);
}

void HttpTransfer::sendTo(const QUrl &url)
{
    m_url = url;
    m_reply = {};
    m_headerBytes = 0;
    m_hasLeft = m_headDone = false;
    const auto left = std::chrono::ceil<milliseconds>(m_deadline - std::chrono::steady_clock::now());
    CURL *curl = m_handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.toEncoded(QUrl::RemoveFragment).constData());
    const auto limit = static_cast<long>(std::max<qint64>(1, left.count()));
    if (m_stream) {
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, limit);
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
                         static_cast<long>(std::chrono::ceil<std::chrono::seconds>(m_stream->idle).count()));
        // Whoever vanished without a word (a machine that lost its power) is noticed sooner.
        curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_easy_setopt(curl, CURLOPT_TCP_KEEPIDLE, 30L);
        curl_easy_setopt(curl, CURLOPT_TCP_KEEPINTVL, 10L);
    } else {
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, limit);
    }
    // A proxy of the environment leads out of the house; it cannot know what this machine calls itself.
    curl_easy_setopt(curl, CURLOPT_PROXY, isThisMachine(url.host()) ? "" : nullptr);
    m_loop.start(curl, [this](CURLcode code) { finished(code); });
}

size_t HttpTransfer::bodyRead(char *data, size_t size, size_t count, void *self)
{
    auto *transfer = static_cast<HttpTransfer *>(self);
    const QByteArrayView bytes(data, static_cast<qsizetype>(size * count));
    if (transfer->m_reply.body.size() + bytes.size() > transfer->m_request.maxReplyBytes) {
        transfer->m_tooLong = true;
        return 0;
    }
    transfer->m_reply.body.append(bytes);
    if (transfer->isStreaming()) {
        transfer->handOver(bytes);
    }
    return size * count;
}

bool HttpTransfer::isStreaming() const
{
    long status = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &status);
    return m_stream && status >= 200 && status < 300;
}

//! What has come since the last end of a line stays in the reply's body.
void HttpTransfer::handOver(QByteArrayView latest)
{
    if (!latest.contains('\n')) {
        return;
    }
    const qsizetype end = m_reply.body.lastIndexOf('\n');
    const QByteArray whole = m_reply.body.first(end);
    m_reply.body.remove(0, end + 1);
    for (const QByteArray &line : whole.split('\n')) {
        if (const QByteArray trimmed = line.trimmed(); !trimmed.isEmpty()) {
            m_stream->line(trimmed);
        }
    }
}

size_t HttpTransfer::headerRead(char *data, size_t size, size_t count, void *self)
{
    auto *transfer = static_cast<HttpTransfer *>(self);
    const QByteArrayView line = QByteArrayView(data, static_cast<qsizetype>(size * count)).trimmed();
    transfer->m_headerBytes += static_cast<qint64>(size * count);
    if (transfer->m_headerBytes > maxHeaderBytes) {
        transfer->m_tooLong = true;
        return 0;
    }
    if (line.startsWith("HTTP/")) {  // again after an interim 1xx
        transfer->m_reply.headers = {};
        transfer->m_headDone = false;
    } else if (line.isEmpty()) {
        transfer->m_headDone = true;
        if (transfer->isStreaming()) {
            transfer->m_stream->opened();
        }
    } else if (const qsizetype colon = line.indexOf(':'); colon > 0 && !transfer->m_headDone) {
        transfer->m_reply.headers.add(line.first(colon).trimmed().toByteArray(),
                                      line.sliced(colon + 1).trimmed().toByteArray());
    }
    return size * count;
}

int HttpTransfer::watched(CURL *, curl_infotype type, char *data, size_t size, void *self)
{
    if (type == CURLINFO_HEADER_OUT && !QByteArrayView(data, static_cast<qsizetype>(size)).startsWith("CONNECT ")) {
        static_cast<HttpTransfer *>(self)->m_hasLeft = true;
    }
    return 0;
}

void HttpTransfer::finished(CURLcode code)
{
    if (code == CURLE_OK && !m_headDone) {
        code = CURLE_PARTIAL_FILE;  // libcurl takes a connection that closes within the head for a whole answer
    }
    if (code != CURLE_OK) {
        complete(std::unexpected(failureOf(code)));
        return;
    }
    long status = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &status);
    m_reply.status = static_cast<int>(status);
    const QByteArray encoding = m_reply.headers.value("Content-Encoding").toLower();
    if (!encoding.isEmpty() && encoding != "identity" && !m_reply.body.isEmpty()) {
        complete(fail(ErrorCode::Invalid,
                      tr("%1 answers in compressed form, although it was not asked to.").arg(originText(m_url)),
                      QString::fromLatin1(encoding)));
        return;
    }
    const QByteArray location = m_reply.headers.value("Location");
    if (!m_request.followRedirects || !isRedirect(m_reply.status) || location.isEmpty()) {
        complete(std::move(m_reply));
        return;
    }
    const QUrl target = m_url.resolved(QUrl::fromEncoded(location));
    if (m_request.isSafe() && sameOrigin(m_url, target) && m_redirects < maxRedirects) {
        ++m_redirects;
        sendTo(target);
        return;
    }
    complete(std::unexpected(redirectRefused(target)));
}

Error HttpTransfer::redirectRefused(const QUrl &target) const
{
    const QString from = originText(m_url);
    if (m_url.scheme() != target.scheme()) {
        return {ErrorCode::Invalid,
                tr("%1 points to %2, which is not followed so that no key goes astray. Enter the "
                   "address with %3:// in the settings.")
                    .arg(from, originText(target), target.scheme()),
                {}};
    }
    if (!sameOrigin(m_url, target)) {
        return {ErrorCode::Invalid,
                tr("%1 points to %2, which is not followed so that no key goes astray. If that is "
                   "the right server, enter its address in the settings.")
                    .arg(from, originText(target)),
                {}};
    }
    return {ErrorCode::Invalid,
            m_request.isSafe() ? tr("%1 redirects in a circle.").arg(from)
                               : tr("%1 moves this request to another path, so it was not carried "
                                    "out. Check the address in the settings.")
                                     .arg(from),
            {}};
}

Error HttpTransfer::failureOf(CURLcode code) const
{
    const QString origin = originText(m_url);
    const QString text = QString::fromUtf8(m_curlText[0] ? m_curlText.data() : curl_easy_strerror(code));
    const QString detail = QStringLiteral("%1 %2: curl %3, %4")
                               .arg(QString::fromLatin1(m_request.method), origin)
                               .arg(static_cast<int>(code))
                               .arg(text);
    // What libcurl says of a single header beyond its own limit: out of memory, and since 8.9 "too large".
    constexpr int tooLarge = 100;
    const bool longHeader = m_hasLeft && (code == CURLE_OUT_OF_MEMORY || static_cast<int>(code) == tooLarge);
    if (m_tooLong || longHeader) {
        return {ErrorCode::Invalid,
                tr("The answer of %1 is too long (limit: %2 bytes) and was not read to its end.")
                    .arg(origin)
                    .arg(m_request.maxReplyBytes),
                detail};
    }
    if (code == CURLE_OPERATION_TIMEDOUT) {
        return interrupted(
            ErrorCode::Unavailable,
            tr("%1 did not answer within %2.").arg(origin, durationText(m_stream ? m_stream->idle : m_request.timeout)),
            detail);
    }
    if (isTlsFailure(code)) {
        return {ErrorCode::Unavailable, tr("The encrypted connection to %1 failed: %2").arg(origin, text), detail};
    }
    if (!m_hasLeft) {
        return {ErrorCode::Unavailable, tr("%1 cannot be reached: %2").arg(origin, text), detail};
    }
    return interrupted(ErrorCode::Unavailable,
                       tr("The connection to %1 broke before its answer was complete.").arg(origin), detail);
}

Error HttpTransfer::interrupted(ErrorCode ifHarmless, const QString &what, const QString &detail) const
{
    if (m_request.isSafe() || !m_hasLeft) {
        return {ifHarmless, what, detail};
    }
    const QString doubt = tr("The request had been sent: it may or may not have been carried out.");
    return {ErrorCode::Uncertain, what + QLatin1Char(' ') + doubt, detail};
}

void HttpTransfer::cancel()
{
    m_loop.stop(m_handle.get());
    complete(std::unexpected(
        interrupted(ErrorCode::Cancelled, tr("The request to %1 was stopped.").arg(originText(m_url)), {})));
}

void HttpTransfer::complete(Result<HttpReply> result)
{
    if (!result) {
        qCDebug(logNet) << "HTTP" << result.error().message << result.error().detail;
    }
    // Last, since a continuation may do anything, even delete the client.
    const auto question = std::move(m_question);
    m_ended(this);
    question->finish(std::move(result));
}

}  // namespace onlyonce
