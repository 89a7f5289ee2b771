// SPDX-License-Identifier: GPL-3.0-or-later
// The promises of the database door: what is answered stands, what fails leaves nothing, who did it is known.
#include "models/storage/backup.h"
#include "models/storage/cursors.h"
#include "models/storage/journal.h"
#include "support/fulldisk.h"
#include "support/testdatabase.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <fcntl.h>
#include <sys/fsuid.h>
#include <unistd.h>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Result<> put(Transaction &transaction, const QString &key, const QString &value)
{
    auto done = transaction.exec(u"INSERT INTO meta (key, value) VALUES (?, ?)"_s, key, value);
    if (!done) {
        return failure(done);
    }
    transaction.touch(u"meta"_s, 0);
    return {};
}

Result<QStringList> keys(Transaction &transaction)
{
    auto rows = transaction.all(u"SELECT key FROM meta WHERE key LIKE 't%' ORDER BY key"_s,
                                [](const Row &row) { return row.text(0); });
    if (!rows) {
        return failure(rows);
    }
    return QStringList(rows->begin(), rows->end());
}

Result<std::unique_ptr<Database>> openAt(const QString &path, const QString &state)
{
    return Database::open({.url = DatabaseUrl::parse(path).value(), .stateFolder = state});
}

Result<> probe(Transaction &transaction, qint64 number)
{
    return recordChange(transaction, {.entity = u"probe"_s, .entityId = number, .field = u"n"_s});
}

//! How many probes there are, and the largest.
Result<std::pair<qint64, qint64>> probes(Transaction &transaction)
{
    auto row = transaction.one(u"SELECT count(*), max(entity_id) FROM audit WHERE entity = 'probe'"_s,
                               [](const Row &r) { return std::pair(r.integer(0), r.integer(1)); });
    if (!row) {
        return failure(row);
    }
    return row->value();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestStorage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAndReads_data() { TestDatabase::addEngines(); }
    void writesAndReads();
    void oneFailureOfAGroupLeavesTheOthers_data() { TestDatabase::addEngines(); }
    void oneFailureOfAGroupLeavesTheOthers();
    void bindsEveryKindOfValue_data() { TestDatabase::addEngines(); }
    void bindsEveryKindOfValue();
    void idsAreNeverReused_data() { TestDatabase::addEngines(); }
    void idsAreNeverReused();
    void changesAreTold_data() { TestDatabase::addEngines(); }
    void changesAreTold();
    void changesOfOtherProcessesAreTold_data() { TestDatabase::addEngines(); }
    void changesOfOtherProcessesAreTold();
    void journalKeepsWhoAndWhat_data() { TestDatabase::addEngines(); }
    void journalKeepsWhoAndWhat();
    void migratesStepByStep_data() { TestDatabase::addEngines(); }
    void migratesStepByStep();
    void failedMigrationLeavesThePreviousState_data() { TestDatabase::addEngines(); }
    void failedMigrationLeavesThePreviousState();
    void newerLevelIsRefused_data() { TestDatabase::addEngines(); }
    void newerLevelIsRefused();
    void raisingALevel_data() { TestDatabase::addEngines(); }
    void raisingALevel();
    void twoProcessesOpenAFreshDatabaseAtOnce_data() { TestDatabase::addEngines(); }
    void twoProcessesOpenAFreshDatabaseAtOnce();
    void cancelledQuestionIsNotAnswered();
    void runningQuestionIsInterrupted();
    void foreignFilesAreRefusedUntouched_data();
    void foreignFilesAreRefusedUntouched();
    void damagedPagesAreNamed();
    void lockedFile();
    void readOnlyFile();
    void fullDisk();
    void lostServerComesBack();
    void aLostServerIsToldToWhoeverOnlyLooks();
    void copiedOrRestoredHoldsDelivery();
    void otherTimelineOrDatabaseHoldsDelivery();
    void backupIsProvenAndRestores();
    void whatIsNoCopyIsNamed();
    void aFullDiskOfCopiesIsNotTheDatabases();
    void damagedBackupIsRefused();
    void backupsAreKeptFourteenDays();
    void otherProcessesComeAndGo_data() { TestDatabase::addEngines(); }
    void otherProcessesComeAndGo();
    void killedWhileWritingLosesNothing_data() { TestDatabase::addEngines(); }
    void killedWhileWritingLosesNothing();
};

