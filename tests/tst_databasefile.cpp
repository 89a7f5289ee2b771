// SPDX-License-Identifier: GPL-3.0-or-later
// The file under the database: who may read it, what is left exactly as it was, where it is recognised, and what can still
// be read from a disk that is full or write-protected.
#include "models/storage/journal.h"
#include "support/fulldisk.h"
#include "support/testdatabase.h"

#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QSysInfo>

#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! Everything that lies in a folder.
std::map<QString, QByteArray> contentsOf(const QString &folder)
{
    std::map<QString, QByteArray> files;
    for (const QString &name : QDir(folder).entryList(QDir::Files | QDir::Hidden)) {
        files[name] = contentOf(folder + u'/' + name);
    }
    return files;
}

QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

uint modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

//! Another program's database, with what `statements` make of it; `meanwhile` runs while it is still open.
void byAnotherProgram(const QString &path, const QStringList &statements, const std::function<void()> &meanwhile = {})
{
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(path);
        QVERIFY(other.open());
        QSqlQuery query(other);
        for (const QString &statement : statements) {
            QVERIFY2(query.exec(statement), qPrintable(statement));
        }
        query.finish();
        if (meanwhile) {
            meanwhile();
        }
    }
    QSqlDatabase::removeDatabase(u"other"_s);
}

//! The file and what lies beside it, as a crash at this moment would leave them.
void copyAsAfterACrash(const QString &from, const QString &to)
{
    for (const QString &suffix : {QString(), u"-wal"_s, u"-journal"_s}) {
        if (QFile::exists(from + suffix)) {
            QVERIFY(QFile::copy(from + suffix, to + suffix));
        }
    }
}

Result<qint64> probesIn(Transaction &transaction)
{
    auto count = transaction.one(u"SELECT count(*) FROM audit WHERE entity = 'probe'"_s,
                                 [](const Row &row) { return row.integer(0); });
    return count ? Result<qint64>(count->value()) : failure(count);
}

Result<> probe(Transaction &transaction)
{
    return recordChange(transaction, {.entity = u"probe"_s, .entityId = 1, .field = u"n"_s});
}

}  // namespace

