// SPDX-License-Identifier: GPL-3.0-or-later
// Silences and maintenance windows: what they hide opens nothing, and comes out when they end.
#include "models/alerts/inbox/inbox.h"
#include "models/alerts/silences.h"
#include "support/house.h"

#include <QTest>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct House : MonitoredHouse
{
    ActorId commander = ada;

    void tell(const QString &name, const QString &service, const QString &status = u"firing"_s)
    {
        MonitoredHouse::tell({alertAs(name, status, {{u"service"_s, service}})});
    }
    Silence silence(const QString &matcher, milliseconds from = 0ms, milliseconds length = 1h)
    {
        Silence made{.startsAt = database.clock.now() + from,
                     .endsAt = database.clock.now() + from + length,
                     .comment = u"planned work"_s};
        if (!matcher.isEmpty()) {
            made.matchers.push_back(Matcher::parse(matcher).value());
        }
        return made;
    }
    Result<SilenceId> make(const Silence &silence)
    {
        return change([silence](Transaction &t) { return makeSilence(t, silence); });
    }
    int hidden()
    {
        return read([](Transaction &t) { return silencedAlerts(t); }).value();
    }
    qsizetype incidentCount()
    {
        return qsizetype(read([](Transaction &t) { return incidents(t, {}, 100); }).value().size());
    }
};

}  // namespace

class TestSilences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesUntilItEnds_data() { TestDatabase::addEngines(); }
    void hidesUntilItEnds();
    void canBeEndedEarlier_data() { TestDatabase::addEngines(); }
    void canBeEndedEarlier();
    void whatRecoversMeanwhileOpensNothing_data() { TestDatabase::addEngines(); }
    void whatRecoversMeanwhileOpensNothing();
    void anotherOneKeepsItHidden_data() { TestDatabase::addEngines(); }
    void anotherOneKeepsItHidden();
    void hidesOnlyWhatMatchesInItsTime_data() { TestDatabase::addEngines(); }
    void hidesOnlyWhatMatchesInItsTime();
    void whatWouldHideEverythingIsRefused_data() { TestDatabase::addEngines(); }
    void whatWouldHideEverythingIsRefused();
    void isForeseen_data() { TestDatabase::addEngines(); }
    void isForeseen();
    void isSaidWhereItHides_data() { TestDatabase::addEngines(); }
    void isSaidWhereItHides();
    void endsAsWritten_data();
    void endsAsWritten();
    void isMadeOfWhatAlertsShare();
    void isListedWithWhoMadeIt_data() { TestDatabase::addEngines(); }
    void isListedWithWhoMadeIt();
};

void TestSilences::hidesUntilItEnds()
{
    House house;
    REQUIRE_VALUE(id, house.make(house.silence(u"service=\"login\""_s)));
    house.tell(u"Down"_s, u"login"_s);
    house.tell(u"Slow"_s, u"search"_s);
    QCOMPARE(house.group(), u"2 1 0"_s);
    QCOMPARE(house.incidentCount(), 1);
    QCOMPARE(house.hidden(), 1);
    REQUIRE_VALUE(rows, house.read([](Transaction &t) { return alerts(t, {}, 10); }));
    REQUIRE_VALUE(by, house.read([&](Transaction &t) { return silenceOf(t, rows.back().id); }));
    QVERIFY(by);
    QCOMPARE(by->id, id);
    QCOMPARE(by->comment, u"planned work"_s);
    QVERIFY(!house.read([&](Transaction &t) { return silenceOf(t, rows.front().id); }).value());

    house.database.clock.advance(59min);
    QCOMPARE(house.group(), u"0 0 0"_s);
    QVERIFY(!house.read([](Transaction &t) { return hasReleasedAlerts(t); }).value());
    house.database.clock.advance(1min);
    QVERIFY(house.read([](Transaction &t) { return hasReleasedAlerts(t); }).value());
    QCOMPARE(house.group(), u"1 1 0"_s);
    QCOMPARE(house.incidentCount(), 2);
    QCOMPARE(house.hidden(), 0);
    QCOMPARE(house.group(), u"0 0 0"_s);
    // The clock runs from the failure's start, whatever hid it.
    REQUIRE_VALUE(all, house.read([](Transaction &t) { return incidents(t, {}, 10); }));
    QCOMPARE(toIso(*all.front().time(IncidentTime::Started)), u"2026-11-23T05:00:00.000Z"_s);
}

