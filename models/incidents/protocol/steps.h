// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that an incident has got from the protocols that fit it: ticked, skipped with a reason, assigned, timed. Each
// change is one entry of the timeline or one row of the audit trail, in the caller's transaction; to say again what holds
// already is no error, so two people who tick at once do no harm. Changes need Permission::Respond.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/protocol/protocol.h"

#include <span>

namespace onlyonce {

using StepId = Id<struct StepTag>;

enum class StepState { Open, Done, Skipped };
[[nodiscard]] QString toText(StepState state);               //!< "open", "done", "skipped"
[[nodiscard]] StepState stepStateFrom(const QString &text);  //!< of what is stored; a newer program's state is open

struct IncidentStep
{
    StepId id;
    IncidentId incident;
    ProtocolId protocol;
    QString protocolName;  //!< as it was called when it was attached
    int number = 0;        //!< from 1, through all protocols of the incident
    ChecklistStep what;
    StepState state = StepState::Open;
    QString reason;                    //!< of a skipped one
    std::optional<Instant> settledAt;  //!< ticked or skipped, and by whom
    ActorId settledBy;
    QString settledByName;
    PersonId assignee;
    QString assigneeName;
    std::optional<Instant> timerStartedAt;

    //! Empty while the timer does not run; it stops when the step is settled.
    [[nodiscard]] std::optional<Instant> timerEndsAt() const
    {
        return timerStartedAt && what.timer && state == StepState::Open ? std::optional(*timerStartedAt + *what.timer)
                                                                        : std::nullopt;
    }
    friend bool operator==(const IncidentStep &, const IncidentStep &) = default;
};

//! @name Copies the steps of what fits and was not attached before; how many protocols that were. The timeline tells.
//! For the transaction in which an incident opens, gets worse, or concerns a further service. Needs no permission of its own.
//! @{
[[nodiscard]] Result<int> attachProtocols(Transaction &transaction, IncidentId incident);
//! Of those that the caller has read; `incident` needs its id, severity, services and whether it is a drill.
[[nodiscard]] Result<int> attachProtocols(Transaction &transaction, const Incident &incident,
                                          std::span<const Protocol> known);
//! @}

//! @name By hand, whatever the protocol is meant for; told in the timeline.
//! @{
//! Also one that was taken off. Again is no error. NotFound for a protocol that is no more.
[[nodiscard]] Result<> attachProtocol(Transaction &transaction, IncidentId incident, ProtocolId protocol);
//! With its steps. Conflict when somebody has settled, assigned or timed one of them: what was done stays. It does not come
//! back by itself.
[[nodiscard]] Result<> takeProtocolOff(Transaction &transaction, IncidentId incident, ProtocolId protocol);
//! @}

[[nodiscard]] Result<std::vector<IncidentStep>> stepsOf(Transaction &transaction, IncidentId incident);

[[nodiscard]] Result<> tickStep(Transaction &transaction, StepId id);
//! Conflict when somebody has ticked it meanwhile. `reason`: one line, at most 500 characters, not empty.
[[nodiscard]] Result<> skipStep(Transaction &transaction, StepId id, const QString &reason);
//! Neither done nor skipped after all.
[[nodiscard]] Result<> reopenStep(Transaction &transaction, StepId id);
//! A null person: nobody.
[[nodiscard]] Result<> assignStep(Transaction &transaction, StepId id, PersonId person);
//! From now on, also when it runs already. Invalid without a timer, and for a step that is settled.
[[nodiscard]] Result<> startStepTimer(Transaction &transaction, StepId id);

//! "4 of 9": those that are settled.
[[nodiscard]] QString progressText(const std::vector<IncidentStep> &steps);
//! {number, protocol, text, link, command, timerSeconds, role, state, reason, settledAt, settledBy, assignee,
//! timerStartedAt, timerEndsAt}
[[nodiscard]] QJsonObject toJson(const IncidentStep &step);

}  // namespace onlyonce
