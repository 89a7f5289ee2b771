// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `incident_reader`. Used by this slice only.
#pragma once

#include "models/catalog/people.h"
#include "models/incidents/incident.h"

namespace onlyonce::restrictiontable {

[[nodiscard]] Result<QList<Person>> readers(Transaction &transaction, IncidentId id);
//! Whether they are new to it.
[[nodiscard]] Result<bool> add(Transaction &transaction, IncidentId id, PersonId person);
[[nodiscard]] Result<> remove(Transaction &transaction, IncidentId id, PersonId person);
//! Whether it is the program that reads at the moment, or one who is named.
[[nodiscard]] Result<bool> sees(Transaction &transaction, IncidentId id);
//! Who reads, for the database: 0 for the program.
[[nodiscard]] Result<qint64> reader(Transaction &transaction);
//! From now on in this call; who read before. PostgreSQL: without effect for a role that may not act as the owner.
[[nodiscard]] Result<qint64> readAs(Transaction &transaction, qint64 reader);
[[nodiscard]] Result<bool> isAnyRestricted(Transaction &transaction);
//! The name of the role that is at work, if the server hides no rows from it whatever the policies say.
[[nodiscard]] Result<QString> unboundRole(Transaction &transaction);
//! The number is taken, also for those who cannot see whose it is and count the next one.
[[nodiscard]] Result<> keepNumber(Transaction &transaction, qint64 number);

}  // namespace onlyonce::restrictiontable
