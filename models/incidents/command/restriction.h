// SPDX-License-Identifier: GPL-3.0-or-later
// Restricted incidents (security): only the people who are named see them, and what is published of them needs two. The
// rows themselves are guarded: PostgreSQL by row-level security, SQLite by views of the connections that people read
// through (models/storage/rowguard.h); this is who is named.
#pragma once

#include "models/catalog/people.h"
#include "models/delivery/holdback.h"
#include "models/incidents/incident.h"

#include <functional>

namespace onlyonce {

//! Only `readers` see it from now on, and always whoever does this and who has a role in it. Again changes who is named. One
//! timeline entry, which names them. What was queued for customers goes out only when two have approved it; that is told in
//! an entry of its own, and answered. Errors: Denied without Permission::Respond, or where the actor is not a person that is
//! known (they could not see it afterwards); NotFound for a person or an incident that is not there, or not for them to see.
[[nodiscard]] Result<HeldBack> restrictIncident(Transaction &transaction, IncidentId id,
                                                const QList<PersonId> &readers);
//! For people; empty when nothing was told to customers, or was to be.
[[nodiscard]] QString toText(const HeldBack &held);
//! Everybody sees it again. Needs a reason.
[[nodiscard]] Result<> liftRestriction(Transaction &transaction, IncidentId id, const QString &reason);
//! Those who are named, by their names; empty for an incident that is not restricted.
[[nodiscard]] Result<QList<Person>> incidentReaders(Transaction &transaction, IncidentId id);
//! NotFound, in the words of an incident that does not exist, where the actor of the transaction may not see this one.
//! incident() and incidentByNumber() ask it themselves; sources and the program see all.
[[nodiscard]] Result<> requireSight(Transaction &transaction, const Incident &incident);
//! Somebody who is called for it, or is given something to do in it, must be able to open it: named from now on, which the
//! timeline tells with `why` ("called"). Nothing happens where it is not restricted, they see it already, or for nobody.
[[nodiscard]] Result<> admitReader(Transaction &transaction, IncidentId id, PersonId person, const QString &why);

//! What the program does for all, within a person's change: `work` sees every row, and its errors must end the change.
//! False, and nothing is done, where the role that works on the database does not let it.
[[nodiscard]] Result<bool> withAllInSight(Transaction &transaction, const std::function<Result<>(Transaction &)> &work);
//! Why restricted incidents are not hidden here from the role that works on the database (PostgreSQL hides nothing from
//! superusers), in a sentence; empty when there is nothing to say. For the program to ask.
[[nodiscard]] Result<QString> restrictionProblem(Transaction &transaction);

namespace detail {
//! Of an incident that is made restricted, right after its row.
[[nodiscard]] Result<> nameReaders(Transaction &transaction, const Incident &incident, const QList<PersonId> &readers);
}  // namespace detail

}  // namespace onlyonce
