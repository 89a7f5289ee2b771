// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/paging.h"

#include "models/base/tr.h"
#include "models/delivery/connections.h"
#include "models/documents/markdown.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "models/notify/letter.h"
#include "models/notify/notificationtable.h"
#include "models/storage/cursors.h"

#include <algorithm>

namespace onlyonce {

namespace {

QString follower()
{
    return QStringLiteral("pager");
}

//! Nobody could be told: said once, in the timeline and among the notifications.
Result<> tellNobody(Transaction &transaction, const Incident &incident, const std::vector<Notification> &earlier,
                    const QString &problem)
{
    if (std::ranges::any_of(earlier, [](const Notification &n) { return !n.person; })) {
        return {};
    }
    auto id = writeNotification(transaction, {.incident = incident.id, .problem = problem});
    if (!id) {
        return failure(id);
    }
    return tellNotified(
        transaction, incident.id,
        tr("Nobody was notified: %1 Once this is mended, people are called if the incident is still open and "
           "not acknowledged.")
            .arg(problem),
        {{QStringLiteral("notification"), id->value}});
}

//! Everybody on call who has not been called to this incident yet; `again`: the entry that asks for the others, too.
Result<int> callPeople(Transaction &transaction, const QString &databaseUuid, const Incident &incident,
                       TimelineId again = {})
{
    if (!incident.isOpen() || (!again && incident.time(IncidentTime::Acknowledged))) {
        return 0;
    }
    auto earlier = notificationsOf(transaction, incident.id);
    auto connection = defaultConnection(transaction, QStringLiteral("mail"));
    auto people = peopleOnCall(transaction);
    if (!earlier || !connection || !people) {
        return !earlier ? failure(earlier) : !connection ? failure(connection) : failure(people);
    }
    if (people->empty()) {
        ONLYONCE_TRY(tellNobody(transaction, incident, *earlier, tr("nobody is on call.")));
        return 0;
    }
    if (!*connection) {
        ONLYONCE_TRY(tellNobody(transaction, incident, *earlier, tr("no mail connection is set up.")));
        return 0;
    }
    int queued = 0;
    bool anybody = false;
    for (const Person &each : *people) {
        const auto before = std::ranges::find_if(*earlier, [&](const Notification &n) {
            return n.person == each.id && n.reason == NotificationReason::Opened;
        });
        const bool wasCalled = before != earlier->end() && before->outbox;
        if (wasCalled && (!again || before->state == OutboxState::Waiting)) {
            anybody = true;
            continue;
        }
        if (!each.email.isEmpty()) {
            ONLYONCE_TRY(admitReader(transaction, incident.id, each.id, tr("called")));
            ONLYONCE_TRY(enqueueMail(transaction, databaseUuid, **connection, incident, each,
                                     {.reason = NotificationReason::Opened,
                                      .text = openedPage(incident, each),
                                      .again = wasCalled ? again : TimelineId{}}));
            anybody = true;
            ++queued;
        } else if (before == earlier->end()) {
            const QString problem = tr("there is no mail address for %1.").arg(each.name);
            auto id = writeNotification(
                transaction,
                {.incident = incident.id, .person = each.id, .channel = mailChannel(), .problem = problem});
            if (!id) {
                return failure(id);
            }
            ONLYONCE_TRY(
                tellNotified(transaction, incident.id,
                             tr("%1 was not notified: there is no mail address.").arg(escapeMarkdown(each.name)),
                             {{QStringLiteral("notification"), id->value}}));
        }
    }
    if (!anybody) {
        ONLYONCE_TRY(tellNobody(transaction, incident, *earlier, tr("nobody on call has a mail address.")));
    }
    return queued;
}

bool isOver(const TimelineEntry &entry)
{
    const QString to = entry.data[u"to"].toString();
    return entry.kind == TimelineKind::StatusChanged
        && (to == toText(IncidentStatus::Resolved) || to == toText(IncidentStatus::Closed));
}

//! How many mails an entry led to.
Result<int> heed(Transaction &transaction, const QString &databaseUuid, const TimelineEntry &entry)
{
    if (entry.kind == TimelineKind::Acknowledged) {
        ONLYONCE_TRY(heedAcknowledged(transaction, entry));
        return 0;
    }
    const bool isOpening = entry.kind == TimelineKind::Declared;
    if (!isOpening && !isOver(entry)) {
        return 0;
    }
    auto found = incident(transaction, entry.incident);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return 0;
    }
    return isOpening
             ? callPeople(transaction, databaseUuid, **found, entry.data[u"again"].toBool() ? entry.id : TimelineId{})
             : standDown(transaction, databaseUuid, **found, entry);
}

}  // namespace

