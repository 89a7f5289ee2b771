// SPDX-License-Identifier: GPL-3.0-or-later
// An alert that fires and recovers again and again is one flapping alert with a count. Its episodes are kept and linked to
// their incident as any others; in place of a line for every swing, one entry of the timeline counts them, and recovery is
// not proposed until it has calmed. Only grouping uses it.
//
// It flaps when it has begun five episodes within an hour, and until it has begun none for half an hour. Why these: Nagios
// and Icinga call an object flapping when about a third of its last twenty checks changed its state, which at one check
// in five minutes is three episodes in an hour and a half, and at one a minute three in twenty minutes: two are chance.
// Alertmanager tells of a change only every five minutes (group_interval), so of six episodes an hour at most; five of
// them are found by this, while one episode every quarter of an hour is still told each time. Twice that pause ends it, so
// that what swings about the limit is not now flapping, now not. What a silence hides is not counted.
#pragma once

#include "models/alerts/alert.h"
#include "models/incidents/grouping/flappingtable.h"

#include <QHash>

#include <chrono>
#include <utility>

namespace onlyonce {

constexpr int flapsFrom = 5;
constexpr std::chrono::minutes flapWindow{60};
constexpr std::chrono::minutes flapCalm{30};

//! For one transaction: what it has read it remembers.
class Flapping
{
public:
    explicit Flapping(Transaction &transaction)
        : m_transaction(transaction)
    {
    }

    //! Once for all events after `after` up to `last`: which of their alerts flap, or have fired so often lately.
    [[nodiscard]] Result<> read(qint64 after, qint64 last);
    [[nodiscard]] bool isFlapping(const AlertRow &alert) const;
    //! Of an alert whose event was read: whether its problem had fired before, in whatever incident.
    [[nodiscard]] bool firedBefore(AlertId alert) const { return m_again.contains(alert.value); }
    //! It has fired (again) and is in the incident; true when that is told here, by the entry that counts.
    [[nodiscard]] Result<bool> fired(const AlertRow &alert, IncidentId incident, const QString &what, ActorId actor);
    //! Those that have not fired for long enough flap no more; their incidents are told.
    [[nodiscard]] Result<> calm();
    //! After an event was undone: nothing that was read for it holds.
    [[nodiscard]] Result<> forget();

private:
    using Key = std::pair<QString, QString>;  // source and fingerprint
    [[nodiscard]] Result<> load();
    [[nodiscard]] Result<> end(const flappingtable::Flap &flap);

    Transaction &m_transaction;
    qint64 m_after = 0;
    qint64 m_last = 0;
    QHash<Key, flappingtable::Flap> m_flaps;
    QHash<qint64, std::optional<Instant>> m_again;  //!< by alert: when the first of its last five episodes came
};

//! Whether calm() has anything to do.
[[nodiscard]] Result<bool> hasCalmed(Transaction &transaction);

}  // namespace onlyonce
