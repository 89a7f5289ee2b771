// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts in the database: what opens, repeats and ends an episode, what is written with it, and what is left untouched.
#include "models/alerts/collector.h"
#include "models/alerts/tokens.h"
#include "models/delivery/connections.h"
#include "support/busywriter.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QString alertmanager = u"alertmanager"_s;

//! One alert as Alertmanager tells it; empty times are left out.
QJsonObject told(const QString &status, const QString &fingerprint, const QString &startsAt = {},
                 const QString &endsAt = {})
{
    QJsonObject alert{
        {u"status"_s, status},
        {u"fingerprint"_s, fingerprint},
        {u"labels"_s, QJsonObject{{u"alertname"_s, u"Down"_s}, {u"service"_s, u"login"_s}, {u"dc"_s, u"fra1"_s}}}};
    if (!startsAt.isEmpty()) {
        alert.insert(u"startsAt"_s, startsAt);
    }
    if (!endsAt.isEmpty()) {
        alert.insert(u"endsAt"_s, endsAt);
    }
    return alert;
}

QByteArray body(const QJsonArray &alerts)
{
    return QJsonDocument(QJsonObject{{u"version"_s, u"4"_s}, {u"alerts"_s, alerts}}).toJson(QJsonDocument::Compact);
}

QByteArray recording(const QString &name)
{
    QFile file(QStringLiteral(ONLYONCE_TEST_DATA "/alerts/alertmanager/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! "opened repeated resolved"
QString counts(const Result<Intake> &intake)
{
    return intake ? u"%1 %2 %3"_s.arg(intake->opened).arg(intake->repeated).arg(intake->resolved)
                  : intake.error().message;
}

//! The whole table, oldest first, a line each: "fingerprint status start..end ×count".
QStringList lines(Database &database)
{
    const auto rows = await(database.read([](Transaction &transaction) { return alerts(transaction, {}, 1000); }));
    QStringList lines;
    for (const AlertRow &row : rows.value()) {
        const auto clock = [](Instant instant) { return toIso(instant).mid(11, 8); };
        lines.prepend(u"%1 %2 %3..%4 ×%5"_s
                          .arg(row.fingerprint, toText(row.status), clock(row.startedAt),
                               row.resolvedAt ? clock(*row.resolvedAt) : QString())
                          .arg(row.count));
    }
    return lines;
}

//! "a fired", "a resolved", …
QStringList happened(Database &database, qint64 after = 0)
{
    const auto events =
        await(database.read([after](Transaction &transaction) { return alertEvents(transaction, after, 1000); }));
    QStringList lines;
    for (const AlertEvent &event : events.value()) {
        lines << event.alert.fingerprint + (event.kind == AlertEvent::Kind::Fired ? u" fired"_s : u" resolved"_s);
    }
    return lines;
}

qint64 countOf(Database &database, const QString &table)
{
    return await(database.read([table](Transaction &transaction) -> Result<qint64> {
               const auto count = transaction.one(u"SELECT count(*) FROM %1"_s.arg(table),
                                                  [](const Row &row) { return row.integer(0); });
               return count ? Result<qint64>(**count) : failure(count);
           }))
        .value();
}

}  // namespace

class TestCollector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesRepeatsAndResolves_data() { TestDatabase::addEngines(); }
    void firesRepeatsAndResolves();
    void repetitionsDoNotFillTheDisk_data() { TestDatabase::addEngines(); }
    void repetitionsDoNotFillTheDisk();
    void storesWhatWasTold_data() { TestDatabase::addEngines(); }
    void storesWhatWasTold();
    void everyOrderOfDeliveries_data() { TestDatabase::addEngines(); }
    void everyOrderOfDeliveries();
    void oneBodyMayTellEverything_data() { TestDatabase::addEngines(); }
    void oneBodyMayTellEverything();
    void manyAtOnce_data() { TestDatabase::addEngines(); }
    void manyAtOnce();
    void manyPayloadsTogether_data() { TestDatabase::addEngines(); }
    void manyPayloadsTogether();
    void badPayloadsStoreNothing_data() { TestDatabase::addEngines(); }
    void badPayloadsStoreNothing();
    void oddTextsComeBack_data() { TestDatabase::addEngines(); }
    void oddTextsComeBack();
    void whatIsNotTold_data() { TestDatabase::addEngines(); }
    void whatIsNotTold();
    void remembersHowLateItWas_data() { TestDatabase::addEngines(); }
    void remembersHowLateItWas();
    void refusesWhenTooMuchWaits();
    void failureReachesEverySender();
    void listsByKeyAndFilter_data() { TestDatabase::addEngines(); }
    void listsByKeyAndFilter();
    void tellsWhatChanged();
    void tokensAreMadeAndRevoked_data() { TestDatabase::addEngines(); }
    void tokensAreMadeAndRevoked();
};

void TestCollector::firesRepeatsAndResolves()
{
    TestDatabase database;
    Collector collector(*database);
    database.clock.set(u"2026-11-23T04:30:20Z");
    const auto firing = recording(u"002-firing-commander-1a.json"_s);
    QCOMPARE(counts(await(collector.take(alertmanager, firing))), u"1 0 0"_s);
    QCOMPARE(counts(await(collector.take(alertmanager, firing))), u"0 1 0"_s);
    database.clock.advance(20s);
    QCOMPARE(counts(await(collector.take(alertmanager, recording(u"004-resolved-commander-1a.json"_s)))), u"0 0 1"_s);
    QCOMPARE(lines(*database), QStringList{u"4dd67de0cfbe071f resolved 04:30:10..04:30:30 ×2"_s});
    QCOMPARE(happened(*database), (QStringList{u"4dd67de0cfbe071f fired"_s, u"4dd67de0cfbe071f resolved"_s}));

    // The same problem nine minutes later is a new episode of it.
    database.clock.set(u"2026-11-23T04:39:20Z");
    QCOMPARE(counts(await(collector.take(alertmanager, recording(u"018-firing-commander-1a.json"_s)))), u"1 0 0"_s);
    QCOMPARE(lines(*database), (QStringList{u"4dd67de0cfbe071f resolved 04:30:10..04:30:30 ×2"_s,
                                            u"4dd67de0cfbe071f firing 04:39:08.. ×1"_s}));
    QCOMPARE(countOf(*database, u"payload"_s), 2);
}

//! A monitor repeats itself for days. The row says how often; the body is kept of the first time only.
void TestCollector::repetitionsDoNotFillTheDisk()
{
    TestDatabase database;
    Collector collector(*database);
    const auto first = body({told(u"firing"_s, u"a"_s), told(u"firing"_s, u"b"_s)});
    QCOMPARE(counts(await(collector.take(alertmanager, first))), u"2 0 0"_s);
    for (int i = 0; i < 20; ++i) {
        database.clock.advance(5min);
        QCOMPARE(counts(await(collector.take(alertmanager, first))), u"0 2 0"_s);
    }
    QCOMPARE(countOf(*database, u"payload"_s), 1);
    QCOMPARE(countOf(*database, u"alert_event"_s), 2);
    // Whichever of those that are written together began an episode: that one.
    const auto second = body({told(u"resolved"_s, u"a"_s), told(u"firing"_s, u"c"_s)});
    const auto third = body({told(u"firing"_s, u"a"_s), told(u"firing"_s, u"c"_s)});
    QList<QFuture<Result<Intake>>> answers;
    {
        const BusyWriter writer(*database);
        for (const QByteArray &payload : {first, second, second, third, third}) {
            answers << collector.take(alertmanager, payload);
        }
    }
    QStringList taken;
    for (const auto &answer : answers) {
        taken << counts(await(answer));
    }
    QCOMPARE(taken, (QStringList{u"0 2 0"_s, u"1 0 1"_s, u"0 2 0"_s, u"1 1 0"_s, u"0 2 0"_s}));
    REQUIRE_VALUE(
        kept, await(database->read([](Transaction &transaction) {
            return transaction.all(
                u"SELECT a.fingerprint, p.body FROM alert a JOIN payload p ON p.id = a.payload_id ORDER BY a.id"_s,
                [](const Row &row) { return std::pair(row.text(0), row.bytes(1)); });
        })));
    QCOMPARE(kept, (std::vector<std::pair<QString, QByteArray>>{
                       {u"a"_s, first}, {u"b"_s, first}, {u"c"_s, second}, {u"a"_s, third}}));
    QCOMPARE(countOf(*database, u"payload"_s), 3);
}

void TestCollector::storesWhatWasTold()
{
    TestDatabase database;
    Collector collector(*database);
    database.clock.set(u"2026-11-23T04:40:00Z");
    const auto payload = recording(u"014-firing-commander-2a.json"_s);
    REQUIRE_VALUE(intake, await(collector.take(alertmanager, payload)));
    QCOMPARE(intake.opened, 2);
    QCOMPARE(intake.truncated, 1);

    REQUIRE_VALUE(rows, await(database->read([](Transaction &transaction) { return alerts(transaction, {}, 10); })));
    QCOMPARE(rows.size(), 2U);
    const AlertRow &row = rows.at(1);  // newest first
    QCOMPARE(row.source, alertmanager);
    QCOMPARE(row.fingerprint, u"91c98efdf47899d0"_s);
    QCOMPARE(row.severity, AlertSeverity::Critical);
    QCOMPARE(row.summary, u"http://127.0.0.1:18081/ is not answering"_s);
    QCOMPARE(row.service, u"checkout"_s);
    QCOMPARE(row.labels.value("team"_L1).toString(), u"edge"_s);
    QCOMPARE(row.annotations.size(), 3);
    QVERIFY(row.link.startsWith(u"http://vm:19090/"));
    QCOMPARE(toIso(row.startedAt), u"2026-11-23T04:39:08.291Z"_s);
    QCOMPARE(toIso(row.receivedAt), u"2026-11-23T04:40:00.000Z"_s);
    QCOMPARE(row.incident, 0);

    REQUIRE_VALUE(again,
                  await(database->read([id = row.id](Transaction &transaction) { return alert(transaction, id); })));
    QVERIFY(again && again->fingerprint == row.fingerprint);
    REQUIRE_VALUE(none,
                  await(database->read([](Transaction &transaction) { return alert(transaction, AlertId{99}); })));
    QVERIFY(!none);

    // The body as it came, and who brought it.
    REQUIRE_VALUE(stored, await(database->read([](Transaction &transaction) {
                      return transaction.all(
                          u"SELECT p.body, p.source FROM alert a JOIN payload p ON p.id = a.payload_id"_s,
                          [](const Row &found) { return found.bytes(0); });
                  })));
    QCOMPARE(stored, (std::vector<QByteArray>{payload, payload}));
    REQUIRE_VALUE(actors, await(database->read([](Transaction &transaction) { return allActors(transaction); })));
    QCOMPARE(actors.size(), 1U);
    QCOMPARE(actors.at(0).name, alertmanager);
    QCOMPARE(actors.at(0).kind, ActorKind::Source);

    // As the command line prints it.
    const QJsonObject json = toJson(row);
    QCOMPARE(json.value("startedAt"_L1).toString(), u"2026-11-23T04:39:08.291Z"_s);
    QVERIFY(json.value("resolvedAt"_L1).isNull());
    QVERIFY(json.value("incident"_L1).isNull());
    QCOMPARE(json.value("count"_L1).toInt(), 1);
}

//! Each case: when a delivery arrives and what it tells; what the table holds after them; what the incidents hear.
void TestCollector::everyOrderOfDeliveries()
{
    TestDatabase database;
    Collector collector(*database);
    const auto time = [](const char *clock) { return u"2026-11-23T%1Z"_s.arg(QLatin1StringView(clock)); };
    const auto firing = [&](const char *start) { return told(u"firing"_s, u"a"_s, time(start)); };
    const auto resolved = [&](const char *start, const char *end) {
        return told(u"resolved"_s, u"a"_s, time(start), time(end));
    };
    const auto tryOut = [&](const char *name, const QList<std::pair<const char *, QJsonObject>> &deliveries,
                            const QStringList &rows, const QStringList &events) {
        const auto seen = happened(*database).size();
        for (const auto &[clock, alert] : deliveries) {
            database.clock.set(time(clock));
            QJsonObject named = alert;
            named.insert(u"fingerprint"_s, QString::fromUtf8(name));  // every case is a problem of its own
            REQUIRE_OK(await(collector.take(alertmanager, body({named}))));
        }
        const auto ours = [&](QStringList all) {
            all.removeIf([&](const QString &line) { return !line.startsWith(QString::fromUtf8(name) + u' '); });
            all.replaceInStrings(QString::fromUtf8(name), u"a"_s);
            return all;
        };
        const auto compare = [&](const QStringList &actual, const QStringList &expected) {
            QVERIFY2(actual == expected, qPrintable(QString::fromUtf8(name) + u"\n  is      "_s + actual.join(u" | "_s)
                                                    + u"\n  must be "_s + expected.join(u" | "_s)));
        };
        compare(ours(lines(*database)), rows);
        compare(ours(happened(*database).mid(seen)), events);
    };

    tryOut("told twice by a pair", {{"10:00:20", firing("10:00:00")}, {"10:00:21", firing("10:00:00")}},
           {u"a firing 10:00:00.. ×2"_s}, {u"a fired"_s});
    tryOut("the other of the pair is late with the firing",
           {{"10:00:20", firing("10:00:00")},
            {"10:05:00", resolved("10:00:00", "10:04:50")},
            {"10:05:15", firing("10:00:00")}},
           {u"a resolved 10:00:00..10:04:50 ×2"_s}, {u"a fired"_s, u"a resolved"_s});
    tryOut("the same start told anew much later fires",
           {{"10:00:20", firing("10:00:00")},
            {"10:05:00", resolved("10:00:00", "10:04:50")},
            {"10:30:00", firing("10:00:00")}},
           {u"a resolved 10:00:00..10:04:50 ×1"_s, u"a firing 10:00:00.. ×1"_s},
           {u"a fired"_s, u"a resolved"_s, u"a fired"_s});
    tryOut("a new start at once is a new episode",
           {{"10:00:20", firing("10:00:00")},
            {"10:05:00", resolved("10:00:00", "10:04:50")},
            {"10:05:05", firing("10:05:01")}},
           {u"a resolved 10:00:00..10:04:50 ×1"_s, u"a firing 10:05:01.. ×1"_s},
           {u"a fired"_s, u"a resolved"_s, u"a fired"_s});
    tryOut("resolved told twice",
           {{"10:00:20", firing("10:00:00")},
            {"10:05:00", resolved("10:00:00", "10:04:50")},
            {"10:05:02", resolved("10:00:00", "10:04:50")}},
           {u"a resolved 10:00:00..10:04:50 ×2"_s}, {u"a fired"_s, u"a resolved"_s});
    tryOut("the end has lost the start",
           {{"10:00:20", firing("10:00:00")}, {"10:05:00", resolved("10:04:50", "10:04:50")}},
           {u"a resolved 10:00:00..10:04:50 ×1"_s}, {u"a fired"_s, u"a resolved"_s});
    tryOut("the end has lost the start, twice",
           {{"10:00:20", firing("10:00:00")},
            {"10:05:00", resolved("10:04:50", "10:04:50")},
            {"10:05:02", resolved("10:04:50", "10:04:50")}},
           {u"a resolved 10:00:00..10:04:50 ×2"_s}, {u"a fired"_s, u"a resolved"_s});
    tryOut("the late end of an earlier episode ends not this one",
           {{"10:00:20", firing("10:00:00")},
            {"10:05:00", resolved("10:00:00", "10:04:50")},
            {"10:06:05", firing("10:06:00")},
            {"10:06:10", resolved("10:00:00", "10:04:50")}},
           {u"a resolved 10:00:00..10:04:50 ×1"_s, u"a firing 10:06:00.. ×1"_s},
           {u"a fired"_s, u"a resolved"_s, u"a fired"_s});
    tryOut("an end before its start",
           {{"10:00:20", firing("10:00:00")}, {"10:00:40", resolved("10:00:00", "09:00:00")}},
           {u"a resolved 10:00:00..10:00:00 ×1"_s}, {u"a fired"_s, u"a resolved"_s});
    tryOut("an end in the future", {{"10:00:20", firing("10:00:00")}, {"10:00:40", resolved("10:00:00", "23:00:00")}},
           {u"a resolved 10:00:00..10:00:40 ×1"_s}, {u"a fired"_s, u"a resolved"_s});
    tryOut("over before we heard of it", {{"10:05:00", resolved("10:00:00", "10:04:50")}},
           {u"a resolved 10:00:00..10:04:50 ×1"_s}, {});
    tryOut("over before we heard of it, told twice",
           {{"10:05:00", resolved("10:00:00", "10:04:50")}, {"10:05:02", resolved("10:00:00", "10:04:50")}},
           {u"a resolved 10:00:00..10:04:50 ×2"_s}, {});
    tryOut("a second one over before we heard of it",
           {{"10:05:00", resolved("10:00:00", "10:04:50")}, {"11:05:00", resolved("11:00:00", "11:04:50")}},
           {u"a resolved 10:00:00..10:04:50 ×1"_s, u"a resolved 11:00:00..11:04:50 ×1"_s}, {});
    tryOut("end before firing, as a pair may tell it",
           {{"10:05:00", resolved("10:00:00", "10:04:50")}, {"10:05:05", firing("10:00:00")}},
           {u"a resolved 10:00:00..10:04:50 ×2"_s}, {});
    tryOut("no start is told", {{"10:00:20", told(u"firing"_s, u"a"_s)}, {"10:05:00", told(u"resolved"_s, u"a"_s)}},
           {u"a resolved 10:00:20..10:05:00 ×1"_s}, {u"a fired"_s, u"a resolved"_s});
    tryOut("no start is told, again after the end",
           {{"10:00:20", told(u"firing"_s, u"a"_s)},
            {"10:05:00", told(u"resolved"_s, u"a"_s)},
            {"10:05:10", told(u"firing"_s, u"a"_s)}},
           {u"a resolved 10:00:20..10:05:00 ×1"_s, u"a firing 10:05:10.. ×1"_s},
           {u"a fired"_s, u"a resolved"_s, u"a fired"_s});
    tryOut("a start in the future", {{"10:00:20", firing("23:00:00")}}, {u"a firing 10:00:20.. ×1"_s}, {u"a fired"_s});
}

void TestCollector::oneBodyMayTellEverything()
{
    TestDatabase database;
    Collector collector(*database);
    database.clock.set(u"2026-11-23T10:00:00Z");
    REQUIRE_OK(await(collector.take(alertmanager, body({told(u"firing"_s, u"a"_s, u"2026-11-23T09:00:00Z"_s)}))));
    // a ends and fires anew; b is told three times; c comes and goes twice; d was over already.
    const QJsonArray all{told(u"resolved"_s, u"a"_s, u"2026-11-23T09:00:00Z"_s, u"2026-11-23T09:30:00Z"_s),
                         told(u"firing"_s, u"a"_s, u"2026-11-23T09:40:00Z"_s),
                         told(u"firing"_s, u"b"_s, u"2026-11-23T09:41:00Z"_s),
                         told(u"firing"_s, u"b"_s, u"2026-11-23T09:41:00Z"_s),
                         told(u"firing"_s, u"b"_s, u"2026-11-23T09:41:00Z"_s),
                         told(u"firing"_s, u"c"_s, u"2026-11-23T09:42:00Z"_s),
                         told(u"resolved"_s, u"c"_s, u"2026-11-23T09:42:00Z"_s, u"2026-11-23T09:43:00Z"_s),
                         told(u"firing"_s, u"c"_s, u"2026-11-23T09:44:00Z"_s),
                         told(u"resolved"_s, u"d"_s, u"2026-11-23T09:45:00Z"_s, u"2026-11-23T09:46:00Z"_s)};
    QCOMPARE(counts(await(collector.take(alertmanager, body(all)))), u"4 2 3"_s);
    QStringList rows = lines(*database);
    rows.sort();
    QCOMPARE(rows, (QStringList{u"a firing 09:40:00.. ×1"_s, u"a resolved 09:00:00..09:30:00 ×1"_s,
                                u"b firing 09:41:00.. ×3"_s, u"c firing 09:44:00.. ×1"_s,
                                u"c resolved 09:42:00..09:43:00 ×1"_s, u"d resolved 09:45:00..09:46:00 ×1"_s}));
    QCOMPARE(happened(*database), (QStringList{u"a fired"_s, u"a resolved"_s, u"a fired"_s, u"b fired"_s, u"c fired"_s,
                                               u"c resolved"_s, u"c fired"_s}));
}

void TestCollector::manyAtOnce()
{
    TestDatabase database;
    Collector collector(*database);
    QJsonArray all;
    for (int i = 0; i < 1234; ++i) {
        all.append(told(u"firing"_s, u"f%1"_s.arg(i)));
    }
    QCOMPARE(counts(await(collector.take(alertmanager, body(all)))), u"1234 0 0"_s);
    QCOMPARE(counts(await(collector.take(alertmanager, body(all)))), u"0 1234 0"_s);
    for (auto &&alert : all) {
        alert = told(u"resolved"_s, alert.toObject().value("fingerprint"_L1).toString());
    }
    QCOMPARE(counts(await(collector.take(alertmanager, body(all)))), u"0 0 1234"_s);
    QCOMPARE(countOf(*database, u"alert WHERE status = 'resolved' AND count = 2"_s), 1234);
    QCOMPARE(countOf(*database, u"alert_event"_s), 2468);
    // In the order in which they were told, page after page.
    REQUIRE_VALUE(first,
                  await(database->read([](Transaction &transaction) { return alertEvents(transaction, 0, 1000); })));
    REQUIRE_VALUE(rest, await(database->read([after = first.back().id](Transaction &transaction) {
                      return alertEvents(transaction, after, 10'000);
                  })));
    QCOMPARE(first.size() + rest.size(), 2468U);
    QCOMPARE(first.at(7).alert.fingerprint, u"f7"_s);
    QCOMPARE(rest.back().alert.fingerprint, u"f1233"_s);
}

void TestCollector::manyPayloadsTogether()
{
    TestDatabase database;
    QList<QFuture<Result<Intake>>> answers;
    {
        Collector collector(*database);
        for (int i = 0; i < 400; ++i) {
            answers << collector.take(alertmanager, body({told(u"firing"_s, u"f%1"_s.arg(i % 100))}));
        }
    }  // which waits for all of them
    int opened = 0;
    int repeated = 0;
    for (const auto &answer : answers) {
        QVERIFY(answer.isFinished());
        REQUIRE_VALUE(intake, answer.result());
        opened += intake.opened;
        repeated += intake.repeated;
    }
    QCOMPARE(opened, 100);
    QCOMPARE(repeated, 300);
    QCOMPARE(countOf(*database, u"payload"_s), 100);
    QCOMPARE(countOf(*database, u"alert WHERE count = 4"_s), 100);
    QCOMPARE(countOf(*database, u"alert_event"_s), 100);
}

void TestCollector::badPayloadsStoreNothing()
{
    TestDatabase database;
    Collector collector(*database);
    QJsonArray half{told(u"firing"_s, u"good"_s)};
    half.append(QJsonObject{{u"status"_s, u"firing"_s}, {u"labels"_s, 7}});
    const auto good = body({told(u"firing"_s, u"x"_s)});
    // Bad ones among good ones that are written together.
    QList<QFuture<Result<Intake>>> bad;
    QList<QFuture<Result<Intake>>> fine;
    for (int i = 0; i < 10; ++i) {
        bad << collector.take(alertmanager, body(half));
        fine << collector.take(alertmanager, good);
        bad << collector.take(alertmanager, good.chopped(3));
    }
    for (const auto &answer : bad) {
        const auto result = await(answer);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Invalid);
    }
    for (const auto &answer : fine) {
        REQUIRE_OK(await(answer));
    }
    QCOMPARE(lines(*database), QStringList{u"x firing 05:00:00.. ×10"_s});
    QCOMPARE(countOf(*database, u"payload"_s), 1);
    const auto unknown = await(collector.take(u"carrier-pigeon"_s, good));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
}

void TestCollector::oddTextsComeBack()
{
    // Whatever a sender calls its problem, the second telling must find the first.
    TestDatabase database;
    Collector collector(*database);
    const QList<QByteArray> names{"a\\u0000b",
                                  "\\ud800",
                                  "\\udc00\\ud800",
                                  "'; DROP TABLE alert; --",
                                  "\\ud83d\\udd25",
                                  "?",
                                  "$1",
                                  "%s",
                                  QByteArray(3000, 'k'),
                                  "line\\nbreak",
                                  " ",
                                  "İ",
                                  "ſ"};
    for (const QByteArray &name : names) {
        const QByteArray payload = R"({"alerts":[{"status":"firing","fingerprint":")" + name
                                 + R"(","labels":{"service":")" + name
                                 + R"(","\u0000":"\u0000\ud800"},"annotations":{"summary":")" + name + R"("}}]})";
        QCOMPARE(counts(await(collector.take(alertmanager, payload))), u"1 0 0"_s);
        QCOMPARE(counts(await(collector.take(alertmanager, payload))), u"0 1 0"_s);
    }
    QCOMPARE(countOf(*database, u"alert"_s), names.size());
}

