// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/import/importing.h"

#include "models/base/tr.h"
#include "models/catalog/people.h"
#include "models/catalog/places.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/evidence/filename.h"
#include "models/incidents/evidencetable.h"
#include "models/incidents/import/importtable.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/timelinetable.h"
#include "models/storage/journal.h"

#include <QCryptographicHash>

#include <algorithm>

namespace onlyonce {

namespace {

const QString importMark = QStringLiteral("imported");

Result<Incident> insertIncident(Transaction &transaction, const Incident &recorded)
{
    ONLYONCE_TRY(checkTimes(recorded));
    auto inserted = incidenttable::insert(transaction, recorded);
    if (!inserted) {
        return inserted;
    }
    Incident incident = recorded;
    incident.id = inserted->id;
    incident.number = inserted->number;
    incident.version = inserted->version;
    ONLYONCE_TRY(importtable::backdate(transaction, incident));
    if (incident.visibility == Visibility::Restricted) {
        ONLYONCE_TRY(detail::nameReaders(transaction, incident, {}));
    }
    for (const QString &name : recorded.services) {
        const auto service = serviceNamed(transaction, name);
        if (!service) {
            return failure(service);
        }
        ONLYONCE_TRY(incidenttable::addService(transaction, incident.id, *service));
    }
    for (const QString &name : recorded.dataCentres) {
        const auto place = placeNamed(transaction, name);
        if (!place) {
            return failure(place);
        }
        ONLYONCE_TRY(incidenttable::addDataCentre(transaction, incident.id, place->id));
    }
    return incident;
}

Result<AttachmentId> insertFile(Transaction &transaction, Attachment file)
{
    if (QCryptographicHash::hash(file.content, QCryptographicHash::Sha256) != file.sha256) {
        return fail(ErrorCode::Invalid, tr("The content of “%1” is not what its SHA-256 says.").arg(file.name));
    }
    auto name = evidenceName(file.name);  // somebody will save it under that name
    if (!name) {
        return failure(name);
    }
    file.name = std::move(*name);
    file.bytes = file.content.size();
    file.pieces = {};
    if (file.bytes > evidencePiece) {
        const auto pieces = beginPieces(transaction);
        if (!pieces) {
            return failure(pieces);
        }
        ONLYONCE_TRY(addPieces(transaction, *pieces, 0, file.content));
        file.pieces = *pieces;
        file.content.clear();
    }
    const auto id = evidencetable::insert(transaction, file);
    if (id) {
        ONLYONCE_TRY(importtable::backdate(transaction, *id, file));
    }
    return id;
}

Result<TimelineId> insertEntry(Transaction &transaction, TimelineEntry entry, const std::vector<AttachmentId> &files)
{
    const auto actor = recordedActor(transaction, entry.actorName);
    if (!actor) {
        return failure(actor);
    }
    entry.actor = *actor;
    entry.corrects = {};
    const QString key = QStringLiteral("attachment");
    if (const qint64 file = entry.data.value(key).toInteger(); file > 0 && file <= qint64(files.size())) {
        entry.data[key] = files[size_t(file - 1)].value;
    } else {
        entry.data.remove(key);
    }
    const auto id = timelinetable::insert(transaction, entry);
    if (id && entry.pinned) {
        entry.id = *id;
        ONLYONCE_TRY(timelinetable::setPinned(transaction, entry, true));
    }
    return id;
}

}  // namespace

bool tellsOfImport(const TimelineEntry &entry)
{
    return entry.kind == TimelineKind::Other && entry.data.contains(importMark);
}

Result<ActorId> recordedActor(Transaction &transaction, const QString &name)
{
    // Not the person of that name here, who may be somebody else: an actor of its own, without any right.
    const auto actor = actorForMachine(transaction, ActorKind::Source, name.isEmpty() ? tr("unknown") : name);
    return actor ? Result<ActorId>(actor->id) : failure(actor);
}

Result<PersonId> recordedPerson(Transaction &transaction, const QString &name)
{
    if (name.isEmpty()) {
        return PersonId{};
    }
    const auto people = allPeople(transaction);
    if (!people) {
        return failure(people);
    }
    const auto known = std::ranges::find(*people, name, &Person::name);
    return known != people->end() ? Result<PersonId>(known->id)
                                  : savePerson(transaction, {.name = name, .active = false});
}

Result<std::optional<qint64>> importedBefore(Transaction &transaction, const QByteArray &digest)
{
    return importtable::numberOf(transaction, digest);
}

Result<ImportedIncident> importIncident(Transaction &transaction, const RecordedIncident &recorded)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    const auto before = importtable::numberOf(transaction, recorded.digest);
    if (!before) {
        return failure(before);
    }
    if (*before) {
        return fail(ErrorCode::Conflict, tr("This was imported before: it is INC-%1.").arg(**before));
    }
    const auto incident = insertIncident(transaction, recorded.incident);
    if (!incident) {
        return failure(incident);
    }
    for (RoleHolder role : recorded.roles) {
        const auto person = recordedPerson(transaction, role.name);
        if (!person) {
            return failure(person);
        }
        role.person = *person;
        ONLYONCE_TRY(importtable::insert(transaction, *incident, role));
    }
    ImportedIncident imported{.incident = *incident};
    for (Attachment file : recorded.evidence) {
        file.incident = incident->id;
        const auto id = insertFile(transaction, std::move(file));
        if (!id) {
            return failure(id);
        }
        imported.files.push_back(*id);
    }
    for (TimelineEntry entry : recorded.timeline) {
        entry.incident = incident->id;
        const auto id = insertEntry(transaction, std::move(entry), imported.files);
        if (!id) {
            return failure(id);
        }
        imported.entries.push_back(*id);
    }
    ONLYONCE_TRY(importtable::insert(transaction, *incident, recorded.digest,
                                     imported.entries.empty() ? TimelineId{} : imported.entries.back()));
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("incident"),
                                            .entityId = incident->id.value,
                                            .field = importMark,
                                            .newValue = QString::fromLatin1(recorded.digest.toHex())}));
    const QString words = recorded.incident.number > 0
                            ? tr("Imported; it was INC-%1 where it was recorded").arg(recorded.incident.number)
                            : tr("Imported");
    const auto told = append(transaction, {.incident = incident->id,
                                           .kind = TimelineKind::Other,
                                           .body = words,
                                           .data = {{importMark, recorded.incident.number}}});
    if (!told) {
        return failure(told);
    }
    transaction.touch(QStringLiteral("incident"), incident->id);
    return imported;
}

}  // namespace onlyonce
