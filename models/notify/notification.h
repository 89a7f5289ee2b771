// SPDX-License-Identifier: GPL-3.0-or-later
// Who was to be told of an incident, how, and what became of it.
#pragma once

#include "models/catalog/people.h"
#include "models/delivery/outbox.h"
#include "models/incidents/incident.h"

#include <QJsonObject>

namespace onlyonce {

using NotificationId = Id<struct NotificationTag>;

enum class NotificationReason {
    Opened,    //!< there is an incident: come
    Resolved,  //!< stand down; only to those who were called
};
[[nodiscard]] QString toText(NotificationReason reason);

struct Notification
{
    NotificationId id;
    IncidentId incident;
    PersonId person;  //!< none: nobody could be told, and `problem` says why
    QString personName;
    QString channel;  //!< "mail"; empty without a person
    NotificationReason reason = NotificationReason::Opened;
    QString problem;  //!< why nothing was enqueued for this person; empty when something was
    OutboxId outbox;
    Instant createdAt;

    //! @name Of the outbox row, if there is one.
    //! @{
    std::optional<OutboxState> state;
    QString lastError;
    Instant updatedAt;
    QString messageId;  //!< of the mail
    //! @}

    [[nodiscard]] std::optional<Instant> sentAt() const
    {
        return state == OutboxState::Sent ? std::optional(updatedAt) : std::nullopt;
    }
};

//! In the order in which they were written.
[[nodiscard]] Result<std::vector<Notification>> notificationsOf(Transaction &transaction, IncidentId incident);

//! {"person": name or null, "channel", "reason": "opened" or "resolved", "status": an outbox state or "none", "error",
//!  "createdAt", "sentAt"}
[[nodiscard]] QJsonObject toJson(const Notification &notification);

}  // namespace onlyonce
