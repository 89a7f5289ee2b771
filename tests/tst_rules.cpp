// SPDX-License-Identifier: GPL-3.0-or-later
// Grouping rules: the first that matches decides, in their order; what they would have made of the past; who may change
// them.
#include "models/incidents/grouping/rules.h"
#include "models/incidents/grouping/selfresolve.h"
#include "support/house.h"

#include <QTest>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct House : MonitoredHouse
{
    void tell(const QString &name, const QJsonObject &labels, const QString &status = u"firing"_s)
    {
        tellAndGroup({alertAs(name, status, labels)});
    }
    Result<RuleId> save(const GroupingRule &rule)
    {
        return change([rule](Transaction &t) { return saveGroupingRule(t, rule); });
    }
    std::vector<GroupingRule> rules()
    {
        return read([](Transaction &t) { return groupingRules(t); }).value();
    }
    QStringList names()
    {
        QStringList found;
        for (const GroupingRule &rule : rules()) {
            found << rule.name;
        }
        return found;
    }
    //! How many alerts each incident has, oldest first.
    QList<int> counts()
    {
        QList<int> found;
        for (const Incident &incident : all()) {
            found << incident.alertCount;
        }
        return found;
    }
};

GroupingRule rule(const QString &name, const QStringList &matchers, const QStringList &by, milliseconds window = 0ms)
{
    return {.name = name, .matchers = matchersFrom(matchers), .by = by, .window = window};
}

}  // namespace

class TestRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groups_data();
    void groups();
    void putsTogether_data() { TestDatabase::addEngines(); }
    void putsTogether();
    void theFirstThatMatchesDecides_data() { TestDatabase::addEngines(); }
    void theFirstThatMatchesDecides();
    void takesNoMoreAfterItsTime_data() { TestDatabase::addEngines(); }
    void takesNoMoreAfterItsTime();
    void whatIsResolvedTakesNoMore_data() { TestDatabase::addEngines(); }
    void whatIsResolvedTakesNoMore();
    void endsByItself_data() { TestDatabase::addEngines(); }
    void endsByItself();
    void areTriedOnThePast_data() { TestDatabase::addEngines(); }
    void areTriedOnThePast();
    void keepTheirOrder_data() { TestDatabase::addEngines(); }
    void keepTheirOrder();
    void wrongOnesAreRefused_data() { TestDatabase::addEngines(); }
    void wrongOnesAreRefused();
};

void TestRules::groups_data()
{
    QTest::addColumn<QStringList>("matchers");
    QTest::addColumn<QStringList>("by");
    QTest::addColumn<QString>("left");  // JSON; "-" for no group
    QTest::addColumn<QString>("right");
    QTest::addColumn<bool>("together");
    QTest::newRow("the same value") << QStringList{} << QStringList{u"dc"_s} << uR"({"dc":"fra","a":"1"})"_s
                                    << uR"({"dc":"fra"})"_s << true;
    QTest::newRow("another value") << QStringList{} << QStringList{u"dc"_s} << uR"({"dc":"fra"})"_s
                                   << uR"({"dc":"ams"})"_s << false;
    QTest::newRow("two labels") << QStringList{} << QStringList{u"a"_s, u"b"_s} << uR"({"a":"1","b":"2"})"_s
                                << uR"({"a":"1","b":"3"})"_s << false;
    QTest::newRow("values do not run into each other")
        << QStringList{} << QStringList{u"a"_s, u"b"_s} << uR"({"a":"12","b":"3"})"_s << uR"({"a":"1","b":"23"})"_s
        << false;
    QTest::newRow("none of the labels") << QStringList{} << QStringList{u"dc"_s} << uR"({"a":"1"})"_s
                                        << uR"({"a":"1"})"_s << false;
    QTest::newRow("no labels: all together")
        << QStringList{u"a=\"1\""_s} << QStringList{} << uR"({"a":"1"})"_s << uR"({"a":"1","b":"2"})"_s << true;
    QTest::newRow("does not match") << QStringList{u"a=\"1\""_s} << QStringList{} << uR"({"a":"1"})"_s
                                    << uR"({"a":"2"})"_s << false;
}