void TestStorage::writesAndReads()
{
    TestDatabase database;
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t1"_s, u"one"_s); })));
    REQUIRE_VALUE(found, await(database->read(keys)));
    QCOMPARE(found, QStringList{u"t1"_s});
    database.close();
    REQUIRE_VALUE(again, await(database->read(keys)));
    QCOMPARE(again, QStringList{u"t1"_s});
}

void TestStorage::oneFailureOfAGroupLeavesTheOthers()
{
    TestDatabase database;
    // A slow first call lets the others gather into one group behind it.
    auto first = database->write({}, [](Transaction &t) {
        std::this_thread::sleep_for(100ms);
        return put(t, u"t0"_s, {});
    });
    auto good = database->write({}, [](Transaction &t) { return put(t, u"t1"_s, {}); });
    auto bad = database->write({}, [](Transaction &t) -> Result<> {
        ONLYONCE_TRY(put(t, u"t2"_s, {}));
        return put(t, u"t1"_s, {});  // the key is taken
    });
    auto refused = database->write({}, [](Transaction &t) -> Result<> {
        ONLYONCE_TRY(put(t, u"t3"_s, {}));
        return fail(ErrorCode::Denied, u"no"_s);
    });
    auto last = database->write({}, [](Transaction &t) { return put(t, u"t4"_s, {}); });
    REQUIRE_OK(await(first));
    REQUIRE_OK(await(good));
    QCOMPARE(await(bad).error().code, ErrorCode::Conflict);
    QCOMPARE(await(refused).error().code, ErrorCode::Denied);
    REQUIRE_OK(await(last));
    REQUIRE_VALUE(found, await(database->read(keys)));
    QCOMPARE(found, (QStringList{u"t0"_s, u"t1"_s, u"t4"_s}));
}

void TestStorage::bindsEveryKindOfValue()
{
    TestDatabase database;
    const QByteArray bytes("\0\x01\xff'\\\"", 6);
    const Instant late = fromMillis(253'402'300'799'999);  // the last millisecond of 9999
    REQUIRE_VALUE(id, await(database->write({}, [&](Transaction &t) {
                      return t.insert<Id<struct AnyTag>>(
                          u"INSERT INTO payload (source, received_at, body) VALUES (?, ?, ?) RETURNING id"_s,
                          u"ä'; DROP 日本 😀"_s, late, bytes);
                  })));
    QVERIFY(id);
    REQUIRE_VALUE(row, await(database->read([id](Transaction &t) {
                      return t.one(
                          u"SELECT source, received_at, body FROM payload WHERE id = ?"_s,
                          [](const Row &r) { return std::tuple(r.text(0), r.instant(1), r.bytes(2)); }, id);
                  })));
    QCOMPARE(std::get<0>(*row), u"ä'; DROP 日本 😀"_s);
    QCOMPARE(std::get<1>(*row), late);
    QCOMPARE(std::get<2>(*row), bytes);
    // A null QString is the empty text, not NULL.
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t"_s, QString()); })));
}

void TestStorage::idsAreNeverReused()
{
    TestDatabase database;
    const auto insert = [](Transaction &t) {
        return t.insert<Id<struct AnyTag>>(
            u"INSERT INTO payload (source, received_at, body) VALUES ('', 0, ?) RETURNING id"_s, QByteArray());
    };
    REQUIRE_VALUE(first, await(database->write({}, insert)));
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return t.exec(u"DELETE FROM payload"_s); })));
    REQUIRE_VALUE(second, await(database->write({}, insert)));
    QVERIFY(second > first);
}

void TestStorage::changesAreTold()
{
    TestDatabase database;
    QSignalSpy spy(&database->feed(), &ChangeFeed::changed);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) -> Result<> {
        t.touch(u"incident"_s, 7);
        return put(t, u"t"_s, {});
    })));
    QTRY_COMPARE(spy.size(), 1);
    const auto changes = spy.at(0).at(0).value<Changes>();
    QVERIFY(changes.touches("incident"_L1, 7));
    QVERIFY(!changes.touches("incident"_L1, 8));
    QVERIFY(!changes.elsewhere);
    // What fails is not told.
    QVERIFY(!await(database->write({}, [](Transaction &t) { return put(t, u"t"_s, {}); })));
    QTest::qWait(50);
    QCOMPARE(spy.size(), 1);
}

