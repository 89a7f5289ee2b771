// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/followup.h"

#include "app/demo/moment.h"
#include "models/incidents/lists/incidentlist.h"
#include "models/insights/recurrence.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! On a working day: nobody meets on a Sunday.
Result<> planMeeting(Transaction &transaction, const PostMortem &about, const QJsonObject &moment)
{
    const QTimeZone zone = QTimeZone::systemTimeZone();
    QDate day = toDateTime(transaction.now(), zone).date().addDays(moment.value(QStringLiteral("inDays")).toInt());
    while (day.dayOfWeek() > Qt::Friday) {
        day = day.addDays(1);
    }
    const QTime time = QTime::fromString(text(moment, "time"), QStringLiteral("HH:mm"));
    const auto planned = setPostMortemMeeting(transaction, about.id, utcFromZone(day, time, zone), about.version);
    return planned ? Result<>() : failure(planned);
}

Result<> moveOn(Transaction &transaction, const PostMortem &about, const QJsonObject &moment)
{
    const auto wanted = postMortemStatusFrom(text(moment, "to"));
    const auto moved = wanted ? setPostMortemStatus(transaction, about.id, *wanted, about.version) : failure(wanted);
    return moved ? Result<>() : failure(moved);
}

Result<> sayAgain(Transaction &transaction, IncidentId incident, const QString &title)
{
    const auto all = incidents(transaction, {.order = IncidentOrder::Oldest}, KeyPage{.limit = 100});
    if (!all) {
        return failure(all);
    }
    const auto past = std::ranges::find_if(*all, [&](const Incident &each) { return each.title.contains(title); });
    return past == all->end() ? fail(ErrorCode::NotFound, QStringLiteral("no incident is called “%1”").arg(title))
                              : confirmRecurrence(transaction, incident, past->id);
}

}  // namespace

bool isFollowUp(const QString &what)
{
    return QStringList{QStringLiteral("meeting"), QStringLiteral("stage"), QStringLiteral("sameAgain")}.contains(what);
}

Result<> tellFollowUp(Transaction &transaction, IncidentId incident, const QJsonObject &moment)
{
    if (text(moment, "do") == QStringLiteral("sameAgain")) {
        return sayAgain(transaction, incident, text(moment, "as"));
    }
    const auto about = openPostMortem(transaction, incident);
    if (!about) {
        return failure(about);
    }
    return text(moment, "do") == QStringLiteral("meeting") ? planMeeting(transaction, *about, moment)
                                                           : moveOn(transaction, *about, moment);
}

}  // namespace onlyonce