void TestRules::groups()
{
    QFETCH(const QStringList, matchers);
    QFETCH(const QStringList, by);
    QFETCH(const QString, left);
    QFETCH(const QString, right);
    QFETCH(const bool, together);
    const GroupingRule made = rule(u"r"_s, matchers, by);
    const auto group = [&](const QString &labels) {
        return groupOf(made, QJsonDocument::fromJson(labels.toUtf8()).object());
    };
    QCOMPARE(group(left).has_value() && group(left) == group(right), together);
}

void TestRules::putsTogether()
{
    House house;
    REQUIRE_VALUE(id, house.save(rule(u"A region at once"_s, {}, {u"region"_s})));
    house.tell(u"A"_s, {{u"service"_s, u"login"_s}, {u"region"_s, u"eu"_s}});
    house.tell(u"B"_s, {{u"service"_s, u"search"_s}, {u"region"_s, u"eu"_s}});
    house.tell(u"C"_s, {{u"service"_s, u"search"_s}, {u"region"_s, u"us"_s}});
    house.tell(u"D"_s, {{u"service"_s, u"mail"_s}});  // without a region: as without rules
    house.tell(u"E"_s, {{u"service"_s, u"mail"_s}});
    QCOMPARE(house.counts(), (QList<int>{2, 1, 2}));
    REQUIRE_VALUE(reason, await(house.database->read([](Transaction &t) {
                      return t.one(u"SELECT reason FROM incident_alert ORDER BY alert_id LIMIT 1 OFFSET 1"_s,
                                   [](const Row &row) { return row.text(0); });
                  })));
    QVERIFY2(reason->contains(u"A region at once"_s), qPrintable(*reason));
}

void TestRules::theFirstThatMatchesDecides()
{
    House house;
    REQUIRE_VALUE(second, house.save(rule(u"by region"_s, {}, {u"region"_s})));
    GroupingRule first = rule(u"databases together"_s, {u"service=~\"db-.*\""_s}, {});
    first.position = 1;
    REQUIRE_VALUE(id, house.save(first));
    house.tell(u"A"_s, {{u"service"_s, u"db-1"_s}, {u"region"_s, u"eu"_s}});
    house.tell(u"B"_s, {{u"service"_s, u"db-2"_s}, {u"region"_s, u"us"_s}});
    house.tell(u"C"_s, {{u"service"_s, u"web"_s}, {u"region"_s, u"eu"_s}});
    QCOMPARE(house.counts(), (QList<int>{2, 1}));
}

void TestRules::takesNoMoreAfterItsTime()
{
    House house;
    REQUIRE_VALUE(id, house.save(rule(u"by region"_s, {}, {u"region"_s}, 30min)));
    house.tell(u"A"_s, {{u"region"_s, u"eu"_s}});
    house.database.clock.advance(29min);
    house.tell(u"B"_s, {{u"region"_s, u"eu"_s}});
    house.database.clock.advance(29min);  // the latest counts, not the first
    house.tell(u"C"_s, {{u"region"_s, u"eu"_s}});
    house.database.clock.advance(31min);
    house.tell(u"D"_s, {{u"region"_s, u"eu"_s}});
    QCOMPARE(house.counts(), (QList<int>{3, 1}));
}

void TestRules::whatIsResolvedTakesNoMore()
{
    House house;
    REQUIRE_VALUE(id, house.save(rule(u"by region"_s, {}, {u"region"_s})));
    house.tell(u"A"_s, {{u"region"_s, u"eu"_s}});
    REQUIRE_OK(await(house.database->write(house.ada, [](Transaction &t) -> Result<> {
        const auto incident = incidentByNumber(t, 1);
        return setStatus(t, (*incident)->id, IncidentStatus::Resolved, (*incident)->version);
    })));
    house.tell(u"B"_s, {{u"region"_s, u"eu"_s}});
    house.tell(u"C"_s, {{u"region"_s, u"eu"_s}});
    QCOMPARE(house.counts(), (QList<int>{1, 2}));
}

