// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of a SQLite database: taken by VACUUM INTO, proven by reading them whole, kept for a while, put back.
// A copy is marked so that delivery is held when it is opened. (PostgreSQL has its own tools for this.)
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"
#include "models/storage/databaseurl.h"

#include <QString>

#include <optional>
#include <vector>

namespace onlyonce {

struct BackupFile
{
    QString path;
    Instant takenAt;
    qint64 bytes = 0;
};

//! Copies the database into `folder` as onlyonce-20261123T051847Z.db, for its owner's eyes. The copy appears under its
//! name only after integrity_check and a read of every table have passed. Blocks; not for the GUI thread.
[[nodiscard]] Result<BackupFile> takeBackup(const DatabaseUrl &source, const QString &folder, Instant now);
//! Newest first.
[[nodiscard]] Result<std::vector<BackupFile>> listBackups(const QString &folder);
//! The newest that was not taken in the future: a clock was wrong then, and what such a copy holds may be old.
[[nodiscard]] Result<std::optional<BackupFile>> newestBackup(const QString &folder, Instant now);
//! Deletes copies older than `keep`, but never the newest three of those that were not taken in the future, so that a
//! clock that runs ahead takes no more than it gives.
[[nodiscard]] Result<int> pruneBackups(const QString &folder, Instant now,
                                       std::chrono::days keep = std::chrono::days{14});
//! integrity_check, foreign_key_check and a full read of every table; Damaged says what is wrong. NotFound, and Invalid
//! for what is no database of ours. A database that is in use is read as well.
[[nodiscard]] Result<> verifyBackup(const QString &path);
//! Writes the copy `from` to `to`, which must not exist yet; verified, delivery held.
[[nodiscard]] Result<> restoreBackup(const QString &from, const QString &to);

}  // namespace onlyonce
