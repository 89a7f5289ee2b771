// SPDX-License-Identifier: GPL-3.0-or-later
// What people decide about deliveries and connections, with their permission checked. The functions of the delivery slice
// itself check nothing, because it stands below the roles; commands and views come through here.
#pragma once

#include "models/catalog/actor.h"
#include "models/delivery/connections.h"

namespace onlyonce {

//! @name Commanders and up: what goes out again, or never, may concern customers. Errors as in outbox.h.
//! @{
[[nodiscard]] Result<> retryDelivery(Transaction &transaction, OutboxId id);
[[nodiscard]] Result<> discardDelivery(Transaction &transaction, OutboxId id, const QString &reason = {});
//! @}

//! @name Administrators.
//! @{

//! After a restore, a copy or a move: everything that waits goes out now. See releaseOutbox().
[[nodiscard]] Result<> releaseHeldDelivery(Transaction &transaction);
//! See saveConnection(). Write the secrets into the secret store first.
[[nodiscard]] Result<ConnectionId> setUpConnection(Transaction &transaction, const ConnectionRow &row);
//! @}

}  // namespace onlyonce
