// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/clock.h"

#include <QTest>

#include <ctime>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void machineTimes_data();
    void machineTimes();
    void machineTimesRefused_data();
    void machineTimesRefused();
    void zoneTimes_data();
    void zoneTimes();
    void personTimesRefused();
    void personTimes_data();
    void personTimes();
    void timesThatThisMachinesZoneSkips();
    void texts();
};

void TestClock::machineTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("utc");
    QTest::newRow("nanoseconds") << u"2026-11-23T05:18:47.725236038Z"_s << u"2026-11-23T05:18:47.725Z"_s;
    QTest::newRow("offset") << u"2026-11-23T05:18:47+01:00"_s << u"2026-11-23T04:18:47.000Z"_s;
    QTest::newRow("offset without colon") << u"2026-01-07T13:05:00.123+0000"_s << u"2026-01-07T13:05:00.123Z"_s;
    QTest::newRow("no zone is UTC") << u"2016-01-01T01:01:01"_s << u"2016-01-01T01:01:01.000Z"_s;
    QTest::newRow("blank for T") << u"2026-01-07 13:05:00.123"_s << u"2026-01-07T13:05:00.123Z"_s;
}

void TestClock::machineTimes()
{
    QFETCH(QString, text);
    QFETCH(QString, utc);
    const auto time = parseMachineTime(text);
    QVERIFY2(time, qPrintable(time ? QString() : time.error().message));
    QCOMPARE(toIso(*time), utc);
}

void TestClock::machineTimesRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("Alertmanager's nil") << u"0001-01-01T00:00:00Z"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("words") << u"yesterday"_s;
    QTest::newRow("no such day") << u"2026-02-30T00:00:00Z"_s;
    QTest::newRow("two zones") << u"2026-02-20T00:00:00ZZ"_s;
    QTest::newRow("an offset and a zone") << u"2026-02-20T00:00:00+01:00Z"_s;
}

void TestClock::machineTimesRefused()
{
    QFETCH(QString, text);
    const auto time = parseMachineTime(text);
    QVERIFY(!time);
    QCOMPARE(time.error().code, ErrorCode::Invalid);
}

void TestClock::zoneTimes_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QDate>("date");
    QTest::addColumn<QTime>("time");
    QTest::addColumn<QString>("utc");
    QTest::newRow("winter") << u"Europe/Berlin"_s << QDate(2026, 1, 7) << QTime(14, 5) << u"2026-01-07T13:05:00.000Z"_s;
    QTest::newRow("gap moves to its end")
        << u"Europe/Berlin"_s << QDate(2026, 3, 29) << QTime(2, 20) << u"2026-03-29T01:00:00.000Z"_s;
    QTest::newRow("overlap takes the first")
        << u"Europe/Berlin"_s << QDate(2026, 10, 25) << QTime(2, 30) << u"2026-10-25T00:30:00.000Z"_s;
    QTest::newRow("half-hour change") << u"Australia/Lord_Howe"_s << QDate(2026, 10, 4) << QTime(2, 10)
                                      << u"2026-10-03T15:30:00.000Z"_s;
    QTest::newRow("gap west of Greenwich")
        << u"America/New_York"_s << QDate(2026, 3, 8) << QTime(2, 59) << u"2026-03-08T07:00:00.000Z"_s;
}

void TestClock::zoneTimes()
{
    QFETCH(QString, zone);
    QFETCH(QDate, date);
    QFETCH(QTime, time);
    QFETCH(QString, utc);
    QCOMPARE(toIso(utcFromZone(date, time, QTimeZone(zone.toUtf8()))), utc);
}

void TestClock::personTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("utc");
    // now is 2026-11-23 14:00 in Berlin
    QTest::newRow("today") << u"13:55"_s << u"2026-11-23T12:55:00.000Z"_s;
    QTest::newRow("later means yesterday") << u"23:10"_s << u"2026-11-22T22:10:00.000Z"_s;
    QTest::newRow("date") << u"2026-11-20 08:00"_s << u"2026-11-20T07:00:00.000Z"_s;
    QTest::newRow("zone given") << u"2026-11-20T08:00:00Z"_s << u"2026-11-20T08:00:00.000Z"_s;
    QTest::newRow("now") << u" Now "_s << u"2026-11-23T13:00:00.000Z"_s;
    QTest::newRow("minutes ago") << u"-65"_s << u"2026-11-23T11:55:00.000Z"_s;
}

