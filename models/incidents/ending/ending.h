// SPDX-License-Identifier: GPL-3.0-or-later
// How an incident ends other than by being resolved, how it comes back, and what it has to do with others. Each function is
// one change with its timeline entries and audit rows; who was called is stood down by those who follow the timeline.
#pragma once

#include "models/catalog/actor.h"
#include "models/incidents/incident.h"

namespace onlyonce {

//! There was nothing: it has no recovery, and counts as noise of the alerts. Those who were called are told why; what
//! customers have read is to be taken back (announce/retraction.h drafts it). Needs a reason.
[[nodiscard]] Result<> closeAsFalseAlarm(Transaction &transaction, IncidentId id, int version, const QString &reason);
//! It is the same as another one, which goes on. Both say so.
[[nodiscard]] Result<> closeAsDuplicate(Transaction &transaction, IncidentId id, int version, IncidentId of);

enum class Calls {
    Nobody,    //!< they know it
    Everybody  //!< who is on call, again
};
//! A resolved or closed one is investigated again. It is neither mitigated nor resolved any more, so that the clock runs on
//! from its start; what was recorded is told by timeline and audit trail. Needs a reason. Conflict: it is open, or it was
//! merged (that is taken back by undoMove()).
[[nodiscard]] Result<> reopenIncident(Transaction &transaction, IncidentId id, int version, const QString &reason,
                                      Calls calls = Calls::Nobody);

enum class RelationKind {
    Related,
    Duplicate,   //!< this one is the same as the other
    Duplicated,  //!< the other is the same as this one
    Recurrence,  //!< this one has the cause of the other, earlier one again
    Recurred,    //!< the other has the cause of this one again
};
[[nodiscard]] QString
toText(RelationKind kind);  //!< "related", "duplicate of", "duplicated by", "recurrence of", "recurred as"
struct Relation
{
    IncidentId other;
    qint64 number = 0;
    QString title;  //!< empty for a restricted one
    IncidentStatus status = IncidentStatus::Triage;
    RelationKind kind = RelationKind::Related;

    [[nodiscard]] QString reference() const { return QStringLiteral("INC-%1").arg(number); }
    friend bool operator==(const Relation &, const Relation &) = default;
};
//! By number, whichever of the two has said it.
[[nodiscard]] Result<std::vector<Relation>> relationsOf(Transaction &transaction, IncidentId id);
//! Again is no error, and a duplicate stays one. Needs Permission::Respond, as the next.
[[nodiscard]] Result<> relateIncidents(Transaction &transaction, IncidentId id, IncidentId other);
//! It has the same cause as an earlier one, which takes the place of what was said of the two. For insights, which knows
//! what follows from that.
[[nodiscard]] Result<> relateRecurrence(Transaction &transaction, IncidentId id, IncidentId earlier);
[[nodiscard]] Result<> unrelateIncidents(Transaction &transaction, IncidentId id, IncidentId other);

//! A drill with everything that belongs to it; its number is not used again, and the audit trail keeps who did it. Real
//! incidents are never deleted (Denied). Commanders and up. Busy while a message of it is being sent.
[[nodiscard]] Result<> deleteDrill(Transaction &transaction, IncidentId id);

//! {number, title, status, kind (as toText() has it)}
[[nodiscard]] QJsonObject toJson(const Relation &relation);

}  // namespace onlyonce
