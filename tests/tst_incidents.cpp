// SPDX-License-Identifier: GPL-3.0-or-later
// The desk: what a commander does to an incident, on both engines.
#include "models/incidents/command/impact.h"
#include "models/incidents/command/nextupdate.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/desk.h"
#include "models/incidents/ending/ending.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/timeline/correction.h"
#include "models/incidents/timeline/timelinepage.h"
#include "models/incidents/times.h"
#include "models/incidents/undo/undo.h"
#include "models/storage/journal.h"
#include "support/testdatabase.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

//! A database with people of each role.
struct House
{
    TestDatabase database;
    ActorId ada = login(u"ada"_s);  // the first: administrator

    ActorId login(const QString &name)
    {
        return await(database->write({}, [name](Transaction &t) { return actorForLogin(t, name, {}); })).value().id;
    }
    ActorId withRole(const QString &name, Role role)
    {
        const ActorId id = login(name);
        const auto done = await(database->write(ada, [id, role](Transaction &t) { return setRole(t, id, role); }));
        return done ? id : ActorId{};
    }
    template <typename Work>
    auto as(ActorId actor, Work work)
    {
        return await(database->write(actor, std::move(work)));
    }
    Incident declare(const QString &title = u"Sign-in fails"_s)
    {
        return as(ada, [title](Transaction &t) { return declareIncident(t, {.title = title}); }).value();
    }
    Incident now(IncidentId id)
    {
        return **await(database->read([id](Transaction &t) { return incident(t, id); }));
    }
    QStringList timeline(IncidentId id)
    {
        QStringList lines;
        const auto entries = await(database->read([id](Transaction &t) { return timelineOf(t, id); })).value();
        for (const auto &entry : entries) {
            lines.append(toText(entry.kind) + u": "_s + entry.body);
        }
        return lines;
    }
};

//! An incident of which there is something to be changed everywhere.
struct ChangedHouse : House
{
    ChangedHouse()
    {
        const auto made = as(ada, [](Transaction &t) -> Result<IncidentId> {
            ONLYONCE_TRY(saveProtocol(t, {.name = u"Any"_s, .text = u"- Look at the pool\n- Call the bank"_s}));
            ONLYONCE_TRY(savePerson(t, {.name = u"Grace"_s}));
            const auto declared =
                declareIncident(t, {.title = u"Sign-in fails"_s, .services = {u"login"_s}, .startedAt = t.now()});
            if (!declared) {
                return failure(declared);
            }
            ONLYONCE_TRY(addTask(t, declared->id, {.text = u"Widen the pool"_s}));
            const auto written = addNote(t, declared->id, u"The first words"_s);
            return written ? Result<IncidentId>(declared->id) : failure(written);
        });
        id = made.value();
        const auto entries = await(database->read([this](Transaction &t) { return timelineOf(t, id); })).value();
        note = std::ranges::find(entries, TimelineKind::Note, &TimelineEntry::kind)->id;
    }
    //! `work(Transaction &, const Incident &)`, a minute later.
    template <typename Work>
    Result<> change(Work work, ActorId who = {})
    {
        database.clock.advance(1min);
        return as(who ? who : ada, [=, this](Transaction &t) -> Result<> {
            const auto is = incident(t, id);
            return is ? work(t, **is) : failure(is);
        });
    }
    //! What it says of it, or the error.
    QString take(decltype(&lastChange) find, ActorId who = {})
    {
        database.clock.advance(1min);
        const auto done = as(who ? who : ada, [=, this](Transaction &t) -> Result<QString> {
            const auto found = find(t, id, t.actor(), 0);
            if (!found || !*found) {
                return found ? Result<QString>(u"nothing"_s) : failure(found);
            }
            return undo(t, **found);
        });
        return done ? *done : done.error().message;
    }
    QString back(ActorId who = {}) { return take(lastChange, who); }
    QString again() { return take(lastUndo); }
    //! Everything that can be changed.
    QString state()
    {
        const auto words = await(database->read([this](Transaction &t) -> Result<QString> {
            const Incident is = **incident(t, id);
            QStringList all{is.title,
                            toText(is.severity),
                            toText(is.status),
                            is.resolution ? toText(*is.resolution) : QString(),
                            is.catastrophic ? u"catastrophic"_s : QString(),
                            is.catastrophicDecided ? u"decided"_s : QString(),
                            is.nextUpdateAt ? toIso(*is.nextUpdateAt) : QString()};
            for (const auto &time : is.times) {
                all << (time ? toIso(*time) : QString());
            }
            const auto steps = stepsOf(t, id).value();
            for (const IncidentStep &step : steps) {
                all << toText(step.state) + step.reason;
            }
            const auto tasks = tasksOf(t, id).value();
            for (const IncidentTask &task : tasks) {
                all << toText(task.state) + task.reason;
            }
            const auto roles = rolesOf(t, id).value();
            for (const RoleHolder &role : roles) {
                all << role.role + role.name;
            }
            const Impact impact = impactOf(t, id).value();
            for (const ImpactCell &cell : impact.cells) {
                // A place that the incident did not concern before it concerns from then on.
                if (cell.level != ImpactLevel::Unknown) {
                    all << cell.service + cell.dataCentre + toText(cell.level);
                }
            }
            const TimelineEntry now = **latest(t, note);
            all << now.body << toText(now.kind) << toText(now.visibility) << toIso(now.happenedAt);
            return (all << (now.pinned ? u"pinned"_s : QString())).join(u" | "_s);
        }));
        return words.value();
    }

    IncidentId id;
    TimelineId note;
};

