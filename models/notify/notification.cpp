// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/notification.h"

#include "models/base/json.h"
#include "models/base/words.h"
#include "models/notify/notificationtable.h"

namespace onlyonce {

namespace {

constexpr auto reasonWords = wordsFrom(NotificationReason::Opened, "opened", "resolved");

}  // namespace

QString toText(NotificationReason reason)
{
    return reasonWords.of(reason);
}

Result<std::vector<Notification>> notificationsOf(Transaction &transaction, IncidentId incident)
{
    return notificationtable::ofIncident(transaction, incident);
}

QJsonObject toJson(const Notification &notification)
{
    const QString error = notification.problem.isEmpty() ? notification.lastError : notification.problem;
    return {{QStringLiteral("person"), notification.person ? QJsonValue(notification.personName) : QJsonValue()},
            {QStringLiteral("channel"), notification.channel},
            {QStringLiteral("reason"), toText(notification.reason)},
            {QStringLiteral("status"), notification.state ? toText(*notification.state) : QStringLiteral("none")},
            {QStringLiteral("error"), error},
            {QStringLiteral("createdAt"), toIso(notification.createdAt)},
            {QStringLiteral("sentAt"), toJson(notification.sentAt())}};
}

}  // namespace onlyonce
