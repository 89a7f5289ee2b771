// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt at Zabbix' JSON-RPC, at the point where its progress says that it is: first the version, which decides how
// the token is shown, then whatever is wanted. Pure.
#pragma once

#include "models/alerts/sources/asked.h"

#include <QCoreApplication>
#include <QVersionNumber>

namespace onlyonce {

//! Where it is and how to log in, as the connection's settings say it.
[[nodiscard]] Result<asked::Server> zabbixServer(const DeliveryState &state);

class ZabbixTalk
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::ZabbixTalk)

public:
    //! The server outlives the talk.
    ZabbixTalk(const asked::Server &server, const DeliveryState &state);
    virtual ~ZabbixTalk() = default;
    ZabbixTalk(const ZabbixTalk &) = delete;
    ZabbixTalk &operator=(const ZabbixTalk &) = delete;

    //! nullptr begins anew: what an earlier attempt had is no longer so.
    [[nodiscard]] Step next(const DeliveryReply *reply);

protected:
    //! What is asked as soon as the version is known.
    [[nodiscard]] virtual Step first() = 0;
    //! The result of what was asked under `at`; nothing when it is none that Zabbix would give.
    [[nodiscard]] virtual std::optional<Step> came(const QString &at, const QJsonValue &result) = 0;

    [[nodiscard]] Step ask(QLatin1StringView at, const QString &method, const QJsonObject &params);
    [[nodiscard]] QVersionNumber version() const;
    [[nodiscard]] const asked::Server &server() const { return m_server; }

    QJsonObject m_progress;

private:
    [[nodiscard]] Step heard(const HttpReply &answer);
    [[nodiscard]] Step refused(const QJsonObject &error, const HttpReply &answer);

    const asked::Server &m_server;
    QString m_token;
};

}  // namespace onlyonce
