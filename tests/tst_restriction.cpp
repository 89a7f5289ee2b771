// SPDX-License-Identifier: GPL-3.0-or-later
// A restricted incident is there for those alone who are named: in every table, list and change, on both engines; and what
// the program does for all goes on.
#include "models/alerts/inbox/alertsapi.h"
#include "models/alerts/inbox/inbox.h"
#include "models/incidents/grouping/regroup.h"
#include "models/incidents/lists/search.h"
#include "models/storage/journal.h"
#include "support/guardedhouse.h"

using namespace onlyonce;
using namespace Qt::StringLiterals;

class TestRestriction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNamedSeeItAlone_data() { TestDatabase::addEngines(); }
    void theNamedSeeItAlone();
    void nobodyElseChangesIt_data() { TestDatabase::addEngines(); }
    void nobodyElseChangesIt();
    void whoIsCalledOrGivenSomethingIsNamed_data() { TestDatabase::addEngines(); }
    void whoIsCalledOrGivenSomethingIsNamed();
    void openedRestrictedAndLifted_data() { TestDatabase::addEngines(); }
    void openedRestrictedAndLifted();
    void restrictedWhileSomebodyReads_data() { TestDatabase::addEngines(); }
    void restrictedWhileSomebodyReads();
    void theProgramGoesOnWithinAPersonsChange_data() { TestDatabase::addEngines(); }
    void theProgramGoesOnWithinAPersonsChange();
    void everyTableOfAnIncidentIsGuarded();
    void anotherRoleIsWhoItLogsInAs();
};

void TestRestriction::theNamedSeeItAlone()
{
    GuardedHouse house;
    house.tellStory();
    const QStringList all = house.rowsOfSecret({});
    QCOMPARE(house.rowsOfSecret(house.bob), all);  // nothing is restricted yet
    // Else nothing would be shown below.
    const QString told =
        u"incident incident_service incident_alert incident_role incident_impact incident_task incident_relation "
        "reference handover timeline timeline_pin attachment evidence_content evidence_piece notification outbox "
        "announcement announcement_post postmortem postmortem_field postmortem_comment postmortem_review why "
        "countermeasure "
        "alert alert_event payload "
        "audit"_s;
    for (const QString &table : told.split(u' ')) {
        QVERIFY2(std::ranges::any_of(all, [&](const QString &row) { return row.startsWith(table + u"."_s); }),
                 qPrintable(table));
    }
    house.restrict();

    QStringList now = house.rowsOfSecret({});
    QCOMPARE(house.rowsOfSecret(house.program), now);
    QCOMPARE(house.rowsOfSecret(house.ada), now);
    QCOMPARE(house.rowsOfSecret(house.grace), now);
    // The owner of PostgreSQL's tables reads who is named, which hidden_incident() needs; nothing else.
    now = house.rowsOfSecret(house.bob);
    now.removeIf([](const QString &row) { return row.startsWith(u"incident_reader."_s); });
    QCOMPARE(now, QStringList());
    now = house.rowsOfSecret(anybody);
    now.removeIf([](const QString &row) { return row.startsWith(u"incident_reader."_s); });
    QCOMPARE(now, QStringList());

    const auto numbers = [&](ActorId reader) {
        QString text;
        for (const Incident &each : must(house.read(reader, [](Transaction &t) { return incidents(t, {}, 10); }))) {
            text += each.reference() + u' ';
        }
        return text;
    };
    QCOMPARE(numbers(house.grace), u"INC-2 INC-1 "_s);
    QCOMPARE(numbers(house.bob), u"INC-1 "_s);
    QVERIFY(!must(house.read(house.bob, [](Transaction &t) { return incidentByNumber(t, 2); })));
    QCOMPARE(must(house.read(house.bob, [](Transaction &t) { return openIncidents(t); })), 1);
    QCOMPARE(must(house.read(house.bob, [](Transaction &t) { return inbox(t, {}, KeyPage{.limit = 10}); })).size(), 1U);
    QCOMPARE(must(house.read(house.bob, [](Transaction &t) { return firingAlerts(t); })), 1);
    QCOMPARE(must(house.read(anybody, [](Transaction &t) { return alertsForApi(t, {}, 10); })).size(), 1);
    QVERIFY(must(house.read(house.bob, [&](Transaction &t) {
                return auditOf(t, u"incident"_s, house.secret.id.value);
            })).empty());
    QVERIFY(must(house.read(house.bob, [&](Transaction &t) { return relationsOf(t, house.open.id); })).empty());
    QVERIFY(must(house.read(house.bob, [](Transaction &t) {
                return countermeasuresIn(t, CountermeasureState::Open, 10);
            })).rows.empty());
    for (const ActorId reader : {house.bob, house.ada}) {
        QVERIFY(
            must(house.read(reader, [](Transaction &t) { return searchIncidents(t, u"exfiltrates"_s, 5); })).empty());
    }
}

