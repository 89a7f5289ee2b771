// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/letter.h"

#include "models/base/tr.h"
#include "models/delivery/mailintent.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/incidents/naming.h"
#include "models/notify/notificationtable.h"
#include "models/notify/paging.h"

#include <QJsonArray>

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! A page that comes later than this wakes somebody for nothing.
constexpr milliseconds pageLifetime = 30min;

//! Takes back calls that have not gone out. One that is on its way stays.
Result<> takeBack(Transaction &transaction, const std::vector<Notification> &notifications, const QString &reason)
{
    for (const Notification &each : notifications) {
        if (each.reason == NotificationReason::Opened && each.state == OutboxState::Waiting) {
            ONLYONCE_TRY(discardOutbox(transaction, each.outbox, reason));
        }
    }
    return {};
}

}  // namespace

QString mailChannel()
{
    return QStringLiteral("mail");
}

Result<> tellNotified(Transaction &transaction, IncidentId incident, const QString &body, const QJsonObject &data)
{
    auto entry =
        append(transaction, {.incident = incident, .kind = TimelineKind::Notified, .body = body, .data = data});
    if (!entry) {
        return failure(entry);
    }
    return {};
}

Result<NotificationId> writeNotification(Transaction &transaction, const Notification &notification)
{
    auto id = notificationtable::write(transaction, notification);
    if (id) {
        transaction.touch(QStringLiteral("notification"), notification.incident);
    }
    return id;
}

Result<> enqueueMail(Transaction &transaction, const QString &databaseUuid, const ConnectionRow &connection,
                     const Incident &incident, const Person &person, const Letter &letter)
{
    const QString lane = QStringLiteral("%1/person-%2").arg(incident.reference()).arg(person.id.value);
    QString key = QStringLiteral("page/%1/%2").arg(lane, toText(letter.reason));
    if (letter.again) {
        key += QStringLiteral("/%1").arg(letter.again.value);
    }
    const Mail mail{.from = {},
                    .to = {.name = visibleLine(person.name), .address = person.email},
                    .subject = letter.text.subject,
                    .textBody = letter.text.body,
                    .messageId = messageIdFor(databaseUuid, key, connection.settings[u"from"].toString()),
                    .inReplyTo = letter.replyTo,
                    .references = letter.replyTo.isEmpty() ? QStringList() : QStringList{letter.replyTo}};
    const QString title = incident.visibility == Visibility::Restricted ? tr("Mail to %1: %2")
                        : letter.reason == NotificationReason::Opened   ? tr("Mail to %1: %2 opened")
                                                                        : tr("Mail to %1: %2 is over");
    auto outbox = enqueue(transaction, {.kind = pageMailKind(),
                                        .connection = connection.id,
                                        .key = key,
                                        .title = title.arg(person.name, referenceForAll(incident)),
                                        .payload = mailIntent(mail),
                                        .lifetime = pageLifetime,
                                        .incident = incident.id.value,
                                        .lane = lane});
    if (!outbox) {
        return failure(outbox);
    }
    auto id = writeNotification(transaction, {.incident = incident.id,
                                              .person = person.id,
                                              .channel = mailChannel(),
                                              .reason = letter.reason,
                                              .outbox = *outbox});
    if (!id) {
        return failure(id);
    }
    return {};
}

Result<> heedAcknowledged(Transaction &transaction, const TimelineEntry &entry)
{
    auto notifications = notificationsOf(transaction, entry.incident);
    if (!notifications) {
        return failure(notifications);
    }
    return takeBack(transaction, *notifications, tr("%1 has acknowledged the incident.").arg(entry.actorName));
}

Result<int> standDown(Transaction &transaction, const QString &databaseUuid, const Incident &incident,
                      const TimelineEntry &end)
{
    auto notifications = notificationsOf(transaction, incident.id);
    auto connection = defaultConnection(transaction, QStringLiteral("mail"));
    if (!notifications || !connection) {
        return !notifications ? failure(notifications) : failure(connection);
    }
    const QString why = end.data[u"reason"].toString();
    // Everybody reads the queue.
    const bool saysWhy = incident.resolution == Resolution::FalseAlarm && incident.visibility != Visibility::Restricted;
    ONLYONCE_TRY(takeBack(transaction, *notifications,
                          saysWhy ? tr("It was a false alarm: %1").arg(why) : tr("The incident is over.")));
    QStringList names;
    for (const Notification &each : *notifications) {
        const bool wasCalled = each.reason == NotificationReason::Opened
                            && (each.state == OutboxState::Sent || each.state == OutboxState::Sending
                                || each.state == OutboxState::Uncertain);
        const auto told = std::ranges::find_if(*notifications, [&](const Notification &n) {
            return n.person == each.person && n.reason == NotificationReason::Resolved;
        });
        // Who was called once more since then has to be told once more.
        const bool isToldAlready = told != notifications->end() && told->createdAt >= each.createdAt;
        if (!wasCalled || isToldAlready || !*connection) {
            continue;
        }
        auto who = person(transaction, each.person);
        if (!who) {
            return failure(who);
        }
        if (*who && !(*who)->email.isEmpty()) {
            ONLYONCE_TRY(enqueueMail(transaction, databaseUuid, **connection, incident, **who,
                                     {.reason = NotificationReason::Resolved,
                                      .text = overPage(incident, **who, why),
                                      .replyTo = each.messageId,
                                      .again = told == notifications->end() ? TimelineId{} : end.id}));
            names << (*who)->name;
        }
    }
    if (names.isEmpty()) {
        return 0;
    }
    const auto entry = append(transaction, {.incident = incident.id,
                                            .kind = TimelineKind::StoodDown,
                                            .body = tr("Stood down: %1").arg(escapeMarkdown(names.join(tr(", ")))),
                                            .data = {{QStringLiteral("people"), QJsonArray::fromStringList(names)}}});
    return entry ? Result<int>(int(names.size())) : failure(entry);
}

QString pageMailKind()
{
    return QStringLiteral("page.mail");
}

}  // namespace onlyonce
