// SPDX-License-Identifier: GPL-3.0-or-later
// What this start of the program was told and finds on this machine: database, settings file, who is sitting here.
#pragma once

#include "models/base/settings.h"
#include "models/catalog/actor.h"
#include "models/storage/database.h"

#include <QStringList>

namespace onlyonce {

struct Environment
{
    DatabaseUrl database;
    QString configPath;
    Missing missing = Missing::Make;  //!< what becomes of a database file that is not there

    [[nodiscard]] SettingsFile settings() const { return SettingsFile(configPath); }
    //! Beside the settings: secrets for which no keychain answers.
    [[nodiscard]] QString secretsPath() const;
    //! Where nightly copies go.
    [[nodiscard]] QString backupFolder() const;
    //! Whose name changes carry on SQLite: the settings' profile, else the user of this machine. PostgreSQL knows itself
    //! who has logged in.
    [[nodiscard]] Result<QString> profile() const;
};

//! From `--database` and `--config`, else the defaults.
[[nodiscard]] Result<Environment> environmentFrom(const QString &database, const QString &config);

//! Opens the database and finds (or makes) the person who sits here.
struct Opened
{
    std::unique_ptr<Database> database;
    Actor person;
    Actor program;
};
[[nodiscard]] Result<Opened> openDatabase(const Environment &environment, RaiseLevel raise = RaiseLevel::Refuse);
//! For questions alone: nobody has to be known there, and nothing is written unless it must be (see Database::open()).
[[nodiscard]] Result<std::unique_ptr<Database>> openToRead(const Environment &environment);

}  // namespace onlyonce
