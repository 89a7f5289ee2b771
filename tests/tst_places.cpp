// SPDX-License-Identifier: GPL-3.0-or-later
// What names of places mean, and what is catastrophic by it: two data centres of the catalogue that fail at once. What
// nobody has said counts as none, and is asked for.
#include "models/catalog/places.h"
#include "models/storage/journal.h"
#include "support/house.h"
#include "views/catalog/placespanel.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct House : MonitoredHouse
{
    //! "fra1 ams1=eu-west-1*,eu-west-1a none:probe-1 asked:us-east-1(2)"
    QString catalogue()
    {
        const auto found = read([](Transaction &t) { return places(t); });
        QStringList words;
        for (const DataCentre &each : found->dataCentres) {
            words << (each.labels.isEmpty() ? each.name : each.name + u'=' + each.labels.join(u','));
        }
        if (!found->none.isEmpty()) {
            words << u"none:"_s + found->none.join(u',');
        }
        for (const UnmappedName &each : found->unmapped) {
            words << u"asked:%1(%2)"_s.arg(each.name).arg(each.alerts);
        }
        return words.join(u' ');
    }
    Result<DataCentreId> add(const QString &name)
    {
        return change([name](Transaction &t) { return addDataCentre(t, name); });
    }
    Result<> map(const QString &label, DataCentreId to)
    {
        return change([=](Transaction &t) { return mapLabel(t, label, to); });
    }
    Result<> forget(const QString &name)
    {
        return change([name](Transaction &t) { return forgetPlace(t, name); });
    }
    qint64 meaning(const QString &name)
    {
        return change([name](Transaction &t) { return placeNamed(t, name); }).value().place;
    }
};

}  // namespace

class TestPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesMeanWhatPeopleSay_data() { TestDatabase::addEngines(); }
    void namesMeanWhatPeopleSay();
    void aLabelTakesADataCentreIn_data() { TestDatabase::addEngines(); }
    void aLabelTakesADataCentreIn();
    void wrongOnesAreRefused_data() { TestDatabase::addEngines(); }
    void wrongOnesAreRefused();
    void severalDataCentresAtOnceAreCatastrophic_data() { TestDatabase::addEngines(); }
    void severalDataCentresAtOnceAreCatastrophic();
    void whatNobodyHasSaidIsAskedFor_data() { TestDatabase::addEngines(); }
    void whatNobodyHasSaidIsAskedFor();
    void zonesOfOneDataCentreAreOne_data() { TestDatabase::addEngines(); }
    void zonesOfOneDataCentreAreOne();
    void probesAreNoPlaces_data() { TestDatabase::addEngines(); }
    void probesAreNoPlaces();
    void aPersonDecidesWhatIsCatastrophic_data() { TestDatabase::addEngines(); }
    void aPersonDecidesWhatIsCatastrophic();
    void knownNamesOfBeforeAreDataCentres_data() { TestDatabase::addEngines(); }
    void knownNamesOfBeforeAreDataCentres();
    void areMappedInTheSettings_data() { TestDatabase::addEngines(); }
    void areMappedInTheSettings();
};

