// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/recovery/nightlycopy.h"
#include "support/testdatabase.h"

#include <QSignalSpy>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestNightlyCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oncePerNight();
    void aCopyFromTheFutureDoesNotCount();
    void tellsWhenItFails();
    void knowsWhenTheNightWas();
};

void TestNightlyCopy::oncePerNight()
{
    TestDatabase database(Engine::Sqlite);
    database.open();
    NightlyCopy copy(*database, database.folder() + u"/copies"_s);
    copy.start();
    QSignalSpy spy(&copy, &NightlyCopy::changed);
    copy.runIfDue();
    QTRY_COMPARE(spy.size(), 1);
    QVERIFY2(copy.last(), qPrintable(copy.problem() ? copy.problem()->message : QString()));
    copy.runIfDue();  // it has been done
    QTest::qWait(100);
    QCOMPARE(spy.size(), 1);
    database.clock.advance(24h);
    copy.runIfDue();
    QTRY_COMPARE(spy.size(), 2);
    QCOMPARE(listBackups(database.folder() + u"/copies"_s)->size(), 2U);
}

void TestNightlyCopy::aCopyFromTheFutureDoesNotCount()
{
    // Taken when the clock was a month ahead.
    TestDatabase database(Engine::Sqlite);
    database.open();
    const QString folder = database.folder() + u"/copies"_s;
    REQUIRE_VALUE(future, takeBackup(database.url(), folder, database.clock.now() + 24h * 30));
    NightlyCopy copy(*database, folder);
    copy.start();
    QVERIFY(!copy.last());
    QSignalSpy spy(&copy, &NightlyCopy::changed);
    copy.runIfDue();
    QTRY_COMPARE(spy.size(), 1);
    QVERIFY(copy.last());
    // The same while the program runs: the clock is put right.
    database.clock.advance(24h * 30 + 1h);
    copy.runIfDue();
    QTRY_COMPARE(spy.size(), 2);
    database.clock.advance(-24h * 29);
    copy.runIfDue();
    QTRY_COMPARE(spy.size(), 3);
    QVERIFY(!copy.problem());
    QCOMPARE(listBackups(folder)->size(), 4U);
}

void TestNightlyCopy::tellsWhenItFails()
{
    TestDatabase database(Engine::Sqlite);
    database.open();
    QFile file(database.folder() + u"/copies"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));  // a file where the folder should be
    NightlyCopy copy(*database, file.fileName());
    QSignalSpy spy(&copy, &NightlyCopy::changed);
    copy.runIfDue();
    QTRY_COMPARE(spy.size(), 1);
    QVERIFY(copy.problem());
    QVERIFY2(copy.problem()->message.contains(file.fileName()), qPrintable(copy.problem()->message));
}

void TestNightlyCopy::knowsWhenTheNightWas()
{
    const QTimeZone berlin("Europe/Berlin");
    const auto at = [](QStringView text) { return parseMachineTime(text).value(); };
    QCOMPARE(toIso(lastNight(at(u"2026-11-23T13:00:00Z"), berlin, 2)), u"2026-11-23T01:00:00.000Z"_s);
    QCOMPARE(toIso(lastNight(at(u"2026-11-23T00:59:00Z"), berlin, 2)), u"2026-11-22T01:00:00.000Z"_s);
    // Spring: two o'clock does not exist, three does.
    QCOMPARE(toIso(lastNight(at(u"2026-03-29T10:00:00Z"), berlin, 2)), u"2026-03-29T01:00:00.000Z"_s);
}

QTEST_GUILESS_MAIN(TestNightlyCopy)
#include "tst_nightlycopy.moc"
