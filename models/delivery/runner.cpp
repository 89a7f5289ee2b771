// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/runner.h"

#include "models/base/answer.h"
#include "models/base/log.h"
#include "models/delivery/backoff.h"
#include "models/delivery/connectiontest.h"
#include "models/delivery/endings.h"
#include "models/delivery/flights.h"
#include "models/delivery/keyring.h"
#include "models/delivery/lease.h"

#include <QPromise>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>

namespace onlyonce {

class DeliveryRunner::Private : public QObject
{
public:
    Private(DeliveryRunner *runner, Database &database, Adapters adapters, SecretStore &secrets, Options options)
        : m_endings(database, options.program)
        , q(runner)
        , m_database(database)
        , m_options(std::move(options))
        , m_keyring(database, std::move(adapters), secrets, Keyring::Side::Deliveries)
        , m_flights(database, m_keyring, m_endings,
                    {.program = m_options.program,
                     .lease = m_options.lease,
                     .pauses = m_options.pauses.empty() ? usualPauses() : m_options.pauses,
                     .parallel = m_options.parallel})
    {
        m_memory.setMaxThreadCount(1);  // one after the other: the latest generation is the one that stays
        m_poll.setInterval(m_options.pollInterval);
        connect(&m_poll, &QTimer::timeout, this, [this] { poll(); });
        connect(&m_endings, &Endings::settled, runner, &DeliveryRunner::settled);
        connect(&m_keyring, &Keyring::changed, this, [this] { keysChanged(); });
        connect(&m_flights, &Flights::landed, this, [this] {
            look();
            finishStop();
        });
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
            m_database, m_flights.courier(), m_keyring.adapter(adapter),
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
    void finishStop();
    [[nodiscard]] std::vector<Deliverable> deliverables() const;
    [[nodiscard]] QStringList adapterIds(bool resumableOnly) const;

    DeliveryRunner *q;
    Database &m_database;
    Options m_options;
    Keyring m_keyring;
    Flights m_flights;
    QThreadPool m_memory;
    QTimer m_poll;
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
    m_flights.start();
    m_keyring.reload();
}

QFuture<void> DeliveryRunner::Private::stop(milliseconds patience)
{
    if (!m_stop) {
        m_stop.emplace();
        m_stop->start();
        m_running = false;
        m_flights.stop();
        m_poll.stop();
        QTimer::singleShot(patience, this, [this, patience] {
            m_flights.breakOff();
            QTimer::singleShot(patience, this, [this] {
                m_flights.abandon();
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
        m_flights.rest();
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
        if (const int capacity = m_options.parallel - m_flights.underWay(key.row.id); capacity > 0) {
            result.push_back({.connection = key.row.id, .version = key.row.version, .capacity = capacity});
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
        if (!m_flights.contains(id)) {
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
        m_flights.take(leases->taken);
        // Before the first byte leaves, this machine knows that this database has come so far.
        const auto remember = [this, generation = leases->generation] {
            m_database.rememberGeneration(generation);
            return true;
        };
        inBackground(remember, &m_memory).then(this, [this, taken = leases->taken](bool) {
            for (const Lease &lease : taken) {
                m_flights.depart(lease);
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
