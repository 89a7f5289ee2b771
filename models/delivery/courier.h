// SPDX-License-Identifier: GPL-3.0-or-later
// Carries one attempt: asks the adapter what to send, sends it, hands the answer back, until the adapter has an outcome.
// The only place where requests and mails leave the app on behalf of the outbox. It knows no database.
#pragma once

#include "models/base/answer.h"
#include "models/delivery/adapter.h"
#include "models/net/httpclient.h"
#include "models/net/smtp.h"

#include <QObject>

#include <functional>

namespace onlyonce {

using Outcome = std::variant<Delivered, Postponed, Refused>;

class Courier : public QObject
{
    Q_OBJECT

public:
    //! Called before a step leaves whose progress is not the attempt's latest. It makes the progress durable; false: the
    //! attempt is no longer ours, and nothing more leaves.
    using Keep = std::function<Answer<Result<bool>>(const QJsonObject &progress)>;

    //! The clock outlives the courier. At most `mails` mails go out at the same time, others wait in line.
    Courier(const Clock &clock, int mails, QObject *parent = nullptr);
    ~Courier() override;

    //! Nothing when the attempt stopped being ours. Completed on this object's thread.
    [[nodiscard]] Answer<std::optional<Outcome>> attempt(std::shared_ptr<const Adapter> adapter, DeliveryState state,
                                                         Keep keep);
    //! Adapter::test() instead of step().
    [[nodiscard]] Answer<std::optional<Outcome>> test(std::shared_ptr<const Adapter> adapter, DeliveryState state);

    //! For good: ends everything that is under way (the adapters see Cancelled or Uncertain); nothing leaves any more.
    void cancelAll();

private:
    struct Journey;
    using JourneyPtr = std::shared_ptr<Journey>;

    Answer<std::optional<Outcome>> begin(JourneyPtr journey);
    void advance(const JourneyPtr &journey, const DeliveryReply *reply);
    void depart(const JourneyPtr &journey, QJsonObject progress, std::function<void()> send);
    void send(const JourneyPtr &journey, const HttpRequest &request);
    void send(const JourneyPtr &journey, const SmtpServer &server, const Mail &mail);

    const Clock &m_clock;
    HttpClient m_http;
    SmtpClient m_smtp;
    bool m_cancelled = false;
};

}  // namespace onlyonce
