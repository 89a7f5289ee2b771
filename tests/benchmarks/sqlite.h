// SPDX-License-Identifier: GPL-3.0-or-later
// The plain sqlite3 of the baseline and of what looks into a database from outside. Whatever fails ends the program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace onlyonce::bench {

class Statement
{
public:
    Statement(sqlite3 *database, std::string_view sql);
    ~Statement();
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    //! Parameters count from 1. The text stays where it is until the statement has run.
    void bind(int parameter, int64_t value);
    void bind(int parameter, std::string_view text);
    void bindBytes(int parameter, std::string_view bytes);
    //! False after the last row; then it can be bound and run again.
    bool step();
    //! Columns count from 0.
    [[nodiscard]] int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;

private:
    sqlite3_stmt *m_statement = nullptr;
};

class SqliteFile
{
public:
    explicit SqliteFile(const std::string &path);
    ~SqliteFile();
    SqliteFile(const SqliteFile &) = delete;
    SqliteFile &operator=(const SqliteFile &) = delete;

    [[nodiscard]] Statement prepare(std::string_view sql) { return {m_database, sql}; }
    //! Statements without answers, parted by semicolons.
    void run(const std::string &sql);
    [[nodiscard]] int64_t integer(std::string_view sql);
    [[nodiscard]] int64_t lastId() const;

private:
    sqlite3 *m_database = nullptr;
};

}  // namespace onlyonce::bench