void TestPlaces::namesMeanWhatPeopleSay()
{
    House house;
    house.tellAndGroup({firing(u"a"_s, u"login"_s, u"eu-west-1a"_s), firing(u"b"_s, u"login"_s, u"eu-west-1a"_s),
                        firing(u"c"_s, u"login"_s, u"us-east-1"_s)});
    QCOMPARE(house.catalogue(), u"asked:eu-west-1a(2) asked:us-east-1(1)"_s);
    REQUIRE_VALUE(since, house.read([](Transaction &t) { return places(t); }));
    QCOMPARE(since.unmapped[0].since, std::optional(house.database.clock.now()));
    REQUIRE_VALUE(dublin, house.add(u"Dublin"_s));
    REQUIRE_VALUE(virginia, house.add(u"us-east-1"_s));
    REQUIRE_OK(house.map(u"eu-west-1*"_s, dublin));
    REQUIRE_OK(house.map(u"eu-west-1-probe?"_s, {}));
    QCOMPARE(house.catalogue(), u"Dublin=eu-west-1* us-east-1 none:eu-west-1-probe?"_s);
    QCOMPARE(house.meaning(u"eu-west-1c"_s), dublin.value);  // one that comes later
    QCOMPARE(house.meaning(u"us-east-1"_s), virginia.value);
    QCOMPARE(house.meaning(u"eu-west-1-probe7"_s), 0);  // the longer pattern decides
    QVERIFY(house.meaning(u"eu-west-2"_s) < 0);
    QVERIFY(house.meaning(u"EU-WEST-1A"_s) < 0);
    REQUIRE_OK(house.map(u"eu-west-1c"_s, virginia));  // the value itself goes before patterns
    QCOMPARE(house.meaning(u"eu-west-1c"_s), virginia.value);
    REQUIRE_OK(house.forget(u"eu-west-1c"_s));
    QCOMPARE(house.meaning(u"eu-west-1c"_s), dublin.value);
    REQUIRE_OK(house.forget(u"Dublin"_s));
    QVERIFY(house.meaning(u"eu-west-1a"_s) < 0);
    QCOMPARE(house.forget(u"Dublin"_s).error().code, ErrorCode::NotFound);
    // The trail says who said what.
    REQUIRE_VALUE(trail, house.read([&](Transaction &t) { return auditOf(t, u"data_centre"_s, virginia.value); }));
    QCOMPARE(trail.back().change.newValue, std::optional(u"us-east-1"_s));
    QCOMPARE(trail.back().actor, house.ada);
}

void TestPlaces::aLabelTakesADataCentreIn()
{
    House house;
    REQUIRE_VALUE(zone, house.add(u"eu-west-1a"_s));
    REQUIRE_OK(house.map(u"rack-*"_s, zone));
    REQUIRE_VALUE(dublin, house.add(u"Dublin"_s));
    REQUIRE_OK(house.map(u"eu-west-1a"_s, dublin));
    QCOMPARE(house.catalogue(), u"Dublin=eu-west-1a,rack-*"_s);
    QCOMPARE(house.meaning(u"rack-7"_s), dublin.value);
    REQUIRE_VALUE(again, house.add(u"eu-west-1a"_s));
    QCOMPARE(again, zone);
    QCOMPARE(house.catalogue(), u"Dublin=rack-* eu-west-1a"_s);
}

void TestPlaces::wrongOnesAreRefused()
{
    House house;
    QCOMPARE(house.add(u"  "_s).error().code, ErrorCode::Invalid);
    QCOMPARE(house.add(QString(201, u'x')).error().code, ErrorCode::Invalid);
    QCOMPARE(house.add(u"eu-*"_s).error().code, ErrorCode::Invalid);
    QCOMPARE(house.map(u"a"_s, DataCentreId{99}).error().code, ErrorCode::NotFound);
    const qint64 seen = house.meaning(u"seen"_s);
    QCOMPARE(house.map(u"a"_s, DataCentreId{-seen}).error().code, ErrorCode::NotFound);  // known, not in the catalogue
    const ActorId responder = house.person(u"grace"_s, Role::Responder);
    const ActorId commander = house.person(u"joan"_s, Role::Commander);
    const auto addAs = [&](ActorId who) {
        return house.as(who, [](Transaction &t) { return addDataCentre(t, u"fra1"_s); });
    };
    QCOMPARE(addAs(responder).error().code, ErrorCode::Denied);
    REQUIRE_VALUE(id, addAs(commander));
    for (const auto &denied : {house.as(responder, [&](Transaction &t) { return mapLabel(t, u"x"_s, id); }),
                               house.as(responder, [](Transaction &t) { return forgetPlace(t, u"fra1"_s); })}) {
        QCOMPARE(denied.error().code, ErrorCode::Denied);
    }
    QCOMPARE(house.catalogue(), u"fra1 asked:seen(0)"_s);
}

