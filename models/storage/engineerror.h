// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine complains of, as a sentence for people and a code that callers decide by.
#pragma once

#include "models/base/result.h"
#include "models/storage/databaseurl.h"

class QSqlError;

namespace onlyonce {

//! `detail` is for the log.
[[nodiscard]] Error sqliteError(const DatabaseUrl &url, const QSqlError &error, const QString &detail);
//! `alive`: the connection to the server still stands.
[[nodiscard]] Error postgresError(const DatabaseUrl &url, const QSqlError &error, const QString &detail, bool alive);

}  // namespace onlyonce
