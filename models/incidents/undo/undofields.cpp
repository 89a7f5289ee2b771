// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/undo/undofields.h"

#include "models/base/tr.h"
#include "models/documents/visibletext.h"
#include "models/incidents/command/impact.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/timeline/correction.h"

#include <algorithm>

namespace onlyonce::undofields {

namespace {

template <typename Part, typename Id>
Result<Part> partOf(const Result<std::vector<Part>> &all, Id id)
{
    if (!all) {
        return failure(all);
    }
    const auto found = std::ranges::find(*all, id, &Part::id);
    return found == all->end() ? fail(ErrorCode::NotFound, tr("It is not there any more.")) : Result<Part>(*found);
}

Result<IncidentStep> stepOf(Transaction &transaction, const Incident &incident, const FieldChange &change)
{
    return partOf(stepsOf(transaction, incident.id), StepId{change.entityId});
}

Result<IncidentTask> taskOf(Transaction &transaction, const Incident &incident, const FieldChange &change)
{
    return partOf(tasksOf(transaction, incident.id), TaskId{change.entityId});
}

std::optional<QString> isoText(const std::optional<Instant> &time)
{
    return time ? std::optional(toIso(*time)) : std::nullopt;
}

bool isOver(const std::optional<QString> &status)
{
    return incidentStatusFrom(status.value_or(QString())).value_or(IncidentStatus::Triage) >= IncidentStatus::Resolved;
}

QString shownTime(const std::optional<QString> &text)
{
    const auto time = instantIn(text);
    return time ? toDateTime(*time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'")) : tr("not recorded");
}

QString shownState(const QString &word)
{
    return word == toText(StepState::Done)    ? tr("done")
         : word == toText(StepState::Skipped) ? tr("skipped")
         : word == toText(TaskState::Dropped) ? tr("dropped")
                                              : tr("open");
}

}  // namespace

QString after(const QString &field, QStringView prefix)
{
    return field.mid(prefix.size());
}

Cell cellOf(const FieldChange &change)
{
    const QString where = after(change.field, impactField);
    const qsizetype at = where.lastIndexOf(QLatin1Char('@'));
    return {where.left(at), where.mid(at + 1)};
}

Result<TimelineEntry> entryNow(Transaction &transaction, qint64 id)
{
    const auto found = latest(transaction, TimelineId{id});
    if (!found) {
        return failure(found);
    }
    return *found ? Result<TimelineEntry>(**found) : fail(ErrorCode::NotFound, tr("There is no such entry."));
}

std::optional<Instant> instantIn(const std::optional<QString> &text)
{
    const auto time = parseMachineTime(text.value_or(QString()));
    return time ? std::optional(*time) : std::nullopt;
}

What whatOf(const FieldChange &change)
{
    const QString &field = change.field;
    if (change.entity == QStringLiteral("incident_step")) {
        return field == QStringLiteral("state") ? What::Step : What::None;
    }
    if (change.entity == QStringLiteral("incident_task")) {
        return field == QStringLiteral("state") ? What::Task : What::None;
    }
    if (change.entity == QStringLiteral("timeline")) {
        return What::Note;
    }
    if (field.startsWith(impactField)) {
        return What::Impact;
    }
    if (field.startsWith(roleField)) {
        return What::Role;
    }
    if (field.startsWith(pinField)) {
        return What::Pin;
    }
    if (const auto time = incidentTimeFrom(field)) {
        // Somebody has acknowledged, customers have read a post: that has happened.
        const bool happened = *time == IncidentTime::Acknowledged || *time == IncidentTime::FirstPublicPost;
        return happened && !change.oldValue ? What::None : What::Time;
    }
    constexpr std::array fields{std::pair(u"status", What::Status),
                                std::pair(u"resolution", What::Resolution),
                                std::pair(u"severity", What::Severity),
                                std::pair(u"title", What::Title),
                                std::pair(u"catastrophic", What::Catastrophic),
                                std::pair(u"nextUpdateAt", What::NextUpdate)};
    const auto *found =
        std::ranges::find_if(fields, [&](const auto &each) { return field == QStringView(each.first); });
    return found == fields.end() ? What::None : found->second;
}

Result<QString> nameOf(Transaction &transaction, const Incident &incident, const FieldChange &change)
{
    switch (whatOf(change)) {
    case What::None:
        break;
    case What::Status:
        return tr("Status");
    case What::Resolution:
        return tr("How it ended");
    case What::Severity:
        return tr("Severity");
    case What::Title:
        return tr("Title");
    case What::Catastrophic:
        return tr("Scope");
    case What::Time:
        return label(incidentTimeFrom(change.field).value_or(IncidentTime::Started));
    case What::NextUpdate:
        return tr("Next update for customers");
    case What::Impact: {
        const Cell cell = cellOf(change);
        return cell.place.isEmpty() ? cell.service : tr("%1 at %2").arg(cell.service, cell.place);
    }
    case What::Role:
        return roleLabel(after(change.field, roleField));
    case What::Pin:
        return tr("The entry");
    case What::Step: {
        const auto step = stepOf(transaction, incident, change);
        return step ? tr("Step %1 “%2”").arg(QString::number(step->number), shortLine(step->what.text, 60))
                    : Result<QString>(failure(step));
    }
    case What::Task: {
        const auto task = taskOf(transaction, incident, change);
        return task ? tr("Task “%1”").arg(shortLine(task->text, 60)) : Result<QString>(failure(task));
    }
    case What::Note:
        return change.field == QStringLiteral("body")       ? tr("The note")
             : change.field == QStringLiteral("happenedAt") ? tr("The time of the note")
             : change.field == QStringLiteral("visibility") ? tr("Who may read the note")
                                                            : tr("The kind of the note");
    }
    return QString();
}

QString shown(const FieldChange &change, const std::optional<QString> &value)
{
    const QString text = value.value_or(QString());
    switch (whatOf(change)) {
    case What::Status: {
        const auto status = incidentStatusFrom(text);
        return status ? label(*status) : text;
    }
    case What::Resolution: {
        const auto resolution = resolutionFrom(text);
        return resolution ? label(*resolution) : tr("open");
    }
    case What::Title:
        return tr("“%1”").arg(text);
    case What::Catastrophic:
        return text == QStringLiteral("true") ? tr("catastrophic") : tr("not catastrophic");
    case What::Time:
        return shownTime(value);
    case What::NextUpdate:
        return text.isEmpty() ? tr("not promised") : shownTime(value);
    case What::Impact: {
        const auto level = impactLevelFrom(text);
        return level ? label(*level) : text;
    }
    case What::Role:
        return text.isEmpty() ? tr("nobody") : text;
    case What::Pin:
        return text == QStringLiteral("true") ? tr("a key moment") : tr("no key moment");
    case What::Step:
    case What::Task:
        return shownState(text);
    case What::Note:
        return change.field == QStringLiteral("happenedAt") ? shownTime(value)
             : change.field == QStringLiteral("body")       ? tr("“%1”").arg(shortLine(text, 80))
                                                            : text;
    case What::None:
    case What::Severity:
        break;
    }
    return text;
}

Result<QString> now(Transaction &transaction, const Incident &incident, const FieldChange &change)
{
    switch (whatOf(change)) {
    case What::None:
        break;
    case What::Status:
        return toText(incident.status);
    case What::Resolution:
        return incident.resolution ? toText(*incident.resolution) : QString();
    case What::Severity:
        return toText(incident.severity);
    case What::Title:
        return incident.title;
    case What::Catastrophic:
        return incident.catastrophic ? QStringLiteral("true") : QStringLiteral("false");
    case What::Time:
        return isoText(incident.time(incidentTimeFrom(change.field).value_or(IncidentTime::Started)))
            .value_or(QString());
    case What::NextUpdate:
        return isoText(incident.nextUpdateAt).value_or(QString());
    case What::Impact: {
        const auto impact = impactOf(transaction, incident.id);
        if (!impact) {
            return failure(impact);
        }
        const Cell cell = cellOf(change);
        const auto found = std::ranges::find_if(impact->cells, [&](const ImpactCell &each) {
            return each.service == cell.service && each.dataCentre == cell.place;
        });
        return toText(found == impact->cells.end() ? ImpactLevel::Unknown : found->level);
    }
    case What::Role: {
        const auto roles = rolesOf(transaction, incident.id);
        if (!roles) {
            return failure(roles);
        }
        const auto held = std::ranges::find(*roles, after(change.field, roleField), &RoleHolder::role);
        return held == roles->end() ? QString() : held->name;
    }
    case What::Pin: {
        const auto entry = entryNow(transaction, after(change.field, pinField).toLongLong());
        return entry ? Result<QString>(entry->pinned ? QStringLiteral("true") : QStringLiteral("false"))
                     : failure(entry);
    }
    case What::Step: {
        const auto step = stepOf(transaction, incident, change);
        return step ? Result<QString>(toText(step->state)) : failure(step);
    }
    case What::Task: {
        const auto task = taskOf(transaction, incident, change);
        return task ? Result<QString>(toText(task->state)) : failure(task);
    }
    case What::Note: {
        const auto entry = entryNow(transaction, change.entityId);
        if (!entry) {
            return failure(entry);
        }
        return change.field == QStringLiteral("body")       ? entry->body
             : change.field == QStringLiteral("happenedAt") ? toIso(entry->happenedAt)
             : change.field == QStringLiteral("visibility") ? toText(entry->visibility)
                                                            : toText(entry->kind);
    }
    }
    return QString();
}

const FieldChange *rowOf(const PastChange &change, What what)
{
    const auto found = std::ranges::find(change.rows, what, [](const AuditRow &row) { return whatOf(row.change); });
    return found == change.rows.end() ? nullptr : &found->change;
}

std::vector<FieldChange> wholeOf(const PastChange &change)
{
    std::vector<FieldChange> fields;
    for (const AuditRow &row : change.rows) {
        const auto known = std::ranges::find_if(fields, [&](const FieldChange &each) {
            return each.entity == row.change.entity && each.entityId == row.change.entityId
                && each.field == row.change.field;
        });
        if (known == fields.end()) {
            fields.push_back(row.change);
        } else {
            known->newValue = row.change.newValue;
        }
    }
    return fields;
}

bool belongsToStatus(const PastChange &change, const FieldChange &field)
{
    const What what = whatOf(field);
    return rowOf(change, What::Status) && (what == What::Resolution || what == What::Time);
}

bool isEnd(const FieldChange &status)
{
    return isOver(status.newValue) && !isOver(status.oldValue);
}

}  // namespace onlyonce::undofields
