// SPDX-License-Identifier: GPL-3.0-or-later
// From alerts to incidents, on both engines: what opens, what joins, what is told in whose name; that one odd alert stops
// nothing, and that a storm costs the same to its end.
#include "models/alerts/alertend.h"
#include "models/alerts/inbox/inbox.h"
#include "models/catalog/places.h"
#include "models/delivery/connections.h"
#include "models/incidents/grouping/flapping.h"
#include "models/incidents/grouping/regroup.h"
#include "models/storage/journal.h"
#include "support/house.h"

#include <QRegularExpression>

#include <algorithm>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct House : MonitoredHouse
{
    using MonitoredHouse::MonitoredHouse;

    void tellMany(int count, QJsonObject (*alert)(const QString &))
    {
        QJsonArray all;
        for (int i = 0; i < count; ++i) {
            all.append(alert(u"f%1"_s.arg(i)));
        }
        tell(all);
    }
    void alter(const QString &sqlite, const QString &postgres = {})
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
                 (QStringList{u"alert fired: down · fra1"_s, u"declared: Opened by an alert of Alertmanager"_s,
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
        for (const QString &name : {u"fra1"_s, u"ams1"_s}) {
            REQUIRE_OK(house.change([name](Transaction &t) { return addDataCentre(t, name); }));
        }
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
        house.alter(
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
        house.alter(u"CREATE TRIGGER poison BEFORE INSERT ON service WHEN NEW.name = 'poison' "
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
        house.tellMany(alerts, [](const QString &name) { return resolved(name); });
        group();
        QCOMPARE(house.step(house.program, perStep).value().events, 0);
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

    void whatSwingsIsOneFlappingAlert_data() { TestDatabase::addEngines(); }
    void whatSwingsIsOneFlappingAlert()
    {
        House house;
        const auto incident = [&] { return house.all().at(0); };
        const auto swing = [&](milliseconds pause) {
            house.tell({firing(u"swings"_s)});
            house.database.clock.advance(pause / 2);
            house.tell({resolved(u"swings"_s)});
            house.database.clock.advance(pause / 2);
            house.group();
        };
        for (int i = 0; i < 4; ++i) {
            swing(10min);
        }
        QCOMPARE(house.alertNamed(u"swings"_s).flaps, 0);
        QVERIFY(incident().looksMitigated());
        QCOMPARE(house.count(incident().id, TimelineKind::AlertFired), 4);
        swing(10min);
        QCOMPARE(house.alertNamed(u"swings"_s).flaps, 5);
        const auto line = [&](int times) {
            return house.count(
                incident().id, TimelineKind::AlertFired,
                u"swings · fra1 is flapping: it has fired %1 times since 2026-11-23 05:00 UTC"_s.arg(times));
        };
        QCOMPARE(line(5), 1);
        QCOMPARE(house.count(incident().id, TimelineKind::AlertResolved), 4);
        // It counts, in the one line; also when it pauses for longer than what makes it flap.
        swing(24min);
        swing(24min);
        QCOMPARE(house.alertNamed(u"swings"_s).flaps, 7);
        QCOMPARE(line(7), 1);
        QCOMPARE(house.count(incident().id, TimelineKind::AlertFired), 5);
        QCOMPARE(house.all().size(), 1U);
        QCOMPARE(incident().alertCount, 7);  // the history keeps each of them
        QCOMPARE(incident().firingCount, 0);
        QCOMPARE(incident().flappingCount, 1);
        QVERIFY(!incident().looksMitigated());
        // Only the latest episode says so, and the inbox finds it.
        const auto rows = house.read([](Transaction &t) { return alerts(t, {}, 20); }).value();
        QCOMPARE(std::ranges::count_if(rows, [](const AlertRow &row) { return row.flaps > 0; }), 1);
        REQUIRE_VALUE(found, house.read([](Transaction &t) { return inbox(t, {.flapping = true}, {.limit = 10}); }));
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found[0].flaps, 7);
        // Half an hour after it has begun for the last time.
        QVERIFY(!house.read([](Transaction &t) { return hasCalmed(t); }).value());
        house.database.clock.advance(6min);
        QVERIFY(house.read([](Transaction &t) { return hasCalmed(t); }).value());
        house.group();
        QCOMPARE(house.alertNamed(u"swings"_s).flaps, 0);
        QVERIFY(incident().looksMitigated());
        QCOMPARE(house.count(incident().id, TimelineKind::AlertResolved,
                             u"swings flaps no more: it fired 7 times from 2026-11-23 05:00 to 2026-11-23 06:14 UTC — "
                             "every alert of this incident has recovered"_s),
                 1);
        swing(10min);  // once more is no flapping
        QCOMPARE(house.alertNamed(u"swings"_s).flaps, 0);
        QCOMPARE(house.count(incident().id, TimelineKind::AlertFired), 6);
    }

    void flappingIsSeenInOneStepAndFollowsAMove_data() { TestDatabase::addEngines(); }
    void flappingIsSeenInOneStepAndFollowsAMove()
    {
        House house;
        house.tell({firing(u"other"_s, u"search"_s)});
        for (int i = 0; i < 8; ++i) {  // each told later than a late delivery could be
            house.tell({firing(u"swings"_s)});
            house.tell({resolved(u"swings"_s)});
            house.database.clock.advance(3min);
        }
        house.tell({firing(u"swings"_s)});
        house.group();
        QCOMPARE(house.alertNamed(u"swings"_s).flaps, 9);
        QCOMPARE(house.count(house.all().at(1).id, TimelineKind::AlertFired), 5);
        QCOMPARE(house.all().at(1).flappingCount, 1);
        const auto swinging = house.read([](Transaction &t) { return alerts(t, {}, 20); }).value();
        std::vector<AlertId> ids;
        for (const AlertRow &row : swinging) {
            if (row.fingerprint == u"swings"_s) {
                ids.push_back(row.id);
            }
        }
        const IncidentId to = house.all().at(0).id;
        REQUIRE_OK(house.change([=](Transaction &t) { return moveAlerts(t, ids, to); }));
        QCOMPARE(house.all().at(0).flappingCount, 1);
        QCOMPARE(house.all().at(1).flappingCount, 0);
        house.tell({resolved(u"swings"_s)});
        house.database.clock.advance(3min);
        house.tell({firing(u"swings"_s)});
        house.group();
        QCOMPARE(house.count(to, TimelineKind::AlertFired, u"10 times"_s), 1);  // counted on where it is now
        house.database.clock.advance(40min);
        house.group();
        QCOMPARE(house.all().at(0).flappingCount, 0);
        QCOMPARE(house.count(to, TimelineKind::Other, u"flaps no more, and fires"_s), 1);
    }

    void whatIsNotToldAgainIsOver_data() { TestDatabase::addEngines(); }
    void whatIsNotToldAgainIsOver()
    {
        House house;
        const auto post = [&](const QString &name, const QString &endsAt) {
            QJsonObject alert = firing(name);
            alert.remove(u"status"_s);
            if (!endsAt.isEmpty()) {
                alert.insert(u"endsAt"_s, endsAt);
            }
            house.post(QJsonDocument(QJsonArray{alert}).toJson());
        };
        const auto lapse = [&] { return house.as(house.program, [](Transaction &t) { return endLapsed(t); }).value(); };
        post(u"told"_s, u"2026-11-23T05:04:00Z"_s);
        post(u"silent"_s, u"2026-11-23T05:04:00Z"_s);
        post(u"plain"_s, {});                // as Alertmanager's resolve_timeout has it: five minutes
        house.tell({firing(u"webhook"_s)});  // promises nothing
        house.group();
        house.database.clock.advance(3min);
        post(u"told"_s, u"2026-11-23T05:07:00Z"_s);
        QCOMPARE(lapse(), 0);
        house.database.clock.advance(1min);
        QCOMPARE(lapse(), 1);
        QCOMPARE(lapse(), 0);
        house.database.clock.advance(1min);
        QCOMPARE(lapse(), 1);
        QCOMPARE(house.group(), u"2 0 0"_s);
        const AlertRow silent = house.alertNamed(u"silent"_s);
        QCOMPARE(silent.status, AlertStatus::Resolved);
        QCOMPARE(toIso(*silent.resolvedAt), u"2026-11-23T05:04:00.000Z"_s);
        QCOMPARE(silent.endReason, u"not told again since 2026-11-23 05:00:00 UTC, so it is over"_s);
        QCOMPARE(house.alertNamed(u"told"_s).status, AlertStatus::Firing);
        QCOMPARE(house.alertNamed(u"webhook"_s).status, AlertStatus::Firing);
        QCOMPARE(house.count(house.all().at(0).id, TimelineKind::AlertResolved, u"not told again since"_s), 2);
        QCOMPARE(house.all().at(0).firingCount, 2);
        // It is an end as any other: told again, it fires again.
        post(u"silent"_s, u"2026-11-23T05:09:00Z"_s);
        QCOMPARE(house.group(), u"1 0 1"_s);
        // What is asked for is told by every answer, and lapses by none.
        Collector collector(*house.database);
        REQUIRE_OK(await(collector.take(u"alertmanager"_s, "[]", Extent::All)));
        REQUIRE_OK(await(collector.take(
            u"alertmanager"_s, R"([{"labels":{"alertname":"asked"},"endsAt":"2026-11-23T05:09:00Z"}])", Extent::All)));
        house.database.clock.advance(1h);
        QCOMPARE(lapse(), 0);
    }

    void aSourceMayForgetToTellOfRecoveries_data() { TestDatabase::addEngines(); }
    void aSourceMayForgetToTellOfRecoveries()
    {
        House house;
        const auto setUp = [&](const QString &name, const QJsonObject &settings) {
            return house.change([=](Transaction &t) {
                return saveConnection(
                    t, {.kind = u"source"_s, .adapter = u"nagios"_s, .name = name, .settings = settings});
            });
        };
        REQUIRE_OK(setUp(u"forgetful"_s, {{u"lapseAfter"_s, u"90"_s}}));
        REQUIRE_OK(setUp(u"faithful"_s, {}));
        Collector collector(*house.database);
        REQUIRE_OK(await(collector.readSources()));
        const QByteArray down = R"({"NOTIFICATIONTYPE":"PROBLEM","HOSTNAME":"web1","HOSTSTATE":"DOWN"})";
        REQUIRE_OK(await(collector.take(u"forgetful"_s, down)));
        REQUIRE_OK(await(collector.take(u"faithful"_s, down)));
        const auto lapse = [&] { return house.as(house.program, [](Transaction &t) { return endLapsed(t); }).value(); };
        house.database.clock.advance(60min);
        REQUIRE_OK(await(collector.take(u"forgetful"_s, down)));
        house.database.clock.advance(60min);
        QCOMPARE(lapse(), 0);
        house.database.clock.advance(30min);
        QCOMPARE(lapse(), 1);
        const auto rows = house.read([](Transaction &t) { return alerts(t, {.status = AlertStatus::Firing}, 10); });
        QCOMPARE(rows->size(), 1U);
        QCOMPARE(rows->at(0).source, u"faithful"_s);
    }

    void aPersonEndsAnAlert_data() { TestDatabase::addEngines(); }
    void aPersonEndsAnAlert()
    {
        House house;
        house.tellAndGroup({firing(u"lost"_s)});
        const AlertId id = house.alertNamed(u"lost"_s).id;
        const auto end = [&](ActorId who, AlertId alert, const QString &reason) {
            return house.as(who, [=](Transaction &t) { return endAlert(t, alert, reason); });
        };
        const ActorId support = house.person(u"eve"_s, Role::Support);
        const ActorId grace = house.person(u"grace"_s, Role::Responder);
        QCOMPARE(end(support, id, u"I think so"_s).error().code, ErrorCode::Denied);
        QCOMPARE(end(grace, id, u"  "_s).error().code, ErrorCode::Invalid);
        QCOMPARE(end(grace, AlertId{99}, u"gone"_s).error().code, ErrorCode::NotFound);
        house.database.clock.advance(10min);
        REQUIRE_OK(end(grace, id, u"the host was taken away"_s));
        QCOMPARE(end(grace, id, u"again"_s).error().code, ErrorCode::Invalid);
        house.group();
        const AlertRow row = house.alertNamed(u"lost"_s);
        QCOMPARE(row.status, AlertStatus::Resolved);
        QCOMPARE(row.endReason, u"the host was taken away"_s);
        QCOMPARE(row.endedBy, grace);
        const auto entries = house.entries(house.all().at(0).id);
        QCOMPARE(entries.back().actorName, u"grace"_s);
        QVERIFY2(entries.back().body.contains(u"the host was taken away"_s), qPrintable(entries.back().body));
        REQUIRE_VALUE(trail, house.read([&](Transaction &t) { return auditOf(t, u"alert"_s, id.value); }));
        QCOMPARE(trail.at(0).change.reason, u"the host was taken away"_s);
    }
};

QTEST_GUILESS_MAIN(TestGrouping)
#include "tst_grouping.moc"