void TestRestriction::nobodyElseChangesIt()
{
    GuardedHouse house;
    house.tellStory();
    house.restrict();
    const IncidentId id = house.secret.id;
    const IncidentId open = house.open.id;
    const int version = must(house.read({}, [&](Transaction &t) { return incident(t, id); }))->version;
    const PersonId heidi = house.people[u"heidi"_s];
    using Change = std::function<Result<>(Transaction &)>;
    const auto plain = [](auto result) { return result ? Result<>() : failure(result); };
    const std::vector<std::pair<const char *, Change>> changes{
        {"restrict", [&](auto &t) { return plain(restrictIncident(t, id, {})); }},
        {"lift", [&](auto &t) { return liftRestriction(t, id, u"I want to"_s); }},
        {"acknowledge", [&](auto &t) { return acknowledgeIncident(t, id); }},
        {"note", [&](auto &t) { return plain(addNote(t, id, u"x"_s)); }},
        {"entry", [&](auto &t) { return plain(writeEntry(t, id, {.body = u"x"_s})); }},
        {"correct", [&](auto &t) { return plain(correctEntry(t, house.note, {.body = u"x"_s}, {})); }},
        {"pin", [&](auto &t) { return pinEntry(t, house.note, false); }},
        {"status", [&](auto &t) { return setStatus(t, id, IncidentStatus::Resolved, version); }},
        {"severity", [&](auto &t) { return setSeverity(t, id, Severity::Sev4, version); }},
        {"catastrophic", [&](auto &t) { return setCatastrophic(t, id, true, version, u"x"_s); }},
        {"title", [&](auto &t) { return setTitle(t, id, u"x"_s, version); }},
        {"time", [&](auto &t) { return setTime(t, id, IncidentTime::Mitigated, t.now(), version, u"x"_s); }},
        {"attach", [&](auto &t) { return plain(attach(t, {.incident = id, .name = u"x"_s, .content = "x"})); }},
        {"role", [&](auto &t) { return takeRole(t, id, u"commander"_s); }},
        {"release", [&](auto &t) { return releaseRole(t, id, u"scribe"_s); }},
        {"handover", [&](auto &t) { return plain(offerHandover(t, id, u"deputy"_s, heidi, u"x"_s)); }},
        {"withdraw", [&](auto &t) { return withdrawHandover(t, house.handover); }},
        {"impact", [&](auto &t) { return setImpact(t, id, u"login"_s, ImpactLevel::None); }},
        {"link", [&](auto &t) { return plain(addReference(t, id, {.url = u"https://example.org"_s})); }},
        {"task", [&](auto &t) { return plain(addTask(t, id, {.text = u"x"_s})); }},
        {"task done", [&](auto &t) { return setTaskState(t, house.task, TaskState::Done); }},
        {"assign task", [&](auto &t) { return assignTask(t, house.task, heidi); }},
        {"false alarm", [&](auto &t) { return closeAsFalseAlarm(t, id, version, u"x"_s); }},
        {"duplicate", [&](auto &t) { return closeAsDuplicate(t, id, version, open); }},
        {"relate", [&](auto &t) { return relateIncidents(t, open, id); }},
        {"unrelate", [&](auto &t) { return unrelateIncidents(t, open, id); }},
        {"merge", [&](auto &t) { return plain(mergeIncident(t, id, open, version)); }},
        {"merge into", [&](auto &t) { return plain(mergeIncident(t, open, id, house.open.version)); }},
        {"move alert", [&](auto &t) { return plain(moveAlerts(t, {house.alert}, open)); }},
        {"draft",
         [&](auto &t) {
             return plain(draftAnnouncement(t, {.incident = id,
                                                .title = u"Sign-in is slow for some"_s,
                                                .body = u"We are looking into it, and write soon."_s}));
         }},
        {"edit post",
         [&](auto &t) {
             const AnnouncementPost &post = house.announcement.posts.front();
             return plain(editPost(t, post.id, post.status, u"Everything is well again by now."_s, post.version));
         }},
        {"post-mortem",
         [&](auto &t) { return plain(setField(t, house.postMortem.id, PostMortemField::Impact, u"x"_s, 0)); }},
        {"comment", [&](auto &t) { return plain(addComment(t, house.postMortem.id, {}, u"x"_s)); }},
        {"reply", [&](auto &t) { return plain(replyTo(t, house.comment, u"x"_s)); }},
        {"settle", [&](auto &t) { return plain(settleComment(t, house.comment, true, 1)); }},
        {"ask for a review", [&](auto &t) { return plain(askForReview(t, house.postMortem.id, {heidi}, u"x"_s)); }},
        {"why", [&](auto &t) { return plain(addWhy(t, house.postMortem.id, {}, u"x"_s)); }},
        {"edit why", [&](auto &t) { return plain(editWhy(t, house.cause.id, u"x"_s, house.cause.version)); }},
        {"countermeasure", [&](auto &t) { return plain(addCountermeasure(t, house.postMortem.id, {.text = u"x"_s})); }},
        {"edit countermeasure",
         [&](auto &t) { return plain(editCountermeasure(t, house.measure, {.text = u"x"_s}, 1)); }},
    };
    const auto written = [&] {
        return *must(house.read({}, [](Transaction &t) {
            return t.one(u"SELECT (SELECT count(*) FROM timeline) + (SELECT count(*) FROM audit)"_s,
                         [](const Row &row) { return row.integer(0); });
        }));
    };
    const qint64 before = written();
    for (const auto &[name, change] : changes) {
        const auto done = house.as(house.bob, change);
        QVERIFY2(!done, name);
        // PostgreSQL shows no alert that could be moved.
        const bool nothing = house.database->engine() == Engine::Postgres && name == "move alert"_ba;
        QVERIFY2(done.error().code == (nothing ? ErrorCode::Invalid : ErrorCode::NotFound),
                 (QByteArray(name) + ": " + why(done)).constData());
        QVERIFY2(!done.error().message.contains(u"token"_s, Qt::CaseInsensitive), name);
    }
    QCOMPARE(written(), before);
    // Somebody who is named does all that.
    must(house.as(house.grace, [&](Transaction &t) { return addNote(t, id, u"x"_s); }));
    must(house.as(house.grace, [&](Transaction &t) { return setTitle(t, id, u"Keys leak"_s, version); }));
    must(house.as(house.grace, [&](Transaction &t) { return setTaskState(t, house.task, TaskState::Done); }));
}