void TestPlaces::severalDataCentresAtOnceAreCatastrophic()
{
    House house;
    for (const QString &name : {u"fra1"_s, u"ams1"_s, u"lon1"_s}) {
        REQUIRE_OK(house.add(name));
    }
    const auto isCatastrophic = [&] { return house.all().back().catastrophic; };
    // One after the other is not at once, whether grouping hears of it in one step or in several.
    house.tell({firing(u"a"_s)});
    house.database.clock.advance(10min);
    house.tell({resolved(u"a"_s)});
    house.database.clock.advance(10min);
    house.tell({firing(u"b"_s, u"login"_s, u"ams1"_s)});
    house.group();
    house.database.clock.advance(10min);
    house.tell({resolved(u"b"_s)});
    house.database.clock.advance(10min);
    house.tell({firing(u"c"_s), firing(u"d"_s)});
    house.group();
    QCOMPARE(house.all().size(), 1U);
    QVERIFY(!isCatastrophic());
    house.tell({firing(u"e"_s, u"login"_s, u"ams1"_s), firing(u"f"_s, u"login"_s, u"ams1"_s)});
    house.group();
    QVERIFY(isCatastrophic());
    const IncidentId first = house.all().back().id;
    QCOMPARE(house.count(first, TimelineKind::Catastrophic,
                         u"fra1 and ams1 fail at the same time, since 2026-11-23 05:40:00 UTC. The recovery target is "
                         "50 minutes."_s),
             1);
    // Within one step, the second event meets the first.
    house.tell(
        {firing(u"x"_s, u"search"_s), firing(u"y"_s, u"search"_s, u"ams1"_s), firing(u"z"_s, u"search"_s, u"lon1"_s)});
    house.group();
    QVERIFY(isCatastrophic());
    QCOMPARE(house.count(house.all().back().id, TimelineKind::Catastrophic), 1);
}

void TestPlaces::whatNobodyHasSaidIsAskedFor()
{
    House house;
    house.tellAndGroup({firing(u"a"_s, u"login"_s, u"us-east-1"_s), firing(u"b"_s, u"login"_s, u"eu-west-1"_s)});
    const auto incident = [&] { return house.all().at(0); };
    QVERIFY(!incident().catastrophic);
    QCOMPARE(incident().dataCentres, (QStringList{u"eu-west-1"_s, u"us-east-1"_s}));
    const auto times = [&] {
        return std::ranges::count_if(house.entries(incident().id), [](const TimelineEntry &entry) {
            return entry.body.contains(u"nobody has said"_s) && entry.body.contains(u"onlyonce place add"_s);
        });
    };
    QCOMPARE(times(), 1);
    house.tellAndGroup({firing(u"c"_s, u"login"_s, u"us-west-2"_s)});
    QCOMPARE(times(), 1);
    // Said for one of them, it is not enough; for both it is, though no alert comes.
    REQUIRE_OK(house.add(u"us-east-1"_s));
    house.group();
    QVERIFY(!incident().catastrophic);
    REQUIRE_VALUE(dublin, house.add(u"Dublin"_s));
    REQUIRE_OK(house.map(u"eu-west-1"_s, dublin));
    QCOMPARE(house.group(), u"0 0 0"_s);
    QVERIFY(incident().catastrophic);
    QCOMPARE(incident().dataCentres, (QStringList{u"Dublin"_s, u"us-east-1"_s, u"us-west-2"_s}));
    QCOMPARE(house.count(incident().id, TimelineKind::Catastrophic, u"Dublin"_s), 1);
    // They turn out to be the same.
    REQUIRE_OK(house.map(u"us-east-1"_s, dublin));
    house.group();
    QVERIFY(!incident().catastrophic);
    QCOMPARE(house.count(incident().id, TimelineKind::Other, u"Not catastrophic after all"_s), 1);
    QCOMPARE(incident().dataCentres, (QStringList{u"Dublin"_s, u"us-west-2"_s}));
    REQUIRE_OK(house.map(u"us-west-2"_s, {}));
    house.group();
    QCOMPARE(incident().dataCentres, QStringList{u"Dublin"_s});
}