void TestClock::personTimesRefused()
{
    const auto now = parseMachineTime(u"2026-11-23T13:00:00Z").value();
    for (const QString &text : {u"?"_s, u"5"_s, u"+5"_s, u"-5 min"_s, u"--5"_s, u"-999999999999"_s, u"25:00"_s}) {
        const auto time = parsePersonTime(text, QTimeZone("Europe/Berlin"), now);
        QVERIFY2(!time, qPrintable(text));
        QVERIFY2(time.error().message.contains(u"14:05"_s), qPrintable(time.error().message));  // says what to write
    }
}

void TestClock::personTimes()
{
    QFETCH(QString, text);
    QFETCH(QString, utc);
    const auto now = parseMachineTime(u"2026-11-23T13:00:00Z").value();
    const auto time = parsePersonTime(text, QTimeZone("Europe/Berlin"), now);
    QVERIFY2(time, qPrintable(time ? QString() : time.error().message));
    QCOMPARE(toIso(*time), utc);
}

void TestClock::timesThatThisMachinesZoneSkips()
{
    const QByteArray own = qgetenv("TZ");
    qputenv("TZ", "Europe/Berlin");  // no 02:20 there on 29 March
    tzset();
    const auto now = parseMachineTime(u"2026-03-29T13:00:00Z").value();
    const auto typed = [now](const char *zone, QStringView text) {
        const auto time = parsePersonTime(text, QTimeZone(zone), now);
        return time ? toIso(*time) : time.error().message;
    };
    const auto gap = typed("Europe/Berlin", u"2026-03-29 02:20");
    const auto elsewhere = typed("Asia/Tokyo", u"2026-03-29T02:20:30");
    const auto machine = parseMachineTime(u"2026-03-29T02:20:00.5");
    qputenv("TZ", "Africa/Cairo");  // no midnight there on 24 April
    tzset();
    const auto midnight = typed("Africa/Cairo", u"2026-04-24");
    own.isNull() ? qunsetenv("TZ") : qputenv("TZ", own);
    tzset();
    QCOMPARE(gap, u"2026-03-29T01:00:00.000Z"_s);
    QCOMPARE(elsewhere, u"2026-03-28T17:20:30.000Z"_s);
    QCOMPARE(machine ? toIso(*machine) : QString(), u"2026-03-29T02:20:00.500Z"_s);
    QCOMPARE(midnight, u"2026-04-23T22:00:00.000Z"_s);
}

void TestClock::texts()
{
    QCOMPARE(durationFrom(u"90m"_s), 90min);
    QCOMPARE(durationFrom(u" 2 h "_s), 2h);
    QCOMPARE(durationFrom(u"99999d"_s), std::chrono::days(99'999));
    for (const QString &none :
         {u""_s, u"m"_s, u"2"_s, u"-2h"_s, u"2h30m"_s, u"100000d"_s, u"1.5h"_s, u"2H"_s, u"2h\n2h"_s}) {
        QCOMPARE(durationFrom(none), std::nullopt);
    }
    QCOMPARE(durationText(42s), u"42 s"_s);
    QCOMPARE(durationText(14min + 59s), u"14 min"_s);
    QCOMPARE(durationText(65min), u"1 h 05 min"_s);
    QCOMPARE(durationText(51h), u"2 d 03 h"_s);
    QCOMPARE(clockText(4min + 7s), u"04:07"_s);
    QCOMPARE(clockText(62min + 9s), u"1:02:09"_s);
    QCOMPARE(clockText(100h - 1s), u"99:59:59"_s);
    QCOMPARE(clockText(10'008h + 33min), u"417 d 00 h"_s);
    QCOMPARE(clockText(-30s), u"\u221200:30"_s);
}

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