void TestRestriction::whoIsCalledOrGivenSomethingIsNamed()
{
    GuardedHouse house;
    const auto named = [&] {
        QStringList names;
        const auto readers = must(house.read({}, [&](Transaction &t) { return incidentReaders(t, house.secret.id); }));
        for (const Person &each : readers) {
            names << each.name;
        }
        return names.join(u' ');
    };
    must(house.as(house.ada, [](Transaction &t) {
        return saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
    }));
    house.secret = must(house.as(house.ada, [](Transaction &t) {
        return declareIncident(t, {.title = u"Tokens leak"_s, .restrictedTo = QList<PersonId>()});
    }));
    QCOMPARE(named(), u"ada"_s);
    const Paged paged =
        must(house.as(house.program, [&](Transaction &t) { return followTimeline(t, house.database->uuid()); }));
    QCOMPARE(paged.queued, 1);
    QCOMPARE(named(), u"ada heidi"_s);
    const IncidentId id = house.secret.id;
    must(house.as(house.ada, [&](Transaction &t) { return assignRole(t, id, u"scribe"_s, house.people[u"grace"_s]); }));
    QCOMPARE(named(), u"ada grace heidi"_s);
    QVERIFY(must(house.read(house.grace, [&](Transaction &t) { return incident(t, id); })));
    // Whoever has a role stays named; others can be taken off.
    must(house.as(house.ada, [&](Transaction &t) { return restrictIncident(t, id, {}); }));
    QCOMPARE(named(), u"ada grace"_s);
    const auto entries = must(house.read({}, [&](Transaction &t) { return timelineOf(t, id); }));
    const auto tells = [&](const QString &text) {
        return std::ranges::any_of(entries, [&](const TimelineEntry &each) { return each.body == text; });
    };
    QVERIFY(tells(u"Restricted: only ada can see it"_s));
    QVERIFY(tells(u"heidi can see it, too: called"_s));
    QVERIFY(tells(u"grace can see it, too: Scribe"_s));
    QVERIFY(tells(u"Restricted: only ada, grace can see it"_s));
}