struct Undoable
{
    QString name;
    std::function<Result<>(Transaction &, const Incident &)> work;
    QString said;  //!< when it is taken back
};

std::vector<Undoable> undoables()
{
    const auto firstNote = [](Transaction &t, IncidentId id) {
        const auto entries = timelineOf(t, id);
        return std::ranges::find(*entries, TimelineKind::Note, &TimelineEntry::kind)->id;
    };
    return {
        {u"status"_s,
         [](Transaction &t, const Incident &i) { return setStatus(t, i.id, IncidentStatus::Identified, i.version); },
         u"Status is Investigating again."_s},
        {u"a status that records a time"_s,
         [](Transaction &t, const Incident &i) { return setStatus(t, i.id, IncidentStatus::Monitoring, i.version); },
         u"Status is Identified again."_s},
        {u"severity"_s,
         [](Transaction &t, const Incident &i) { return setSeverity(t, i.id, Severity::Sev4, i.version); },
         u"Severity is SEV2 again."_s},
        {u"title"_s, [](Transaction &t, const Incident &i) { return setTitle(t, i.id, u"All fails"_s, i.version); },
         u"Title is “Sign-in fails” again."_s},
        {u"time"_s,
         [](Transaction &t, const Incident &i) {
             return setTime(t, i.id, IncidentTime::Detected, i.time(IncidentTime::Started), i.version, u"seen"_s);
         },
         u"Detected is not recorded again."_s},
        {u"scope"_s,
         [](Transaction &t, const Incident &i) { return setCatastrophic(t, i.id, true, i.version, u"two fail"_s); },
         u"Scope is not catastrophic again."_s},
        {u"impact"_s,
         [](Transaction &t, const Incident &i) {
             return setImpact(t, i.id, u"login"_s, u"fra1"_s, ImpactLevel::Degraded);
         },
         u"login at fra1 is Unknown again."_s},
        {u"role"_s,
         [](Transaction &t, const Incident &i) {
             return assignRole(t, i.id, u"scribe"_s, personMeant(t, u"Grace"_s)->id);
         },
         u"Scribe is nobody again."_s},
        {u"promise"_s,
         [](Transaction &t, const Incident &i) { return setNextUpdate(t, i.id, t.now() + 24h, i.version); },
         u"Next update for customers is not promised again."_s},
        {u"task"_s,
         [](Transaction &t, const Incident &i) {
             return setTaskState(t, tasksOf(t, i.id)->front().id, TaskState::Dropped, u"no need"_s);
         },
         u"Task “Widen the pool” is open again."_s},
        {u"a step that is ticked"_s,
         [](Transaction &t, const Incident &i) { return tickStep(t, stepsOf(t, i.id)->front().id); },
         u"Step 1 “Look at the pool” is open again."_s},
        {u"a step that is skipped"_s,
         [](Transaction &t, const Incident &i) { return skipStep(t, stepsOf(t, i.id)->back().id, u"it sleeps"_s); },
         u"Step 2 “Call the bank” is open again."_s},
        {u"a skipped step that is done after all"_s,
         [](Transaction &t, const Incident &i) { return tickStep(t, stepsOf(t, i.id)->back().id); },
         u"Step 2 “Call the bank” is skipped again."_s},
        {u"pin"_s, [=](Transaction &t, const Incident &i) { return pinEntry(t, firstNote(t, i.id), true); },
         u"The entry is no key moment again."_s},
        {u"correction"_s,
         [=](Transaction &t, const Incident &i) -> Result<> {
             const auto done = correctEntry(
                 t, firstNote(t, i.id),
                 {.kind = TimelineKind::Decision, .body = u"Other words"_s, .visibility = Visibility::Public}, {});
             return done ? Result<>() : failure(done);
         },
         u"The note is “The first words” again. The kind of the note is note again. "
         "Who may read the note is internal again."_s},
    };
}

}  // namespace

class TestIncidents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void declares_data() { TestDatabase::addEngines(); }
    void declares();
    void refusesWhatIsNoIncident_data() { TestDatabase::addEngines(); }
    void refusesWhatIsNoIncident();
    void livesItsStates_data() { TestDatabase::addEngines(); }
    void livesItsStates();
    void loserOfARaceSeesAConflict_data() { TestDatabase::addEngines(); }
    void loserOfARaceSeesAConflict();
    void timesKeepTheirOrder_data() { TestDatabase::addEngines(); }
    void timesKeepTheirOrder();
    void aClockThatRanAheadDoesNotStandInTheWay_data() { TestDatabase::addEngines(); }
    void aClockThatRanAheadDoesNotStandInTheWay();
    void timesSayWhatIsKnownOfThem_data() { TestDatabase::addEngines(); }
    void timesSayWhatIsKnownOfThem();
    void rolesDecide_data() { TestDatabase::addEngines(); }
    void rolesDecide();
    void lastAdministratorStays();
    void evidenceKeepsEveryByte_data() { TestDatabase::addEngines(); }
    void evidenceKeepsEveryByte();
    void listsByKey_data() { TestDatabase::addEngines(); }
    void listsByKey();
    void recoveryClockCountsToItsTarget();
    void falseAlarmsNeedAReason_data() { TestDatabase::addEngines(); }
    void falseAlarmsNeedAReason();
    void comesBack_data() { TestDatabase::addEngines(); }
    void comesBack();
    void isTheSameAsAnother_data() { TestDatabase::addEngines(); }
    void isTheSameAsAnother();
    void onlyDrillsAreDeleted_data() { TestDatabase::addEngines(); }
    void onlyDrillsAreDeleted();
    void whatWasChangedIsTakenBack_data() { TestDatabase::addEngines(); }
    void whatWasChangedIsTakenBack();
    void whatOthersChangedSinceStays_data() { TestDatabase::addEngines(); }
    void whatOthersChangedSinceStays();
    void whatIsOverIsOpenAgain_data() { TestDatabase::addEngines(); }
    void whatIsOverIsOpenAgain();
};

