// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/runner.h"

#include "models/base/answer.h"
#include "models/base/log.h"
#include "models/delivery/backoff.h"
#include "models/delivery/connectiontest.h"
#include "models/delivery/endings.h"
#include "models/delivery/keyring.h"
#include "models/delivery/lease.h"
#include "models/delivery/settlement.h"

#include <QHash>
#include <QPromise>
#include <QRandomGenerator>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr milliseconds settleAgainAfter{1'000};

}  // namespace

class DeliveryRunner::Private : public QObject
{
public:
    Private(DeliveryRunner *runner, Database &database, Adapters adapters, SecretStore &secrets, Options options)
        : m_endings(database, options.program)
        , q(runner)
        , m_database(database)
        , m_options(std::move(options))
        , m_keyring(database, std::move(adapters), secrets, Keyring::Side::Deliveries)
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
        connect(&m_endings, &Endings::settled, runner, &DeliveryRunner::settled);
        connect(&m_keyring, &Keyring::changed, this, [this] { keysChanged(); });
    }

    ~Private() override
    {
        m_memory.waitForDone();  // it remembers through this object
    }

    void start();
    QFuture<void> stop(milliseconds patience);
    Answer<Result<QString>> test(const QString &adapter, const QJsonObject &settings, const QJsonObject &secrets)
    {
        return testConnection(
            m_database, m_courier, m_keyring.adapter(adapter),
            {.adapter = adapter, .settings = settings, .secrets = secrets, .sealed = m_options.sealed});
    }

    Endings m_endings;
    std::vector<Trouble> m_troubles;

private:
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
    void finishStop();
    [[nodiscard]] std::vector<Deliverable> deliverables() const;
    [[nodiscard]] QStringList adapterIds(bool resumableOnly) const;

    DeliveryRunner *q;
    Database &m_database;
    Options m_options;
    Keyring m_keyring;
    Courier m_courier;
    QThreadPool m_memory;
    QTimer m_poll;
    QTimer m_renew;
    QHash<qint64, Lease> m_flights;  // by outbox id
    std::optional<QPromise<void>> m_stop;
    bool m_running = false;
    bool m_looking = false;
    bool m_lookAgain = false;
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
        if (!key.trouble.isEmpty() && !m_options.sealed) {  // where nothing may leave, nothing is missing
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
        const auto underWay =
            std::ranges::count_if(m_flights, [&](const Lease &lease) { return lease.connection.id == key.row.id; });
        if (underWay < m_options.parallel) {
            result.push_back(
                {.connection = key.row.id, .version = key.row.version, .capacity = m_options.parallel - int(underWay)});
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
    m_database
        .read([connections = deliverables(), process = m_options.processName, adapters = adapterIds(false)](
                  Transaction &transaction) { return lookAround(transaction, connections, process, adapters); })
        .then(this, [this](const Result<Chores> &chores) { looked(chores); });
}

void DeliveryRunner::Private::looked(const Result<Chores> &chores)
{
    if (!chores || !m_running) {
        lookDone();  // the database is gone, and the poll will ask again
        return;
    }
    for (const OutboxId id : chores->expired) {
        m_endings.conclude(id, [id](Transaction &transaction) { return expireRow(transaction, id); });
    }
    for (const OutboxId id : chores->lost) {
        if (!m_flights.contains(id.value)) {
            m_endings.conclude(id, [id, resumable = adapterIds(true)](Transaction &transaction) {
                return takeOver(transaction, id, resumable);
            });
        }
    }
    for (const OutboxId id : chores->untold) {
        m_endings.tellAgain(id);
    }
    if (!chores->due) {
        lookDone();
        return;
    }
    m_database
        .write(m_options.program,
               [connections = deliverables(), process = m_options.processName, lease = m_options.lease](
                   Transaction &transaction) { return leaseDue(transaction, connections, process, lease); })
        .then(this, [this](const Result<Leases> &leases) { leased(leases); });
}

void DeliveryRunner::Private::leased(const Result<Leases> &leases)
{
    if (!leases) {
        qCWarning(logDelivery) << "nothing can be leased:" << leases.error().message << leases.error().detail;
    } else if (!leases->taken.empty()) {
        for (const Lease &lease : leases->taken) {
            m_flights.insert(lease.row.id.value, lease);
        }
        // Before the first byte leaves, this machine knows that this database has come so far.
        const auto remember = [this, generation = leases->generation] {
            m_database.rememberGeneration(generation);
            return true;
        };
        inBackground(remember, &m_memory).then(this, [this, taken = leases->taken](bool) {
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
        qCWarning(logDelivery) << "another process has taken over" << flight->row.title;
        landed(id);
        return;
    }
    const auto adapter = m_keyring.adapter(flight->connection.adapter);
    settle(id, settlementOf(*outcome, {.attempts = flight->row.attempts,
                                       .mayResume = adapter && adapter->mayResume(),
                                       .stopping = !m_running,
                                       .pauses = m_options.pauses,
                                       .chance = QRandomGenerator::global()->generateDouble()}));
}

void DeliveryRunner::Private::settle(qint64 id, const Settlement &settlement)
{
    const auto flight = m_flights.constFind(id);
    if (flight == m_flights.constEnd()) {
        return;  // given up while stopping
    }
    const auto change = [settlement, row = flight->row.id, token = flight->row.leaseToken](Transaction &transaction) {
        return onlyonce::settle(transaction, row, token, settlement);
    };
    m_endings.conclude(flight->row.id, change, [this, settlement, lease = *flight](const Result<bool> &done) {
        const qint64 row = lease.row.id.value;
        if (!done) {
            // The outcome is known and must not get lost; the lease is renewed meanwhile.
            QTimer::singleShot(settleAgainAfter, this, [this, row, settlement] { settle(row, settlement); });
            return;
        }
        if (!*done) {
            qCWarning(logDelivery) << "another process has taken over" << lease.row.title;
        } else if (settlement.state == OutboxState::Failed) {
            qCWarning(logDelivery) << "not delivered:" << lease.row.title << settlement.error;
            m_keyring.forget(lease.connection.id);
        }
        landed(row);
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
    for (const Lease &flight : std::as_const(m_flights)) {
        leases.emplace_back(flight.row.id, flight.row.leaseToken);
    }
    m_database
        .write(m_options.program, [leases = std::move(leases), lease = m_options.lease](
                                      Transaction &transaction) { return renewLeases(transaction, leases, lease); })
        .then(this, [](const Result<std::vector<OutboxId>> &lost) {
            if (!lost) {
                qCWarning(logDelivery) << "leases cannot be renewed:" << lost.error().message << lost.error().detail;
            }
        });
}

// The public face ---------------------------------------------------------------------------------------------------

DeliveryRunner::DeliveryRunner(Database &database, Adapters adapters, SecretStore &secrets, Options options,
                               QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, database, std::move(adapters), secrets, std::move(options)))
{
}

DeliveryRunner::~DeliveryRunner() = default;

void DeliveryRunner::onSettled(const QString &kind, Settled settled)
{
    d->m_endings.onSettled(kind, settled);
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

Answer<Result<QString>> DeliveryRunner::test(const QString &adapter, const QJsonObject &settings,
                                             const QJsonObject &secrets)
{
    return d->test(adapter, settings, secrets);
}

}  // namespace onlyonce
