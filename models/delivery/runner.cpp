// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/runner.h"

#include "models/base/log.h"
#include "models/delivery/backoff.h"
#include "models/delivery/courier.h"
#include "models/delivery/keyring.h"
#include "models/delivery/lease.h"

#include <QHash>
#include <QPromise>
#include <QRandomGenerator>
#include <QThreadPool>
#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr milliseconds firstTellPause{5'000};
constexpr milliseconds longestTellPause{300'000};
constexpr milliseconds settleAgainAfter{1'000};

bool isEnd(OutboxState state)
{
    return state != OutboxState::Waiting && state != OutboxState::Sending;
}

double chance()
{
    return QRandomGenerator::global()->generateDouble();
}

}  // namespace

class DeliveryRunner::Private : public QObject
{
public:
    //! A change of one row in a write transaction; see lease.h.
    using Change = std::function<Result<std::optional<OutboxRow>>(Transaction &)>;

    Private(DeliveryRunner *runner, Database &database, Adapters adapters, SecretStore &secrets, Options options)
        : q(runner)
        , m_database(database)
        , m_options(std::move(options))
        , m_keyring(database, std::move(adapters), secrets)
        , m_courier(database.clock(), m_options.parallel)
    {
        if (m_options.pauses.empty()) {
            m_options.pauses = usualPauses();
        }
        m_memory.setMaxThreadCount(1);  // one after the other: the latest generation is the one that stays
        m_poll.setInterval(m_options.pollInterval);
        m_renew.setInterval(m_options.lease / 3);
        connect(&m_poll, &QTimer::timeout, this, [this] { poll(); });
        connect(&m_renew, &QTimer::timeout, this, [this] { renew(); });
        connect(&m_keyring, &Keyring::changed, this, [this] { keysChanged(); });
    }

    ~Private() override
    {
        m_running = false;
        const bool isQuiet = m_calls == 0 && m_flights.isEmpty() && !m_gaveUp;
        m_flights.clear();
        m_memory.waitForDone();
        m_courier.cancelAll();  // while everything that its answers lead to still stands
        if (!isQuiet) {
            // The database's threads still hold continuations that lead here: let them finish first. Calls run in order.
            m_database.read([](Transaction &) -> Result<> { return {}; }).waitForFinished();
            m_database.write(m_options.program, [](Transaction &) -> Result<> { return {}; }).waitForFinished();
        }
    }

    void start();
    QFuture<void> stop(milliseconds patience);
    QFuture<Result<QString>> test(const QString &adapter, const QJsonObject &settings, const QJsonObject &secrets);

    QHash<QString, Settled> m_settled;
    std::vector<Trouble> m_troubles;

private:
    struct Flight
    {
        Lease lease;
        int settleAttempts = 0;
    };
    struct TellLater
    {
        Instant at;
        milliseconds pause{};
    };

    void poll();
    void keysChanged();
    void look();
    void looked(const Result<Chores> &chores);
    void leased(const Result<Leases> &leases);
    void lookDone();
    void depart(const Lease &lease);
    void arrived(qint64 id, const std::optional<Outcome> &outcome);
    void settle(qint64 id, const Settlement &settlement);
    void landed(qint64 id);
    void renew();
    void conclude(OutboxId id, Change change, std::function<void(const Result<bool> &)> done);
    void ended(const OutboxRow &row);
    [[nodiscard]] bool mayTell(OutboxId id);
    void tellLater(OutboxId id);
    void finishStop();
    [[nodiscard]] std::vector<Deliverable> deliverables() const;
    [[nodiscard]] QStringList adapterIds(bool resumableOnly) const;
    [[nodiscard]] Settlement settlementOf(const Flight &flight, const Outcome &outcome) const;

    //! A database call whose answer comes back to this object.
    template <typename Answer, typename Then>
    void call(QFuture<Answer> future, Then then)
    {
        ++m_calls;
        future.then(this, [this, then = std::move(then)](const Answer &result) {
            --m_calls;
            then(result);
        });
    }

    DeliveryRunner *q;
    Database &m_database;
    Options m_options;
    Keyring m_keyring;
    Courier m_courier;
    QThreadPool m_memory;
    QTimer m_poll;
    QTimer m_renew;
    QHash<qint64, Flight> m_flights;  // by outbox id
    QHash<qint64, TellLater> m_tellLater;
    std::optional<QPromise<void>> m_stop;
    int m_calls = 0;
    bool m_running = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_gaveUp = false;  // while stopping
};

// Running ---------------------------------------------------------------------------------------------------------

void DeliveryRunner::Private::start()
{
    if (std::exchange(m_running, true)) {
        return;
    }
    connect(&m_database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("connection"))) {
            m_keyring.reload();
        }
        if (changes.touches(QLatin1StringView("outbox")) || changes.touches(QLatin1StringView("delivery"))) {
            look();
        }
    });
    m_poll.start();
    m_renew.start();
    m_keyring.reload();
}

