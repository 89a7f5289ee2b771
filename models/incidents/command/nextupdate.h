// SPDX-License-Identifier: GPL-3.0-or-later
// When customers were promised to hear again. Set by a person, or by the post that customers can read (models/announce);
// it ends with the incident.
#pragma once

#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

namespace onlyonce {

//! How long after a post the next one is due: 30 minutes for SEV1, an hour for SEV2; for the others as a person says.
[[nodiscard]] std::optional<milliseconds> updateCadence(Severity severity);

//! Permission::Respond. Nothing takes the promise back. Invalid in the past, more than a week ahead, and for an incident
//! that is over. `version` as for everything at the desk.
[[nodiscard]] Result<> setNextUpdate(Transaction &transaction, IncidentId id, std::optional<Instant> at, int version);

//! As a person says when: "30" or "30m" from now, "2h", or a time as parsePersonTime() takes it, of which a bare clock time
//! is the next such moment.
[[nodiscard]] Result<Instant> dueTimeFrom(const QString &text, const QTimeZone &zone, Instant now);

//! For whoever publishes: customers have heard at `at`. The next is due when they were told (`told`); else by the cadence,
//! or never while nobody says when. `isLast`: they have been told that it is over.
[[nodiscard]] Result<> customersHeard(Transaction &transaction, IncidentId id, Instant at, bool isLast,
                                      std::optional<Instant> told = {});

}  // namespace onlyonce
