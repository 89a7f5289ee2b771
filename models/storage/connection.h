// SPDX-License-Identifier: GPL-3.0-or-later
// One connection to the database, used by the one thread that opened it (asserted). Knows the two engines' settings,
// keeps statements prepared, and turns engine errors into sentences.
#pragma once

#include "models/base/result.h"
#include "models/storage/databaseurl.h"

#include <QHash>
#include <QSqlDatabase>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

class QSqlQuery;
struct sqlite3;

namespace onlyonce {

class Row;
class SqliteStatement;

enum class Access {
    ReadWrite,
    ReadOnly,
    AsItLies,  //!< what the file itself says, without SQLite's locks and log, and without a trace beside it: it may be
               //!< out of date, and torn while somebody writes. PostgreSQL: ReadOnly
};

class Connection
{
public:
    //! SQLite: the file is created when absent (ReadWrite). Writes nothing into one that is there, not even when it is
    //! closed, before claim(). Errors: Invalid for a file that is not ours, NotFound for a missing one (not ReadWrite).
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const DatabaseUrl &url, Access access);
    //! ReadOnly; on a disk where SQLite cannot do even that, because it is full or write-protected, AsItLies, unless the
    //! file has a log, for then that is not all. For short work, because changes to come are not seen.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> openToRead(const DatabaseUrl &url);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] Engine engine() const { return m_url.engine; }
    [[nodiscard]] const DatabaseUrl &url() const { return m_url; }
    [[nodiscard]] Access access() const { return m_access; }

    //! The file is ours, and of a schema that we know. SQLite: readies it for several processes (ReadWrite), and closing
    //! puts the log back into the file from now on. Again is no error.
    [[nodiscard]] Result<> claim();

    //! A write transaction excludes every other writer, in whatever process, until it ends; ids therefore commit in
    //! order. Errors: Busy when another program holds the lock too long.
    [[nodiscard]] Result<> beginWrite();
    [[nodiscard]] Result<> beginRead();
    //! Uncertain when the connection broke while PostgreSQL was committing.
    [[nodiscard]] Result<> commit();
    void rollback();
    //! False after an error made the engine itself roll everything back (disk full) or the connection broke.
    [[nodiscard]] bool inTransaction() const;
    [[nodiscard]] Result<> savepoint();
    [[nodiscard]] Result<> releaseSavepoint();
    [[nodiscard]] Result<> rollbackToSavepoint();

    //! On whose behalf this transaction reads and writes: what is hidden from that actor is as if it were not there. 0: the
    //! program itself, which sees all, as beginRead() and beginWrite() alone do. readFor(): from now on, before savepoint().
    [[nodiscard]] Result<> beginReadFor(qint64 actor);
    [[nodiscard]] Result<> readFor(qint64 actor);

    //! Runs a prepared statement and hands each row to `read`; the number of changed rows.
    [[nodiscard]] Result<qint64> run(const QString &sql, const QVariantList &values,
                                     const std::function<void(const Row &)> &read);
    //! Runs a statement once, unprepared (schema changes, PRAGMA).
    [[nodiscard]] Result<> runOnce(const QString &sql);

    //! SQLite only, from any thread: stops the statement that is running now.
    void interrupt();
    //! SQLite: a number that changes when another connection has committed. PostgreSQL: always 0 (see NOTIFY).
    [[nodiscard]] Result<qint64> dataVersion();
    //! False when the server went away; close and open anew.
    [[nodiscard]] bool isAlive() const;
    [[nodiscard]] sqlite3 *sqliteHandle() const { return m_sqlite; }
    [[nodiscard]] QSqlDatabase &database() { return m_database; }

private:
    Connection(DatabaseUrl url, Access access, QString name);
    void describeSqlite();
    void describePostgres();
    Result<> configure();
    Result<> configureSqlite();
    Result<> beginLog();
    [[nodiscard]] Result<> guardAgainst(qint64 actor);
    void forgetReader();
    //! BEGIN, COMMIT and their like: kept prepared where the engine can.
    [[nodiscard]] Result<> control(const QString &sql);
    Result<qint64> runSqlite(const QString &sql, const QVariantList &values,
                             const std::function<void(const Row &)> &read);
    Result<qint64> runPostgres(const QString &sql, const QVariantList &values,
                               const std::function<void(const Row &)> &read);
    [[nodiscard]] Error describe(const QSqlError &error, const QString &what) const;
    [[nodiscard]] Error describeSqliteError(const QString &what) const;
    void assertThread() const;

    DatabaseUrl m_url;
    Access m_access;
    QString m_name;
    QSqlDatabase m_database;
    sqlite3 *m_sqlite = nullptr;
    //! @name By their text; each of its own engine.
    //! @{
    QHash<QString, std::shared_ptr<SqliteStatement>> m_sqliteStatements;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_postgresStatements;
    //! @}
    bool m_isNew = false;  //!< nobody has written into it yet
    bool m_inTransaction = false;
    //! @name Who reads.
    //! @{
    std::optional<qint64> m_actor = 0;    //!< PostgreSQL: as it was told; nothing while that is not certain
    qint64 m_reader = 0;                  //!< SQLite: as the guard asks
    bool m_isGuarded = false;             //!< SQLite: see rowguard.h
    bool m_readerWaitsForCommit = false;  //!< a rollback takes back what was told or made in this transaction
    //! @}
    std::thread::id m_thread = std::this_thread::get_id();
};

}  // namespace onlyonce
