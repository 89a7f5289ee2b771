// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/undo/undo.h"

#include "models/base/tr.h"
#include "models/incidents/desk.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/incidents/undo/restoring.h"
#include "models/incidents/undo/undofields.h"
#include "models/incidents/undo/undotable.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace undofields;

//! What was changed at one moment belongs together; the newest first.
std::vector<PastChange> changesIn(IncidentId incident, const std::vector<undotable::TrailRow> &rows,
                                  std::vector<bool> &again)
{
    std::vector<PastChange> changes;
    for (const undotable::TrailRow &each : rows) {
        if (whatOf(each.row.change) == What::None) {
            continue;
        }
        if (changes.empty() || changes.back().rows.front().at != each.row.at) {
            changes.push_back({.incident = incident});
            again.push_back(false);
        }
        PastChange &change = changes.back();
        change.rows.insert(change.rows.begin(), each.row);
        change.isUndo = change.isUndo || each.isUndo;
        change.isUndone = change.isUndone || each.isUndone;
        again.back() = again.back() || each.isAgain;
    }
    return changes;
}

Result<Incident> incidentOf(Transaction &transaction, IncidentId id)
{
    const auto found = incident(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Incident>(**found) : fail(ErrorCode::NotFound, tr("There is no such incident."));
}

Result<> unmoved(Transaction &transaction, const Incident &incident, const FieldChange &field)
{
    const auto value = now(transaction, incident, field);
    const auto name = value ? nameOf(transaction, incident, field) : failure(value);
    if (!name) {
        return failure(name);
    }
    if (*value == field.newValue.value_or(QString())) {
        return {};
    }
    return fail(ErrorCode::Conflict, tr("%1 was changed meanwhile: it is %2, no longer %3. Nothing was undone.")
                                         .arg(*name, shown(field, *value), shown(field, field.newValue)));
}

//! What people and customers were told since: it stays told.
Result<QStringList> toldSince(Transaction &transaction, const PastChange &change)
{
    const FieldChange *status = rowOf(change, What::Status);
    if (!status && !rowOf(change, What::Severity)) {
        return QStringList();
    }
    const auto kinds =
        undotable::kindsSince(transaction, change.incident, change.rows.front().at,
                              {TimelineKind::Notified, TimelineKind::StoodDown, TimelineKind::Announced});
    if (!kinds) {
        return failure(kinds);
    }
    QStringList told;
    const auto has = [&](TimelineKind kind) { return std::ranges::find(*kinds, kind) != kinds->end(); };
    if (has(TimelineKind::Notified)) {
        told << tr("people were notified");
    }
    if (has(TimelineKind::StoodDown)) {
        told << tr("people were stood down");
    }
    if (has(TimelineKind::Announced)) {
        told << tr("customers were told");
    }
    return told;
}

Result<QString> saidOf(Transaction &transaction, const PastChange &change)
{
    const auto incident = incidentOf(transaction, change.incident);
    const auto told = incident ? toldSince(transaction, change) : failure(incident);
    if (!told) {
        return failure(told);
    }
    QStringList sentences;
    for (const FieldChange &field : wholeOf(change)) {
        if (belongsToStatus(change, field)) {
            continue;
        }
        if (whatOf(field) == What::Status && isEnd(field)) {
            sentences << tr("%1 is open again, and investigated. Whoever was told that it is over is not told "
                            "otherwise.")
                             .arg(incident->reference());
            continue;
        }
        const auto name = nameOf(transaction, *incident, field);
        if (!name) {
            return failure(name);
        }
        sentences << tr("%1 is %2 again.").arg(*name, shown(field, field.oldValue));
    }
    if (!told->isEmpty()) {
        sentences << tr("What was sent meanwhile stays sent: %1.").arg(told->join(QStringLiteral(", ")));
    }
    return sentences.join(QLatin1Char(' '));
}

struct Found
{
    std::vector<PastChange> changes;
    std::vector<bool> again;
};

Result<Found> foundOf(Transaction &transaction, IncidentId incident, ActorId who, qint64 after,
                      std::optional<Instant> at = {})
{
    const auto rows = undotable::rowsOf(transaction, incident, who, after, at);
    if (!rows) {
        return failure(rows);
    }
    Found found;
    found.changes = changesIn(incident, *rows, found.again);
    return found;
}

}  // namespace