QFuture<void> DeliveryRunner::Private::stop(milliseconds patience)
{
    if (!m_stop) {
        m_stop.emplace();
        m_stop->start();
        m_running = false;
        m_poll.stop();
        QTimer::singleShot(patience, this, [this, patience] {
            m_courier.cancelAll();
            // What cannot be settled now (the database is gone) is found again by its lease.
            QTimer::singleShot(patience, this, [this] {
                m_gaveUp = !m_flights.isEmpty();
                m_flights.clear();
                finishStop();
            });
        });
    }
    auto future = m_stop->future();
    finishStop();
    return future;
}

void DeliveryRunner::Private::finishStop()
{
    if (m_stop && m_flights.isEmpty() && !m_looking && !m_stop->future().isFinished()) {
        m_renew.stop();
        m_stop->finish();
    }
}

void DeliveryRunner::Private::poll()
{
    if (std::ranges::any_of(m_keyring.keys(), [](const Keyring::Key &key) { return !key.trouble.isEmpty(); })) {
        m_keyring.reload();
    }
    look();
}

void DeliveryRunner::Private::keysChanged()
{
    std::vector<Trouble> troubles;
    for (const Keyring::Key &key : m_keyring.keys()) {
        if (!key.trouble.isEmpty()) {
            troubles.push_back({.connection = key.row.id, .name = key.row.name, .text = key.trouble});
        }
    }
    if (troubles != m_troubles) {
        m_troubles = std::move(troubles);
        Q_EMIT q->troublesChanged();
    }
    look();
}

std::vector<Deliverable> DeliveryRunner::Private::deliverables() const
{
    std::vector<Deliverable> result;
    if (m_options.sealed) {
        return result;
    }
    for (const Keyring::Key &key : m_keyring.keys()) {
        if (!key.trouble.isEmpty()) {
            continue;
        }
        const auto underWay = std::ranges::count_if(
            m_flights, [&](const Flight &flight) { return flight.lease.connection.id == key.row.id; });
        if (underWay < m_options.parallel) {
            result.push_back({.connection = key.row.id,
                              .version = key.row.version,
                              .capacity = m_options.parallel - int(underWay)});
        }
    }
    return result;
}

QStringList DeliveryRunner::Private::adapterIds(bool resumableOnly) const
{
    QStringList ids;
    for (const auto &adapter : m_keyring.adapters()) {
        if (!resumableOnly || adapter->mayResume()) {
            ids += adapter->id();
        }
    }
    return ids;
}

// Looking for something to do, one look at a time -------------------------------------------------------------------

void DeliveryRunner::Private::look()
{
    if (!m_running) {
        return;
    }
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    call(m_database.read([connections = deliverables(), adapters = adapterIds(false)](Transaction &transaction) {
        return lookAround(transaction, connections, adapters);
    }),
         [this](const Result<Chores> &chores) { looked(chores); });
}

