// SPDX-License-Identifier: GPL-3.0-or-later
// The one way to read and to write a file (the database has its own). What is reported as written is there, whole, on
// the disk: a full disk shows only when buffered data leave the program, and QSaveFile alone then puts an empty file in
// place of a good one and reports success.
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

namespace onlyonce {

//! A file whole, or what a pipe or a device gives until it ends. Unavailable says why it cannot be read; Invalid if it is
//! longer than `most`, and no more than that is ever held.
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 most);
[[nodiscard]] Result<QByteArray> readStandardInput(qint64 most);

//! Of a file that was not there before. `Anybody` is what the umask makes of it.
enum class Readers { Owner, Anybody };

//! Replaces a file, or leaves it as it was. `Owner` also takes other people's rights to an older one away. What is no
//! ordinary file (a pipe, a terminal) is written into. Unavailable says which file and why.
[[nodiscard]] Result<> replaceFile(const QString &path, const QByteArray &bytes, Readers readers = Readers::Anybody);
//! To the standard output; Unavailable when not all of it could be written.
[[nodiscard]] Result<> writeStandardOutput(const QByteArray &bytes);
//! A new and empty file that only its owner may read, for others to fill. Conflict when there is one.
[[nodiscard]] Result<> makePrivateFile(const QString &path);
//! What is missing of the way to a folder, for its owner only; what is there keeps its permissions.
[[nodiscard]] Result<> makePrivateFolder(const QString &path);
//! Brings the file's content, or the folder's list of names, to the disk.
[[nodiscard]] Result<> syncToDisk(const QString &path);

}  // namespace onlyonce