void TestIncidents::declares()
{
    House house;
    REQUIRE_VALUE(made, house.as(house.ada, [&](Transaction &t) {
        return declareIncident(t, {.title = u"  Sign-in\n fails "_s,
                                   .severity = Severity::Sev1,
                                   .services = {u"login"_s},
                                   .dataCentres = {u"eu-west"_s, u"eu-north"_s},
                                   .startedAt = t.now() - 4min});
    }));
    QCOMPARE(made.number, 1);
    QCOMPARE(made.title, u"Sign-in fails"_s);
    QCOMPARE(made.status, IncidentStatus::Investigating);
    QCOMPARE(made.services, QStringList{u"login"_s});
    QCOMPARE(made.dataCentres, (QStringList{u"eu-north"_s, u"eu-west"_s}));
    QCOMPARE(made.time(IncidentTime::Declared), house.database.clock.now());
    QCOMPARE(made.time(IncidentTime::Detected), std::nullopt);  // never guessed
    QCOMPARE(house.timeline(made.id), QStringList{u"declared: Declared as SEV1: Sign-in fails"_s});
    QCOMPARE(house.declare().number, 2);
}

void TestIncidents::refusesWhatIsNoIncident()
{
    House house;
    for (const NewIncident &bad : {NewIncident{.title = u" \n "_s}, NewIncident{.title = QString(301, u'x')},
                                   NewIncident{.title = u"x"_s, .services = {u" "_s}},
                                   NewIncident{.title = u"x"_s, .startedAt = house.database.clock.now() + 1h}}) {
        const auto refused = house.as(house.ada, [bad](Transaction &t) { return declareIncident(t, bad); });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
    }
    REQUIRE_VALUE(none, await(house.database->read([](Transaction &t) { return incidents(t, {}, 10); })));
    QVERIFY(none.empty());
}

void TestIncidents::livesItsStates()
{
    House house;
    const Incident made = house.declare();
    ManualClock &clock = house.database.clock;
    const auto to = [&](IncidentStatus status, std::optional<Resolution> resolution = {}) {
        clock.advance(1min);
        return house.as(house.ada, [=, version = house.now(made.id).version](Transaction &t) {
            return setStatus(t, made.id, status, version, resolution);
        });
    };
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return acknowledgeIncident(t, made.id); }));
    const Instant acknowledged = clock.now();
    REQUIRE_OK(to(IncidentStatus::Identified));
    REQUIRE_OK(
        house.as(house.ada, [&](Transaction &t) { return acknowledgeIncident(t, made.id); }));  // again: no error
    REQUIRE_OK(to(IncidentStatus::Monitoring));
    const Instant mitigated = clock.now();
    REQUIRE_OK(to(IncidentStatus::Resolved));
    const Instant resolvedAt = clock.now();
    QCOMPARE(to(IncidentStatus::Closed).error().code, ErrorCode::Invalid);  // how did it end?
    REQUIRE_OK(to(IncidentStatus::Closed, Resolution::Resolved));
    Incident end = house.now(made.id);
    QCOMPARE(end.time(IncidentTime::Acknowledged), acknowledged);
    QCOMPARE(end.time(IncidentTime::Mitigated), mitigated);
    QCOMPARE(end.time(IncidentTime::Resolved), resolvedAt);
    QCOMPARE(end.closedAt, clock.now());
    QCOMPARE(end.resolution, Resolution::Resolved);
    // Reopened: the times stay until a person changes them.
    REQUIRE_OK(to(IncidentStatus::Investigating));
    end = house.now(made.id);
    QCOMPARE(end.resolution, std::nullopt);
    QCOMPARE(end.closedAt, std::nullopt);
    QCOMPARE(end.time(IncidentTime::Mitigated), mitigated);
    QCOMPARE(house.timeline(made.id).last(), u"status: Closed → Investigating"_s);
    // A false alarm has no recovery.
    const Incident other = house.declare(u"Noise"_s);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return setStatus(t, other.id, IncidentStatus::Closed, other.version, Resolution::FalseAlarm,
                         u"a test of the monitor"_s);
    }));
    QCOMPARE(house.now(other.id).time(IncidentTime::Mitigated), std::nullopt);
}

void TestIncidents::loserOfARaceSeesAConflict()
{
    House house;
    const Incident made = house.declare();
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return setTitle(t, made.id, u"First"_s, made.version); }));
    const auto late =
        house.as(house.ada, [&](Transaction &t) { return setTitle(t, made.id, u"Second"_s, made.version); });
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QCOMPARE(house.now(made.id).title, u"First"_s);
    REQUIRE_VALUE(
        audit, await(house.database->read([&](Transaction &t) { return auditOf(t, u"incident"_s, made.id.value); })));
    QCOMPARE(audit.size(), 1U);
    QCOMPARE(audit[0].change.oldValue, u"Sign-in fails"_s);
    QCOMPARE(audit[0].actor, house.ada);
}

