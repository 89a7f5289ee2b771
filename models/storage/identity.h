// SPDX-License-Identifier: GPL-3.0-or-later
// Is this database where it was, and as far as it was, when it was last open here? If it was restored, copied or moved,
// every delivery is held until a person has looked: nothing old may go out a second time.
#pragma once

#include "models/storage/transaction.h"

namespace onlyonce {

struct Identity
{
    QString uuid;        //!< made when the database was; a copy has the same. Empty before that
    QString place;       //!< where it lies now, as a hash: machine, path and inode; PostgreSQL's cluster and timeline
    QString suspicion;   //!< why it may be a copy, or put back from one, if nobody has noticed yet; empty if it is not
    QString heldReason;  //!< empty while delivery runs
};

//! Identity::uuid alone.
[[nodiscard]] Result<QString> databaseUuid(Transaction &transaction);

//! Writes nothing: compares place and generation with what the database and this machine (a small file per database and
//! place in `stateFolder`) remember.
[[nodiscard]] Result<Identity> identify(Transaction &transaction, const DatabaseUrl &url, const QString &stateFolder);
//! The same in a write transaction at opening: makes the uuid, and holds delivery if there is a suspicion.
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
void rememberGeneration(const QString &stateFolder, const Identity &identity, qint64 generation);

//! What `file` says, else what Qt finds (which looks at D-Bus's copy first, and that one survives a cloned machine).
[[nodiscard]] QByteArray machineId(const QString &file = QStringLiteral("/etc/machine-id"));

//! "$XDG_STATE_HOME/onlyonce/databases"
[[nodiscard]] QString defaultStateFolder();

}  // namespace onlyonce
