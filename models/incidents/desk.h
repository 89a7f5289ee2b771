// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a commander does to an incident. Each function is one change with its timeline entry and audit rows, in the
// caller's transaction; each checks the actor's permission. Edits carry the version that the person saw: Conflict means
// that somebody else was quicker and nothing was overwritten.
#pragma once

#include "models/catalog/actor.h"
#include "models/incidents/evidence.h"
#include "models/incidents/incident.h"
#include "models/incidents/lists/incidentlist.h"
#include "models/incidents/timeline.h"

namespace onlyonce {

struct NewIncident
{
    QString title;  //!< 1 to 300 characters, one line
    Severity severity = Severity::Sev2;
    QStringList services;
    QStringList dataCentres;
    std::optional<Instant> startedAt;  //!< never guessed
    std::optional<Instant> detectedAt;
    bool drill = false;
    std::optional<QList<PersonId>> restrictedTo = {};  //!< who sees it besides who declares it; nothing: everybody
};

//! Declared by hand: declaredAt is now, status investigating.
[[nodiscard]] Result<Incident> declareIncident(Transaction &transaction, const NewIncident &incident);
//! Again is no error. The sources of its alerts are told, where a person has switched that on (alerts/tellback.h).
[[nodiscard]] Result<> acknowledgeIncident(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<TimelineId> addNote(Transaction &transaction, IncidentId id, const QString &markdown,
                                         Visibility visibility = Visibility::Internal,
                                         std::optional<Instant> happenedAt = {});
//! Sets mitigatedAt on entering monitoring or resolved, resolvedAt on entering resolved; leaving takes neither back
//! without setTime. Closing needs a resolution, and as a false alarm a reason, which those who were called are told.
//! See ending/ending.h for the ends that do more.
[[nodiscard]] Result<> setStatus(Transaction &transaction, IncidentId id, IncidentStatus status, int version,
                                 std::optional<Resolution> resolution = {}, const QString &reason = {});
[[nodiscard]] Result<> setSeverity(Transaction &transaction, IncidentId id, Severity severity, int version);
//! Whether two or more data centres are affected at the same time (the target is then 50 minutes), said by a person: from
//! then on no alert changes it. Needs a reason.
[[nodiscard]] Result<> setCatastrophic(Transaction &transaction, IncidentId id, bool catastrophic, int version,
                                       const QString &reason);
[[nodiscard]] Result<> setTitle(Transaction &transaction, IncidentId id, const QString &title, int version);
//! Nothing clears it. The order of all times is checked; audited with the reason.
[[nodiscard]] Result<> setTime(Transaction &transaction, IncidentId id, IncidentTime which,
                               std::optional<Instant> value, int version, const QString &reason);

[[nodiscard]] Result<std::optional<Incident>> incident(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<std::optional<Incident>> incidentByNumber(Transaction &transaction, qint64 number);

//! How many are open, drills apart.
[[nodiscard]] Result<int> openIncidents(Transaction &transaction);

//! For the slices that write an incident's times or links in their own transactions (grouping, announcer).
namespace detail {
[[nodiscard]] Result<> recordTime(Transaction &transaction, IncidentId id, IncidentTime which, Instant value);
}

}  // namespace onlyonce
