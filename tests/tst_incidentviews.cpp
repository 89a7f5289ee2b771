// SPDX-License-Identifier: GPL-3.0-or-later
// The incident list and the timeline as models: what they show of a real database, how they follow it, and that they
// read by key and drop what is out of date.
#include "models/alerts/collector.h"
#include "models/alerts/inbox/inbox.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/lists/incidentindex.h"
#include "models/postmortem/postmortem.h"
#include "support/busywriter.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "views/incidents/command/restrictform.h"
#include "views/incidents/declareform.h"
#include "views/incidents/grouping/regrouping.h"
#include "views/incidents/grouping/ruleform.h"
#include "views/incidents/grouping/rulespanel.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/lists/incidentfilterbar.h"
#include "views/incidents/lists/incidentlistmodel.h"
#include "views/incidents/lists/incidentlistpage.h"
#include "views/incidents/lists/savedviewsmenu.h"
#include "views/incidents/timeline/timelinemodel.h"
#include "views/incidents/timespanel.h"
#include "views/widgets/askform.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/pill.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/rowroles.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::printRows;
using test::printTimeline;

namespace {

//! A session of the commander, and the incidents that a test makes. Crew has declared INC-1.
class Room : public Crew
{
public:
    Session session{*database, commander};

    Incident declare(const NewIncident &incident)
    {
        return as(commander, [incident](Transaction &t) { return declareIncident(t, incident); }).value();
    }
    void setStatusOf(IncidentId id, IncidentStatus status)
    {
        as(commander, [=](Transaction &t) {
            return setStatus(t, id, status, onlyonce::incident(t, id).value()->version);
        }).value();
    }
    //! So many incidents at once, numbered on; every tenth one is over.
    void fill(int count)
    {
        as(program(), [count](Transaction &t) -> Result<> {
            auto done = t.exec(
                u"INSERT INTO incident (number, title, severity, status, catastrophic, drill, visibility, created_at, "
                "alert_count, version) WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= ?) "
                "SELECT i, 'Incident ' || i, 'SEV3', CASE WHEN i % 10 = 0 THEN 'closed' ELSE 'triage' END, 0, 0, "
                "'internal', 1795410000000, 0, 1 FROM n"_s,
                count);
            t.touch(u"incident"_s, 0);
            const auto told = t.exec(
                u"INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, data) "
                "SELECT id, 'declared', created_at, created_at, ?, 'internal', '', '{}' FROM incident "
                "WHERE number > 1 ORDER BY id"_s,
                t.actor());
            return !done ? failure(done) : told ? Result<>() : failure(told);
        }).value();
    }
    ActorId program()
    {
        return as({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s); }).value().id;
    }
    //! From now on the table cannot be read, and is said to have changed.
    void lose(const QString &table, qint64 id = 0)
    {
        database.alter(u"ALTER TABLE %1 RENAME TO lost"_s.arg(table)).value();
        as(commander, [=](Transaction &t) -> Result<> {
            t.touch(table, id);
            return {};
        }).value();
    }
    //! An alert of that name and service, grouped.
    AlertRow tell(const QString &name, const QString &service, const QString &status = u"firing"_s)
    {
        Collector collector(*database);
        const QJsonObject labels{{u"alertname"_s, name}, {u"service"_s, service}};
        const QJsonObject alert{{u"status"_s, status}, {u"fingerprint"_s, name}, {u"labels"_s, labels}};
        await(collector.take(u"alertmanager"_s, QJsonDocument(QJsonObject{{u"alerts"_s, QJsonArray{alert}}}).toJson()))
            .value();
        as(program(), [](Transaction &t) { return groupAlerts(t); }).value();
        return read([](Transaction &t) { return alerts(t, {}, 1); }).value().front();
    }
    //! So many of one service, grouped.
    std::vector<AlertId> tellMany(int count, const QString &service)
    {
        QJsonArray alerts;
        for (int i = 0; i < count; ++i) {
            const QString name = u"n%1"_s.arg(i);
            alerts.append(QJsonObject{{u"status"_s, u"firing"_s},
                                      {u"fingerprint"_s, name},
                                      {u"labels"_s, QJsonObject{{u"alertname"_s, name}, {u"service"_s, service}}}});
        }
        Collector collector(*database);
        await(collector.take(u"alertmanager"_s, QJsonDocument(QJsonObject{{u"alerts"_s, alerts}}).toJson())).value();
        while (as(program(), [](Transaction &t) { return groupAlerts(t); }).value().events > 0) {
        }
        return read([](Transaction &t) { return gather(t, {}, {}, int(mostGathered)); }).value().alerts;
    }
    qint64 incidentOf(const AlertRow &row)
    {
        return read([id = row.id](Transaction &t) { return alert(t, id); }).value()->incident;
    }
    Incident numbered(qint64 number)
    {
        return *read([number](Transaction &t) { return incidentByNumber(t, number); }).value();
    }
    //! Another process with the same database.
    std::unique_ptr<Database> elsewhere()
    {
        return Database::open(
                   {.url = database.url(), .clock = &database.clock, .stateFolder = database.folder() + u"/state"_s})
            .value();
    }
};

