// SPDX-License-Identifier: GPL-3.0-or-later
// After the version, page by page the open problems and the triggers that they are of, since only those know the hosts. A
// problem whose trigger, item or host has been switched off stays in Zabbix' table for ever; Zabbix' own pages leave it
// out, and so do we.
// Facts: zabbix.com/documentation (API), recordings of 6.0.14 under tests/data/alerts/zabbix.
#include "models/alerts/sources/zabbixpoll.h"

#include "models/alerts/sources/zabbixtalk.h"
#include "models/base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace onlyonce {

namespace {

constexpr qsizetype pageSize = 1'000;
constexpr int mostPages = 20;

constexpr QLatin1StringView problemsKey("problems");  //!< so far, with their triggers
constexpr QLatin1StringView pageKey("page");          //!< the rows whose triggers are being asked for
constexpr QLatin1StringView pagesKey("pages");

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

class Talk final : public ZabbixTalk
{
public:
    //! `wanted` is what is asked for as soon as the version is known.
    Talk(const asked::Server &server, const DeliveryState &state, QLatin1StringView wanted)
        : ZabbixTalk(server, state)
        , m_wanted(wanted)
    {
    }

protected:
    [[nodiscard]] Step first() override;
    [[nodiscard]] std::optional<Step> came(const QString &at, const QJsonValue &result) override;

private:
    [[nodiscard]] Step askProblems(quint64 from);
    [[nodiscard]] Step problemsCame(const QJsonArray &rows);
    [[nodiscard]] Step triggersCame(const QJsonArray &triggers);
    [[nodiscard]] Step done(qint64 truncated) const;
    [[nodiscard]] Step found(qint64 count) const;

    QLatin1StringView m_wanted;
};

Step Talk::first()
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
    const QJsonObject payload{{QStringLiteral("zabbix"), version().toString()},
                              {QStringLiteral("web"), server().base.toString()},
                              {QStringLiteral("problems"), m_progress.value(problemsKey).toArray()},
                              {QStringLiteral("truncated"), truncated}};
    return Delivered{{{QStringLiteral("payload"), QString::fromUtf8(toJsonBytes(payload))}}};
}

Step Talk::found(qint64 count) const
{
    return Delivered{
        {{QStringLiteral("text"), ZabbixPoller::tr("Zabbix %1 answers at %2. Open problems at present: %3.")
                                          .arg(version().toString(), server().host(), QString::number(count))
                                      + server().plainTextWarning()}}};
}

std::optional<Step> Talk::came(const QString &at, const QJsonValue &result)
{
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
    return std::nullopt;
}

Step ZabbixPoller::converse(const DeliveryState &state, const DeliveryReply *reply, QLatin1StringView wanted) const
{
    const auto server = zabbixServer(state);
    return server ? Talk(*server, state, wanted).next(reply) : Refused{server.error()};
}

}  // namespace

std::shared_ptr<const Adapter> zabbixPoller()
{
    return std::make_shared<ZabbixPoller>();
}

}  // namespace onlyonce
