// SPDX-License-Identifier: GPL-3.0-or-later
// Ends in the tables alert and alert_event that no payload told of. Only alertend.cpp uses it.
#pragma once

#include "models/alerts/alert.h"
#include "models/storage/transaction.h"

namespace onlyonce::alertendtable {

struct Lapsed
{
    AlertId id;
    Instant at;  //!< when it would have had to be told again
    Instant lastReceivedAt;
};

//! Those whose promised time is over.
[[nodiscard]] Result<std::vector<Lapsed>> lapsed(Transaction &transaction, int limit);
//! Those of a source that were not told again for so long.
[[nodiscard]] Result<std::vector<Lapsed>> untold(Transaction &transaction, const QString &source, milliseconds limit,
                                                 int most);
//! Ends it with its event; false when it was over already. `by` is null when nobody did it.
[[nodiscard]] Result<bool> end(Transaction &transaction, AlertId id, Instant at, const QString &reason, ActorId by);

}  // namespace onlyonce::alertendtable
