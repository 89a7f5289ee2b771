// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation: which version (it decides how the token is shown), then page by page the open problems and the
// triggers that they are of, since only those know the hosts. A problem whose trigger, item or host has been switched off
// stays in Zabbix' table for ever; Zabbix' own pages leave it out, and so do we.
// Errors come with HTTP 200. Facts: zabbix.com/documentation (API), recordings of 6.0.14 under tests/data/alerts/zabbix.
#include "models/alerts/sources/zabbixpoll.h"

#include "models/alerts/sources/asked.h"
#include "models/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QTimeZone>
#include <QVersionNumber>

namespace onlyonce {

namespace {

using asked::Server;

constexpr qsizetype pageSize = 1'000;
constexpr int mostPages = 20;

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
constexpr QLatin1StringView problemsKey("problems");  //!< so far, with their triggers
constexpr QLatin1StringView pageKey("page");          //!< the rows whose triggers are being asked for
constexpr QLatin1StringView pagesKey("pages");

constexpr QLatin1StringView atVersion("version");
constexpr QLatin1StringView atProblems("problems");
constexpr QLatin1StringView atTriggers("triggers");
constexpr QLatin1StringView atRest("rest");
constexpr QLatin1StringView atCount("count");

class ZabbixPoller final : public Adapter
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::ZabbixPoller)

public:
    [[nodiscard]] QString id() const override { return QStringLiteral("zabbix"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Zabbix"); }
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        return converse(state, reply, atProblems);
    }
    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        return converse(state, reply, atCount);
    }

private:
    //! `wanted` is what is asked for as soon as the version is known.
    [[nodiscard]] Step converse(const DeliveryState &state, const DeliveryReply *reply, QLatin1StringView wanted) const;
};

std::vector<SettingField> ZabbixPoller::fields() const
{
    return {
        asked::addressField(tr("Where Zabbix' own pages are, as in the browser."),
                            QStringLiteral("https://monitoring.example.org/zabbix")),
        {.key = QStringLiteral("token"),
         .label = tr("API token"),
         .kind = SettingField::Kind::Secret,
         .help = tr("Made in Zabbix under Users → API tokens, for a user that may read the hosts concerned and whose "
                    "role allows the API."),
         .required = true},
        asked::certificateField(),
    };
}

Result<Server> serverOf(const DeliveryState &state)
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
                    ZabbixPoller::tr("Zabbix' API token is not on this machine. Enter it in the source's settings."));
    }
    const QString zone = state.settings.value(QLatin1StringView("timeZone")).toString().trimmed();
    if (!zone.isEmpty() && !QTimeZone(zone.toLatin1()).isValid()) {
        return fail(ErrorCode::Invalid,
                    ZabbixPoller::tr("“%1” is not a time zone. Write it like Europe/Berlin.").arg(zone.left(60)));
    }
    server->authorization = "Bearer " + token.toLatin1();
    return server;
}

//! One attempt, at the point where `progress` says that it is.
class Talk
{
public:
    Talk(const Server &server, const DeliveryState &state, QLatin1StringView wanted)
        : m_server(server)
        , m_token(state.secrets.value(QLatin1StringView("token")).toString().trimmed())
        , m_progress(state.progress)
        , m_wanted(wanted)
    {
    }

    [[nodiscard]] Step begin()
    {
        m_progress = {};  // what an earlier attempt had is no longer so
        return ask(atVersion, QStringLiteral("apiinfo.version"), {});
    }
    [[nodiscard]] Step next(const HttpReply &answer);

private:
    [[nodiscard]] Step ask(QLatin1StringView at, const QString &method, const QJsonObject &params);
    [[nodiscard]] Step askWanted();
    [[nodiscard]] Step askProblems(quint64 from);
    [[nodiscard]] Step problemsCame(const QJsonArray &rows);
    [[nodiscard]] Step triggersCame(const QJsonArray &triggers);
    [[nodiscard]] Step refused(const QJsonObject &error, const HttpReply &answer);
    [[nodiscard]] Step done(qint64 truncated) const;
    [[nodiscard]] Step found(qint64 count) const;

    [[nodiscard]] QVersionNumber version() const
    {
        return QVersionNumber::fromString(m_progress.value(versionKey).toString());
    }

    const Server &m_server;
    QString m_token;
    QJsonObject m_progress;
    QLatin1StringView m_wanted;
};

Step Talk::ask(QLatin1StringView at, const QString &method, const QJsonObject &params)
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

Step Talk::askWanted()
{
    return m_wanted == atProblems
             ? askProblems(0)
             : ask(atCount, QStringLiteral("problem.get"), {{QStringLiteral("countOutput"), true}});
}

Step Talk::askProblems(quint64 from)
{
    QJsonObject params{{QStringLiteral("output"),
                        QJsonArray{QStringLiteral("eventid"), QStringLiteral("objectid"), QStringLiteral("clock"),
                                   QStringLiteral("name"), QStringLiteral("severity"), QStringLiteral("acknowledged"),
                                   QStringLiteral("suppressed"), QStringLiteral("opdata")}},
                       {QStringLiteral("selectTags"), QStringLiteral("extend")},
                       {QStringLiteral("sortfield"), QJsonArray{QStringLiteral("eventid")}},
                       {QStringLiteral("sortorder"), QStringLiteral("ASC")},
                       {QStringLiteral("limit"), pageSize}};
    if (from > 0) {
        params.insert(QStringLiteral("eventid_from"), QString::number(from));
    }
    return ask(atProblems, QStringLiteral("problem.get"), params);
}

