// SPDX-License-Identifier: GPL-3.0-or-later
// The first quarter of an hour: from an empty window to one that alerts come into and that knows whom to call, without a
// mouse; and who is left alone with it.
#include "models/alerts/tokens.h"
#include "models/delivery/connections.h"
#include "models/delivery/secrets.h"
#include "models/incidents/desk.h"
#include "support/house.h"
#include "support/realwindow.h"
#include "support/scripteddiscourse.h"
#include "views/alerts/firstalert.h"
#include "views/catalog/peoplepanel.h"
#include "views/delivery/connectionform.h"
#include "views/setup/datapanel.h"
#include "views/setup/setuppage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>

#include <algorithm>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 10'000;

QStringList textsIn(const QWidget *area)
{
    QStringList texts;
    for (const QLabel *label : area->findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty()) {
            texts << label->text();
        }
    }
    return texts;
}

}  // namespace

class FirstRunTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::RealWindow> m_desk;

    [[nodiscard]] ui::SetupPage *page() { return m_desk->frame().findChild<ui::SetupPage *>(); }
    [[nodiscard]] QWidget *focus() { return m_desk->frame().focusWidget(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(focus(), key, modifiers);
    }
    [[nodiscard]] bool isIn(const QWidget *area) { return area && area->isAncestorOf(focus()); }
    //! By Tab alone, as somebody without a mouse gets there.
    [[nodiscard]] bool tabTo(const QString &text)
    {
        for (int strokes = 0; strokes < 30; ++strokes) {
            const auto *button = qobject_cast<const QPushButton *>(focus());
            if (button && button->text() == text) {
                return true;
            }
            press(Qt::Key_Tab);
        }
        return false;
    }
    [[nodiscard]] bool says(const QString &text)
    {
        return QTest::qWaitFor([&] { return textsIn(page()).join(u'\n').contains(text); }, patience);
    }
    //! What the list of steps says of one.
    [[nodiscard]] QString stateOf(const QString &step)
    {
        for (const QAbstractButton *each : page()->findChild<ui::SetupSteps *>()->findChildren<QAbstractButton *>()) {
            if (each->text() == step) {
                return each->accessibleDescription();
            }
        }
        return {};
    }
    void begin()
    {
        m_desk = std::make_unique<test::RealWindow>(test::RealWindow::Outside::Reached);
        QVERIFY(m_desk->show());
    }

private Q_SLOTS:
    void cleanup() { m_desk.reset(); }

    void fromAnEmptyWindowToAWorkingSetUp();
    void aTestAlertCallsNobody();
    void aServerIsTriedBeforeAnybodyMovesThere();
    void whatHasAnsweredWorks();
    void theSameFormElsewhereFollows();
    void whoHasBegunIsLeftAlone_data();
    void whoHasBegunIsLeftAlone();
};

void FirstRunTest::fromAnEmptyWindowToAWorkingSetUp()
{
    begin();
    m_desk->window->offerSetup();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->frame().currentPage(), u"setup"_s, patience);
    QTRY_VERIFY(isIn(page()->findChild<ui::DataPanel *>()));
    QVERIFY(says(m_desk->environment.database.path));

    press(Qt::Key_Return);  // no server is named: what is here does
    QCOMPARE(page()->currentStep(), u"source"_s);
    QVERIFY(qobject_cast<QComboBox *>(focus()));
    QVERIFY(says(u"Waiting for the first alert"_s));
    QVERIFY(says(m_desk->services->intakeAddress() + u"/v1/alerts/"_s));
    Collector collector(*m_desk->opened.database);
    const auto taken = await(collector.take(
        u"alertmanager"_s,
        QJsonDocument(QJsonObject{{u"alerts"_s, QJsonArray{firing(u"CheckoutFails"_s, u"checkout"_s)}}}).toJson()));
    QVERIFY2(taken, why(taken).constData());
    QVERIFY(says(u"Received: "_s));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"Monitoring"_s), u"Works"_s, patience);

    press(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(page()->currentStep(), u"mail"_s);
    QVERIFY(isIn(page()->findChild<ui::ConnectionForm *>()) || qobject_cast<QLineEdit *>(focus()));
    QVERIFY(tabTo(u"Skip this step"_s));
    press(Qt::Key_Space);
    QCOMPARE(page()->currentStep(), u"forum"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"Mail"_s), u"Skipped"_s, patience);
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(page()->currentStep(), u"mail"_s);
    QCOMPARE(m_desk->frame().currentPage(), u"setup"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(page()->currentStep(), u"people"_s);
    QVERIFY(isIn(page()->findChild<ui::PeoplePanel *>()));
    QTest::keyClicks(focus(), u"Ada Example"_s);
    press(Qt::Key_Return);  // what is missing is asked for where it is to be written
    QTRY_COMPARE_WITH_TIMEOUT(focus()->accessibleName(), u"Mail address"_s, patience);
    QVERIFY(says(u"Ada Example is on call and needs a mail address."_s));
    QTest::keyClicks(focus(), u"ada@example.org"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"People"_s), u"1 on call"_s, patience);

    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(page()->currentStep(), u"done"_s);
    QVERIFY(says(u"Ada Example"_s));
    QVERIFY(says(u"Alerts come in from Alertmanager."_s));
    QVERIFY(says(u"Later: Settings → "_s));
    press(Qt::Key_Return);
    QCOMPARE(m_desk->frame().currentPage(), u"incidents"_s);

    // What was skipped is kept on this machine, and the way back stays.
    QVERIFY(m_desk->show());
    press(Qt::Key_F1, Qt::ShiftModifier);
    QTRY_COMPARE(m_desk->frame().currentPage(), u"setup"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"Mail"_s), u"Skipped"_s, patience);
    QCOMPARE(stateOf(u"Forum"_s), u"To do"_s);
}