//! A payload that tells all ends what it does not tell of; not when it is cut, and silenced ones neither open nor end.
void TestCollector::whatIsNotTold()
{
    TestDatabase database;
    database.clock.set(u"2026-11-23T05:00:00Z");
    Collector collector(*database);
    const auto take = [&](const QStringList &names, Extent extent, int truncated = 0) {
        QJsonArray alerts;
        for (const QString &name : names) {
            alerts.append(told(u"firing"_s, name, u"2026-11-23T04:40:00Z"_s));
        }
        const QJsonObject payload{{u"alerts"_s, alerts}, {u"truncatedAlerts"_s, truncated}};
        return counts(await(collector.take(alertmanager, QJsonDocument(payload).toJson(), extent)));
    };
    QCOMPARE(take({u"a"_s, u"b"_s}, Extent::Some), u"2 0 0"_s);
    QCOMPARE(take({u"b"_s}, Extent::Some), u"0 1 0"_s);
    QCOMPARE(take({u"b"_s}, Extent::All, 7), u"0 1 0"_s);
    QCOMPARE(take({u"b"_s, u"c"_s}, Extent::All), u"1 1 1"_s);
    QCOMPARE(happened(*database), (QStringList{u"a fired"_s, u"b fired"_s, u"c fired"_s, u"a resolved"_s}));
    QCOMPARE(take({}, Extent::All), u"0 0 2"_s);

    const QByteArray silenced = R"([{"labels":{"alertname":"D"},"fingerprint":"d","status":{"state":"suppressed"}}])";
    const QByteArray active = R"([{"labels":{"alertname":"D"},"fingerprint":"d","status":{"state":"active"}}])";
    QCOMPARE(counts(await(collector.take(alertmanager, silenced, Extent::All))), u"0 0 0"_s);
    QCOMPARE(counts(await(collector.take(alertmanager, active, Extent::All))), u"1 0 0"_s);
    QCOMPARE(counts(await(collector.take(alertmanager, silenced, Extent::All))), u"0 1 0"_s);
    QCOMPARE(lines(*database).last().left(8), u"d firing"_s);
}

