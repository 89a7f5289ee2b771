// SPDX-License-Identifier: GPL-3.0-or-later
// What is under way: each leased row's one attempt, from its departure until its outcome is stored. Their leases are renewed
// meanwhile.
#pragma once

#include "models/delivery/courier.h"
#include "models/delivery/endings.h"
#include "models/delivery/keyring.h"
#include "models/delivery/lease.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <vector>

namespace onlyonce {

class Flights final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        ActorId program;  //!< the actor of the bookkeeping
        milliseconds lease{};
        std::vector<milliseconds> pauses;  //!< before the 2nd, 3rd, … attempt
        int parallel = 1;                  //!< mails at once
    };

    //! All references outlive this object.
    Flights(Database &database, Keyring &keyring, Endings &endings, Options options);

    void start();
    //! From now on nothing departs any more, and what is broken off is given back to be sent at once.
    void stop() { m_running = false; }
    //! Ends what is under way.
    void breakOff() { m_courier.cancelAll(); }
    //! What cannot be settled any more (the database is gone) is found again by its lease.
    void abandon();
    //! Nothing is left to be renewed.
    void rest() { m_renew.stop(); }

    //! Ours, though nothing of it leaves before depart().
    void take(const std::vector<Lease> &leases);
    void depart(const Lease &lease);

    [[nodiscard]] bool isEmpty() const { return m_flights.isEmpty(); }
    [[nodiscard]] bool contains(OutboxId id) const { return m_flights.contains(id.value); }
    [[nodiscard]] int underWay(ConnectionId connection) const;
    [[nodiscard]] Courier &courier() { return m_courier; }

Q_SIGNALS:
    //! One less is under way.
    void landed();

private:
    void arrived(qint64 id, const std::optional<Outcome> &outcome);
    void settle(qint64 id, const Settlement &settlement);
    void land(qint64 id);
    void renew();

    Database &m_database;
    Keyring &m_keyring;
    Endings &m_endings;
    Options m_options;
    Courier m_courier;
    QTimer m_renew;
    QHash<qint64, Lease> m_flights;  // by outbox id
    bool m_running = false;
};

}  // namespace onlyonce
