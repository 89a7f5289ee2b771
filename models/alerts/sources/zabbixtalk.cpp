// SPDX-License-Identifier: GPL-3.0-or-later
// Errors come with HTTP 200. Facts: zabbix.com/documentation (API), recordings of 6.0.14 under tests/data/alerts/zabbix.
#include "models/alerts/sources/zabbixtalk.h"

#include "models/base/json.h"

#include <QTimeZone>

namespace onlyonce {

namespace {

using asked::Server;

//! How the token is shown: until 6.2 in the body, from 6.4 on in a header, from 7.2 on only there.
bool takesHeader(const QVersionNumber &version)
{
    return version >= QVersionNumber(6, 4);
}

bool takesHeaderOnly(const QVersionNumber &version)
{
    return version >= QVersionNumber(7, 2);
}

constexpr QLatin1StringView atKey("at");
constexpr QLatin1StringView versionKey("version");
constexpr QLatin1StringView headerKey("header");      //!< whether the token goes into the header
constexpr QLatin1StringView otherWayKey("otherWay");  //!< the first way has been refused
constexpr QLatin1StringView takenKey("taken");        //!< something has been answered with the token

constexpr QLatin1StringView atVersion("version");

//! The token is not taken; not that it may do too little.
bool isLoginProblem(const QString &words)
{
    return words.contains(QLatin1StringView("re-login")) || words.contains(QLatin1StringView("Not authori"))
        || words.contains(QLatin1StringView("API token"));
}

}  // namespace

Result<Server> zabbixServer(const DeliveryState &state)
{
    auto server =
        Server::from(QStringLiteral("Zabbix"), state,
                     {QStringLiteral("/api_jsonrpc.php"), QStringLiteral("/index.php"), QStringLiteral("/zabbix.php")});
    if (!server) {
        return server;
    }
    const QString token = state.secrets.value(QLatin1StringView("token")).toString().trimmed();
    if (token.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    ZabbixTalk::tr("Zabbix' API token is not on this machine. Enter it in the source's settings."));
    }
    const QString zone = state.settings.value(QLatin1StringView("timeZone")).toString().trimmed();
    if (!zone.isEmpty() && !QTimeZone(zone.toLatin1()).isValid()) {
        return fail(ErrorCode::Invalid,
                    ZabbixTalk::tr("“%1” is not a time zone. Write it like Europe/Berlin.").arg(zone.left(60)));
    }
    server->authorization = "Bearer " + token.toLatin1();
    return server;
}

ZabbixTalk::ZabbixTalk(const Server &server, const DeliveryState &state)
    : m_progress(state.progress)
    , m_server(server)
    , m_token(state.secrets.value(QLatin1StringView("token")).toString().trimmed())
{
}

QVersionNumber ZabbixTalk::version() const
{
    return QVersionNumber::fromString(m_progress.value(versionKey).toString());
}

Step ZabbixTalk::ask(QLatin1StringView at, const QString &method, const QJsonObject &params)
{
    QJsonObject call{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                     {QStringLiteral("id"), 1},
                     {QStringLiteral("method"), method},
                     {QStringLiteral("params"), params}};
    const bool header = m_progress.value(headerKey).toBool();
    if (at != atVersion && !header) {
        call.insert(QStringLiteral("auth"), m_token);
    }
    HttpRequest request = m_server.post(QStringLiteral("/api_jsonrpc.php"), call);
    if (!header) {
        request.headers.remove("Authorization");
    }
    m_progress.insert(atKey, QString(at));
    return SendHttp{.request = std::move(request), .progress = m_progress};
}

Step ZabbixTalk::refused(const QJsonObject &error, const HttpReply &answer)
{
    const QString words = QStringLiteral("%1 %2")
                              .arg(error.value(QLatin1StringView("message")).toString(),
                                   error.value(QLatin1StringView("data")).toString())
                              .simplified()
                              .left(300);
    const bool header = m_progress.value(headerKey).toBool();
    const bool other = m_progress.value(otherWayKey).toBool();
    // A web server in between may drop the header; what the version says of the body may not be so.
    const bool bodyUnwanted = !header && words.contains(QLatin1StringView("\"auth\""));
    const bool headerLost = header && isLoginProblem(words) && !takesHeaderOnly(version());
    if (!other && !m_progress.value(takenKey).toBool() && (bodyUnwanted || headerLost)) {
        m_progress.insert(otherWayKey, true);
        m_progress.insert(headerKey, !header);
        return first();
    }
    const QString detail = asked::detailOf(answer);
    if (isLoginProblem(words) || words.contains(QLatin1StringView("ermission"))) {
        return m_server.denied(words, detail);
    }
    return Refused{{ErrorCode::Invalid, tr("Zabbix did not accept the question: “%1”").arg(words), detail}};
}

Step ZabbixTalk::heard(const HttpReply &answer)
{
    const auto body = parseJsonObject(answer.body);
    const QJsonValue error = body ? body->value(QLatin1StringView("error")) : QJsonValue();
    if (error.isObject()) {
        return refused(error.toObject(), answer);
    }
    const QJsonValue result = body ? body->value(QLatin1StringView("result")) : QJsonValue();
    const QString at = m_progress.value(atKey).toString();
    if (at == atVersion && result.isString()) {
        m_progress.insert(versionKey, result.toString().left(40));
        if (version().isNull()) {
            return m_server.stranger(answer);
        }
        m_progress.insert(headerKey, takesHeader(version()));
        return first();
    }
    m_progress.insert(takenKey, true);
    auto step = came(at, result);
    return step ? std::move(*step) : m_server.stranger(answer);
}

Step ZabbixTalk::next(const DeliveryReply *reply)
{
    if (!reply) {
        m_progress = {};
        return ask(atVersion, QStringLiteral("apiinfo.version"), {});
    }
    const auto answer = m_server.read(*reply);
    return answer ? heard(*answer) : answer.error();
}

}  // namespace onlyonce