void TestIncidents::timesKeepTheirOrder()
{
    House house;
    const Incident made = house.declare();
    const Instant declared = *made.time(IncidentTime::Declared);
    const auto set = [&](IncidentTime which, std::optional<Instant> value) {
        return house.as(house.ada, [=, version = house.now(made.id).version](Transaction &t) {
            return setTime(t, made.id, which, value, version, u"from the logs"_s);
        });
    };
    REQUIRE_OK(set(IncidentTime::Started, declared - 10min));
    REQUIRE_OK(set(IncidentTime::Detected, declared - 9min));
    const auto wrong = set(IncidentTime::Started, declared - 8min);
    QVERIFY(!wrong);
    QVERIFY2(wrong.error().message.contains(u"Detected") && wrong.error().message.contains(u"Started"),
             qPrintable(wrong.error().message));
    QVERIFY(!set(IncidentTime::Mitigated, declared - 11min));
    QVERIFY(!set(IncidentTime::Detected, declared + 1min));
    QVERIFY(!set(IncidentTime::Mitigated, declared + 2h));  // the future
    REQUIRE_OK(set(IncidentTime::Detected, std::nullopt));
    REQUIRE_OK(set(IncidentTime::Started, declared - 8min));
    REQUIRE_VALUE(
        audit, await(house.database->read([&](Transaction &t) { return auditOf(t, u"incident"_s, made.id.value); })));
    QCOMPARE(audit[0].change.reason, u"from the logs"_s);
    QCOMPARE(audit[0].change.newValue, toIso(declared - 8min));
}

void TestIncidents::aClockThatRanAheadDoesNotStandInTheWay()
{
    // What a machine ten minutes ahead has recorded lies in the future of everybody else.
    House house;
    house.database.clock.advance(10min);
    const Instant ahead = house.database.clock.now();
    REQUIRE_VALUE(made, house.as(house.ada, [&](Transaction &t) {
        return declareIncident(t, {.title = u"Sign-in fails"_s, .startedAt = ahead, .detectedAt = ahead});
    }));
    house.database.clock.advance(-10min);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return acknowledgeIncident(t, made.id); }));
    QCOMPARE(house.now(made.id).time(IncidentTime::Acknowledged), ahead);
    REQUIRE_VALUE(
        audit, await(house.database->read([&](Transaction &t) { return auditOf(t, u"incident"_s, made.id.value); })));
    QCOMPARE(audit.front().change.newValue, toIso(ahead));
    house.database.clock.advance(1min);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return setStatus(t, made.id, IncidentStatus::Resolved, house.now(made.id).version);
    }));
    QCOMPARE(house.now(made.id).time(IncidentTime::Mitigated), ahead);
    QCOMPARE(house.now(made.id).time(IncidentTime::Resolved), ahead);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return detail::recordTime(t, made.id, IncidentTime::FirstPublicPost, t.now());
    }));
    QCOMPARE(house.now(made.id).time(IncidentTime::FirstPublicPost), ahead);
    // With clocks that agree, what people do is told to the millisecond.
    house.database.clock.advance(20min);
    const Incident later = house.declare();
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return acknowledgeIncident(t, later.id); }));
    QCOMPARE(house.now(later.id).time(IncidentTime::Acknowledged), house.database.clock.now());
    // A declaration just after a detection that is some seconds ahead (which is let through).
    REQUIRE_OK(house.as(
        house.ada, [](Transaction &t) { return declareIncident(t, {.title = u"x"_s, .detectedAt = t.now() + 30s}); }));
}

void TestIncidents::timesSayWhatIsKnownOfThem()
{
    House house;
    REQUIRE_VALUE(made, house.as(house.ada, [&](Transaction &t) {
        return declareIncident(t, {.title = u"Sign-in fails"_s, .startedAt = t.now() - 4min});
    }));
    const auto said = [&](IncidentTime which) {
        const auto times = house.as(house.ada, [&](Transaction &t) -> Result<TimesOfIncident> {
            const auto now = incident(t, made.id);
            return now ? timesOf(t, **now) : failure(now);
        });
        if (!times) {
            return QString::fromUtf8(why(times));
        }
        const TimeOfIncident &time = (*times)[size_t(which)];
        return u"%1. %2"_s.arg(toText(time.state), time.source).trimmed();
    };
    QCOMPARE(said(IncidentTime::Started), u"recorded. As ada told when it was opened."_s);
    QCOMPARE(said(IncidentTime::Detected), u"pending."_s);
    QCOMPARE(said(IncidentTime::Mitigated), u"pending."_s);
    QCOMPARE(said(IncidentTime::FirstPublicPost), u"pending."_s);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return setTime(t, made.id, IncidentTime::Started, t.now() - 6min, made.version, u"The log shows it"_s);
    }));
    QCOMPARE(said(IncidentTime::Started), u"recorded. Corrected by ada: The log shows it"_s);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return setStatus(t, made.id, IncidentStatus::Monitoring, made.version + 1);
    }));
    QCOMPARE(said(IncidentTime::Mitigated), u"recorded. By ada, with the status Monitoring."_s);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return setStatus(t, made.id, IncidentStatus::Closed, made.version + 2, Resolution::Resolved);
    }));
    QCOMPARE(said(IncidentTime::FirstPublicPost), u"not applicable."_s);
    QCOMPARE(said(IncidentTime::Detected), u"pending."_s);

    Incident wrong = made;  // as a clock that ran ahead has left it, before the order was checked
    wrong.time(IncidentTime::Detected) = *made.time(IncidentTime::Started) - 1min;
    QCOMPARE(stateOf(wrong, IncidentTime::Detected), TimeState::Invalid);
    QCOMPARE(stateOf(wrong, IncidentTime::Started), TimeState::Invalid);
    QCOMPARE(stateOf(wrong, IncidentTime::Declared), TimeState::Recorded);
}

