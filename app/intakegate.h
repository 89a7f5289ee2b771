// SPDX-License-Identifier: GPL-3.0-or-later
// Who may bring what to the HTTP intake: decided from a request's head, before its body is read, without the database.
#pragma once

#include "models/alerts/tokens.h"
#include "models/net/httplistener.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace onlyonce {

struct IntakeRoute
{
    enum class Target {
        Alerts,   //!< POST /v1/alerts/{source}[/{token}], and with /api/v2/alerts behind it: a Prometheus sends there
        List,     //!< GET /api/v2/alerts
        Enqueue,  //!< POST /v2/enqueue: PagerDuty's Events API, whose token is in the body
        Health,
        Metrics,
    };
    Target target = Target::Alerts;
    QString source;
    QByteArray secret;  //!< from the path
};

//! Nothing for an address at which there is nothing. /api/v2/alerts is Alertmanager's own path, without a name.
[[nodiscard]] std::optional<IntakeRoute> intakeRoute(const HttpHead &head);

//! Counts requests by who sends them, in each minute anew.
class MinuteCount
{
public:
    explicit MinuteCount(int most)
        : m_most(most)
    {
    }

    struct Excess
    {
        std::chrono::seconds wait;  //!< until the next is looked at
        bool isFirst = false;       //!< within this minute
    };
    //! Counts one more; something if it is one too many.
    [[nodiscard]] std::optional<Excess> tooMany(const QByteArray &who, Instant now);

private:
    const int m_most;
    Instant m_minute;
    std::map<QByteArray, int> m_requests;
};

//! Whom an address stands for: the 64 bits of an IPv6 address that one customer has.
[[nodiscard]] QByteArray networkOf(const QHostAddress &peer);

class IntakeGate
{
public:
    using KnowsSource = std::function<bool(const QString &name)>;
    static constexpr int mostStrangersPerMinute = 20;
    //! Of one token. Far above what a storm takes, which comes in groups, and below what a sender in a loop can do.
    static constexpr int mostPerTokenAndMinute = 60'000;

    //! `loopback`: only this machine's own programs can reach the listener at all. The clock outlives the gate.
    IntakeGate(bool loopback, const Clock &clock, KnowsSource knowsSource);

    //! @name From any thread.
    //! @{
    void setTokens(IntakeTokenSet tokens);
    [[nodiscard]] bool hasTokens() const;
    //! The refusal, or nothing if the request may come in: 404, 405, 401; and 503 for an address whose strangers knock too
    //! often, or a token with which too much is sent. Whoever shows a valid one is let in whatever others do at its address.
    [[nodiscard]] std::optional<HttpOutgoing> refuse(const HttpHead &head);
    //! The same for Target::Enqueue, once its body has told the key.
    [[nodiscard]] std::optional<HttpOutgoing> refuseKey(const HttpHead &head, const QByteArray &key);
    //! @}

private:
    [[nodiscard]] std::optional<HttpOutgoing> refuseStranger(const HttpHead &head, const IntakeRoute &route);
    [[nodiscard]] HttpOutgoing unauthorised(const HttpHead &head, const QString &sentence);
    [[nodiscard]] std::optional<HttpOutgoing> refuseExcess(const QByteArray &secret);
    [[nodiscard]] std::shared_ptr<const IntakeTokenSet> tokens() const;

    const bool m_loopback;
    const Clock &m_clock;
    const KnowsSource m_knowsSource;
    mutable std::mutex m_mutex;
    std::shared_ptr<const IntakeTokenSet> m_tokens = std::make_shared<const IntakeTokenSet>();
    MinuteCount m_strangers{mostStrangersPerMinute};
    MinuteCount m_senders{mostPerTokenAndMinute};
};

//! "localhost", 127.0.0.0/8 or [::1], with or without a port.
[[nodiscard]] bool isLoopbackHost(const QByteArray &hostHeader);

}  // namespace onlyonce