void TestStorage::changesOfOtherProcessesAreTold()
{
    TestDatabase database;
    database.open();
    REQUIRE_VALUE(other, Database::open({.url = database.url(), .stateFolder = database.folder() + u"/state"_s}));
    QTest::qWait(400);  // the opening itself was a change
    QSignalSpy spy(&database->feed(), &ChangeFeed::changed);
    REQUIRE_OK(await(other->write({}, [](Transaction &t) { return put(t, u"t"_s, {}); })));
    QTRY_VERIFY(!spy.isEmpty());
    QVERIFY(spy.at(0).at(0).value<Changes>().elsewhere);
}

void TestStorage::journalKeepsWhoAndWhat()
{
    TestDatabase database;
    REQUIRE_OK(await(database->write(ActorId{42}, [](Transaction &t) {
        return recordChange(t, {.entity = u"incident"_s,
                                .entityId = 3,
                                .field = u"title"_s,
                                .oldValue = u"a"_s,
                                .newValue = {},
                                .reason = u"typo"_s});
    })));
    REQUIRE_VALUE(rows, await(database->read([](Transaction &t) { return auditOf(t, u"incident"_s, 3); })));
    QCOMPARE(rows.size(), 1U);
    QCOMPARE(rows[0].actor, ActorId{42});
    QCOMPARE(rows[0].at, database.clock.now());
    QCOMPARE(rows[0].change.oldValue, u"a"_s);
    QCOMPARE(rows[0].change.newValue, std::nullopt);
    QCOMPARE(rows[0].change.reason, u"typo"_s);
}

namespace {

Migrations withFurther(std::initializer_list<Migration> further)
{
    auto migrations = ownMigrations().value();
    migrations.insert(migrations.end(), further);
    return migrations;
}

}  // namespace

void TestStorage::migratesStepByStep()
{
    TestDatabase database;
    database.open();
    database.close();
    const auto migrations = withFurther(
        {{9001, 1, u"more"_s,
          u"CREATE TABLE more (id {id}, at {int64}, body {bytes})\n--;\nINSERT INTO more (at) VALUES (4102444800000)\n"_s}});
    REQUIRE_VALUE(upgraded,
                  Database::open({.url = database.url(), .migrations = migrations, .stateFolder = database.folder()}));
    REQUIRE_VALUE(at, await(upgraded->read([](Transaction &t) {
                      return t.one(u"SELECT at FROM more"_s, [](const Row &r) { return r.integer(0); });
                  })));
    QCOMPARE(*at, 4102444800000);
    upgraded.reset();
    // An older program goes on within the level.
    REQUIRE_VALUE(older, Database::open({.url = database.url(), .stateFolder = database.folder()}));
}

void TestStorage::failedMigrationLeavesThePreviousState()
{
    TestDatabase database;
    database.open();
    database.close();
    const auto migrations =
        withFurther({{9001, 1, u"broken"_s, u"CREATE TABLE more (id {id})\n--;\nCREATE TABLE more (id {id})\n"_s}});
    const auto broken =
        Database::open({.url = database.url(), .migrations = migrations, .stateFolder = database.folder()});
    QVERIFY(!broken);
    QVERIFY2(broken.error().message.contains(u"9001"), qPrintable(broken.error().message));
    const auto mended = withFurther({{9001, 1, u"mended"_s, u"CREATE TABLE more (id {id})\n"_s}});
    REQUIRE_VALUE(again,
                  Database::open({.url = database.url(), .migrations = mended, .stateFolder = database.folder()}));
}

void TestStorage::newerLevelIsRefused()
{
    TestDatabase database;
    const auto newer = withFurther({{9001, 2, u"future"_s, u"CREATE TABLE more (id {id})"_s}});
    {
        REQUIRE_VALUE(fresh,
                      Database::open({.url = database.url(), .migrations = newer, .stateFolder = database.folder()}));
    }
    const auto refused = Database::open({.url = database.url(), .stateFolder = database.folder()});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::TooNew);
}

