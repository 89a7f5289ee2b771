// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox of alerts as a model: from payload to row, live, page by page, and through a storm.
#include "models/incidents/grouping.h"
#include "support/busywriter.h"
#include "support/printedmodel.h"
#include "support/testdatabase.h"
#include "views/alerts/alertlistmodel.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
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
    void tellMany(int count, const QString &prefix = u"n"_s)
    {
        std::vector<Telling> tellings;
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

}  // namespace

class TestAlertViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

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
        QTRY_COMPARE(shown(), u"[Info] no-summary | Firing | Today 04:50 | Alertmanager\n"
                              "[Warning] Disk almost full | Firing | db, fra1 | Today 04:50 | Alertmanager\n"_s);
        // Told again, and over: the row is the same one.
        const QPersistentModelIndex row = inbox.model->index(1);
        inbox.tell({{.name = u"disk-full"_s}});
        inbox.tell({{.name = u"disk-full"_s, .status = u"resolved"_s}});
        QTRY_COMPARE(shown(), u"[Info] no-summary | Firing | Today 04:50 | Alertmanager\n"
                              "[Warning] Disk almost full | Recovered | db, fra1, ×2 | Today 04:50 | Alertmanager | "
                              "muted\n"_s);
        QCOMPARE(row.row(), 1);
        QCOMPARE(inbox.model->index(1).data(Qt::AccessibleTextRole).toString(),
                 u"warning alert, resolved, Disk almost full"_s);
        QCOMPARE(inbox.model->at({}), nullptr);
        QVERIFY(!inbox.model->index(0).data(Qt::CheckStateRole).isValid());
    }

    void theIncidentIsNamed_data() { TestDatabase::addEngines(); }
    void theIncidentIsNamed()
    {
        Inbox inbox;
        inbox.tell({{.name = u"down"_s, .summary = u"It is down"_s, .service = u"login"_s, .dataCentre = u"fra1"_s}});
        REQUIRE_OK(await(inbox.database->write(inbox.session.actor, [](Transaction &t) { return groupAlerts(t); })));
        QTRY_COMPARE(printRows(*inbox.model),
                     u"[Critical] It is down | Firing | INC-1 | login, fra1 | Today 04:50 | Alertmanager\n"_s);
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
        QTRY_COMPARE(inbox.names().value(0), u"over"_s);
        QTRY_VERIFY(inbox.model->index(0).data(RowMuted).toBool());
        QStringList seen;
        const auto note = [&] { seen += u"%1 rows"_s.arg(inbox.model->rowCount()); };
        connect(inbox.model.get(), &QAbstractItemModel::modelReset, this, note);
        connect(inbox.model.get(), &QAbstractItemModel::rowsInserted, this, note);
        connect(inbox.model.get(), &QAbstractItemModel::rowsRemoved, this, note);
        {
            BusyReader reader(*inbox.database);
            inbox.model->fetchMore({});
            inbox.model->setFilter({.status = AlertStatus::Firing});
            inbox.model->setFilter({.source = u"zabbix"_s});
            inbox.model->setFilter({.status = AlertStatus::Resolved});
        }
        QTRY_COMPARE(inbox.names(), QStringList{u"over"_s});
        QTest::qWait(50);
        QCOMPARE(seen, QStringList{u"1 rows"_s});
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
            inbox.model->setFilter({.source = u"x"_s});
            inbox.referee.reset();
            inbox.model.reset();
        }
        REQUIRE_OK(await(inbox.database->read([](Transaction &t) { return alerts(t, {}, 1); })));
        QTest::qWait(50);
    }
};

QTEST_MAIN(TestAlertViews)
#include "tst_alertviews.moc"