void DeliveryRunner::Private::looked(const Result<Chores> &chores)
{
    if (!chores || !m_running) {
        lookDone();  // the database is gone, and the poll will ask again
        return;
    }
    for (const OutboxId id : chores->expired) {
        conclude(id, [id](Transaction &transaction) { return expireRow(transaction, id); }, {});
    }
    for (const OutboxId id : chores->lost) {
        if (!m_flights.contains(id.value)) {
            conclude(id, [id, resumable = adapterIds(true)](Transaction &transaction) {
                return takeOver(transaction, id, resumable);
            }, {});
        }
    }
    for (const OutboxId id : chores->untold) {
        if (mayTell(id)) {
            conclude(id, [id](Transaction &transaction) { return untoldRow(transaction, id); }, {});
        }
    }
    if (!chores->due) {
        lookDone();
        return;
    }
    call(m_database.write(m_options.program,
                          [connections = deliverables(), process = m_options.processName,
                           lease = m_options.lease](Transaction &transaction) {
                              return leaseDue(transaction, connections, process, lease);
                          }),
         [this](const Result<Leases> &leases) { leased(leases); });
}

void DeliveryRunner::Private::leased(const Result<Leases> &leases)
{
    if (!leases) {
        qCWarning(logDelivery) << "nothing can be leased:" << leases.error().message << leases.error().detail;
    } else if (!leases->taken.empty()) {
        for (const Lease &lease : leases->taken) {
            m_flights.insert(lease.row.id.value, {.lease = lease});
        }
        // Before the first byte leaves, this machine knows that this database has come so far.
        QtConcurrent::run(&m_memory, [this, generation = leases->generation] {
            m_database.rememberGeneration(generation);
        }).then(this, [this, taken = leases->taken] {
            for (const Lease &lease : taken) {
                depart(lease);
            }
        });
    }
    lookDone();
}

void DeliveryRunner::Private::lookDone()
{
    m_looking = false;
    if (std::exchange(m_lookAgain, false)) {
        look();
    }
    finishStop();
}

// One row's way -----------------------------------------------------------------------------------------------------

void DeliveryRunner::Private::depart(const Lease &lease)
{
    const qint64 id = lease.row.id.value;
    const auto adapter = m_keyring.adapter(lease.connection.adapter);
    const Keyring::Key *key = m_keyring.usable(lease.connection.id);
    if (!m_running || !adapter || !key || key->row.version != lease.connection.version) {
        // Stopped or changed since: given back as it was.
        settle(id, {.state = OutboxState::Waiting, .error = lease.row.lastError});
        return;
    }
    const DeliveryState state{.key = lease.row.key,
                              .intent = lease.row.payload,
                              .settings = lease.connection.settings,
                              .secrets = key->secrets,
                              .progress = lease.row.progress,
                              .resumed = lease.row.maybeSent,
                              .now = m_database.clock().now()};
    const auto keep = [this, rowId = lease.row.id, token = lease.row.leaseToken](const QJsonObject &progress) {
        return m_database.write(m_options.program, [=](Transaction &transaction) {
            return keepProgress(transaction, rowId, token, progress);
        });
    };
    m_courier.attempt(adapter, state, keep).then(this, [this, id](const std::optional<Outcome> &outcome) {
        arrived(id, outcome);
    });
}

void DeliveryRunner::Private::arrived(qint64 id, const std::optional<Outcome> &outcome)
{
    const auto flight = m_flights.constFind(id);
    if (flight == m_flights.constEnd()) {
        return;  // given up while stopping
    }
    if (!outcome) {
        qCWarning(logDelivery) << "another process has taken over" << flight->lease.row.title;
        landed(id);
        return;
    }
    settle(id, settlementOf(*flight, *outcome));
}