void TestRestriction::openedRestrictedAndLifted()
{
    GuardedHouse house;
    house.secret = must(house.as(house.ada, [](Transaction &t) {
        return declareIncident(t, {.title = u"Frobnicated tokens"_s, .restrictedTo = QList<PersonId>()});
    }));
    QCOMPARE(house.secret.visibility, Visibility::Restricted);
    const auto found = [&] {
        while (must(house.as(house.program, [](Transaction &t) { return indexIncidents(t); }))) {
        }
        return must(house.read(house.bob, [](Transaction &t) { return searchIncidents(t, u"frobnicated"_s, 5); }))
            .size();
    };
    QCOMPARE(found(), 0U);
    // Who does not see it counts on from its number all the same.
    const auto next =
        must(house.as(house.bob, [](Transaction &t) { return declareIncident(t, {.title = u"Other"_s}); }));
    QCOMPARE(next.number, 2);
    const IncidentId id = house.secret.id;
    const auto silent = house.as(house.ada, [&](Transaction &t) { return liftRestriction(t, id, u" "_s); });
    QCOMPARE(silent.error().code, ErrorCode::Invalid);
    must(house.as(house.ada, [&](Transaction &t) { return liftRestriction(t, id, u"It is known"_s); }));
    QVERIFY(must(house.read(house.bob, [&](Transaction &t) { return incident(t, id); })));
    QVERIFY(must(house.read({}, [&](Transaction &t) { return incidentReaders(t, id); })).empty());
    QCOMPARE(found(), 1U);
    must(house.as(house.bob, [&](Transaction &t) { return addNote(t, id, u"Seen"_s); }));
    // A machine is no person that could see it afterwards.
    const auto machine = house.as(house.program, [&](Transaction &t) { return restrictIncident(t, id, {}); });
    QCOMPARE(machine.error().code, ErrorCode::Denied);
}

void TestRestriction::restrictedWhileSomebodyReads()
{
    GuardedHouse house;
    house.tellStory();
    const auto look = [&](Reader reader) {
        return house.database->readAs(
            house.bob,
            [id = house.secret.id](Transaction &t) -> Result<std::pair<qint64, qint64>> {
                const auto count = [&t, id](const QString &sql) {
                    return *must(t.one(sql, [](const Row &row) { return row.integer(0); }, id));
                };
                const qint64 incidents = count(u"SELECT count(*) FROM incident WHERE id = ?"_s);
                return std::pair(incidents, count(u"SELECT count(*) FROM timeline WHERE incident_id = ?"_s));
            },
            reader);
    };
    std::vector<QFuture<Result<std::pair<qint64, qint64>>>> looks;
    auto restricted =
        house.database->write(house.ada, [&](Transaction &t) { return restrictIncident(t, house.secret.id, {}); });
    for (int i = 0; i < 400; ++i) {
        looks.push_back(look(i % 2 ? Reader::Interactive : Reader::Background));
    }
    must(await(restricted));
    for (const auto &each : looks) {
        const auto [incidents, entries] = must(await(each));
        QCOMPARE(incidents > 0, entries > 0);  // the whole of it, or nothing
    }
    for (const Reader reader : {Reader::Interactive, Reader::Background}) {
        QCOMPARE(must(await(look(reader))), std::pair(qint64{0}, qint64{0}));
    }
}