//! A start that is not told is none; one at the moment of the receipt is; and what a rule states of itself comes before what
//! its source states for all.
void TestCollector::remembersHowLateItWas()
{
    TestDatabase database;
    Collector collector(*database);
    database.clock.set(u"2026-11-23T04:40:00Z");
    const auto delays = [&] {
        QStringList texts;
        const auto rows = await(database->read([](Transaction &transaction) { return alerts(transaction, {}, 100); }));
        for (const AlertRow &row : rows.value()) {
            const QJsonObject json = toJson(row);
            QStringList numbers;
            for (const auto name :
                 {"detectionSeconds"_L1, "worstDetectionSeconds"_L1, "holdSeconds"_L1, "checkIntervalSeconds"_L1}) {
                numbers << (json.value(name).isNull() ? u"-"_s : QString::number(json.value(name).toDouble()));
            }
            texts.prepend(row.fingerprint + u": "_s + numbers.join(u' '));
        }
        return texts;
    };
    const auto stating = [](const QString &fingerprint, const QJsonObject &annotations) {
        QJsonObject alert = told(u"firing"_s, fingerprint, u"2026-11-23T04:39:18Z"_s);
        alert.insert(u"annotations"_s, annotations);
        return alert;
    };
    const QJsonArray all{told(u"firing"_s, u"none"_s),
                         told(u"firing"_s, u"now"_s, u"2026-11-23T04:40:00Z"_s),
                         told(u"firing"_s, u"ahead"_s, u"2026-11-23T04:40:05Z"_s),
                         told(u"resolved"_s, u"over"_s, u"2026-11-23T04:39:18Z"_s, u"2026-11-23T04:39:50Z"_s),
                         stating(u"plain"_s, {}),
                         stating(u"rule"_s, {{u"for"_s, u"1m30s"_s}, {u"check_interval"_s, u"15"_s}}),
                         stating(u"words"_s, {{u"for"_s, u"the shop's people"_s}, {u"hold"_s, u"5m"_s}})};
    REQUIRE_OK(await(collector.take(alertmanager, body(all))));
    QCOMPARE(delays(), (QStringList{u"none: - - - -"_s, u"now: 0 0 - -"_s, u"ahead: - - - -"_s, u"over: - - - -"_s,
                                    u"plain: 42 42 - -"_s, u"rule: 42 147 90 15"_s, u"words: 42 342 300 -"_s}));

    REQUIRE_OK(await(database->write({}, [](Transaction &transaction) {
        return saveConnection(transaction, {.kind = u"source"_s,
                                            .adapter = alertmanager,
                                            .name = u"far"_s,
                                            .settings = {{u"hold"_s, u"60"_s}, {u"checkInterval"_s, 30}}});
    })));
    REQUIRE_OK(await(collector.readSources()));
    database.clock.set(u"2026-11-23T04:40:01Z");
    REQUIRE_OK(
        await(collector.take(u"far"_s, body({stating(u"usual"_s, {}), stating(u"own"_s, {{u"for"_s, u"2m"_s}})}))));
    QCOMPARE(delays().mid(7), (QStringList{u"usual: 43 133 60 30"_s, u"own: 43 193 120 30"_s}));
}

