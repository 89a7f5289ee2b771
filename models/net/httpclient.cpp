// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/httpclient.h"

#include "models/net/httptransfer.h"

#include <QHash>
#include <QNetworkAccessManager>
#include <QPointer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QThread>

#include <algorithm>

namespace onlyonce {

namespace {

bool isToken(QByteArrayView text)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.isEmpty() && std::ranges::all_of(text, [marks](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || marks.contains(c);
    });
}

bool isHeaderValue(QByteArrayView text)
{
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool isMethod(const QByteArray &method)
{
    static const QList<QByteArray> methods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    return methods.contains(method);
}

bool isOwnHeader(const QByteArray &name)
{
    static const QList<QByteArray> own{"host",       "content-length", "transfer-encoding",
                                       "connection", "user-agent",     "accept-encoding",
                                       "expect",     "cookie"};
    return own.contains(name.toLower());
}

}  // namespace

class HttpClient::Private
{
public:
    explicit Private(HttpClient *client)
        : q(client)
    {
    }

    [[nodiscard]] static Result<> check(const HttpRequest &request);
    [[nodiscard]] static Result<QSslConfiguration> trust(const QByteArray &caPem);
    //! Qt keeps connections by host name alone. So that a request never travels on a connection that another one's
    //! private certificate opened, and a write never on an idle one that the server may be closing at that moment,
    //! each pair of certificate and kind has connections of its own.
    [[nodiscard]] QNetworkAccessManager &manager(const HttpRequest &request);

    HttpClient *q;
    QHash<std::pair<QByteArray, bool>, QNetworkAccessManager *> managers;
    QList<HttpTransfer *> transfers;
};

Result<> HttpClient::Private::check(const HttpRequest &request)
{
    const QUrl &url = request.url;
    if (!url.isValid() || (url.scheme() != u"http" && url.scheme() != u"https") || url.host().isEmpty()) {
        return fail(ErrorCode::Invalid, tr("The address must be complete and begin with https:// or http://."),
                    originText(url));
    }
    if (!url.userInfo().isEmpty()) {
        return fail(ErrorCode::Invalid, tr("An address must not contain a user name or password."), originText(url));
    }
    if (!isMethod(request.method)) {
        return fail(
            ErrorCode::Invalid,
            tr("“%1” is not an HTTP method that can be sent.").arg(QString::fromLatin1(request.method.left(20))));
    }
    if (request.isSafe() && !request.body.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("A request that only reads cannot have a body."));
    }
    for (const HttpHeader &header : request.headers) {
        if (!isToken(header.name) || isOwnHeader(header.name)) {
            return fail(ErrorCode::Invalid,
                        tr("The header name “%1” cannot be used.").arg(QString::fromLatin1(header.name.left(40))));
        }
        if (!isHeaderValue(header.value)) {
            return fail(ErrorCode::Invalid, tr("The value of the header %1 contains a line break or a null character.")
                                                .arg(QString::fromLatin1(header.name)));
        }
    }
    if (request.timeout <= milliseconds::zero() || request.maxReplyBytes < 0) {
        return fail(ErrorCode::Invalid, tr("A request needs a time-out and a limit on its reply."));
    }
    return {};
}

Result<QSslConfiguration> HttpClient::Private::trust(const QByteArray &caPem)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    if (!caPem.isEmpty()) {
        const QList<QSslCertificate> extra = QSslCertificate::fromData(caPem, QSsl::Pem);
        if (extra.isEmpty()) {
            return fail(ErrorCode::Invalid,
                        tr("The additional certificate authority is not a certificate in PEM form."));
        }
        // A configuration with certificates of its own no longer looks into the system's folder on demand.
        configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + extra);
    }
    return configuration;
}

QNetworkAccessManager &HttpClient::Private::manager(const HttpRequest &request)
{
    QNetworkAccessManager *&found = managers[{request.caPem, request.isSafe()}];
    if (!found) {
        found = new QNetworkAccessManager(q);
        found->setAutoDeleteReplies(false);
        found->setStrictTransportSecurityEnabled(false);  // an address is used as it stands in the settings
    }
    return *found;
}

HttpClient::HttpClient(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

HttpClient::~HttpClient()
{
    cancelAll();
}

QFuture<Result<HttpReply>> HttpClient::send(HttpRequest request)
{
    Q_ASSERT(QThread::currentThread() == thread());
    const auto refuse = [](const Error &error) {
        return QtFuture::makeReadyFuture(Result<HttpReply>(std::unexpected(error)));
    };
    if (const auto checked = Private::check(request); !checked) {
        return refuse(checked.error());
    }
    Result<QSslConfiguration> trusted = Private::trust(request.caPem);
    if (!trusted) {
        return refuse(trusted.error());
    }
    QNetworkAccessManager &manager = d->manager(request);
    auto *transfer = new HttpTransfer(manager, std::move(request), *std::move(trusted));
    d->transfers.append(transfer);
    connect(transfer, &QObject::destroyed, this, [this, transfer] { d->transfers.removeOne(transfer); });
    QFuture<Result<HttpReply>> future = transfer->future();
    transfer->start();
    return future;
}

void HttpClient::cancelAll()
{
    // A continuation may send again or delete this client: walk over a copy of guarded pointers.
    QList<QPointer<HttpTransfer>> open;
    for (HttpTransfer *transfer : std::as_const(d->transfers)) {
        open.append(transfer);
    }
    for (const QPointer<HttpTransfer> &transfer : std::as_const(open)) {
        if (transfer) {
            transfer->cancel();
        }
    }
}

}  // namespace onlyonce
