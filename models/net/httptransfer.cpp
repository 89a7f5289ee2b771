// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/httptransfer.h"

#include "models/base/log.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslError>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int maxRedirects = 5;
constexpr qint64 readBufferBytes = 256 * 1024;

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

//! Qt numbers what a server answered (4xx, 5xx) and what went wrong on the way in one enum.
bool isTransportError(QNetworkReply::NetworkError error)
{
    return (error > QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied)
        || error == QNetworkReply::ContentReSendError || error == QNetworkReply::ProtocolUnknownError
        || error == QNetworkReply::ProtocolFailure;
}

//! Errors that only occur before a request can leave.
bool isConnectError(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError
        || error == QNetworkReply::SslHandshakeFailedError || error == QNetworkReply::ProxyConnectionRefusedError
        || error == QNetworkReply::ProxyNotFoundError || error == QNetworkReply::ProxyAuthenticationRequiredError;
}

}  // namespace

//! The body of a write, readable once. Qt sends a request again by itself when the connection breaks before the
//! answer, which would post twice; a body that cannot be rewound forbids it.
class OneShotBody final : public QIODevice
{
public:
    OneShotBody(QByteArray bytes, QObject *parent)
        : QIODevice(parent)
        , m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() - m_position; }
    [[nodiscard]] bool atEnd() const override { return m_position == m_bytes.size(); }
    bool reset() override { return false; }

    //! Qt takes the first bytes once the connection stands: from then on they may be on their way.
    [[nodiscard]] bool isTaken() const { return m_position > 0; }
    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 size = std::min<qint64>(maxSize, m_bytes.size() - m_position);
        std::copy_n(m_bytes.constData() + m_position, size, data);
        m_position += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    qint64 m_position = 0;
};

HttpTransfer::HttpTransfer(QNetworkAccessManager &manager, HttpRequest request, QSslConfiguration trust)
    : QObject(&manager)
    , m_manager(manager)
    , m_request(std::move(request))
    , m_trust(std::move(trust))
{
    m_promise.start();
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &HttpTransfer::expired);
}

HttpTransfer::~HttpTransfer() = default;

void HttpTransfer::start()
{
    m_deadline.start(m_request.timeout);
    sendTo(m_request.url);
}

QNetworkRequest HttpTransfer::networkRequest(const QUrl &url) const
{
    QNetworkRequest request(url);
    request.setSslConfiguration(m_trust);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    for (const HttpHeader &header : m_request.headers) {
        // setRawHeader() replaces; a name that is given twice is one header with a list of values (RFC 9110, 5.3).
        const QByteArray earlier = request.rawHeader(header.name);
        request.setRawHeader(header.name, earlier.isEmpty() ? header.value : earlier + ", " + header.value);
    }
    request.setRawHeader("User-Agent", "OnlyOnce/" ONLYONCE_VERSION);
    request.setRawHeader("Accept-Encoding", "identity");  // so that the limit on the reply means what was sent
    if (!m_request.isSafe()) {
        request.setRawHeader("Connection", "close");
        request.setRawHeader("Content-Length", QByteArray::number(m_request.body.size()));
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    }
    return request;
}

void HttpTransfer::sendTo(const QUrl &url)
{
    m_url = url;
    m_body.clear();
    m_connecting = m_encrypted = m_requestSent = false;
    const QNetworkRequest request = networkRequest(url);
    if (m_request.isSafe()) {
        m_reply = m_request.method == "GET" ? m_manager.get(request) : m_manager.head(request);
    } else {
        m_upload = new OneShotBody(m_request.body, this);
        m_reply = m_manager.sendCustomRequest(request, m_request.method, m_upload);
    }
    m_reply->setReadBufferSize(readBufferBytes);
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] { m_connecting = true; });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] { m_encrypted = true; });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] { m_requestSent = true; });
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors) {
            m_tlsErrors.append(error.errorString());
        }
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpTransfer::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpTransfer::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &HttpTransfer::replyFinished);
}

bool HttpTransfer::hasLeft() const
{
    if (m_requestSent || (m_upload && m_upload->isTaken())) {
        return true;
    }
    // Qt reports nothing when a write without a body leaves; then the last thing it does report counts.
    const bool silent = m_upload && m_upload->isEmpty();
    return silent && (m_url.scheme() == u"https" ? m_encrypted : m_connecting);
}

void HttpTransfer::readHead()
{
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    if (m_request.method != "HEAD" && length.isValid() && length.toLongLong() > m_request.maxReplyBytes) {
        finish(fail(ErrorCode::Invalid, tr("The answer of %1 is too long (%2 bytes, at most %3 are read).")
                                            .arg(originText(m_url))
                                            .arg(length.toLongLong())
                                            .arg(m_request.maxReplyBytes)));
    }
}

void HttpTransfer::readBody()
{
    if (m_finished) {
        return;
    }
    m_body += m_reply->readAll();
    if (m_body.size() > m_request.maxReplyBytes) {
        finish(fail(ErrorCode::Invalid, tr("The answer of %1 is too long (at most %2 bytes are read).")
                                            .arg(originText(m_url))
                                            .arg(m_request.maxReplyBytes)));
    }
}

