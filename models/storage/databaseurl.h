// SPDX-License-Identifier: GPL-3.0-or-later
// Where a database is: what `--database` says.
#pragma once

#include "models/base/result.h"

#include <QString>

namespace onlyonce {

enum class Engine { Sqlite, Postgres };

struct DatabaseUrl
{
    Engine engine = Engine::Sqlite;
    QString path;  //!< SQLite: the file, absolute
    QString host;  //!< PostgreSQL: host name, or the folder of its socket
    int port = 5432;
    QString user;
    QString password;
    QString name;
    QString schema;   //!< PostgreSQL: optional, from `?schema=`; the search path is set to it
    QString sslMode;  //!< PostgreSQL: from `?sslmode=`; empty leaves it to libpq

    //! A file path, or postgresql://[user[:password]@]host[:port]/name[?schema=…&sslmode=…&host=/socket/folder].
    [[nodiscard]] static Result<DatabaseUrl> parse(const QString &text);
    //! "$XDG_DATA_HOME/onlyonce/onlyonce.db"
    [[nodiscard]] static QString defaultPath();
    //! For people and logs: never with the password.
    [[nodiscard]] QString display() const;
};

}  // namespace onlyonce
