// SPDX-License-Identifier: GPL-3.0-or-later
// Two questions, services and hosts, each for what has a hard problem; the answers' lists are joined to one, in Icinga's
// own form. What an API user may not read, Icinga answers with 404 "No objects found."; an empty list is a 200. So a 404
// must never be read as "nothing fires". Of each object only what is read of it is handed on: custom variables and the
// commands of checks carry passwords.
// The event stream only says when to ask: events know neither custom variables nor groups, and what happens while nobody
// listens is never told.
// Facts: icinga.com/docs (REST API), lib/remote of Icinga 2, recordings of 2.13.6 under tests/data/alerts/icinga2.
#include "models/alerts/sources/icinga2poll.h"

#include "models/alerts/sources/asked.h"
#include "models/alerts/tellback/writeback.h"
#include "models/base/json.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

using asked::Server;

constexpr int notFound = 404;

class Icinga2Poller final : public Adapter
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::Icinga2Poller)

public:
    [[nodiscard]] QString id() const override { return QStringLiteral("icinga2"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Icinga 2"); }
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override;
    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override;
    [[nodiscard]] std::optional<HttpRequest> eventStream(const DeliveryState &state) const override;
    [[nodiscard]] bool isEvent(const QByteArray &line) const override;

private:
    //! "results" of an answer; else what becomes of the attempt.
    [[nodiscard]] static std::expected<QJsonArray, Step> resultsIn(const Server &server, const DeliveryReply &reply);
};

std::vector<SettingField> Icinga2Poller::fields() const
{
    return {
        asked::addressField(tr("Of Icinga's API (not of Icinga Web): usually port 5665."),
                            QStringLiteral("https://monitoring.example.org:5665")),
        {.key = QStringLiteral("user"),
         .label = tr("API user"),
         .help = tr("An ApiUser of Icinga's configuration with the permissions objects/query/Host and "
                    "objects/query/Service."),
         .placeholder = QStringLiteral("onlyonce"),
         .required = true},
        {.key = QStringLiteral("password"),
         .label = tr("Password"),
         .kind = SettingField::Kind::Secret,
         .help = tr("Of that ApiUser."),
         .required = true},
        asked::certificateField(),
        {.key = QStringLiteral("events"),
         .label = tr("Listen to its event stream"),
         .kind = SettingField::Kind::Flag,
         .help = tr("It is then asked as soon as something happens, not only at the interval. The API user also needs "
                    "the permission events/*; without it, the interval is all there is."),
         .placeholder = {},
         .defaultValue = QStringLiteral("true")},
    };
}

//! `type`: "service" or "host".
HttpRequest question(const Server &server, const QByteArray &type)
{
    QByteArray query;
    for (const char *name :
         {"display_name", "state", "state_type", "last_state_change", "last_hard_state_change", "acknowledgement",
          "downtime_depth", "check_interval", "last_check_result", "vars", "zone", "groups", "notes_url"}) {
        query += QByteArray("attrs=") + name + '&';
    }
    if (type == "service") {
        query +=
            "attrs=name&attrs=host_name&joins=host.display_name&joins=host.vars&joins=host.groups&joins=host.zone&";
    }
    const QByteArray filter = type + ".state!=0&&" + type + ".state_type==1";
    return server.get(QStringLiteral("/v1/objects/%1s").arg(QString::fromLatin1(type)),
                      query + "filter=" + filter.toPercentEncoding());
}

//! The members of these names.
QJsonObject only(const QJsonObject &object, std::initializer_list<QLatin1StringView> names)
{
    QJsonObject kept;
    for (const QLatin1StringView name : names) {
        if (const QJsonValue value = object.value(name); !value.isUndefined()) {
            kept.insert(name, value);
        }
    }
    return kept;
}

QJsonObject withToldVariables(QJsonObject attributes)
{
    if (attributes.contains(QLatin1StringView("vars"))) {
        attributes.insert(QStringLiteral("vars"), icinga2Told(attributes.value(QLatin1StringView("vars")).toObject()));
    }
    return attributes;
}

QJsonObject told(const QJsonObject &entry)
{
    QJsonObject attributes = withToldVariables(entry.value(QLatin1StringView("attrs")).toObject());
    attributes.insert(QStringLiteral("last_check_result"),
                      only(attributes.value(QLatin1StringView("last_check_result")).toObject(),
                           {QLatin1StringView("output"), QLatin1StringView("check_source")}));
    QJsonObject slim = only(entry, {QLatin1StringView("name"), QLatin1StringView("type")});
    slim.insert(QStringLiteral("attrs"), attributes);
    if (const QJsonValue host = entry.value(QLatin1StringView("joins"))[u"host"]; host.isObject()) {
        slim.insert(QStringLiteral("joins"), QJsonObject{{QStringLiteral("host"), withToldVariables(host.toObject())}});
    }
    return slim;
}

std::expected<QJsonArray, Step> Icinga2Poller::resultsIn(const Server &server, const DeliveryReply &reply)
{
    const auto answer = server.read(reply, notFound);
    if (!answer) {
        return std::unexpected(answer.error());
    }
    const auto body = parseJsonObject(answer->body);
    if (answer->status == notFound && body && body->contains(QLatin1StringView("error"))) {
        return std::unexpected(Refused{
            {ErrorCode::Denied,
             tr("Icinga 2 at %1 does not let this API user read all hosts and services. It needs the permissions "
                "objects/query/Host and objects/query/Service.")
                 .arg(server.host()),
             asked::detailOf(*answer)}});
    }
    if (!body || !body->value(QLatin1StringView("results")).isArray()) {
        return std::unexpected(server.stranger(*answer));
    }
    return body->value(QLatin1StringView("results")).toArray();
}

QJsonArray joined(QJsonArray list, const QJsonArray &results)
{
    for (const auto &entry : results) {
        list.append(told(entry.toObject()));
    }
    return list;
}

Step Icinga2Poller::step(const DeliveryState &state, const DeliveryReply *reply) const
{
    const auto server = icinga2Server(state);
    if (!server) {
        return Refused{server.error()};
    }
    if (!reply) {
        return SendHttp{.request = question(*server, "service")};
    }
    const auto results = resultsIn(*server, *reply);
    if (!results) {
        return results.error();
    }
    const QJsonValue services = state.progress.value(QLatin1StringView("services"));
    if (!services.isArray()) {
        return SendHttp{.request = question(*server, "host"),
                        .progress = {{QStringLiteral("services"), joined({}, *results)}}};
    }
    const QJsonObject payload{{QStringLiteral("results"), joined(services.toArray(), *results)}};
    return Delivered{{{QStringLiteral("payload"), QString::fromUtf8(toJsonBytes(payload))}}};
}

//! Unless somebody has said no.
bool wantsEvents(const QJsonObject &settings)
{
    return settings.value(QLatin1StringView("events")).toVariant().toString() != QLatin1StringView("false");
}

std::optional<HttpRequest> Icinga2Poller::eventStream(const DeliveryState &state) const
{
    const auto server = icinga2Server(state);
    if (!server || !wantsEvents(state.settings)) {
        return std::nullopt;
    }
    // Versions before 2.14 want the name of a queue, and do nothing with it.
    return server->post(
        QStringLiteral("/v1/events"),
        {{QStringLiteral("queue"), QStringLiteral("onlyonce")},
         {QStringLiteral("types"), QJsonArray{QStringLiteral("StateChange"), QStringLiteral("AcknowledgementSet"),
                                              QStringLiteral("AcknowledgementCleared"),
                                              QStringLiteral("DowntimeStarted"), QStringLiteral("DowntimeRemoved")}}});
}

bool Icinga2Poller::isEvent(const QByteArray &line) const
{
    const auto event = parseJsonObject(line);
    const bool isSoft = event && event->value(QLatin1StringView("state_type")).toInt(1) == 0;
    return event && !isSoft;  // what is still being checked again is in no list
}

//! Of what these settings want besides asking, what the API user may not; `given` as GET /v1 lists it.
QStringList missingRights(const DeliveryState &state, const QJsonArray &given)
{
    QStringList needed;
    if (wantsEvents(state.settings)) {
        needed << QStringLiteral("events/*");
    }
    if (wantsWriteBack(state.settings)) {
        needed << QStringLiteral("actions/acknowledge-problem") << QStringLiteral("actions/schedule-downtime")
               << QStringLiteral("actions/remove-downtime");
    }
    needed.removeIf([&given](const QString &right) {
        return std::ranges::any_of(given, [&right](const auto &entry) {
            const QString pattern = entry.isObject() ? entry[u"permission"].toString() : entry.toString();
            static const QString any(QStringLiteral(".*"));
            const QString expression = QRegularExpression::escape(pattern).replace(QStringLiteral("\\*"), any);
            return QRegularExpression(QRegularExpression::anchoredPattern(expression),
                                      QRegularExpression::CaseInsensitiveOption)
                .match(right)
                .hasMatch();
        });
    });
    return needed;
}

Step Icinga2Poller::test(const DeliveryState &state, const DeliveryReply *reply) const
{
    const auto server = icinga2Server(state);
    if (!server) {
        return Refused{server.error()};
    }
    if (!reply) {
        return SendHttp{.request = server->get(QStringLiteral("/v1")),
                        .progress = {{QStringLiteral("at"), QStringLiteral("info")}}};
    }
    const auto results = resultsIn(*server, *reply);
    if (!results) {
        return results.error();
    }
    const QString at = state.progress.value(QLatin1StringView("at")).toString();
    QJsonObject progress = state.progress;
    if (at == QLatin1StringView("info")) {
        const QString version = results->first()[u"version"].toString();
        return SendHttp{
            .request = question(*server, "service"),
            .progress = {{QStringLiteral("at"), QStringLiteral("services")},
                         {QStringLiteral("missing"),
                          QJsonArray::fromStringList(missingRights(state, results->first()[u"permissions"].toArray()))},
                         {QStringLiteral("version"), version.left(40)}}};
    }
    if (at == QLatin1StringView("services")) {
        progress.insert(QStringLiteral("at"), QStringLiteral("hosts"));
        progress.insert(QStringLiteral("services"), results->size());
        return SendHttp{.request = question(*server, "host"), .progress = progress};
    }
    const QStringList missing = progress.value(QLatin1StringView("missing")).toVariant().toStringList();
    const QString lacks = missing.isEmpty()
                            ? QString()
                            : QLatin1Char(' ')
                                  + tr("But it may do less than these settings want: the API user lacks %1.")
                                        .arg(missing.join(QStringLiteral(", ")));
    return Delivered{{{QStringLiteral("text"),
                       tr("Icinga 2 %1 answers at %2. Problems at present: %3 of services, %4 of hosts.")
                               .arg(progress.value(QLatin1StringView("version")).toString(), server->host(),
                                    QString::number(progress.value(QLatin1StringView("services")).toInteger()),
                                    QString::number(results->size()))
                           + lacks + server->plainTextWarning()}}};
}

}  // namespace