void HttpTransfer::replyFinished()
{
    readBody();
    if (m_finished) {
        return;
    }
    HttpReply reply;
    reply.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    reply.headers.reserve(m_reply->rawHeaderPairs().size());
    for (const QNetworkReply::RawHeaderPair &pair : m_reply->rawHeaderPairs()) {
        reply.headers.add(pair.first, pair.second);
    }
    reply.body = std::move(m_body);
    if (!isComplete(reply)) {
        finish(std::unexpected(brokenError()));
        return;
    }
    const QByteArray encoding = reply.headers.value("Content-Encoding").trimmed().toLower();
    if (!encoding.isEmpty() && encoding != "identity" && !reply.body.isEmpty()) {
        finish(fail(ErrorCode::Invalid,
                    tr("%1 answers in compressed form, although it was not asked to.").arg(originText(m_url)),
                    QString::fromLatin1(encoding)));
        return;
    }
    followOrFinish(std::move(reply));
}

bool HttpTransfer::isComplete(const HttpReply &reply) const
{
    if (reply.status == 0 || isTransportError(m_reply->error())) {
        return false;
    }
    // An error status hides a later loss of the connection in Qt's one error number.
    const std::optional<QByteArray> length = reply.headers.find("Content-Length");
    const bool bodyless = m_request.method == "HEAD" || reply.status == 204 || reply.status == 304;
    return bodyless || !length || reply.headers.contains("Transfer-Encoding")
        || length->trimmed().toLongLong() == reply.body.size();
}

Error HttpTransfer::interruptedError(ErrorCode ifHarmless, const QString &what) const
{
    const bool maybeDone = !m_request.isSafe() && hasLeft();
    const QString detail = QStringLiteral("%1 %2: error %3")
                               .arg(QString::fromLatin1(m_request.method), originText(m_url))
                               .arg(m_reply ? m_reply->error() : QNetworkReply::NoError);
    if (maybeDone) {
        return {ErrorCode::Uncertain,
                what + QLatin1Char(' ') + tr("The request had been sent: it may or may not have been carried out."),
                detail};
    }
    return {ifHarmless, what, detail};
}

Error HttpTransfer::brokenError() const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    const QString origin = originText(m_url);
    const QString detail = m_reply->errorString();
    if (error == QNetworkReply::SslHandshakeFailedError) {
        const QString reason = m_tlsErrors.isEmpty() ? detail : m_tlsErrors.join(QStringLiteral("; "));
        return {ErrorCode::Unavailable, tr("The encrypted connection to %1 failed: %2").arg(origin, reason), detail};
    }
    if (isConnectError(error) || !hasLeft()) {
        return {ErrorCode::Unavailable, tr("%1 cannot be reached: %2").arg(origin, detail), detail};
    }
    return interruptedError(ErrorCode::Unavailable,
                            tr("The connection to %1 broke before its answer was complete.").arg(origin));
}

void HttpTransfer::expired()
{
    finish(std::unexpected(
        interruptedError(ErrorCode::Unavailable,
                         tr("%1 did not answer within %2.").arg(originText(m_url), durationText(m_request.timeout)))));
}

void HttpTransfer::cancel()
{
    finish(std::unexpected(
        interruptedError(ErrorCode::Cancelled, tr("The request to %1 was stopped.").arg(originText(m_url)))));
}

void HttpTransfer::followOrFinish(HttpReply reply)
{
    const QByteArray location = reply.headers.value("Location").trimmed();
    if (!m_request.followRedirects || !isRedirect(reply.status) || location.isEmpty()) {
        finish(std::move(reply));
        return;
    }
    const QUrl target = m_url.resolved(QUrl::fromEncoded(location));
    if (m_request.isSafe() && sameOrigin(m_url, target) && m_redirects < maxRedirects) {
        ++m_redirects;
        dropReply();
        sendTo(target);
        return;
    }
    const QString from = originText(m_url);
    const QString to = originText(target);
    if (sameOrigin(m_url, target)) {
        finish(fail(ErrorCode::Invalid, m_request.isSafe()
                                            ? tr("%1 redirects in a circle.").arg(from)
                                            : tr("%1 moves this request to another path, so it was not carried out. "
                                                 "Check the path of the address in the settings.")
                                                  .arg(from)));
        return;
    }
    QString sentence = tr("%1 points to %2, which is not followed so that no key goes astray.").arg(from, to);
    sentence +=
        QLatin1Char(' ')
        + (m_url.scheme() != target.scheme() ? tr("Enter the address with %1:// in the settings.").arg(target.scheme())
                                             : tr("If that is the right server, enter its address in the settings."));
    finish(fail(ErrorCode::Invalid, sentence));
}

void HttpTransfer::dropReply()
{
    if (!m_reply) {
        return;
    }
    m_reply->disconnect(this);
    if (m_reply->isRunning()) {
        m_reply->abort();
    }
    m_reply->deleteLater();
    m_reply = nullptr;
}

void HttpTransfer::finish(Result<HttpReply> result)
{
    if (m_finished) {
        return;
    }
    m_finished = true;
    m_deadline.stop();
    dropReply();
    if (!result) {
        qCInfo(logNet) << "HTTP" << m_request.method << originText(m_url) << result.error().message;
    }
    deleteLater();
    // Last, since a continuation may do anything, even delete the client and with it this object.
    QPromise<Result<HttpReply>> promise = std::move(m_promise);
    promise.addResult(std::move(result));
    promise.finish();
}

}  // namespace onlyonce