void TestCollector::refusesWhenTooMuchWaits()
{
    TestDatabase database(Engine::Sqlite);
    Collector collector(*database, {.waitingAlerts = 2});
    BusyWriter writer(*database);
    const auto payload = body({told(u"firing"_s, u"x"_s)});
    const auto first = collector.take(alertmanager, payload);
    const auto second = collector.take(alertmanager, payload);
    const auto third = await(collector.take(alertmanager, payload));
    QVERIFY(!third);
    QCOMPARE(third.error().code, ErrorCode::Busy);
    QVERIFY(!first.isFinished());
    writer.release();
    QCOMPARE(counts(await(first)), u"1 0 0"_s);
    QCOMPARE(counts(await(second)), u"0 1 0"_s);
    REQUIRE_OK(await(collector.take(alertmanager, payload)));
}

void TestCollector::failureReachesEverySender()
{
    TestDatabase database(Engine::Sqlite);
    Collector collector(*database);
    REQUIRE_OK(await(collector.take(alertmanager, body({told(u"firing"_s, u"x"_s)}))));
    REQUIRE_OK(await(database->write({}, [](Transaction &transaction) {
        return transaction.exec(u"CREATE TRIGGER poison BEFORE INSERT ON alert WHEN NEW.fingerprint = 'poison' "
                                "BEGIN SELECT RAISE(ABORT, 'no'); END"_s);
    })));
    // One payload that cannot be stored must not take those down that waited with it.
    BusyWriter writer(*database);
    QList<QFuture<Result<Intake>>> answers;
    for (int i = 0; i < 9; ++i) {
        answers << collector.take(alertmanager, body({told(u"firing"_s, i == 4 ? u"poison"_s : u"f%1"_s.arg(i))}));
    }
    writer.release();
    for (int i = 0; i < 9; ++i) {
        QCOMPARE(await(answers.at(i)).has_value(), i != 4);
    }
    QCOMPARE(countOf(*database, u"alert"_s), 9);
    QCOMPARE(countOf(*database, u"payload"_s), 9);
    QCOMPARE(countOf(*database, u"alert_event"_s), 9);
}