//! Whoever moves alerts groups first what came in, of whatever incident it is.
void TestRestriction::theProgramGoesOnWithinAPersonsChange()
{
    GuardedHouse house;
    house.tellStory();
    house.restrict();
    Collector collector(*house.database);
    must(await(collector.take(u"alertmanager"_s, R"({"alerts": [
        {"status": "resolved", "fingerprint": "l", "labels": {"alertname": "Leak", "service": "login"}}]})")));
    const auto shown = must(house.read(house.bob, [](Transaction &t) { return alerts(t, {}, 10); }));
    QCOMPARE(shown.size(), 1U);
    const Moved moved =
        must(house.as(house.bob, [&](Transaction &t) { return moveAlerts(t, {shown.front().id}, IncidentId()); }));
    QCOMPARE(moved.number, 3);
    const auto secret = must(house.read({}, [&](Transaction &t) { return incident(t, house.secret.id); }));
    QCOMPARE(secret->firingCount, 0);
    QVERIFY(!must(house.read(house.bob, [&](Transaction &t) { return incident(t, house.secret.id); })));
    const auto late = house.as(house.bob, [&](Transaction &t) { return addNote(t, house.secret.id, u"x"_s); });
    QCOMPARE(late.error().code, ErrorCode::NotFound);
}

//! Whoever adds a table that hangs on an incident says who sees its rows: in row_guard, or here, why not.
void TestRestriction::everyTableOfAnIncidentIsGuarded()
{
    TestDatabase database(Engine::Sqlite);
    static const QHash<QString, QString> exempt{
        {u"audit_link"_s, u"hashes, without which the chain cannot be verified"_s},
        {u"audit_undone"_s, u"ids of rows of the audit trail"_s},
        {u"silence_telling"_s, u"ids of deliveries"_s},
    };
    const auto texts = [&](const QString &sql) {
        const auto found = must(await(
            database->read([&](Transaction &t) { return t.all(sql, [](const Row &row) { return row.text(0); }); })));
        return QStringList(found.begin(), found.end());
    };
    const QStringList guarded = texts(u"SELECT DISTINCT table_name FROM row_guard"_s);
    QVERIFY(guarded.contains(u"incident"_s));
    for (const QString &table : texts(u"SELECT name FROM sqlite_master WHERE type = 'table'"_s)) {
        const QStringList parents = texts(u"SELECT \"table\" FROM pragma_foreign_key_list('%1')"_s.arg(table));
        const QStringList columns = texts(u"SELECT name FROM pragma_table_info('%1')"_s.arg(table));
        const bool hangs = columns.contains(u"incident_id"_s)
                        || std::ranges::any_of(parents, [&](const QString &each) { return guarded.contains(each); });
        QVERIFY2(!hangs || guarded.contains(table) || exempt.contains(table), qPrintable(table));
    }
}

