// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox of alerts: the model from payload to row, live, page by page, and through a storm; the page by keyboard, its
// filters and search; and one alert in full, which stays in sight whatever happens around it.
#include "models/alerts/collector.h"
#include "models/alerts/detection.h"
#include "models/alerts/inbox/inboxindex.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/grouping/regroup.h"
#include "support/busywriter.h"
#include "support/printedmodel.h"
#include "support/testdatabase.h"
#include "views/alerts/alertdetail.h"
#include "views/alerts/alertfacts.h"
#include "views/alerts/alertlistmodel.h"
#include "views/alerts/alertspage.h"
#include "views/alerts/filterbar.h"
#include "views/alerts/jsonsample.h"
#include "views/alerts/payloadview.h"
#include "views/alerts/silenceform.h"
#include "views/alerts/subscriptionlist.h"
#include "views/widgets/askform.h"
#include "views/widgets/codeview.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/pill.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/segmentedcontrol.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::printRows;

namespace {

struct Telling
{
    QString name;
    QString status = u"firing"_s;
    QString severity = u"critical"_s;
    QString summary = {};
    QString service = {};
    QString dataCentre = {};
};

//! A monitoring system, the database that it tells, and the model with Qt's own referee, who must not page on his own.
struct Inbox
{
    Inbox()
    {
        // A fixed administrator, whose session it is.
        session.actor =
            await(database->write({}, [](Transaction &t) { return actorForLogin(t, u"root"_s, u"Root"_s); }))
                .value()
                .id;
        model = std::make_unique<AlertListModel>(session);
        referee = std::make_unique<QAbstractItemModelTester>(model.get(),
                                                             QAbstractItemModelTester::FailureReportingMode::QtTest);
        referee->setUseFetchMore(false);
    }

