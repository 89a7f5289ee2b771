// SPDX-License-Identifier: GPL-3.0-or-later
// A database of every earlier schema becomes one of today's, and says the same as before. tests/data/storage/schema-N.sql
// is a database as version N of the schema left it (sqlite3's .dump of it, the application's id in front); a release that
// adds a migration adds the one before it here.
#include "models/incidents/desk.h"
#include "models/incidents/timeline.h"
#include "models/postmortem/record.h"
#include "support/testdatabase.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sqlite3.h>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

//! The schema in words: what there is, and how it was declared.
Result<QStringList> schemaOf(Connection &connection)
{
    QStringList lines;
    const auto read = [&lines](const Row &row) {
        lines += u"%1 %2: %3"_s.arg(row.text(0), row.text(1), row.text(2)).simplified();
    };
    const QString sql =
        connection.engine() == Engine::Sqlite
            ? u"SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"_s
            : u"SELECT 'column', table_name || '.' || column_name, data_type || ' ' || is_nullable || ' ' || "
              "coalesce(column_default, '') || ' ' || is_identity FROM information_schema.columns WHERE table_schema = "
              "current_schema() UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = "
              "current_schema() UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint "
              "WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2, 3"_s;
    auto done = connection.run(sql, {}, read);
    if (!done) {
        return failure(done);
    }
    return lines;
}

Result<QStringList> schemaOf(const DatabaseUrl &url)
{
    auto connection = Connection::open(url, Access::ReadOnly);
    return connection ? schemaOf(**connection) : failure(connection);
}

//! Makes a file of what sqlite3's .dump has printed; why not, otherwise.
QByteArray load(const QString &dump, const QString &path)
{
    QFile file(dump);
    if (!file.open(QIODevice::ReadOnly)) {
        return file.errorString().toUtf8();
    }
    sqlite3 *handle = nullptr;
    char *error = nullptr;
    sqlite3_open(QFile::encodeName(path).constData(), &handle);
    sqlite3_exec(handle, file.readAll().constData(), nullptr, nullptr, &error);
    const QByteArray why(error);
    sqlite3_free(error);
    sqlite3_close(handle);
    return why;
}

}  // namespace

class TestUpgrade : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVersionLeadsToToday_data() { TestDatabase::addEngines(); }
    void everyVersionLeadsToToday();
    void everyEarlierSchemaIsKept();
    void whatWasThereIsThere_data();
    void whatWasThereIsThere();
};

void TestUpgrade::everyVersionLeadsToToday()
{
    TestDatabase fresh;
    fresh.open();
    fresh.close();
    REQUIRE_VALUE(today, schemaOf(fresh.url()));
    QVERIFY(today.size() > 20);
    REQUIRE_VALUE(all, ownMigrations());
    for (size_t version = 1; version < all.size(); ++version) {
        TestDatabase earlier;
        {
            const Migrations until(all.begin(), all.begin() + qsizetype(version));
            REQUIRE_VALUE(before, Database::open({.url = earlier.url(),
                                                  .clock = &earlier.clock,
                                                  .migrations = until,
                                                  .stateFolder = earlier.folder()}));
        }
        REQUIRE_VALUE(then, schemaOf(earlier.url()));
        QVERIFY(then != today);
        earlier.open();
        earlier.close();
        REQUIRE_VALUE(now, schemaOf(earlier.url()));
        QCOMPARE(now, today);
    }
}

void TestUpgrade::everyEarlierSchemaIsKept()
{
    REQUIRE_VALUE(all, ownMigrations());
    QStringList expected;
    for (size_t i = 0; i + 1 < all.size(); ++i) {
        expected += u"schema-%1.sql"_s.arg(all[i].version);
    }
    QCOMPARE(QDir(QStringLiteral(ONLYONCE_TEST_DATA "/storage")).entryList({u"schema-*.sql"_s}, QDir::Files), expected);
}

//! Each of these files holds the same two incidents.
void TestUpgrade::whatWasThereIsThere_data()
{
    QTest::addColumn<QString>("dump");
    const QDir folder(QStringLiteral(ONLYONCE_TEST_DATA "/storage"));
    for (const QFileInfo &file : folder.entryInfoList({u"schema-*.sql"_s}, QDir::Files)) {
        QTest::newRow(qPrintable(file.fileName())) << file.filePath();
    }
}

void TestUpgrade::whatWasThereIsThere()
{
    QFETCH(const QString, dump);
    TestDatabase database(Engine::Sqlite);
    QCOMPARE(load(dump, database.url().path), QByteArray());
    database.open();
    REQUIRE_VALUE(all, await(database->read([](Transaction &t) { return incidents(t, {}, 10); })));
    QCOMPARE(all.size(), 2U);
    const Incident &older = all[1];
    QCOMPARE(older.number, 1);
    QCOMPARE(older.severity, Severity::Sev1);
    QCOMPARE(older.status, IncidentStatus::Identified);
    QCOMPARE(older.services, QStringList{u"search"_s});
    QVERIFY(older.time(IncidentTime::Acknowledged));
    REQUIRE_VALUE(entries, await(database->read([&](Transaction &t) { return timelineOf(t, older.id); })));
    const auto told = [&entries](TimelineKind kind) { return std::ranges::count(entries, kind, &TimelineEntry::kind); };
    QCOMPARE(told(TimelineKind::AlertFired), 1);
    QCOMPARE(told(TimelineKind::AlertResolved), 1);
    QCOMPARE(told(TimelineKind::Note), 1);
    // What is counted since is counted for what was there before, too.
    REQUIRE_VALUE(firing, await(database->read([](Transaction &t) {
                      return t.all(u"SELECT firing_count FROM incident ORDER BY id"_s,
                                   [](const Row &row) { return row.integer(0); });
                  })));
    QCOMPARE(firing, (std::vector<qint64>{0, 2}));
    REQUIRE_VALUE(record, await(database->read([&](Transaction &t) { return postMortemRecord(t, older.id); })));
    QVERIFY(record);
    QCOMPARE(record->roots().size(), 1U);
    QCOMPARE(record->countermeasures.size(), 1U);
}

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_upgrade.moc"