Step Talk::problemsCame(const QJsonArray &rows)
{
    if (rows.isEmpty()) {
        return done(0);
    }
    QJsonObject triggers;  // each once
    for (const auto &row : rows) {
        triggers.insert(row[u"objectid"].toVariant().toString(), true);
    }
    m_progress.insert(pageKey, rows);
    const QString groups =
        version() >= QVersionNumber(6, 2) ? QStringLiteral("selectHostGroups") : QStringLiteral("selectGroups");
    return ask(atTriggers, QStringLiteral("trigger.get"),
               {{QStringLiteral("output"), QJsonArray{QStringLiteral("triggerid"), QStringLiteral("url")}},
                {QStringLiteral("triggerids"), QJsonArray::fromStringList(triggers.keys())},
                {QStringLiteral("monitored"), true},
                {QStringLiteral("selectHosts"), QJsonArray{QStringLiteral("host"), QStringLiteral("name")}},
                {groups, QJsonArray{QStringLiteral("name")}}});
}

Step Talk::triggersCame(const QJsonArray &triggers)
{
    QJsonObject byId;
    for (const auto &trigger : triggers) {
        byId.insert(trigger[u"triggerid"].toVariant().toString(), trigger);
    }
    const QJsonArray rows = m_progress.take(pageKey).toArray();
    QJsonArray problems = m_progress.take(problemsKey).toArray();
    for (const auto &row : rows) {
        const auto trigger = byId.constFind(row[u"objectid"].toVariant().toString());
        if (trigger != byId.constEnd()) {
            QJsonObject problem = row.toObject();
            problem.insert(QStringLiteral("trigger"), *trigger);
            problems.append(problem);
        }
    }
    m_progress.insert(problemsKey, problems);
    if (rows.size() < pageSize) {
        return done(0);
    }
    const quint64 from = rows.last()[u"eventid"].toVariant().toULongLong() + 1;
    const int pages = m_progress.value(pagesKey).toInt() + 1;
    m_progress.insert(pagesKey, pages);
    return pages < mostPages
             ? askProblems(from)
             : ask(atRest, QStringLiteral("problem.get"),
                   {{QStringLiteral("countOutput"), true}, {QStringLiteral("eventid_from"), QString::number(from)}});
}

Step Talk::done(qint64 truncated) const
{
    const QJsonObject payload{{QStringLiteral("zabbix"), m_progress.value(versionKey)},
                              {QStringLiteral("web"), m_server.base.toString()},
                              {QStringLiteral("problems"), m_progress.value(problemsKey).toArray()},
                              {QStringLiteral("truncated"), truncated}};
    return Delivered{{{QStringLiteral("payload"), QString::fromUtf8(toJsonBytes(payload))}}};
}

Step Talk::found(qint64 count) const
{
    return Delivered{
        {{QStringLiteral("text"), ZabbixPoller::tr("Zabbix %1 answers at %2. Open problems at present: %3.")
                                          .arg(version().toString(), m_server.host(), QString::number(count))
                                      + m_server.plainTextWarning()}}};
}

//! The token is not taken; not that it may do too little.
bool isLoginProblem(const QString &words)
{
    return words.contains(QLatin1StringView("re-login")) || words.contains(QLatin1StringView("Not authori"))
        || words.contains(QLatin1StringView("API token"));
}

Step Talk::refused(const QJsonObject &error, const HttpReply &answer)
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
    const bool first = m_progress.value(problemsKey).isUndefined() && m_progress.value(pageKey).isUndefined();
    if (!other && first && (bodyUnwanted || headerLost)) {
        m_progress.insert(otherWayKey, true);
        m_progress.insert(headerKey, !header);
        return askWanted();
    }
    const QString detail = asked::detailOf(answer);
    if (isLoginProblem(words) || words.contains(QLatin1StringView("ermission"))) {
        return m_server.denied(words, detail);
    }
    return Refused{
        {ErrorCode::Invalid, ZabbixPoller::tr("Zabbix did not accept the question: “%1”").arg(words), detail}};
}

Step Talk::next(const HttpReply &answer)
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
        return askWanted();
    }
    if (at == atProblems && result.isArray()) {
        return problemsCame(result.toArray());
    }
    if (at == atTriggers && result.isArray()) {
        return triggersCame(result.toArray());
    }
    bool isCount = false;
    const qint64 count = result.toVariant().toString().toLongLong(&isCount);
    if (at == atRest && isCount) {
        return done(count);
    }
    if (at == atCount && isCount) {
        return found(count);
    }
    return m_server.stranger(answer);
}

Step ZabbixPoller::converse(const DeliveryState &state, const DeliveryReply *reply, QLatin1StringView wanted) const
{
    const auto server = serverOf(state);
    if (!server) {
        return Refused{server.error()};
    }
    Talk talk(*server, state, wanted);
    if (!reply) {
        return talk.begin();
    }
    const auto answer = server->read(*reply);
    return answer ? talk.next(*answer) : answer.error();
}

}  // namespace

std::shared_ptr<const Adapter> zabbixPoller()
{
    return std::make_shared<ZabbixPoller>();
}

}  // namespace onlyonce
