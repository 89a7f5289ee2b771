// SPDX-License-Identifier: GPL-3.0-or-later
// From alerts to incidents, on both engines: what opens, what joins, what is told in whose name; that one odd alert stops
// nothing, and that a storm costs the same to its end.
#include "models/alerts/collector.h"
#include "models/incidents/grouping.h"
#include "support/testdatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QJsonObject firing(const QString &name, const QString &service = u"login"_s, const QString &dataCentre = u"fra1"_s)
{
    return {{u"status"_s, u"firing"_s},
            {u"fingerprint"_s, name},
            {u"labels"_s, QJsonObject{{u"alertname"_s, name},
                                      {u"severity"_s, u"critical"_s},
                                      {u"service"_s, service},
                                      {u"dc"_s, dataCentre}}}};
}

QJsonObject resolved(const QString &name)
{
    QJsonObject alert = firing(name);
    alert.insert(u"status"_s, u"resolved"_s);
    return alert;
}

struct House
{
    House() = default;
    explicit House(Engine engine)
        : database(engine)
    {
    }

    TestDatabase database;
    ActorId program = actor(ActorKind::Program, u"OnlyOnce"_s);

    ActorId actor(ActorKind kind, const QString &name)
    {
        return await(database->write({}, [=](Transaction &t) { return actorForMachine(t, kind, name); })).value().id;
    }
    void tell(const QJsonArray &alerts)
    {
        Collector collector(*database);
        const QByteArray body = QJsonDocument(QJsonObject{{u"alerts"_s, alerts}}).toJson(QJsonDocument::Compact);
        const auto intake = await(collector.take(u"alertmanager"_s, body));
        if (!intake) {
            qFatal("%s", why(intake).constData());
        }
    }
    void tellMany(int count, QJsonObject (*alert)(const QString &))
    {
        QJsonArray all;
        for (int i = 0; i < count; ++i) {
            all.append(alert(u"f%1"_s.arg(i)));
        }
        tell(all);
    }
    Result<Grouped> step(ActorId who, int limit = 500, milliseconds patience = 1h)
    {
        return await(
            database->write(who, [=](Transaction &transaction) { return groupAlerts(transaction, limit, patience); }));
    }
    //! "events opened joined"
    QString group()
    {
        const auto grouped = step(program);
        return grouped ? u"%1 %2 %3"_s.arg(grouped->events).arg(grouped->opened).arg(grouped->joined)
                       : QString::fromUtf8(why(grouped));
    }
    std::vector<Incident> all()
    {
        auto found = await(database->read([](Transaction &t) { return incidents(t, {}, 100); })).value();
        std::ranges::reverse(found);
        return found;
    }
    std::vector<TimelineEntry> entries(IncidentId id)
    {
        return await(database->read([id](Transaction &t) { return timelineOf(t, id); })).value();
    }
    QStringList timeline(IncidentId id)
    {
        QStringList lines;
        for (const TimelineEntry &entry : entries(id)) {
            lines += toText(entry.kind) + u": "_s + entry.body;
        }
        return lines;
    }
    int count(IncidentId id, TimelineKind kind, const QString &text = {})
    {
        return int(std::ranges::count_if(
            entries(id), [&](const TimelineEntry &e) { return e.kind == kind && e.body.contains(text); }));
    }
    void change(const QString &sqlite, const QString &postgres = {})
    {
        const QString sql = postgres.isEmpty() || database->engine() == Engine::Sqlite ? sqlite : postgres;
        const auto other = Connection::open(database.url(), Access::ReadWrite);  // PostgreSQL prepares no ALTER TABLE
        QVERIFY2(other, why(other).constData());
        REQUIRE_OK((*other)->runOnce(sql));
    }
};

const QString allRecovered = u"every alert of this incident has recovered"_s;

}  // namespace