//! The model with Qt's own referee, who must not page on his own.
struct List
{
    explicit List(Session &session)
        : model(session)
        , referee(&model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {
        referee.setUseFetchMore(false);
    }
    //! Until the first page of the latest question is there.
    [[nodiscard]] bool loads() { return loaded.wait(20'000); }
    [[nodiscard]] std::vector<qint64> numbers() const
    {
        std::vector<qint64> found;
        for (int row = 0; row < model.rowCount(); ++row) {
            found.push_back(model.at(model.index(row))->number);
        }
        return found;
    }
    //! One page more, if there is one.
    [[nodiscard]] bool scrolls()
    {
        const int before = model.rowCount();
        model.fetchMore({});
        return QTest::qWaitFor([&] { return model.rowCount() > before || !model.hasOlder(); }, 20'000);
    }

    IncidentListModel model;
    QAbstractItemModelTester referee;
    QSignalSpy loaded{&model, &IncidentListModel::loaded};
};

//! What is shown for eyes, wherever it stands.
bool says(const QWidget &area, const QString &words)
{
    const auto labels = area.findChildren<QLabel *>();
    return std::ranges::any_of(
        labels, [&](const QLabel *label) { return label->isVisibleTo(&area) && label->text().contains(words); });
}

void type(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

//! In a window that has the keyboard.
bool opens(QWidget &widget)
{
    widget.resize(1000, 700);
    widget.show();
    widget.activateWindow();
    return QTest::qWaitForWindowActive(&widget);
}

std::vector<qint64> downTo(qint64 first, qint64 last)
{
    std::vector<qint64> numbers;
    for (qint64 number = first; number >= last; --number) {
        numbers.push_back(number);
    }
    return numbers;
}

}  // namespace

class TestIncidentViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void theListTellsWhatThereIs_data() { TestDatabase::addEngines(); }
    void theListTellsWhatThereIs();
    void theListFollowsEveryChange_data() { TestDatabase::addEngines(); }
    void theListFollowsEveryChange();
    void theListFollowsOtherProcesses_data() { TestDatabase::addEngines(); }
    void theListFollowsOtherProcesses();
    void aChoiceStaysWhereItIs_data() { TestDatabase::addEngines(); }
    void aChoiceStaysWhereItIs();
    void thousandsAreReadByKey_data() { TestDatabase::addEngines(); }
    void thousandsAreReadByKey();
    void filtersAskTheDatabase_data() { TestDatabase::addEngines(); }
    void filtersAskTheDatabase();
    void theListIsNarrowedByKeys_data() { TestDatabase::addEngines(); }
    void theListIsNarrowedByKeys();
    void whatANoteSaysIsShownWhereItWasFound_data() { TestDatabase::addEngines(); }
    void whatANoteSaysIsShownWhereItWasFound();
    void olderAnswersAreDropped_data() { TestDatabase::addEngines(); }
    void olderAnswersAreDropped();
    void aPageOfAnOlderQuestionIsDropped_data() { TestDatabase::addEngines(); }
    void aPageOfAnOlderQuestionIsDropped();
    void aStormDoesNotStarveTheList_data() { TestDatabase::addEngines(); }
    void aStormDoesNotStarveTheList();
    void aFailureKeepsTheRows_data() { TestDatabase::addEngines(); }
    void aFailureKeepsTheRows();
    void whoIsGoneGetsNoAnswer_data() { TestDatabase::addEngines(); }
    void whoIsGoneGetsNoAnswer();

    void theTimelineTellsWhatHappened_data() { TestDatabase::addEngines(); }
    void theTimelineTellsWhatHappened();
    void theTimelineGrowsInPlace_data() { TestDatabase::addEngines(); }
    void theTimelineGrowsInPlace();
    void theTimelineIsOfOneIncident_data() { TestDatabase::addEngines(); }
    void theTimelineIsOfOneIncident();

    void alertsAreMovedAndMovedBack_data() { TestDatabase::addEngines(); }
    void alertsAreMovedAndMovedBack();
    void anIncidentIsSplitAndMerged_data() { TestDatabase::addEngines(); }
    void thousandsAreMovedInSteps_data() { TestDatabase::addEngines(); }
    void thousandsAreMovedInSteps();
    void anIncidentIsSplitAndMerged();
    void whatIsCatastrophicNeedsAReason_data() { TestDatabase::addEngines(); }
    void whatIsCatastrophicNeedsAReason();
    void whoSeesItIsChosen_data() { TestDatabase::addEngines(); }
    void whoSeesItIsChosen();
    void aDeclaredOneIsHiddenAtOnce_data() { TestDatabase::addEngines(); }
    void aDeclaredOneIsHiddenAtOnce();
    void whatIsClosedGoesOnInItsPostMortem_data() { TestDatabase::addEngines(); }
    void whatIsClosedGoesOnInItsPostMortem();
    void aTimeSaysHowItIsWritten_data() { TestDatabase::addEngines(); }
    void aTimeSaysHowItIsWritten();
    void whatIsSilencedBesideItIsSaid_data() { TestDatabase::addEngines(); }
    void whatIsSilencedBesideItIsSaid();
    void rulesAreTriedBeforeTheyAreSaved_data() { TestDatabase::addEngines(); }
    void rulesAreTriedBeforeTheyAreSaved();
    void rulesAreMovedByKeyboard_data() { TestDatabase::addEngines(); }
    void rulesAreMovedByKeyboard();
    void aRuleOfAnotherIsNotLost_data() { TestDatabase::addEngines(); }
    void aRuleOfAnotherIsNotLost();
    void itIsSaidHowItWasSeen_data() { TestDatabase::addEngines(); }
    void itIsSaidHowItWasSeen();
};

void TestIncidentViews::theListTellsWhatThereIs()
{
    Room room;
    const auto now = room.database.clock.now();
    const Incident over = room.declare({.title = u"Sign-in fails"_s,
                                        .severity = Severity::Sev2,
                                        .services = {u"login"_s},
                                        .dataCentres = {u"fra1"_s, u"ams1"_s},
                                        .startedAt = now - 20min,
                                        .drill = true});
    room.setStatusOf(over.id, IncidentStatus::Monitoring);
    room.setStatusOf(over.id, IncidentStatus::Resolved);
    room.declare({.title = u"Mail is late"_s, .severity = Severity::Sev4, .startedAt = now - 5min});
    List list(room.session);
    QVERIFY(list.loads());
    QCOMPARE(printRows(list.model), u"[SEV4] INC-3 Mail is late | Investigating | 04:55– of 15 min | Today 05:00\n"
                                    "[SEV2] INC-2 Sign-in fails | Resolved | Drill, login, ams1, fra1 | "
                                    "04:40–05:00 of 15 min | Today 05:00 | muted\n"
                                    "[SEV1] INC-1 Checkout down | Investigating | checkout, fra1 | Today 05:00\n"_s);
    QCOMPARE(list.model.index(1).data(Qt::AccessibleTextRole).toString(), u"INC-2, SEV2, Resolved, Sign-in fails"_s);
    QCOMPARE(list.model.index(1).data(IncidentListModel::IdRole).toLongLong(), over.id.value);
    QCOMPARE(list.model.at(list.model.index(1))->id, over.id);
    QCOMPARE(list.model.at({}), nullptr);
    QVERIFY(!list.model.index(0).data(Qt::CheckStateRole).isValid());
    QVERIFY(!list.model.canFetchMore({}));
}

void TestIncidentViews::theListFollowsEveryChange()
{
    Room room;
    List list(room.session);
    QVERIFY(list.loads());
    QSignalSpy resets(&list.model, &QAbstractItemModel::modelReset);
    room.declare({.title = u"Mail is late"_s, .severity = Severity::Sev4});
    QTRY_COMPARE(printRows(list.model),
                 u"[SEV4] INC-2 Mail is late | Investigating | Today 05:00\n"
                 "[SEV1] INC-1 Checkout down | Investigating | checkout, fra1 | Today 05:00\n"_s);
    room.setStatusOf(room.incident.id, IncidentStatus::Resolved);
    room.as(room.commander,
            [&](Transaction &t) {
                return setTitle(t, room.incident.id, u"Checkout was down"_s,
                                incident(t, room.incident.id).value()->version);
            })
        .value();
    QTRY_COMPARE(printRows(list.model),
                 u"[SEV4] INC-2 Mail is late | Investigating | Today 05:00\n"
                 "[SEV1] INC-1 Checkout was down | Resolved | checkout, fra1 | Today 05:00 | muted\n"_s);
    QCOMPARE(resets.size(), 0);
}

void TestIncidentViews::theListFollowsOtherProcesses()
{
    Room room;
    List list(room.session);
    QVERIFY(list.loads());
    const auto other = room.elsewhere();
    REQUIRE_OK(await(other->write(room.commander, [](Transaction &t) {
        return declareIncident(t, {.title = u"Declared by somebody else"_s, .severity = Severity::Sev3});
    })));
    QTRY_COMPARE(printRows(list.model),
                 u"[SEV3] INC-2 Declared by somebody else | Investigating | Today 05:00\n"
                 "[SEV1] INC-1 Checkout down | Investigating | checkout, fra1 | Today 05:00\n"_s);
}

void TestIncidentViews::aChoiceStaysWhereItIs()
{
    Room room;
    const Incident second = room.declare({.title = u"Mail is late"_s});
    List list(room.session);
    QVERIFY(list.loads());
    list.model.setFilter({.state = IncidentState::Open});
    QVERIFY(list.loads());
    const QPersistentModelIndex choice = list.model.index(1);
    room.declare({.title = u"Another one"_s});
    QTRY_COMPARE(list.numbers(), (std::vector<qint64>{3, 2, 1}));
    QCOMPARE(choice.row(), 2);
    // Another row goes, because it is over now; ours is still chosen.
    room.setStatusOf(second.id, IncidentStatus::Resolved);
    QTRY_COMPARE(list.numbers(), (std::vector<qint64>{3, 1}));
    QCOMPARE(choice.row(), 1);
    QCOMPARE(list.model.at(choice)->number, 1);
    room.setStatusOf(room.incident.id, IncidentStatus::Resolved);
    QTRY_COMPARE(list.numbers(), std::vector<qint64>{3});
    QVERIFY(!choice.isValid());
}

void TestIncidentViews::thousandsAreReadByKey()
{
    constexpr int total = 3000;
    Room room;
    room.fill(total - 1);
    List list(room.session);
    QVERIFY(list.loads());
    QCOMPARE(list.numbers(), downTo(total, total - 99));
    QVERIFY(list.model.canFetchMore({}));
    QVERIFY(list.scrolls());
    QCOMPARE(list.numbers(), downTo(total, total - 199));
    // Somebody declares another one: it comes on top, and the next page goes on where the last one ended.
    room.declare({.title = u"In between"_s});
    QTRY_COMPARE(list.model.rowCount(), 201);
    QSignalSpy resets(&list.model, &QAbstractItemModel::modelReset);
    while (list.model.hasOlder()) {
        const int before = list.model.rowCount();
        QTRY_VERIFY(list.model.canFetchMore({}));
        QVERIFY(list.scrolls());
        QCOMPARE(list.model.rowCount(), std::min(before + IncidentListModel::pageSize, total + 1));
    }
    QCOMPARE(list.numbers(), downTo(total + 1, 1));
    QCOMPARE(resets.size(), 0);
    list.model.fetchMore({});  // after the last one nothing comes
    QVERIFY(!list.model.canFetchMore({}));
    // What was scrolled to stays in sight when something changes.
    room.declare({.title = u"At last"_s});
    QTRY_COMPARE(list.model.rowCount(), total + 2);
    QCOMPARE(resets.size(), 0);
}

void TestIncidentViews::filtersAskTheDatabase()
{
    Room room;
    room.fill(250);
    room.declare({.title = u"100 % of Überlauf_1"_s});
    List list(room.session);
    QVERIFY(list.loads());
    const auto shown = [&](const IncidentFilter &filter) {
        list.model.setFilter(filter);
        return list.loads() ? list.numbers() : std::vector<qint64>{-1};
    };
    QCOMPARE(shown({.text = u"inCident 17"_s}),
             (std::vector<qint64>{179, 178, 177, 176, 175, 174, 173, 172, 171, 170, 17}));
    QCOMPARE(shown({.text = u"checkout"_s}), std::vector<qint64>{1});
    QCOMPARE(shown({.text = u"inc-17"_s}), std::vector<qint64>{17});
    QCOMPARE(shown({.text = u"Überlauf"_s}), std::vector<qint64>{252});
    QCOMPARE(shown({.text = u"überLAUF"_s}), std::vector<qint64>{252});
    QCOMPARE(shown({.text = u"% of"_s}), std::vector<qint64>{252});
    QCOMPARE(shown({.text = u"Überlauf_1"_s}), std::vector<qint64>{252});
    QCOMPARE(shown({.text = u"f_1"_s}), std::vector<qint64>{});  // words, not signs
    QCOMPARE(shown({.text = u"'; DROP TABLE incident; --"_s}), std::vector<qint64>{});
    QVERIFY(!list.model.canFetchMore({}));
    // Pages of a filtered list are pages of what the filter lets through.
    QCOMPARE(shown({.state = IncidentState::Open}).size(), 100U);
    while (list.model.hasOlder()) {
        QVERIFY(list.scrolls());
    }
    QCOMPARE(list.numbers().size(), 252U - 25U);
}

void TestIncidentViews::theListIsNarrowedByKeys()
{
    Room room;  // INC-1: SEV1, checkout, fra1
    room.declare({.title = u"Mail is late"_s, .severity = Severity::Sev3, .services = {u"mail"_s}});
    room.declare({.title = u"Practice"_s, .severity = Severity::Sev1, .drill = true});
    const Incident over = room.declare({.title = u"Sign-in fails"_s, .severity = Severity::Sev1});
    room.setStatusOf(over.id, IncidentStatus::Resolved);
    IncidentListPage page(room.session);
    QVERIFY(opens(page));
    const auto *list = page.findChild<RowList *>();
    const auto shown = [&] {
        QStringList numbers;
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            numbers << list->model()->index(row, 0).data(RowNumber).toString();
        }
        return numbers.join(u' ');
    };
    const auto chips = [&] {
        QStringList texts;
        for (const Chip *chip : page.findChildren<Chip *>()) {
            if (!chip->isHidden()) {
                texts << chip->text();
            }
        }
        return texts.join(u", "_s);
    };
    const auto choose = [&](const QString &typed) {
        page.filterBar().choose();
        type(typed);
        press(Qt::Key_Return);
    };
    QTRY_COMPARE(shown(), u"INC-4 INC-2 INC-1"_s);  // drills stand apart
    choose(u"sev1"_s);
    QTRY_COMPARE(shown(), u"INC-4 INC-1"_s);
    QTRY_VERIFY(page.findChild<CommandPalette *>());
    choose(u"checkout"_s);
    QTRY_COMPARE(shown(), u"INC-1"_s);
    QCOMPARE(chips(), u"SEV1, Service: checkout"_s);
    // Kept under a name, let go, and back.
    QVERIFY(page.findChild<SavedViewsMenu *>());
    Q_EMIT page.findChild<SavedViewsMenu *>()->keepWanted(true);
    type(u"Checkout at its worst"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(page.views().size(), 1U);
    QVERIFY(page.views().front().shared);
    page.filterBar().clear();
    QTRY_COMPARE(shown(), u"INC-4 INC-2 INC-1"_s);
    QCOMPARE(chips(), QString());
    page.showNarrowed(page.views().front().filter);
    QTRY_COMPARE(shown(), u"INC-1"_s);
    QCOMPARE(chips(), u"SEV1, Service: checkout"_s);
    QCOMPARE(page.filterBar().filter(), page.views().front().filter);
    page.filterBar().clear();
    choose(u"drills only"_s);
    QTRY_COMPARE(shown(), u"INC-3"_s);
    // A post-mortem that nobody has begun is one of its facets, and what is begun is seen at once.
    page.filterBar().clear();
    choose(u"post-mortem none"_s);
    QTRY_COMPARE(shown(), u"INC-4 INC-2 INC-1"_s);
    QCOMPARE(chips(), u"Post-mortem: None"_s);
    room.as(room.commander, [id = room.incident.id](Transaction &t) { return openPostMortem(t, id); }).value();
    QTRY_COMPARE(shown(), u"INC-4 INC-2"_s);
    page.filterBar().clear();
    choose(u"draft"_s);
    QTRY_COMPARE(shown(), u"INC-1"_s);
    page.filterBar().clear();
    choose(u"drills only"_s);
    QTRY_COMPARE(shown(), u"INC-3"_s);
    choose(u"with drills"_s);  // one of the two, not both
    QTRY_COMPARE(shown(), u"INC-4 INC-3 INC-2 INC-1"_s);
    QCOMPARE(chips(), u"With drills"_s);
    page.filterBar().setOrder(IncidentOrder::Oldest);
    QTRY_COMPARE(shown(), u"INC-1 INC-2 INC-3 INC-4"_s);
    page.filterBar().setOrder(IncidentOrder::Severity);
    QTRY_COMPARE(shown(), u"INC-4 INC-3 INC-1 INC-2"_s);
    // What comes in takes its place in the order that is shown.
    room.declare({.title = u"Payments fail"_s, .severity = Severity::Sev2});
    QTRY_COMPARE(shown(), u"INC-4 INC-3 INC-1 INC-5 INC-2"_s);
    choose(u"nobody"_s);
    page.filterBar().search();
    type(u"zebra"_s);
    QTRY_COMPARE(shown(), QString());
    QVERIFY(says(page, u"No incident has all of these words"_s));
}

void TestIncidentViews::whatANoteSaysIsShownWhereItWasFound()
{
    Room room;
    room.as(room.commander,
            [&](Transaction &t) { return addNote(t, room.incident.id, u"A **deadlock** between two jobs"_s); })
        .value();
    List list(room.session);
    QVERIFY(list.loads());
    list.model.setFilter({.text = u"deadl"_s});
    QTRY_COMPARE(list.model.rowCount(), 0);  // nobody has read the note for the index yet
    room.as(room.program(), [](Transaction &t) { return indexIncidents(t); }).value();
    QTRY_COMPARE(list.model.rowCount(), 1);  // it follows the index
    QCOMPARE(list.model.index(0).data(RowDetail).toString(), u"A deadlock between two jobs"_s);
    list.model.setFilter({.text = u"checkout"_s});
    QTRY_COMPARE(list.model.index(0).data(RowDetail).toString(), QString());
}

void TestIncidentViews::olderAnswersAreDropped()
{
    Room room;
    room.declare({.title = u"Mail is late"_s});
    List list(room.session);
    QVERIFY(list.loads());
    QStringList seen;
    const auto note = [&] { seen += printRows(list.model); };
    connect(&list.model, &QAbstractItemModel::modelReset, this, note);
    connect(&list.model, &QAbstractItemModel::rowsInserted, this, note);
    connect(&list.model, &QAbstractItemModel::rowsRemoved, this, note);
    QSignalSpy failed(&list.model, &IncidentListModel::failed);
    {
        BusyReader reader(*room.database);
        list.model.setFilter({.text = u"mail"_s});
        list.model.setFilter({.text = u"nothing like it"_s});
        list.model.setFilter({.text = u"checkout"_s});
    }
    list.loaded.clear();
    QVERIFY(list.loads());
    QCOMPARE(list.numbers(), std::vector<qint64>{1});
    QTest::qWait(50);  // whatever else is on its way
    QCOMPARE(seen, QStringList{u"[SEV1] INC-1 Checkout down | Investigating | checkout, fra1 | Today 05:00\n"_s});
    QCOMPARE(list.loaded.size(), 1);
    QCOMPARE(failed.size(), 0);
}

void TestIncidentViews::aPageOfAnOlderQuestionIsDropped()
{
    Room room;
    room.fill(250);
    List list(room.session);
    QVERIFY(list.loads());
    list.loaded.clear();
    {
        BusyReader reader(*room.database);
        list.model.fetchMore({});
        QVERIFY(!list.model.canFetchMore({}));  // one page at a time
        list.model.fetchMore({});
        list.model.setFilter({.text = u"Incident 25"_s});
    }
    QVERIFY(list.loads());
    QCOMPARE(list.numbers(), (std::vector<qint64>{251, 250, 25}));
    QTest::qWait(50);
    QCOMPARE(list.numbers().size(), 3U);
    QVERIFY(!list.model.canFetchMore({}));
}

void TestIncidentViews::aStormDoesNotStarveTheList()
{
    Room room;
    room.fill(1000);
    List list(room.session);
    QVERIFY(list.loads());
    while (list.model.rowCount() < 900) {
        QVERIFY(list.scrolls());
    }
    // A change after the other, faster than so many rows can be read.
    std::atomic<bool> storm = true;
    std::jthread writer([&] {
        while (storm) {
            room.as(room.commander,
                    [&](Transaction &t) -> Result<> {
                        t.touch(u"incident"_s, room.incident.id);
                        return {};
                    })
                .value();
        }
    });
    list.loaded.clear();
    const bool seen = QTest::qWaitFor([&] { return list.loaded.size() >= 3; }, 10'000);
    storm = false;
    writer.join();
    QVERIFY(seen);
}

void TestIncidentViews::aFailureKeepsTheRows()
{
    Room room;
    List list(room.session);
    QVERIFY(list.loads());
    QSignalSpy failed(&list.model, &IncidentListModel::failed);
    room.lose(u"incident"_s);
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY(!failed[0][0].value<Error>().message.isEmpty());
    QCOMPARE(list.numbers(), std::vector<qint64>{1});
}

void TestIncidentViews::whoIsGoneGetsNoAnswer()
{
    Room room;
    auto list = std::make_unique<List>(room.session);
    auto timeline = std::make_unique<TimelineModel>(room.session, room.incident.id);
    {
        BusyReader reader(*room.database);
        list->model.setFilter({.text = u"x"_s});
        list.reset();
        timeline.reset();
    }
    // The answers come all the same; whoever takes them for dead memory falls here (and under ASan for certain).
    REQUIRE_OK(room.read([](Transaction &t) { return incidents(t, {}, 1); }));
    QTest::qWait(50);
}

void TestIncidentViews::theTimelineTellsWhatHappened()
{
    Room room;
    const IncidentId id = room.incident.id;
    const auto as = [&](ActorId who, auto work) { return room.as(who, std::move(work)).value(); };
    TimelineModel model(room.session, id);
    const QAbstractItemModelTester referee(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE(printTimeline(model), u"05:00 Ada Lovelace opened the incident: Declared as SEV1: Checkout down\n"_s);
    room.database.clock.advance(2min);
    room.as(room.responder, [id](Transaction &t) { return acknowledgeIncident(t, id); }).value();
    room.database.clock.advance(1min);
    as(room.responder,
       [id](Transaction &t) { return addNote(t, id, u"The **certificate** has expired"_s, Visibility::Public); });
    as(room.responder, [id](Transaction &t) { return addNote(t, id, u"First complaint"_s, {}, t.now() - 2min - 30s); });
    room.setStatusOf(id, IncidentStatus::Identified);
    QTRY_COMPARE(printTimeline(model), u"05:00 Ada Lovelace opened the incident: Declared as SEV1: Checkout down\n"
                                       "05:00 Grace Hopper: First complaint (recorded 2 min later)\n"
                                       "05:02 Grace Hopper acknowledged\n"
                                       "05:03 Grace Hopper: The **certificate** has expired (public)\n"
                                       "05:03 Ada Lovelace changed the status: Investigating → Identified\n"_s);
    QVERIFY(model.index(3).data(Qt::AccessibleTextRole).toString().startsWith(u"2026-11-23T05:03:00"_s));
    QCOMPARE(model.at({}), nullptr);
    QCOMPARE(model.at(model.index(1))->body, u"First complaint"_s);
}

void TestIncidentViews::theTimelineGrowsInPlace()
{
    Room room;
    const IncidentId id = room.incident.id;
    TimelineModel model(room.session, id);
    QTRY_COMPARE(model.rowCount(), 1);
    const QPersistentModelIndex first = model.index(0);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    room.database.clock.advance(10min);
    const auto note = [&](const QString &text, std::optional<Instant> at = {}) {
        return room.as(room.responder, [=](Transaction &t) { return addNote(t, id, text, Visibility::Internal, at); })
            .value();
    };
    note(u"two"_s);
    QTRY_COMPARE(model.rowCount(), 2);
    // One that happened before: it takes its place in between, and nobody's eyes are moved.
    note(u"one and a half"_s, room.database.clock.now() - 5min);
    QTRY_COMPARE(printTimeline(model), u"05:00 Ada Lovelace opened the incident: Declared as SEV1: Checkout down\n"
                                       "05:05 Grace Hopper: one and a half (recorded 5 min later)\n"
                                       "05:10 Grace Hopper: two\n"_s);
    QCOMPARE(inserted.size(), 2);
    // A correction stands where it happened, in place of what it corrects.
    const TimelineId wrong = note(u"tree"_s);
    QTRY_COMPARE(model.rowCount(), 4);
    room.as(room.responder,
            [=](Transaction &t) {
                return append(t, {.incident = id, .happenedAt = t.now() - 1min, .body = u"three"_s, .corrects = wrong});
            })
        .value();
    QTRY_COMPARE(printTimeline(model), u"05:00 Ada Lovelace opened the incident: Declared as SEV1: Checkout down\n"
                                       "05:05 Grace Hopper: one and a half (recorded 5 min later)\n"
                                       "05:09 Grace Hopper: three (corrected)\n"
                                       "05:10 Grace Hopper: two\n"_s);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(first.row(), 0);
}

void TestIncidentViews::theTimelineIsOfOneIncident()
{
    Room room;
    const Incident other = room.declare({.title = u"Mail is late"_s, .severity = Severity::Sev4});
    TimelineModel model(room.session, other.id);
    QTRY_COMPARE(printTimeline(model), u"05:00 Ada Lovelace opened the incident: Declared as SEV4: Mail is late\n"_s);
    QSignalSpy failed(&model, &TimelineModel::failed);
    room.as(room.responder, [&](Transaction &t) { return addNote(t, room.incident.id, u"Elsewhere"_s); }).value();
    room.as(room.responder, [&](Transaction &t) { return addNote(t, other.id, u"Here"_s); }).value();
    QTRY_COMPARE(printTimeline(model), u"05:00 Ada Lovelace opened the incident: Declared as SEV4: Mail is late\n"
                                       "05:00 Grace Hopper: Here\n"_s);
    room.lose(u"timeline"_s, other.id.value);
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(model.rowCount(), 2);
}

void TestIncidentViews::alertsAreMovedAndMovedBack()
{
    Room room;
    const AlertRow late = room.tell(u"late"_s, u"mail"_s);
    const AlertRow slow = room.tell(u"slow"_s, u"mail"_s);
    QCOMPARE(late.incident, 2);
    QWidget window;
    QVERIFY(opens(window));
    Regrouping regrouping(room.session, &window);
    QSignalSpy moved(&regrouping, &Regrouping::moved);
    TimelineModel timeline(room.session, room.incident.id);
    regrouping.move({late.id, slow.id}, late.incident);
    auto *palette = window.findChild<CommandPalette *>();
    QTRY_COMPARE(palette->shownTexts(), (QStringList{u"INC-1  Checkout down"_s, u"A new incident"_s}));
    // Nothing was chosen: nothing moves.
    press(Qt::Key_Escape);
    QCOMPARE(room.incidentOf(late), 2);
    regrouping.move({late.id, slow.id}, late.incident);
    type(u"1"_s);
    QTRY_COMPARE(palette->shownTexts().value(0), u"INC-1  Checkout down"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(moved.size(), 1);
    QCOMPARE(moved[0][0].toString(), u"Moved 2 alerts to INC-1."_s);
    QCOMPARE(room.incidentOf(late), 1);
    // The timeline tells of it, and that it can be taken back.
    const auto offered = [&] {
        int count = 0;
        for (int row = 0; row < timeline.rowCount(); ++row) {
            const auto *entry = timeline.at(timeline.index(row));
            const auto pills = timeline.index(row).data(TimelinePills).value<QList<Pill>>();
            count += timeline.canBeUndone(*entry) && pills.size() == 1 ? 1 : 0;
        }
        return count;
    };
    QTRY_COMPARE(offered(), 1);
    QSignalSpy undone(&regrouping, &Regrouping::undone);
    regrouping.undo(moved[0][1].value<TimelineId>());
    QTRY_COMPARE(undone.size(), 1);
    QCOMPARE(room.incidentOf(late), 2);
    QTRY_COMPARE(offered(), 0);
    QSignalSpy failed(&regrouping, &Regrouping::failed);
    regrouping.undo(moved[0][1].value<TimelineId>());
    QTRY_COMPARE(failed.size(), 1);
}

void TestIncidentViews::thousandsAreMovedInSteps()
{
    Room room;
    const std::vector<AlertId> storm = room.tellMany(2'100, u"mail"_s);
    QWidget window;
    QVERIFY(opens(window));
    Regrouping regrouping(room.session, &window);
    QSignalSpy moved(&regrouping, &Regrouping::moved);
    QSignalSpy moving(&regrouping, &Regrouping::moving);
    regrouping.move(storm, 2);
    auto *palette = window.findChild<CommandPalette *>();
    QTRY_COMPARE(palette->shownTexts(), (QStringList{u"INC-1  Checkout down"_s, u"A new incident"_s}));
    press(Qt::Key_Return);
    QTRY_COMPARE(moved.size(), 1);
    QCOMPARE(moved[0][0].toString(), u"Moved 2,100 alerts to INC-1."_s);
    QCOMPARE(moving.size(), 2);
    QCOMPARE(moving[1][0].toString(), u"Moving to INC-1: 2,000 of 2,100 alerts …"_s);
    QCOMPARE(room.numbered(1).alertCount, 2'100);
    QCOMPARE(room.numbered(2).alertCount, 0);
    QSignalSpy undone(&regrouping, &Regrouping::undone);
    regrouping.undo(moved[0][1].value<TimelineId>());
    QTRY_COMPARE(undone.size(), 1);
    QCOMPARE(room.numbered(2).alertCount, 2'100);
}

void TestIncidentViews::anIncidentIsSplitAndMerged()
{
    Room room;
    const AlertRow late = room.tell(u"late"_s, u"mail"_s);
    const AlertRow slow = room.tell(u"slow"_s, u"mail"_s);
    room.setStatusOf(room.incident.id, IncidentStatus::Resolved);
    QWidget window;
    QVERIFY(opens(window));
    Regrouping regrouping(room.session, &window);
    QSignalSpy moved(&regrouping, &Regrouping::moved);
    auto *palette = window.findChild<CommandPalette *>();
    regrouping.move({slow.id}, slow.incident);
    QTRY_COMPARE(palette->shownTexts(), QStringList{u"A new incident"_s});  // the others are over, or its own
    press(Qt::Key_Return);
    QTRY_COMPARE(moved.size(), 1);
    QCOMPARE(moved[0][0].toString(), u"Moved one alert to INC-3."_s);
    QCOMPARE(room.incidentOf(slow), 3);
    regrouping.merge(room.numbered(3));
    QTRY_COMPARE(palette->shownTexts(), QStringList{u"INC-2  late"_s});
    // One that is resolved can be named.
    type(u"checkout"_s);
    QTRY_COMPARE(palette->shownTexts(), QStringList{u"INC-1  Checkout down"_s});
    press(Qt::Key_Return);
    QTRY_COMPARE(moved.size(), 2);
    QCOMPARE(moved[1][0].toString(), u"Merged INC-3 into INC-1, with one alert."_s);
    QCOMPARE(room.numbered(3).resolution, std::optional(Resolution::Merged));
    QCOMPARE(room.incidentOf(slow), 1);
}

void TestIncidentViews::whatIsCatastrophicNeedsAReason()
{
    Room room;
    IncidentHeader header(room.session);
    header.setIncident(room.incident);
    QVERIFY(opens(header));
    const auto buttons = header.findChildren<QPushButton *>();
    auto *before = *std::ranges::find(buttons, u"Acknowledge"_s, &QPushButton::text);
    before->setFocus();
    header.changeScope();
    auto *form = header.findChild<AskForm *>();
    QVERIFY(form->isVisible());
    QVERIFY(says(header, u"becomes 50 minutes"_s));
    press(Qt::Key_Return);
    QTRY_VERIFY(says(header, u"Say why: the recovery target depends on it."_s));
    QVERIFY(form->isVisible());
    QVERIFY(!room.numbered(1).catastrophic);
    type(u"Both data centres lost power"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY(!form->isVisible());
    QVERIFY(room.numbered(1).catastrophic);
    QCOMPARE(QApplication::focusWidget(), before);
    header.setIncident(room.numbered(1));
    header.changeScope();
    QVERIFY(says(header, u"becomes 15 minutes"_s));
    press(Qt::Key_Escape);
    QVERIFY(!form->isVisible());
    QVERIFY(room.numbered(1).catastrophic);
}

void TestIncidentViews::whoSeesItIsChosen()
{
    Room room;
    room.as(room.administrator, [](Transaction &t) { return savePerson(t, {.name = u"Tom Lind"_s}); }).value();
    IncidentHeader header(room.session);
    header.setIncident(room.incident);
    QVERIFY(opens(header));
    RestrictForm &form = header.restriction();
    QVERIFY(!form.isVisible());
    QVERIFY(!form.sign()->isVisible());
    form.begin();
    auto *list = form.findChild<QListWidget *>();
    const auto rows = [list] {
        QStringList shown;
        for (int row = 0; row < list->count(); ++row) {
            if (!list->item(row)->isHidden()) {
                shown << (list->item(row)->checkState() == Qt::Checked ? u"x "_s : u"- "_s) + list->item(row)->text();
            }
        }
        return shown;
    };
    QTRY_COMPARE(rows(), (QStringList{u"x Ada Lovelace (you)"_s, u"- Grace Hopper"_s, u"- Tom Lind"_s}));
    const auto button = [&](const QString &text) {
        const auto buttons = form.findChildren<QPushButton *>();
        return std::ranges::any_of(buttons, [&](auto *each) { return each->isVisible() && each->text() == text; });
    };
    QVERIFY(button(u"Restrict it to you alone"_s));
    QVERIFY(!button(u"Lift the restriction …"_s));
    type(u"gra"_s);
    QCOMPARE(rows(), QStringList{u"- Grace Hopper"_s});
    press(Qt::Key_Return);
    QCOMPARE(rows().at(1), u"x Grace Hopper"_s);
    QVERIFY(button(u"Restrict it to 2 people"_s));
    type(u"ada"_s);  // whoever does it is always in
    press(Qt::Key_Return);
    QCOMPARE(rows().at(0), u"x Ada Lovelace (you)"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY(!form.isVisible());
    const auto readers = [&] {
        QStringList names;
        const auto people = room.read([](Transaction &t) { return incidentReaders(t, IncidentId{1}); }).value();
        for (const Person &each : people) {
            names << each.name;
        }
        return names;
    };
    QCOMPARE(room.numbered(1).visibility, Visibility::Restricted);
    QCOMPARE(readers(), (QStringList{u"Ada Lovelace"_s, u"Grace Hopper"_s}));

    header.setIncident(room.numbered(1));
    QVERIFY(form.sign()->isVisible());
    QTRY_COMPARE(form.sign()->text(), u"Restricted · 2 people"_s);
    QVERIFY(form.sign()->toolTip().contains(u"Ada Lovelace, Grace Hopper"_s));
    form.sign()->click();
    QTRY_COMPARE(rows(), (QStringList{u"x Ada Lovelace (you)"_s, u"x Grace Hopper"_s, u"- Tom Lind"_s}));
    QVERIFY(button(u"Lift the restriction …"_s));
    press(Qt::Key_Down);
    QVERIFY(list->hasFocus());
    press(Qt::Key_Down);
    press(Qt::Key_Space);
    QVERIFY(button(u"Save: you alone see it"_s));
    press(Qt::Key_Escape);
    QVERIFY(!form.isVisible());
    QCOMPARE(readers().size(), 2);

    form.lift();
    auto *ask = header.findChild<AskForm *>();
    QVERIFY(ask->isVisible());
    press(Qt::Key_Return);
    QTRY_VERIFY(says(header, u"Say why everybody may see INC-1 again."_s));
    type(u"The keys were test keys"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY(!ask->isVisible());
    QCOMPARE(room.numbered(1).visibility, Visibility::Internal);
    header.setIncident(room.numbered(1));
    QVERIFY(!form.sign()->isVisible());
}

void TestIncidentViews::aDeclaredOneIsHiddenAtOnce()
{
    Room room;
    IncidentListPage page(room.session);
    QVERIFY(opens(page));
    page.declare();
    type(u"Keys in a public place"_s);
    auto *form = page.findChild<DeclareForm *>();
    auto *list = form->findChild<QListWidget *>();
    QVERIFY(!list->isVisible());
    form->findChild<QCheckBox *>()->click();
    QTRY_COMPARE(list->count(), 2);
    QVERIFY(list->isVisible());
    list->item(1)->setCheckState(Qt::Checked);
    QSignalSpy declared(form, &DeclareForm::declared);
    const auto buttons = form->findChildren<QPushButton *>();
    (*std::ranges::find(buttons, u"Declare"_s, &QPushButton::text))->click();
    QTRY_COMPARE(declared.size(), 1);
    const Incident made = room.numbered(2);
    QCOMPARE(made.visibility, Visibility::Restricted);
    QCOMPARE(room.read([&](Transaction &t) { return incidentReaders(t, made.id); }).value().size(), 2);
    const auto seenBy = [&](ActorId who) {
        Session session{*room.database, who};
        return await(session.read([&](Transaction &t) { return incidents(t, {}, 10); })).value().size();
    };
    QCOMPARE(seenBy(room.commander), size_t(2));
    if (room.database->engine() == Engine::Sqlite) {  // PostgreSQL's superuser, as whom this test works, sees all
        QCOMPARE(seenBy(room.viewer), size_t(1));
    }
    // In the list, a lock stands beside its number; the next one is for everybody again.
    const QAbstractItemModel *model = page.findChild<RowList *>()->model();
    QTRY_COMPARE(model->rowCount(), 2);
    QCOMPARE(model->index(0, 0).data(RowNumber).toString(), u"INC-2"_s);
    QCOMPARE(model->index(0, 0).data(RowNumberIcon).toString(), u"lock"_s);
    QCOMPARE(model->index(1, 0).data(RowNumberIcon).toString(), QString());
    QVERIFY(!form->findChild<QCheckBox *>()->isChecked());
}

void TestIncidentViews::whatIsClosedGoesOnInItsPostMortem()
{
    Room room;
    IncidentHeader header(room.session);
    QSignalSpy wanted(&header, &IncidentHeader::postMortemWanted);
    Incident shown = room.incident;
    header.setIncident(shown);
    header.show();
    const auto next = [&header] {
        const auto buttons = header.findChildren<QPushButton *>();
        const auto found = std::ranges::find(buttons, u"Post-mortem"_s, &QPushButton::text);
        return found != buttons.end() && (*found)->isVisible() ? *found : nullptr;
    };
    QVERIFY(!next());
    shown.status = IncidentStatus::Closed;
    shown.resolution = Resolution::Resolved;
    header.setIncident(shown);
    QVERIFY(next());
    next()->click();
    header.advance();  // the key that led through the states leads there, too
    QCOMPARE(wanted.size(), 2);
    header.setPostMortemShown(true);
    QVERIFY(!next());
    header.setPostMortemShown(false);
    // What was a false alarm has no cause to be found.
    shown.resolution = Resolution::FalseAlarm;
    header.setIncident(shown);
    QVERIFY(!next());
    header.advance();
    QCOMPARE(wanted.size(), 2);
}

void TestIncidentViews::aTimeSaysHowItIsWritten()
{
    Room room;
    TimesPanel panel(room.session);
    Incident shown = room.incident;
    shown.times = {};
    panel.setIncident(shown);
    panel.show();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    const auto fields = panel.findChildren<QLineEdit *>();
    panel.edit();
    QVERIFY(fields[0]->hasFocus());
    QCOMPARE(fields[0]->placeholderText(), u"14:05, now or -5"_s);
    press(Qt::Key_Tab);
    QCOMPARE(fields[0]->placeholderText(), u"not yet"_s);
    QCOMPARE(fields[1]->placeholderText(), u"14:05, now or -5"_s);
    // Of what is closed nothing is still to come, but it can be written down.
    shown.status = IncidentStatus::Closed;
    panel.setIncident(shown);
    QCOMPARE(fields[0]->placeholderText(), u"not recorded"_s);
}

void TestIncidentViews::whatIsSilencedBesideItIsSaid()
{
    Room room;
    const auto now = room.database.clock.now();
    const Silence silence{.matchers = parseMatchers(u"alertname=Slow"_s).value(),
                          .startsAt = now,
                          .endsAt = now + 1h,
                          .comment = u"Index is rebuilt"_s};
    const SilenceId id = room.as(room.commander, [=](Transaction &t) { return makeSilence(t, silence); }).value();
    IncidentPage page(room.session, room.incident);
    QVERIFY(opens(page));
    room.tell(u"Slow"_s, u"checkout"_s);
    QTRY_VERIFY(says(page, u"One more alert of its services fires and is silenced until today 06:00: “Index is "
                           "rebuilt”."_s));
    QSignalSpy wanted(&page, &IncidentPage::silenceWanted);
    const auto buttons = page.findChild<MessageStack *>()->findChildren<QPushButton *>();
    (*std::ranges::find(buttons, u"Look at it"_s, &QPushButton::text))->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<SilenceId>(), id);
    room.as(room.commander, [id](Transaction &t) { return endSilence(t, id); }).value();
    QTRY_VERIFY(!says(page, u"is silenced until"_s));
}

void TestIncidentViews::rulesAreTriedBeforeTheyAreSaved()
{
    Room room;
    room.session.actor = room.administrator;
    room.tell(u"a"_s, u"mail"_s);
    room.tell(u"b"_s, u"login"_s);
    room.tell(u"c"_s, u"login"_s);
    RulesPanel panel(room.session);
    QVERIFY(opens(panel));
    QTRY_VERIFY(says(panel, u"By itself, an alert joins the open incident of its service"_s));
    panel.findChild<QPushButton *>()->click();
    QTRY_VERIFY(says(panel, u"3 alerts → one incident instead of 2."_s));
    QVERIFY(says(panel, u"this rule"_s));
    type(u"The mail way"_s);
    press(Qt::Key_Tab);
    type(u"service=mail"_s);
    QTRY_VERIFY(says(panel, u"3 alerts → 2 incidents, as without this change."_s));
    // What cannot be read is tried on nothing, and not saved.
    type(u", b"_s);
    QTRY_VERIFY(says(panel, u"It can be tried once its labels can be read."_s));
    press(Qt::Key_Return);
    QTRY_VERIFY(says(panel, u"“b” is no label matcher"_s));
    press(Qt::Key_Backspace);
    press(Qt::Key_Backspace);
    press(Qt::Key_Backspace);
    press(Qt::Key_Return);
    QTRY_VERIFY(says(panel, u"service=\"mail\" · all together"_s));
    const auto rules = room.read([](Transaction &t) { return groupingRules(t); }).value();
    QCOMPARE(rules.size(), 1U);
    QCOMPARE(rules[0].name, u"The mail way"_s);
    QVERIFY(!panel.findChild<RuleForm *>()->isVisible());
    // Removed, and back by what the message offers.
    QSignalSpy removed(&panel, &RulesPanel::removed);
    for (QAbstractButton *button : panel.findChildren<QAbstractButton *>()) {
        if (button->accessibleName() == u"Remove “The mail way”"_s) {
            button->click();
        }
    }
    QTRY_COMPARE(removed.size(), 1);
    QTRY_VERIFY(says(panel, u"By itself, an alert joins the open incident of its service"_s));
    panel.restore(removed[0][1].value<GroupingRule>());
    QTRY_VERIFY(says(panel, u"The mail way"_s));
}

void TestIncidentViews::rulesAreMovedByKeyboard()
{
    Room room;
    room.session.actor = room.administrator;
    for (const QString &name : {u"one"_s, u"two"_s, u"three"_s}) {
        room.as(room.administrator, [name](Transaction &t) { return saveGroupingRule(t, {.name = name}); }).value();
    }
    const auto order = [&] {
        QStringList names;
        const auto rules = room.read([](Transaction &t) { return groupingRules(t); });
        for (const GroupingRule &rule : *rules) {
            names << rule.name;
        }
        return names.join(u' ');
    };
    RulesPanel panel(room.session);
    QVERIFY(opens(panel));
    const auto edit = [&](const QString &name) -> QPushButton * {
        for (auto *button : panel.findChildren<QPushButton *>()) {
            if (button->accessibleName() == u"Edit the rule "_s + name && button->isVisible()) {
                return button;
            }
        }
        return nullptr;
    };
    QTRY_VERIFY(edit(u"three"_s));
    edit(u"three"_s)->setFocus();
    press(Qt::Key_Up, Qt::AltModifier);
    QTRY_COMPARE(order(), u"one three two"_s);
    // The keyboard stays with the rule.
    QTRY_COMPARE(QApplication::focusWidget(), edit(u"three"_s));
    press(Qt::Key_Up, Qt::AltModifier);
    QTRY_COMPARE(order(), u"three one two"_s);
    QTRY_COMPARE(QApplication::focusWidget(), edit(u"three"_s));
    press(Qt::Key_Up, Qt::AltModifier);  // it is the first
    press(Qt::Key_Down, Qt::AltModifier);
    press(Qt::Key_Down, Qt::AltModifier);  // twice in a row: none of them is lost
    QTRY_COMPARE(order(), u"one two three"_s);
}

void TestIncidentViews::aRuleOfAnotherIsNotLost()
{
    Room room;
    room.session.actor = room.administrator;
    room.as(room.administrator, [](Transaction &t) { return saveGroupingRule(t, {.name = u"Old"_s}); }).value();
    RulesPanel panel(room.session);
    QVERIFY(opens(panel));
    const auto button = [&](const QString &text) {
        const auto all = panel.findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(
            all, [&](const QPushButton *each) { return each->text() == text && each->isVisible(); });
        return found == all.end() ? nullptr : *found;
    };
    QTRY_VERIFY(button(u"Edit"_s));
    button(u"Edit"_s)->click();
    QApplication::focusWidget()->setProperty("text", u"Mine"_s);
    GroupingRule theirs = room.read([](Transaction &t) { return groupingRules(t); }).value().front();
    theirs.name = u"Theirs"_s;
    room.as(room.administrator, [theirs](Transaction &t) { return saveGroupingRule(t, theirs); }).value();
    press(Qt::Key_Return);
    QTRY_VERIFY(says(panel, u"Theirs is “Theirs”: every alert · all together"_s));
    QVERIFY(button(u"Take theirs"_s));
    QCOMPARE(panel.findChild<QLineEdit *>()->text(), u"Mine"_s);
    const auto name = [&] { return room.read([](Transaction &t) { return groupingRules(t); }).value().front().name; };
    QCOMPARE(name(), u"Theirs"_s);
    press(Qt::Key_Return);  // now knowingly
    QTRY_COMPARE(name(), u"Mine"_s);
}

void TestIncidentViews::itIsSaidHowItWasSeen()
{
    Room room;
    const Instant now = room.database.clock.now();
    const auto seenFrom = [&](const QString &place, FailedTest test) {
        return Signal{.fingerprint = place,
                      .summary = u"Checkout fails"_s,
                      .service = u"shop"_s,
                      .probes = {place},
                      .failedTest = test,
                      .startedAt = now - 42s,
                      .watch = {.hold = 60s, .checkInterval = 30s}};
    };
    Collector collector(*room.database);
    await(collector.tell(u"probes"_s,
                         {seenFrom(u"Oslo"_s, FailedTest::System), seenFrom(u"Rome"_s, FailedTest::Acceptance)},
                         Extent::Some))
        .value();
    room.as(room.program(), [](Transaction &t) { return groupAlerts(t); }).value();
    IncidentPage page(room.session, room.numbered(2));
    QVERIFY(opens(page));
    QTRY_VERIFY(says(page, u"Detected 42 s after it began; at worst 132 s"_s));
    QVERIFY(says(page, u"It may have gone unseen for longer than 60 s."_s));
    QVERIFY(says(page, u"Acceptance test failed: customers cannot do what they pay for; System test failed"_s));
    QTRY_VERIFY(says(page, u"Acceptance test failed  ·  System test failed  ·  Seen to fail from 2 places"_s));

    // Once a person has said when it began, the monitor's hold hides nothing.
    room.as(room.commander,
            [&](Transaction &t) {
                const Incident incident = *onlyonce::incidentByNumber(t, 2).value();
                return setTime(t, incident.id, IncidentTime::Started, now - 90s, incident.version,
                               u"Seen in the log"_s);
            })
        .value();
    QTRY_VERIFY(says(page, u"Detected 90 s after it began"_s));
    QVERIFY(!says(page, u"at worst"_s));
    QVERIFY(says(page, u"It was told later than 60 s after it began."_s));
}

QTEST_MAIN(TestIncidentViews)
#include "tst_incidentviews.moc"