void TestIncidents::rolesDecide()
{
    House house;
    const Incident made = house.declare();
    const auto note = [&](ActorId who) {
        return bool(house.as(who, [&](Transaction &t) { return addNote(t, made.id, u"Looking"_s); }));
    };
    const auto status = [&](ActorId who) {
        return bool(house.as(who, [&, version = house.now(made.id).version](Transaction &t) {
            return setStatus(t, made.id, version % 2 ? IncidentStatus::Identified : IncidentStatus::Investigating,
                             version);
        }));
    };
    struct
    {
        Role role;
        bool notes, responds;
    } const table[] = {{Role::Viewer, false, false},
                       {Role::Support, true, false},
                       {Role::Responder, true, true},
                       {Role::Commander, true, true}};
    for (const auto &line : table) {
        const ActorId who = house.withRole(toText(line.role), line.role);
        QVERIFY(who);
        QCOMPARE(note(who), line.notes);
        QCOMPARE(status(who), line.responds);
        // A right that is withdrawn is withdrawn at once.
        REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return setRole(t, who, Role::Viewer); }));
        QVERIFY(!note(who));
        QVERIFY(!house.as(who, [&](Transaction &t) { return setRole(t, who, Role::Administrator); }));
    }
    const auto refused = house.as(ActorId{}, [&](Transaction &t) { return addNote(t, made.id, u"nobody"_s); });
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Denied);
}

void TestIncidents::lastAdministratorStays()
{
    TestDatabase database(Engine::Postgres);
    const auto ada =
        await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, u"Ada"_s); })).value();
    const auto bob =
        await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"bob"_s, u"Bob"_s); })).value();
    QCOMPARE(ada.role, Role::Administrator);
    QCOMPARE(bob.role, Role::Viewer);  // on a shared database, until somebody gives a role
    const auto refused =
        await(database->write(ada.id, [&](Transaction &t) { return setRole(t, ada.id, Role::Viewer); }));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
}

void TestIncidents::evidenceKeepsEveryByte()
{
    House house;
    const Incident made = house.declare();
    QByteArray content;
    for (int i = 0; i < 256 * 64; ++i) {
        content.append(char(i));
    }
    REQUIRE_VALUE(id, house.as(house.ada, [&](Transaction &t) {
        return attach(t, {.incident = made.id, .name = u"../../etc/core*dump*.bin"_s, .content = content});
    }));
    REQUIRE_VALUE(found, await(house.database->read([&](Transaction &t) { return attachment(t, id); })));
    QCOMPARE(found->content, content);
    QCOMPARE(found->name, u"core*dump*.bin"_s);
    QCOMPARE(found->sha256, QCryptographicHash::hash(content, QCryptographicHash::Sha256));
    REQUIRE_VALUE(list, await(house.database->read([&](Transaction &t) { return attachmentsOf(t, made.id); })));
    QCOMPARE(list.size(), 1U);
    QVERIFY(list[0].content.isEmpty());
    QCOMPARE(house.timeline(made.id).last(), u"evidence: core\\*dump\\*.bin"_s);
    QVERIFY(!house.as(house.ada, [&](Transaction &t) { return attach(t, {.incident = made.id, .name = u"x"_s}); }));
}

void TestIncidents::listsByKey()
{
    House house;
    for (int i = 1; i <= 25; ++i) {
        house.declare(u"Failure %1 at 100%_"_s.arg(i));
    }
    const Incident seventh = **await(house.database->read([](Transaction &t) { return incidentByNumber(t, 7); }));
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) {
        return setStatus(t, seventh.id, IncidentStatus::Resolved, seventh.version);
    }));
    const auto list = [&](IncidentFilter filter, int limit, IncidentId before = {}) {
        QList<qint64> numbers;
        const auto page =
            await(house.database->read([=](Transaction &t) { return incidents(t, filter, limit, before); })).value();
        for (const Incident &found : page) {
            numbers.append(found.number);
        }
        return numbers;
    };
    QCOMPARE(list({}, 3), (QList<qint64>{25, 24, 23}));
    QCOMPARE(list({}, 3, seventh.id), (QList<qint64>{6, 5, 4}));
    QCOMPARE(list({.state = IncidentState::Open}, 100).size(), 24);
    QCOMPARE(list({.text = u"INC-7"_s}, 100), QList<qint64>{7});
    QCOMPARE(list({.text = u"FAILURE 2"_s}, 100).size(), 7);
    QCOMPARE(list({.text = u"100%_"_s}, 100).size(), 25);
    QCOMPARE(list({.text = u"1000_"_s}, 100).size(), 0);  // wildcards of the person are text
    const auto part = [&](KeyPage page) {
        QList<qint64> numbers;
        const auto read = await(house.database->read([=](Transaction &t) { return incidents(t, {}, page); })).value();
        for (const Incident &found : read) {
            numbers.append(found.number);
        }
        return numbers;
    };
    QCOMPARE(part({.limit = 3, .oldest = true}), (QList<qint64>{3, 2, 1}));
    QCOMPARE(part({.limit = 3, .after = seventh.id.value, .oldest = true}), (QList<qint64>{10, 9, 8}));
    QCOMPARE(part({.limit = 3, .after = seventh.id.value}), (QList<qint64>{25, 24, 23}));
    QCOMPARE(part({.limit = 9, .before = seventh.id.value + 1, .after = seventh.id.value - 2}), (QList<qint64>{7, 6}));
    REQUIRE_VALUE(open, await(house.database->read([](Transaction &t) { return openIncidents(t); })));
    QCOMPARE(open, 24);
}