void TestRestriction::anotherRoleIsWhoItLogsInAs()
{
    GuardedHouse house(Engine::Postgres);
    house.tellStory();
    house.restrict();
    const QString role = house.newRole(u"limited"_s);
    const auto keeper = house.connected();
    must(keeper->runOnce(u"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %1"_s.arg(role)));
    const auto counts = [](Connection &connection) {
        QString text;
        must(connection.run(u"SELECT (SELECT count(*) FROM incident), (SELECT count(*) FROM alert), "
                            "(SELECT count(*) FROM incident_reader)"_s,
                            {}, [&text](const Row &row) {
                                text = u"%1 %2 %3"_s.arg(row.integer(0)).arg(row.integer(1)).arg(row.integer(2));
                            }));
        return text;
    };
    QCOMPARE(counts(*keeper), u"2 2 2"_s);
    for (const Incident &each : {house.open, house.secret}) {  // as the followers do it
        const QString id = QString::number(each.id.value);
        must(keeper->runOnce(u"INSERT INTO incident_words (rowid, title, timeline, whys, words) "
                             "VALUES (%1, 'leak', '', '', 'leak') ON CONFLICT DO NOTHING"_s.arg(id)));
        must(keeper->runOnce(
            u"INSERT INTO bygone (rowid, found, words) VALUES (%1, 'leak', 'leak') ON CONFLICT DO NOTHING"_s.arg(id)));
    }
    must(keeper->runOnce(u"INSERT INTO alert_firing_words (rowid, words) SELECT alert_id, 'leak' FROM incident_alert "
                         "ON CONFLICT DO NOTHING"_s));
    const auto words = [](Connection &connection) {
        QString text;
        must(connection.run(
            u"SELECT (SELECT count(*) FROM alert_firing_words) + (SELECT count(*) FROM alert_over_words), "
            "(SELECT count(*) FROM incident_words), (SELECT count(*) FROM bygone)"_s,
            {}, [&text](const Row &row) {
                text = u"%1 %2 %3"_s.arg(row.integer(0)).arg(row.integer(1)).arg(row.integer(2));
            }));
        return text;
    };
    QCOMPARE(words(*keeper), u"2 2 2"_s);
    const auto limited = house.connected(role);
    QCOMPARE(counts(*limited), u"1 1 0"_s);
    QCOMPARE(words(*limited), u"1 1 1"_s);
    for (const QString &setting : {u"0"_s, u""_s, u"program"_s, QString::number(house.ada.value)}) {
        must(limited->runOnce(u"SET onlyonce.reader TO '%1'"_s.arg(setting)));
        QCOMPARE(counts(*limited), u"1 1 0"_s);
    }
    // Names of its own do not come before those that the guard means.
    must(
        limited->runOnce(u"CREATE TEMP TABLE actor AS SELECT %1 AS id, current_user::text AS login, 'program' AS kind, "
                         "person_id FROM public.actor WHERE id = %1"_s.arg(house.ada.value)));
    QCOMPARE(counts(*limited), u"1 1 0"_s);
    must(limited->runOnce(u"DROP TABLE pg_temp.actor"_s));

    // Its window works, looks no further, and leaves to others what takes all rows.
    const auto window = house.opened(role);
    QVERIFY(!window->seesAll());
    QVERIFY(house.database->seesAll());
    const Actor me = must(await(window->write({}, [](Transaction &t) { return actorOfSession(t, {}); })));
    QCOMPARE(me.login, role);
    must(house.as(house.ada, [&](Transaction &t) { return setRole(t, me.id, Role::Responder); }));
    must(await(window->write(me.id, [](Transaction &t) { return personOfActor(t); })));
    const auto made =
        must(await(window->write(me.id, [](Transaction &t) { return declareIncident(t, {.title = u"Mine"_s}); })));
    QCOMPARE(made.number, 3);
    const auto sees = [&](const std::unique_ptr<Database> &database) {
        return must(await(database->readAs(me.id, [&](Transaction &t) { return incident(t, house.secret.id); })))
            .has_value();
    };
    QVERIFY(!sees(window));

    const QString ada =
        QString::number(must(house.read({}, [&](Transaction &t) { return actor(t, house.ada); }))->person.value);
    for (const QString &sql :
         {u"UPDATE actor SET person_id = %1 WHERE login = current_user"_s, u"UPDATE actor SET person_id = NULL"_s,
          u"UPDATE actor SET login = 'x' WHERE person_id = %1"_s, u"UPDATE actor SET role = 'administrator'"_s,
          u"INSERT INTO actor (kind, name, role, login, person_id) VALUES ('person', 'x', 'viewer', 'x', %1)"_s,
          u"INSERT INTO incident_reader (incident_id, person_id) VALUES (%2, %1)"_s,
          u"INSERT INTO incident_task (incident_id, body, state, reason, created_at, created_by) "
          "VALUES (%2, 'x', 'open', '', 0, 1)"_s}) {
        const QString meant =
            QString(sql).replace(u"%1"_s, ada).replace(u"%2"_s, QString::number(house.secret.id.value));
        QVERIFY2(!limited->runOnce(meant), qPrintable(meant));
    }
    must(limited->runOnce(u"DELETE FROM incident_reader"_s));  // of what it sees: nothing
    must(limited->runOnce(u"UPDATE incident SET visibility = 'internal'"_s));
    QCOMPARE(counts(*keeper), u"3 2 2"_s);

    must(house.as(house.ada, [&](Transaction &t) {
        return restrictIncident(t, house.secret.id, {must(actor(t, me.id))->person});
    }));
    QVERIFY(sees(window));
    QCOMPARE(counts(*limited), u"3 2 3"_s);
}

QTEST_GUILESS_MAIN(TestRestriction)
#include "tst_restriction.moc"
