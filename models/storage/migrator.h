// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a database to the program's schema. There is no separate "create": a fresh database runs every migration,
// each atomic with its version number. Files: resources/migrations/NNNN_name.sql, statements separated by a line "--;",
// first line "-- level: N" (the compatibility level: within a level migrations only add, so older programs go on).
// A statement below a line "--sqlite" or "--postgresql" is for that engine alone: full-text search differs wholly.
#pragma once

#include "models/base/result.h"
#include "models/storage/connection.h"

#include <QString>

#include <functional>
#include <vector>

namespace onlyonce {

class Clock;
class Transaction;

struct Migration
{
    int version = 0;
    int level = 0;
    QString name;
    QString sql;  //!< with {id}, {int64} and {bytes}, which alone differ per engine
};

using Migrations = std::vector<Migration>;

enum class RaiseLevel { Refuse, Allow };

//! The migrations that were compiled in, in order.
[[nodiscard]] Result<Migrations> ownMigrations();

//! TooNew when the database has a higher level than ours. Writes nothing.
[[nodiscard]] Result<> checkLevel(Connection &connection, const Migrations &migrations);
//! Nothing is left to be done by migrate(). Writes nothing.
[[nodiscard]] Result<bool> isUpToDate(Connection &connection, const Migrations &migrations);

//! Claims the connection and brings it up to date. Errors: TooNew; Conflict (the level of a shared database would be raised
//! without `RaiseLevel::Allow`; run "onlyonce migrate"); what `beforeRaise` says; until here nothing is touched. Internal
//! (a migration failed: it was rolled back whole).
[[nodiscard]] Result<> migrate(Connection &connection, const Migrations &migrations, const Clock &clock,
                               RaiseLevel raise = RaiseLevel::Refuse,
                               const std::function<Result<>(Transaction &)> &beforeRaise = {});

}  // namespace onlyonce
