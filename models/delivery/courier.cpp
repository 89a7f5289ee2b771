// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/courier.h"

namespace onlyonce {

namespace {

//! More requests than any conversation needs: an adapter that goes in circles is a fault of the program.
constexpr int mostSteps = 200;

template <typename... Cases>
struct Match : Cases...
{
    using Cases::operator()...;
};

}  // namespace

struct Courier::Journey
{
    std::shared_ptr<const Adapter> adapter;
    DeliveryState state;
    Keep keep;
    bool isTest = false;
    int steps = 0;  //!< how many requests or mails have left
    Question<std::optional<Outcome>> outcome;
};

Courier::Courier(const Clock &clock, int mails, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_smtp(mails)
{
}

Courier::~Courier()
{
    cancelAll();
}

Answer<std::optional<Outcome>> Courier::attempt(std::shared_ptr<const Adapter> adapter, DeliveryState state, Keep keep)
{
    auto journey = std::make_shared<Journey>();
    journey->adapter = std::move(adapter);
    journey->state = std::move(state);
    journey->keep = std::move(keep);
    return begin(std::move(journey));
}

Answer<std::optional<Outcome>> Courier::test(std::shared_ptr<const Adapter> adapter, DeliveryState state)
{
    auto journey = std::make_shared<Journey>();
    journey->adapter = std::move(adapter);
    journey->state = std::move(state);
    journey->isTest = true;
    return begin(std::move(journey));
}

void Courier::cancelAll()
{
    m_cancelled = true;
    m_http.cancelAll();
    m_smtp.cancelAll();
}

Answer<std::optional<Outcome>> Courier::begin(JourneyPtr journey)
{
    advance(journey, nullptr);
    return journey->outcome.answer();
}

void Courier::advance(const JourneyPtr &journey, const DeliveryReply *reply)
{
    journey->state.now = m_clock.now();
    const Step step =
        journey->isTest ? journey->adapter->test(journey->state, reply) : journey->adapter->step(journey->state, reply);
    const bool leaves = std::holds_alternative<SendHttp>(step) || std::holds_alternative<SendMail>(step);
    if (leaves && m_cancelled) {
        journey->outcome.finish(Postponed{.error = {ErrorCode::Cancelled, tr("The program is being closed."), {}},
                                          .uncertain = journey->steps > 0});
        return;
    }
    if (leaves && journey->steps >= mostSteps) {
        journey->outcome.finish(
            Refused{{ErrorCode::Internal,
                     tr("The conversation with the other side did not come to an end. Please report this."),
                     journey->adapter->id()}});
        return;
    }
    std::visit(Match{
                   [&](const SendHttp &http) {
                       depart(journey, http.progress,
                              [this, journey, request = http.request] { send(journey, request); });
                   },
                   [&](const SendMail &mail) {
                       depart(journey, mail.progress,
                              [this, journey, server = mail.server, mail = mail.mail] { send(journey, server, mail); });
                   },
                   [&](const auto &outcome) { journey->outcome.finish(Outcome(outcome)); },
               },
               step);
}

void Courier::depart(const JourneyPtr &journey, QJsonObject progress, std::function<void()> send)
{
    const bool isNew = progress != journey->state.progress;
    journey->state.progress = std::move(progress);
    if (!isNew || !journey->keep) {
        ++journey->steps;
        send();
        return;
    }
    journey->keep(journey->state.progress).then(this, [journey, send = std::move(send)](const Result<bool> &kept) {
        if (!kept) {
            // This step has not left, but an earlier one may have.
            journey->outcome.finish(Postponed{.error = kept.error(), .uncertain = journey->steps > 0});
        } else if (!*kept) {
            journey->outcome.finish(std::nullopt);
        } else {
            ++journey->steps;
            send();
        }
    });
}

void Courier::send(const JourneyPtr &journey, const HttpRequest &request)
{
    m_http.send(request).then(this, [this, journey](const Result<HttpReply> &reply) {
        const DeliveryReply answer = reply;
        advance(journey, &answer);
    });
}

void Courier::send(const JourneyPtr &journey, const SmtpServer &server, const Mail &mail)
{
    m_smtp.send(server, mail, m_clock.now()).then(this, [this, journey](const Result<SmtpReceipt> &receipt) {
        const DeliveryReply answer = receipt;
        advance(journey, &answer);
    });
}

}  // namespace onlyonce
