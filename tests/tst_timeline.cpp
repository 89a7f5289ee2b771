// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline: read in parts and followed, filtered, pinned and corrected without anything being overwritten, and the
// view that stays where a person reads.
#include "models/incidents/command/impact.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/protocol/tasks.h"
#include "models/incidents/timeline/moments.h"
#include "models/incidents/timeline/notetemplates.h"
#include "models/incidents/timeline/say.h"
#include "models/storage/journal.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "views/incidents/timeline/correctform.h"
#include "views/incidents/timeline/filterbar.h"
#include "views/incidents/timeline/notebox.h"
#include "views/incidents/timeline/saycompletion.h"
#include "views/incidents/timeline/timelinemodel.h"
#include "views/incidents/timeline/timelinepanel.h"
#include "views/widgets/drafts.h"
#include "views/widgets/timelineview.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Entry = onlyonce::TimelineEntry;
using test::printTimeline;

namespace {

class Desk : public Crew
{
public:
    Session session{*database, commander};
    IncidentId id = incident.id;
    SayCommands commands;

    TimelineId write(const Writing &writing, ActorId actor = {})
    {
        return as(actor ? actor : responder, [=, this](Transaction &t) { return writeEntry(t, id, writing); }).value();
    }
    Result<TimelineId> correct(ActorId actor, TimelineId entry, const Writing &writing, const QString &reason = {})
    {
        return as(actor, [=](Transaction &t) { return correctEntry(t, entry, writing, reason); });
    }
    //! So many alerts, a second after each other from now on, told to everybody.
    void storm(int count)
    {
        const qint64 from = toMillis(database.clock.now());
        as(commander, [=, this](Transaction &t) -> Result<> {
            auto done = t.exec(
                u"INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, data) "
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                "SELECT CAST(? AS BIGINT), 'alert fired', CAST(? AS BIGINT) + i * 1000, CAST(? AS BIGINT) + i * 1000, CAST(? AS BIGINT), 'internal', 'a' || i, '{}' FROM n"_s,
                count, id, from, from, commander);
            t.touch(u"timeline"_s, id);
            return done ? Result<>() : failure(done);
        }).value();
        database.clock.advance(std::chrono::seconds{count});
    }
    //! As the composer says it; with `asText` after having been asked.
    Result<> say(const QString &text, bool asText = false)
    {
        return as(commander, [=, this](Transaction &t) {
            return onlyonce::say(t, id, parseSaying(text, commands, asText), commands,
                                 {.zone = QTimeZone::utc(), .mentions = {u"Grace Hopper"_s}});
        });
    }
    Incident now()
    {
        return *read([this](Transaction &t) { return onlyonce::incident(t, id); }).value();
    }
    //! "kind: body" of everything but the declaration.
    QStringList told()
    {
        QStringList lines;
        for (const Entry &entry : all()) {
            if (entry.kind != TimelineKind::Declared) {
                lines.append(toText(entry.kind) + u": "_s + entry.body);
            }
        }
        return lines;
    }
    std::vector<Entry> all()
    {
        return read([this](Transaction &t) { return timelineOf(t, id); }).value();
    }
    QStringList page(const TimelineFilter &filter)
    {
        QStringList bodies;
        const auto found = read([&](Transaction &t) { return timelinePage(t, id, filter, {}); });
        for (const Entry &entry : found.value()) {
            bodies.append(entry.body);
        }
        return bodies;
    }
};

//! The model with Qt's own referee, and what it holds beside the whole truth.
struct Held
{
    explicit Held(Desk &desk)
        : model(desk.session, desk.id)
        , referee(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {
        referee.setUseFetchMore(false);
    }
    [[nodiscard]] bool loads()
    {
        return QTest::qWaitFor([this] { return model.rowCount() > 0; }, 10'000);
    }
    [[nodiscard]] QString body(int row) const
    {
        const auto *entry = model.at(model.index(row < 0 ? model.rowCount() + row : row));
        return entry ? entry->body : QString();
    }
    //! Whether it holds a part of it without a gap.
    [[nodiscard]] bool isPartOf(const std::vector<Entry> &whole) const
    {
        const auto &rows = model.rows();
        return !std::ranges::search(whole, rows, {}, &Entry::id, &Entry::id).empty();
    }

    TimelineModel model;
    QAbstractItemModelTester referee;
};

//! "text, text", of what is offered; a bar stands for the cursor.
QString offered(const QString &line, const SayCommands &commands)
{
    const Composer::Offer offer = sayOffer(line, commands, {u"Ada Lovelace"_s, u"Grace Hopper"_s, u"Grace Kelly"_s});
    QStringList texts;
    for (const Composer::Choice &choice : offer.choices) {
        texts.append(line.chopped(offer.replaces) + choice.text);
    }
    return texts.join(u", "_s);
}

void type(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

void press(int key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
}

bool opens(QWidget &widget)
{
    widget.resize(900, 700);
    widget.show();
    widget.activateWindow();
    return QTest::qWaitForWindowActive(&widget);
}

}  // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void aLongOneIsHeldInPart_data() { TestDatabase::addEngines(); }
    void aLongOneIsHeldInPart();
    void itFollowsWithoutReadingAgain_data() { TestDatabase::addEngines(); }
    void itFollowsWithoutReadingAgain();
    void aStormIsFollowed_data() { TestDatabase::addEngines(); }
    void aStormIsFollowed();
    void aViewStaysWhereItIsRead_data() { TestDatabase::addEngines(); }
    void aViewStaysWhereItIsRead();
    void correctionsOverwriteNothing_data() { TestDatabase::addEngines(); }
    void correctionsOverwriteNothing();
    void whoCorrectsLaterSeesTheOther_data() { TestDatabase::addEngines(); }
    void whoCorrectsLaterSeesTheOther();
    void onlyWhatWasWrittenIsCorrected_data() { TestDatabase::addEngines(); }
    void onlyWhatWasWrittenIsCorrected();
    void whatCountsIsPinned_data() { TestDatabase::addEngines(); }
    void whatCountsIsPinned();
    void filtersAskTheDatabase_data() { TestDatabase::addEngines(); }
    void filtersAskTheDatabase();
    void itsTimesAreItsPhases_data() { TestDatabase::addEngines(); }
    void itsTimesAreItsPhases();

    void whatIsSaidIsDone_data() { TestDatabase::addEngines(); }
    void whatIsSaidIsDone();
    void allOfItIsSaidOrNothing_data() { TestDatabase::addEngines(); }
    void allOfItIsSaidOrNothing();
    void whatLooksLikeACommand();
    void commandsAreOffered();
    void theComposerAsksBeforeItTakesACommandForText_data() { TestDatabase::addEngines(); }
    void theComposerAsksBeforeItTakesACommandForText();
    void whatLooksLikeAKeyIsMarked_data() { TestDatabase::addEngines(); }
    void whatLooksLikeAKeyIsMarked();
    void momentsAreToldInTheReadersZone_data() { TestDatabase::addEngines(); }
    void momentsAreToldInTheReadersZone();
    void aDraftSurvives_data() { TestDatabase::addEngines(); }
    void aDraftSurvives();
    void templatesBegin_data() { TestDatabase::addEngines(); }
    void templatesBegin();
    void keysDriveTheTimeline_data() { TestDatabase::addEngines(); }
    void keysDriveTheTimeline();
    void aConflictIsMetInPlace_data() { TestDatabase::addEngines(); }
    void aConflictIsMetInPlace();
};

void TestTimeline::aLongOneIsHeldInPart()
{
    Desk desk;
    desk.storm(12'000);
    Held held(desk);
    QVERIFY(held.loads());
    const auto whole = desk.all();
    QCOMPARE(held.model.rowCount(), KeyedListBase::pageSize);
    QCOMPARE(held.body(-1), u"a12000"_s);
    QVERIFY(held.model.hasOlder() && !held.model.hasNewer());
    for (int page = 0; page < 60; ++page) {
        const QString top = held.body(0);
        held.model.fetchMore({});
        QTRY_VERIFY(held.body(0) != top);
        QVERIFY(held.model.rowCount() <= KeyedListBase::mostRows);
    }
    QVERIFY(held.model.hasNewer());
    QVERIFY(held.isPartOf(whole));
    held.model.toOldest();
    QTRY_COMPARE(held.body(0), u"Declared as SEV1: Checkout down"_s);
    QVERIFY(!held.model.hasOlder() && held.model.hasNewer());
    held.model.fetchNewer();
    QTRY_COMPARE(held.model.rowCount(), 2 * KeyedListBase::pageSize);
    QVERIFY(held.isPartOf(whole));
    // To one that is far away.
    QSignalSpy found(&held.model, &TimelineModel::found);
    held.model.seek(whole[7000]);
    QTRY_COMPARE(found.size(), 1);
    QCOMPARE(held.body(found[0][0].toModelIndex().row()), u"a7000"_s);
    QVERIFY(held.model.hasOlder() && held.model.hasNewer());
    QVERIFY(held.isPartOf(whole));
    held.model.toNewest();
    QTRY_COMPARE(held.body(-1), u"a12000"_s);
}

void TestTimeline::itFollowsWithoutReadingAgain()
{
    Desk desk;
    desk.storm(300);
    Held held(desk);
    QVERIFY(held.loads());
    const QPersistentModelIndex last = held.model.index(held.model.rowCount() - 1);
    // Who writes past the program is not noticed, because nothing is read twice …
    desk.as(desk.commander,
            [](Transaction &t) { return t.exec(u"UPDATE timeline SET body = '(gone)' WHERE body = 'a299'"_s); })
        .value();
    const TimelineId wrong = desk.write({.body = u"tree"_s});
    QTRY_COMPARE(held.body(-1), u"tree"_s);
    QCOMPARE(held.body(-3), u"a299"_s);
    desk.correct(desk.responder, wrong, {.body = u"three"_s}).value();
    QTRY_COMPARE(held.body(-1), u"three"_s);
    QCOMPARE(last.row(), held.model.rowCount() - 2);
    // … unless the timeline tells that content was overwritten.
    desk.as(desk.commander,
            [&desk](Transaction &t) {
                return append(
                    t, {.incident = desk.id, .kind = TimelineKind::Redacted, .body = u"A key was overwritten"_s});
            })
        .value();
    QTRY_COMPARE(held.body(-4), u"(gone)"_s);
    // What happened before all that is held stays above it.
    const int rows = held.model.rowCount();
    desk.write({.body = u"long ago"_s, .happenedAt = desk.database.clock.now() - 280s});
    desk.write({.body = u"now"_s});
    QTRY_COMPARE(held.body(-1), u"now"_s);
    QCOMPARE(held.model.rowCount(), rows + 1);
    QVERIFY(held.isPartOf(desk.all()));
}

void TestTimeline::aStormIsFollowed()
{
    Desk desk;
    Held held(desk);
    QVERIFY(held.loads());
    // More at once than is asked for one by one.
    desk.storm(3'000);
    QTRY_COMPARE(held.body(-1), u"a3000"_s);
    QVERIFY(held.isPartOf(desk.all()));
    held.model.keepNewest(200);
    QCOMPARE(held.model.rowCount(), 200);
    QVERIFY(held.model.hasOlder());
    // Who reads further up holds no more than the program wants to.
    held.model.toOldest();
    QTRY_VERIFY(held.model.hasNewer());
    held.model.setFollowing(false);
    const QString bottom = held.body(-1);
    desk.storm(6'000);
    desk.write({.body = u"after the storm"_s});
    QSignalSpy loaded(&held.model, &TimelineModel::loaded);
    QVERIFY(loaded.wait(10'000));
    QCOMPARE(held.body(-1), bottom);
    held.model.toNewest();
    QTRY_COMPARE(held.body(-1), u"after the storm"_s);
}

void TestTimeline::aViewStaysWhereItIsRead()
{
    Desk desk;
    desk.storm(2'000);
    Held held(desk);
    TimelineView view;
    view.setModel(&held.model);
    view.resize(800, 600);
    view.show();
    QTRY_VERIFY(held.model.rowCount() > 0);
    QVERIFY(view.isAtEnd());
    const auto top = [&] { return held.body(view.indexAt(QPoint(400, 1)).row()); };
    // A page is read ahead before the eye is there, and moves nothing.
    QSignalSpy inserted(&held.model, &QAbstractItemModel::rowsInserted);
    view.scrollTo(held.model.index(3), QAbstractItemView::PositionAtTop);
    const QString read = top();
    QTRY_VERIFY(!inserted.isEmpty());
    QCOMPARE(top(), read);
    QTest::keyClick(&view, Qt::Key_Home);
    QTRY_COMPARE(held.body(view.currentIndex().row()), u"Declared as SEV1: Checkout down"_s);
    QCOMPARE(view.currentIndex().row(), 0);
    const QString first = top();
    desk.write({.body = u"meanwhile"_s});
    QTRY_VERIFY(held.model.hasNewer());
    QCOMPARE(top(), first);
    // Down through several pages, each in order.
    for (int i = 0; i < 60 && held.model.rowCount() < 500; ++i) {
        QTest::keyClick(&view, Qt::Key_PageDown);
        QTest::qWait(5);
    }
    QTRY_VERIFY(held.model.rowCount() > 200);
    QVERIFY(held.isPartOf(desk.all()));
    QTest::keyClick(&view, Qt::Key_End);
    QTRY_COMPARE(held.body(-1), u"meanwhile"_s);
    QTRY_VERIFY(view.isAtEnd() && !held.model.hasNewer());
    desk.write({.body = u"and then"_s});
    QTRY_COMPARE(held.body(-1), u"and then"_s);
    QVERIFY(view.isAtEnd());
}

void TestTimeline::correctionsOverwriteNothing()
{
    Desk desk;
    Held held(desk);
    const TimelineId first = desk.write({.body = u"The certifcate expired"_s});
    desk.database.clock.advance(12min);
    const Instant really = desk.database.clock.now() - 20min;
    const TimelineId second =
        desk.correct(desk.responder, first,
                     {.kind = TimelineKind::Hypothesis, .body = u"The certificate expired"_s, .happenedAt = really},
                     u"spelling, time"_s)
            .value();
    QTRY_COMPARE(printTimeline(held.model),
                 u"04:52 Grace Hopper suspects: The certificate expired (recorded 8 min later; corrected)\n"
                 "05:00 Ada Lovelace opened the incident: Declared as SEV1: Checkout down\n"_s);
    const TimelineId third =
        desk.correct(desk.commander, second,
                     {.kind = TimelineKind::Hypothesis, .body = u"**Both** expired"_s, .happenedAt = really})
            .value();
    QTRY_COMPARE(held.model.rowOf(third), std::optional(0));
    const Entry now = *held.model.at(held.model.index(0));
    QCOMPARE(now.revisions, 2);
    QCOMPARE(now.happenedAt, really);
    QCOMPARE(desk.all().size(), 2U);
    // Each version, and the trail with both texts and the reason.
    REQUIRE_VALUE(versions, desk.read([third](Transaction &t) { return earlierVersions(t, third); }));
    QCOMPARE(versions.size(), 2U);
    QCOMPARE(versions[0].body, u"The certifcate expired"_s);
    QCOMPARE(versions[1].id, second);
    REQUIRE_VALUE(trail, desk.read([first](Transaction &t) { return auditOf(t, u"timeline"_s, first.value); }));
    QCOMPARE(trail.size(), 3U);  // body, time, kind
    QCOMPARE(trail[2].change.field, u"body"_s);
    QCOMPARE(trail[2].change.oldValue.value(), u"The certifcate expired"_s);
    QCOMPARE(trail[2].change.newValue.value(), u"The certificate expired"_s);
    QCOMPARE(trail[2].change.reason, u"spelling, time"_s);
    QCOMPARE(trail[2].actor, desk.responder);
    // Looked at in place, and closed again.
    const auto text = [&] { return held.model.index(0).data(TimelineText).toString(); };
    held.model.toggleVersions(held.model.index(0));
    QTRY_COMPARE(text(), u"**Both** expired\n"
                         "*Until today 05:12, by Grace Hopper (spelling, time):* The certifcate expired\n"
                         "*Until today 05:12, by Grace Hopper:* The certificate expired"_s);
    held.model.toggleVersions(held.model.index(0));
    QCOMPARE(text(), u"**Both** expired"_s);
}

void TestTimeline::whoCorrectsLaterSeesTheOther()
{
    Desk desk;
    const TimelineId first = desk.write({.body = u"fra1 is down"_s});
    const TimelineId second = desk.correct(desk.responder, first, {.body = u"fra2 is down"_s}).value();
    const auto lost = desk.correct(desk.commander, first, {.body = u"fra3 is down"_s});
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::Conflict);
    QVERIFY2(lost.error().message.contains(u"Grace Hopper"_s) && lost.error().message.contains(u"fra2 is down"_s),
             qPrintable(lost.error().message));
    REQUIRE_VALUE(now, desk.read([first](Transaction &t) { return latest(t, first); }));
    QCOMPARE(now->id, second);
    QCOMPARE(desk.correct(desk.commander, now->id, {.body = u"fra3 is down"_s}).value() > second, true);
    QCOMPARE(desk.all().back().body, u"fra3 is down"_s);
    // The same once more writes nothing.
    const TimelineId third = desk.all().back().id;
    QCOMPARE(desk.correct(desk.commander, third, {.body = u"fra3 is down "_s}).value(), third);
    QCOMPARE(desk.all().back().id, third);
}

void TestTimeline::onlyWhatWasWrittenIsCorrected()
{
    Desk desk;
    const TimelineId declared = desk.all().front().id;
    const auto refused = [&](ActorId actor, TimelineId entry, const Writing &writing) {
        const auto tried = desk.correct(actor, entry, writing);
        return tried ? QString() : tried.error().message;
    };
    QVERIFY(refused(desk.commander, declared, {.body = u"x"_s}).contains(u"by hand"_s));
    const TimelineId note = desk.write({.body = u"mine"_s});
    QVERIFY(!refused(desk.viewer, note, {.body = u"x"_s}).isEmpty());
    QVERIFY(!refused(desk.responder, note, {.body = u"  "_s}).isEmpty());
    QVERIFY(!refused(desk.responder, note, {.kind = TimelineKind::Announced, .body = u"x"_s}).isEmpty());
    QVERIFY(refused(desk.responder, note, {.body = u"x"_s, .happenedAt = desk.database.clock.now() + 1h})
                .contains(u"future"_s));
    QCOMPARE(desk.all().back().id, note);
    // Support corrects what it wrote itself, and nothing else.
    const ActorId support = desk.as({}, [](Transaction &t) { return actorForLogin(t, u"sue"_s, u"Sue"_s); }).value().id;
    desk.as(desk.administrator, [support](Transaction &t) { return setRole(t, support, Role::Support); }).value();
    QVERIFY(!refused(support, note, {.body = u"x"_s}).isEmpty());
    const TimelineId own = desk.write({.body = u"a customer calls"_s}, support);
    QVERIFY(desk.correct(support, own, {.body = u"two customers call"_s}).has_value());
}

void TestTimeline::whatCountsIsPinned()
{
    Desk desk;
    Held held(desk);
    const TimelineId note = desk.write({.body = u"The turning point"_s});
    desk.database.clock.advance(1s);
    desk.write({.body = u"Something else"_s});
    const auto pin = [&](ActorId actor, TimelineId entry, bool on) {
        return desk.as(actor, [=](Transaction &t) { return pinEntry(t, entry, on); });
    };
    REQUIRE_OK(pin(desk.responder, note, true));
    REQUIRE_OK(pin(desk.responder, note, true));
    QVERIFY(!pin(desk.viewer, note, false));
    QTRY_COMPARE(held.model.rowCount(), 3);
    QTRY_COMPARE(held.model.index(1).data(TimelinePinned).toBool(), true);
    QCOMPARE(held.model.index(2).data(TimelinePinned).toBool(), false);
    QCOMPARE(desk.page({.pinned = true}), QStringList{u"The turning point"_s});
    // Its correction is the key moment then.
    const TimelineId better = desk.correct(desk.responder, note, {.body = u"The real turning point"_s}).value();
    QTRY_COMPARE(held.model.rowOf(better), std::optional(1));
    QCOMPARE(held.model.index(1).data(TimelinePinned).toBool(), true);
    QCOMPARE(desk.page({.pinned = true}), QStringList{u"The real turning point"_s});
    QCOMPARE(pin(desk.responder, note, false).error().code, ErrorCode::NotFound);
    REQUIRE_OK(pin(desk.responder, better, false));
    QTRY_COMPARE(held.model.index(1).data(TimelinePinned).toBool(), false);
    QCOMPARE(desk.page({.pinned = true}), QStringList());
}

void TestTimeline::filtersAskTheDatabase()
{
    Desk desk;
    desk.storm(3);
    desk.write({.kind = TimelineKind::Decision, .body = u"Roll 100% back"_s});
    desk.write({.body = u"Sign-in is slow"_s, .visibility = Visibility::Public}, desk.commander);
    desk.as(desk.commander,
            [&desk](Transaction &t) {
                return append(t, {.incident = desk.id, .kind = TimelineKind::Announced, .body = u"Investigating"_s});
            })
        .value();
    QCOMPARE(desk.page({.group = TimelineGroup::Alerts}), (QStringList{u"a1"_s, u"a2"_s, u"a3"_s}));
    QCOMPARE(desk.page({.group = TimelineGroup::People}), (QStringList{u"Roll 100% back"_s, u"Sign-in is slow"_s}));
    QCOMPARE(desk.page({.group = TimelineGroup::Customers}), QStringList{u"Investigating"_s});
    QCOMPARE(desk.page({.group = TimelineGroup::Changes}), QStringList{u"Declared as SEV1: Checkout down"_s});
    QCOMPARE(desk.page({.visibility = Visibility::Public}), QStringList{u"Sign-in is slow"_s});
    QCOMPARE(desk.page({.text = u"0%"_s}), QStringList{u"Roll 100% back"_s});
    QCOMPARE(desk.page({.text = u"_"_s}), QStringList());
    QCOMPARE(desk.page({.text = u"grace"_s}), QStringList{u"Roll 100% back"_s});
    QCOMPARE(desk.page({.group = TimelineGroup::Alerts, .text = u"A2"_s}), QStringList{u"a2"_s});
    // Every kind stands in one group.
    size_t kinds = 0;
    for (const auto group :
         {TimelineGroup::People, TimelineGroup::Alerts, TimelineGroup::Customers, TimelineGroup::Changes}) {
        kinds += kindsOf(group).size();
    }
    QCOMPARE(kinds, size_t(TimelineKind::Other) + 1);
    // The model asks anew, and what comes in is let in by the same rule.
    Held held(desk);
    QVERIFY(held.loads());
    held.model.setFilter({.group = TimelineGroup::People});
    QTRY_COMPARE(held.model.rowCount(), 2);
    desk.storm(2);
    desk.write({.kind = TimelineKind::Action, .body = u"Restarted it"_s});
    QTRY_COMPARE(held.model.rowCount(), 3);
    QCOMPARE(held.body(-1), u"Restarted it"_s);
    held.model.setFilter({});
    QTRY_COMPARE(held.model.rowCount(), 10);
}

void TestTimeline::itsTimesAreItsPhases()
{
    Desk desk;
    const Instant start = desk.database.clock.now();
    Incident incident = desk.incident;
    incident.time(IncidentTime::Started) = start - 10min;
    QCOMPARE(phaseAt(incident, start - 5min), Phase::Detection);
    incident.time(IncidentTime::Detected) = start - 1min;
    incident.time(IncidentTime::Acknowledged) = start + 2min;
    incident.time(IncidentTime::Mitigated) = start + 10min;
    incident.time(IncidentTime::Resolved) = start + 20min;
    QCOMPARE(phaseAt(incident, start - 5min), Phase::Unnoticed);
    QCOMPARE(phaseAt(incident, start), Phase::Detection);
    QCOMPARE(phaseAt(incident, start + 2min), Phase::Response);
    QCOMPARE(phaseAt(incident, start + 10min), Phase::Recovery);
    QCOMPARE(phaseAt(incident, start + 1h), Phase::FollowUp);
    Held held(desk);
    QVERIFY(held.loads());
    QCOMPARE(held.model.index(0).data(TimelineSection).toString(), QString());
    held.model.setIncident(incident);
    QCOMPARE(held.model.index(0).data(TimelineSection).toString(), u"Detection"_s);
}

void TestTimeline::whatIsSaidIsDone()
{
    Desk desk;
    desk.database.clock.advance(30min);
    REQUIRE_OK(desk.say(u"/status identified\n"
                        "The certificate expired, says @Grace Hopper\n"
                        "\n"
                        "- on both nodes\n"
                        "/decision Roll back\n"
                        "and freeze deployments\n"
                        "/at 05:20 /tried A restart: no change\n"
                        "/public /hypothesis An expired certificate\n"
                        "/at 2026-11-23 05:25 /public We see errors\n"
                        "/severity sev2\n"
                        "/ack"_s));
    QCOMPARE(desk.told(),
             (QStringList{u"action: A restart: no change"_s, u"note: We see errors"_s,
                          u"status: Investigating → Identified"_s,
                          u"note: The certificate expired, says @Grace Hopper\n\n- on both nodes"_s,
                          u"decision: Roll back\nand freeze deployments"_s, u"hypothesis: An expired certificate"_s,
                          u"severity: SEV1 → SEV2"_s, u"acknowledged: Acknowledged"_s}));
    const auto entries = desk.all();
    QCOMPARE(toIso(entries[1].happenedAt), u"2026-11-23T05:20:00.000Z"_s);
    QCOMPARE(entries[2].visibility, Visibility::Public);
    QCOMPARE(entries[5].visibility, Visibility::Internal);
    QCOMPARE(entries[6].visibility, Visibility::Public);
    QCOMPARE(entries[4].data.value(u"mentions"_s).toArray(), QJsonArray{u"Grace Hopper"_s});
    QCOMPARE(desk.now().status, IncidentStatus::Identified);
    // What others have brought in.
    REQUIRE_OK(desk.say(u"/role scribe Grace\n/impact checkout@fra1 partial outage\n/task Widen the pool @Grace"_s));
    REQUIRE_VALUE(roles, desk.read([&](Transaction &t) { return rolesOf(t, desk.id); }));
    QCOMPARE(roles.size(), 1U);
    QCOMPARE(roles.front().name, u"Grace Hopper"_s);
    REQUIRE_VALUE(tasks, desk.read([&](Transaction &t) { return tasksOf(t, desk.id); }));
    QCOMPARE(tasks.front().text, u"Widen the pool"_s);
    QVERIFY2(desk.told().filter(u"impact:"_s).size() == 1, qPrintable(desk.told().join(u'\n')));
    REQUIRE_OK(desk.say(u"/status closed false alarm: the probe was broken"_s));
    QCOMPARE(desk.now().resolution, std::optional(Resolution::FalseAlarm));
}

void TestTimeline::allOfItIsSaidOrNothing()
{
    Desk desk;
    const auto refused = [&](const QString &text) {
        const auto said = desk.say(text);
        return said ? QString() : said.error().message;
    };
    const QString two = refused(u"/status identified\nWhat we know\n/severity SEV9"_s);
    QVERIFY2(two.startsWith(u"Line 3: "_s) && two.endsWith(u"Nothing was written."_s), qPrintable(two));
    QCOMPARE(desk.told(), QStringList());
    QCOMPARE(desk.now().status, IncidentStatus::Investigating);
    QVERIFY(!refused(u"/status"_s).isEmpty());
    QVERIFY(!refused(u"/status gone"_s).isEmpty());
    QVERIFY(!refused(u"/status closed"_s).isEmpty());
    QVERIFY(!refused(u"/decision"_s).isEmpty());
    QVERIFY(refused(u"/at 14:05"_s).contains(u"/at"_s));
    QVERIFY(!refused(u"/at noon We began"_s).isEmpty());
    QVERIFY(!refused(u"/impact checkout@fra1 sad"_s).isEmpty());
    QVERIFY(!refused(u"/role scribe Nobody"_s).isEmpty());
    QVERIFY(!refused(u"  \n "_s).isEmpty());
    QCOMPARE(desk.told(), QStringList());
}

void TestTimeline::whatLooksLikeACommand()
{
    const SayCommands commands;
    const auto parts = [&](const QString &text, bool asText = false) {
        const Saying saying = parseSaying(text, commands, asText);
        QStringList lines;
        for (const SayPart &part : saying.parts) {
            lines.append((part.command ? u'/' + part.command->name + u' ' : QString()) + part.words);
        }
        return lines.join(u" | "_s) + (saying.unknown.isEmpty() ? QString() : u" ? "_s + saying.unknown.join(u", "_s));
    };
    QCOMPARE(parts(u"/Status identified"_s), u"/status identified"_s);
    QCOMPARE(parts(u"/var/log is full"_s), u"/var/log is full"_s);
    QCOMPARE(parts(u"see /status"_s), u"see /status"_s);
    QCOMPARE(parts(u"/ 5"_s), u"/ 5"_s);
    QCOMPARE(parts(u"/dev/sda1\n/status identified"_s), u"/dev/sda1 | /status identified"_s);
    QCOMPARE(parts(u"```\n/status identified\n```\n/ack"_s), u"```\n/status identified\n``` | /ack "_s);
    QCOMPARE(parts(u"/ack\n\nWell"_s), u"/ack  | Well"_s);
    QCOMPARE(parts(u"/statsu identified"_s), u"/statsu identified ? statsu"_s);
    QCOMPARE(parts(u"/tmp is full"_s, true), u"/tmp is full"_s);
    QCOMPARE(unknownText(parseSaying(u"/statsu x"_s, commands), commands),
             u"“/statsu” is no command. Did you mean /status?"_s);
    QCOMPARE(unknownText(parseSaying(u"/tmp is full"_s, commands), commands), u"“/tmp” is no command."_s);
    // Every row can be read, and does one of both.
    for (const SayCommand &command : commands.rows()) {
        QVERIFY2(!command.summary.isEmpty() && (command.run != nullptr) != (command.modify != nullptr),
                 qPrintable(command.name));
        QCOMPARE(commands.find(command.name), &command);
    }
}

void TestTimeline::commandsAreOffered()
{
    const SayCommands commands;
    QCOMPARE(offered(u"/s"_s, commands), u"/status, /severity"_s);
    QCOMPARE(offered(u"/status i"_s, commands), u"/status investigating, /status identified"_s);
    QCOMPARE(offered(u"/at 14:05 /de"_s, commands), u"/at 14:05 /decision"_s);
    QCOMPARE(offered(u"/public /at 2026-11-23 14:05 /tr"_s, commands), u"/public /at 2026-11-23 14:05 /tried"_s);
    QCOMPARE(offered(u"/role s"_s, commands), u"/role scribe"_s);
    QCOMPARE(offered(u"/role scribe gr"_s, commands), u"/role scribe Grace Hopper, /role scribe Grace Kelly"_s);
    QCOMPARE(offered(u"Ask @love"_s, commands), u"Ask @Ada Lovelace"_s);
    QCOMPARE(offered(u"(@gr"_s, commands), u"(@Grace Hopper, (@Grace Kelly"_s);
    QCOMPARE(offered(u"mail@gr"_s, commands), QString());
    QCOMPARE(offered(u"a /s"_s, commands), QString());
    QCOMPARE(offered(u"/var/l"_s, commands), QString());
    QCOMPARE(sayHelp(u"/ack now"_s, commands), u"/ack — Acknowledges the incident; paging stops."_s);
    QVERIFY(sayHelp(u"/at 14:05 /severity"_s, commands).startsWith(u"/severity SEVERITY"_s));
    QCOMPARE(sayHelp(u"acknowledged"_s, commands), QString());
}

void TestTimeline::theComposerAsksBeforeItTakesACommandForText()
{
    Desk desk;
    NoteBox box(desk.session, desk.incident);
    QVERIFY(opens(box));
    box.compose();
    auto *composer = box.findChild<Composer *>();
    type(u"/statsu identified"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY2(composer->note().contains(u"/status?"_s), qPrintable(composer->note()));
    QCOMPARE(composer->draft(), u"/statsu identified"_s);
    // Once it is changed, it is asked anew.
    type(u"!"_s);
    QCOMPARE(composer->note(), QString());
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!composer->note().isEmpty());
    QCOMPARE(desk.told(), QStringList());
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(desk.told(), QStringList{u"note: /statsu identified!"_s});
    QTRY_COMPARE(composer->draft(), QString());
    // What is refused stays, and says why.
    type(u"/severity SEV9"_s);
    QVERIFY(composer->note().startsWith(u"/severity"_s));
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(composer->note().contains(u"SEV9"_s));
    QCOMPARE(composer->draft(), u"/severity SEV9"_s);
    composer->setDraft(u"/severity SEV4"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(desk.now().severity, Severity::Sev4);
    QTRY_COMPARE(composer->draft(), QString());
}

void TestTimeline::whatLooksLikeAKeyIsMarked()
{
    Desk desk;
    desk.write({.body = u"I have set password=tr0ub4dor there"_s});
    desk.write({.body = u"All is well"_s});
    TimelineModel model(desk.session, desk.id);
    QTRY_COMPARE(model.rowCount(), 3);
    const auto marks = [&](int row) {
        QStringList texts;
        for (const Pill &each : model.index(row).data(TimelinePills).value<QList<Pill>>()) {
            texts << each.text;
        }
        return texts;
    };
    QCOMPARE(marks(1), QStringList{u"Looks like a password: X redacts it"_s});
    QVERIFY(!marks(1).join(u' ').contains(u"tr0ub4dor"_s));
    QCOMPARE(marks(2), QStringList());
}

//! Those that the program has written, and no others.
void TestTimeline::momentsAreToldInTheReadersZone()
{
    const QTimeZone berlin("Europe/Berlin");
    const auto at = [](QStringView text) { return parseMachineTime(text).value(); };
    const Instant first = at(u"2026-11-22T21:01:10Z");
    const Instant second = at(u"2026-11-22T22:01:59Z");
    const auto told = [&](const QString &body, const QJsonObject &data, const QTimeZone &zone) {
        return bodyIn({.happenedAt = at(u"2026-11-22T21:30:00Z"), .body = body, .data = data}, zone);
    };
    const QString span = u"From 2026-11-22 21:01 to 2026-11-22 22:01 UTC, not 2026-11-22 21:02 UTC"_s;
    QCOMPARE(told(span, withMoments({first, second}), berlin), u"From 22:01 to 23:01, not 2026-11-22 21:02 UTC"_s);
    QCOMPARE(told(span, withMoments({first, second}), QTimeZone::utc()), span);
    QCOMPARE(told(span, {}, berlin), span);
    const QString exact = u"since 2026-11-22 21:01:10 UTC"_s;
    QCOMPARE(told(exact, withMoments({first}), berlin), u"since 22:01:10"_s);
    QCOMPARE(told(exact, withMoments({first}), QTimeZone("Asia/Tokyo")), u"since 06:01:10"_s);  // of the same day
    QCOMPARE(told(u"2026-11-20 21:01 UTC"_s, withMoments({at(u"2026-11-20T21:01:00Z")}), berlin),
             u"2026-11-20 22:01"_s);

    // As the program writes them, and in the list that people look at.
    Desk desk;
    const Instant began = desk.database.clock.now() - 30min;
    REQUIRE_OK(desk.as(desk.commander, [&](Transaction &t) {
        return setTime(t, desk.id, IncidentTime::Started, began, desk.now().version, {});
    }));
    TimelineModel model(desk.session, desk.id);
    new QAbstractItemModelTester(&model, &model);
    const auto shown = [&] {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row) {
            texts << model.index(row).data(TimelineText).toString();
        }
        return texts.join(u'\n');
    };
    model.setTimeZone(QTimeZone::utc());
    QTRY_VERIFY2(shown().contains(utcText(began, Precision::Seconds) + u" UTC"_s), qPrintable(shown()));
    model.setTimeZone(berlin);
    QVERIFY2(shown().contains(toDateTime(began, berlin).toString(u"HH:mm:ss"_s)), qPrintable(shown()));
    QVERIFY(!shown().contains(u"UTC"_s));
}

void TestTimeline::aDraftSurvives()
{
    Desk desk;
    const QTemporaryDir folder;
    const QString path = folder.path() + u"/drafts"_s;
    const auto kept = [&] { return QDir(path).entryList(QDir::Files); };
    const Incident other =
        desk.as(desk.commander, [](Transaction &t) { return declareIncident(t, {.title = u"Mail is late"_s}); })
            .value();
    Drafts drafts(path);
    NoteBox box(desk.session, desk.incident);
    box.setDrafts(drafts);
    QVERIFY(opens(box));
    box.compose();
    type(u"Half a sen"_s);
    QVERIFY(!box.hasDraft());  // nothing would be lost
    QTRY_VERIFY_WITH_TIMEOUT(kept().size() == 1, 1'000);
    type(u"tence"_s);
    QFile file(path + u'/' + kept().value(0));
    const auto content = [&] {
        QFile now(file.fileName());
        return now.open(QIODevice::ReadOnly) ? now.readAll() : QByteArray();
    };
    QTRY_COMPARE_WITH_TIMEOUT(content(), QByteArray("Half a sentence"), 1'000);
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    {
        // After a crash nobody has put anything in order: another program finds the file as it is.
        Drafts again(path);
        NoteBox offered(desk.session, desk.incident);
        offered.setDrafts(again);
        QCOMPARE(offered.findChild<Composer *>()->draft(), u"Half a sentence"_s);
        QVERIFY(!offered.findChild<Composer *>()->note().isEmpty());
        NoteBox elsewhere(desk.session, other);
        elsewhere.setDrafts(again);
        QCOMPARE(elsewhere.findChild<Composer *>()->draft(), QString());
    }
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(desk.told(), QStringList{u"note: Half a sentence"_s});
    QTRY_COMPARE(kept(), QStringList());
    {
        // What was typed last is kept by whoever closes.
        NoteBox closed(desk.session, desk.incident);
        closed.setDrafts(drafts);
        closed.findChild<Composer *>()->setDraft(u"just now"_s);
    }
    QTRY_COMPARE(content(), QByteArray("just now"));
}

void TestTimeline::templatesBegin()
{
    Desk desk;
    const auto save = [&](ActorId actor, const NoteTemplate &written) {
        return desk.as(actor, [=](Transaction &t) { return saveNoteTemplate(t, written); });
    };
    REQUIRE_VALUE(id, save(desk.responder, {.name = u"Update"_s, .body = u"/public We are working on it."_s}));
    QVERIFY(!save(desk.viewer, {.name = u"Mine"_s, .body = u"x"_s}));
    QVERIFY(save(desk.commander, {.name = u"update"_s, .body = u"x"_s}).error().message.contains(u"Update"_s));
    QVERIFY(!save(desk.commander, {.name = u" "_s, .body = u"x"_s}));
    QVERIFY(!save(desk.commander, {.name = u"Empty"_s, .body = u" "_s}));
    REQUIRE_OK(save(desk.commander, {.id = id, .name = u"Update"_s, .body = u"/public Soon."_s, .version = 1}));
    const auto late = save(desk.responder, {.id = id, .name = u"Update"_s, .body = u"mine"_s, .version = 1});
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QVERIFY(late.error().message.contains(u"Soon."_s));
    REQUIRE_OK(desk.as(desk.responder, [id](Transaction &t) { return removeNoteTemplate(t, id); }));
    REQUIRE_OK(desk.as(desk.responder, [id](Transaction &t) { return removeNoteTemplate(t, id); }));
    REQUIRE_VALUE(left, desk.read([](Transaction &t) { return noteTemplates(t); }));
    QVERIFY(left.empty());
}

void TestTimeline::keysDriveTheTimeline()
{
    Desk desk;
    const TimelineId note = desk.write({.body = u"It is the databse"_s});
    desk.database.clock.advance(1min);
    desk.storm(2);
    TimelinePanel panel(desk.session, desk.incident);
    QVERIFY(opens(panel));
    auto *view = panel.findChild<TimelineView *>();
    auto *model = panel.findChild<TimelineModel *>();
    QTRY_COMPARE(model->rowCount(), 4);
    QSignalSpy failed(&panel, &TimelinePanel::failed);
    view->setFocus();
    // What the program wrote is nobody's to correct, and it says so.
    press(Qt::Key_E);
    QCOMPARE(failed.size(), 1);
    view->setCurrentIndex(model->index(*model->rowOf(note)));
    press(Qt::Key_P);
    QTRY_COMPARE(model->index(1).data(TimelinePinned).toBool(), true);
    press(Qt::Key_E);
    auto *form = panel.findChild<CorrectForm *>();
    QVERIFY(form->isVisible());
    auto *text = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget());
    QVERIFY(text);
    QCOMPARE(text->toPlainText(), u"It is the databse"_s);
    text->setPlainText(u"It is the database"_s);
    form->findChild<QComboBox *>()->setCurrentIndex(2);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!form->isVisible());
    QVERIFY(view->hasFocus());
    QTRY_COMPARE(model->index(1).data(TimelineText).toString(), u"It is the database"_s);
    QCOMPARE(model->index(1).data(TimelineHead).toString(), u"suspects"_s);
    QTRY_COMPARE(view->currentIndex().row(), 1);
    QCOMPARE(model->index(1).data(TimelinePinned).toBool(), true);
    press(Qt::Key_V);
    QTRY_COMPARE(model->index(1).data(TimelinePublic).toBool(), true);
    QTRY_COMPARE(view->currentIndex().row(), 1);
    press(Qt::Key_H);
    QTRY_VERIFY(model->index(1).data(TimelineText).toString().contains(u"databse"_s));
    // Filters, and everything again.
    press(Qt::Key_3);
    QTRY_COMPARE(model->rowCount(), 2);
    press(Qt::Key_Escape);
    QTRY_COMPARE(model->rowCount(), 4);
    press(Qt::Key_K);
    QTRY_COMPARE(model->rowCount(), 1);
    press(Qt::Key_K);
    QTRY_COMPARE(model->rowCount(), 4);
    press(Qt::Key_F);
    type(u"a2"_s);
    QTRY_COMPARE(model->rowCount(), 1);
    press(Qt::Key_Escape);
    QTRY_COMPARE(model->rowCount(), 4);
    press(Qt::Key_Down);
    QVERIFY(view->hasFocus());
    QSignalSpy zone(&panel, &TimelinePanel::utcChanged);
    press(Qt::Key_Z);
    QCOMPARE(zone.size(), 1);
    QCOMPARE(view->timeZone(), QTimeZone::utc());
    press(Qt::Key_N);
    QVERIFY(qobject_cast<QPlainTextEdit *>(QApplication::focusWidget()));
    QCOMPARE(failed.size(), 1);
}

void TestTimeline::aConflictIsMetInPlace()
{
    Desk desk;
    const TimelineId note = desk.write({.body = u"fra1 is down"_s});
    QWidget window;
    CorrectForm form(desk.session, &window);
    QVERIFY(opens(window));
    const Entry entry = *desk.read([note](Transaction &t) { return latest(t, note); }).value();
    form.correct(entry, QTimeZone::utc(), u"INC-1  Checkout down"_s);
    QSignalSpy corrected(&form, &CorrectForm::corrected);
    auto *text = form.findChild<QPlainTextEdit *>();
    text->setPlainText(u"fra3 is down"_s);
    desk.correct(desk.responder, note, {.body = u"fra2 is down"_s}).value();
    press(Qt::Key_Return, Qt::ControlModifier);
    const auto says = [&](const QString &words) {
        const auto labels = form.findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    };
    QTRY_VERIFY(says(u"fra2 is down"_s));
    QCOMPARE(text->toPlainText(), u"fra3 is down"_s);
    QCOMPARE(corrected.size(), 0);
    // Knowing the other's words, it is saved over them.
    for (int tries = 0; tries < 100 && corrected.isEmpty(); ++tries) {
        if (text->hasFocus()) {
            press(Qt::Key_Return, Qt::ControlModifier);
        }
        QTest::qWait(50);
    }
    QCOMPARE(corrected.size(), 1);
    QCOMPARE(desk.all().back().body, u"fra3 is down"_s);
    QCOMPARE(desk.all().back().revisions, 2);
}

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