void TestPlaces::zonesOfOneDataCentreAreOne()
{
    House house;
    REQUIRE_VALUE(dublin, house.add(u"Dublin"_s));
    REQUIRE_VALUE(paris, house.add(u"Paris"_s));
    REQUIRE_OK(house.map(u"eu-west-1?"_s, dublin));
    REQUIRE_OK(house.map(u"eu-west-3*"_s, paris));
    REQUIRE_OK(house.map(u"edge-*"_s, {}));
    house.tellAndGroup({firing(u"a"_s, u"login"_s, u"eu-west-1a"_s), firing(u"b"_s, u"login"_s, u"eu-west-1b"_s),
                        firing(u"c"_s, u"login"_s, u"edge-7"_s)});
    QVERIFY(!house.all().at(0).catastrophic);
    QCOMPARE(house.all().at(0).dataCentres, QStringList{u"Dublin"_s});
    QCOMPARE(house.entries(house.all().at(0).id).size(), 4U);  // three fired, declared: nothing is asked
    house.tellAndGroup({firing(u"d"_s, u"login"_s, u"eu-west-3b"_s)});
    QVERIFY(house.all().at(0).catastrophic);
}

void TestPlaces::probesAreNoPlaces()
{
    House house;
    for (const QString &name : {u"Stockholm"_s, u"fra1"_s}) {
        REQUIRE_OK(house.add(name));
    }
    house.tellAndGroup(
        {alertAs(u"a"_s, u"firing"_s, {{u"service"_s, u"login"_s}, {u"probe"_s, u"Stockholm"_s}}), firing(u"b"_s)});
    QCOMPARE(house.alertNamed(u"a"_s).probes, QStringList{u"Stockholm"_s});
    QCOMPARE(house.all().size(), 1U);
    QVERIFY(!house.all().at(0).catastrophic);
    QCOMPARE(house.all().at(0).dataCentres, QStringList{u"fra1"_s});
}

void TestPlaces::aPersonDecidesWhatIsCatastrophic()
{
    House house;
    for (const QString &name : {u"fra1"_s, u"ams1"_s, u"lon1"_s}) {
        REQUIRE_OK(house.add(name));
    }
    const auto decide = [&](bool catastrophic, const QString &reason) {
        const Incident incident = house.all().at(0);
        return house.change(
            [=](Transaction &t) { return setCatastrophic(t, incident.id, catastrophic, incident.version, reason); });
    };
    house.tell({firing(u"a"_s, u"login"_s, u"fra1"_s), firing(u"b"_s, u"login"_s, u"ams1"_s)});
    house.group();
    QVERIFY(house.all().at(0).catastrophic);
    QCOMPARE(decide(false, u"  "_s).error().code, ErrorCode::Invalid);
    REQUIRE_OK(decide(false, u"ams1 is a test site"_s));
    QVERIFY(!house.all().at(0).catastrophic);
    house.tell({firing(u"c"_s, u"login"_s, u"lon1"_s)});
    house.group();
    QVERIFY(!house.all().at(0).catastrophic);
    REQUIRE_OK(house.add(u"par1"_s));  // nor does the catalogue change it
    house.group();
    QVERIFY(!house.all().at(0).catastrophic);
    REQUIRE_OK(decide(true, u"lon1 as well"_s));
    QVERIFY(house.all().at(0).catastrophic);
    QCOMPARE(house.count(house.all().at(0).id, TimelineKind::Catastrophic, u"lon1 as well"_s), 1);
}

