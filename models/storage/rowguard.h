// SPDX-License-Identifier: GPL-3.0-or-later
// Hides rows from people who are not named for them, whatever the statement: the table row_guard says which rows, of
// PostgreSQL the server itself sees to it (policies, resources/migrations/0006_guard.sql). On SQLite a connection that people
// read through gets views under the tables' own names, which come before the tables; the writer, which cannot write through
// views, gets triggers that refuse. Either only once anything is hidden at all: until then it costs one look per call.
#pragma once

#include "models/base/result.h"

struct sqlite3;

namespace onlyonce {

class Connection;

namespace rowguard {

//! Makes the SQL function onlyonce_reader() answer with what stands there, and onlyonce_read_as(READER) write there until the
//! next call: for what the program does for all within a person's change. It answers with what stood there.
void addReaderFunctions(sqlite3 *handle, qint64 *reader);

//! Whether the role that this connection logged in as may see every row.
[[nodiscard]] Result<bool> seesAll(Connection &connection);

//! @name SQLite only.
//! @{
//! Whether there is anything to hide from anybody.
[[nodiscard]] Result<bool> isNeeded(Connection &connection);
//! For the life of the connection; begun in a transaction, until that is rolled back.
[[nodiscard]] Result<> raise(Connection &connection);
//! As whom the guard takes this actor: 0, who sees all, for the program and for sources.
[[nodiscard]] Result<qint64> readerFor(Connection &connection, qint64 actor);
//! @}

}  // namespace rowguard
}  // namespace onlyonce