void TestRules::endsByItself()
{
    House house;
    GroupingRule lasting = rule(u"calm"_s, {u"service=\"shop\""_s}, {u"dc"_s});
    lasting.resolveAfter = 10min;
    REQUIRE_OK(house.save(lasting));
    REQUIRE_OK(house.save(rule(u"stays"_s, {u"service=\"mail\""_s}, {})));
    QCOMPARE(house.rules().front().resolveAfter, 10min);
    house.tell(u"A"_s, {{u"service"_s, u"shop"_s}, {u"dc"_s, u"fra"_s}});
    house.tell(u"B"_s, {{u"service"_s, u"shop"_s}, {u"dc"_s, u"ams"_s}});
    house.tell(u"C"_s, {{u"service"_s, u"mail"_s}});
    house.tell(u"D"_s, {{u"service"_s, u"shop"_s}, {u"dc"_s, u"ber"_s}});
    const auto statusOf = [&house](size_t i) { return house.all().at(i).status; };
    const IncidentId taken = house.all().at(1).id;
    REQUIRE_OK(house.change([taken](Transaction &t) { return acknowledgeIncident(t, taken); }));
    const auto pass = [&house](milliseconds time) {
        house.database.clock.advance(time);
        house.group();
    };
    pass(1min);
    const Instant over = house.database.clock.now();
    for (const QString &name : {u"A"_s, u"B"_s, u"C"_s, u"D"_s}) {
        house.tell(name, {}, u"resolved"_s);
    }
    pass(5min);
    house.tell(u"D"_s, {{u"service"_s, u"shop"_s}, {u"dc"_s, u"ber"_s}});  // again, in the same incident
    pass(5min - 1s);
    QVERIFY(!house.read([](Transaction &t) { return hasRecovered(t); }).value());
    QCOMPARE(statusOf(0), IncidentStatus::Triage);
    house.database.clock.advance(1s);
    QVERIFY(house.read([](Transaction &t) { return hasRecovered(t); }).value());
    house.group();
    const Incident ended = house.all().at(0);
    QCOMPARE(ended.status, IncidentStatus::Resolved);
    QCOMPARE(ended.time(IncidentTime::Mitigated), over);
    QCOMPARE(ended.time(IncidentTime::Resolved), house.database.clock.now());
    REQUIRE_VALUE(entries, house.read([&](Transaction &t) { return timelineOf(t, ended.id); }));
    QVERIFY(std::ranges::any_of(entries, [](const TimelineEntry &entry) {
        return entry.kind == TimelineKind::Other && entry.body.contains(u"“calm” resolves it"_s);
    }));
    pass(24h);
    QVERIFY(statusOf(1) != IncidentStatus::Resolved);  // somebody has taken it over
    QCOMPARE(statusOf(2), IncidentStatus::Triage);     // its rule does not say so
    QCOMPARE(statusOf(3), IncidentStatus::Triage);     // it fires
    house.tell(u"D"_s, {}, u"resolved"_s);
    pass(10min);
    QCOMPARE(statusOf(3), IncidentStatus::Resolved);
}