void TestCollector::listsByKeyAndFilter()
{
    TestDatabase database;
    Collector collector(*database);
    QJsonArray all;
    for (int i = 0; i < 25; ++i) {
        all.append(told(u"firing"_s, u"f%1"_s.arg(i)));
    }
    REQUIRE_OK(await(collector.take(alertmanager, body(all))));
    REQUIRE_OK(await(collector.take(alertmanager, body({told(u"resolved"_s, u"f3"_s)}))));

    QStringList seen;
    AlertId before;
    for (int page = 0; page < 3; ++page) {
        REQUIRE_VALUE(rows, await(database->read([before](Transaction &transaction) {
                          return alerts(transaction, {.status = AlertStatus::Firing, .source = alertmanager}, 10,
                                        before);
                      })));
        for (const AlertRow &row : rows) {
            seen << row.fingerprint;
        }
        before = rows.back().id;
    }
    QCOMPARE(seen.size(), 24);
    QCOMPARE(seen.first(), u"f24"_s);
    QCOMPARE(seen.last(), u"f0"_s);
    QVERIFY(!seen.contains(u"f3"_s));

    const auto count = [&](const AlertFilter &filter) {
        return await(database->read([filter](Transaction &transaction) { return alerts(transaction, filter, 100); }))
            .value()
            .size();
    };
    QCOMPARE(count({.status = AlertStatus::Resolved}), 1U);
    QCOMPARE(count({.source = u"zabbix"_s}), 0U);
    QCOMPARE(count({.incident = 1}), 0U);

    // Linked to an incident, they carry its number.
    REQUIRE_OK(await(database->write({}, [](Transaction &transaction) -> Result<> {
        ONLYONCE_TRY(transaction.exec(
            u"INSERT INTO incident (id, number, title, severity, status, catastrophic, drill, visibility, created_at, "
            "alert_count, version) VALUES (7, 4711, 't', 'SEV2', 'triage', 0, 0, 'internal', 0, 0, 1)"_s));
        ONLYONCE_TRY(transaction.exec(u"INSERT INTO incident_alert (alert_id, incident_id, reason) "
                                      "SELECT id, 7, 'because' FROM alert WHERE fingerprint = 'f5'"_s));
        return {};
    })));
    REQUIRE_VALUE(linked, await(database->read(
                              [](Transaction &transaction) { return alerts(transaction, {.incident = 7}, 100); })));
    QCOMPARE(linked.size(), 1U);
    QCOMPARE(linked.at(0).fingerprint, u"f5"_s);
    QCOMPARE(linked.at(0).incident, 4711);
    QCOMPARE(toJson(linked.at(0)).value("incident"_L1).toInt(), 4711);
}

