// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes into a file that is open, for whoever keeps the file's place in order by other means than replaceFile().
#pragma once

#include "models/base/result.h"

#include <QFileDevice>

namespace onlyonce {

//! `why` in the system's words. Unavailable.
[[nodiscard]] std::unexpected<Error> unwritten(const QString &name, const QString &why);

//! All of them, out of the program's own buffers. Unavailable says of the file, by `name`, what is wrong, and what to do
//! about a full disk.
[[nodiscard]] Result<> writeAll(QFileDevice &file, const QByteArray &bytes, const QString &name);

//! Brings all that was written in that folder, and below it, to the disk: at once, for thousands of files.
[[nodiscard]] Result<> syncAll(const QString &folder);

}  // namespace onlyonce
