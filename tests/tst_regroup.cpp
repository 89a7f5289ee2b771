// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts in the wrong incident: moved, split off, merged, and all of it taken back; counts, starts and timelines agree.
#include "models/incidents/grouping/regroup.h"
#include "support/house.h"

#include <QTest>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

struct House : MonitoredHouse
{
    void tell(const QString &name, const QString &service, const QString &status = u"firing"_s,
              const QString &startsAt = u"2026-11-23T04:50:00Z"_s)
    {
        QJsonObject alert = alertAs(name, status, {{u"service"_s, service}});
        alert.insert(u"startsAt"_s, startsAt);
        MonitoredHouse::tell({alert});
    }
    //! "INC: alerts/firing", of every incident, oldest first.
    QString counts()
    {
        const auto rows =
            read([](Transaction &t) {
                return t.all(u"SELECT number, alert_count, firing_count FROM incident ORDER BY id"_s,
                             [](const Row &row) {
                                 return u"%1: %2/%3"_s.arg(row.integer(0)).arg(row.integer(1)).arg(row.integer(2));
                             });
            }).value();
        return QStringList(rows.begin(), rows.end()).join(u", "_s);
    }
    int told(qint64 number, TimelineKind kind) { return count(incidentOf(number).id, kind); }
    Result<Moved> move(const QStringList &names, qint64 to)
    {
        std::vector<AlertId> ids;
        for (const QString &name : names) {
            ids.push_back(alertNamed(name).id);
        }
        const IncidentId id = to ? incidentOf(to).id : IncidentId{};
        return change([=](Transaction &t) { return moveAlerts(t, ids, id); });
    }
    Result<Moved> merge(qint64 from, qint64 into)
    {
        const Incident merged = incidentOf(from);
        const IncidentId id = incidentOf(into).id;
        return change([=](Transaction &t) { return mergeIncident(t, merged.id, id, merged.version); });
    }
    Result<> undo(const Moved &moved)
    {
        return change([=](Transaction &t) { return undoMove(t, moved.entry); });
    }
};

}  // namespace

class TestRegroup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesAndTakesItBack_data() { TestDatabase::addEngines(); }
    void movesAndTakesItBack();
    void splitsAndTakesItBack_data() { TestDatabase::addEngines(); }
    void splitsAndTakesItBack();
    void mergesAndTakesItBack_data() { TestDatabase::addEngines(); }
    void mergesAndTakesItBack();
    void whatComesLaterFollows_data() { TestDatabase::addEngines(); }
    void whatComesLaterFollows();
    void whatIsNotGroupedYetIsCountedOnce_data() { TestDatabase::addEngines(); }
    void whatIsNotGroupedYetIsCountedOnce();
    void movesManyInSteps_data() { TestDatabase::addEngines(); }
    void movesManyInSteps();
    void refuses_data() { TestDatabase::addEngines(); }
    void refuses();
};

void TestRegroup::movesAndTakesItBack()
{
    House house;
    house.tell(u"Down"_s, u"login"_s, u"firing"_s, u"2026-11-23T04:40:00Z"_s);
    house.tell(u"Slow"_s, u"search"_s);
    house.tell(u"Late"_s, u"search"_s);
    house.group();
    QCOMPARE(house.counts(), u"1: 1/1, 2: 2/2"_s);
    REQUIRE_VALUE(moved, house.move({u"Down"_s}, 2));
    QCOMPARE(moved.number, 2);
    QCOMPARE(moved.alerts, 1);
    QCOMPARE(house.counts(), u"1: 0/0, 2: 3/3"_s);
    Incident second = house.incidentOf(2);
    QVERIFY(second.services.contains(u"login"_s));
    QCOMPARE(toIso(*second.time(IncidentTime::Started)), u"2026-11-23T04:40:00.000Z"_s);
    QCOMPARE(house.told(1, TimelineKind::AlertsMoved), 1);
    QCOMPARE(house.told(2, TimelineKind::AlertsMoved), 1);

    REQUIRE_OK(house.undo(moved));
    QCOMPARE(house.counts(), u"1: 1/1, 2: 2/2"_s);
    QCOMPARE(house.undo(moved).error().code, ErrorCode::NotFound);

    // Moved on since: then taking the first move back would tear the second apart.
    REQUIRE_VALUE(again, house.move({u"Down"_s}, 2));
    REQUIRE_VALUE(on, house.move({u"Down"_s}, 1));
    QCOMPARE(house.undo(again).error().code, ErrorCode::Conflict);
    REQUIRE_OK(house.undo(on));
    REQUIRE_OK(house.undo(again));
    QCOMPARE(house.counts(), u"1: 1/1, 2: 2/2"_s);
}

