// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite.h"

#include "process.h"

#include <sqlite3.h>

namespace onlyonce::bench {

namespace {

void check(sqlite3 *database, bool good, std::string_view what)
{
    if (!good) {
        giveUp(std::string(sqlite3_errmsg(database)) + ": " + std::string(what));
    }
}

}  // namespace

Statement::Statement(sqlite3 *database, std::string_view sql)
{
    const int code = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &m_statement, nullptr);
    check(database, code == SQLITE_OK, sql);
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

void Statement::bind(int parameter, int64_t value)
{
    sqlite3_bind_int64(m_statement, parameter, value);
}

void Statement::bind(int parameter, std::string_view text)
{
    sqlite3_bind_text(m_statement, parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void Statement::bindBytes(int parameter, std::string_view bytes)
{
    sqlite3_bind_blob(m_statement, parameter, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
}

bool Statement::step()
{
    const int code = sqlite3_step(m_statement);
    check(sqlite3_db_handle(m_statement), code == SQLITE_ROW || code == SQLITE_DONE, sqlite3_sql(m_statement));
    if (code == SQLITE_DONE) {
        sqlite3_reset(m_statement);
    }
    return code == SQLITE_ROW;
}

int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::string Statement::text(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement, column);
    return {static_cast<const char *>(bytes), static_cast<size_t>(sqlite3_column_bytes(m_statement, column))};
}

SqliteFile::SqliteFile(const std::string &path)
{
    const int code = sqlite3_open_v2(path.c_str(), &m_database, SQLITE_OPEN_READWRITE, nullptr);
    check(m_database, code == SQLITE_OK, path);
    sqlite3_busy_timeout(m_database, 5000);
}

SqliteFile::~SqliteFile()
{
    sqlite3_close_v2(m_database);
}

void SqliteFile::run(const std::string &sql)
{
    check(m_database, sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sql);
}

int64_t SqliteFile::integer(std::string_view sql)
{
    Statement statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

int64_t SqliteFile::lastId() const
{
    return sqlite3_last_insert_rowid(m_database);
}

}  // namespace onlyonce::bench
