// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/impact.h"
#include "models/postmortem/proposals/proposals.h"

#include <algorithm>
#include <tuple>

namespace onlyonce {

namespace {

bool isLost(const QString &level)
{
    return level == toText(ImpactLevel::Degraded) || level == toText(ImpactLevel::PartialOutage)
        || level == toText(ImpactLevel::FullOutage);
}

struct LostSince
{
    QString level;
    Instant since;
};

}  // namespace

std::vector<TimeLost> timeLost(const Incident &incident, const std::vector<TimelineEntry> &timeline)
{
    using Where = std::pair<QString, QString>;
    std::map<Where, LostSince> running;
    std::map<std::tuple<QString, QString, QString>, milliseconds> lost;
    const auto end = [&](const Where &where, Instant until) {
        const auto found = running.find(where);
        if (found == running.end()) {
            return;
        }
        if (until > found->second.since) {
            lost[{where.first, where.second, found->second.level}] += until - found->second.since;
        }
        running.erase(found);
    };
    for (const TimelineEntry &entry : timeline) {
        if (entry.kind != TimelineKind::Impact || entry.visibility == Visibility::Restricted) {
            continue;
        }
        const Where where(entry.data.value(QLatin1StringView("service")).toString(),
                          entry.data.value(QLatin1StringView("dataCentre")).toString());
        const QString level = entry.data.value(QLatin1StringView("to")).toString();
        end(where, entry.happenedAt);
        if (!where.first.isEmpty() && isLost(level)) {
            running[where] = {.level = level, .since = entry.happenedAt};
        }
    }
    const auto &mitigated = incident.time(IncidentTime::Mitigated);
    const auto until = mitigated ? mitigated : incident.time(IncidentTime::Resolved);
    while (until && !running.empty()) {
        end(Where(running.begin()->first), *until);
    }
    std::vector<TimeLost> all;
    for (const auto &[what, lasted] : lost) {
        const auto &[service, dataCentre, level] = what;
        all.push_back({.service = service, .dataCentre = dataCentre, .level = level, .lasted = lasted});
    }
    std::ranges::stable_sort(all, std::greater(), &TimeLost::lasted);
    return all;
}

}  // namespace onlyonce