void TestStorage::raisingALevel()
{
    TestDatabase database;
    const bool shared = database.url().engine == Engine::Postgres;
    database.open();
    database.close();
    const auto newer = withFurther({{9001, 2, u"future"_s, u"CREATE TABLE more (id {id})"_s}});
    const auto open = [&](RaiseLevel raise, const std::function<Result<>(Transaction &)> &before = {}) {
        return Database::open({.url = database.url(),
                               .migrations = newer,
                               .raiseLevel = raise,
                               .beforeRaise = before,
                               .stateFolder = database.folder()});
    };
    if (shared) {
        const auto refused = open(RaiseLevel::Refuse);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"onlyonce migrate"), qPrintable(refused.error().message));
        const auto busy =
            open(RaiseLevel::Allow, [](Transaction &) -> Result<> { return fail(ErrorCode::Conflict, u"open"_s); });
        QVERIFY(!busy);
        QCOMPARE(busy.error().message, u"open"_s);
    }
    REQUIRE_VALUE(raised, open(shared ? RaiseLevel::Allow : RaiseLevel::Refuse));
}

void TestStorage::twoProcessesOpenAFreshDatabaseAtOnce()
{
    TestDatabase database;
    const DatabaseUrl &url = database.url();
    const QString state = database.folder();
    std::vector<std::thread> threads;
    threads.reserve(4);
    std::atomic<int> opened = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            auto result = Database::open({.url = url, .stateFolder = state});
            if (result) {
                ++opened;
            } else {
                qWarning() << result.error().message << result.error().detail;
            }
        });
    }
    for (auto &thread : threads) {
        thread.join();
    }
    QCOMPARE(opened.load(), 4);
}

void TestStorage::cancelledQuestionIsNotAnswered()
{
    TestDatabase database(Engine::Sqlite);
    auto token = std::make_shared<CancelToken>();
    token->cancel();
    const auto result = await(database->read(keys, Reader::Interactive, token));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

void TestStorage::runningQuestionIsInterrupted()
{
    TestDatabase database(Engine::Sqlite);
    auto token = std::make_shared<CancelToken>();
    std::atomic<bool> started = false;
    auto endless = database->read(
        [&started](Transaction &t) {
            started = true;
            return t.one(u"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"_s,
                         [](const Row &r) { return r.integer(0); });
        },
        Reader::Interactive, token);
    QTRY_VERIFY(started);
    QTest::qWait(20);
    token->cancel();
    QCOMPARE(await(endless).error().code, ErrorCode::Cancelled);
    REQUIRE_OK(await(database->read(keys)));  // the reader goes on
}

void TestStorage::foreignFilesAreRefusedUntouched_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("Dear diary, today nothing happened.");
    QTest::newRow("zeroes") << QByteArray(8192, '\0');
    QTest::newRow("another program's") << QByteArray("other");  // made below
    QTest::newRow("torn header") << QByteArray("SQLite format 3\0\x10\x00\x01\x01", 20) + QByteArray(4076, 'x');
}

void TestStorage::foreignFilesAreRefusedUntouched()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"x.db"_s);
    if (content == "other") {
        QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(path);
        QVERIFY(other.open());
        QSqlQuery(other).exec(u"CREATE TABLE bookmarks (id INTEGER)"_s);
        other.close();
        other = {};
        QSqlDatabase::removeDatabase(u"other"_s);
    } else {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    const QByteArray before = contentOf(path);
    const auto opened = openAt(path, folder.path());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(path), qPrintable(opened.error().message));
    QVERIFY(opened.error().code == ErrorCode::Invalid || opened.error().code == ErrorCode::Damaged);
    QCOMPARE(contentOf(path), before);
}

