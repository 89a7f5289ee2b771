// SPDX-License-Identifier: GPL-3.0-or-later
// A prepared statement on SQLite's own handle. Through QSqlQuery the intake's writer spent as long on handing values over
// as SQLite did on storing them.
#pragma once

#include <QByteArray>
#include <QString>
#include <QVariantList>

#include <memory>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace onlyonce {

//! Used by the thread of its connection, and gone before the connection is closed. What fails is told by
//! sqlite3_extended_errcode() of the handle.
class SqliteStatement
{
public:
    //! nullptr when SQLite does not understand it.
    [[nodiscard]] static std::unique_ptr<SqliteStatement> prepare(sqlite3 *handle, const QString &sql);
    ~SqliteStatement();
    SqliteStatement(const SqliteStatement &) = delete;
    SqliteStatement &operator=(const SqliteStatement &) = delete;

    //! False when there are more values than places, one is too long for SQLite, or is not as toSql() makes them.
    [[nodiscard]] bool bind(const QVariantList &values);
    //! SQLITE_ROW, SQLITE_DONE, or an error.
    [[nodiscard]] int step();
    //! Ready for the next values; an unfinished one would keep its transaction open.
    void reset();

    [[nodiscard]] sqlite3_stmt *handle() const { return m_statement; }

private:
    explicit SqliteStatement(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }

    sqlite3_stmt *m_statement;
    std::vector<QByteArray> m_texts;  //!< what is bound points into these
};

}  // namespace onlyonce
