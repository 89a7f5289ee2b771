// SPDX-License-Identifier: GPL-3.0-or-later
// A role that goes from one person to another: offered with a brief, it moves when the other accepts, and the time between
// is told. The brief is made from what is known, and may be edited before it is offered.
#pragma once

#include "models/incidents/command/roles.h"

namespace onlyonce {

using HandoverId = Id<struct HandoverTag>;

enum class HandoverState { Offered, Accepted, Declined, Withdrawn };
[[nodiscard]] QString toText(HandoverState state);

struct Handover
{
    HandoverId id;
    IncidentId incident;
    QString role;
    QString from;  //!< who had the role when it was offered; empty for nobody
    PersonId to;
    QString toName;
    QString brief;  //!< Markdown
    HandoverState state = HandoverState::Offered;
    Instant offeredAt;
    ActorId offeredBy;
    QString offeredByName;
    std::optional<Instant> endedAt;

    [[nodiscard]] milliseconds waited(Instant now) const { return endedAt.value_or(now) - offeredAt; }
    friend bool operator==(const Handover &, const Handover &) = default;
};

//! One page of Markdown: state, impact, hypothesis, what was tried and decided, open tasks, promises, who does what, links.
[[nodiscard]] Result<QString> handoverBrief(Transaction &transaction, IncidentId id);

//! The newest first.
[[nodiscard]] Result<std::vector<Handover>> handoversOf(Transaction &transaction, IncidentId id);

//! Permission::Respond. Conflict while the role is offered to somebody; Invalid when that person has it.
[[nodiscard]] Result<HandoverId> offerHandover(Transaction &transaction, IncidentId id, const QString &role,
                                               PersonId to, const QString &brief);

//! @name Once; Conflict when it is no longer offered. Denied unless the actor may answer for that person (catalog/people.h).
//! @{
[[nodiscard]] Result<> acceptHandover(Transaction &transaction, HandoverId id);
[[nodiscard]] Result<> declineHandover(Transaction &transaction, HandoverId id, const QString &reason = {});
//! @}
//! By whoever may respond.
[[nodiscard]] Result<> withdrawHandover(Transaction &transaction, HandoverId id);

//! {id, role, from, to, state, brief, offeredAt, offeredBy, endedAt, waitedSeconds}
[[nodiscard]] QJsonObject toJson(const Handover &handover, Instant now);

}  // namespace onlyonce