Result<std::optional<PastChange>> lastChange(Transaction &transaction, IncidentId incident, ActorId who, qint64 after)
{
    const auto found = foundOf(transaction, incident, who, after);
    if (!found) {
        return failure(found);
    }
    const auto change =
        std::ranges::find_if(found->changes, [](const PastChange &each) { return !each.isUndo && !each.isUndone; });
    return change == found->changes.end() ? std::nullopt : std::optional(*change);
}

Result<std::optional<PastChange>> lastUndo(Transaction &transaction, IncidentId incident, ActorId who, qint64 after)
{
    const auto found = foundOf(transaction, incident, who, after);
    if (!found) {
        return failure(found);
    }
    for (size_t i = 0; i < found->changes.size(); ++i) {
        const PastChange &change = found->changes[i];
        if (change.isUndo && !change.isUndone) {
            return change;
        }
        if (!change.isUndo && !found->again[i]) {
            break;  // something new: there is nothing behind it to go forward to
        }
    }
    return std::optional<PastChange>();
}

Result<std::optional<PastChange>> changeOf(Transaction &transaction, const TimelineEntry &entry)
{
    auto found = foundOf(transaction, entry.incident, entry.actor, 0, entry.recordedAt);
    if (!found) {
        return failure(found);
    }
    return found->changes.empty() ? std::nullopt : std::optional(std::move(found->changes.front()));
}

Result<qint64> lastAudited(Transaction &transaction)
{
    return undotable::last(transaction);
}

Result<QString> textOf(Transaction &transaction, const PastChange &change)
{
    const auto incident = incidentOf(transaction, change.incident);
    if (!incident) {
        return failure(incident);
    }
    QStringList parts;
    for (const FieldChange &field : wholeOf(change)) {
        if (belongsToStatus(change, field)) {
            continue;
        }
        const auto name = nameOf(transaction, *incident, field);
        if (!name) {
            return failure(name);
        }
        parts << tr("%1: %2 → %3").arg(*name, shown(field, field.oldValue), shown(field, field.newValue));
    }
    return parts.join(QStringLiteral(" · "));
}

bool isOfIncident(const PastChange &change)
{
    return std::ranges::any_of(change.rows, [](const AuditRow &row) {
        const What what = whatOf(row.change);
        return what >= What::Status && what <= What::Time;
    });
}

Result<QString> undo(Transaction &transaction, const PastChange &change)
{
    if (change.isUndone) {
        return fail(ErrorCode::Conflict, tr("This was taken back already."));
    }
    const auto incident = incidentOf(transaction, change.incident);
    if (!incident) {
        return failure(incident);
    }
    for (const FieldChange &field : wholeOf(change)) {
        ONLYONCE_TRY(unmoved(transaction, *incident, field));
    }
    const auto audited = undotable::last(transaction);
    const auto written = audited ? lastWritten(transaction) : failure(audited);
    if (!written) {
        return failure(written);
    }
    ONLYONCE_TRY(restoreAll(transaction, change));
    const auto rows = undotable::rowsOf(transaction, change.incident, transaction.actor(), *audited);
    if (!rows) {
        return failure(rows);
    }
    const auto by = std::ranges::find_if(
        *rows, [](const undotable::TrailRow &each) { return whatOf(each.row.change) != What::None; });
    if (by != rows->end()) {
        ONLYONCE_TRY(undotable::setUndone(transaction, change, by->row.id));
    }
    ONLYONCE_TRY(undotable::nameEntries(transaction, change.incident, *written,
                                        change.isUndo ? tr("Made again: %1") : tr("Undone: %1"), change));
    return saidOf(transaction, change);
}

}  // namespace onlyonce