void TestSilences::canBeEndedEarlier()
{
    House house;
    REQUIRE_VALUE(id, house.make(house.silence(u"service=\"login\""_s)));
    house.tell(u"Down"_s, u"login"_s);
    QCOMPARE(house.group(), u"1 0 0"_s);
    house.database.clock.advance(1min);
    const auto end = [&] {
        return await(house.database->write(house.commander, [&](Transaction &t) { return endSilence(t, id); }));
    };
    REQUIRE_OK(end());
    QCOMPARE(house.group(), u"1 1 0"_s);
    REQUIRE_OK(end());  // it has ended
    QVERIFY(house.read([](Transaction &t) { return silencesAhead(t); }).value().empty());
    const auto unknown =
        await(house.database->write(house.commander, [](Transaction &t) { return endSilence(t, SilenceId{99}); }));
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
}

void TestSilences::whatRecoversMeanwhileOpensNothing()
{
    House house;
    REQUIRE_VALUE(id, house.make(house.silence(u"service=\"login\""_s)));
    house.tell(u"Down"_s, u"login"_s);
    QCOMPARE(house.group(), u"1 0 0"_s);
    house.tell(u"Down"_s, u"login"_s, u"resolved"_s);
    QCOMPARE(house.group(), u"1 0 0"_s);
    QCOMPARE(house.hidden(), 0);
    house.database.clock.advance(2h);
    house.group();
    QCOMPARE(house.incidentCount(), 0);
    house.tell(u"Down"_s, u"login"_s);
    QCOMPARE(house.group(), u"1 1 0"_s);
}

void TestSilences::anotherOneKeepsItHidden()
{
    House house;
    REQUIRE_VALUE(first, house.make(house.silence(u"service=\"login\""_s, 0ms, 1h)));
    REQUIRE_VALUE(second, house.make(house.silence(u"alertname=~\"Do.*\""_s, 0ms, 2h)));
    house.tell(u"Down"_s, u"login"_s);
    QCOMPARE(house.group(), u"1 0 0"_s);
    house.database.clock.advance(90min);
    house.group();
    QCOMPARE(house.incidentCount(), 0);
    QCOMPARE(house.hidden(), 1);
    house.database.clock.advance(31min);
    house.group();
    QCOMPARE(house.incidentCount(), 1);
}

void TestSilences::hidesOnlyWhatMatchesInItsTime()
{
    House house;
    Silence maintenance = house.silence(u"source=\"alertmanager\""_s, 1h, 1h);
    maintenance.isMaintenance = true;
    maintenance.matchers.push_back(Matcher::parse(u"severity!=\"critical\""_s).value());
    REQUIRE_VALUE(id, house.make(maintenance));
    house.tell(u"Before"_s, u"login"_s);
    QCOMPARE(house.group(), u"1 1 0"_s);
    house.database.clock.advance(90min);
    house.tell(u"Within"_s, u"search"_s);
    QCOMPARE(house.group(), u"1 0 0"_s);
    house.tell(u"Before"_s, u"login"_s);  // told again of what is open already
    QCOMPARE(house.group(), u"0 0 0"_s);
    house.database.clock.advance(31min);
    house.tell(u"After"_s, u"mail"_s);
    QCOMPARE(house.group(), u"2 2 0"_s);
}