void FirstRunTest::aTestAlertCallsNobody()
{
    begin();
    const auto ada = m_desk->change([](Transaction &t) {
        return savePerson(t, {.name = u"Ada"_s, .email = u"ada@example.org"_s, .onCall = true});
    });
    QVERIFY2(ada, why(ada).constData());
    (void)m_desk->window->go(u"setup/source"_s);
    QVERIFY(says(u"Waiting for the first alert"_s));
    auto *first = page()->findChild<ui::FirstAlert *>();
    auto *test = first->findChild<QPushButton *>();
    test->setFocus();
    press(Qt::Key_Space);
    QVERIFY2(says(u"Received: A test alert: nothing is wrong"_s), qPrintable(textsIn(first).join(u'\n')));
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"Monitoring"_s), u"Tested"_s, patience);
    const auto newest = [this] { return m_desk->read([](Transaction &t) { return alerts(t, {}, 1); })->front(); };
    QTRY_COMPARE_WITH_TIMEOUT(newest().status, AlertStatus::Resolved, patience);
    QCOMPARE(newest().service, u"test"_s);
    // It has been looked at as every alert is.
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->read([](Transaction &t) { return ungroupedAlerts(t); })->events, 0, patience);
    QCOMPARE(newest().incident, 0);
    QVERIFY(m_desk->read([](Transaction &t) { return incidents(t, {}, 1); })->empty());

    // Once tokens are asked for, it says so, and takes the one that is made there.
    const auto made = m_desk->change([](Transaction &t) { return makeIntakeToken(t, u"Somebody"_s, {}); });
    QVERIFY2(made, why(made).constData());
    QTRY_VERIFY_WITH_TIMEOUT((test->click(), says(u"must show a token"_s)), patience);
}

void FirstRunTest::aServerIsTriedBeforeAnybodyMovesThere()
{
    const TestDatabase server(Engine::Postgres);
    begin();
    (void)m_desk->window->go(u"setup/data"_s);
    auto *data = page()->findChild<ui::DataPanel *>();
    auto *address = data->findChild<QLineEdit *>();
    const auto tryIt = [&](const QString &text) {
        address->setText(text);
        QTest::keyClick(address, Qt::Key_Return);
    };
    tryIt(u"/tmp/incidents.db"_s);
    QVERIFY(says(u"begins with postgresql://"_s));
    QTcpServer nobody;
    QVERIFY(nobody.listen(QHostAddress::LocalHost));
    const quint16 port = nobody.serverPort();
    nobody.close();
    tryIt(u"postgresql://ada@127.0.0.1:%1/onlyonce"_s.arg(port));
    QVERIFY2(says(u"127.0.0.1:%1"_s.arg(port)), qPrintable(textsIn(data).join(u'\n')));
    qInfo().noquote() << textsIn(data).join(u'\n');
    tryIt(server.address());
    QVERIFY2(says(u"It answers"_s), qPrintable(textsIn(data).join(u'\n')));
    const QString command = data->findChildren<QLineEdit *>().back()->text();
    QCOMPARE(command, u"onlyonce --database '%1'"_s.arg(server.address()));
}

