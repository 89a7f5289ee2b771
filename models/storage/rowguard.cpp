// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/rowguard.h"

#include "models/storage/connection.h"
#include "models/storage/transaction.h"

#include <sqlite3.h>

#include <map>
#include <utility>
#include <vector>

namespace onlyonce::rowguard {

namespace {

//! A column whose row is hidden when it is one of a kind's ids.
struct Guarded
{
    QString table;
    QString column;
    QString kind;
};

void reader(sqlite3_context *context, int, sqlite3_value **)
{
    sqlite3_result_int64(context, *static_cast<const qint64 *>(sqlite3_user_data(context)));
}

void readAs(sqlite3_context *context, int, sqlite3_value **values)
{
    auto *who = static_cast<qint64 *>(sqlite3_user_data(context));
    sqlite3_result_int64(context, std::exchange(*who, sqlite3_value_int64(values[0])));
}

Result<std::vector<Guarded>> guarded(Connection &connection)
{
    std::vector<Guarded> all;
    const auto done =
        connection.run(QStringLiteral("SELECT table_name, column_name, kind FROM main.row_guard ORDER BY table_name"),
                       {}, [&](const Row &row) { all.push_back({row.text(0), row.text(1), row.text(2)}); });
    return done ? Result<std::vector<Guarded>>(std::move(all)) : failure(done);
}

//! hidden_KIND: the ids that the reader may not see.
Result<> makeHidden(Connection &connection)
{
    ONLYONCE_TRY(connection.runOnce(
        QStringLiteral("CREATE TEMP VIEW hidden_incident (id) AS SELECT incident_id FROM main.incident_reader "
                       "WHERE onlyonce_reader() <> 0 EXCEPT SELECT r.incident_id FROM main.incident_reader r "
                       "JOIN main.actor a ON a.person_id = r.person_id WHERE a.id = onlyonce_reader()")));
    std::vector<std::pair<QString, QString>> kinds;
    const auto read = connection.run(QStringLiteral("SELECT kind, query FROM main.row_hidden"), {},
                                     [&](const Row &row) { kinds.emplace_back(row.text(0), row.text(1)); });
    if (!read) {
        return failure(read);
    }
    for (auto &[kind, query] : kinds) {
        query.replace(QStringLiteral("{main}"), QStringLiteral("main."));
        query.replace(QStringLiteral("{hidden}"), QStringLiteral("SELECT id FROM temp.hidden_incident"));
        ONLYONCE_TRY(connection.runOnce(QStringLiteral("CREATE TEMP VIEW hidden_%1 (id) AS %2").arg(kind, query)));
    }
    return {};
}

Result<> makeViews(Connection &connection, const std::vector<Guarded> &all)
{
    std::map<QString, QStringList> conditions;
    for (const Guarded &each : all) {
        conditions[each.table]
            << QStringLiteral("(%1 IS NULL OR %1 NOT IN (SELECT id FROM temp.hidden_%2))").arg(each.column, each.kind);
    }
    for (const auto &[table, parts] : conditions) {
        ONLYONCE_TRY(connection.runOnce(QStringLiteral("CREATE TEMP VIEW %1 AS SELECT * FROM main.%1 WHERE %2")
                                            .arg(table, parts.join(QStringLiteral(" AND ")))));
    }
    return {};
}

Result<> makeTriggers(Connection &connection, const std::vector<Guarded> &all)
{
    for (const Guarded &each : all) {
        for (const auto &[change, rows] :
             {std::pair(QStringLiteral("INSERT"), QStringList{QStringLiteral("NEW")}),
              std::pair(QStringLiteral("UPDATE"), QStringList{QStringLiteral("OLD"), QStringLiteral("NEW")}),
              std::pair(QStringLiteral("DELETE"), QStringList{QStringLiteral("OLD")})}) {
            QStringList hidden;
            for (const QString &row : rows) {
                hidden << QStringLiteral("%1.%2 IN (SELECT id FROM temp.hidden_%3)").arg(row, each.column, each.kind);
            }
            ONLYONCE_TRY(connection.runOnce(
                QStringLiteral("CREATE TEMP TRIGGER guard_%1_%2_%3 BEFORE %3 ON main.%1 WHEN onlyonce_reader() <> 0 "
                               "AND (%4) BEGIN SELECT RAISE(ABORT, 'hidden'); END")
                    .arg(each.table, each.column, change, hidden.join(QStringLiteral(" OR ")))));
        }
    }
    return {};
}

}  // namespace

void addReaderFunctions(sqlite3 *handle, qint64 *who)
{
    sqlite3_create_function_v2(handle, "onlyonce_reader", 0, SQLITE_UTF8, who, &reader, nullptr, nullptr, nullptr);
    sqlite3_create_function_v2(handle, "onlyonce_read_as", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, who, &readAs, nullptr,
                               nullptr, nullptr);
}

Result<bool> seesAll(Connection &connection)
{
    if (connection.engine() == Engine::Sqlite) {
        return true;
    }
    bool sees = true;
    const auto read = [&sees](const Row &row) { sees = row.flag(0); };
    auto done = connection.run(QStringLiteral("SELECT to_regproc('onlyonce_reader') IS NULL"), {}, read);
    if (done && !sees) {  // a schema that has a guard
        done = connection.run(QStringLiteral("SELECT onlyonce_reader() = 0"), {}, read);
    }
    return done ? Result<bool>(sees) : failure(done);
}

Result<bool> isNeeded(Connection &connection)
{
    bool needed = false;
    const auto done = connection.run(QStringLiteral("SELECT 1 FROM main.incident_reader LIMIT 1"), {},
                                     [&needed](const Row &) { needed = true; });
    return done ? Result<bool>(needed) : failure(done);
}

Result<> raise(Connection &connection)
{
    const auto all = guarded(connection);
    if (!all) {
        return failure(all);
    }
    if (connection.access() == Access::ReadWrite) {
        ONLYONCE_TRY(makeHidden(connection));
        return makeTriggers(connection, *all);
    }
    ONLYONCE_TRY(connection.runOnce(QStringLiteral("PRAGMA query_only = OFF")));
    const auto hidden = makeHidden(connection);
    const auto made = hidden ? makeViews(connection, *all) : hidden;
    ONLYONCE_TRY(connection.runOnce(QStringLiteral("PRAGMA query_only = ON")));
    return made;
}

Result<qint64> readerFor(Connection &connection, qint64 actor)
{
    qint64 reader = actor;
    const auto done =
        connection.run(QStringLiteral("SELECT 0 FROM main.actor WHERE id = ? AND kind IN ('program', 'source')"),
                       {toSql(actor)}, [&reader](const Row &row) { reader = row.integer(0); });
    return done ? Result<qint64>(reader) : failure(done);
}

}  // namespace onlyonce::rowguard