void TestSilences::whatWouldHideEverythingIsRefused()
{
    House house;
    const auto refused = [&](const Silence &silence) {
        const auto made = house.make(silence);
        return !made && made.error().code == ErrorCode::Invalid && !made.error().message.isEmpty();
    };
    QVERIFY(refused(house.silence({})));
    QVERIFY(refused(house.silence(u"service=~\".*\""_s)));
    QVERIFY(refused(house.silence(u"service!=\"x\""_s)));
    QVERIFY(refused(house.silence(u"service=\"login\""_s, -2h, 1h)));
    QVERIFY(refused(house.silence(u"service=\"login\""_s, 0ms, 0ms)));
    QVERIFY(refused(house.silence(u"service=\"login\""_s, 0ms, 24h * 400)));
    Silence unsaid = house.silence(u"service=\"login\""_s);
    unsaid.comment = u"  "_s;
    QVERIFY(refused(unsaid));
    const auto viewer = await(
        house.database->write(house.commander, [](Transaction &t) { return actorForLogin(t, u"eve"_s, u"Eve"_s); }));
    REQUIRE_OK(await(
        house.database->write(house.commander, [&](Transaction &t) { return setRole(t, viewer->id, Role::Viewer); })));
    const auto denied = await(house.database->write(
        viewer->id, [silence = house.silence(u"a=\"b\""_s)](Transaction &t) { return makeSilence(t, silence); }));
    QVERIFY(!denied);
    QCOMPARE(denied.error().code, ErrorCode::Denied);
    QVERIFY(house.read([](Transaction &t) { return silencesAhead(t); }).value().empty());
}

void TestSilences::isForeseen()
{
    House house;
    house.tell(u"Down"_s, u"login"_s);
    house.tell(u"Slow"_s, u"login"_s);
    house.tell(u"Lag"_s, u"search"_s);
    house.tell(u"Over"_s, u"login"_s);
    house.group();
    house.tell(u"Over"_s, u"login"_s, u"resolved"_s);
    house.tell(u"New"_s, u"login"_s);  // in no incident yet
    const auto foreseen = [&](const QString &line, int limit = 100) {
        const Matchers matchers = parseMatchers(line).value();
        const auto found = house.read([&](Transaction &t) { return foresee(t, matchers, limit); });
        return found ? u"%1 %2%3"_s.arg(found->firing).arg(found->inIncidents).arg(found->andMore ? u"+"_s : QString())
                     : QString::fromUtf8(why(found));
    };
    QCOMPARE(foreseen(u"service=login"_s), u"3 2"_s);
    QCOMPARE(foreseen(u"service=login, alertname=~\"Sl.*\""_s), u"1 1"_s);
    QCOMPARE(foreseen(u"service=mail"_s), u"0 0"_s);
    QCOMPARE(foreseen(u"service=login"_s, 2), u"1 0+"_s);
}

void TestSilences::isSaidWhereItHides()
{
    House house;
    REQUIRE_VALUE(id, house.make(house.silence(u"alertname=~\"Slow.*\""_s)));
    house.tell(u"Down"_s, u"login"_s);
    house.tell(u"Slow"_s, u"login"_s);
    house.tell(u"SlowToo"_s, u"search"_s);
    house.group();
    const auto hiding = [&](const QStringList &services) {
        return house.read([&](Transaction &t) { return hidingOf(t, services); }).value();
    };
    QCOMPARE(hiding({u"login"_s}).size(), 1U);
    QCOMPARE(hiding({u"login"_s})[0].alerts, 1);
    QCOMPARE(hiding({u"login"_s})[0].silence.id, id);
    QCOMPARE(hiding({u"login"_s, u"search"_s})[0].alerts, 2);
    QVERIFY(hiding({u"mail"_s}).empty());
    QVERIFY(hiding({}).empty());
    REQUIRE_VALUE(hidden, house.read([](Transaction &t) { return hiddenAlerts(t, 10); }));
    QCOMPARE(hidden.size(), 2U);
    REQUIRE_VALUE(story, house.read([&](Transaction &t) { return alertStory(t, hidden.front()); }));
    QVERIFY(story->isHidden);
    QCOMPARE(story->silence->id, id);
    // One that is in its incident stays there, and is told what is silenced from now on.
    REQUIRE_VALUE(second, house.make(house.silence(u"alertname=\"Down\""_s)));
    REQUIRE_VALUE(rows, house.read([](Transaction &t) { return alerts(t, {}, 10); }));
    REQUIRE_VALUE(other, house.read([&](Transaction &t) { return alertStory(t, rows.back().id); }));
    QVERIFY(!other->isHidden);
    QCOMPARE(other->silence->id, second);
    // What has recovered, and what is over, hides nothing.
    house.tell(u"Slow"_s, u"login"_s, u"resolved"_s);
    house.group();
    QVERIFY(hiding({u"login"_s}).empty());
    house.database.clock.advance(2h);
    QVERIFY(hiding({u"search"_s}).empty());
}

