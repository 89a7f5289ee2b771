// SPDX-License-Identifier: GPL-3.0-or-later
// Is this database where it was, and as far as it was, when it was last open here? If it was restored, copied or moved,
// every delivery is held until a person has looked: nothing old may go out a second time.
#pragma once

#include "models/storage/transaction.h"

namespace onlyonce {

struct Identity
{
    QString uuid;  //!< made when the database was; a copy has the same
    bool held = false;
    QString heldReason;
};

//! In a write transaction at opening: makes the uuid, compares place and generation with what the database and this
//! machine (a small file per database in `stateFolder`) remember, and holds delivery if they disagree.
[[nodiscard]] Result<Identity> recognise(Transaction &transaction, const DatabaseUrl &url, const QString &stateFolder);

//! Holds or releases delivery by hand. Both are audited. Conflict: a sealed database cannot be released.
[[nodiscard]] Result<> holdDelivery(Transaction &transaction, const QString &reason);
[[nodiscard]] Result<> releaseDelivery(Transaction &transaction);
//! Seals a database for good, the demo's: nothing leaves it, whoever opens it and whatever a person releases. `except`
//! names the one process that may still deliver, until it seals again without it.
[[nodiscard]] Result<> sealDelivery(Transaction &transaction, const QString &except = {});
[[nodiscard]] Result<bool> isSealed(Transaction &transaction, const QString &process = {});
//! Empty when delivery runs for `process`; else the reason for people. Sealed counts as held.
[[nodiscard]] Result<QString> heldReason(Transaction &transaction, const QString &process = {});

//! Counts up with every delivery; returns the new value, for this machine's memory.
[[nodiscard]] Result<qint64> advanceGeneration(Transaction &transaction);
void rememberGeneration(const QString &stateFolder, const QString &uuid, qint64 generation);

//! "$XDG_STATE_HOME/onlyonce/databases"
[[nodiscard]] QString defaultStateFolder();

}  // namespace onlyonce
