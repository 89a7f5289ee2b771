// SPDX-License-Identifier: GPL-3.0-or-later
// Places alerts in incidents, event by event: a firing one opens an incident or joins an open one, a recovery is told.
// Only grouping.cpp uses it. What it costs must not grow with the alerts that an incident has already: a storm is long.
#pragma once

#include "models/alerts/collector.h"
#include "models/alerts/silences.h"
#include "models/alerts/tellback/latecomers.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/affected.h"
#include "models/incidents/grouping/flapping.h"
#include "models/incidents/grouping/rules.h"
#include "models/incidents/protocol/protocol.h"
#include "models/incidents/sighttable.h"

#include <QHash>

#include <set>

namespace onlyonce {

enum class Placed { Opened, Joined, Told, Silenced };

//! The incident that an alert opens, as a value: title, severity, start and detection are the alert's.
[[nodiscard]] Incident incidentFor(const AlertRow &alert);

//! For one transaction: what it has read it remembers.
class Placing
{
public:
    explicit Placing(Transaction &transaction)
        : m_transaction(transaction)
    {
    }

    //! Before the events that were not read before: what is to be known of all of them.
    [[nodiscard]] Result<> begin(const std::vector<AlertEvent> &events);
    [[nodiscard]] Result<Placed> place(const AlertEvent &event);
    //! Of an event that was not read before: counts which place it names.
    void mention(const AlertEvent &event);
    //! What place() could not do, written where people see it: one incident holds every such alert, for each must reach
    //! somebody, and none may keep those behind it from doing so.
    [[nodiscard]] Result<Placed> setAside(const AlertEvent &event, const Error &problem);
    //! Once, before the transaction ends.
    [[nodiscard]] Result<> finish();
    //! Writes down how many alerts have joined since the last time.
    [[nodiscard]] Result<> countJoined();
    //! After an event was undone: nothing that was read for it holds.
    [[nodiscard]] Result<> forget();

private:
    struct Choice
    {
        IncidentId incident;  //!< an open one that the alert joins; null when it opens its own
        QString reason;
        std::optional<std::pair<RuleId, QString>> group = {};  //!< the rule that chose, and the group's key
    };

    [[nodiscard]] Result<bool> hidden(const AlertRow &alert);
    //! `isFirst`: its problem has never fired before.
    [[nodiscard]] Result<Choice> choose(const AlertRow &alert, bool isFirst);
    [[nodiscard]] Result<std::optional<Choice>> chooseByRule(const AlertRow &alert);
    [[nodiscard]] Result<Placed> fired(const AlertRow &alert, bool isFirst);
    [[nodiscard]] Result<Placed> recovered(const AlertRow &alert);
    [[nodiscard]] Result<IncidentId> open(const AlertRow &alert, const QString &title);
    [[nodiscard]] Result<> link(IncidentId id, const AlertRow &alert, const QString &reason);
    //! Whether its service is new to the incident.
    [[nodiscard]] Result<bool> addPlaces(IncidentId id, const AlertRow &alert);
    //! What the incident has to get now that it has opened, or concerns a further service. No alert alone asks for it.
    [[nodiscard]] Result<> attachChecklists(IncidentId id);
    [[nodiscard]] Result<> addSights(IncidentId id, const AlertRow &alert);
    //! In the name of the source, whoever groups.
    [[nodiscard]] Result<> tell(IncidentId id, const AlertRow &alert, TimelineKind kind, Instant at,
                                const QString &body);
    [[nodiscard]] Result<ActorId> actorOf(const QString &source);

    Transaction &m_transaction;
    QHash<QString, ActorId> m_actors;
    std::optional<std::vector<Silence>> m_silences;
    std::optional<std::vector<GroupingRule>> m_rules;
    std::optional<std::vector<Protocol>> m_protocols;
    QHash<QString, IncidentId> m_open;  //!< by service: the newest open incident that has it
    Affected m_affected{m_transaction};
    Flapping m_flapping{m_transaction};
    Latecomers m_latecomers{m_transaction};
    QHash<qint64, int> m_joined;                              //!< by incident: alerts that are not counted there yet
    std::set<std::pair<qint64, sighttable::Sight>> m_sights;  //!< what is known of how an incident was seen
};

}  // namespace onlyonce