Result<Paged> followTimeline(Transaction &transaction, const QString &databaseUuid, int limit)
{
    auto position = cursorPosition(transaction, follower());
    if (!position) {
        return failure(position);
    }
    auto entries = timelineAfter(transaction, *position, limit);
    if (!entries) {
        return failure(entries);
    }
    Paged paged{.entries = int(entries->size())};
    for (const TimelineEntry &entry : *entries) {
        auto queued = heed(transaction, databaseUuid, entry);
        if (!queued) {
            return failure(queued);
        }
        paged.queued += *queued;
    }
    if (!entries->empty()) {
        ONLYONCE_TRY(moveCursor(transaction, follower(), entries->back().id.value));
    }
    return paged;
}

Result<Paged> callAgain(Transaction &transaction, const QString &databaseUuid)
{
    auto unheard = notificationtable::unheard(transaction);
    if (!unheard) {
        return failure(unheard);
    }
    Paged paged;
    for (const IncidentId id : *unheard) {
        auto found = incident(transaction, id);
        if (!found) {
            return failure(found);
        }
        auto queued = *found ? callPeople(transaction, databaseUuid, **found) : Result<int>(0);
        if (!queued) {
            return failure(queued);
        }
        paged.queued += *queued;
    }
    return paged;
}

Result<bool> hasPagesToWrite(Transaction &transaction)
{
    auto position = cursorPosition(transaction, follower());
    if (!position) {
        return failure(position);
    }
    auto entries = timelineAfter(transaction, *position, 1);
    if (!entries) {
        return failure(entries);
    }
    if (!entries->empty()) {
        return true;
    }
    auto unheard = notificationtable::unheard(transaction);
    auto connection = defaultConnection(transaction, QStringLiteral("mail"));
    auto people = peopleOnCall(transaction);
    if (!unheard || !connection || !people) {
        return !unheard ? failure(unheard) : !connection ? failure(connection) : failure(people);
    }
    if (!*connection || std::ranges::all_of(*people, [](const Person &each) { return each.email.isEmpty(); })) {
        return false;
    }
    for (const IncidentId id : *unheard) {
        auto found = incident(transaction, id);
        if (!found) {
            return failure(found);
        }
        if (*found && (*found)->isOpen() && !(*found)->time(IncidentTime::Acknowledged)) {
            return true;
        }
    }
    return false;
}

Result<> pageSettled(Transaction &transaction, const OutboxRow &row)
{
    auto found = notificationtable::byOutbox(transaction, row.id);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return {};
    }
    const Notification &notification = **found;
    const QString who = escapeMarkdown(notification.personName);
    const QString why = escapeMarkdown(row.lastError);
    QString body;
    switch (row.state) {
    case OutboxState::Sent:
        body = notification.reason == NotificationReason::Opened ? tr("Mail to %1 sent").arg(who)
                                                                 : tr("Mail to %1 sent: stand down").arg(who);
        break;
    case OutboxState::Failed:
        body = tr("Mail to %1 failed: %2").arg(who, why);
        break;
    case OutboxState::Uncertain:
        body = tr("It is not known whether the mail to %1 arrived: %2").arg(who, why);
        break;
    case OutboxState::Expired:
        body = tr("Mail to %1 was given up because it could not be sent in time: %2").arg(who, why);
        break;
    case OutboxState::Discarded:
        body = tr("Mail to %1 was not sent: %2").arg(who, why.isEmpty() ? tr("it was discarded") : why);
        break;
    case OutboxState::Waiting:
    case OutboxState::Sending:
        return {};
    }
    transaction.touch(QStringLiteral("notification"), notification.incident);
    return tellNotified(
        transaction, notification.incident, body,
        {{QStringLiteral("notification"), notification.id.value}, {QStringLiteral("state"), toText(row.state)}});
}

}  // namespace onlyonce
