// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/poller.h"

#include "models/base/log.h"
#include "models/delivery/backoff.h"
#include "models/delivery/courier.h"
#include "models/delivery/eventstreams.h"
#include "models/delivery/keyring.h"
#include "models/delivery/polltable.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds usualInterval = 30s;
constexpr milliseconds shortestInterval = 5s;
constexpr milliseconds longestInterval = 24h;

}  // namespace

Result<std::vector<PollState>> pollStates(Transaction &transaction)
{
    return polltable::all(transaction);
}

SettingField pollIntervalField()
{
    return {.key = QStringLiteral("interval"),
            .label = Poller::tr("Ask every … seconds"),
            .kind = SettingField::Kind::Number,
            .help = Poller::tr("Five at least. What is seen later than a minute after it began is seen too late."),
            .placeholder = {},
            .defaultValue = QStringLiteral("30"),
            .choices = {}};
}

milliseconds pollInterval(const QJsonObject &settings)
{
    const double seconds = settings.value(QLatin1StringView("interval")).toVariant().toDouble();
    return seconds > 0
             ? std::clamp(milliseconds(qint64(std::min(seconds, 1e6) * 1000)), shortestInterval, longestInterval)
             : usualInterval;
}

class Poller::Private : public QObject
{
public:
    Private(Database &database, Adapters adapters, SecretStore &secrets, Options options, Hand hand)
        : m_database(database)
        , m_options(std::move(options))
        , m_hand(std::move(hand))
        , m_keyring(database, std::move(adapters), secrets, Keyring::Side::Sources)
        , m_courier(database.clock(), 1)
        , m_streams(database, m_keyring,
                    {.program = m_options.program, .rest = m_options.streamRest, .pauses = m_options.streamPauses},
                    [this](ConnectionId id) { askNow(id); })
    {
        m_look.setInterval(m_options.look);
        connect(&m_look, &QTimer::timeout, this, [this] {
            look();
            m_streams.look();
        });
        connect(&m_keyring, &Keyring::changed, this, [this] { look(); });
    }

    void start()
    {
        connect(&m_database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
            if (changes.touches(QLatin1StringView("connection"))) {
                m_keyring.reload();
            }
        });
        m_look.start();
        m_keyring.reload();
    }

    void stop()
    {
        m_look.stop();
        m_stopped = true;
        m_streams.stop();
        m_courier.cancelAll();
    }

