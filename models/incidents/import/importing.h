// SPDX-License-Identifier: GPL-3.0-or-later
// An incident that was recorded elsewhere, taken in as it was: its times, its timeline, its files. What happened then is
// history: nobody is called, told or asked because of it, which is why followers of the timeline never see these entries.
#pragma once

#include "models/incidents/command/roles.h"
#include "models/incidents/evidence.h"
#include "models/incidents/timeline.h"

namespace onlyonce {

struct RecordedIncident
{
    Incident incident;  //!< its number is the one that it had there
    std::vector<TimelineEntry>
        timeline;  //!< in order; by `actorName`; data's "attachment" is the place in `evidence`, from 1
    std::vector<Attachment> evidence;    //!< with content
    std::vector<RoleHolder> roles = {};  //!< at the end, by name
    QByteArray digest;                   //!< of all that is taken in, SHA-256: the same twice is refused
};

struct ImportedIncident
{
    Incident incident;
    std::vector<TimelineId> entries;  //!< in the order given, as are the files
    std::vector<AttachmentId> files;
};

//! The number of the incident that the same came in as before; nothing where it did not, or is hidden from the actor.
[[nodiscard]] Result<std::optional<qint64>> importedBefore(Transaction &transaction, const QByteArray &digest);

//! One more timeline entry says that it was imported, and by whom. Needs Permission::Administer. Conflict names the incident
//! that the same came in as before; Invalid when its times contradict each other.
[[nodiscard]] Result<ImportedIncident> importIncident(Transaction &transaction, const RecordedIncident &recorded);

//! Whether that entry only says that the incident was imported.
[[nodiscard]] bool tellsOfImport(const TimelineEntry &entry);

//! @name Who is named in what is imported. They get no rights by it.
//! @{
[[nodiscard]] Result<ActorId> recordedActor(Transaction &transaction, const QString &name);
//! Of that name; else one is made that nobody calls. The null person for no name.
[[nodiscard]] Result<PersonId> recordedPerson(Transaction &transaction, const QString &name);
//! @}

}  // namespace onlyonce
