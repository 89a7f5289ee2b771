// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/asked.h"

#include "models/base/json.h"
#include "models/base/tr.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace onlyonce::asked {

namespace {

using namespace std::chrono_literals;

//! A list of all that fires in a storm; the intake takes half of that in one body.
constexpr qint64 longestReply = 64LL * 1024 * 1024;
constexpr int shownBytes = 300;
//! Between two log-ins that were refused: servers lock accounts that hammer.
constexpr milliseconds refusedPause = 60s;

//! Asking again does no harm, whatever had left.
Step noAnswer(Error error)
{
    if (error.code == ErrorCode::Uncertain) {
        error.code = ErrorCode::Unavailable;
    }
    return afterFailure(error);
}

bool isLoopback(const QString &host)
{
    return host == QLatin1StringView("localhost") || QHostAddress(host).isLoopback();
}

}  // namespace

SettingField addressField(const QString &help, const QString &placeholder)
{
    return {.key = QStringLiteral("url"),
            .label = tr("Address"),
            .kind = SettingField::Kind::Url,
            .help = help,
            .placeholder = placeholder,
            .defaultValue = {},
            .choices = {},
            .required = true};
}

SettingField certificateField()
{
    return {.key = QStringLiteral("caCertificate"),
            .label = tr("Certificate"),
            .kind = SettingField::Kind::Certificate,
            .help = tr("Only for a server whose certificate your own authority has issued: that authority's "
                       "certificate (PEM)."),
            .placeholder = {},
            .defaultValue = {},
            .choices = {}};
}

Result<Server> Server::from(const QString &system, const DeliveryState &state, const QStringList &pages)
{
    const QString written = state.settings.value(QLatin1StringView("url")).toString().trimmed();
    Server server{.system = system,
                  .base = QUrl(written, QUrl::StrictMode),
                  .authorization = {},
                  .caPem = state.settings.value(QLatin1StringView("caCertificate")).toString().toLatin1(),
                  .now = state.now};
    const QString scheme = server.base.scheme();
    if (!server.base.isValid() || server.base.host().isEmpty()
        || (scheme != QLatin1StringView("https") && scheme != QLatin1StringView("http"))
        || !server.base.userInfo().isEmpty()) {
        return fail(ErrorCode::Invalid,
                    tr("The address of %1 must be like https://monitoring.example.org, without a user or "
                       "password in it; it is “%2”.")
                        .arg(system, server.base.userInfo().isEmpty() ? written.left(200) : originText(server.base)));
    }
    server.base.setQuery(QString());
    server.base.setFragment(QString());
    static const QRegularExpression slashes(QStringLiteral("/+$"));
    QString path = server.base.path(QUrl::FullyEncoded).remove(slashes);
    for (const QString &page : pages) {
        if (path.endsWith(page)) {
            path = path.chopped(page.size()).remove(slashes);
            break;
        }
    }
    server.base.setPath(path, QUrl::StrictMode);
    return server;
}

HttpRequest Server::get(const QString &path, const QByteArray &encodedQuery) const
{
    HttpRequest request;
    request.url = base;
    request.url.setPath(base.path(QUrl::FullyEncoded) + path, QUrl::StrictMode);
    if (!encodedQuery.isEmpty()) {
        request.url.setQuery(QString::fromLatin1(encodedQuery), QUrl::StrictMode);
    }
    request.headers = {{"Accept", "application/json"}};
    if (!authorization.isEmpty()) {
        request.headers.add("Authorization", authorization);
    }
    request.maxReplyBytes = longestReply;
    request.caPem = caPem;
    request.followRedirects = false;  // it means a wrong address, and a person should know the right one
    return request;
}

HttpRequest Server::post(const QString &path, const QJsonObject &body) const
{
    HttpRequest request = get(path);
    request.method = "POST";
    request.headers.add("Content-Type", "application/json");
    request.body = toJsonBytes(body);
    return request;
}

std::expected<HttpReply, Step> Server::read(const DeliveryReply &reply, int expected) const
{
    const auto *http = std::get_if<Result<HttpReply>>(&reply);
    if (!http) {
        return std::unexpected(
            Refused{{ErrorCode::Internal, tr("A mail server's answer came to %1.").arg(system), {}}});
    }
    if (!*http) {
        return std::unexpected(changes ? afterFailure(http->error()) : noAnswer(http->error()));
    }
    const HttpReply &answer = **http;
    if (answer.isSuccess() || answer.status == expected) {
        return answer;
    }
    if (answer.status == 401 || answer.status == 403) {
        return std::unexpected(denied({}, detailOf(answer)));
    }
    if (answer.status == 429) {
        return std::unexpected(Postponed{
            .error = {ErrorCode::Busy, tr("%1 asks to wait: too many requests.").arg(host()), detailOf(answer)},
            .wait = retryAfter(answer.headers, now),
            .wholeConnection = true});
    }
    if (answer.status >= 500 || answer.status == 408) {
        return std::unexpected(Postponed{
            .error = {ErrorCode::Unavailable,
                      tr("%1 has a fault at the moment (HTTP %2).").arg(host()).arg(answer.status), detailOf(answer)},
            .wait = retryAfter(answer.headers, now),
            .uncertain = changes});
    }
    return std::unexpected(stranger(answer));
}

Step Server::stranger(const HttpReply &reply) const
{
    const QString location = originText(base.resolved(QUrl::fromEncoded(reply.headers.value("Location"))));
    const bool elsewhere = reply.headers.contains("Location") && location != originText(base);
    return Refused{{ErrorCode::Invalid,
                    elsewhere ? tr("%1 sends us on to %2. Enter the address there.").arg(base.toString(), location)
                              : tr("%1 does not answer as %2 does. Check the address.").arg(base.toString(), system),
                    detailOf(reply)}};
}

Step Server::denied(const QString &words, const QString &detail) const
{
    const QString sentence = tr("%1 refuses access. Check the log-in and what it may read.").arg(host());
    return Refused{
        .error = {ErrorCode::Denied,
                  words.isEmpty() ? sentence : sentence + QLatin1Char(' ') + tr("%1 says: “%2”").arg(system, words),
                  detail},
        .pauseConnection = refusedPause};
}

QString Server::plainTextWarning() const
{
    const bool open =
        base.scheme() == QLatin1StringView("http") && !authorization.isEmpty() && !isLoopback(base.host());
    return open ? QLatin1Char(' ') + tr("The address is not encrypted (http): others on the way can read the log-in.")
                : QString();
}

QByteArray basicLogin(const QString &user, const QString &password)
{
    return "Basic " + (user + QLatin1Char(':') + password).toUtf8().toBase64();
}

int statusOf(const DeliveryReply &reply)
{
    const auto *http = std::get_if<Result<HttpReply>>(&reply);
    return http && *http ? (*http)->status : 0;
}

Step tooLate()
{
    return Refused{{ErrorCode::Invalid, tr("The silence was over before this could be told. Discard it."), {}}};
}

QString detailOf(const HttpReply &reply)
{
    return QStringLiteral("HTTP %1: %2")
        .arg(QString::number(reply.status), QString::fromUtf8(reply.body.left(shownBytes)).simplified());
}

}  // namespace onlyonce::asked
