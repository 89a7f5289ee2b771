// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/lists/postmortemfacet.h"

#include "models/postmortem/due/duedate.h"
#include "models/postmortem/lists/postmortemfacettable.h"

namespace onlyonce {

namespace {

using postmortemfacettable::DueBefore;

//! Whoever recovered before then is late. By when one is due never runs backwards from day to day.
Result<std::vector<DueBefore>> lateness(Transaction &transaction)
{
    const auto rules = dueRules(transaction);
    if (!rules) {
        return failure(rules);
    }
    const QTimeZone zone = QTimeZone::systemTimeZone();
    const QDate today = toDateTime(transaction.now(), zone).date();
    std::vector<DueBefore> before;
    for (const Severity severity : allSeverities) {
        const DueRule &rule = rules->of(severity);
        if (rule.days == 0) {
            continue;
        }
        QDate day = today;
        while (rule.after(day) >= today) {
            day = day.addDays(-1);
        }
        before.push_back({severity, utcFromZone(day.addDays(1), QTime(0, 0), zone)});
    }
    return before;
}

}  // namespace

Result<std::vector<IncidentFacet>> postMortemFacets(Transaction &transaction, const IncidentFilter &filter)
{
    if (filter.postMortems.empty()) {
        return std::vector<IncidentFacet>();
    }
    const auto late = lateness(transaction);
    if (!late) {
        return failure(late);
    }
    return std::vector{postmortemfacettable::facetOf(filter.postMortems, *late)};
}

}  // namespace onlyonce
