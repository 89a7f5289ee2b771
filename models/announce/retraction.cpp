// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/retraction.h"

#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/incidents/desk.h"
#include "models/storage/cursors.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

QString follower()
{
    return QStringLiteral("retraction");
}

bool isEnd(const TimelineEntry &entry)
{
    return entry.kind == TimelineKind::StatusChanged && entry.data[u"to"].toString() == toText(IncidentStatus::Closed);
}

//! For each topic that customers can read.
Result<> draftFor(Transaction &transaction, const Incident &incident)
{
    const auto announcements = announcementsOf(transaction, incident.id);
    if (!announcements) {
        return failure(announcements);
    }
    for (const Announcement &each : *announcements) {
        if (std::ranges::none_of(each.posts, &AnnouncementPost::isPublic)) {
            continue;
        }
        const auto body = suggestedRetraction(incident, transaction.now());
        if (!body) {
            return failure(body);
        }
        if (each.posts.back().body == body->trimmed()) {
            continue;  // it is proposed already
        }
        const auto drafted = draftFollowUp(transaction, each.id, AnnouncementStatus::Resolved, *body);
        if (!drafted) {
            return failure(drafted);
        }
        const auto told =
            append(transaction,
                   {.incident = incident.id,
                    .kind = TimelineKind::Other,
                    .body = QCoreApplication::translate(
                        "Announcement", "Customers have read of this false alarm: a retraction is drafted for them. "
                                        "It goes out when somebody has approved it."),
                    .data = {{QStringLiteral("post"), drafted->id.value}}});
        if (!told) {
            return failure(told);
        }
    }
    return {};
}

}  // namespace

Result<bool> draftRetractions(Transaction &transaction, int limit)
{
    const auto position = cursorPosition(transaction, follower());
    const auto entries = position ? timelineAfter(transaction, *position, limit) : failure(position);
    if (!entries || entries->empty()) {
        return entries ? Result<bool>(false) : failure(entries);
    }
    for (const TimelineEntry &entry : *entries) {
        const auto ended = isEnd(entry) ? incident(transaction, entry.incident) : Result<std::optional<Incident>>();
        if (!ended) {
            return failure(ended);
        }
        if (*ended && (*ended)->resolution == Resolution::FalseAlarm) {
            ONLYONCE_TRY(draftFor(transaction, **ended));
        }
    }
    ONLYONCE_TRY(moveCursor(transaction, follower(), entries->back().id.value));
    return entries->size() == size_t(limit);
}

Retractions::Retractions(Database &database, ActorId program, QObject *parent)
    : IndexFollower(
          database, program, {QLatin1StringView("timeline")},
          [](Transaction &transaction) { return draftRetractions(transaction); }, parent)
{
}

}  // namespace onlyonce
