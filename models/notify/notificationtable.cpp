// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notify/notificationtable.h"

#include "models/base/json.h"

namespace onlyonce::notificationtable {

namespace {

QString select(const QString &rest)
{
    return QStringLiteral(
               "SELECT n.id, n.incident_id, n.person_id, p.name, n.channel, n.reason, n.problem, n.outbox_id, "
               "n.created_at, o.state, o.last_error, o.updated_at, o.payload "
               "FROM notification n LEFT JOIN person p ON p.id = n.person_id "
               "LEFT JOIN outbox o ON o.id = n.outbox_id ")
         + rest;
}

Notification read(const Row &row)
{
    const QJsonObject payload = parseJsonObject(row.text(12).toUtf8()).value_or(QJsonObject());
    return Notification{.id = row.id<NotificationId>(0),
                        .incident = row.id<IncidentId>(1),
                        .person = row.id<PersonId>(2),
                        .personName = row.text(3),
                        .channel = row.text(4),
                        .reason = row.text(5) == toText(NotificationReason::Resolved) ? NotificationReason::Resolved
                                                                                      : NotificationReason::Opened,
                        .problem = row.text(6),
                        .outbox = row.id<OutboxId>(7),
                        .createdAt = row.instant(8),
                        .state = row.isNull(9) ? std::nullopt : std::optional(outboxStateFrom(row.text(9))),
                        .lastError = row.text(10),
                        .updatedAt = row.instant(11),
                        .messageId = payload[u"messageId"].toString()};
}

}  // namespace

Result<std::vector<Notification>> ofIncident(Transaction &transaction, IncidentId incident)
{
    return transaction.all(select(QStringLiteral("WHERE n.incident_id = ? ORDER BY n.id")), read, incident);
}

Result<std::optional<Notification>> byOutbox(Transaction &transaction, OutboxId outbox)
{
    return transaction.one(select(QStringLiteral("WHERE n.outbox_id = ?")), read, outbox);
}

Result<NotificationId> write(Transaction &transaction, const Notification &notification)
{
    return transaction.insert<NotificationId>(
        QStringLiteral(
            "INSERT INTO notification (incident_id, person_id, channel, reason, problem, outbox_id, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (incident_id, person_id, reason, channel) "
            "DO UPDATE SET problem = excluded.problem, outbox_id = excluded.outbox_id, "
            "created_at = excluded.created_at RETURNING id"),
        notification.incident, notification.person, notification.channel, toText(notification.reason),
        notification.problem, notification.outbox, transaction.now());
}

Result<std::vector<IncidentId>> unheard(Transaction &transaction)
{
    return transaction.all(
        QStringLiteral("SELECT DISTINCT n.incident_id FROM notification n WHERE n.person_id IS NULL AND NOT EXISTS "
                       "(SELECT 1 FROM notification h WHERE h.incident_id = n.incident_id AND h.outbox_id IS NOT NULL) "
                       "ORDER BY n.incident_id"),
        [](const Row &row) { return row.id<IncidentId>(0); });
}

}  // namespace onlyonce::notificationtable
