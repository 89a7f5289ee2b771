// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/flights.h"

#include "models/base/log.h"
#include "models/delivery/settlement.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace onlyonce {

namespace {

constexpr milliseconds settleAgainAfter{1'000};

}  // namespace

Flights::Flights(Database &database, Keyring &keyring, Endings &endings, Options options)
    : m_database(database)
    , m_keyring(keyring)
    , m_endings(endings)
    , m_options(std::move(options))
    , m_courier(database.clock(), m_options.parallel)
{
    m_renew.setInterval(m_options.lease / 3);
    connect(&m_renew, &QTimer::timeout, this, &Flights::renew);
}

void Flights::start()
{
    m_running = true;
    m_renew.start();
}

void Flights::abandon()
{
    m_flights.clear();
}

void Flights::take(const std::vector<Lease> &leases)
{
    for (const Lease &lease : leases) {
        m_flights.insert(lease.row.id.value, lease);
    }
}

int Flights::underWay(ConnectionId connection) const
{
    return int(std::ranges::count_if(m_flights, [&](const Lease &lease) { return lease.connection.id == connection; }));
}

void Flights::depart(const Lease &lease)
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

void Flights::arrived(qint64 id, const std::optional<Outcome> &outcome)
{
    const auto flight = m_flights.constFind(id);
    if (flight == m_flights.constEnd()) {
        return;  // given up while stopping
    }
    if (!outcome) {
        qCWarning(logDelivery) << "another process has taken over" << flight->row.title;
        land(id);
        return;
    }
    const auto adapter = m_keyring.adapter(flight->connection.adapter);
    settle(id, settlementOf(*outcome, {.attempts = flight->row.attempts,
                                       .mayResume = adapter && adapter->mayResume(),
                                       .stopping = !m_running,
                                       .pauses = m_options.pauses,
                                       .chance = QRandomGenerator::global()->generateDouble()}));
}

void Flights::settle(qint64 id, const Settlement &settlement)
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
        land(row);
    });
}

void Flights::land(qint64 id)
{
    m_flights.remove(id);
    Q_EMIT landed();
}

void Flights::renew()
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

}  // namespace onlyonce