void TestStorage::damagedPagesAreNamed()
{
    TestDatabase database(Engine::Sqlite);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) -> Result<> {
        for (int i = 0; i < 2000; ++i) {
            ONLYONCE_TRY(put(t, u"t%1"_s.arg(i), QString(100, u'x')));
        }
        return {};
    })));
    database.close();
    const QString path = database.url().path;
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (qint64 at = file.size() / 2; at < file.size(); at += 4096) {
            file.seek(at);
            file.write(QByteArray(2048, '\xA5'));
        }
    }
    const auto opened = openAt(path, database.folder());
    const auto error = opened ? await((*opened)->read(keys)).error() : opened.error();
    QCOMPARE(error.code, ErrorCode::Damaged);
    QVERIFY2(error.message.contains(u"onlyonce restore"), qPrintable(error.message));
}

void TestStorage::lockedFile()
{
    TestDatabase database(Engine::Sqlite);
    database.open();
    auto blocker = Connection::open(database.url(), Access::ReadWrite);
    QVERIFY(blocker);
    REQUIRE_OK((*blocker)->beginWrite());
    const auto refused = await(database->write({}, [](Transaction &t) { return put(t, u"t"_s, {}); }));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Busy);
    (*blocker)->rollback();
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t"_s, {}); })));
}

void TestStorage::readOnlyFile()
{
    TestDatabase database(Engine::Sqlite);
    database.open();
    database.close();
    const QString path = database.url().path;
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    QVERIFY(QFile::setPermissions(database.folder(), QFile::ReadOwner | QFile::ExeOwner | QFile::ReadGroup
                                                         | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther));
    // Root may write everything; the file system is asked as somebody else. New threads inherit this.
    const bool root = geteuid() == 0;
    if (root) {
        setfsuid(65534);
    }
    const QByteArray before = contentOf(path);
    const auto opened = openAt(path, database.folder() + u"/state"_s);
    if (root) {
        setfsuid(0);
    }
    QFile::setPermissions(database.folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(path), qPrintable(opened.error().message));
    QVERIFY2(opened.error().code == ErrorCode::Denied || opened.error().code == ErrorCode::Unavailable,
             qPrintable(opened.error().message));
    QCOMPARE(contentOf(path), before);
}

void TestStorage::fullDisk()
{
    TestDatabase database(Engine::Sqlite);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t-before"_s, {}); })));
    Result<> refused;
    {
        const test::FullDisk full(64 * 1024);
        refused =
            await(database->write({}, [](Transaction &t) { return put(t, u"t-big"_s, QString(4'000'000, u'x')); }));
    }
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    QVERIFY2(refused.error().message.contains(u"not saved"), qPrintable(refused.error().message));
    // Space is back: it goes on, and nothing of the refused change is there.
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t-after"_s, {}); })));
    REQUIRE_VALUE(found, await(database->read(keys)));
    QCOMPARE(found, (QStringList{u"t-after"_s, u"t-before"_s}));
}