void FirstRunTest::whatHasAnsweredWorks()
{
    test::ScriptedDiscourse forum;
    begin();
    (void)m_desk->window->go(u"setup/forum"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"Forum"_s), u"To do"_s, patience);
    const auto connection = m_desk->change([&forum](Transaction &t) {
        return saveConnection(
            t, {.kind = u"forum"_s, .adapter = u"discourse"_s, .name = u"Community"_s, .settings = forum.settings()});
    });
    QVERIFY2(connection, why(connection).constData());
    const auto kept = await(
        m_desk->services->secrets().write(secretsKey(m_desk->opened.database->uuid(), *connection), forum.secrets()));
    QVERIFY2(kept, why(kept).constData());
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"Forum"_s), u"Set up"_s, patience);
    QVERIFY(m_desk->show());  // anew: the secrets are read with the form
    (void)m_desk->window->go(u"setup/forum"_s);
    QTRY_VERIFY_WITH_TIMEOUT(page() && stateOf(u"Forum"_s) == u"Set up"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(page()->findChildren<QLineEdit *>(),
                                                 [](const QLineEdit *field) {
                                                     return field->isVisible() && !field->text().isEmpty()
                                                         && field->echoMode() == QLineEdit::Password;
                                                 }),
                             patience);
    QVERIFY(tabTo(u"Test"_s));
    press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(u"Forum"_s), u"Works"_s, patience);
    QVERIFY(forum.topics().empty());
}

void FirstRunTest::theSameFormElsewhereFollows()
{
    begin();
    (void)m_desk->window->go(u"setup/mail"_s);
    const auto hosts = [this] {
        QStringList texts;
        for (const auto *form : m_desk->frame().findChildren<ui::ConnectionForm *>()) {
            if (form->kind() == u"mail"_s) {
                texts << form->settings().value(u"host"_s).toString();
            }
        }
        return texts;
    };
    QTRY_COMPARE(hosts(), QStringList{QString()});
    (void)m_desk->window->go(u"settings"_s);
    QTRY_COMPARE(hosts(), QStringList({QString(), QString()}));
    const auto saved = m_desk->change([](Transaction &t) {
        return saveConnection(t,
                              {.kind = u"mail"_s,
                               .adapter = u"smtp"_s,
                               .name = u"Mail"_s,
                               .settings = {{u"host"_s, u"mail.example.org"_s}, {u"from"_s, u"desk@example.org"_s}}});
    });
    QVERIFY2(saved, why(saved).constData());
    QTRY_COMPARE_WITH_TIMEOUT(hosts(), QStringList({u"mail.example.org"_s, u"mail.example.org"_s}), patience);
}

void FirstRunTest::whoHasBegunIsLeftAlone_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"nothing", "incident", "connection", "person", "put away"}) {
        QTest::newRow(what) << QString::fromLatin1(what);
    }
}

void FirstRunTest::whoHasBegunIsLeftAlone()
{
    QFETCH(const QString, what);
    begin();
    Result<> begun;
    if (what == "incident"_L1) {
        begun = m_desk->change([](Transaction &t) -> Result<> {
            const auto made = declareIncident(t, {.title = u"Customers cannot sign in"_s, .severity = Severity::Sev1});
            return made ? Result<>() : failure(made);
        });
    } else if (what == "connection"_L1) {
        begun = m_desk->change([](Transaction &t) -> Result<> {
            const auto made = saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
            return made ? Result<>() : failure(made);
        });
    } else if (what == "person"_L1) {
        begun = m_desk->change([](Transaction &t) -> Result<> {
            const auto made = savePerson(t, {.name = u"Ada"_s, .email = u"ada@example.org"_s, .onCall = true});
            return made ? Result<>() : failure(made);
        });
    } else if (what == "put away"_L1) {
        (void)m_desk->window->go(u"setup"_s);
        QTRY_VERIFY(page());
        for (QPushButton *button : page()->findChildren<QPushButton *>()) {
            if (button->text() == u"Later"_s) {
                button->click();
            }
        }
    }
    QVERIFY2(begun, why(begun).constData());
    QCOMPARE(m_desk->frame().currentPage(), u"incidents"_s);
    m_desk->window->offerSetup();
    const auto asked = m_desk->read([](Transaction &t) { return peopleOnCall(t); });  // after its own question
    QVERIFY2(asked, why(asked).constData());
    QTest::qWait(200);
    QCOMPARE(m_desk->frame().currentPage(), what == "nothing"_L1 ? u"setup"_s : u"incidents"_s);
}

QTEST_MAIN(FirstRunTest)
#include "tst_firstrun.moc"
