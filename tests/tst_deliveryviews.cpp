// SPDX-License-Identifier: GPL-3.0-or-later
// What waits to leave the house, as the window shows it: the model, and the page's buttons that decide about a row.
#include "models/catalog/deliverydesk.h"
#include "models/delivery/lease.h"
#include "models/storage/identity.h"
#include "support/busywriter.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "support/probeadapter.h"
#include "views/delivery/connectionform.h"
#include "views/delivery/deliveriespage.h"
#include "views/widgets/rowlist.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::printRows;

namespace {

class Office : public Crew
{
public:
    Office()
    {
        mail = setUp(u"mail"_s);
        forum = setUp(u"forum"_s);
    }
    OutboxId put(const QString &title, ConnectionId through, const QString &kind = u"page.mail"_s)
    {
        return as(commander,
                  [=](Transaction &t) {
                      return enqueue(
                          t, {.kind = kind, .connection = through, .key = title, .title = title, .payload = {}});
                  })
            .value();
    }
    //! As a runner does it: takes what is due of a connection, and ends it like that.
    void deliver(ConnectionId through, const Settlement &settlement)
    {
        as(administrator, [=](Transaction &t) -> Result<> {
            const int version = connectionRow(t, through).value()->version;
            const Leases leases =
                leaseDue(t, {{.connection = through, .version = version, .capacity = 1}}, u"test"_s, 60s).value();
            for (const Lease &each : leases.taken) {
                settle(t, each.row.id, each.row.leaseToken, settlement).value();
            }
            return leases.taken.size() == 1 ? Result<>() : fail(ErrorCode::NotFound, u"nothing is due"_s);
        }).value();
    }

    void touchOutbox()
    {
        as(administrator, [](Transaction &t) -> Result<> {
            t.touch(u"outbox"_s, 0);
            return {};
        }).value();
    }

    Session session{*database, commander};
    ConnectionId mail;
    ConnectionId forum;

private:
    ConnectionId setUp(const QString &kind)
    {
        return as(administrator,
                  [kind](Transaction &t) {
                      return setUpConnection(t, {.kind = kind, .adapter = u"probe"_s, .name = kind});
                  })
            .value();
    }
};

//! A keychain that can be locked: then it lets nobody read, and still takes what is new.
class LockableStore final : public SecretStore
{
public:
    Answer<Result<QJsonObject>> read(const QString &) override
    {
        return answered(locked ? Result<QJsonObject>(fail(ErrorCode::Denied, u"The keychain is locked."_s))
                               : Result<QJsonObject>(kept));
    }
    Answer<Result<>> write(const QString &, const QJsonObject &secrets) override
    {
        kept = secrets;
        return answered(Result<>());
    }
    QString whereText() const override { return u"in the test"_s; }

    bool locked = false;
    QJsonObject kept;
};

QPushButton *button(const QWidget &page, const QString &text)
{
    const auto buttons = page.findChildren<QPushButton *>();
    const auto found = std::ranges::find(buttons, text, &QPushButton::text);
    return found == buttons.end() ? nullptr : *found;
}

bool says(const QWidget &page, const QString &words)
{
    return std::ranges::any_of(page.findChildren<QLabel *>(),
                               [&](const QLabel *label) { return label->text().contains(words); });
}

}  // namespace

class TestDeliveryViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void whatWaitsIsShownUntilItHasGone_data() { TestDatabase::addEngines(); }
    void whatWaitsIsShownUntilItHasGone()
    {
        Office office;
        OutboxModel model(office.session);
        const QAbstractItemModelTester referee(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy loaded(&model, &OutboxModel::loaded);
        QVERIFY(loaded.wait());
        QCOMPARE(printRows(model), QString());
        office.put(u"Mail to Ada"_s, office.mail);
        office.put(u"Post: Checkout down"_s, office.forum, u"forum.post"_s);
        office.put(u"Mail to Ben"_s, office.mail);
        QTRY_COMPARE(printRows(model), u"[mail] Mail to Ada | Waiting | Today 05:00\n"
                                       "[forum] Post: Checkout down | Waiting | Today 05:00\n"
                                       "[mail] Mail to Ben | Waiting | Today 05:00\n"_s);
        // One is refused, one arrives: its row goes, and whatever is chosen stays chosen.
        const QPersistentModelIndex choice = model.index(2);
        office.deliver(office.mail, {.state = OutboxState::Failed, .error = u"The server refused the recipient."_s});
        office.deliver(office.forum, {.state = OutboxState::Sent});
        QTRY_COMPARE(printRows(model),
                     u"[mail] Mail to Ada | Failed | The server refused the recipient. | Today 05:00\n"
                     "[mail] Mail to Ben | Waiting | Today 05:00\n"_s);
        QCOMPARE(choice.row(), 1);
        QCOMPARE(model.at(choice)->title, u"Mail to Ben"_s);
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
                 u"Mail to Ada, Failed The server refused the recipient."_s);
        QCOMPARE(model.at({}), nullptr);
        office.as(office.commander, [&](Transaction &t) { return retryDelivery(t, model.rows().front().id); }).value();
        QTRY_COMPARE(model.rows().front().state, OutboxState::Waiting);
        office.deliver(office.mail, {.state = OutboxState::Waiting, .error = u"Busy."_s});
        office.deliver(office.mail, {.state = OutboxState::Uncertain, .error = u"The line broke."_s});
        QTRY_COMPARE(printRows(model),
                     u"[mail] Mail to Ada | Perhaps sent | The line broke. | Today 05:00 | attempt 2\n"
                     "[mail] Mail to Ben | Waiting | Today 05:00\n"_s);
    }

    void aHoldIsNamedUntilItIsReleased_data() { TestDatabase::addEngines(); }
    void aHoldIsNamedUntilItIsReleased()
    {
        Office office;
        office.put(u"Mail to Ada"_s, office.mail);
        OutboxModel model(office.session);
        QTRY_COMPARE(model.rows().size(), 1U);
        QCOMPARE(model.held(), QString());
        office
            .as(office.administrator, [](Transaction &t) { return holdDelivery(t, u"This database was restored."_s); })
            .value();
        QTRY_COMPARE(model.held(), u"This database was restored."_s);
        QCOMPARE(model.rows().size(), 1U);
        office.as(office.administrator, [](Transaction &t) { return releaseHeldDelivery(t); }).value();
        QTRY_COMPARE(model.held(), QString());
    }

    void olderAnswersAreDroppedAndFailuresTold_data() { TestDatabase::addEngines(); }
    void olderAnswersAreDroppedAndFailuresTold()
    {
        Office office;
        auto model = std::make_unique<OutboxModel>(office.session);
        QSignalSpy loaded(model.get(), &OutboxModel::loaded);
        QVERIFY(loaded.wait());
        loaded.clear();
        {
            const BusyReader reader(*office.database);
            for (int i = 0; i < 5; ++i) {
                office.put(u"Mail %1"_s.arg(i), office.mail);
                QTest::qWait(20);  // each change is heard of on its own
            }
        }
        QTRY_COMPARE(model->rows().size(), 5U);
        QTest::qWait(50);
        QVERIFY2(loaded.size() <= 2, QByteArray::number(loaded.size()).constData());
        QSignalSpy failed(model.get(), &OutboxModel::failed);
        office.database.alter(u"ALTER TABLE outbox RENAME TO lost"_s).value();
        office.touchOutbox();
        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(model->rows().size(), 5U);
        {
            const BusyReader reader(*office.database);
            office.touchOutbox();
            QTest::qWait(50);
            model.reset();
        }
        QTest::qWait(50);
    }

    void savingNeverLosesAKeptSecret_data() { TestDatabase::addEngines(); }
    void savingNeverLosesAKeptSecret()
    {
        Office office;
        LockableStore store;
        const auto adapter = std::make_shared<test::ProbeAdapter>(u"probe"_s, test::ProbeAdapter::Resume::Yes);
        Session administrator(*office.database, office.administrator);
        DeliveryRunner runner(*office.database, {adapter}, store, {.processName = u"test"_s, .program = {}});
        store.kept = {{u"token"_s, u"first"_s}};
        const auto settings = [&] {
            return office.as(office.administrator, [&](Transaction &t) { return connectionRow(t, office.mail); })
                .value()
                ->settings;
        };
        const auto type = [](ConnectionForm &form, const QString &url, const QString &token) {
            const auto fields = form.findChildren<QLineEdit *>();
            fields.at(0)->setText(url);
            fields.at(1)->setText(token);
            button(form, u"Save"_s)->click();
        };
        store.locked = true;
        ConnectionForm locked(administrator, runner, store, adapter, u"mail"_s);
        QTRY_VERIFY(says(locked, u"The keychain is locked."_s));
        type(locked, u"http://127.0.0.1:1/a"_s, {});
        QTRY_VERIFY(says(locked, u"saving would lose it"_s));
        QCOMPARE(store.kept.value(u"token"_s).toString(), u"first"_s);
        QVERIFY(settings().isEmpty());
        // Whoever knows the new one may go on.
        type(locked, u"http://127.0.0.1:1/a"_s, u"second"_s);
        QTRY_COMPARE(settings().value(u"url"_s).toString(), u"http://127.0.0.1:1/a"_s);
        QCOMPARE(store.kept.value(u"token"_s).toString(), u"second"_s);

        store.locked = false;
        ConnectionForm open(administrator, runner, store, adapter, u"mail"_s);
        QTRY_COMPARE(open.findChildren<QLineEdit *>().at(1)->text(), u"second"_s);
        type(open, u"http://127.0.0.1:1/b"_s, u"second"_s);
        QTRY_COMPARE(settings().value(u"url"_s).toString(), u"http://127.0.0.1:1/b"_s);
        QCOMPARE(store.kept.value(u"token"_s).toString(), u"second"_s);
    }

    void thePageDecidesAboutTheChosenRow_data() { TestDatabase::addEngines(); }
    void thePageDecidesAboutTheChosenRow()
    {
        Office office;
        office.put(u"Mail to Ada"_s, office.mail);
        office.put(u"Mail to Ben"_s, office.mail);
        office.deliver(office.mail, {.state = OutboxState::Failed, .error = u"no"_s});
        DeliveriesPage page(office.session);
        page.show();
        auto *list = page.findChild<RowList *>();
        QSignalSpy counted(&page, &DeliveriesPage::counted);
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QCOMPARE(counted.last().at(0).toInt(), 1);
        QCOMPARE(counted.last().at(1).toInt(), 2);
        QPushButton *again = button(page, u"Send again"_s);
        QPushButton *discard = button(page, u"Discard"_s);
        QVERIFY(again && discard);
        list->setCurrentIndex({});
        QVERIFY(!again->isEnabled());
        list->setCurrentIndex(list->model()->index(0, 0));
        QVERIFY(again->isEnabled());
        again->click();
        QTRY_COMPARE(printRows(*list->model()), u"[mail] Mail to Ada | Trying again | no | Today 05:00\n"
                                                "[mail] Mail to Ben | Waiting | Today 05:00\n"_s);
        // Still chosen after the change that it asked for.
        QCOMPARE(list->currentIndex().row(), 0);
        QVERIFY(discard->isEnabled());
        discard->click();
        QTRY_COMPARE(printRows(*list->model()), u"[mail] Mail to Ben | Waiting | Today 05:00\n"_s);
        QCOMPARE(counted.last().at(0).toInt(), 0);
    }

    void whoMayNotIsTold_data() { TestDatabase::addEngines(); }
    void whoMayNotIsTold()
    {
        Office office;
        office.put(u"Mail to Ada"_s, office.mail);
        office.session.actor = office.viewer;
        DeliveriesPage page(office.session);
        auto *list = page.findChild<RowList *>();
        QTRY_COMPARE(list->model()->rowCount(), 1);
        list->setCurrentIndex(list->model()->index(0, 0));
        QSignalSpy failed(&page, &DeliveriesPage::failed);
        button(page, u"Discard"_s)->click();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Denied);
        QCOMPARE(list->model()->rowCount(), 1);
    }
};

QTEST_MAIN(TestDeliveryViews)
#include "tst_deliveryviews.moc"
