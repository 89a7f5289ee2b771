// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/notification.h"

#include "models/base/json.h"
#include "models/notify/notificationtable.h"

namespace onlyonce {

QString toText(NotificationReason reason)
{
    switch (reason) {
    case NotificationReason::Opened:
        return QStringLiteral("opened");
    case NotificationReason::Resolved:
        return QStringLiteral("resolved");
    }
    return {};
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
