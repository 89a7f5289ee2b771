// SPDX-License-Identifier: GPL-3.0-or-later
// One request tells everything: the list of alerts, in the form that the source's parser takes as it is.
// Facts: Alertmanager's API v2 (0.16 and later), and recordings under tests/data/alerts/alertmanager.
#include "models/alerts/sources/alertmanagerpoll.h"

#include "models/alerts/sources/asked.h"
#include "models/base/json.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

using asked::Server;

QString systemName()
{
    return QStringLiteral("Alertmanager");
}

class AlertmanagerPoller final : public Adapter
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::AlertmanagerPoller)

public:
    [[nodiscard]] QString id() const override { return QStringLiteral("alertmanager"); }
    [[nodiscard]] QString name() const override { return systemName(); }
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] bool holdsSecrets(const QJsonObject &settings, const QJsonObject &secrets) const override
    {
        return settings.value(QLatin1StringView("user")).toString().isEmpty()
            || !secrets.value(QLatin1StringView("password")).toString().isEmpty();
    }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override;
    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override;

private:
    [[nodiscard]] static HttpRequest question(const Server &server);
    [[nodiscard]] static std::expected<QJsonArray, Step> listIn(const Server &server, const HttpReply &answer);
};

std::vector<SettingField> AlertmanagerPoller::fields() const
{
    using Kind = SettingField::Kind;
    return {
        asked::addressField(tr("Where Alertmanager's own pages are."), QStringLiteral("http://127.0.0.1:9093")),
        {.key = QStringLiteral("user"),
         .label = tr("User"),
         .help = tr("Only if Alertmanager, or what stands in front of it, asks for a user and a password.")},
        {.key = QStringLiteral("password"), .label = tr("Password"), .kind = Kind::Secret, .help = tr("Of that user.")},
        {.key = QStringLiteral("token"),
         .label = tr("Token"),
         .kind = Kind::Secret,
         .help = tr("Instead of a user: sent as “Authorization: Bearer”.")},
        asked::certificateField(),
    };
}

HttpRequest AlertmanagerPoller::question(const Server &server)
{
    // What is silenced over there is asked for too: else it would seem to have recovered.
    return server.get(QStringLiteral("/api/v2/alerts"), "active=true&silenced=true&inhibited=true");
}

std::expected<QJsonArray, Step> AlertmanagerPoller::listIn(const Server &server, const HttpReply &answer)
{
    const auto body = parseJson(answer.body);
    if (!body || !body->isArray()) {
        return std::unexpected(server.stranger(answer));
    }
    return body->toArray();
}

Step AlertmanagerPoller::step(const DeliveryState &state, const DeliveryReply *reply) const
{
    const auto server = alertmanagerServer(state);
    if (!server) {
        return Refused{server.error()};
    }
    if (!reply) {
        return SendHttp{.request = question(*server)};
    }
    const auto answer = server->read(*reply);
    if (!answer) {
        return answer.error();
    }
    if (const auto list = listIn(*server, *answer); !list) {
        return list.error();
    }
    return Delivered{{{QStringLiteral("payload"), QString::fromUtf8(answer->body)}}};
}

Step AlertmanagerPoller::test(const DeliveryState &state, const DeliveryReply *reply) const
{
    const auto server = alertmanagerServer(state);
    if (!server) {
        return Refused{server.error()};
    }
    if (!reply) {
        return SendHttp{.request = server->get(QStringLiteral("/api/v2/status")),
                        .progress = {{QStringLiteral("at"), QStringLiteral("status")}}};
    }
    const auto answer = server->read(*reply);
    if (!answer) {
        return answer.error();
    }
    if (state.progress.value(QLatin1StringView("at")) == QLatin1StringView("status")) {
        const auto status = parseJsonObject(answer->body);
        const QString version = status ? status->value(QLatin1StringView("versionInfo"))
                                             .toObject()
                                             .value(QLatin1StringView("version"))
                                             .toString()
                                       : QString();
        if (version.isEmpty()) {
            return server->stranger(*answer);
        }
        return SendHttp{.request = question(*server), .progress = {{QStringLiteral("version"), version}}};
    }
    const auto list = listIn(*server, *answer);
    if (!list) {
        return list.error();
    }
    return Delivered{
        {{QStringLiteral("text"), tr("Alertmanager %1 answers at %2. Active alerts at present: %3.")
                                          .arg(state.progress.value(QLatin1StringView("version")).toString().left(40),
                                               server->host(), QString::number(list->size()))
                                      + server->plainTextWarning()}}};
}

}  // namespace

Result<Server> alertmanagerServer(const DeliveryState &state)
{
    auto server = Server::from(systemName(), state, {QStringLiteral("/api/v2/alerts"), QStringLiteral("/api/v2")});
    if (!server) {
        return server;
    }
    const QString user = state.settings.value(QLatin1StringView("user")).toString().trimmed();
    const QString token = state.secrets.value(QLatin1StringView("token")).toString().trimmed();
    if (!user.isEmpty()) {
        server->authorization = asked::basicLogin(user, state.secrets.value(QLatin1StringView("password")).toString());
    } else if (!token.isEmpty()) {
        server->authorization = "Bearer " + token.toLatin1();
    }
    return server;
}

std::shared_ptr<const Adapter> alertmanagerPoller()
{
    return std::make_shared<AlertmanagerPoller>();
}

}  // namespace onlyonce