void TestCollector::tellsWhatChanged()
{
    TestDatabase database(Engine::Sqlite);
    Collector collector(*database);
    QSignalSpy spy(&database->feed(), &ChangeFeed::changed);
    REQUIRE_OK(await(collector.take(alertmanager, body({told(u"firing"_s, u"x"_s)}))));
    QTRY_VERIFY(!spy.isEmpty());
    bool touched = false;
    for (const auto &call : spy) {
        touched |= call.at(0).value<Changes>().touches("alert"_L1, 1);
    }
    QVERIFY(touched);
}

void TestCollector::tokensAreMadeAndRevoked()
{
    TestDatabase database;
    REQUIRE_VALUE(administrator, await(database->write({}, [](Transaction &transaction) {
                      return actorForLogin(transaction, u"ada"_s, u"Ada"_s);
                  })));
    REQUIRE_VALUE(source, await(database->write({}, [](Transaction &transaction) {
                      return actorForMachine(transaction, ActorKind::Source, u"alertmanager"_s);
                  })));
    const auto make = [&](ActorId actor, const QString &name, const QString &of) {
        return await(database->write(
            actor, [name, of](Transaction &transaction) { return makeIntakeToken(transaction, name, of); }));
    };
    const auto load = [&] {
        return await(database->read([](Transaction &transaction) { return IntakeTokenSet::load(transaction); }))
            .value();
    };
    QVERIFY(load().isEmpty());

    REQUIRE_VALUE(any, make(administrator.id, u" any  sender "_s, {}));
    QCOMPARE(any.token.name, u"any sender"_s);
    QCOMPARE(any.secret.size(), 46);
    REQUIRE_VALUE(one, make(administrator.id, u"one"_s, alertmanager));
    QVERIFY(any.secret != one.secret);
    QVERIFY(load().admits(any.secret.toLatin1(), alertmanager));
    QVERIFY(load().admits(any.secret.toLatin1(), u"zabbix"_s));
    QVERIFY(load().admits(one.secret.toLatin1(), alertmanager));
    QVERIFY(load().admits(one.secret.toLatin1(), {}));
    QVERIFY(!load().admits(one.secret.toLatin1(), u"zabbix"_s));
    QVERIFY(!load().admits(one.secret.toLatin1().chopped(1), alertmanager));
    QVERIFY(!load().admits({}, alertmanager));

    QCOMPARE(make(source.id, u"mine"_s, {}).error().code, ErrorCode::Denied);
    QCOMPARE(make(administrator.id, u"one"_s, {}).error().code, ErrorCode::Conflict);
    QCOMPARE(make(administrator.id, u" "_s, {}).error().code, ErrorCode::Invalid);
    QCOMPARE(make(administrator.id, u"two"_s, u"carrier-pigeon"_s).error().code, ErrorCode::Invalid);

    const auto revoke = [&](ActorId actor, IntakeTokenId id) {
        return await(
            database->write(actor, [id](Transaction &transaction) { return revokeIntakeToken(transaction, id); }));
    };
    QCOMPARE(revoke(source.id, one.token.id).error().code, ErrorCode::Denied);
    QCOMPARE(revoke(administrator.id, IntakeTokenId{99}).error().code, ErrorCode::NotFound);
    REQUIRE_OK(revoke(administrator.id, one.token.id));
    REQUIRE_OK(revoke(administrator.id, one.token.id));
    QVERIFY(!load().admits(one.secret.toLatin1(), alertmanager));
    QVERIFY(load().admits(any.secret.toLatin1(), alertmanager));
    REQUIRE_OK(make(administrator.id, u"one"_s, {}));  // a revoked name is free

    REQUIRE_VALUE(all, await(database->read([](Transaction &transaction) { return intakeTokens(transaction); })));
    QCOMPARE(all.size(), 3U);
    QVERIFY(all.at(1).revokedAt && !all.at(0).revokedAt);

    // The secret itself is nowhere.
    REQUIRE_VALUE(hashes, await(database->read([](Transaction &transaction) {
                      return transaction.all(u"SELECT hash FROM intake_token"_s,
                                             [](const Row &row) { return row.bytes(0); });
                  })));
    for (const QByteArray &hash : hashes) {
        QCOMPARE(hash.size(), 32);
    }
}

QTEST_GUILESS_MAIN(TestCollector)
#include "tst_collector.moc"