void TestIncidents::recoveryClockCountsToItsTarget()
{
    Incident incident;
    QVERIFY(!recoveryClock(incident));  // no start, no clock
    const Instant start = fromMillis(1'000'000'000'000);
    incident.time(IncidentTime::Started) = start;
    auto clock = recoveryClock(incident);
    QVERIFY(clock);
    QCOMPARE(clock->target, milliseconds(15min));
    QVERIFY(!clock->isOver(start + 15min));
    QVERIFY(clock->isOver(start + 15min + 1ms));
    incident.catastrophic = true;
    QCOMPARE(recoveryClock(incident)->target, milliseconds(50min));
    incident.time(IncidentTime::Resolved) = start + 40min;
    incident.time(IncidentTime::Mitigated) = start + 20min;
    QCOMPARE(recoveryClock(incident)->elapsed(start + 10h), milliseconds(20min));
    incident.resolution = Resolution::FalseAlarm;
    QVERIFY(!recoveryClock(incident));  // nothing had failed
}

void TestIncidents::falseAlarmsNeedAReason()
{
    House house;
    const Incident made = house.declare();
    const auto close = [&](const QString &why) {
        return house.as(house.ada, [=, version = house.now(made.id).version](Transaction &t) {
            return closeAsFalseAlarm(t, made.id, version, why);
        });
    };
    QCOMPARE(close(u" \n"_s).error().code, ErrorCode::Invalid);
    QCOMPARE(house.now(made.id).status, IncidentStatus::Investigating);
    REQUIRE_OK(close(u"the *probe* was broken"_s));
    const Incident end = house.now(made.id);
    QCOMPARE(end.resolution, Resolution::FalseAlarm);
    QCOMPARE(end.time(IncidentTime::Mitigated), std::nullopt);  // it has no recovery
    QCOMPARE(end.time(IncidentTime::Resolved), std::nullopt);
    QVERIFY(house.timeline(made.id).last().startsWith(u"status: Investigating → Closed (False alarm) — the "_s));
    REQUIRE_VALUE(
        audit, await(house.database->read([&](Transaction &t) { return auditOf(t, u"incident"_s, made.id.value); })));
    QCOMPARE(audit.front().change.reason, u"the *probe* was broken"_s);
}

void TestIncidents::comesBack()
{
    House house;
    const Incident made =
        house
            .as(house.ada,
                [](Transaction &t) {
                    return declareIncident(t, {.title = u"Sign-in fails"_s, .startedAt = t.now() - 4min});
                })
            .value();
    ManualClock &clock = house.database.clock;
    const auto reopen = [&](const QString &why) {
        return house.as(house.ada, [=, version = house.now(made.id).version](Transaction &t) {
            return reopenIncident(t, made.id, version, why);
        });
    };
    const auto resolve = [&] {
        clock.advance(1min);
        return house.as(house.ada, [=, version = house.now(made.id).version](Transaction &t) {
            return setStatus(t, made.id, IncidentStatus::Resolved, version);
        });
    };
    QCOMPARE(reopen(u"why"_s).error().code, ErrorCode::Conflict);  // it is open
    REQUIRE_OK(resolve());
    const Instant first = clock.now();
    QCOMPARE(reopen(u" "_s).error().code, ErrorCode::Invalid);
    clock.advance(1min);
    REQUIRE_OK(reopen(u"it came back"_s));
    const Incident again = house.now(made.id);
    QCOMPARE(again.status, IncidentStatus::Investigating);
    QCOMPARE(again.time(IncidentTime::Mitigated), std::nullopt);
    QVERIFY(!recoveryClock(again)->until);  // runs on, from its first start
    QVERIFY(house.timeline(made.id).contains(u"status: Resolved → Investigating — it came back"_s));
    REQUIRE_OK(resolve());
    QCOMPARE(house.now(made.id).time(IncidentTime::Mitigated), clock.now());
    // What was recorded first is told by the trail.
    REQUIRE_VALUE(
        audit, await(house.database->read([&](Transaction &t) { return auditOf(t, u"incident"_s, made.id.value); })));
    QVERIFY(std::ranges::any_of(audit, [&](const AuditRow &row) {
        return row.change.field == u"mitigatedAt"_s && row.change.oldValue == toIso(first) && !row.change.newValue;
    }));
}

