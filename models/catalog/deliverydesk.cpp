// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalog/deliverydesk.h"

namespace onlyonce {

Result<> retryDelivery(Transaction &transaction, OutboxId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Announce));
    return retryOutbox(transaction, id);
}

Result<> discardDelivery(Transaction &transaction, OutboxId id, const QString &reason)
{
    ONLYONCE_TRY(require(transaction, Permission::Announce));
    return discardOutbox(transaction, id, reason);
}

Result<> releaseHeldDelivery(Transaction &transaction)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    return releaseOutbox(transaction);
}

Result<ConnectionId> setUpConnection(Transaction &transaction, const ConnectionRow &row)
{
    ONLYONCE_TRY(require(transaction, Permission::Administer));
    return saveConnection(transaction, row);
}

}  // namespace onlyonce
