// SPDX-License-Identifier: GPL-3.0-or-later
// What was queued for customers when its incident became one for named people alone: it goes out no more by itself.
#pragma once

#include "models/delivery/outbox.h"

namespace onlyonce {

//! Deliveries for customers.
struct HeldBack
{
    int held = 0;      //!< waited, and do not go out
    int underWay = 0;  //!< on their way at this very moment: they may arrive, and are not tried again
    int gone = 0;      //!< went out before
};

//! Of an incident, those whose kind begins with "forum.". What waits is discarded, and whatever did not arrive is refused (Denied)
//! to whoever retries it, with `why`: it has to be published anew where it was written. Not by permission; audited.
[[nodiscard]] Result<HeldBack> holdBackPublic(Transaction &transaction, qint64 incident, const QString &why);
//! The same of what colleagues were to read of it in a mail: those whose kind begins with "comment." or
//! "review.".
[[nodiscard]] Result<HeldBack> holdBackWords(Transaction &transaction, qint64 incident, const QString &why);
//! Why this row never goes out any more, for people; empty when it was not held back.
[[nodiscard]] QString heldBackReason(const OutboxRow &row);

}  // namespace onlyonce