void TestPlaces::knownNamesOfBeforeAreDataCentres()
{
    TestDatabase files;
    Migrations before = ownMigrations().value();
    before.erase(before.begin() + 3, before.end());
    {
        REQUIRE_VALUE(old, Database::open({.url = files.url(), .migrations = before, .stateFolder = files.folder()}));
        REQUIRE_OK(await(old->write({}, [](Transaction &t) -> Result<> {
            ONLYONCE_TRY(t.exec(u"INSERT INTO data_centre (id, name, version) VALUES (7, 'fra1', 1)"_s));
            ONLYONCE_TRY(t.exec(
                u"INSERT INTO alert (source, fingerprint, status, severity, summary, service, data_centre, labels, "
                "annotations, link, started_at, received_at, last_received_at, count) VALUES ('x', 'f', 'firing', "
                "'error', 's', '', 'fra1', '{}', '{}', '', 5, 5, 5, 1)"_s));
            return {};
        })));
    }
    REQUIRE_VALUE(now, await(files.open().read([](Transaction &t) { return places(t); })));
    QCOMPARE(now.dataCentres.size(), 1U);
    QCOMPARE(now.dataCentres[0].id, DataCentreId{7});
    QVERIFY(now.unmapped.empty());
    REQUIRE_VALUE(alerts, await(files->read([](Transaction &t) {
                      return t.one(u"SELECT alerts, seen_at FROM data_centre"_s,
                                   [](const Row &row) { return std::pair(row.integer(0), row.integer(1)); });
                  })));
    QCOMPARE(*alerts, std::pair(qint64(1), qint64(5)));
}

void TestPlaces::areMappedInTheSettings()
{
    House house;
    house.tellAndGroup({firing(u"a"_s, u"login"_s, u"us-east-1"_s), firing(u"b"_s, u"search"_s, u"eu-west-1a"_s)});
    Session session{*house.database, house.ada};
    ui::PlacesPanel panel(session);
    const auto button = [&](const QString &spoken) -> QPushButton * {
        for (QPushButton *each : panel.findChildren<QPushButton *>()) {
            if (each->accessibleName() == spoken && each->parentWidget()) {
                return each;
            }
        }
        return nullptr;
    };
    const auto says = [&](const QString &text) {
        return std::ranges::any_of(panel.findChildren<QLabel *>(),
                                   [&](const QLabel *label) { return label->text() == text; });
    };
    QTRY_VERIFY(button(u"us-east-1 is a data centre"_s));
    QVERIFY(says(u"login, search"_s));
    button(u"us-east-1 is a data centre"_s)->click();
    QTRY_COMPARE(house.catalogue(), u"us-east-1 asked:eu-west-1a(1)"_s);
    // One that means another, from the menu of its row.
    QTRY_VERIFY(button(u"Remove us-east-1"_s) && button(u"Say what eu-west-1a means"_s)->menu()->actions().size() == 3);
    button(u"Say what eu-west-1a means"_s)->menu()->actions().front()->trigger();
    QTRY_COMPARE(house.catalogue(), u"us-east-1=eu-west-1a"_s);
    QTRY_VERIFY(says(u"means us-east-1"_s));
    // A pattern, by the fields below; what is refused is said there.
    auto *name = panel.findChild<QLineEdit *>();
    auto *meaning = panel.findChild<QComboBox *>();
    const QWidget *before = name;
    do {
        before = before->previousInFocusChain();
    } while (!(before->focusPolicy() & Qt::TabFocus));
    QVERIFY(before->accessibleName().startsWith(u"Remove "_s));  // what is read later stands where Tab expects it
    name->setText(u"edge-*"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(std::ranges::any_of(panel.findChildren<QLabel *>(),
                                    [](const QLabel *label) { return label->text().contains(u"is a pattern"_s); }));
    meaning->setCurrentIndex(meaning->count() - 1);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE(house.catalogue(), u"us-east-1=eu-west-1a none:edge-*"_s);
    QTRY_VERIFY(name->text().isEmpty());
    QTRY_VERIFY(button(u"Remove edge-*"_s));
    button(u"Remove edge-*"_s)->click();
    QTRY_COMPARE(house.catalogue(), u"us-east-1=eu-west-1a"_s);
}

QTEST_MAIN(TestPlaces)
#include "tst_places.moc"
