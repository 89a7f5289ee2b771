// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/undo/restoring.h"

#include "models/base/tr.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/nextupdate.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/ending/ending.h"
#include "models/incidents/incidenttable.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/timeline/correction.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/incidents/undo/undofields.h"

#include <algorithm>
#include <set>

namespace onlyonce {

using namespace undofields;

namespace {

Result<Incident> incidentToRestore(Transaction &transaction, IncidentId id)
{
    const auto found = incident(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Incident>(**found) : fail(ErrorCode::NotFound, tr("There is no such incident."));
}

//! The words that somebody gave when they skipped or dropped it, the last time.
Result<QString> reasonFor(Transaction &transaction, const FieldChange &change)
{
    const auto rows = auditOf(transaction, change.entity, change.entityId);
    if (!rows) {
        return failure(rows);
    }
    const auto told = std::ranges::find_if(*rows, [&](const AuditRow &row) {
        return row.change.field == change.field && row.change.newValue == change.oldValue
            && !row.change.reason.isEmpty();
    });
    return told == rows->end() ? QString() : told->change.reason;
}

Result<> restoreStep(Transaction &transaction, const FieldChange &change)
{
    const StepState to = stepStateFrom(change.oldValue.value_or(QString()));
    const StepId id{change.entityId};
    if (to != StepState::Skipped) {
        return to == StepState::Done ? tickStep(transaction, id) : reopenStep(transaction, id);
    }
    const auto reason = reasonFor(transaction, change);
    if (!reason) {
        return failure(reason);
    }
    ONLYONCE_TRY(reopenStep(transaction, id));  // what is done cannot be skipped
    return skipStep(transaction, id, *reason);
}

Result<> restoreTask(Transaction &transaction, const FieldChange &change)
{
    const auto reason = reasonFor(transaction, change);
    return reason ? setTaskState(transaction, TaskId{change.entityId},
                                 taskStateFrom(change.oldValue.value_or(QString())), *reason)
                  : failure(reason);
}

Result<> restoreRole(Transaction &transaction, const Incident &incident, const FieldChange &change)
{
    const QString role = after(change.field, roleField);
    const QString name = change.oldValue.value_or(QString());
    if (name.isEmpty()) {
        return releaseRole(transaction, incident.id, role);
    }
    const auto person = personMeant(transaction, name);
    return person ? assignRole(transaction, incident.id, role, person->id) : failure(person);
}

//! Before the first person said so, the alerts did, and do again.
Result<> restoreCatastrophic(Transaction &transaction, const Incident &incident, const FieldChange &change)
{
    ONLYONCE_TRY(setCatastrophic(transaction, incident.id, change.oldValue == QStringLiteral("true"), incident.version,
                                 tr("taken back")));
    const auto rows = auditOf(transaction, change.entity, change.entityId);
    auto changed = rows ? onlyonce::incident(transaction, incident.id) : failure(rows);
    if (!changed || !*changed) {
        return changed ? Result<>() : failure(changed);
    }
    const auto first = std::ranges::find(rows->rbegin(), rows->rend(), change.field,
                                         [](const AuditRow &row) { return row.change.field; });
    const bool wasFirst =
        first != rows->rend() && first->change.oldValue == change.oldValue && first->change.newValue == change.newValue;
    (*changed)->catastrophicDecided = !wasFirst;
    const auto saved = incidenttable::update(transaction, **changed);
    return saved ? Result<>() : failure(saved);
}

Result<> restore(Transaction &transaction, const Incident &incident, const FieldChange &change)
{
    const QString before = change.oldValue.value_or(QString());
    switch (whatOf(change)) {
    case What::Severity: {
        const auto severity = severityFrom(before);
        return severity ? setSeverity(transaction, incident.id, *severity, incident.version) : failure(severity);
    }
    case What::Title:
        return setTitle(transaction, incident.id, before, incident.version);
    case What::Catastrophic:
        return restoreCatastrophic(transaction, incident, change);
    case What::Time: {
        const auto which = incidentTimeFrom(change.field);
        return which ? setTime(transaction, incident.id, *which, instantIn(change.oldValue), incident.version, {})
                     : failure(which);
    }
    case What::NextUpdate:
        return setNextUpdate(transaction, incident.id, instantIn(change.oldValue), incident.version);
    case What::Impact: {
        const Cell cell = cellOf(change);
        const auto level = impactLevelFrom(before);
        return level ? setImpact(transaction, incident.id, cell.service, cell.place, *level) : failure(level);
    }
    case What::Role:
        return restoreRole(transaction, incident, change);
    case What::Pin: {
        const auto entry = entryNow(transaction, after(change.field, pinField).toLongLong());
        return entry ? pinEntry(transaction, entry->id, before == QStringLiteral("true")) : failure(entry);
    }
    case What::Step:
        return restoreStep(transaction, change);
    case What::Task:
        return restoreTask(transaction, change);
    case What::None:
    case What::Status:
    case What::Resolution:
    case What::Note:
        break;
    }
    return {};
}

Result<> restoreNote(Transaction &transaction, const std::vector<AuditRow> &rows, qint64 corrected)
{
    const auto entry = entryNow(transaction, corrected);
    if (!entry) {
        return failure(entry);
    }
    Writing writing{.kind = entry->kind,
                    .body = entry->body,
                    .visibility = entry->visibility,
                    .happenedAt = entry->happenedAt,
                    .mentions = entry->data.value(QLatin1StringView("mentions")).toVariant().toStringList()};
    for (const auto &[id, at, who, change] : rows) {
        if (change.entityId != corrected || whatOf(change) != What::Note) {
            continue;
        }
        const QString before = change.oldValue.value_or(QString());
        if (change.field == QStringLiteral("body")) {
            writing.body = before;
        } else if (change.field == QStringLiteral("happenedAt")) {
            writing.happenedAt = instantIn(change.oldValue);
        } else if (change.field == QStringLiteral("visibility")) {
            writing.visibility = visibilityFrom(before).value_or(entry->visibility);
        } else {
            writing.kind = timelineKindFrom(before);
        }
    }
    const auto done = correctEntry(transaction, entry->id, writing, tr("taken back"));
    return done ? Result<>() : failure(done);
}

//! The times as they were, in one go: one after the other they might contradict each other.
Result<> restoreTimes(Transaction &transaction, const PastChange &change)
{
    auto incident = incidentToRestore(transaction, change.incident);
    if (!incident) {
        return failure(incident);
    }
    std::vector<FieldChange> restored;
    for (const FieldChange &field : wholeOf(change)) {
        const auto which = incidentTimeFrom(field.field);
        if (whatOf(field) != What::Time || !which) {
            continue;
        }
        auto &time = incident->time(*which);
        FieldChange back{.entity = field.entity, .entityId = field.entityId, .field = field.field};
        back.oldValue = time ? std::optional(toIso(*time)) : std::nullopt;
        const auto before = parseMachineTime(field.oldValue.value_or(QString()));
        time = before ? std::optional(*before) : std::nullopt;
        back.newValue = field.oldValue;
        if (back.oldValue != back.newValue) {
            restored.push_back(back);
        }
    }
    if (restored.empty()) {
        return {};
    }
    ONLYONCE_TRY(checkTimes(*incident));
    const auto saved = incidenttable::update(transaction, *incident);
    if (!saved) {
        return failure(saved);
    }
    for (const FieldChange &back : restored) {
        ONLYONCE_TRY(recordChange(transaction, back));
    }
    return {};
}

Result<> restoreStatus(Transaction &transaction, const PastChange &change, const FieldChange &status)
{
    const auto incident = incidentToRestore(transaction, change.incident);
    if (!incident) {
        return failure(incident);
    }
    if (isEnd(status)) {
        return reopenIncident(transaction, change.incident, incident->version, tr("it is not over"));
    }
    const auto to = incidentStatusFrom(status.oldValue.value_or(QString()));
    if (!to) {
        return failure(to);
    }
    std::optional<Resolution> resolution;
    if (*to == IncidentStatus::Closed) {
        const FieldChange *how = rowOf(change, What::Resolution);
        const auto ended = resolutionFrom(how ? how->oldValue.value_or(QString()) : QString());
        if (!ended || *ended == Resolution::Duplicate || *ended == Resolution::Merged) {
            return fail(ErrorCode::Conflict,
                        tr("How %1 was closed cannot be restored. Close it by hand.").arg(incident->reference()));
        }
        resolution = *ended;
    }
    ONLYONCE_TRY(setStatus(transaction, change.incident, *to, incident->version, resolution,
                           resolution == Resolution::FalseAlarm ? tr("as it was closed before") : QString()));
    return restoreTimes(transaction, change);
}

}  // namespace

Result<> restoreAll(Transaction &transaction, const PastChange &change)
{
    std::set<qint64> notes;
    for (auto row = change.rows.rbegin(); row != change.rows.rend(); ++row) {
        const FieldChange &field = row->change;
        if (belongsToStatus(change, field)) {
            continue;
        }
        const What what = whatOf(field);
        if (what == What::Status) {
            ONLYONCE_TRY(restoreStatus(transaction, change, field));
        } else if (what == What::Note) {
            if (notes.insert(field.entityId).second) {
                ONLYONCE_TRY(restoreNote(transaction, change.rows, field.entityId));
            }
        } else {
            const auto incident = incidentToRestore(transaction, change.incident);
            ONLYONCE_TRY(incident ? restore(transaction, *incident, field) : failure(incident));
        }
    }
    return {};
}

}  // namespace onlyonce