void TestIncidents::isTheSameAsAnother()
{
    House house;
    const Incident first = house.declare(u"Sign-in fails"_s);
    const Incident second = house.declare(u"Nobody can log in"_s);
    const Incident third = house.declare(u"Slow"_s);
    const auto relations = [&](IncidentId id) {
        QStringList lines;
        const auto found = await(house.database->read([id](Transaction &t) { return relationsOf(t, id); })).value();
        for (const Relation &each : found) {
            lines += toText(each.kind) + u' ' + each.reference() + u' ' + each.title;
        }
        return lines;
    };
    const auto duplicate = [&](IncidentId id, IncidentId of) {
        return house.as(house.ada, [=, version = house.now(id).version](Transaction &t) {
            return closeAsDuplicate(t, id, version, of);
        });
    };
    const auto relate = [&](IncidentId id, IncidentId other) {
        return house.as(house.ada, [=](Transaction &t) { return relateIncidents(t, id, other); });
    };
    QCOMPARE(duplicate(first.id, first.id).error().code, ErrorCode::Invalid);
    QCOMPARE(duplicate(first.id, IncidentId{99}).error().code, ErrorCode::NotFound);
    REQUIRE_OK(relate(second.id, first.id));
    REQUIRE_OK(relate(first.id, second.id));  // again is no error, from either side
    QCOMPARE(relations(first.id), QStringList{u"related INC-2 Nobody can log in"_s});
    REQUIRE_OK(duplicate(second.id, first.id));
    QCOMPARE(relations(second.id), QStringList{u"duplicate of INC-1 Sign-in fails"_s});
    QCOMPARE(relations(first.id), QStringList{u"duplicated by INC-2 Nobody can log in"_s});
    QCOMPARE(house.now(second.id).resolution, Resolution::Duplicate);
    QCOMPARE(duplicate(first.id, second.id).error().code, ErrorCode::Conflict);
    REQUIRE_OK(relate(first.id, third.id));
    QCOMPARE(relations(first.id).size(), 2);
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) { return unrelateIncidents(t, third.id, first.id); }));
    QCOMPARE(relations(third.id), QStringList());
    const QStringList told = house.timeline(first.id);
    QVERIFY(told.contains(u"related: INC-2 “Nobody can log in” is a duplicate of this"_s));
    QVERIFY(told.contains(u"related: Related to INC-3 “Slow”"_s));
    QVERIFY(told.contains(u"related: Not related to INC-3 “Slow” after all"_s));
    // Open again, it is no duplicate any more.
    REQUIRE_OK(house.as(house.ada, [&, version = house.now(second.id).version](Transaction &t) {
        return reopenIncident(t, second.id, version, u"another failure after all"_s);
    }));
    QCOMPARE(relations(second.id), QStringList{u"related INC-1 Sign-in fails"_s});
}

void TestIncidents::onlyDrillsAreDeleted()
{
    House house;
    const Incident real = house.declare();
    const auto declared = house.as(house.ada, [](Transaction &t) -> Result<Incident> {
        const auto kept = saveProtocol(t, {.name = u"Any"_s, .text = u"- one"_s});
        return kept ? declareIncident(t, {.title = u"Practice"_s, .services = {u"login"_s}, .drill = true})
                    : failure(kept);
    });
    REQUIRE_VALUE(drill, declared);
    const IncidentId id = drill.id;
    REQUIRE_OK(house.as(house.ada, [&](Transaction &t) -> Result<> {
        ONLYONCE_TRY(addNote(t, id, u"a note"_s));
        ONLYONCE_TRY(attach(t, {.incident = id, .name = u"a.log"_s, .content = "a log"}));
        ONLYONCE_TRY(addTask(t, id, {.text = u"a task"_s}));
        ONLYONCE_TRY(relateIncidents(t, id, real.id));
        return acknowledgeIncident(t, id);
    }));
    const ActorId responder = house.withRole(u"rob"_s, Role::Responder);
    const auto remove = [&](ActorId who, IncidentId which) {
        return house.as(who, [which](Transaction &t) { return deleteDrill(t, which); });
    };
    QCOMPARE(remove(responder, id).error().code, ErrorCode::Denied);
    QCOMPARE(remove(house.ada, real.id).error().code, ErrorCode::Denied);
    const ActorId commander = house.withRole(u"cleo"_s, Role::Commander);
    REQUIRE_OK(remove(commander, id));
    QCOMPARE(remove(commander, id).error().code, ErrorCode::NotFound);
    QVERIFY(house.timeline(id).isEmpty());
    REQUIRE_VALUE(left, await(house.database->read([&](Transaction &t) -> Result<size_t> {
                      const auto steps = stepsOf(t, id);
                      const auto tasks = tasksOf(t, id);
                      const auto files = attachmentsOf(t, id);
                      const auto relations = relationsOf(t, real.id);
                      return steps.value().size() + tasks.value().size() + files.value().size()
                           + relations.value().size();
                  })));
    QCOMPARE(left, size_t(0));
    REQUIRE_VALUE(audit,
                  await(house.database->read([&](Transaction &t) { return auditOf(t, u"incident"_s, id.value); })));
    QCOMPARE(audit.front().change.oldValue, u"INC-2 Practice"_s);
    QCOMPARE(audit.front().actor, commander);
    QCOMPARE(house.declare().number, 3);  // its number stands in mails
}

void TestIncidents::whatWasChangedIsTakenBack()
{
    ChangedHouse house;
    QStringList states{house.state()};
    const auto all = undoables();
    for (const auto &[name, work, said] : all) {
        REQUIRE_OK(house.change(work));
        const QString changed = house.state();
        QVERIFY2(changed != states.back(), qPrintable(name));
        QCOMPARE(house.back(), said);
        QCOMPARE(house.state(), states.back());
        QVERIFY2(house.again().endsWith(u" again."_s), qPrintable(name));
        QCOMPARE(house.state(), changed);
        QCOMPARE(house.again(), u"nothing"_s);
        states.append(changed);
    }
    const QStringList lines = house.timeline(house.id);
    for (const QString &line :
         {u"status: Undone: Identified → Investigating"_s, u"status: Made again: Investigating → Identified"_s,
          u"severity: Undone: SEV4 → SEV2"_s, u"impact: Undone: **login** at **fra1**: Degraded → Unknown"_s,
          u"step: Undone: Not done after all: Look at the pool"_s}) {
        QVERIFY2(lines.contains(line), qPrintable(line + u"\n\n"_s + lines.join(u'\n')));
    }
    // One after the other, back to the beginning, and forward again to the end.
    const qsizetype last = states.size() - 1;
    for (qsizetype at = last; at > 0; --at) {
        QCOMPARE(house.state(), states[at]);
        house.back();
    }
    QCOMPARE(house.state(), states.front());
    QCOMPARE(house.back(), u"nothing"_s);
    for (qsizetype at = 1; at <= last; ++at) {
        house.again();
        QCOMPARE(house.state(), states[at]);
    }
    // Something new leaves nothing to go forward to.
    house.back();
    REQUIRE_OK(
        house.change([](Transaction &t, const Incident &i) { return setTitle(t, i.id, u"Some fail"_s, i.version); }));
    QCOMPARE(house.again(), u"nothing"_s);
    // What has happened, and is no edit, stays.
    REQUIRE_OK(house.change([](Transaction &t, const Incident &i) { return acknowledgeIncident(t, i.id); }));
    QCOMPARE(house.back(), u"Title is “All fails” again."_s);
    QVERIFY(house.now(house.id).time(IncidentTime::Acknowledged));
}