class TestGrouping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensJoinsAndTells_data() { TestDatabase::addEngines(); }
    void opensJoinsAndTells()
    {
        House house;
        house.tell({firing(u"down"_s), firing(u"slow"_s), firing(u"other"_s, u"search"_s)});
        QCOMPARE(house.group(), u"3 2 1"_s);
        QCOMPARE(house.group(), u"0 0 0"_s);
        const auto incidents = house.all();
        QCOMPARE(incidents.size(), 2U);
        const Incident &login = incidents.at(0);
        QCOMPARE(login.title, u"down"_s);
        QCOMPARE(login.severity, Severity::Sev1);
        QCOMPARE(login.status, IncidentStatus::Triage);
        QCOMPARE(login.services, QStringList{u"login"_s});
        QCOMPARE(login.dataCentres, QStringList{u"fra1"_s});
        QCOMPARE(login.alertCount, 2);
        QCOMPARE(login.time(IncidentTime::Detected), house.database.clock.now());
        QCOMPARE(house.timeline(login.id),
                 (QStringList{u"alert fired: down · fra1"_s, u"declared: Opened by an alert of alertmanager"_s,
                              u"alert fired: slow · fra1"_s}));
        // The same problem again joins the incident in which it fired before, whatever it now says of its service.
        house.tell({resolved(u"down"_s)});
        house.database.clock.advance(1h);
        house.tell({firing(u"down"_s, u"search"_s)});
        QCOMPARE(house.group(), u"2 0 1"_s);
        QCOMPARE(house.all().at(0).alertCount, 3);
        REQUIRE_VALUE(rows, await(house.database->read([](Transaction &t) { return alerts(t, {}, 10); })));
        QCOMPARE(rows.at(0).incident, 1);
    }

    //! What an alert brings about is done by its source, whoever groups it.
    void theSourceIsNamed_data() { TestDatabase::addEngines(); }
    void theSourceIsNamed()
    {
        House house;
        const ActorId hand = await(house.database->write({}, [](Transaction &t) -> Result<ActorId> {
                                 const Actor ada = actorForLogin(t, u"ada"_s, u"Ada"_s).value();
                                 return actorForCommandLine(t, ada).value().id;
                             })).value();
        for (const ActorId who : {hand, house.program}) {
            house.tell({firing(u"down"_s), firing(u"far"_s, u"login"_s, u"ams1"_s)});
            REQUIRE_OK(house.step(who));
            house.tell({resolved(u"down"_s), resolved(u"far"_s)});
            REQUIRE_OK(house.step(who));
            const Incident incident = house.all().back();
            const auto entries = house.entries(incident.id);
            QCOMPARE(entries.size(), 6U);  // two fired, declared, catastrophic, two resolved
            for (const TimelineEntry &entry : entries) {
                QCOMPARE(entry.actorName, u"alertmanager"_s);
            }
            REQUIRE_OK(await(house.database->write(house.program, [&](Transaction &t) {
                return setStatus(t, incident.id, IncidentStatus::Resolved, incident.version);
            })));
            house.database.clock.advance(1h);
        }
    }

    void longAndOddTextsAreTakenIn_data() { TestDatabase::addEngines(); }
    void longAndOddTextsAreTakenIn()
    {
        House house;
        QJsonObject odd = firing(u"odd"_s, QString(480, u's') + u"\x1b[31m"_s, QString(300, u'd'));
        odd.insert(u"annotations"_s, QJsonObject{{u"summary"_s, u"Disk \x1b]0;x\x7 full\r\nagain"_s}});
        house.tell({odd, firing(u"old"_s, u"short"_s), firing(u"next"_s, u"search"_s)});
        // As an earlier version stored it.
        house.change(
            u"UPDATE alert SET service = '%1', data_centre = '%2', summary = '%3' WHERE fingerprint = 'old'"_s.arg(
                QString(500, u'o'), QString(500, u'p'), u"a\x1b"_s + QString(450, u'q')));
        QCOMPARE(house.group(), u"3 3 0"_s);
        const auto incidents = house.all();
        QCOMPARE(incidents.at(0).title, u"Disk ␛]0;x␇ full again"_s);
        QCOMPARE(incidents.at(0).services, QStringList{QString(199, u's') + u'…'});
        QCOMPARE(incidents.at(0).dataCentres, QStringList{QString(199, u'd') + u'…'});
        QCOMPARE(incidents.at(1).title, u"a␛"_s + QString(297, u'q') + u'…');
        QCOMPARE(incidents.at(1).services, QStringList{QString(199, u'o') + u'…'});
        QCOMPARE(incidents.at(2).title, u"next"_s);
        // The cut name is the service's name: siblings find it.
        house.tell({firing(u"sibling"_s, QString(480, u's'))});
        QCOMPARE(house.group(), u"1 0 1"_s);
    }

    void whatCannotBePlacedIsShownAndStopsNothing_data() { TestDatabase::addEngines(); }
    void whatCannotBePlacedIsShownAndStopsNothing()
    {
        House house;
        house.change(u"CREATE TRIGGER poison BEFORE INSERT ON service WHEN NEW.name = 'poison' "
                     "BEGIN SELECT RAISE(ABORT, 'no'); END"_s,
                     u"ALTER TABLE service ADD CONSTRAINT poison CHECK (name <> 'poison')"_s);
        house.tell({firing(u"first"_s), firing(u"bad"_s, u"poison"_s), firing(u"worse"_s, u"poison"_s),
                    firing(u"last"_s, u"search"_s)});
        for (int i = 0; i < 2; ++i) {
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be grouped"_s));
        }
        QCOMPARE(house.group(), u"4 3 1"_s);
        const auto incidents = house.all();
        QCOMPARE(incidents.size(), 3U);
        QCOMPARE(incidents.at(0).title, u"first"_s);
        QCOMPARE(incidents.at(2).title, u"last"_s);
        const Incident &holder = incidents.at(1);
        QCOMPARE(holder.title, u"Alerts that could not be taken into an incident of their own"_s);
        QCOMPARE(holder.severity, Severity::Sev1);
        QCOMPARE(holder.alertCount, 2);
        const QStringList told = house.timeline(holder.id);
        QCOMPARE(told.size(), 3);
        QVERIFY2(
            told.at(0).contains(u"Alert 2 of alertmanager could not be taken in as usual: The change contradicts"_s)
                && told.at(0).endsWith(u"It says: bad · fra1"_s),
            qPrintable(told.at(0)));
        QCOMPARE(house.count(holder.id, TimelineKind::Declared), 1);  // whom the pager calls
        // What was undone left nothing behind, and recoveries are told as of any other alert.
        house.tell({resolved(u"bad"_s), resolved(u"worse"_s)});
        QCOMPARE(house.group(), u"2 0 0"_s);
        QCOMPARE(house.count(holder.id, TimelineKind::AlertResolved), 2);
        QCOMPARE(house.count(holder.id, TimelineKind::AlertResolved, allRecovered), 1);
    }

    void aFailureOfTheWholeIsSeenAndTriedAgain()
    {
        House house(Engine::Sqlite);
        const auto change = [&](const QString &sql) {  // by our own writer, which tells nobody of it
            return await(house.database->write(house.program, [sql](Transaction &t) { return t.exec(sql); }));
        };
        REQUIRE_OK(
            change(u"CREATE TRIGGER stuck BEFORE INSERT ON follow_cursor BEGIN SELECT RAISE(ABORT, 'no'); END"_s));
        const Instant told = house.database.clock.now();
        house.tell({firing(u"down"_s), firing(u"slow"_s)});
        house.database.clock.advance(5min);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"grouping failed"_s));
        Grouping grouping(*house.database, house.program);
        grouping.start();
        const auto waiting = [&] {
            return await(house.database->read([](Transaction &t) { return ungroupedAlerts(t); })).value();
        };
        QTest::qWait(200);
        QCOMPARE(waiting().events, 2);
        QCOMPARE(waiting().since, told);
        QVERIFY(house.all().empty());
        REQUIRE_OK(change(u"DROP TRIGGER stuck"_s));
        QTRY_COMPARE_WITH_TIMEOUT(house.all().size(), 1U, 20'000);  // though no alert came in since
        QTRY_COMPARE(waiting().events, 0);
        QCOMPARE(waiting().since, std::nullopt);
    }

    void theLastRecoveryIsSaidOnce_data() { TestDatabase::addEngines(); }
    void theLastRecoveryIsSaidOnce()
    {
        House house;
        house.tellMany(3, [](const QString &name) { return firing(name); });
        house.group();
        const IncidentId id = house.all().at(0).id;
        house.tell({resolved(u"f1"_s)});
        house.group();
        QCOMPARE(house.count(id, TimelineKind::AlertResolved, allRecovered), 0);
        // Told together, read by several steps: only the last one says so.
        house.tell({resolved(u"f0"_s), resolved(u"f2"_s)});
        REQUIRE_OK(house.step(house.program, 1));
        QCOMPARE(house.count(id, TimelineKind::AlertResolved, allRecovered), 0);
        house.group();
        QCOMPARE(house.count(id, TimelineKind::AlertResolved), 3);
        QCOMPARE(house.count(id, TimelineKind::AlertResolved, allRecovered), 1);
        house.database.clock.advance(1h);
        house.tell({firing(u"f0"_s)});
        house.tell({resolved(u"f0"_s)});
        house.group();
        QCOMPARE(house.count(id, TimelineKind::AlertResolved, allRecovered), 2);
    }

    void severalDataCentresAtOnceAreCatastrophic_data() { TestDatabase::addEngines(); }
    void severalDataCentresAtOnceAreCatastrophic()
    {
        House house;
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
                             u"fra1 and ams1 fail at the same time. The recovery target is 50 minutes."_s),
                 1);
        // Within one step, the second event meets the first.
        house.tell({firing(u"x"_s, u"search"_s), firing(u"y"_s, u"search"_s, u"ams1"_s),
                    firing(u"z"_s, u"search"_s, u"lon1"_s)});
        house.group();
        QVERIFY(isCatastrophic());
        QCOMPARE(house.count(house.all().back().id, TimelineKind::Catastrophic), 1);
    }

    void aStepIsShort_data() { TestDatabase::addEngines(); }
    void aStepIsShort()
    {
        House house;
        house.tellMany(5, [](const QString &name) { return firing(name); });
        REQUIRE_VALUE(hurried, house.step(house.program, 500, 0ms));
        QCOMPARE(hurried.events, 1);  // out of time at once, and yet a step forward
        REQUIRE_VALUE(limited, house.step(house.program, 3));
        QCOMPARE(limited.events, 3);
        QCOMPARE(house.group(), u"1 0 1"_s);
        QCOMPARE(house.all().at(0).alertCount, 5);
    }

    //! In steps of 250, in two data centres one after the other. What a step costs, tests/bench says.
    void aStormIsCountedToItsEnd()
    {
        House house(Engine::Sqlite);
        constexpr int alerts = 4'000;
        constexpr int perStep = 250;
        const auto group = [&] {
            for (int done = 0; done < alerts; done += perStep) {
                if (house.step(house.program, perStep).value().events != perStep) {
                    qFatal("the storm is over too early");
                }
            }
        };
        house.tell({firing(u"earlier"_s, u"login"_s, u"ams1"_s)});
        house.tell({resolved(u"earlier"_s)});
        house.database.clock.advance(1h);
        house.group();
        house.tellMany(alerts, [](const QString &name) { return firing(name); });
        group();
        QCOMPARE(house.all().at(0).alertCount, alerts + 1);
        house.tellMany(alerts, resolved);
        group();
        QCOMPARE(house.step(house.program, perStep).value().events, 0);
    }

    void aPersonDecidesWhatIsCatastrophic_data() { TestDatabase::addEngines(); }
    void aPersonDecidesWhatIsCatastrophic()
    {
        House house;
        const ActorId ada =
            await(house.database->write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, u"Ada"_s); }))
                .value()
                .id;
        const auto decide = [&](bool catastrophic, const QString &reason) {
            const Incident incident = house.all().at(0);
            return await(house.database->write(ada, [=](Transaction &t) {
                return setCatastrophic(t, incident.id, catastrophic, incident.version, reason);
            }));
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
        REQUIRE_OK(decide(true, u"lon1 as well"_s));
        QVERIFY(house.all().at(0).catastrophic);
        QCOMPARE(house.count(house.all().at(0).id, TimelineKind::Catastrophic, u"lon1 as well"_s), 1);
    }

    //! Recovery is proposed and never done: the status stays as it was.
    void recoveryOfAllLooksMitigated_data() { TestDatabase::addEngines(); }
    void recoveryOfAllLooksMitigated()
    {
        House house;
        house.tell({firing(u"a"_s), firing(u"b"_s)});
        house.group();
        QCOMPARE(house.all().at(0).firingCount, 2);
        QVERIFY(!house.all().at(0).looksMitigated());
        house.tell({resolved(u"a"_s)});
        house.group();
        QVERIFY(!house.all().at(0).looksMitigated());
        house.tell({resolved(u"b"_s)});
        house.group();
        QCOMPARE(house.all().at(0).firingCount, 0);
        QVERIFY(house.all().at(0).looksMitigated());
        QCOMPARE(house.all().at(0).status, IncidentStatus::Triage);
        house.tell({firing(u"c"_s)});
        house.group();
        QVERIFY(!house.all().at(0).looksMitigated());
    }

    void anOlderDatabaseIsCounted_data() { TestDatabase::addEngines(); }
    void anOlderDatabaseIsCounted()
    {
        TestDatabase files;
        Migrations first = ownMigrations().value();
        first.erase(first.begin() + 1, first.end());
        {
            REQUIRE_VALUE(old,
                          Database::open({.url = files.url(), .migrations = first, .stateFolder = files.folder()}));
            REQUIRE_OK(await(old->write({}, [](Transaction &t) -> Result<> {
                for (
                    const QString &sql :
                    {u"INSERT INTO actor (id, kind, name, role) VALUES (77, 'source', 'x', 'responder')"_s,
                     u"INSERT INTO incident (id, number, title, severity, status, catastrophic, drill, visibility, "
                     "created_at, alert_count, version) VALUES (5, 5, 't', 'SEV2', 'triage', 0, 0, 'internal', 0, 3, 1)"_s,
                     u"INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, "
                     "data) VALUES (5, 'alert resolved', 0, 0, 77, 'internal', 'a', '{}')"_s,
                     u"INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, "
                     "data) VALUES (5, 'note', 0, 0, 77, 'internal', 'b', '{}')"_s}) {
                    ONLYONCE_TRY(t.exec(sql));
                }
                return {};
            })));
        }
        REQUIRE_VALUE(now, await(files.open().read([](Transaction &t) {
                          return t.one(u"SELECT firing_count FROM incident WHERE id = 5"_s,
                                       [](const Row &row) { return row.integer(0); });
                      })));
        QCOMPARE(now, 2);
    }
};

QTEST_GUILESS_MAIN(TestGrouping)
#include "tst_grouping.moc"