Result<Server> icinga2Server(const DeliveryState &state)
{
    auto server = Server::from(QStringLiteral("Icinga 2"), state, {QStringLiteral("/v1")});
    if (!server) {
        return server;
    }
    const QString user = state.settings.value(QLatin1StringView("user")).toString().trimmed();
    const QString password = state.secrets.value(QLatin1StringView("password")).toString();
    if (user.isEmpty()) {
        return fail(ErrorCode::Invalid, Icinga2Poller::tr("The API user of Icinga 2 is missing."));
    }
    if (password.isEmpty()) {
        return fail(
            ErrorCode::Invalid,
            Icinga2Poller::tr(
                "The password of Icinga's API user is not on this machine. Enter it in the source's settings."));
    }
    server->authorization = asked::basicLogin(user, password);
    return server;
}

QJsonObject icinga2Told(const QJsonObject &variables)
{
    return only(variables,
                {QLatin1StringView("service"), QLatin1StringView("service_name"), QLatin1StringView("app"),
                 QLatin1StringView("application"), QLatin1StringView("team"), QLatin1StringView("environment"),
                 QLatin1StringView("datacenter"), QLatin1StringView("datacentre"), QLatin1StringView("dc"),
                 QLatin1StringView("region"), QLatin1StringView("zone"), QLatin1StringView("probe"),
                 QLatin1StringView("probe_location"), QLatin1StringView("vantage_point"), QLatin1StringView("test"),
                 QLatin1StringView("test_type"), QLatin1StringView("check_type")});
}

std::shared_ptr<const Adapter> icinga2Poller()
{
    return std::make_shared<Icinga2Poller>();
}

}  // namespace onlyonce