private:
    using Claim = polltable::Claim;

    void look()
    {
        std::vector<ConnectionId> mine;
        for (const Keyring::Key &key : m_keyring.keys()) {
            if (m_keyring.usable(key.row.id) && !m_asked.contains(key.row.id.value)) {
                mine.push_back(key.row.id);
            }
        }
        if (m_looking || m_stopped || mine.empty()) {
            return;
        }
        m_looking = true;
        m_database
            .read([mine](Transaction &transaction) { return polltable::anyDue(transaction, mine); }, Reader::Background)
            .then(this, [this, mine](const Result<bool> &due) {
                if (due && *due && !m_stopped) {
                    claim(mine);
                } else {
                    m_looking = false;  // without the database the next look comes soon enough
                }
            });
    }

    void askNow(ConnectionId id)
    {
        m_database
            .write(m_options.program, [id](Transaction &transaction) { return polltable::makeDue(transaction, id); })
            .then(this, [this](const Result<> &) { look(); });
    }

    void claim(const std::vector<ConnectionId> &mine)
    {
        m_database
            .write(m_options.program,
                   [mine, process = m_options.processName, lease = m_options.lease](Transaction &transaction) {
                       return polltable::claim(transaction, mine, process, lease);
                   })
            .then(this, [this](const Result<std::vector<Claim>> &claims) {
                m_looking = false;
                if (!claims) {
                    qCWarning(logDelivery)
                        << "nothing can be asked:" << claims.error().message << claims.error().detail;
                    return;
                }
                for (const Claim &each : *claims) {
                    ask(each);
                }
            });
    }

    void ask(const Claim &claim)
    {
        const Keyring::Key *key = m_keyring.usable(claim.connection);
        if (!key || m_stopped) {
            return;  // switched off meanwhile: the claim ends by itself
        }
        m_asked.insert(claim.connection.value);
        const DeliveryState state{.key = QStringLiteral("poll/%1").arg(claim.token),
                                  .settings = key->row.settings,
                                  .secrets = key->secrets,
                                  .progress = claim.progress,
                                  .now = m_database.clock().now()};
        m_courier.attempt(key->adapter, state, {})
            .then(this, [this, claim, row = key->row](const std::optional<Outcome> &outcome) {
                if (outcome) {
                    asked(claim, row, *outcome);
                }
            });
    }

    void asked(const Claim &claim, const ConnectionRow &row, const Outcome &outcome)
    {
        if (const auto *delivered = std::get_if<Delivered>(&outcome)) {
            const QJsonObject progress = delivered->result.value(QLatin1StringView("progress")).toObject();
            if (const QJsonValue messages = delivered->result.value(QLatin1StringView("messages"));
                messages.isArray()) {
                return handEach(claim, row, messages.toArray(), progress);
            }
            const QByteArray payload = delivered->result.value(QLatin1StringView("payload")).toString().toUtf8();
            m_hand(row, payload, Portion::Whole).then(this, [this, claim, row, progress](const Result<> &taken) {
                settle(claim, row, taken ? nullptr : &taken.error(), {}, progress);
            });
        } else if (const auto *postponed = std::get_if<Postponed>(&outcome)) {
            settle(claim, row, &postponed->error, postponed->wait, claim.progress);
        } else {
            const auto &refused = std::get<Refused>(outcome);
            settle(claim, row, &refused.error, refused.pauseConnection, claim.progress);
            if (refused.error.code == ErrorCode::Denied) {
                m_keyring.forget(row.id);  // perhaps somebody has put right secrets into the store since
            }
        }
    }

    void handEach(const Claim &claim, const ConnectionRow &row, const QJsonArray &messages, QJsonObject progress)
    {
        struct Round
        {
            qsizetype left;
            QJsonArray taken;
            std::optional<Error> problem;
        };
        if (messages.isEmpty()) {
            return settle(claim, row, nullptr, {}, progress);
        }
        const auto round = std::make_shared<Round>(Round{messages.size(), {}, {}});
        for (const QJsonValue message : messages) {
            m_hand(row, message[QLatin1StringView("text")].toString().toUtf8(), Portion::Message)
                .then(this, [this, claim, row, round, progress,
                             id = message[QLatin1StringView("id")]](const Result<> &taken) mutable {
                    if (taken) {
                        round->taken.append(id);
                    } else if (taken.error().code != ErrorCode::Invalid) {
                        round->problem = taken.error();
                    }
                    if (--round->left > 0) {
                        return;
                    }
                    if (!round->taken.isEmpty()) {
                        progress.insert(QStringLiteral("taken"), round->taken);
                    }
                    if (round->problem) {
                        settle(claim, row, &*round->problem, {}, progress);
                    } else {
                        settle(claim, row, nullptr,
                               round->taken.isEmpty() ? std::nullopt : std::optional(milliseconds(0)), progress);
                    }
                });
        }
    }

    //! `wait`: what the far side itself asks for, or 0 when there is more to do.
    void settle(const Claim &claim, const ConnectionRow &row, const Error *problem,
                const std::optional<milliseconds> &wait, const QJsonObject &progress)
    {
        const double chance = QRandomGenerator::global()->generateDouble();
        const milliseconds interval = pollInterval(row.settings);
        const milliseconds pause = !problem ? wait.value_or(interval)
                                 : wait     ? pauseAsked(*wait, chance)
                                            : std::max(interval, pauseAfter(claim.failures + 1, usualPauses(), chance));
        if (problem && claim.failures == 0 && problem->code != ErrorCode::Cancelled) {
            qCWarning(logDelivery) << row.name << "does not answer:" << problem->message << problem->detail;
        }
        m_database
            .write(m_options.program,
                   [claim, outcome = polltable::Outcome{problem ? problem->message : QString(), pause, progress}](
                       Transaction &transaction) {
                       return polltable::settle(transaction, claim.connection, claim.token, outcome);
                   })
            .then(this, [this, id = claim.connection, pause](const Result<bool> &) {
                m_asked.remove(id.value);
                if (pause <= 0ms) {
                    look();
                }
            });
    }

    Database &m_database;
    Options m_options;
    Hand m_hand;
    Keyring m_keyring;
    Courier m_courier;
    EventStreams m_streams;
    QTimer m_look;
    QSet<qint64> m_asked;  // connections that are being asked by us
    bool m_looking = false;
    bool m_stopped = false;
};

Poller::Poller(Database &database, Adapters adapters, SecretStore &secrets, Options options, Hand hand, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(database, std::move(adapters), secrets, std::move(options), std::move(hand)))
{
}

Poller::~Poller() = default;

void Poller::start()
{
    d->start();
}

void Poller::stop()
{
    d->stop();
}

}  // namespace onlyonce
