// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/duedate.h"

#include "models/incidents/command/roles.h"
#include "models/incidents/desk.h"
#include "models/postmortem/postmortemtable.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int daysForSev1 = 3;
constexpr int workingDaysForSev2 = 5;
constexpr int daysLookedBack = 60;

QDate afterWorkingDays(QDate day, int count)
{
    while (count > 0) {
        day = day.addDays(1);
        count -= day.dayOfWeek() <= Qt::Friday ? 1 : 0;
    }
    return day;
}

Result<PersonId> leaderOf(Transaction &transaction, IncidentId id)
{
    const auto roles = rolesOf(transaction, id);
    if (!roles) {
        return failure(roles);
    }
    const auto leader = std::ranges::find(*roles, commanderRole(), &RoleHolder::role);
    return leader == roles->end() ? PersonId() : leader->person;
}

}  // namespace

std::optional<QDate> postMortemDueOn(const Incident &incident, const QTimeZone &zone)
{
    const auto &resolved = incident.time(IncidentTime::Resolved);
    const bool isReal = !incident.drill && incident.resolution.value_or(Resolution::Resolved) == Resolution::Resolved;
    if (incident.isOpen() || !isReal || !resolved) {
        return std::nullopt;
    }
    const QDate day = toDateTime(*resolved, zone).date();
    switch (incident.severity) {
    case Severity::Sev1:
        return day.addDays(daysForSev1);
    case Severity::Sev2:
        return afterWorkingDays(day, workingDaysForSev2);
    default:
        return std::nullopt;
    }
}

Result<std::vector<LatePostMortem>> latePostMortems(Transaction &transaction, QDate today)
{
    const Instant since = utcFromZone(today.addDays(-daysLookedBack), QTime(0, 0), QTimeZone::systemTimeZone());
    const auto unfinished = postmortemtable::unfinished(transaction, since);
    if (!unfinished) {
        return failure(unfinished);
    }
    std::vector<LatePostMortem> late;
    for (const auto &[id, owner] : *unfinished) {
        auto found = incident(transaction, id);
        if (!found) {
            return failure(found);
        }
        const auto due = *found ? postMortemDueOn(**found) : std::nullopt;
        if (!due || *due >= today) {
            continue;
        }
        const auto responsible = owner ? Result<PersonId>(owner) : leaderOf(transaction, id);
        if (!responsible) {
            return failure(responsible);
        }
        late.push_back({.incident = std::move(**found), .dueOn = *due, .owner = *responsible});
    }
    return late;
}

}  // namespace onlyonce
