// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/connection.h"

#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/storage/engineerror.h"
#include "models/storage/rowguard.h"
#include "models/storage/sqlitestatement.h"
#include "models/storage/transaction.h"

#include <QSqlError>
#include <QSqlQuery>

#include <sqlite3.h>

namespace onlyonce {

namespace {

// Any constant of our own: the advisory lock that makes PostgreSQL's writers commit in id order.
constexpr qint64 writeLock = 0x4F4E4C594F4E4345;

}  // namespace

Connection::~Connection()
{
    m_sqliteStatements.clear();
    m_postgresStatements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

void Connection::assertThread() const
{
    Q_ASSERT_X(std::this_thread::get_id() == m_thread, "Connection", "used from a thread that does not own it");
}

Result<> Connection::beginWrite()
{
    // Qt's transaction() is deferred on SQLite; its upgrade to a write lock fails at once whatever the busy time-out.
    ONLYONCE_TRY(control(m_url.engine == Engine::Sqlite ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN")));
    m_inTransaction = true;
    if (m_url.engine == Engine::Postgres) {
        auto locked = runOnce(QStringLiteral("SELECT pg_advisory_xact_lock(%1)").arg(writeLock));
        if (!locked) {
            rollback();
            return locked;
        }
    }
    return {};
}

Result<> Connection::beginRead()
{
    ONLYONCE_TRY(control(m_url.engine == Engine::Sqlite
                             ? QStringLiteral("BEGIN")
                             : QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")));
    m_inTransaction = true;
    return {};
}

Result<> Connection::commit()
{
    auto done = control(QStringLiteral("COMMIT"));
    if (done) {
        m_inTransaction = false;
        m_readerWaitsForCommit = false;
        return done;
    }
    if (m_url.engine == Engine::Postgres && !isAlive()) {
        m_inTransaction = false;
        return fail(ErrorCode::Uncertain,
                    tr("The connection to the database broke while it was saving. Check whether the change is there "
                       "before you repeat it."),
                    done.error().detail);
    }
    rollback();
    return done;
}

void Connection::rollback()
{
    if (inTransaction()) {
        if (auto done = control(QStringLiteral("ROLLBACK")); !done) {
            qCWarning(logStorage) << "rollback failed:" << done.error().detail;
        }
    }
    m_inTransaction = false;
    forgetReader();
}

void Connection::forgetReader()
{
    if (std::exchange(m_readerWaitsForCommit, false)) {
        m_actor.reset();
        m_isGuarded = false;
    }
}

Result<> Connection::beginReadFor(qint64 actor)
{
    if (!m_sqlite) {
        ONLYONCE_TRY(readFor(actor));
        return beginRead();
    }
    ONLYONCE_TRY(beginRead());
    if (actor != 0 && !m_isGuarded) {
        // Asked within the snapshot, so that nothing can become restricted between the look and the reading.
        const auto needed = rowguard::isNeeded(*this);
        if (!needed) {
            rollback();
            return failure(needed);
        }
        if (*needed) {
            rollback();  // which would take the views back
            ONLYONCE_TRY(rowguard::raise(*this));
            m_isGuarded = true;
            ONLYONCE_TRY(beginRead());
        }
    }
    return guardAgainst(actor);
}

Result<> Connection::readFor(qint64 actor)
{
    if (m_sqlite) {
        const auto needed = actor != 0 && !m_isGuarded ? rowguard::isNeeded(*this) : Result<bool>(false);
        if (!needed) {
            return failure(needed);
        }
        if (*needed) {
            ONLYONCE_TRY(rowguard::raise(*this));
            m_isGuarded = true;
            m_readerWaitsForCommit = m_inTransaction;
        }
        return guardAgainst(actor);
    }
    if (m_actor != actor) {
        m_actor.reset();
        ONLYONCE_TRY(
            run(QStringLiteral("SELECT set_config('onlyonce.reader', ?, false)"), {QString::number(actor)}, {}));
        m_actor = actor;
        m_readerWaitsForCommit = m_inTransaction;
    }
    return {};
}

Result<> Connection::guardAgainst(qint64 actor)
{
    const auto reader = actor != 0 && m_isGuarded ? rowguard::readerFor(*this, actor) : Result<qint64>(0);
    if (!reader) {
        return failure(reader);
    }
    m_reader = *reader;
    return {};
}

bool Connection::inTransaction() const
{
    return m_sqlite ? sqlite3_get_autocommit(m_sqlite) == 0 : m_inTransaction && isAlive();
}

Result<> Connection::savepoint()
{
    return control(QStringLiteral("SAVEPOINT call"));
}

Result<> Connection::releaseSavepoint()
{
    return control(QStringLiteral("RELEASE SAVEPOINT call"));
}

Result<> Connection::rollbackToSavepoint()
{
    ONLYONCE_TRY(control(QStringLiteral("ROLLBACK TO SAVEPOINT call")));
    return releaseSavepoint();
}

Result<qint64> Connection::run(const QString &sql, const QVariantList &values,
                               const std::function<void(const Row &)> &read)
{
    assertThread();
    return m_sqlite ? runSqlite(sql, values, read) : runPostgres(sql, values, read);
}

Result<qint64> Connection::runSqlite(const QString &sql, const QVariantList &values,
                                     const std::function<void(const Row &)> &read)
{
    auto &known = m_sqliteStatements[sql];
    if (!known) {
        known = SqliteStatement::prepare(m_sqlite, sql);
        if (!known) {
            m_sqliteStatements.remove(sql);
            return std::unexpected(describeSqliteError(sql));
        }
    }
    // Kept alive on its own: a nested run() may rehash the statements.
    const std::shared_ptr<SqliteStatement> statement = known;
    int code = statement->bind(values) ? SQLITE_ROW : SQLITE_ERROR;
    const Row row(statement->handle());
    while (code == SQLITE_ROW && (code = statement->step()) == SQLITE_ROW) {
        if (read) {
            read(row);
        }
    }
    if (code != SQLITE_DONE) {
        const Error error = describeSqliteError(sql);
        statement->reset();
        return std::unexpected(error);
    }
    statement->reset();
    return sqlite3_changes64(m_sqlite);
}

Result<qint64> Connection::runPostgres(const QString &sql, const QVariantList &values,
                                       const std::function<void(const Row &)> &read)
{
    auto &statement = m_postgresStatements[sql];
    if (!statement) {
        auto fresh = std::make_shared<QSqlQuery>(m_database);
        fresh->setForwardOnly(true);
        if (!fresh->prepare(sql)) {
            const Error error = describe(fresh->lastError(), sql);
            m_postgresStatements.remove(sql);
            return std::unexpected(error);
        }
        statement = fresh;
    }
    const std::shared_ptr<QSqlQuery> query = statement;
    for (int i = 0; i < values.size(); ++i) {
        query->bindValue(i, values.at(i));
    }
    if (!query->exec()) {
        // The statement stays prepared: PostgreSQL cannot free one inside a transaction that has failed.
        const Error error = describe(query->lastError(), sql);
        query->finish();
        return std::unexpected(error);
    }
    if (query->isSelect() || read) {
        const Row row(*query);
        while (query->next()) {
            if (read) {
                read(row);
            }
        }
        if (query->lastError().isValid()) {
            const Error error = describe(query->lastError(), sql);
            query->finish();
            return std::unexpected(error);
        }
    }
    const qint64 changed = query->numRowsAffected();
    query->finish();  // an unfinished RETURNING makes the commit fail
    return changed;
}

Result<> Connection::runOnce(const QString &sql)
{
    assertThread();
    QSqlQuery query(m_database);
    if (!query.exec(sql)) {
        return std::unexpected(describe(query.lastError(), sql));
    }
    return {};
}

Result<> Connection::control(const QString &sql)
{
    if (m_url.engine == Engine::Postgres) {
        return runOnce(sql);  // it prepares no such statements, least of all in a transaction that has failed
    }
    const auto done = run(sql, {}, {});
    return done ? Result<>() : failure(done);
}

void Connection::interrupt()
{
    if (m_sqlite) {
        sqlite3_interrupt(m_sqlite);
    }
}

Result<qint64> Connection::dataVersion()
{
    qint64 version = 0;
    if (m_sqlite) {
        ONLYONCE_TRY(
            run(QStringLiteral("PRAGMA data_version"), {}, [&version](const Row &row) { version = row.integer(0); }));
    }
    return version;
}

bool Connection::isAlive() const
{
    return m_database.isOpen();
}

Error Connection::describe(const QSqlError &error, const QString &what) const
{
    const QString detail = QStringLiteral("%1 [%2] %3").arg(error.text(), error.nativeErrorCode(), what.simplified());
    return m_url.engine == Engine::Sqlite ? sqliteError(m_url, error, detail)
                                          : postgresError(m_url, error, detail, isAlive());
}

Error Connection::describeSqliteError(const QString &what) const
{
    const auto text = QString::fromUtf8(sqlite3_errmsg(m_sqlite));
    const auto code = QString::number(sqlite3_extended_errcode(m_sqlite));
    return describe(QSqlError(text, {}, QSqlError::StatementError, code), what);
}

}  // namespace onlyonce