class TestDatabaseFile : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QString place(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QString inner() const { return place(u"inner"_s); }
    [[nodiscard]] QString path() const { return inner() + u"/onlyonce.db"_s; }

    [[nodiscard]] Result<std::unique_ptr<Database>> open(const QString &path, Database::Options options = {}) const
    {
        options.url = DatabaseUrl::parse(path).value();
        options.stateFolder = place(u"state"_s);
        return Database::open(std::move(options));
    }
    [[nodiscard]] Result<std::unique_ptr<Database>> openToRead() const
    {
        return open(path(), {.access = Access::ReadOnly});
    }
    //! A database with one probe, closed again.
    void fill() const
    {
        REQUIRE_VALUE(database, open(path()));
        REQUIRE_OK(await(database->write({}, probe)));
    }
    //! As somebody who may write neither the file nor its folder. Root may write everything, so the file system is asked
    //! as somebody else; new threads inherit this.
    template <typename Work>
    void writeProtected(Work work) const
    {
        const bool root = geteuid() == 0;
        const QString state = place(u"state"_s);
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x5555)));
        QVERIFY(QFile::setPermissions(state, QFile::Permissions(0x5555)));
        for (const QString &name : namesIn(state)) {
            QVERIFY(QFile::setPermissions(state + u'/' + name, QFile::Permissions(0x4444)));
        }
        for (const QString &name : namesIn(inner())) {
            QVERIFY(QFile::setPermissions(inner() + u'/' + name, QFile::Permissions(0x4444)));
        }
        QVERIFY(QFile::setPermissions(inner(), QFile::Permissions(0x5555)));
        if (root) {
            setfsuid(65534);
        }
        work();
        if (root) {
            setfsuid(0);
        }
        QVERIFY(QFile::setPermissions(inner(), QFile::Permissions(0x7700)));
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7700)));
        for (const QString &name : namesIn(inner())) {
            QVERIFY(QFile::setPermissions(inner() + u'/' + name, QFile::Permissions(0x6600)));
        }
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // Who may read it --------------------------------------------------------------------------------------------------
    void onlyItsOwnerReadsIt()
    {
        const mode_t usual = umask(022);
        const QString deep = place(u"a/b/onlyonce.db"_s);
        REQUIRE_VALUE(database, open(deep));
        REQUIRE_OK(await(database->write({}, probe)));
        umask(usual);
        for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s}) {
            QCOMPARE(modeOf(deep + suffix), 0600U);
        }
        QCOMPARE(modeOf(place(u"a"_s)), 0700U);
        QCOMPARE(modeOf(place(u"a/b"_s)), 0700U);
        QCOMPARE(modeOf(place(u"state"_s)), 0700U);
        QCOMPARE(modeOf(place(u"state/"_s) + namesIn(place(u"state"_s)).value(0)), 0600U);
    }

    void whatOthersWereGivenStays()
    {
        fill();
        QVERIFY(QFile::setPermissions(path(), QFile::Permissions(0x6660)));
        REQUIRE_VALUE(database, open(path()));
        QCOMPARE(modeOf(path()), 0660U);
    }

    // What is left as it was -------------------------------------------------------------------------------------------
    void anotherProgramsFileIsLeftAlone_data()
    {
        QTest::addColumn<QStringList>("statements");
        QTest::newRow("closed") << QStringList{u"CREATE TABLE bookmarks (id INTEGER)"_s};
        QTest::newRow("closed, with a log")
            << QStringList{u"PRAGMA journal_mode = WAL"_s, u"CREATE TABLE bookmarks (id INTEGER)"_s,
                           u"PRAGMA wal_checkpoint(TRUNCATE)"_s};
        QTest::newRow("in use") << QStringList{u"CREATE TABLE bookmarks (id INTEGER)"_s, u"PRAGMA journal_mode = WAL"_s,
                                               u"INSERT INTO bookmarks VALUES (1)"_s};
        QTest::newRow("everything in its log")
            << QStringList{u"PRAGMA journal_mode = WAL"_s, u"CREATE TABLE bookmarks (id INTEGER)"_s};
        QTest::newRow("in the middle of a change")
            << QStringList{u"CREATE TABLE bookmarks (id INTEGER, name TEXT)"_s,
                           u"INSERT INTO bookmarks VALUES (1, hex(randomblob(200000)))"_s, u"PRAGMA cache_size = 5"_s,
                           u"BEGIN"_s, u"UPDATE bookmarks SET name = hex(randomblob(200000))"_s};
    }
    void anotherProgramsFileIsLeftAlone()
    {
        QFETCH(QStringList, statements);
        QVERIFY(QDir().mkdir(inner()));
        const QString theirs = place(u"theirs.db"_s);
        byAnotherProgram(theirs, statements, [&] { copyAsAfterACrash(theirs, path()); });
        const auto before = contentsOf(inner());
        QVERIFY(!before.at(u"onlyonce.db"_s).isEmpty());
        for (const Access access : {Access::ReadWrite, Access::ReadOnly}) {
            const auto refused = open(path(), {.access = access});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Invalid);
            QVERIFY2(refused.error().message.contains(path()), qPrintable(refused.error().message));
        }
        // An index of the log, which SQLite makes to read it, may lie there; the log and the file are as they were.
        auto after = contentsOf(inner());
        after.erase(u"onlyonce.db-shm"_s);
        QVERIFY(after == before);
        // And the program whose file it is finds its rows.
        byAnotherProgram(path(), {u"SELECT * FROM bookmarks"_s});
    }

    void aNewerProgramsFileIsLeftAlone_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("a nightly copy") << u"copy"_s;
        QTest::newRow("closed") << u"closed"_s;
        QTest::newRow("in use") << u"in use"_s;
    }
    void aNewerProgramsFileIsLeftAlone()
    {
        QFETCH(QString, state);
        auto newer = ownMigrations().value();
        newer.push_back({9001, newer.back().level + 1, u"future"_s, u"CREATE TABLE more (id {id})"_s});
        const QString theirs = place(u"theirs.db"_s);
        QVERIFY(QDir().mkdir(inner()));
        {
            REQUIRE_VALUE(database, open(theirs, {.migrations = newer}));
            REQUIRE_OK(await(database->write({}, probe)));
            if (state == "copy"_L1) {
                byAnotherProgram(theirs, {u"VACUUM INTO '%1'"_s.arg(path())});
            } else if (state == "in use"_L1) {
                copyAsAfterACrash(theirs, path());
                QVERIFY(QFileInfo(path() + u"-wal"_s).size() > 0);
            }
        }
        if (state == "closed"_L1) {
            QVERIFY(QFile::copy(theirs, path()));
        }
        const auto before = contentsOf(inner());
        for (const Access access : {Access::ReadWrite, Access::ReadOnly}) {
            const auto refused = open(path(), {.access = access});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::TooNew);
        }
        auto after = contentsOf(inner());
        if (state == "in use"_L1) {
            after.erase(u"onlyonce.db-shm"_s);
        }
        QVERIFY(after == before);
        REQUIRE_VALUE(database, open(path(), {.migrations = newer}));
    }

    void anUpgradeThatMayNotBeLeavesTheFileAlone()
    {
        fill();
        const QString copy = place(u"copy.db"_s);
        byAnotherProgram(path(), {u"VACUUM INTO '%1'"_s.arg(copy)});
        const QByteArray before = contentOf(copy);
        auto newer = ownMigrations().value();
        newer.push_back({9001, newer.back().level + 1, u"future"_s, u"CREATE TABLE more (id {id})"_s});
        const auto refused = open(copy, {.migrations = newer, .beforeRaise = [](Transaction &) -> Result<> {
                                             return fail(ErrorCode::Conflict, u"An incident is open."_s);
                                         }});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY(contentOf(copy) == before);
    }

    void whatCrashedInTheMiddleIsRecovered()
    {
        // Of our own file the log counts, however it was left.
        fill();
        const QString crashed = place(u"crashed.db"_s);
        {
            REQUIRE_VALUE(database, open(path()));
            REQUIRE_OK(await(database->write({}, probe)));
            copyAsAfterACrash(path(), crashed);
        }
        REQUIRE_VALUE(database, open(crashed));
        QCOMPARE(await(database->read(probesIn)).value(), 2);
    }

    // Where it is recognised -------------------------------------------------------------------------------------------
    void openingACopyDoesNotHoldTheOriginal()
    {
        fill();
        const QString copy = place(u"copy.db"_s);
        QVERIFY(QFile::copy(path(), copy));
        for (int i = 0; i < 6; ++i) {
            REQUIRE_VALUE(database, open(copy));
            QVERIFY(!database->heldAtOpening().isEmpty());
        }
        REQUIRE_VALUE(original, open(path()));
        QCOMPARE(original->heldAtOpening(), QString());
    }

    void theMachineIsNamedByItsOwnFile()
    {
        const QString file = place(u"machine-id"_s);
        QFile made(file);
        QVERIFY(made.open(QIODevice::WriteOnly));
        made.write("0123456789abcdef0123456789abcdef\n");
        made.close();
        QCOMPARE(machineId(file), "0123456789abcdef0123456789abcdef");
        QCOMPARE(machineId(place(u"missing"_s)), QSysInfo::machineUniqueId());
        if (QFile::exists(u"/etc/machine-id"_s)) {
            QCOMPARE(machineId(), contentOf(u"/etc/machine-id"_s).trimmed());
        }
    }

    // What can still be read -------------------------------------------------------------------------------------------
    void aMissingFileIsNotMadeByAQuestion()
    {
        const auto refused = open(path(), {.access = Access::ReadOnly, .missing = Missing::Refuse});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NotFound);
        QVERIFY2(refused.error().message.contains(path()), qPrintable(refused.error().message));
        QCOMPARE(open(path(), {.missing = Missing::Refuse}).error().code, ErrorCode::NotFound);
        QVERIFY(!QFile::exists(inner()));
        REQUIRE_VALUE(made, openToRead());
        QCOMPARE(await(made->read(probesIn)).value(), 0);
    }

    void aQuestionWritesNothing()
    {
        fill();
        const auto before = contentsOf(inner());
        {
            REQUIRE_VALUE(database, openToRead());
            QCOMPARE(await(database->read(probesIn)).value(), 1);
            const auto refused = await(database->write({}, probe));
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Denied);
        }
        QVERIFY(contentsOf(inner()) == before);
    }

    void aQuestionBringsUpToDateWhatIsOlder()
    {
        // The very first migration alone would not do; one that is missing is run, as by every other opening.
        auto newer = ownMigrations().value();
        newer.push_back({9001, newer.back().level, u"more"_s, u"CREATE TABLE more (id {id})"_s});
        fill();
        REQUIRE_VALUE(database, open(path(), {.migrations = newer, .access = Access::ReadOnly}));
        REQUIRE_OK(await(database->read([](Transaction &t) {
            return t.one(u"SELECT count(*) FROM more"_s, [](const Row &row) { return row.integer(0); });
        })));
    }

    void aQuestionNoticesACopy()
    {
        fill();
        const QString copy = inner() + u"/copy.db"_s;
        QVERIFY(QFile::copy(path(), copy));
        {
            REQUIRE_VALUE(database, open(copy, {.access = Access::ReadOnly}));
            QVERIFY(!database->heldAtOpening().isEmpty());
            QVERIFY(!await(database->read([](Transaction &t) { return heldReason(t); })).value().isEmpty());
        }
        QVERIFY(QFile::rename(copy, path() + u".elsewhere"_s));
    }

    void readsFromAWriteProtectedDisk_data()
    {
        QTest::addColumn<bool>("isInUse");
        QTest::newRow("closed") << false;
        QTest::newRow("in use") << true;
    }
    void readsFromAWriteProtectedDisk()
    {
        QFETCH(bool, isInUse);
        fill();
        std::unique_ptr<Database> user;
        if (isInUse) {
            user = std::move(*open(path()));
            REQUIRE_OK(await(user->write({}, probe)));
        }
        Result<qint64> counted = 0;
        Result<std::unique_ptr<Database>> toWrite;
        writeProtected([&] {
            auto database = openToRead();
            counted = database ? await((*database)->read(probesIn)) : failure(database);
            if (!isInUse) {
                toWrite = open(path());
            }
        });
        QVERIFY2(counted, why(counted).constData());
        QCOMPARE(*counted, isInUse ? 2 : 1);
        if (!isInUse) {
            QVERIFY(!toWrite);
            QVERIFY2(toWrite.error().message.contains(path()), qPrintable(toWrite.error().message));
        }
    }

    void readsFromAFullDisk_data()
    {
        QTest::addColumn<bool>("isInUse");
        QTest::newRow("closed") << false;
        QTest::newRow("in use") << true;
    }
    void readsFromAFullDisk()
    {
        QFETCH(bool, isInUse);
        fill();
        std::unique_ptr<Database> user;
        if (isInUse) {
            user = std::move(*open(path()));
            REQUIRE_OK(await(user->write({}, probe)));
        }
        Result<qint64> counted = 0;
        Result<std::unique_ptr<Database>> toWrite;
        {
            const FullDisk full;
            auto database = openToRead();
            counted = database ? await((*database)->read(probesIn)) : failure(database);
            toWrite = open(path());
        }
        QVERIFY2(counted, why(counted).constData());
        QCOMPARE(*counted, isInUse ? 2 : 1);
        QVERIFY(!toWrite);
        QCOMPARE(toWrite.error().code, ErrorCode::Unavailable);
        // Space is back.
        REQUIRE_VALUE(again, open(path()));
        REQUIRE_OK(await(again->write({}, probe)));
    }

    void aChangeThatCannotBeSavedIsToldUntilOneCan()
    {
        REQUIRE_VALUE(database, open(path()));
        REQUIRE_OK(await(database->write({}, probe)));
        REQUIRE_OK(await(database->read(probesIn)));
        QVERIFY(!database->writeProblem());
        {
            const FullDisk full;
            QVERIFY(!await(database->write({}, probe)));
            const auto problem = database->writeProblem();
            QVERIFY(problem);
            QVERIFY2(problem->message.contains(path()), qPrintable(problem->message));
            // To ask, and to change nothing, does not make it better.
            REQUIRE_OK(await(database->read(probesIn)));
            (void)await(database->write({}, probesIn));
            QVERIFY(database->writeProblem());
        }
        // Nobody writes any more; asking is enough.
        QTRY_VERIFY(!database->writeProblem());
        // What is refused for its own sake is no problem of the disk.
        QVERIFY(
            !await(database->write({}, [](Transaction &) -> Result<> { return fail(ErrorCode::Denied, u"no"_s); })));
        QVERIFY(!database->writeProblem());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestDatabaseFile)
#include "tst_databasefile.moc"
