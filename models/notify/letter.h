// SPDX-License-Identifier: GPL-3.0-or-later
// One mail to one person about one incident, as a row of the outbox and a notification, and the end of what called them.
// Only this slice uses it.
#pragma once

#include "models/delivery/connections.h"
#include "models/incidents/timeline.h"
#include "models/notify/notification.h"
#include "models/notify/pagetext.h"

namespace onlyonce {

[[nodiscard]] QString mailChannel();

struct Letter
{
    NotificationReason reason = NotificationReason::Opened;
    PageText text;
    QString replyTo = {};   //!< the message id of the mail that it follows
    TimelineId again = {};  //!< the entry because of which a letter of this reason is sent once more
};

[[nodiscard]] Result<> enqueueMail(Transaction &transaction, const QString &databaseUuid,
                                   const ConnectionRow &connection, const Incident &incident, const Person &person,
                                   const Letter &letter);
[[nodiscard]] Result<NotificationId> writeNotification(Transaction &transaction, const Notification &notification);
[[nodiscard]] Result<> tellNotified(Transaction &transaction, IncidentId incident, const QString &body,
                                    const QJsonObject &data);

//! Somebody is on it: takes back calls that have not gone out. One that is on its way stays.
[[nodiscard]] Result<> heedAcknowledged(Transaction &transaction, const TimelineEntry &entry);
//! Whoever was called for what is over, however it ended, may go back to bed, and reads why; how many those are.
[[nodiscard]] Result<int> standDown(Transaction &transaction, const QString &databaseUuid, const Incident &incident,
                                    const TimelineEntry &end);

}  // namespace onlyonce