void TestSilences::endsAsWritten_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("ends");  // empty: refused
    QTest::newRow("minutes") << u"90m"_s << u"2026-11-23T06:30:00.000Z"_s;
    QTest::newRow("hours") << u" 2 h "_s << u"2026-11-23T07:00:00.000Z"_s;
    QTest::newRow("days") << u"3d"_s << u"2026-11-26T05:00:00.000Z"_s;
    QTest::newRow("an hour to come") << u"18:00"_s << u"2026-11-23T17:00:00.000Z"_s;
    QTest::newRow("an hour that is past") << u"5:30"_s << u"2026-11-24T04:30:00.000Z"_s;
    QTest::newRow("a moment") << u"2026-12-01 08:00"_s << u"2026-12-01T07:00:00.000Z"_s;
    QTest::newRow("words") << u"soon"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestSilences::endsAsWritten()
{
    QFETCH(const QString, text);
    QFETCH(const QString, ends);
    const QTimeZone berlin("Europe/Berlin");
    const Instant now = parseMachineTime(u"2026-11-23T05:00:00Z").value();  // six o'clock there
    const auto end = silenceEnd(text, now, berlin);
    QCOMPARE(end ? toIso(*end) : QString(), ends);
    if (!end) {
        QVERIFY2(end.error().message.contains(u"18:00"_s), qPrintable(end.error().message));
    }
    QCOMPARE(toIso(nextMorning(now, berlin)), u"2026-11-23T07:00:00.000Z"_s);
    QCOMPARE(toIso(nextMorning(now + 30min, berlin)), u"2026-11-24T07:00:00.000Z"_s);
}

void TestSilences::isMadeOfWhatAlertsShare()
{
    AlertRow one{.source = u"zabbix"_s,
                 .service = u"login"_s,
                 .labels = {{u"alertname"_s, u"Down"_s}, {u"instance"_s, u"a"_s}, {u"severity"_s, u"critical"_s}}};
    AlertRow other = one;
    const auto shared = [&](const std::vector<AlertRow> &alerts) { return textsOf(matchersFor(alerts)).join(u", "_s); };
    QCOMPARE(shared({one}), u"alertname=\"Down\", instance=\"a\""_s);
    other.labels[u"instance"_s] = u"b"_s;
    QCOMPARE(shared({one, other}), u"alertname=\"Down\""_s);
    other.labels = {{u"alertname"_s, u"Slow"_s}};
    QCOMPARE(shared({one, other}), u"service=\"login\", source=\"zabbix\""_s);
    other.service.clear();
    other.source.clear();
    QVERIFY(matchersFor({one, other}).empty());
    QVERIFY(matchersFor({}).empty());
    // As a person writes several.
    QCOMPARE(textsOf(parseMatchers(u" a=1,, b=\"x, y\" "_s).value()), (QStringList{u"a=\"1\""_s, u"b=\"x, y\""_s}));
    QVERIFY(parseMatchers(u"a=1, b"_s).error().message.contains(u"“b”"_s));
}

void TestSilences::isListedWithWhoMadeIt()
{
    House house;
    Silence late = house.silence(u"path=\"a\\\"b\""_s, 1h, 5h);
    late.isMaintenance = true;
    REQUIRE_VALUE(second, house.make(late));
    REQUIRE_VALUE(first, house.make(house.silence(u"service=\"login\""_s)));
    REQUIRE_VALUE(ahead, house.read([](Transaction &t) { return silencesAhead(t); }));
    QCOMPARE(ahead.size(), 2U);
    QCOMPARE(ahead[0].id, first);
    QVERIFY(!ahead[0].isMaintenance);
    QCOMPARE(ahead[0].madeBy, house.commander);
    QCOMPARE(ahead[1].id, second);
    QVERIFY(ahead[1].isMaintenance);
    QCOMPARE(ahead[1].matchers.front().text(), u"path=\"a\\\"b\""_s);
    QVERIFY(!ahead[1].isActive(house.database.clock.now()));
    QCOMPARE(toIso(ahead[1].startsAt), u"2026-11-23T06:00:00.000Z"_s);
}

QTEST_GUILESS_MAIN(TestSilences)
#include "tst_silences.moc"