    static QByteArray payload(const std::vector<Telling> &tellings)
    {
        QJsonArray alerts;
        for (const Telling &each : tellings) {
            QJsonObject labels{{u"alertname"_s, each.name}, {u"severity"_s, each.severity}};
            for (const auto &[key, value] :
                 {std::pair(u"service"_s, each.service), {u"datacenter"_s, each.dataCentre}}) {
                if (!value.isEmpty()) {
                    labels.insert(key, value);
                }
            }
            alerts.append(QJsonObject{{u"status"_s, each.status},
                                      {u"fingerprint"_s, each.name},
                                      {u"labels"_s, labels},
                                      {u"annotations"_s, QJsonObject{{u"summary"_s, each.summary}}},
                                      {u"startsAt"_s, u"2026-11-23T04:50:00Z"_s}});
        }
        return QJsonDocument(QJsonObject{{u"alerts"_s, alerts}}).toJson(QJsonDocument::Compact);
    }
    Intake tell(const std::vector<Telling> &tellings)
    {
        return await(collector.take(u"alertmanager"_s, payload(tellings))).value();
    }
    void group()
    {
        REQUIRE_OK(await(database->write(session.actor, [](Transaction &t) { return groupAlerts(t); })));
    }
    void tellMany(int count, const QString &prefix = u"n"_s)
    {
        std::vector<Telling> tellings;
        tellings.reserve(size_t(count));
        for (int i = 0; i < count; ++i) {
            tellings.push_back({.name = prefix + QString::number(i)});
        }
        tell(tellings);
    }
    //! A list so long that it is read in pages, from its top.
    [[nodiscard]] bool opensWith(int count)
    {
        tellMany(count);
        model->setFilter({});
        return QTest::qWaitFor([&] { return model->rowCount() == AlertListModel::pageSize; }, 20'000);
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < model->rowCount(); ++row) {
            names += model->at(model->index(row))->fingerprint;
        }
        return names;
    }
    //! One page more, if there is one.
    [[nodiscard]] bool scrolls()
    {
        const int before = model->rowCount();
        model->fetchMore({});
        return QTest::qWaitFor([&] { return model->rowCount() > before || !model->hasOlder(); }, 20'000);
    }

    TestDatabase database;
    Collector collector{*database};
    Session session{*database, {}};
    std::unique_ptr<AlertListModel> model;
    std::unique_ptr<QAbstractItemModelTester> referee;
};

//! The page over it, with the follower that fills the index.
struct Desk
{
    //! With what was told until now.
    void open()
    {
        index.start();
        page = std::make_unique<AlertsPage>(inbox.session,
                                            IntakePlace{.address = u"http://127.0.0.1:8642"_s, .problem = {}});
        page->resize(1000, 700);
        page->show();
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
    }
    [[nodiscard]] RowList *list() const
    {
        const auto lists = page->findChildren<RowList *>();
        return *std::ranges::find(lists, u"Alerts"_s, &RowList::accessibleName);
    }
    [[nodiscard]] AlertListModel &model() const { return *qobject_cast<AlertListModel *>(list()->model()); }
    [[nodiscard]] QString rows() const
    {
        QStringList names;
        for (int row = 0; row < model().rowCount(); ++row) {
            names += model().at(model().index(row))->fingerprint;
        }
        return names.join(u' ');
    }
    [[nodiscard]] QString chips() const
    {
        QStringList texts;
        for (const Chip *chip : page->findChildren<Chip *>()) {
            if (!chip->isHidden()) {
                texts += chip->text();
            }
        }
        return texts.join(u", "_s);
    }
    //! Opens the list of values and types; what stands first.
    QString offers(const char *typed)
    {
        page->filterBar().choose();
        auto *palette = page->findChild<CommandPalette *>();
        QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(typed));
        return palette->shownTexts().value(0);
    }
    static void type(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    [[nodiscard]] qint64 indexed() const
    {
        return await(inbox.session.database.read([](Transaction &t) { return unindexedAlerts(t); })).value_or(-1);
    }
    [[nodiscard]] QString chosen() const
    {
        QStringList names;
        for (const AlertRow &alert : page->chosen()) {
            names += alert.fingerprint;
        }
        return names.join(u' ');
    }
    [[nodiscard]] QString why() const { return page->findChild<QLabel *>(u"alertWhy"_s)->text(); }
    [[nodiscard]] QString title() const { return page->findChild<QLabel *>(u"alertTitle"_s)->text(); }
    //! "Firing", "Recovered".
    [[nodiscard]] QString state() const
    {
        for (const PillLabel *label : page->findChildren<PillLabel *>()) {
            if (label->pill().shape == PillShape::Dot) {
                return label->pill().text;
            }
        }
        return {};
    }

    Inbox inbox;
    InboxIndex index{*inbox.database, inbox.session.actor};
    std::unique_ptr<AlertsPage> page;
};

bool says(const QWidget &area, const QString &words)
{
    const auto labels = area.findChildren<QLabel *>();
    return std::ranges::any_of(labels,
                               [&](const QLabel *label) { return label->text() == words && label->isVisible(); });
}

}  // namespace

class TestAlertViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void whatFlapsIsShown_data() { TestDatabase::addEngines(); }
    void whatFlapsIsShown()
    {
        Inbox inbox;
        for (int i = 0; i < 5; ++i) {
            inbox.tell({{.name = u"swings"_s}, {.name = u"steady"_s}});
            inbox.tell({{.name = u"swings"_s, .status = u"resolved"_s}});
            inbox.database.clock.advance(3min);
        }
        inbox.group();
        FilterBar bar;
        auto *which = bar.findChild<SegmentedControl *>();
        which->setCurrent(1);
        QVERIFY(!bar.filter().flapping);
        which->setCurrent(3);
        QVERIFY(bar.filter().flapping && !bar.filter().status);
        inbox.model->setFilter(bar.filter());
        QTRY_COMPARE(inbox.names(), QStringList{u"swings"_s});
        const auto chips = inbox.model->index(0).data(RowChips).value<QList<Pill>>();
        QCOMPARE(chips.front().text, u"Flapping ×5"_s);
        AlertFacts facts;
        facts.setAlert(*inbox.model->at(inbox.model->index(0)), inbox.database.clock.now());
        const auto labels = facts.findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *each) { return each->text().contains(u"5 times"_s); }));
    }

    void whatIsToldIsShown_data() { TestDatabase::addEngines(); }
    void whatIsToldIsShown()
    {
        Inbox inbox;
        inbox.tell({{.name = u"disk-full"_s,
                     .severity = u"warning"_s,
                     .summary = u"Disk almost full"_s,
                     .service = u"db"_s,
                     .dataCentre = u"fra1"_s}});
        inbox.tell({{.name = u"no-summary"_s, .severity = u"info"_s}});
        const auto shown = [&] { return printRows(*inbox.model); };
        QTRY_COMPARE(
            shown(),
            u"[Info] no-summary | Firing | told after 10 min | Today 04:50 | Alertmanager\n"
            "[Warning] Disk almost full | Firing | db, fra1, told after 10 min | Today 04:50 | Alertmanager\n"_s);
        // Told again: the row is the same one. Over: it goes below what fires.
        const QPersistentModelIndex row = inbox.model->index(1);
        inbox.tell({{.name = u"disk-full"_s}});
        QTRY_COMPARE(
            shown(),
            u"[Info] no-summary | Firing | told after 10 min | Today 04:50 | Alertmanager\n"
            "[Warning] Disk almost full | Firing | db, fra1, ×2, told after 10 min | Today 04:50 | Alertmanager\n"_s);
        QCOMPARE(row.row(), 1);
        inbox.tell({{.name = u"disk-full"_s, .status = u"resolved"_s}});
        QTRY_COMPARE(
            shown(),
            u"[Info] no-summary | Firing | told after 10 min | Today 04:50 | Alertmanager\n"
            "[Warning] Disk almost full | Recovered | db, fra1, ×2, told after 10 min | Today 04:50 | Alertmanager | "
            "muted\n"_s);
        QCOMPARE(inbox.model->index(1).data(Qt::AccessibleTextRole).toString(),
                 u"Warning alert, Recovered, Disk almost full"_s);
        QCOMPARE(inbox.model->at({}), nullptr);
        QVERIFY(!inbox.model->index(0).data(Qt::CheckStateRole).isValid());
    }

    void theIncidentIsNamed_data() { TestDatabase::addEngines(); }
    void theIncidentIsNamed()
    {
        Inbox inbox;
        inbox.tell({{.name = u"down"_s, .summary = u"It is down"_s, .service = u"login"_s, .dataCentre = u"fra1"_s}});
        REQUIRE_OK(await(inbox.database->write(inbox.session.actor, [](Transaction &t) { return groupAlerts(t); })));
        QTRY_COMPARE(
            printRows(*inbox.model),
            u"[Critical] It is down | Firing | INC-1 | login, fra1, told after 10 min | Today 04:50 | Alertmanager\n"_s);
    }

    void pagesAreReadByKey_data() { TestDatabase::addEngines(); }
    void pagesAreReadByKey()
    {
        Inbox inbox;
        QVERIFY(inbox.opensWith(1050));
        QCOMPARE(inbox.names().constFirst(), u"n1049"_s);
        QVERIFY(inbox.scrolls());
        QVERIFY(inbox.scrolls());
        // Something new on top moves nothing of what was scrolled to.
        QSignalSpy resets(inbox.model.get(), &QAbstractItemModel::modelReset);
        const QPersistentModelIndex far = inbox.model->index(250);
        const QString name = inbox.model->at(far)->fingerprint;
        inbox.tell({{.name = u"new"_s}});
        QTRY_COMPARE(inbox.names().constFirst(), u"new"_s);
        QVERIFY(far.isValid());
        QCOMPARE(inbox.model->at(far)->fingerprint, name);
        while (inbox.model->hasOlder()) {
            QVERIFY(inbox.scrolls());
        }
        QStringList expected{u"new"_s};
        for (int i = 1049; i >= 0; --i) {
            expected += u"n%1"_s.arg(i);
        }
        QCOMPARE(inbox.names(), expected);
        QCOMPARE(resets.size(), 0);
    }

    void onlyTheLatestFilterIsAnswered_data() { TestDatabase::addEngines(); }
    void onlyTheLatestFilterIsAnswered()
    {
        Inbox inbox;
        inbox.tellMany(150, u"f"_s);
        inbox.tell({{.name = u"over"_s}});
        inbox.tell({{.name = u"over"_s, .status = u"resolved"_s}});
        QTRY_COMPARE(inbox.names().value(0), u"f149"_s);
        QStringList seen;
        const auto note = [&] { seen += u"%1 rows"_s.arg(inbox.model->rowCount()); };
        connect(inbox.model.get(), &QAbstractItemModel::modelReset, this, note);
        connect(inbox.model.get(), &QAbstractItemModel::rowsInserted, this, note);
        connect(inbox.model.get(), &QAbstractItemModel::rowsRemoved, this, note);
        {
            BusyReader reader(*inbox.database);
            inbox.model->fetchMore({});
            inbox.model->setFilter({.status = AlertStatus::Firing});
            inbox.model->setFilter({.values = {{Facet::Source, {u"zabbix"_s}}}});
            inbox.model->setFilter({.status = AlertStatus::Resolved});
        }
        QTRY_COMPARE(inbox.names(), QStringList{u"over"_s});
        QTest::qWait(50);
        QCOMPARE(seen, (QStringList{u"0 rows"_s, u"1 rows"_s}));
        QVERIFY(inbox.model->index(0).data(RowMuted).toBool());
        QVERIFY(!inbox.model->canFetchMore({}));
        inbox.model->setFilter({.status = AlertStatus::Firing});
        QTRY_COMPARE(inbox.names().size(), 100);
        QVERIFY(inbox.scrolls());
        QCOMPARE(inbox.names().size(), 150);
    }

    void aStormIsShownWhileItLasts_data() { TestDatabase::addEngines(); }
    void aStormIsShownWhileItLasts()
    {
        Inbox inbox;
        QSignalSpy loaded(inbox.model.get(), &AlertListModel::loaded);
        QVERIFY(loaded.wait());
        std::atomic<bool> storm = true;
        std::atomic<int> told = 0;
        std::jthread sender([&] {
            while (storm) {
                auto taken = inbox.collector.take(u"alertmanager"_s, Inbox::payload({{.name = u"s%1"_s.arg(told++)}}));
                taken.waitForFinished();
            }
        });
        loaded.clear();
        const bool seen = QTest::qWaitFor([&] { return loaded.size() >= 3; }, 10'000);
        storm = false;
        sender.join();
        QVERIFY(seen);
        // And at its end nothing is missing.
        QTRY_COMPARE(inbox.names().value(0), u"s%1"_s.arg(told.load() - 1));
    }

    void aFailureIsTold_data() { TestDatabase::addEngines(); }
    void aFailureIsTold()
    {
        Inbox inbox;
        QVERIFY(inbox.opensWith(150));
        QSignalSpy failed(inbox.model.get(), &AlertListModel::failed);
        REQUIRE_OK(inbox.database.alter(u"ALTER TABLE alert RENAME TO lost"_s));
        inbox.model->fetchMore({});
        QTRY_VERIFY(!failed.isEmpty());
        QVERIFY(!failed[0][0].value<Error>().message.isEmpty());
        QTRY_VERIFY(inbox.model->canFetchMore({}));  // it can be tried again
        QCOMPARE(inbox.names().size(), 100);
        // Once it is mended, the next change is followed again.
        REQUIRE_OK(inbox.database.alter(u"ALTER TABLE lost RENAME TO alert"_s));
        inbox.tell({{.name = u"after"_s}});
        QTRY_COMPARE(inbox.names().value(0), u"after"_s);
    }

    void whoIsGoneGetsNoAnswer_data() { TestDatabase::addEngines(); }
    void whoIsGoneGetsNoAnswer()
    {
        Inbox inbox;
        {
            BusyReader reader(*inbox.database);
            inbox.model->setFilter({.text = u"x"_s});
            inbox.referee.reset();
            inbox.model.reset();
        }
        REQUIRE_OK(await(inbox.database->read([](Transaction &t) { return alerts(t, {}, 1); })));
        QTest::qWait(50);
    }

    void theListIsWholeAfterAllThatHappens_data() { TestDatabase::addEngines(); }
    void theListIsWholeAfterAllThatHappens()
    {
        Inbox inbox;
        QVERIFY(inbox.opensWith(250));
        for (int i = 0; inbox.model->hasOlder(); ++i) {
            inbox.tell({{.name = u"new%1"_s.arg(i)}});
            for (const int below : {3 * i, 249 - 3 * i, 120 + i}) {
                inbox.tell({{.name = u"n%1"_s.arg(below), .status = u"resolved"_s}});
            }
            QVERIFY(inbox.scrolls());
        }
        const auto stored = [&] {
            const auto rows = await(
                inbox.database->read([](Transaction &t) { return onlyonce::inbox(t, {}, KeyPage{.limit = 1000}); }));
            QStringList names;
            for (const AlertRow &row : rows.value_or(std::vector<AlertRow>())) {
                names << row.fingerprint;
            }
            return names;
        };
        QTRY_COMPARE(inbox.names(), stored());
    }

    void theFilterIsChosenByKeyboard_data() { TestDatabase::addEngines(); }
    void theFilterIsChosenByKeyboard()
    {
        Desk desk;
        desk.inbox.tell({{.name = u"a"_s, .service = u"payments"_s, .dataCentre = u"fra1"_s},
                         {.name = u"b"_s, .severity = u"warning"_s, .service = u"payments"_s, .dataCentre = u"ams1"_s},
                         {.name = u"c"_s, .service = u"search"_s, .dataCentre = u"fra1"_s}});
        desk.inbox.tell({{.name = u"a"_s, .status = u"resolved"_s}});
        desk.open();
        QTRY_COMPARE(desk.rows(), u"c b a"_s);
        QTRY_COMPARE(desk.offers("pay"), u"payments"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(desk.rows(), u"b a"_s);
        QCOMPARE(desk.chips(), u"Service: payments"_s);
        // Another value of the same facet widens, one of another narrows.
        QCOMPARE(desk.offers("search"), u"search"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(desk.rows(), u"c b a"_s);
        QCOMPARE(desk.offers("fra"), u"fra1"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(desk.rows(), u"c a"_s);
        QCOMPARE(desk.offers("firing"), u"Firing"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(desk.rows(), u"c"_s);
        QCOMPARE(desk.chips(), u"Service: payments, Service: search, Data centre: fra1"_s);
        // It stays while the list changes, and takes new ones in.
        desk.inbox.tell({{.name = u"d"_s, .service = u"search"_s, .dataCentre = u"fra1"_s}});
        QTRY_COMPARE(desk.rows(), u"d c"_s);
        // A chip goes by Delete, and the focus to the next; the last by Backspace in the empty search field.
        desk.page->findChildren<Chip *>().constFirst()->setFocus();
        desk.type(Qt::Key_Delete);
        QTRY_COMPARE(desk.chips(), u"Service: search, Data centre: fra1"_s);
        QVERIFY(qobject_cast<Chip *>(QApplication::focusWidget()));
        desk.page->filterBar().search();
        desk.type(Qt::Key_Backspace);
        QTRY_COMPARE(desk.chips(), u"Service: search"_s);
        // What is chosen is taken away by choosing it again.
        QCOMPARE(desk.offers("search"), u"search"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(desk.chips(), QString());
        QTRY_COMPARE(desk.rows(), u"d c b"_s);
        desk.page->filterBar().clear();
        QTRY_COMPARE(desk.rows(), u"d c b a"_s);
        QVERIFY(desk.page->filterBar().isEmpty());
    }

    void wordsAreSoughtWhileTheyAreTyped_data() { TestDatabase::addEngines(); }
    void wordsAreSoughtWhileTheyAreTyped()
    {
        Desk desk;
        desk.inbox.tell({{.name = u"a"_s, .summary = u"Zürich is slow"_s}, {.name = u"b"_s, .summary = u"Oslo is"_s}});
        desk.open();
        QTRY_COMPARE(desk.rows(), u"b a"_s);
        QTRY_COMPARE(desk.indexed(), 0);
        desk.page->filterBar().search();
        QTest::keyClicks(QApplication::focusWidget(), u"zuri"_s);
        QTRY_COMPARE(desk.rows(), u"a"_s);
        QTRY_COMPARE(desk.title(), u"Zürich is slow"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"x"_s);
        QTRY_COMPARE(desk.rows(), QString());
        QVERIFY(!desk.page->detail().isVisible());
        desk.type(Qt::Key_Backspace);
        QTRY_COMPARE(desk.rows(), u"a"_s);
        QVERIFY(desk.page->detail().isVisible());
        // Escape gives up and leads into the list, where the arrows move.
        desk.type(Qt::Key_Escape);
        QTRY_COMPARE(desk.rows(), u"b a"_s);
        QCOMPARE(QApplication::focusWidget(), desk.list());
        QTRY_COMPARE(desk.title(), u"Oslo is"_s);
        desk.type(Qt::Key_J);
        QCOMPARE(desk.title(), u"Zürich is slow"_s);
    }

    //! What a person reads stays in front of them: other alerts come, and their own recovers.
    void whatIsReadStays_data() { TestDatabase::addEngines(); }
    void whatIsReadStays()
    {
        Desk desk;
        desk.inbox.tellMany(60);
        desk.open();
        QTRY_COMPARE(desk.list()->model()->rowCount(), 60);
        desk.list()->verticalScrollBar()->setValue(600);
        const QModelIndex read = desk.list()->indexAt(QPoint(20, 100));
        const QString name = desk.model().at(read)->fingerprint;
        desk.list()->setCurrentIndex(read);
        QCOMPARE(desk.title(), name);
        const auto top = [&] { return desk.model().at(desk.list()->indexAt(QPoint(20, 5)))->fingerprint; };
        const QString before = top();
        desk.inbox.tellMany(20, u"storm"_s);
        QTRY_COMPARE(desk.model().rowCount(), 80);
        QCOMPARE(top(), before);
        QCOMPARE(desk.title(), name);
        desk.inbox.tell({{.name = name, .status = u"resolved"_s}});
        QTRY_COMPARE(desk.state(), u"Recovered"_s);
        QCOMPARE(desk.title(), name);
        QCOMPARE(top(), before);
        QVERIFY(!desk.list()->currentIndex().isValid()
                || desk.model().at(desk.list()->currentIndex())->fingerprint == name);
        // The keyboard goes on from where the eye is.
        desk.list()->setFocus();
        desk.type(Qt::Key_Down);
        QTRY_VERIFY(desk.title() != name);
        QVERIFY(desk.list()->viewport()->rect().intersects(desk.list()->visualRect(desk.list()->currentIndex())));
    }

    void anAlertIsShownInFull_data() { TestDatabase::addEngines(); }
    void anAlertIsShownInFull()
    {
        Desk desk;
        desk.inbox.database.clock.set(u"2026-11-23T04:50:40Z");
        desk.inbox.tell(
            {{.name = u"down"_s, .summary = u"It is down"_s, .service = u"login"_s, .dataCentre = u"fra1"_s}});
        desk.inbox.group();
        desk.inbox.tell({{.name = u"down"_s, .status = u"resolved"_s}});
        desk.inbox.database.clock.set(u"2026-11-23T05:00:00Z");
        desk.inbox.tell(
            {{.name = u"down"_s, .summary = u"It is down"_s, .service = u"login"_s, .dataCentre = u"fra1"_s}});
        desk.inbox.tell({{.name = u"down"_s}});
        desk.inbox.group();
        desk.open();
        AlertDetail &detail = desk.page->detail();
        QTRY_VERIFY(says(detail, u"It joined INC-1, “It is down”, because the same alert fired in it before."_s));
        QTRY_VERIFY(says(detail, u"After 10 min, 9 min later than the window of 60 s"_s));
        QVERIFY(says(detail, u"Alertmanager, 2 times, last today 05:00"_s));
        QVERIFY(says(detail, u"alertname"_s));
        QVERIFY(says(detail, u"Annotations"_s));
        QSignalSpy wanted(desk.page.get(), &AlertsPage::incidentWanted);
        desk.list()->setFocus();
        desk.type(Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toLongLong(), 1);

        // Its earlier episode, by keyboard.
        detail.showPart(AlertDetail::Part::History);
        auto *history = detail.findChild<RowList *>();
        QTRY_COMPARE(printRows(*history->model()), u"Today 04:50 | Firing | INC-1 | for 10 min until now\n"
                                                   "Today 04:50 | Recovered | INC-1 | for 40 s | muted\n"_s);
        QCOMPARE(QApplication::focusWidget(), history);
        QTRY_COMPARE(history->currentIndex().row(), 0);
        desk.type(Qt::Key_Down);
        desk.type(Qt::Key_Return);
        QTRY_VERIFY(says(detail, u"It opened INC-1, because no open incident concerned it."_s));
        QCOMPARE(desk.state(), u"Recovered"_s);
        detail.showPart(AlertDetail::Part::Facts);
        QTRY_VERIFY(says(detail, u"After 40 s, within the window of 60 s"_s));

        // What began it, as it came but in lines, and as a file.
        detail.showPart(AlertDetail::Part::Payload);
        auto *code = detail.findChild<CodeView *>();
        QTRY_COMPARE(code->selectedText(), u"down"_s);
        QVERIFY(code->lineCount() > 10);
        QVERIFY(QApplication::focusWidget() == code);
        detail.savePayload();
        auto *dialog = detail.findChild<QFileDialog *>();
        QVERIFY(dialog);
        QSignalSpy saved(desk.page.get(), &AlertsPage::saved);
        const QString path = desk.inbox.database.folder() + u"/payload.json"_s;
        Q_EMIT dialog->fileSelected(path);
        QTRY_COMPARE(saved.size(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(
            file.readAll(),
            Inbox::payload(
                {{.name = u"down"_s, .summary = u"It is down"_s, .service = u"login"_s, .dataCentre = u"fra1"_s}}));
        dialog->close();
    }

    void severalAreChosen_data() { TestDatabase::addEngines(); }
    void severalAreChosen()
    {
        Desk desk;
        desk.inbox.tell({{.name = u"a"_s}, {.name = u"b"_s}, {.name = u"c"_s}});
        desk.open();
        QTRY_COMPARE(desk.rows(), u"c b a"_s);
        QCOMPARE(desk.chosen(), u"c"_s);
        desk.list()->setFocus();
        QTest::keyClick(desk.list(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(desk.chosen(), u"c b"_s);
        QVERIFY(says(*desk.page, u"2 alerts are chosen; what you do is done to all of them. Escape keeps one."_s));
        // One of them recovers and goes to another place: it is still chosen, and what comes in is not.
        desk.inbox.tell({{.name = u"c"_s, .status = u"resolved"_s}});
        desk.inbox.tell({{.name = u"d"_s}});
        QTRY_COMPARE(desk.rows(), u"d b a c"_s);
        QTRY_COMPARE(desk.chosen(), u"b c"_s);
        desk.type(Qt::Key_Escape);
        QCOMPARE(desk.chosen(), u"b"_s);
        QVERIFY(!says(*desk.page, u"2 alerts are chosen; what you do is done to all of them. Escape keeps one."_s));
    }

    void nothingToSilenceIsSaidWhereItIsWritten_data() { TestDatabase::addEngines(); }
    void nothingToSilenceIsSaidWhereItIsWritten()
    {
        Inbox inbox;
        SilenceForm form(inbox.session);
        const auto fields = form.findChildren<QLineEdit *>();
        const auto field = [&](const QString &name) {
            return *std::ranges::find(fields, name, &QLineEdit::accessibleName);
        };
        QTest::keyClick(field(u"Alerts with"_s), Qt::Key_Return);
        QTRY_VERIFY(field(u"Alerts with"_s)->property("invalid").toBool());
        QVERIFY(!field(u"Reason"_s)->property("invalid").toBool());
        field(u"Alerts with"_s)->setText(u"service=login"_s);
        QTest::keyClick(field(u"Alerts with"_s), Qt::Key_Return);
        QTRY_VERIFY(field(u"Reason"_s)->property("invalid").toBool());
    }

    void aMoveIsFollowed_data() { TestDatabase::addEngines(); }
    void aMoveIsFollowed()
    {
        Desk desk;
        desk.inbox.tell({{.name = u"down"_s, .service = u"login"_s}, {.name = u"slow"_s, .service = u"login"_s}});
        desk.inbox.group();
        desk.open();
        QTRY_VERIFY(desk.why().contains(u"INC-1"_s));
        const AlertId shown = desk.page->chosen().front().id;
        REQUIRE_VALUE(moved, await(desk.inbox.database->write(desk.inbox.session.actor, [shown](Transaction &t) {
                          return moveAlerts(t, {shown}, {});
                      })));
        QTRY_VERIFY(desk.why().contains(u"INC-2"_s));
        REQUIRE_OK(await(desk.inbox.database->write(desk.inbox.session.actor,
                                                    [moved](Transaction &t) { return undoMove(t, moved.entry); })));
        QTRY_VERIFY(desk.why().contains(u"INC-1"_s));
    }

    void everythingIsChosen_data() { TestDatabase::addEngines(); }
    void everythingIsChosen()
    {
        const QString all =
            u"All 250 alerts that match are chosen; what you do is done to all of them. Escape keeps one."_s;
        Desk desk;
        desk.inbox.tellMany(250);
        desk.open();
        QTRY_VERIFY(desk.model().rowCount() >= AlertListModel::pageSize);
        QVERIFY(desk.model().rowCount() < 250);
        QSignalSpy wanted(desk.page.get(), &AlertsPage::moveWanted);
        desk.list()->setFocus();
        desk.page->chooseAll();
        desk.page->move();  // as soon as it is known what that is
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<std::vector<AlertId>>().size(), size_t(250));
        QVERIFY(says(*desk.page, all));
        // What comes in is not among them; what is read further down is.
        desk.inbox.tell({{.name = u"late"_s}});
        QTRY_VERIFY(desk.rows().startsWith(u"late "_s));
        while (desk.model().hasOlder()) {
            desk.model().fetchMore({});
            QTest::qWait(5);
        }
        QCOMPARE(desk.model().rowCount(), 251);
        QCOMPARE(desk.page->chosen().size(), size_t(250));
        QVERIFY(!desk.chosen().contains(u"late"_s));
        desk.page->move();
        QCOMPARE(wanted[1][0].value<std::vector<AlertId>>().size(), size_t(250));
        // Let go of before it is known, nothing is done with it.
        desk.page->chooseAll();
        desk.page->move();
        desk.type(Qt::Key_Escape);
        QCOMPARE(desk.page->chosen().size(), size_t(1));
        QVERIFY(!says(*desk.page, all));
        desk.page->move();
        QCOMPARE(wanted.size(), 3);
        QCOMPARE(wanted[2][0].value<std::vector<AlertId>>().size(), size_t(1));
        // All of it is ended, some at a time; what has recovered by then stays as it is.
        desk.page->chooseAll();
        desk.page->end();
        auto *form = desk.page->findChild<AskForm *>();
        QTRY_VERIFY(says(*form, u"End 251 alerts"_s));
        desk.inbox.tell({{.name = u"n7"_s, .status = u"resolved"_s}});
        QSignalSpy done(desk.page.get(), &AlertsPage::done);
        QTest::keyClicks(QApplication::focusWidget(), u"It was a drill"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(done.size(), 1);
        QCOMPARE(done[0][0].toString(), u"Ended 250 alerts."_s);
    }

    void aSilenceIsMadeOfAnAlert_data() { TestDatabase::addEngines(); }
    void aSilenceIsMadeOfAnAlert()
    {
        Desk desk;
        desk.inbox.tell({{.name = u"down"_s, .service = u"login"_s}, {.name = u"slow"_s, .service = u"login"_s}});
        desk.inbox.group();
        desk.open();
        QTRY_COMPARE(desk.rows(), u"slow down"_s);
        QTRY_COMPARE(desk.title(), u"slow"_s);
        QSignalSpy done(desk.page.get(), &AlertsPage::done);
        desk.page->silence();
        auto *form = desk.page->findChild<SilenceForm *>();
        QVERIFY(form->isVisible());
        auto *matchers = form->findChild<QLineEdit *>();
        QCOMPARE(matchers->text(), u"alertname=\"slow\", service=\"login\""_s);
        QTRY_VERIFY(says(
            *form,
            u"1 alert that fires now is like this. It stays in its incident. New ones are hidden while the silence lasts."_s));
        // One key for the end, without a reason nothing is made, then the reason and Enter.
        QVERIFY(says(*form, u"until today 06:00"_s));
        QTest::keyClicks(QApplication::focusWidget(), u"4"_s);
        QVERIFY(says(*form, u"until today 09:00"_s));
        desk.type(Qt::Key_Return);
        QTRY_VERIFY(says(*form, u"Say why, for those who wonder where the alerts are."_s));
        QTest::keyClicks(QApplication::focusWidget(), u"The index is rebuilt"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(done.size(), 1);
        QCOMPARE(done[0][0].toString(), u"Silenced until today 09:00."_s);
        QVERIFY(!form->isVisible());
        QCOMPARE(QApplication::focusWidget(), desk.list());
        QTRY_COMPARE(desk.why(), u"It joined INC-1, “down”, because it concerns the same service, login. "
                                 "New alerts like it are silenced until today 09:00: “The index is rebuilt”."_s);
        // Told anew it is hidden, which the list, and the alert itself, say; and the way to the silence.
        desk.inbox.tell({{.name = u"slow"_s, .status = u"resolved"_s, .service = u"login"_s}});
        desk.inbox.database.clock.advance(1h);  // else it would only flap
        QCOMPARE(desk.inbox.tell({{.name = u"slow"_s, .service = u"login"_s}}).opened, 1);
        desk.inbox.group();
        QTRY_COMPARE(desk.rows(), u"slow down slow"_s);
        QTRY_COMPARE(desk.model().index(0).data(RowDetail).toString(), u"Silenced"_s);
        desk.list()->setCurrentIndex(desk.model().index(0));
        QTRY_COMPARE(desk.why(),
                     u"It is in no incident, because it is silenced until today 09:00: “The index is rebuilt”."_s);
        QSignalSpy wanted(desk.page.get(), &AlertsPage::silenceWanted);
        const auto buttons = desk.page->detail().findChildren<QPushButton *>();
        (*std::ranges::find(buttons, u"Silence"_s, &QPushButton::text))->click();
        QCOMPARE(wanted.size(), 1);
        // Escape makes none.
        desk.page->silence();
        desk.type(Qt::Key_Escape);
        QVERIFY(!form->isVisible());
    }

    void anAlertIsEndedWithAReason_data() { TestDatabase::addEngines(); }
    void anAlertIsEndedWithAReason()
    {
        Desk desk;
        desk.inbox.tell({{.name = u"a"_s}, {.name = u"b"_s}});
        desk.open();
        QTRY_COMPARE(desk.rows(), u"b a"_s);
        QSignalSpy done(desk.page.get(), &AlertsPage::done);
        desk.list()->setFocus();
        desk.page->end();
        auto *form = desk.page->findChild<AskForm *>();
        QVERIFY(says(*form, u"End “b”"_s));
        desk.type(Qt::Key_Return);
        QTRY_VERIFY(says(*form, u"Say how you know that it is over: others rely on it."_s));
        QCOMPARE(desk.state(), u"Firing"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"Its host is gone"_s);
        desk.type(Qt::Key_Return);
        QTRY_COMPARE(done.size(), 1);
        QCOMPARE(done[0][0].toString(), u"Ended one alert."_s);
        QTRY_VERIFY(!form->isVisible());
        QCOMPARE(QApplication::focusWidget(), desk.list());
        QTRY_COMPARE(desk.rows(), u"a b"_s);
        QTRY_COMPARE(desk.state(), u"Recovered"_s);
        // What is over is not ended once more.
        QSignalSpy failed(desk.page.get(), &AlertsPage::failed);
        desk.page->end();
        QCOMPARE(failed.size(), 1);
        QVERIFY(!form->isVisible());
    }

    void anIncidentShowsItsOwn_data() { TestDatabase::addEngines(); }
    void anIncidentShowsItsOwn()
    {
        Desk desk;
        desk.inbox.tell({{.name = u"a"_s, .service = u"login"_s}, {.name = u"b"_s, .service = u"mail"_s}});
        desk.inbox.group();
        AlertsPage panel(desk.inbox.session, IntakePlace(), 1);
        const auto lists = panel.findChildren<RowList *>();
        const RowList *list = *std::ranges::find(lists, u"Alerts"_s, &RowList::accessibleName);
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QCOMPARE(list->model()->index(0, 0).data(RowTitle).toString(), u"a"_s);
        desk.inbox.tell({{.name = u"c"_s, .service = u"login"_s}});
        desk.inbox.group();
        QTRY_COMPARE(list->model()->rowCount(), 2);
        AlertsPage none(desk.inbox.session, IntakePlace(), 99);
        none.show();
        QTRY_VERIFY(says(none, u"No alerts in this incident"_s));
    }

    void pathsAreTriedOnASample_data() { TestDatabase::addEngines(); }
    void pathsAreTriedOnASample()
    {
        Inbox inbox;
        JsonSample sample(inbox.session, u"json"_s);
        sample.show();
        QSignalSpy read(&sample, &JsonSample::read);
        const auto note = [&](const QString &key) {
            return read.back()[0].value<QHash<QString, QString>>().value(key);
        };
        auto *text = sample.findChild<QPlainTextEdit *>();
        QJsonObject paths{{u"list"_s, u"alerts[*]"_s}, {u"key"_s, u"id"_s}, {u"summary"_s, u"title"_s}};
        sample.setSettings(paths);
        QVERIFY(says(sample, u"With a sample you see here the alert that would come of it, and below each path what it "
                             "finds."_s));
        text->setPlainText(uR"({"alerts":[{"id":"web-1","title":"Web is down","state":"ok"},{"id":"b"}]})"_s);
        QVERIFY(says(sample, u"Alert 1 of the 2 that would come of it."_s));
        QTRY_VERIFY(says(sample, u"Web is down"_s) && says(sample, u"Key: web-1"_s));
        QCOMPARE(note(u"key"_s), u"Finds “web-1”."_s);
        QCOMPARE(note(u"state"_s), u"Finds “ok”: resolved."_s);
        QVERIFY2(note(u"link"_s).contains(u"link"_s), qPrintable(note(u"link"_s)));  // why nothing is found
        // The other one; a path that leads elsewhere; one that cannot be read; and what is not JSON.
        for (QPushButton *button : sample.findChildren<QPushButton *>()) {
            if (button->text() == u"Next"_s) {
                button->click();
            }
        }
        QVERIFY(says(sample, u"Alert 2 of the 2 that would come of it."_s));
        QCOMPARE(note(u"key"_s), u"Finds “b”."_s);
        paths[u"key"_s] = u"name"_s;
        sample.setSettings(paths);
        QVERIFY(!says(sample, u"Alert 2 of the 2 that would come of it."_s));
        paths[u"key"_s] = u"a[b"_s;
        sample.setSettings(paths);
        QVERIFY(note(u"key"_s).isEmpty());
        text->setPlainText(u"{"_s);
        QVERIFY(note(u"key"_s).isEmpty());
        // What came in last is a sample, too.
        REQUIRE_OK(await(inbox.collector.take(u"json"_s, R"({"key":"db-1","state":"failed"})")));
        for (QPushButton *button : sample.findChildren<QPushButton *>()) {
            if (button->text() == u"Take the latest that came in"_s) {
                button->click();
            }
        }
        QTRY_COMPARE(text->toPlainText(), uR"({"key":"db-1","state":"failed"})"_s);
    }

    void aLongPayloadIsCut_data() { TestDatabase::addEngines(); }
    void aLongPayloadIsCut()
    {
        Desk desk;
        const QByteArray body = Inbox::payload({{.name = u"long"_s}}) + QByteArray(1'500'000, ' ') + "\n";
        REQUIRE_OK(await(desk.inbox.collector.take(u"alertmanager"_s, body)));
        desk.open();
        AlertDetail &detail = desk.page->detail();
        QTRY_VERIFY(detail.alert());
        detail.showPart(AlertDetail::Part::Payload);
        QTRY_VERIFY(says(detail, u"JSON · the first 1.00 MiB of 1.43 MiB; save it to read the whole"_s));
        QCOMPARE(detail.findChild<CodeView *>()->selectedText(), u"long"_s);
        QSignalSpy saved(desk.page.get(), &AlertsPage::saved);
        detail.savePayload();
        auto *dialog = detail.findChild<QFileDialog *>();
        const QString path = desk.inbox.database.folder() + u"/long.json"_s;
        Q_EMIT dialog->fileSelected(path);
        QTRY_COMPARE(saved.size(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), body);
        // Into a folder that is not there it cannot go, and that is said.
        QSignalSpy failed(desk.page.get(), &AlertsPage::failed);
        Q_EMIT dialog->fileSelected(desk.inbox.database.folder() + u"/nowhere/long.json"_s);
        QTRY_COMPARE(failed.size(), 1);
        dialog->close();
    }

    void detectionIsMeasured()
    {
        AlertRow alert{.startedAt = fromMillis(1'000'000), .toldStart = true};
        const auto after = [&](milliseconds delay, const Watch &watch = {}) {
            alert.receivedAt = alert.startedAt + delay;
            alert.lastReceivedAt = alert.receivedAt;
            alert.watch = watch;
            return detectionDelay(alert);
        };
        QCOMPARE(toneOf(after(60s)), Tone::Neutral);  // a hold that nobody states may have hidden more
        QCOMPARE(toneOf(after(30s, {.hold = 30s})), Tone::Success);
        QCOMPARE(toneOf(after(60s + 1ms)), Tone::Warning);
        QCOMPARE(measuredText(after(60s + 1ms)), u"After 61 s, 1 s later than the window of 60 s"_s);
        QCOMPARE(measuredText(after(12s)), u"After 12 s, within the window of 60 s"_s);
        QCOMPARE(worstText(after(12s)), u"Not known: state the source's hold and check interval in Settings"_s);
        QVERIFY(lateText(after(12s)).isEmpty());

        // What the monitor lets pass before its clock starts.
        const DetectionDelay hidden = after(42s, {.hold = 30s, .checkInterval = 30s});
        QCOMPARE(hidden.worst(), 102s);
        QCOMPARE(toneOf(hidden), Tone::Warning);
        QCOMPARE(worstText(hidden), u"102 s, because of a hold of 30 s and a check every 30 s before that"_s);
        QVERIFY(lateText(hidden).contains(u"Shorten the hold"_s));
        QCOMPARE(toneOf(after(12s, {.checkInterval = 30s})), Tone::Success);
        QVERIFY(lateText(after(90s, {.checkInterval = 30s})).contains(u"before it sends"_s));

        // No delay is one; no start is none.
        QCOMPARE(after(0ms).measured, 0ms);
        QCOMPARE(measuredText(after(0ms)), u"After 0 s, within the window of 60 s"_s);
        alert.toldStart = false;
        QCOMPARE(after(0ms).measured, std::nullopt);
        QCOMPARE(toneOf(after(0ms)), Tone::Neutral);
        QCOMPARE(measuredText(after(0ms)), u"Not known: the source does not say when it began"_s);
        QVERIFY(worstText(after(0ms)).isEmpty());
        alert.toldStart = true;
        QCOMPARE(after(-5s).measured, std::nullopt);
        alert.resolvedAt = alert.startedAt;
        QCOMPARE(measuredText(after(5s)), u"Not applicable: it was over when it was first told"_s);
        // Its firing came late, and its end was told after that: the delay is as long as it was.
        (void)after(5s);
        alert.lastReceivedAt = alert.receivedAt + 1s;
        QCOMPARE(detectionDelay(alert).measured, 5s);
    }

    void itIsSaidWhy()
    {
        AlertStory story;
        const Instant now = parseMachineTime(u"2026-11-23T05:00:00Z").value();
        QCOMPARE(whySentence(story, now), u"It is in no incident yet."_s);
        story.alert.resolvedAt = story.alert.receivedAt;
        QCOMPARE(whySentence(story, now), u"It is in no incident, because it was over when it was first told."_s);
        story.alert.incident = 7;
        story.incidentTitle = u"Slow"_s;
        QCOMPARE(whySentence(story, now), u"It joined INC-7, “Slow”."_s);
        story.reason = u"the row could not be read."_s;
        QCOMPARE(whySentence(story, now), u"It joined INC-7, “Slow”, because the row could not be read."_s);
        story.openedIncident = true;
        QCOMPARE(whySentence(story, now), u"It opened INC-7, because the row could not be read."_s);
        story.silence = Silence{.endsAt = now + 30min, .comment = u"Known"_s};
        QCOMPARE(whySentence(story, now), u"It opened INC-7, because the row could not be read. New alerts "
                                          "like it are silenced until today 05:30: “Known”."_s);
        story.isHidden = true;
        QCOMPARE(whySentence(story, now),
                 u"It is in no incident, because it is silenced until today 05:30: “Known”."_s);
    }

    void payloadsAreReadable()
    {
        const auto shown = [](const QByteArray &body, qint64 size) {
            const ReadablePayload text = readable({.body = body, .size = size, .receivedAt = {}});
            return text.language + u": "_s + QString::fromUtf8(text.text);
        };
        QCOMPARE(shown(" {\"a\":1}", 8), u"JSON: {\n  \"a\": 1\n}"_s);
        QCOMPARE(shown("{\"a\":1", 100), u"JSON: {\n  \"a\": 1"_s);
        QCOMPARE(shown("{broken}", 8), u": {broken}"_s);
        QCOMPARE(shown("a=1&b=2", 7), u": a=1&b=2"_s);
        QCOMPARE(shown({}, 0), u": "_s);
    }

    void topicsAreAnswered_data() { TestDatabase::addEngines(); }
    void topicsAreAnswered()
    {
        Inbox inbox;
        SubscriptionList list(inbox.session);
        QSignalSpy failed(&list, &SubscriptionList::failed);
        list.show();
        const auto shows = [&] {
            QStringList texts;
            for (const QLabel *label : list.findChildren<QLabel *>()) {
                texts += label->text();
            }
            for (const QPushButton *button : list.findChildren<QPushButton *>()) {
                texts += u'[' + button->text() + u']';
            }
            return texts.join(u' ');
        };
        const auto press = [&](const QString &text) {
            const auto buttons = list.findChildren<QPushButton *>();
            const auto found = std::ranges::find(buttons, text, &QPushButton::text);
            if (found != buttons.end()) {
                (*found)->click();
            }
        };
        const auto ask = [&](const QString &token, bool hasEnded) {
            const Subscription asks{.subject = u"arn:aws:sns:eu-central-1:1:alarms"_s,
                                    .confirm = QUrl(u"https://sns.eu-central-1.amazonaws.com/?Token="_s + token),
                                    .hasEnded = hasEnded};
            REQUIRE_OK(await(inbox.database->write(
                {}, [&](Transaction &t) { return noteSubscription(t, u"cloudwatch"_s, asks, t.now()); })));
        };
        const auto settle = [&](SubscriptionState state, const QString &problem) {
            REQUIRE_OK(await(inbox.database->write({}, [&](Transaction &t) -> Result<> {
                const auto rows = subscriptions(t);
                return rows ? settleSubscription(t, rows->front(), state, problem) : failure(rows);
            })));
        };
        ask(u"1"_s, false);
        const QString topic = u"Topic arn:aws:sns:eu-central-1:1:alarms "_s;
        QTRY_COMPARE(shows(), topic + u"asks to send alerts here, since 0 s ago. [Confirm] [Ignore]"_s);
        // Whoever may not is told so, and nothing happens.
        const ActorId administrator = std::exchange(
            inbox.session.actor,
            await(inbox.database->write(
                      {}, [](Transaction &t) { return actorForMachine(t, ActorKind::Source, u"somebody"_s); }))
                .value()
                .id);
        press(u"Confirm"_s);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Denied);
        inbox.session.actor = administrator;
        press(u"Ignore"_s);
        QTRY_COMPARE(shows(), topic + u"asked to send alerts here and was ignored 0 s ago. [Confirm]"_s);
        press(u"Confirm"_s);
        QTRY_COMPARE(shows(), topic + u"is being confirmed. [Ignore]"_s);
        settle(SubscriptionState::Failed, u"Amazon refused."_s);
        QTRY_VERIFY(
            shows().startsWith(topic + u"could not be confirmed, 0 s ago: Amazon refused. Let the topic ask"_s));
        QVERIFY(shows().endsWith(u"[Try again] [Ignore]"));
        press(u"Try again"_s);
        QTRY_COMPARE(shows(), topic + u"is being confirmed. [Ignore]"_s);
        settle(SubscriptionState::Confirmed, {});
        QTRY_COMPARE(shows(), topic + u"may send alerts here: confirmed 0 s ago."_s);
        ask(u"2"_s, true);
        QTRY_COMPARE(shows(), topic
                                  + u"no longer sends alerts here: its subscription was ended 0 s ago. "
                                    "[Take it up again] [Ignore]"_s);
        QCOMPARE(failed.size(), 1);
    }
};

QTEST_MAIN(TestAlertViews)
#include "tst_alertviews.moc"