void TestIncidents::whatOthersChangedSinceStays()
{
    ChangedHouse house;
    const ActorId grace = house.withRole(u"grace"_s, Role::Responder);
    const auto set = [&](IncidentStatus status, ActorId who) {
        return house.change([=](Transaction &t, const Incident &i) { return setStatus(t, i.id, status, i.version); },
                            who);
    };
    REQUIRE_OK(set(IncidentStatus::Identified, house.ada));
    REQUIRE_OK(house.change(
        [](Transaction &t, const Incident &i) { return setSeverity(t, i.id, Severity::Sev1, i.version); }, grace));
    // Another field of the same incident is no conflict.
    QCOMPARE(house.back(), u"Status is Investigating again."_s);
    QCOMPARE(house.again(), u"Status is Identified again."_s);
    REQUIRE_OK(set(IncidentStatus::Monitoring, grace));
    const QString state = house.state();
    const QStringList told = house.timeline(house.id);
    QCOMPARE(house.back(),
             u"Status was changed meanwhile: it is Monitoring, no longer Identified. Nothing was undone."_s);
    QCOMPARE(house.state(), state);
    QCOMPARE(house.timeline(house.id), told);
    // Each takes back what is theirs, and nothing twice.
    QCOMPARE(house.back(grace), u"Status is Identified again."_s);
    QCOMPARE(house.back(grace), u"Severity is SEV2 again."_s);
    const auto entries = await(house.database->read([&](Transaction &t) { return timelineOf(t, house.id); })).value();
    const auto ofEntry = [&](const TimelineEntry &entry) {
        return house.as(house.ada, [&](Transaction &t) { return changeOf(t, entry); }).value();
    };
    const auto first = ofEntry(*std::ranges::find(entries, TimelineKind::StatusChanged, &TimelineEntry::kind));
    QVERIFY(first && first->isUndone);
    QCOMPARE(house.as(house.ada, [&](Transaction &t) { return undo(t, *first); }).error().code, ErrorCode::Conflict);
    QVERIFY(!ofEntry(*std::ranges::find(entries, TimelineKind::Note, &TimelineEntry::kind)));
    // Whoever may only look takes back nothing.
    const ActorId guest = house.withRole(u"guest"_s, Role::Viewer);
    const auto latest = ofEntry(entries.back());
    QVERIFY(latest && latest->isUndo);
    QCOMPARE(house.as(guest, [&](Transaction &t) { return undo(t, *latest); }).error().code, ErrorCode::Denied);
}

void TestIncidents::whatIsOverIsOpenAgain()
{
    ChangedHouse house;
    const auto set = [&](IncidentStatus status, std::optional<Resolution> resolution = {}) {
        return house.change([=](Transaction &t, const Incident &i) {
            return setStatus(t, i.id, status, i.version, resolution, u"a probe was broken"_s);
        });
    };
    REQUIRE_OK(set(IncidentStatus::Monitoring));
    REQUIRE_OK(set(IncidentStatus::Resolved));
    REQUIRE_OK(house.change([](Transaction &t, const Incident &i) -> Result<> {
        const auto told = append(t, {.incident = i.id, .kind = TimelineKind::StoodDown, .body = u"Stood down"_s});
        return told ? Result<>() : failure(told);
    }));
    const QString resolved = house.state();
    QCOMPARE(house.back(), u"INC-1 is open again, and investigated. Whoever was told that it is over is not told "
                           "otherwise. What was sent meanwhile stays sent: people were stood down."_s);
    QCOMPARE(house.now(house.id).status, IncidentStatus::Investigating);
    QCOMPARE(house.now(house.id).time(IncidentTime::Mitigated), std::nullopt);
    QVERIFY(house.timeline(house.id).contains(u"status: Undone: Resolved → Investigating — it is not over"_s));
    QVERIFY(house.again().startsWith(u"Status is Resolved again."_s));
    QCOMPARE(house.state(), resolved);
    // Closed, and open again by hand: that is taken back, too, with how it had ended.
    REQUIRE_OK(set(IncidentStatus::Closed, Resolution::FalseAlarm));
    const QString closed = house.state();
    QVERIFY(house.back().startsWith(u"Status is Resolved again."_s));
    QCOMPARE(house.state(), resolved);
    house.again();
    QCOMPARE(house.state(), closed);
    REQUIRE_OK(house.change(
        [](Transaction &t, const Incident &i) { return reopenIncident(t, i.id, i.version, u"it was none"_s); }));
    QVERIFY(house.back().startsWith(u"Status is Closed again."_s));
    QCOMPARE(house.state(), closed);
}

QTEST_GUILESS_MAIN(TestIncidents)
#include "tst_incidents.moc"
