// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP intake: hands what the gate lets in to the collector, and answers. It stores nothing itself and decides
// nothing about alerts: models/net listens, models/alerts collects.
#pragma once

#include "models/alerts/collector.h"
#include "models/net/httplistener.h"

#include <QObject>
#include <QString>

#include <memory>

namespace onlyonce {

struct IntakeSettings
{
    QHostAddress address{QHostAddress::LocalHost};
    quint16 port = 8642;        //!< 0 for a free one
    QByteArray certificatePem;  //!< TLS if given: the chain, the server's own first
    QByteArray privateKeyPem;
    int threads = 2;
    ListenerLimits limits;  //!< without a limit per address, one that is not this machine's gets half of all places
};

//! POST /v1/alerts/{source}[/{token}], POST and GET /api/v2/alerts (as Alertmanager has them), POST /v2/enqueue (as
//! PagerDuty has it; the routing key is the token), GET /healthz, GET /metrics.
//! A request shows its token as "Authorization: Bearer …" or as the last part of the path. While no token has ever been
//! made, requests without one are taken on a loopback address only, and there only with a loopback Host and without an
//! Origin, so that no web page (not even one whose name was pointed at us) can reach in.
class IntakeServer
{
public:
    //! The database and the collector outlive the server.
    IntakeServer(Database &database, Collector &collector, IntakeSettings settings);
    ~IntakeServer();  //!< as stop()
    IntakeServer(const IntakeServer &) = delete;
    IntakeServer &operator=(const IntakeServer &) = delete;

    //! Reads the tokens (so it waits for the database once) and listens. From the thread of the database's change feed.
    //! Errors: Denied (an address beyond loopback without a token: make one first), and the listener's.
    [[nodiscard]] Result<> start();
    [[nodiscard]] quint16 port() const;
    //! Takes no more, answers what waits, and returns when nothing of it runs any longer. Calling it again does nothing.
    void stop();

private:
    class Desk;
    std::shared_ptr<Desk> m_desk;
    IntakeSettings m_settings;
    ChangeFeed &m_feed;
    std::unique_ptr<HttpListener> m_listener;
    std::unique_ptr<QObject> m_context;  //!< for what the change feed tells
};

}  // namespace onlyonce
