// SPDX-License-Identifier: GPL-3.0-or-later
// How a connection is opened: whose file it is, before anything is done to it.
#include "models/base/files.h"
#include "models/base/tr.h"
#include "models/storage/connection.h"
#include "models/storage/rowguard.h"
#include "models/storage/sqlitestatement.h"
#include "models/storage/transaction.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QThread>
#include <QUrl>

#include <sqlite3.h>

#include <atomic>
#include <chrono>

using namespace std::chrono_literals;

namespace onlyonce {

namespace {

// "ONLY" in ASCII: tells our files from any other program's SQLite databases (PRAGMA application_id).
constexpr qint64 applicationId = 0x4F4E4C59;

//! In place of SQLite's lower(), which knows ASCII alone: PostgreSQL's knows every script, and both are to find the same.
void lower(sqlite3_context *context, int, sqlite3_value **values)
{
    const auto *text = static_cast<const char16_t *>(sqlite3_value_text16(*values));
    if (!text) {
        sqlite3_result_null(context);
        return;
    }
    const QString lowered =
        QStringView(text, sqlite3_value_bytes16(*values) / qsizetype{sizeof(char16_t)}).toString().toLower();
    sqlite3_result_text16(context, lowered.utf16(), int(lowered.size() * qsizetype{sizeof(char16_t)}),
                          SQLITE_TRANSIENT);
}

//! What can be told without opening the file. Nobody but SQLite may open a database: closing any descriptor of a file
//! drops all of this process's locks on it (POSIX), and the next program to leave would then delete the log under us
//! (sqlite.org/howtocorrupt.html, 2.2). SQLite itself refuses what is no database, before it writes.
Result<> checkFile(const DatabaseUrl &url, Access access)
{
    const QFileInfo file(url.path);
    if (!file.exists()) {
        if (access == Access::ReadWrite) {
            return makePrivateFolder(file.absolutePath());
        }
        return fail(ErrorCode::NotFound, tr("There is no database at %1. Check the name.").arg(url.path));
    }
    if (file.isDir()) {
        return fail(ErrorCode::Invalid, tr("%1 is a folder, not a database file.").arg(url.path));
    }
    if (!file.isReadable()) {
        return fail(ErrorCode::Unavailable,
                    tr("The database %1 cannot be opened. Check its permissions.").arg(url.path));
    }
    return {};
}

constexpr std::chrono::milliseconds busyTimeout = 5s;

QString nextName()
{
    static std::atomic<int> counter = 0;
    return QStringLiteral("onlyonce-%1").arg(++counter);
}

}  // namespace

Connection::Connection(DatabaseUrl url, Access access, QString name)
    : m_url(std::move(url))
    , m_access(access)
    , m_name(std::move(name))
{
}

Result<std::unique_ptr<Connection>> Connection::open(const DatabaseUrl &url, Access access)
{
    auto connection = std::unique_ptr<Connection>(new Connection(url, access, nextName()));
    if (url.engine == Engine::Sqlite) {
        ONLYONCE_TRY(checkFile(url, access));
        connection->m_isNew = !QFileInfo::exists(url.path);
        // Whose file is it? Merely to read another program's file may change it: SQLite undoes what a crash has left
        // half done, and leaves a log beside it.
        if (access != Access::AsItLies && !connection->m_isNew) {
            auto look = open(url, Access::AsItLies);
            if (!look && look.error().code == ErrorCode::Invalid) {
                return look;
            }
        }
        connection->describeSqlite();
    } else {
        connection->describePostgres();
    }
    if (!connection->m_database.isValid()) {
        return fail(ErrorCode::Unavailable,
                    tr("Qt's database driver for %1 is missing. Install it with app/setup.").arg(url.display()));
    }
    if (!connection->m_database.open()) {
        return std::unexpected(connection->describe(connection->m_database.lastError(), QStringLiteral("open")));
    }
    ONLYONCE_TRY(connection->configure());
    return connection;
}

Result<std::unique_ptr<Connection>> Connection::openToRead(const DatabaseUrl &url)
{
    auto connection = open(url, Access::ReadOnly);
    const bool mayLie =
        !connection && url.engine == Engine::Sqlite
        && (connection.error().code == ErrorCode::Unavailable || connection.error().code == ErrorCode::Denied)
        && QFileInfo(url.path + QStringLiteral("-wal")).size() == 0;
    return mayLie ? open(url, Access::AsItLies) : std::move(connection);
}

void Connection::describeSqlite()
{
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeout.count());
    if (m_access == Access::AsItLies) {
        const QByteArray address = QUrl::fromLocalFile(m_url.path).toEncoded(QUrl::FullyEncoded);
        m_database.setDatabaseName(QString::fromLatin1(address + "?immutable=1"));
        options += QStringLiteral(";QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI");
    } else {
        m_database.setDatabaseName(m_url.path);
    }
    m_database.setConnectOptions(options);
}