void TestRegroup::movesManyInSteps()
{
    House house;
    house.tell(u"Down"_s, u"login"_s);
    for (const QString &name : {u"n1"_s, u"n2"_s, u"n3"_s, u"n4"_s, u"n5"_s}) {
        house.tell(name, u"search"_s, u"firing"_s, u"2026-11-23T04:40:00Z"_s);
    }
    house.group();
    QCOMPARE(house.counts(), u"1: 1/1, 2: 5/5"_s);
    const auto ids = [&](const QStringList &names) {
        std::vector<AlertId> found;
        for (const QString &name : names) {
            found.push_back(house.alertNamed(name).id);
        }
        return found;
    };
    const auto on = [&](const Moved &move, const QStringList &names) {
        return house.change([=, those = ids(names)](Transaction &t) { return moveOn(t, move, those); });
    };
    const IncidentId to = house.incidentOf(1).id;
    REQUIRE_VALUE(begun, house.change([first = house.alertNamed(u"n4"_s).id, to](Transaction &t) {
        return beginMove(t, first, 4, to);
    }));
    REQUIRE_VALUE(half, on(begun, {u"n1"_s, u"n2"_s}));
    QCOMPARE(half.alerts, 2);
    QCOMPARE(house.counts(), u"1: 3/3, 2: 3/3"_s);
    // Between two steps one of either side recovers: every count is right at any time.
    house.tell(u"n1"_s, u"search"_s, u"resolved"_s);
    house.tell(u"n3"_s, u"search"_s, u"resolved"_s);
    REQUIRE_VALUE(whole, on(half, {u"n3"_s, u"n4"_s}));
    QCOMPARE(whole.alerts, 4);
    QCOMPARE(house.counts(), u"1: 5/3, 2: 1/1"_s);
    REQUIRE_OK(house.change([whole](Transaction &t) { return endMove(t, whole); }));
    QCOMPARE(house.counts(), u"1: 5/3, 2: 1/1"_s);
    QCOMPARE(toIso(*house.incidentOf(1).time(IncidentTime::Started)), u"2026-11-23T04:40:00.000Z"_s);
    QCOMPARE(house.told(1, TimelineKind::AlertsMoved), 1);
    QCOMPARE(house.told(2, TimelineKind::AlertsMoved), 1);
    REQUIRE_OK(house.undo(whole));
    QCOMPARE(house.counts(), u"1: 1/1, 2: 5/3"_s);

    // It stops where its incident is closed in between; what was moved by then is ended, and taken back.
    REQUIRE_VALUE(again, house.change([first = house.alertNamed(u"n4"_s).id, to](Transaction &t) {
        return beginMove(t, first, 2, to);
    }));
    REQUIRE_VALUE(some, on(again, {u"n4"_s}));
    REQUIRE_OK(house.change([to, version = house.incidentOf(1).version](Transaction &t) {
        return setStatus(t, to, IncidentStatus::Closed, version, Resolution::FalseAlarm, u"noise"_s);
    }));
    QCOMPARE(on(some, {u"n5"_s}).error().code, ErrorCode::Invalid);
    REQUIRE_OK(house.change([some](Transaction &t) { return endMove(t, some); }));
    QCOMPARE(house.counts(), u"1: 2/2, 2: 4/2"_s);
    REQUIRE_OK(house.undo(some));
    QCOMPARE(house.counts(), u"1: 1/1, 2: 5/3"_s);
}

void TestRegroup::splitsAndTakesItBack()
{
    House house;
    house.tell(u"Slow"_s, u"search"_s);
    house.tell(u"Disk"_s, u"search"_s, u"firing"_s, u"2026-11-23T04:55:00Z"_s);
    house.tell(u"Disk2"_s, u"search"_s, u"firing"_s, u"2026-11-23T04:56:00Z"_s);
    house.group();
    REQUIRE_VALUE(split, house.move({u"Disk"_s, u"Disk2"_s}, 0));
    QCOMPARE(split.number, 2);
    QCOMPARE(house.counts(), u"1: 1/1, 2: 2/2"_s);
    const Incident fresh = house.incidentOf(2);
    QCOMPARE(fresh.title, u"Disk"_s);
    QCOMPARE(fresh.services, QStringList{u"search"_s});
    QCOMPARE(toIso(*fresh.time(IncidentTime::Started)), u"2026-11-23T04:55:00.000Z"_s);
    QCOMPARE(house.told(2, TimelineKind::Declared), 1);
    REQUIRE_OK(house.undo(split));
    QCOMPARE(house.counts(), u"1: 3/3, 2: 0/0"_s);
    QCOMPARE(house.incidentOf(2).status, IncidentStatus::Closed);
}

