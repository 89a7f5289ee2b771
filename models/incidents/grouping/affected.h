// SPDX-License-Identifier: GPL-3.0-or-later
// Which places an incident's alerts concern, and whether two data centres of the catalogue fail at the same time: then it
// is catastrophic, unless a person has decided. Only this slice uses it. In a storm it reads an incident's alerts once for
// many events, and only of those that may become catastrophic.
#pragma once

#include "models/alerts/alert.h"
#include "models/catalog/places.h"
#include "models/incidents/incidenttable.h"

#include <QHash>

#include <map>

namespace onlyonce {

//! The catalogue's own form of a name: an earlier version may have stored a longer one with the alert.
[[nodiscard]] QString placeOf(const QString &name);

//! For one transaction: what it has read it remembers.
class Affected
{
public:
    explicit Affected(Transaction &transaction)
        : m_transaction(transaction)
    {
    }

    //! The incident concerns the place that the alert names.
    [[nodiscard]] Result<> add(IncidentId id, const AlertRow &alert);
    //! After the alert has joined it, in the name of `actor`: it becomes catastrophic; or two places fail of which nobody
    //! has said what they are, which its timeline says once.
    [[nodiscard]] Result<> judge(IncidentId id, const AlertRow &latest, ActorId actor);
    //! By the catalogue as it is now, both ways: what is catastrophic only by names that mean the same is so no more.
    [[nodiscard]] Result<> judgeAgain(IncidentId id);
    //! How often names are mentioned is counted for all events together.
    void mention(const AlertRow &alert);
    [[nodiscard]] Result<> storeMentions();
    //! After an event was undone: nothing that was read for it holds.
    void forget();

private:
    struct Span
    {
        Instant from;
        Instant until;  //!< the end of time while it fires
    };
    using Failures = std::map<qint64, std::vector<Span>>;  //!< by NamedPlace::place
    struct Together
    {
        qint64 first = 0;
        qint64 second = 0;
        Span span;
    };

    [[nodiscard]] Result<NamedPlace> placed(const QString &name);
    [[nodiscard]] Result<incidenttable::PlacesOfIncident> stateOf(IncidentId id);
    [[nodiscard]] Result<Failures> failuresOf(IncidentId id);
    [[nodiscard]] static std::optional<Together> meeting(const Failures &failures, qint64 place, const Span &span);
    //! A pair of data centres of the catalogue, else any.
    [[nodiscard]] static std::optional<Together> meetingOf(const Failures &failures);
    [[nodiscard]] Result<> conclude(IncidentId id, const std::optional<Together> &together, bool isTold, ActorId actor);
    [[nodiscard]] Result<> set(IncidentId id, bool catastrophic, const QString &body, ActorId actor,
                               const QJsonObject &data = {});

    Transaction &m_transaction;
    QHash<QString, NamedPlace> m_places;
    QHash<QString, IncidentId> m_struck;                      //!< by name: the incident that was last given it
    QHash<qint64, incidenttable::PlacesOfIncident> m_states;  //!< until it is given another place
    QHash<qint64, Failures> m_failures;                       //!< of incidents that may become catastrophic
    QHash<QString, std::pair<int, Instant>> m_mentions;       //!< how many alerts, the first of them when
};

}  // namespace onlyonce