void Connection::describePostgres()
{
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), m_name);
    m_database.setHostName(m_url.host);
    m_database.setPort(m_url.port);
    m_database.setUserName(m_url.user);
    m_database.setPassword(m_url.password);
    m_database.setDatabaseName(m_url.name);
    // A server that is silent for ten seconds is gone: what was sent to it would else be waited for a quarter of an hour.
    QString options =
        QStringLiteral("connect_timeout=5;tcp_user_timeout=10000;keepalives_idle=20;keepalives_interval=5;"
                       "keepalives_count=3;application_name=onlyonce");
    if (!m_url.sslMode.isEmpty()) {
        options += QStringLiteral(";sslmode=") + m_url.sslMode;
    }
    m_database.setConnectOptions(options);
}

Result<> Connection::configure()
{
    if (m_url.engine == Engine::Sqlite) {
        return configureSqlite();
    }
    if (!m_url.schema.isEmpty()) {
        QString quoted = m_url.schema;
        quoted.replace(QLatin1Char('"'), QStringLiteral("\"\""));
        ONLYONCE_TRY(runOnce(QStringLiteral("SET search_path TO \"%1\"").arg(quoted)));
    }
    ONLYONCE_TRY(runOnce(QStringLiteral("SET client_min_messages TO warning")));
    return m_access == Access::ReadWrite ? Result<>() : runOnce(QStringLiteral("SET statement_timeout TO '30s'"));
}

Result<> Connection::configureSqlite()
{
    const QVariant handle = m_database.driver()->handle();
    m_sqlite = *static_cast<sqlite3 *const *>(handle.constData());
    sqlite3_create_function_v2(m_sqlite, "lower", 1, SQLITE_UTF16 | SQLITE_DETERMINISTIC, nullptr, &lower, nullptr,
                               nullptr, nullptr);
    rowguard::addReaderFunctions(m_sqlite, &m_reader);
    sqlite3_db_config(m_sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (m_isNew) {
        QFile::setPermissions(m_url.path, QFile::ReadOwner | QFile::WriteOwner);  // the log takes its mode from here
    }

    qint64 id = 0;
    const auto readId = [&id](const Row &row) { id = row.integer(0); };
    ONLYONCE_TRY(run(QStringLiteral("PRAGMA application_id"), {}, readId));
    m_isNew = id != applicationId;
    if (m_isNew) {  // of our own nothing is asked: to answer, SQLite reads the whole schema
        qint64 tables = 0;
        ONLYONCE_TRY(run(QStringLiteral("SELECT count(*) FROM sqlite_master"), {},
                         [&tables](const Row &row) { tables = row.integer(0); }));
        if (tables > 0) {
            return fail(
                ErrorCode::Invalid,
                tr("%1 is a database of another program. It was left untouched; choose another file.").arg(m_url.path));
        }
    }
    m_sqliteStatements.clear();
    if (m_access == Access::ReadWrite) {
        ONLYONCE_TRY(runOnce(QStringLiteral("PRAGMA synchronous = FULL")));
        ONLYONCE_TRY(runOnce(QStringLiteral("PRAGMA foreign_keys = ON")));
        ONLYONCE_TRY(runOnce(QStringLiteral("PRAGMA secure_delete = ON")));  // what is redacted leaves the file
        // 16 MiB of log instead of 4: in a storm the same pages of the indexes change again and again, and each is
        // copied home once per checkpoint.
        ONLYONCE_TRY(runOnce(QStringLiteral("PRAGMA wal_autocheckpoint = 4000")));
    } else {
        ONLYONCE_TRY(runOnce(QStringLiteral("PRAGMA query_only = ON")));
    }
    ONLYONCE_TRY(runOnce(QStringLiteral("PRAGMA temp_store = MEMORY")));
    return runOnce(m_access == Access::ReadWrite ? QStringLiteral("PRAGMA cache_size = -32000")
                                                 : QStringLiteral("PRAGMA cache_size = -8000"));
}

// For the file alone, which the mode of the journal is changed with, SQLite does not always wait as it does for other
// locks (two who wait for each other would wait for ever): where several open a new file at once, one is sent away.
Result<> Connection::beginLog()
{
    const QDeadlineTimer enough(busyTimeout);
    for (;;) {
        auto begun = runOnce(QStringLiteral("PRAGMA journal_mode = WAL"));
        if (begun || begun.error().code != ErrorCode::Busy || enough.hasExpired()) {
            return begun;
        }
        QThread::msleep(10);
    }
}

Result<> Connection::claim()
{
    if (!m_sqlite) {
        return {};
    }
    if (m_access == Access::ReadWrite) {
        if (m_isNew) {
            ONLYONCE_TRY(runOnce(QStringLiteral("PRAGMA application_id = %1").arg(applicationId)));
        }
        ONLYONCE_TRY(beginLog());
    }
    m_isNew = false;
    sqlite3_db_config(m_sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    return {};
}

}  // namespace onlyonce
