// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `notification`. Only this slice uses it.
#pragma once

#include "models/notify/notification.h"

namespace onlyonce::notificationtable {

[[nodiscard]] Result<std::vector<Notification>> ofIncident(Transaction &transaction, IncidentId incident);
[[nodiscard]] Result<std::optional<Notification>> byOutbox(Transaction &transaction, OutboxId outbox);
//! A row per incident, person, reason and channel: the same again replaces problem and outbox. Rows without a person
//! always add.
[[nodiscard]] Result<NotificationId> write(Transaction &transaction, const Notification &notification);
//! Incidents of which nobody could be told, and nobody has been since.
[[nodiscard]] Result<std::vector<IncidentId>> unheard(Transaction &transaction);

}  // namespace onlyonce::notificationtable
