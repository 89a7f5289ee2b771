// SPDX-License-Identifier: GPL-3.0-or-later
// What a store sees of the database: bound statements inside one transaction. SQL text stands only in *table.cpp files,
// in this slice and in migrations; values are always bound, never pasted.
#pragma once

#include "models/base/clock.h"
#include "models/base/id.h"
#include "models/base/result.h"
#include "models/storage/changefeed.h"
#include "models/storage/databaseurl.h"

#include <QByteArray>
#include <QVariant>

#include <optional>
#include <type_traits>
#include <vector>

class QSqlQuery;
struct sqlite3_stmt;

namespace onlyonce {

class Connection;

using ActorId = Id<struct ActorTag>;

//! @name How C++ values are bound. A null QString is the empty text; NULL is std::nullopt.
//! @{
inline QVariant toSql(qint64 value)
{
    return QVariant::fromValue(value);
}
inline QVariant toSql(int value)
{
    return QVariant::fromValue(qint64{value});
}
inline QVariant toSql(bool value)
{
    return QVariant::fromValue(qint64{value ? 1 : 0});
}
inline QVariant toSql(const QString &value)
{
    return value.isNull() ? QVariant(QLatin1StringView("")) : QVariant(value);
}
inline QVariant toSql(QLatin1StringView value)
{
    return QString(value);
}
inline QVariant toSql(const QByteArray &value)
{
    return value.isNull() ? QVariant(QByteArray("")) : QVariant(value);
}
inline QVariant toSql(Instant value)
{
    return QVariant::fromValue(toMillis(value));
}
inline QVariant toSql(std::nullopt_t)
{
    return {};
}
template <typename Tag>
QVariant toSql(Id<Tag> id)
{
    return id ? QVariant::fromValue(id.value) : QVariant();
}
template <typename T>
QVariant toSql(const std::optional<T> &value)
{
    return value ? toSql(*value) : QVariant();
}
//! @}

//! One row of an answer; columns count from 0, in the order of the SELECT. A column that is NULL reads as 0 or as empty.
class Row
{
public:
    explicit Row(const QSqlQuery &query)
        : m_query(&query)
    {
    }
    explicit Row(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;
    [[nodiscard]] Instant instant(int column) const { return fromMillis(integer(column)); }
    [[nodiscard]] std::optional<Instant> maybeInstant(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(instant(column));
    }
    template <typename IdType>
    [[nodiscard]] IdType id(int column) const
    {
        return IdType{integer(column)};
    }

private:
    const QSqlQuery *m_query = nullptr;  //!< PostgreSQL
    sqlite3_stmt *m_statement = nullptr;
};

//! Would everything else that is written now fail for the same reason? Then there is no use in trying the parts of a
//! change one by one.
[[nodiscard]] bool concernsAll(ErrorCode code);

//! Lives for one call on a database thread. Never keep one.
class Transaction
{
public:
    Transaction(Connection &connection, ActorId actor, Instant now);
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    [[nodiscard]] Engine engine() const;
    //! The moment of the call: one value for everything that it writes.
    [[nodiscard]] Instant now() const { return m_now; }
    //! Who does it; goes into the audit trail and the timeline.
    [[nodiscard]] ActorId actor() const { return m_actor; }

    //! Runs a statement; the number of rows it changed.
    template <typename... Values>
    Result<qint64> exec(const QString &sql, const Values &...values)
    {
        return run(sql, {toSql(values)...}, {});
    }
    //! The same with values gathered at run time.
    Result<qint64> execList(const QString &sql, const QVariantList &values) { return run(sql, values, {}); }

    //! `INSERT … RETURNING id`: the new row's id.
    template <typename IdType, typename... Values>
    Result<IdType> insert(const QString &sql, const Values &...values)
    {
        IdType id;
        auto done = run(sql, {toSql(values)...}, [&id](const Row &row) { id = row.id<IdType>(0); });
        if (!done) {
            return failure(done);
        }
        return id;
    }

    //! Every row through `read` (const Row & -> T).
    template <typename Read, typename... Values>
    auto all(const QString &sql, Read &&read, const Values &...values)
    {
        return allList(sql, std::forward<Read>(read), {toSql(values)...});
    }
    template <typename Read>
    auto allList(const QString &sql, Read &&read, const QVariantList &values)
        -> Result<std::vector<std::invoke_result_t<Read, const Row &>>>
    {
        std::vector<std::invoke_result_t<Read, const Row &>> rows;
        auto done = run(sql, values, [&](const Row &row) { rows.push_back(read(row)); });
        if (!done) {
            return failure(done);
        }
        return rows;
    }

    //! The first row, if there is one; none is not an error.
    template <typename Read, typename... Values>
    auto one(const QString &sql, Read &&read, const Values &...values)
        -> Result<std::optional<std::invoke_result_t<Read, const Row &>>>
    {
        std::optional<std::invoke_result_t<Read, const Row &>> found;
        auto done = run(sql, {toSql(values)...}, [&](const Row &row) {
            if (!found) {
                found = read(row);
            }
        });
        if (!done) {
            return failure(done);
        }
        return found;
    }

    //! Runs `work(*this) -> Result<T>` so that its error takes back what it wrote and nothing else of this call, which may
    //! then go on; unless the error concernsAll().
    template <typename Work>
    auto attempt(Work work) -> std::invoke_result_t<Work, Transaction &>
    {
        ONLYONCE_TRY(beginAttempt());
        auto result = work(*this);
        ONLYONCE_TRY(endAttempt(result ? nullptr : &result.error()));
        return result;
    }

    //! Tells everybody who watches this table, after the commit, that the row changed.
    void touch(const QString &table, qint64 id) { m_changes.rows.push_back({table, id}); }
    template <typename Tag>
    void touch(const QString &table, Id<Tag> id)
    {
        touch(table, id.value);
    }

    //! What was touched; taken by the writer when the call succeeded.
    [[nodiscard]] Changes takeChanges() { return std::exchange(m_changes, {}); }

private:
    Result<> beginAttempt();
    Result<> endAttempt(const Error *error);
    Result<qint64> run(const QString &sql, const QVariantList &values, const std::function<void(const Row &)> &read);

    Connection &m_connection;
    ActorId m_actor;
    Instant m_now;
    Changes m_changes;
};

}  // namespace onlyonce
