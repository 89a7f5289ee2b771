// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/subscriptions/confirmer.h"

#include "models/base/log.h"
#include "models/delivery/backoff.h"

#include <QRandomGenerator>
#include <QRegularExpression>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds betweenLooks = 5s;
constexpr milliseconds timeout = 20s;
//! Longer than one attempt: whoever is gone by then did not do it.
constexpr milliseconds lease = 60s;
constexpr qint64 longestReply = 64LL * 1024;

//! Amazon's own words, out of <ErrorResponse><Error><Code>…</Code><Message>…</Message>.
QString wordsOf(const HttpReply &reply)
{
    static const QRegularExpression message(QStringLiteral("<Message>([^<]{1,300})"));
    return message.match(QString::fromUtf8(reply.body)).captured(1).simplified();
}

struct Fate
{
    SubscriptionState state = SubscriptionState::Confirmed;
    QString problem;
    milliseconds wait{0};
};

Fate fateOf(const SubscriptionRow &row, const Result<HttpReply> &reply, Instant now)
{
    const auto later = [&](const QString &problem) {
        if (row.isStale(now)) {
            return Fate{SubscriptionState::Failed, problem};
        }
        return Fate{SubscriptionState::Agreed, problem,
                    pauseAfter(row.attempts, usualPauses(), QRandomGenerator::global()->generateDouble())};
    };
    if (!reply) {
        return later(reply.error().message);
    }
    if (reply->isSuccess()) {
        return {};
    }
    if (reply->status >= 500 || reply->status == 429 || reply->status == 408) {
        return later(
            Confirmer::tr("%1 has a fault at the moment (HTTP %2).").arg(row.confirm.host()).arg(reply->status));
    }
    const QString words = wordsOf(*reply);
    return {SubscriptionState::Failed,
            words.isEmpty() ? Confirmer::tr("%1 refused (HTTP %2).").arg(row.confirm.host()).arg(reply->status)
                            : Confirmer::tr("%1 refused: “%2”").arg(row.confirm.host(), words)};
}

}  // namespace

Confirmer::Confirmer(Database &database, ActorId program, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_program(program)
{
    m_timer.setInterval(betweenLooks);
    connect(&m_timer, &QTimer::timeout, this, &Confirmer::look);
}

void Confirmer::start()
{
    connect(&m_database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("subscription"))) {
            look();
        }
    });
    m_timer.start();
    look();
}

void Confirmer::stop()
{
    m_timer.stop();
    disconnect(&m_database.feed(), nullptr, this, nullptr);
    m_http.cancelAll();
}

void Confirmer::look()
{
    if (std::exchange(m_looking, true)) {
        m_again = true;
        return;
    }
    runOnce().then(this, [this](const Result<> &done) {
        m_looking = false;
        if (!done) {
            qCWarning(logAlerts) << "what was agreed to cannot be told:" << done.error().message << done.error().detail;
        } else if (std::exchange(m_again, false) && m_timer.isActive()) {
            look();
        }
    });
}

Answer<Result<>> Confirmer::runOnce()
{
    const auto done = std::make_shared<Question<Result<>>>();
    m_database.read([](Transaction &transaction) { return hasAgreedSubscriptions(transaction); }, Reader::Background)
        .then(this, [this, done](const Result<bool> &due) {
            if (!due || !*due) {
                done->finish(due ? Result<>() : failure(due));
                return;
            }
            m_database.write(m_program, [](Transaction &transaction) { return claimSubscriptions(transaction, lease); })
                .then(this, [this, done](const Result<std::vector<SubscriptionRow>> &claimed) {
                    if (!claimed || claimed->empty()) {
                        done->finish(claimed ? Result<>() : failure(claimed));
                        return;
                    }
                    const auto left = std::make_shared<int>(int(claimed->size()));
                    for (const SubscriptionRow &row : *claimed) {
                        carry(row, done, left);
                    }
                });
        });
    return done->answer();
}

void Confirmer::carry(const SubscriptionRow &row, const std::shared_ptr<Question<Result<>>> &done,
                      const std::shared_ptr<int> &left)
{
    HttpRequest request{.url = row.confirm};
    request.timeout = timeout;
    request.maxReplyBytes = longestReply;
    request.followRedirects = false;  // only this address is the sender's
    m_http.send(request).then(this, [this, row, done, left](const Result<HttpReply> &reply) {
        const Fate fate = fateOf(row, reply, m_database.clock().now());
        m_database
            .write(m_program,
                   [row, fate](Transaction &transaction) {
                       return settleSubscription(transaction, row, fate.state, fate.problem, fate.wait);
                   })
            .then(this, [done, left](const Result<> &settled) {
                if (!settled) {
                    qCWarning(logAlerts) << "an answer to a subscription is not kept:" << settled.error().message;
                }
                if (--*left == 0) {
                    done->finish({});
                }
            });
    });
}

}  // namespace onlyonce
