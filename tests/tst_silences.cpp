// SPDX-License-Identifier: GPL-3.0-or-later
// Silences and maintenance windows: what they hide opens nothing, and comes out when they end.
#include "models/alerts/collector.h"
#include "models/alerts/silences.h"
#include "models/incidents/grouping.h"
#include "support/testdatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct House
{
    House() { database.clock.set(u"2026-11-23T05:00:00Z"); }

    TestDatabase database;
    ActorId commander =
        await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, u"Ada"_s); })).value().id;
    ActorId program =
        await(database->write({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s); }))
            .value()
            .id;

    void tell(const QString &name, const QString &service, const QString &status = u"firing"_s)
    {
        Collector collector(*database);
        const QJsonObject alert{{u"status"_s, status},
                                {u"labels"_s, QJsonObject{{u"alertname"_s, name}, {u"service"_s, service}}}};
        await(collector.take(u"alertmanager"_s, QJsonDocument(QJsonObject{{u"alerts"_s, QJsonArray{alert}}}).toJson()))
            .value();
    }
    //! "events opened joined"
    QString group()
    {
        const auto grouped = await(database->write(program, [](Transaction &t) { return groupAlerts(t); }));
        return grouped ? u"%1 %2 %3"_s.arg(grouped->events).arg(grouped->opened).arg(grouped->joined)
                       : QString::fromUtf8(why(grouped));
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
        return await(database->write(commander, [silence](Transaction &t) { return makeSilence(t, silence); }));
    }
    template <typename Work>
    auto read(Work work)
    {
        return await(database->read(std::move(work)));
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
