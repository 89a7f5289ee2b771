// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a database to the program's schema. There is no separate "create": a fresh database runs every migration,
// each atomic with its version number. Files: resources/migrations/NNNN_name.sql, statements separated by a line "--;",
// first line "-- level: N" (the compatibility level: within a level migrations only add, so older programs go on).
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

//! Errors: TooNew (a higher level than ours; nothing touched), Conflict (the level of a shared database would be raised
//! without `RaiseLevel::Allow`; run "onlyonce migrate"), Internal (a migration failed: it was rolled back whole).
[[nodiscard]] Result<> migrate(Connection &connection, const Migrations &migrations, const Clock &clock,
                               RaiseLevel raise = RaiseLevel::Refuse,
                               const std::function<Result<>(Transaction &)> &beforeRaise = {});

}  // namespace onlyonce