Settlement DeliveryRunner::Private::settlementOf(const Flight &flight, const Outcome &outcome) const
{
    if (const auto *delivered = std::get_if<Delivered>(&outcome)) {
        return {.state = OutboxState::Sent, .result = delivered->result};
    }
    if (const auto *refused = std::get_if<Refused>(&outcome)) {
        return {.state = OutboxState::Failed,
                .error = refused->error.message,
                .pauseConnection = refused->pauseConnection};
    }
    const auto &postponed = std::get<Postponed>(outcome);
    const auto adapter = m_keyring.adapter(flight.lease.connection.adapter);
    const bool wasStopped = !m_running && postponed.error.code == ErrorCode::Cancelled;
    const milliseconds wait = wasStopped ? milliseconds{0}
        : postponed.wait               ? pauseAsked(*postponed.wait, chance())
                                       : pauseAfter(flight.lease.row.attempts, m_options.pauses, chance());
    return {.state = postponed.uncertain && !(adapter && adapter->mayResume()) ? OutboxState::Uncertain
                                                                              : OutboxState::Waiting,
            .error = postponed.error.message,
            .wait = wait,
            .maybeSent = postponed.uncertain,
            .pauseConnection = postponed.wholeConnection ? std::optional(wait) : std::nullopt};
}

void DeliveryRunner::Private::settle(qint64 id, const Settlement &settlement)
{
    const auto flight = m_flights.find(id);
    if (flight == m_flights.end()) {
        return;
    }
    const OutboxRow &row = flight->lease.row;
    conclude(row.id,
             [=, rowId = row.id, token = row.leaseToken](Transaction &transaction) {
                 return onlyonce::settle(transaction, rowId, token, settlement);
             },
             [this, id, settlement](const Result<bool> &done) {
                 if (!done) {
                     // The outcome is known and must not get lost; the lease is renewed meanwhile.
                     QTimer::singleShot(settleAgainAfter, this, [this, id, settlement] { settle(id, settlement); });
                     return;
                 }
                 const auto landing = m_flights.constFind(id);
                 if (landing == m_flights.constEnd()) {
                     return;
                 }
                 const Lease &lease = landing->lease;
                 if (!*done) {
                     qCWarning(logDelivery) << "another process has taken over" << lease.row.title;
                 } else if (settlement.state == OutboxState::Failed) {
                     qCWarning(logDelivery) << "not delivered:" << lease.row.title << settlement.error;
                     m_keyring.forget(lease.connection.id);
                 }
                 landed(id);
             });
}

void DeliveryRunner::Private::landed(qint64 id)
{
    m_flights.remove(id);
    look();
    finishStop();
}

void DeliveryRunner::Private::renew()
{
    if (m_flights.isEmpty()) {
        return;
    }
    std::vector<std::pair<OutboxId, QString>> leases;
    for (const Flight &flight : std::as_const(m_flights)) {
        leases.emplace_back(flight.lease.row.id, flight.lease.row.leaseToken);
    }
    call(m_database.write(m_options.program,
                          [leases = std::move(leases), lease = m_options.lease](Transaction &transaction) {
                              return renewLeases(transaction, leases, lease);
                          }),
         [](const Result<std::vector<OutboxId>> &lost) {
             if (!lost) {
                 qCWarning(logDelivery) << "leases cannot be renewed:" << lost.error().message << lost.error().detail;
             }
         });
}

// Ends, and what others make of them --------------------------------------------------------------------------------

//! Writes an end together with what the slice that wanted it makes of it; if the latter fails, the end alone, to be told
//! later. `done` hears whether the row was still to be changed.
void DeliveryRunner::Private::conclude(OutboxId id, Change change, std::function<void(const Result<bool> &)> done)
{
    struct Report
    {
        std::optional<OutboxRow> row;
        bool tellingFailed = false;
    };
    const auto report = std::make_shared<Report>();  // filled on the writer's thread, read when the future has finished
    const auto finish = [this, report, done](const Result<bool> &result) {
        if (!result) {
            qCWarning(logDelivery) << "an outcome cannot be stored:" << result.error().message << result.error().detail;
        } else if (report->row) {
            ended(*report->row);
        }
        if (done) {
            done(result);
        }
    };
    const auto told = [report, change, settled = m_settled](Transaction &transaction) -> Result<bool> {
        auto row = change(transaction);
        if (!row) {
            return failure(row);
        }
        report->row = *row;
        if (*row && isEnd((*row)->state)) {
            if (const auto callback = settled.value((*row)->kind)) {
                auto concluded = callback(transaction, **row);
                report->tellingFailed = !concluded;
                if (!concluded) {
                    return failure(concluded);
                }
            }
        }
        return row->has_value();
    };
    call(m_database.write(m_options.program, told), [=, this](const Result<bool> &result) {
        if (result || !report->tellingFailed) {
            m_tellLater.remove(id.value);
            finish(result);
            return;
        }
        qCWarning(logDelivery) << "the outcome of" << (report->row ? report->row->title : QString())
                               << "has no consequences yet:" << result.error().message << result.error().detail;
        tellLater(id);
        const auto untold = [report, change, id](Transaction &transaction) -> Result<bool> {
            auto row = change(transaction);
            if (!row) {
                return failure(row);
            }
            report->row = *row;
            if (*row) {
                ONLYONCE_TRY(markUntold(transaction, id));
            }
            return row->has_value();
        };
        call(m_database.write(m_options.program, untold), finish);
    });
}