void TestRegroup::mergesAndTakesItBack()
{
    House house;
    house.tell(u"Down"_s, u"login"_s);
    house.tell(u"Slow"_s, u"search"_s);
    house.tell(u"Late"_s, u"search"_s);
    house.group();
    REQUIRE_OK(house.change([version = house.incidentOf(2).version, id = house.incidentOf(2).id](Transaction &t) {
        return setStatus(t, id, IncidentStatus::Identified, version);
    }));
    REQUIRE_VALUE(merged, house.merge(2, 1));
    QCOMPARE(merged.alerts, 2);
    QCOMPARE(house.counts(), u"1: 3/3, 2: 0/0"_s);
    QCOMPARE(house.incidentOf(2).status, IncidentStatus::Closed);
    QCOMPARE(house.incidentOf(2).resolution, std::optional(Resolution::Merged));
    REQUIRE_OK(house.undo(merged));
    QCOMPARE(house.counts(), u"1: 1/1, 2: 2/2"_s);
    QCOMPARE(house.incidentOf(2).status, IncidentStatus::Identified);

    // One that was declared by hand has no alerts, and can be merged all the same.
    REQUIRE_OK(house.change([](Transaction &t) { return declareIncident(t, {.title = u"By hand"_s}); }));
    REQUIRE_VALUE(byHand, house.merge(3, 1));
    QCOMPARE(byHand.alerts, 0);
    QCOMPARE(house.incidentOf(3).status, IncidentStatus::Closed);
    REQUIRE_OK(house.undo(byHand));
    QCOMPARE(house.incidentOf(3).status, IncidentStatus::Investigating);
}

void TestRegroup::whatComesLaterFollows()
{
    House house;
    house.tell(u"Down"_s, u"login"_s);
    house.tell(u"Slow"_s, u"search"_s);
    house.group();
    REQUIRE_VALUE(moved, house.move({u"Slow"_s}, 1));
    house.tell(u"Slow"_s, u"search"_s, u"resolved"_s);
    house.group();
    QCOMPARE(house.counts(), u"1: 2/1, 2: 0/0"_s);
    house.database.clock.advance(10min);
    house.tell(u"Slow"_s, u"search"_s, u"firing"_s, u"2026-11-23T05:09:00Z"_s);
    house.group();
    QCOMPARE(house.counts(), u"1: 3/2, 2: 0/0"_s);
}

void TestRegroup::whatIsNotGroupedYetIsCountedOnce()
{
    House house;
    house.tell(u"Down"_s, u"login"_s);
    house.tell(u"Slow"_s, u"search"_s);
    house.group();
    house.tell(u"Slow"_s, u"search"_s, u"resolved"_s);  // nobody has grouped this yet
    REQUIRE_VALUE(moved, house.move({u"Slow"_s}, 1));
    QCOMPARE(house.counts(), u"1: 2/1, 2: 0/0"_s);
    house.group();
    QCOMPARE(house.counts(), u"1: 2/1, 2: 0/0"_s);
}

void TestRegroup::refuses()
{
    House house;
    house.tell(u"Down"_s, u"login"_s);
    house.tell(u"Slow"_s, u"search"_s);
    house.group();
    QCOMPARE(house.move({}, 1).error().code, ErrorCode::Invalid);
    QCOMPARE(house.move({u"Down"_s}, 1).error().code, ErrorCode::Invalid);  // it is there
    QCOMPARE(house.merge(1, 1).error().code, ErrorCode::Invalid);
    const auto nowhere = house.change(
        [id = house.alertNamed(u"Down"_s).id](Transaction &t) { return moveAlerts(t, {id}, IncidentId{99}); });
    QCOMPARE(nowhere.error().code, ErrorCode::NotFound);
    const auto unknown = house.change([](Transaction &t) { return moveAlerts(t, {AlertId{99}}, {}); });
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    const Incident first = house.incidentOf(1);
    const IncidentId second = house.incidentOf(2).id;
    const auto stale =
        house.change([&](Transaction &t) { return mergeIncident(t, first.id, second, first.version + 1); });
    QCOMPARE(stale.error().code, ErrorCode::Conflict);
    const auto viewer = house.change([](Transaction &t) { return actorForLogin(t, u"eve"_s, u"Eve"_s); });
    REQUIRE_OK(house.change([&](Transaction &t) { return setRole(t, viewer->id, Role::Viewer); }));
    const auto denied = await(house.database->write(
        viewer->id, [id = house.alertNamed(u"Down"_s).id](Transaction &t) { return moveAlerts(t, {id}, {}); }));
    QCOMPARE(denied.error().code, ErrorCode::Denied);
    QCOMPARE(house.counts(), u"1: 1/1, 2: 1/1"_s);
    REQUIRE_VALUE(closed, house.merge(1, 2));
    QCOMPARE(house.move({u"Down"_s}, 1).error().code, ErrorCode::Invalid);  // it is closed
}

QTEST_GUILESS_MAIN(TestRegroup)
#include "tst_regroup.moc"