void TestRules::areTriedOnThePast()
{
    House house;
    for (const QString &name : {u"A"_s, u"B"_s, u"C"_s}) {
        house.tell(name, {{u"service"_s, name}, {u"region"_s, u"eu"_s}});
        house.database.clock.advance(10min);
    }
    house.tell(u"A"_s, {{u"service"_s, u"A"_s}, {u"region"_s, u"eu"_s}}, u"resolved"_s);
    const auto tried = [&](const std::vector<GroupingRule> &rules) {
        return await(house.database->read([&](Transaction &t) { return tryGroupingRules(t, rules, 100); }));
    };
    REQUIRE_VALUE(without, tried({}));
    QCOMPARE(without.size(), 3U);
    REQUIRE_VALUE(with, tried({rule(u"by region"_s, {}, {u"region"_s})}));
    QCOMPARE(with.size(), 1U);
    QCOMPARE(with[0].alerts, 3);
    QCOMPARE(with[0].reason, u"by region"_s);
    QCOMPARE(with[0].title, u"A"_s);
    QVERIFY(with[0].until - with[0].from == 20min);
    const auto since = [&](milliseconds ago) {
        return await(house.database->read([&](Transaction &t) { return tryGroupingRules(t, {}, 100, t.now() - ago); }));
    };
    QCOMPARE(since(25min).value().size(), 2U);
    QVERIFY(since(5min).value().empty());
    REQUIRE_VALUE(narrow, tried({rule(u"by region"_s, {}, {u"region"_s}, 5min)}));
    QCOMPARE(narrow.size(), 3U);
    QCOMPARE(house.counts(), (QList<int>{1, 1, 1}));  // nothing was changed
    QVERIFY(house.rules().empty());
}

void TestRules::keepTheirOrder()
{
    House house;
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s}) {
        QVERIFY(house.save(rule(name, {}, {u"x"_s})));
    }
    QCOMPARE(house.names(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    GroupingRule last = house.rules().back();
    last.position = 1;
    last.name = u"c, changed"_s;
    REQUIRE_OK(house.save(last));
    QCOMPARE(house.names(), (QStringList{u"c, changed"_s, u"a"_s, u"b"_s}));
    QCOMPARE(house.save(last).error().code, ErrorCode::Conflict);  // its version has moved
    GroupingRule inserted = rule(u"d"_s, {}, {});
    inserted.position = 2;
    REQUIRE_OK(house.save(inserted));
    QCOMPARE(house.names(), (QStringList{u"c, changed"_s, u"d"_s, u"a"_s, u"b"_s}));
    const auto remove = [&](RuleId id) {
        return await(house.database->write(house.ada, [id](Transaction &t) { return removeGroupingRule(t, id); }));
    };
    REQUIRE_OK(remove(house.rules()[1].id));
    QCOMPARE(house.names(), (QStringList{u"c, changed"_s, u"a"_s, u"b"_s}));
    QCOMPARE(house.rules().back().position, 3);
    QCOMPARE(remove(RuleId{99}).error().code, ErrorCode::NotFound);
}

void TestRules::wrongOnesAreRefused()
{
    House house;
    QCOMPARE(house.save(rule(u"  "_s, {}, {})).error().code, ErrorCode::Invalid);
    QCOMPARE(house.save(rule(u"a"_s, {}, {}, 24h * 8)).error().code, ErrorCode::Invalid);
    QCOMPARE(house.save(rule(u"a"_s, {}, {}, -1h)).error().code, ErrorCode::Invalid);
    GroupingRule impatient = rule(u"a"_s, {}, {});
    impatient.resolveAfter = -1min;
    QCOMPARE(house.save(impatient).error().code, ErrorCode::Invalid);
    GroupingRule unknown = rule(u"a"_s, {}, {});
    unknown.id = RuleId{99};
    QCOMPARE(house.save(unknown).error().code, ErrorCode::NotFound);
    const auto viewer =
        await(house.database->write(house.ada, [](Transaction &t) { return actorForLogin(t, u"eve"_s, u"Eve"_s); }));
    REQUIRE_OK(await(
        house.database->write(house.ada, [&](Transaction &t) { return setRole(t, viewer->id, Role::Commander); })));
    const auto denied = await(
        house.database->write(viewer->id, [](Transaction &t) { return saveGroupingRule(t, rule(u"a"_s, {}, {})); }));
    QCOMPARE(denied.error().code, ErrorCode::Denied);
    QVERIFY(house.rules().empty());
}

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
