// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/due/duedate.h"

#include "models/incidents/command/roles.h"
#include "models/incidents/desk.h"
#include "models/postmortem/postmortemtable.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int daysLookedBack = 60;
constexpr int usualHour = 14;

bool isWorkingDay(QDate day)
{
    return day.dayOfWeek() <= Qt::Friday;
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

std::optional<QDate> postMortemDueOn(const Incident &incident, const DueRules &rules, const QTimeZone &zone)
{
    const auto &resolved = incident.time(IncidentTime::Resolved);
    const bool isReal = !incident.drill && incident.resolution.value_or(Resolution::Resolved) == Resolution::Resolved;
    const DueRule &rule = rules.of(incident.severity);
    if (incident.isOpen() || !isReal || !resolved || rule.days == 0) {
        return std::nullopt;
    }
    return rule.after(toDateTime(*resolved, zone).date());
}

Instant proposedMeeting(QDate dueOn, Instant now, const QTimeZone &zone)
{
    QDate day = dueOn;
    while (!isWorkingDay(day)) {
        day = day.addDays(-1);
    }
    if (utcFromZone(day, QTime(usualHour, 0), zone) <= now) {
        day = toDateTime(now, zone).date();
        do {
            day = day.addDays(1);
        } while (!isWorkingDay(day));
    }
    return utcFromZone(day, QTime(usualHour, 0), zone);
}

Result<std::vector<LatePostMortem>> latePostMortems(Transaction &transaction, QDate today)
{
    const Instant since = utcFromZone(today.addDays(-daysLookedBack), QTime(0, 0), QTimeZone::systemTimeZone());
    const auto rules = dueRules(transaction);
    if (!rules) {
        return failure(rules);
    }
    QStringList severities;
    for (const Severity severity : allSeverities) {
        if (rules->of(severity).days > 0) {
            severities << toText(severity);
        }
    }
    if (severities.isEmpty()) {
        return std::vector<LatePostMortem>();
    }
    const auto unfinished = postmortemtable::unfinished(transaction, since, severities);
    if (!unfinished) {
        return failure(unfinished);
    }
    std::vector<LatePostMortem> late;
    for (const auto &[id, owner, meetingAt] : *unfinished) {
        auto found = incident(transaction, id);
        if (!found) {
            return failure(found);
        }
        const auto due = *found ? postMortemDueOn(**found, *rules) : std::nullopt;
        if (!due || *due >= today) {
            continue;
        }
        const auto responsible = owner ? Result<PersonId>(owner) : leaderOf(transaction, id);
        if (!responsible) {
            return failure(responsible);
        }
        late.push_back(
            {.incident = std::move(**found), .dueOn = *due, .owner = *responsible, .isUnscheduled = !meetingAt});
    }
    return late;
}

}  // namespace onlyonce
