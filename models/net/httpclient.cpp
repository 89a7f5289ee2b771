// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/net/httpclient.h"

#include "models/net/curlloop.h"
#include "models/net/httptransfer.h"

#include <QThread>

#include <algorithm>
#include <string_view>
#include <vector>

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
    [[nodiscard]] static Result<> check(const HttpRequest &request);
    void forget(const HttpTransfer *transfer);

    CurlLoop loop;
    std::vector<std::shared_ptr<HttpTransfer>> transfers;
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
    ONLYONCE_TRY(loadCurl());
    return checkCa(request.caPem);
}

void HttpClient::Private::forget(const HttpTransfer *transfer)
{
    std::erase_if(transfers, [transfer](const auto &other) { return other.get() == transfer; });
}

HttpClient::HttpClient(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->loop.setParent(this);  // moves to another thread together with this object
}

HttpClient::~HttpClient()
{
    cancelAll();
    d->loop.setParent(nullptr);
}

Answer<Result<HttpReply>> HttpClient::send(HttpRequest request)
{
    return begin(std::move(request), {});
}

Answer<Result<HttpReply>> HttpClient::listen(HttpRequest request, Stream stream)
{
    return begin(std::move(request), std::move(stream));
}

Answer<Result<HttpReply>> HttpClient::begin(HttpRequest request, std::optional<Stream> stream)
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (const auto checked = Private::check(request); !checked) {
        return answered(Result<HttpReply>(failure(checked)));
    }
    const auto transfer =
        std::make_shared<HttpTransfer>(d->loop, std::move(request), std::move(stream),
                                       [priv = d.get()](const HttpTransfer *ended) { priv->forget(ended); });
    d->transfers.push_back(transfer);
    auto answer = transfer->answer();
    transfer->start();
    return answer;
}

void HttpClient::cancelAll()
{
    // A continuation may send again or delete this client: walk over a copy.
    const std::vector<std::weak_ptr<HttpTransfer>> running(d->transfers.begin(), d->transfers.end());
    for (const std::weak_ptr<HttpTransfer> &transfer : running) {
        if (const std::shared_ptr<HttpTransfer> alive = transfer.lock()) {
            alive->cancel();
        }
    }
}

}  // namespace onlyonce
