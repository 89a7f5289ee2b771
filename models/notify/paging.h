// SPDX-License-Identifier: GPL-3.0-or-later
// From the timeline to mails: an opened incident calls everybody on call, once each, and once more only when it is reopened
// with that wish; acknowledging it takes back what has not gone out; however it ends, those who were called are stood down. Each function works in the caller's write transaction
// and only writes rows: sending is the outbox's affair.
#pragma once

#include "models/notify/notification.h"

namespace onlyonce {

//! Intent::kind of every page by mail.
[[nodiscard]] QString pageMailKind();

struct Paged
{
    int entries = 0;  //!< how many were read; as many as the limit means that more may wait
    int queued = 0;   //!< mails
};

//! One step: reads at most `limit` timeline entries past the cursor "pager", acts on them, moves the cursor.
//! `databaseUuid`: Database::uuid(), for the message ids.
[[nodiscard]] Result<Paged> followTimeline(Transaction &transaction, const QString &databaseUuid, int limit = 200);
//! Calls people to open incidents of which nobody could be told when they opened (no mail connection, nobody on call).
[[nodiscard]] Result<Paged> callAgain(Transaction &transaction, const QString &databaseUuid);
//! Whether one of the two has something to do.
[[nodiscard]] Result<bool> hasPagesToWrite(Transaction &transaction);

//! For DeliveryRunner::onSettled(pageMailKind(), …): the timeline tells what became of the mail.
[[nodiscard]] Result<> pageSettled(Transaction &transaction, const OutboxRow &row);

}  // namespace onlyonce