void TestStorage::lostServerComesBack()
{
    TestDatabase database(Engine::Postgres);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t1"_s, {}); })));
    auto killer = Connection::open(database.url(), Access::ReadWrite);
    QVERIFY(killer);
    REQUIRE_OK((*killer)->runOnce(
        u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"_s));
    const auto lost = await(database->write({}, [](Transaction &t) { return put(t, u"t2"_s, {}); }));
    if (!lost) {
        QCOMPARE(lost.error().code, ErrorCode::Unavailable);
        QVERIFY2(lost.error().message.contains(u"cannot be reached"), qPrintable(lost.error().message));
    }
    QTRY_VERIFY_WITH_TIMEOUT(
        await(database->write(
            {}, [](Transaction &t) { return t.exec(u"UPDATE meta SET value = value WHERE key = 't1'"_s); })),
        10'000);
    QTRY_VERIFY_WITH_TIMEOUT(await(database->read(keys)), 10'000);
    QVERIFY(database->isReachable());
    // Other processes' changes are heard again.
    QSignalSpy spy(&database->feed(), &ChangeFeed::changed);
    QTRY_VERIFY_WITH_TIMEOUT(
        (*killer)->runOnce(u"SELECT pg_notify('onlyonce', 'x')"_s) && (QTest::qWait(200), !spy.isEmpty()), 10'000);
}

void TestStorage::aLostServerIsToldToWhoeverOnlyLooks()
{
    TestDatabase database(Engine::Postgres);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t1"_s, {}); })));
    QVERIFY(database->isReachable());
    QSignalSpy spy(&database->feed(), &ChangeFeed::changed);
    database.setReachable(false);
    QTRY_VERIFY_WITH_TIMEOUT(!database->isReachable(), 10'000);
    QTRY_VERIFY(!spy.isEmpty());
    const auto refused = await(database->read(keys));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    QVERIFY2(refused.error().message.contains(u"cannot be reached"), qPrintable(refused.error().message));

    spy.clear();
    database.setReachable(true);
    QTRY_VERIFY_WITH_TIMEOUT(database->isReachable(), 20'000);
    QTRY_VERIFY(!spy.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(await(database->read(keys)), 10'000);
}

namespace {

QString heldNow(Database &database)
{
    return await(database.read([](Transaction &t) { return heldReason(t); })).value_or(u"?"_s);
}

}  // namespace

void TestStorage::copiedOrRestoredHoldsDelivery()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"a.db"_s);
    const QString state = folder.filePath(u"state"_s);
    {
        REQUIRE_VALUE(first, openAt(path, state));
        QCOMPARE(heldNow(*first), QString());
    }
    QFile::copy(path, folder.filePath(u"older.db"_s));
    {
        REQUIRE_VALUE(again, openAt(path, state));
        QCOMPARE(heldNow(*again), QString());
    }

    // Copied to another place.
    QVERIFY(QFile::copy(path, folder.filePath(u"b.db"_s)));
    {
        REQUIRE_VALUE(copy, openAt(folder.filePath(u"b.db"_s), state));
        QVERIFY(!heldNow(*copy).isEmpty());
        REQUIRE_OK(await(copy->write({}, [](Transaction &t) { return releaseDelivery(t); })));
    }
    {
        REQUIRE_VALUE(released, openAt(folder.filePath(u"b.db"_s), state));
        QCOMPARE(heldNow(*released), QString());
    }

    // Put back in place, over the same inode, from an older copy.
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate));
        file.write(contentOf(folder.filePath(u"older.db"_s)));
    }
    {
        REQUIRE_VALUE(restored, openAt(path, state));
        QVERIFY(!heldNow(*restored).isEmpty());
    }
}

void TestStorage::otherTimelineOrDatabaseHoldsDelivery()
{
    TestDatabase original(Engine::Postgres);
    QCOMPARE(heldNow(*original), QString());
    original.close();
    {
        REQUIRE_VALUE(again, Database::open({.url = original.url(), .stateFolder = original.folder()}));
        QCOMPARE(heldNow(*again), QString());
    }
    TestDatabase copy(Engine::Postgres);
    {
        DatabaseUrl server = original.url();
        server.name = u"postgres"_s;
        auto admin = Connection::open(server, Access::ReadWrite);
        QVERIFY(admin);
        REQUIRE_OK((*admin)->runOnce(u"DROP DATABASE %1"_s.arg(copy.url().name)));
        REQUIRE_OK((*admin)->runOnce(u"CREATE DATABASE %1 TEMPLATE %2"_s.arg(copy.url().name, original.url().name)));
    }
    QVERIFY(!heldNow(*copy).isEmpty());
}

void TestStorage::backupIsProvenAndRestores()
{
    TestDatabase database(Engine::Sqlite);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t1"_s, u"kept"_s); })));
    const QString folder = database.folder() + u"/copies"_s;
    database.clock.advance(1234ms);
    REQUIRE_VALUE(backup, takeBackup(database.url(), folder, database.clock.now()));
    QVERIFY(backup.bytes > 0);
    QCOMPARE(QFile::permissions(backup.path) & QFile::Permissions(0x0077), QFile::Permissions());
    QCOMPARE(QFile::permissions(folder) & QFile::Permissions(0x0077), QFile::Permissions());
    REQUIRE_OK(verifyBackup(backup.path));
    REQUIRE_VALUE(list, listBackups(folder));
    QCOMPARE(list.size(), 1U);
    QCOMPARE(list[0].takenAt, backup.takenAt);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t2"_s, u"later"_s); })));

    const QString target = database.folder() + u"/restored.db"_s;
    REQUIRE_OK(restoreBackup(backup.path, target));
    REQUIRE_VALUE(restored, openAt(target, database.folder() + u"/elsewhere"_s));
    REQUIRE_VALUE(found, await(restored->read(keys)));
    QCOMPARE(found, QStringList{u"t1"_s});
    QVERIFY(!heldNow(*restored).isEmpty());
    QCOMPARE(QFile::permissions(target) & QFile::Permissions(0x0077), QFile::Permissions());
    // Nothing is overwritten.
    QCOMPARE(restoreBackup(backup.path, target).error().code, ErrorCode::Conflict);
}

void TestStorage::whatIsNoCopyIsNamed()
{
    const QTemporaryDir folder;
    const QString target = folder.filePath(u"new.db"_s);
    const QString missing = folder.filePath(u"missing.db"_s);
    const QString diary = folder.filePath(u"diary.db"_s);
    const QString empty = folder.filePath(u"empty.db"_s);
    QFile text(diary);
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(QByteArray("Dear diary, ").repeated(100));
    text.close();
    QVERIFY(QFile(empty).open(QIODevice::WriteOnly));
    QCOMPARE(restoreBackup(missing, target).error(),
             (Error{ErrorCode::NotFound, u"There is no database at %1. Check the name."_s.arg(missing), {}}));
    const auto refused = restoreBackup(diary, target);
    QCOMPARE(refused.error().code, ErrorCode::Invalid);
    QCOMPARE(refused.error().message,
             u"%1 is not an OnlyOnce database. It was left untouched; choose another file."_s.arg(diary));
    QCOMPARE(restoreBackup(empty, target).error().message, u"%1 is not a copy of an OnlyOnce database."_s.arg(empty));
    QVERIFY(!QFile::exists(target));
}

void TestStorage::aFullDiskOfCopiesIsNotTheDatabases()
{
    TestDatabase database(Engine::Sqlite);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t1"_s, u"kept"_s); })));
    const QString folder = database.folder() + u"/copies"_s;
    QVERIFY(QDir().mkdir(folder));
    Result<BackupFile> refused;
    {
        const test::FullDisk full;
        refused = takeBackup(database.url(), folder, database.clock.now());
    }
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    QVERIFY2(refused.error().message.contains(folder), qPrintable(refused.error().message));
    QVERIFY2(!refused.error().message.contains(database.url().path), qPrintable(refused.error().message));
    QVERIFY(QDir(folder).isEmpty());
    REQUIRE_VALUE(backup, takeBackup(database.url(), folder, database.clock.now()));
}

void TestStorage::damagedBackupIsRefused()
{
    TestDatabase database(Engine::Sqlite);
    REQUIRE_OK(await(database->write({}, [](Transaction &t) { return put(t, u"t1"_s, QString(300'000, u'x')); })));
    REQUIRE_VALUE(backup, takeBackup(database.url(), database.folder() + u"/copies"_s, database.clock.now()));
    const QByteArray good = contentOf(backup.path);
    int found = 0;
    int tried = 0;
    // Wherever the structure is hurt, it is seen: the first bytes of every page.
    for (qint64 at = 0; at < good.size(); at += 4096) {
        QFile file(backup.path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(at);
        file.write(QByteArray(16, '\xA5'));
        file.close();
        ++tried;
        found += verifyBackup(backup.path) ? 0 : 1;
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(good);
    }
    // A run of overflow pages holds nothing but text and the next page's number; their last one may be hurt unseen.
    QVERIFY2(found >= tried - 1, qPrintable(u"%1 of %2"_s.arg(found).arg(tried)));
    QFile file(backup.path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.resize(good.size() / 2);
    file.close();
    QCOMPARE(restoreBackup(backup.path, database.folder() + u"/r.db"_s).error().code, ErrorCode::Damaged);
    QVERIFY(!QFile::exists(database.folder() + u"/r.db"_s));
}

void TestStorage::backupsAreKeptFourteenDays()
{
    TestDatabase database(Engine::Sqlite);
    database.open();
    const QString folder = database.folder() + u"/copies"_s;
    for (int day = 0; day < 16; ++day) {
        REQUIRE_VALUE(backup, takeBackup(database.url(), folder, database.clock.now()));
        database.clock.advance(24h);
    }
    REQUIRE_VALUE(removed, pruneBackups(folder, database.clock.now()));
    QCOMPARE(removed, 2);
    // A clock that ran ahead: what was taken by it neither counts as the newest nor pushes out what is good.
    const Instant ahead = database.clock.now() + 24h * 15;
    REQUIRE_VALUE(future, takeBackup(database.url(), folder, ahead));
    REQUIRE_VALUE(newest, newestBackup(folder, database.clock.now()));
    QCOMPARE(newest->takenAt, database.clock.now() - 24h);
    REQUIRE_VALUE(none, pruneBackups(folder, database.clock.now()));
    QCOMPARE(none, 0);
    REQUIRE_VALUE(some, pruneBackups(folder, ahead));
    QCOMPARE(some, 12);
    QVERIFY(QFile::exists(future.path));
    QVERIFY(QFile::exists(newest->path));
    REQUIRE_VALUE(all, pruneBackups(folder, database.clock.now() + 24h * 1000));
    QCOMPARE(all, 0);  // the newest three stay
}

void TestStorage::otherProcessesComeAndGo()
{
    // Each one leaves while this database stays open; none of them may take the log with it when it goes.
    TestDatabase database;
    database.open();
    for (qint64 i = 0; i < 6; i += 2) {
        REQUIRE_OK(await(database->write({}, [i](Transaction &t) { return probe(t, i); })));
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {u"--write-one"_s, database.address(), QString::number(i + 1)});
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitCode(), 0);
        REQUIRE_VALUE(rows, await(database->read(probes)));
        QCOMPARE(rows.first, i + 2);
    }
    database.close();
    database.open();
    REQUIRE_VALUE(rows, await(database->read(probes)));
    QCOMPARE(rows.first, 6);
}

void TestStorage::killedWhileWritingLosesNothing()
{
    // A child of ours writes and says what was confirmed; it is killed at a moment of chance; everything that it had
    // said must be there. Several times, because the moment matters.
    TestDatabase database;
    database.open();
    database.close();
    qint64 confirmed = -1;
    for (int round = 0; round < 12; ++round) {
        QProcess child;
        child.setProgram(QCoreApplication::applicationFilePath());
        child.setArguments({u"--write-until-killed"_s, database.address(), QString::number(confirmed + 1)});
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start();
        QVERIFY(child.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(child.bytesAvailable() > 0, 10'000);
        QTest::qWait(5 + (round * 37) % 60);
        child.kill();
        child.waitForFinished();
        const auto lines = child.readAllStandardOutput().split('\n');
        for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
            confirmed = std::max(confirmed, lines[i].toLongLong());
        }
        REQUIRE_VALUE(rows, await(database->read(probes)));
        QVERIFY2(rows.second >= confirmed, qPrintable(u"%1 confirmed, %2 there"_s.arg(confirmed).arg(rows.second)));
        QCOMPARE(rows.first, rows.second + 1);  // no holes
        confirmed = rows.second;
        database.close();
    }
    QVERIFY(confirmed > 12);
}

namespace {

//! Writes probes from argv[3] on, and says each number when it is safe; only one, or until it is killed.
int writeProbes(int argc, char **argv, bool onlyOne)
{
    QCoreApplication app(argc, argv);
    auto opened = Database::open({.url = DatabaseUrl::parse(QString::fromLocal8Bit(argv[2])).value(),
                                  .stateFolder = QDir::tempPath() + u"/onlyonce-probe-state"_s});
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().detail));
    }
    for (qint64 i = QByteArray(argv[3]).toLongLong();; ++i) {
        auto future = (*opened)->write({}, [i](Transaction &t) { return probe(t, i); });
        future.waitForFinished();
        if (!future.result()) {
            qFatal("%s", qPrintable(future.result().error().detail));
        }
        const QByteArray line = QByteArray::number(i) + '\n';
        if (::write(1, line.constData(), size_t(line.size())) < 0) {
            return 1;
        }
        if (onlyOne) {
            return 0;
        }
    }
}

}  // namespace

int main(int argc, char **argv)
{
    const QByteArrayView task(argc > 3 ? argv[1] : "");
    if (task == "--write-until-killed" || task == "--write-one") {
        return writeProbes(argc, argv, task == "--write-one");
    }
    QCoreApplication app(argc, argv);
    TestStorage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_storage.moc"