void DeliveryRunner::Private::ended(const OutboxRow &row)
{
    if (isEnd(row.state)) {
        Q_EMIT q->settled(row.id.value);
    }
}

bool DeliveryRunner::Private::mayTell(OutboxId id)
{
    const auto later = m_tellLater.constFind(id.value);
    return later == m_tellLater.constEnd() || later->at <= m_database.clock().now();
}

void DeliveryRunner::Private::tellLater(OutboxId id)
{
    TellLater &later = m_tellLater[id.value];
    later.pause = std::clamp(later.pause * 2, firstTellPause, longestTellPause);
    later.at = m_database.clock().now() + later.pause;
}

// Tests of a connection ---------------------------------------------------------------------------------------------

QFuture<Result<QString>> DeliveryRunner::Private::test(const QString &adapterId, const QJsonObject &settings,
                                                       const QJsonObject &secrets)
{
    const auto answer = [](Result<QString> result) { return QtFuture::makeReadyFuture(std::move(result)); };
    if (m_options.sealed) {
        return answer(fail(ErrorCode::Denied, DeliveryRunner::tr("This is the demo: nothing ever leaves it.")));
    }
    const auto adapter = m_keyring.adapter(adapterId);
    if (!adapter) {
        return answer(fail(ErrorCode::NotFound, DeliveryRunner::tr("This version of the program does not know “%1”.").arg(adapterId)));
    }
    const DeliveryState state{.key = QStringLiteral("test/%1").arg(toMillis(m_database.clock().now())),
                              .settings = settings,
                              .secrets = secrets,
                              .now = m_database.clock().now()};
    return m_courier.test(adapter, state).then([](const std::optional<Outcome> &outcome) -> Result<QString> {
        if (const auto *delivered = std::get_if<Delivered>(&*outcome)) {
            const QString text = delivered->result[QStringLiteral("text")].toString();
            return text.isEmpty() ? DeliveryRunner::tr("It works.") : text;
        }
        const auto *refused = std::get_if<Refused>(&*outcome);
        return std::unexpected(refused ? refused->error : std::get<Postponed>(*outcome).error);
    });
}

// The public face ---------------------------------------------------------------------------------------------------

DeliveryRunner::DeliveryRunner(Database &database, Adapters adapters, SecretStore &secrets, Options options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, database, std::move(adapters), secrets, std::move(options)))
{
}

DeliveryRunner::~DeliveryRunner() = default;

void DeliveryRunner::onSettled(const QString &kind, Settled settled)
{
    d->m_settled.insert(kind, std::move(settled));
}

void DeliveryRunner::start()
{
    d->start();
}

QFuture<void> DeliveryRunner::stop(milliseconds patience)
{
    return d->stop(patience);
}

std::vector<DeliveryRunner::Trouble> DeliveryRunner::troubles() const
{
    return d->m_troubles;
}

QFuture<Result<QString>> DeliveryRunner::test(const QString &adapter, const QJsonObject &settings,
                                              const QJsonObject &secrets)
{
    return d->test(adapter, settings, secrets);
}

}  // namespace onlyonce
