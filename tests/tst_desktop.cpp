// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a desktop: several incidents at once, notices by a real session bus whose far side is the test's own,
// the alarm with a player of the test's own, the tray, and that there is one window per database.
#include "app/adapters.h"
#include "app/window/archivejob.h"
#include "app/window/desktop.h"
#include "models/announce/announcer.h"
#include "models/base/json.h"
#include "models/catalog/deliverydesk.h"
#include "models/catalog/people.h"
#include "models/incidents/command/handover.h"
#include "models/incidents/command/references.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/command/roles.h"
#include "models/incidents/ending/ending.h"
#include "models/incidents/lists/savedviews.h"
#include "models/incidents/protocol/steps.h"
#include "models/incidents/protocol/tasks.h"
#include "models/notify/pager.h"
#include "models/postmortem/archive/wholearchive.h"
#include "support/forumoffice.h"
#include "support/guardedhouse.h"
#include "support/house.h"
#include "support/machine.h"
#include "support/realwindow.h"
#include "support/smtpserver.h"
#include "views/announce/announcepanel.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/lists/incidentfilterbar.h"
#include "views/incidents/lists/incidentlistpage.h"
#include "views/postmortem/archive/importpage.h"
#include "views/shell/alarm.h"
#include "views/shell/desktoppanel.h"
#include "views/shell/notifier.h"
#include "views/shell/pagewindow.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/sidebar.h"

#include <QApplication>
#include <QCheckBox>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>

#include <csignal>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::RealWindow;

namespace {

//! The far side of notices, as desktops have it.
class Notifications : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown
    {
        uint id = 0;
        QString title;
        QString text;
        QStringList actions;
        uint urgency = 0;
    };

    [[nodiscard]] QStringList titles() const
    {
        QStringList titles;
        for (const Shown &each : shown) {
            titles << each.title;
        }
        return titles;
    }

    QList<Shown> shown;
    QList<uint> closed;

public Q_SLOTS:
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &text,
                const QStringList &actions, const QVariantMap &hints, int)
    {
        const uint id = replaces > 0 ? replaces : ++m_last;
        shown.removeIf([id](const Shown &each) { return each.id == id; });
        shown.append({id, title, text, actions, hints.value(u"urgency"_s).toUInt()});
        return id;
    }
    void CloseNotification(uint id) { closed << id; }  // the protocol's own names

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);

private:
    uint m_last = 0;
};

//! The far side of the tray.
class TrayHost : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ isThere)
    Q_PROPERTY(int ProtocolVersion READ protocol)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ items)

public:
    [[nodiscard]] bool isThere() const { return true; }
    [[nodiscard]] int protocol() const { return 0; }
    [[nodiscard]] QStringList items() const { return registered; }
    QStringList registered;

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString &item) { registered << item; }

Q_SIGNALS:
    void StatusNotifierHostRegistered();
};

//! A session bus of this test alone, with that service on a connection of its own.
class Bus
{
public:
    Bus()
    {
        m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address=1"_s});
        if (!m_daemon.waitForStarted() || !m_daemon.waitForReadyRead(10'000)) {
            qFatal("there is no dbus-daemon");
        }
        const QByteArray address = m_daemon.readLine().trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        m_connection = QDBusConnection::connectToBus(QString::fromLatin1(address), u"desktop"_s);
        if (!m_connection.registerService(u"org.freedesktop.Notifications"_s)
            || !m_connection.registerObject(u"/org/freedesktop/Notifications"_s, &service,
                                            QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals)) {
            qFatal("the bus does not take the service");
        }
    }
    //! From now on the desktop has a tray.
    [[nodiscard]] bool showTray()
    {
        return m_connection.registerService(u"org.kde.StatusNotifierWatcher"_s)
            && m_connection.registerObject(u"/StatusNotifierWatcher"_s, &tray, QDBusConnection::ExportAllContents);
    }
    //! What the icon of that name says when it is pointed at.
    [[nodiscard]] QString tooltipOf(const QString &item)
    {
        QDBusMessage call = QDBusMessage::createMethodCall(item, u"/StatusNotifierItem"_s,
                                                           u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
        call << u"org.kde.StatusNotifierItem"_s << u"ToolTip"_s;
        const QDBusMessage reply = m_connection.call(call, QDBus::Block, 5'000);
        const auto tip = reply.arguments().value(0).value<QDBusVariant>().variant().value<QDBusArgument>();
        QString icon;
        QString title;
        QString text;
        tip.beginStructure();
        tip >> icon;
        tip.beginArray();
        tip.endArray();
        tip >> title >> text;
        tip.endStructure();
        return title + text;
    }
    void click(const QString &item)
    {
        QDBusMessage call = QDBusMessage::createMethodCall(item, u"/StatusNotifierItem"_s,
                                                           u"org.kde.StatusNotifierItem"_s, u"Activate"_s);
        call << 0 << 0;
        m_connection.send(call);
    }
    ~Bus()
    {
        QDBusConnection::disconnectFromBus(u"desktop"_s);
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    void leave() { m_connection.unregisterService(u"org.freedesktop.Notifications"_s); }

    Notifications service;
    TrayHost tray;

private:
    QProcess m_daemon;
    QDBusConnection m_connection{QString()};
};

QWidget *focus()
{
    return QApplication::focusWidget();
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

//! A player that notes each time it is started, and plays for so long.
QString playerIn(const QTemporaryDir &folder, const QString &name, const QString &does)
{
    QFile script(folder.filePath(name));
    if (!script.open(QIODevice::WriteOnly)) {
        qFatal("no script");
    }
    script.write(u"#!/bin/sh\necho x >> '%1.log'\n%2\n"_s.arg(script.fileName(), does).toUtf8());
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return script.fileName();
}

int timesPlayed(const QString &player)
{
    QFile log(player + u".log"_s);
    return log.open(QIODevice::ReadOnly) ? int(log.readAll().count('x')) : 0;
}

}  // namespace

class TestDesktop : public QObject
{
    Q_OBJECT

private:
    Bus m_bus;

    static Incident declare(RealWindow &real, const QString &title, Severity severity = Severity::Sev2)
    {
        return real.change([=](Transaction &t) { return declareIncident(t, {.title = title, .severity = severity}); })
            .value();
    }
    static QString pageOf(const Incident &incident) { return u"incident/%1"_s.arg(incident.id.value); }
    static QString current(RealWindow &real) { return real.frame().currentPage(); }

private Q_SLOTS:
    void init()
    {
        m_bus.service.shown.clear();
        m_bus.service.closed.clear();
    }

    void openIncidentsStandInTheSidebar()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        const Incident two = declare(real, u"Mail is late"_s);
        QVERIFY(real.show());
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        real.window->openIncident(two.id);
        QTRY_COMPARE(current(real), pageOf(two));
        QCOMPARE(real.frame().subPages(), (QStringList{pageOf(one), pageOf(two)}));
        QCOMPARE(real.frame().sidebar().current(), pageOf(two));
        QCOMPARE(real.frame().windowTitle(), u"INC-2  Mail is late — OnlyOnce"_s);
        press(Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(current(real), pageOf(one));
        press(Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(current(real), pageOf(two));
        press(Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(current(real), pageOf(one));
        // What it is called follows.
        REQUIRE_OK(real.change([&](Transaction &t) { return setTitle(t, one.id, u"Payments down"_s, one.version); }));
        QTRY_COMPARE(real.frame().windowTitle(), u"INC-1  Payments down — OnlyOnce"_s);
        press(Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(current(real), u"incidents"_s);
        QCOMPARE(real.frame().subPages(), QStringList{pageOf(two)});
        QVERIFY(!real.frame().page(pageOf(one)));
        press(Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(current(real), pageOf(two));
    }

    void noTwoActionsShareAKey()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        QVERIFY(real.show());
        QCOMPARE(real.frame().actions().faults(), QStringList());
    }

    void whatWasNotSentIsThereAgain()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        QVERIFY(real.show());
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        press(Qt::Key_M, Qt::ControlModifier);
        QTest::keyClicks(focus(), u"half a thought"_s);
        press(Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(current(real), u"incidents"_s);
        QVERIFY(real.frame().subPages().isEmpty());
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        QCOMPARE(real.frame().subPages(), QStringList{pageOf(one)});
        const auto fields = real.frame().page(pageOf(one))->findChildren<QPlainTextEdit *>();
        QVERIFY(std::ranges::any_of(fields, [](auto *each) { return each->toPlainText() == u"half a thought"_s; }));
    }

    void aPostThatWasBegunIsThereAgain()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        const auto text = [] {
            const auto *field = qobject_cast<QPlainTextEdit *>(focus());
            return field ? field->toPlainText() : QString();
        };
        const auto begin = [&] {
            real.window->openIncident(one.id);
            if (QTest::qWaitFor([&] { return current(real) == pageOf(one); })) {
                press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
            }
        };
        const auto posts = [&] {
            return real.read([&](Transaction &t) { return announcementsOf(t, one.id); }).value().front().posts;
        };
        QVERIFY(real.show());
        begin();
        QTRY_VERIFY(text().contains(u"Next update"_s));
        QTest::keyClicks(focus(), u"half a thought"_s);
        const QString begun = text();
        QVERIFY(begun != posts().front().body);
        press(Qt::Key_W, Qt::ControlModifier);
        QVERIFY(!real.frame().page(pageOf(one)));  // nothing is lost with it
        begin();
        QTRY_COMPARE(text(), begun);
        QCOMPARE(posts().size(), 1U);  // the same one
        const auto isMarked = [&] {
            const auto labels = real.frame().page(pageOf(one))->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [](const QLabel *each) {
                return each->isVisible() && each->text() == u"This was begun earlier and not saved."_s;
            });
        };
        QTRY_VERIFY(isMarked());
        QVERIFY(real.show());  // another window, of which nobody has taken leave
        begin();
        QTRY_COMPARE(text(), begun);
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(posts().front().body, begun.trimmed());
        const QDir drafts(QFileInfo(real.environment.settings().path()).absolutePath() + u"/drafts"_s);
        QTRY_COMPARE(QDir(drafts.path()).entryList(QDir::Files), QStringList());
        // What is thrown away leaves nothing behind, either.
        QTest::keyClicks(focus(), u"more"_s);
        QTRY_COMPARE(QDir(drafts.path()).entryList(QDir::Files).size(), 1);
        const auto buttons = real.frame().page(pageOf(one))->findChildren<QPushButton *>();
        const auto discard = std::ranges::find(buttons, u"Discard"_s, &QPushButton::text);
        QVERIFY(discard != buttons.end());
        (*discard)->click();
        QTRY_COMPARE(QDir(drafts.path()).entryList(QDir::Files), QStringList());
    }

    void anIncidentHasAWindowOfItsOwn()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        const Incident two = declare(real, u"Mail is late"_s);
        QVERIFY(real.show());
        real.window->openIncident(two.id);
        QTRY_COMPARE(current(real), pageOf(two));
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(real.frame().subPages(), QStringList{pageOf(two)});
        PageWindow *out = nullptr;
        for (QWidget *each : QApplication::topLevelWidgets()) {
            out = out ? out : qobject_cast<PageWindow *>(each);
        }
        QVERIFY(out);
        QTRY_VERIFY(out->isActiveWindow());
        QCOMPARE(out->windowTitle(), u"INC-1  Checkout down — OnlyOnce"_s);
        // The keys mean the incident whose window has the keyboard.
        press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        const auto acknowledged = [&](const Incident &incident) {
            return real.read([&](Transaction &t) { return onlyonce::incident(t, incident.id); })
                .value()
                ->time(IncidentTime::Acknowledged)
                .has_value();
        };
        QTRY_VERIFY(acknowledged(one));
        QVERIFY(!acknowledged(two));
        // Asked for again, it comes to the front where it is.
        real.frame().activateWindow();
        QTRY_VERIFY(real.frame().isActiveWindow());
        real.window->openIncident(one.id);
        QTRY_VERIFY(out->isActiveWindow());
        QVERIFY(!real.frame().page(pageOf(one)));
        out->close();
        QCOMPARE(current(real), pageOf(one));
        QCOMPARE(real.frame().subPages(), (QStringList{pageOf(two), pageOf(one)}));
    }

    void keptViewsStandInTheSidebar()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s, Severity::Sev1);
        declare(real, u"Mail is late"_s);
        const auto keep = [&](const QString &name, const IncidentFilter &filter) {
            return real.change([=](Transaction &t) { return saveView(t, name, filter, false); }).value();
        };
        const SavedViewId worst = keep(u"The worst"_s, {.severities = {Severity::Sev1}, .drills = Drills::Apart});
        const SavedViewId open = keep(u"What is open"_s, {.state = IncidentState::Open, .drills = Drills::Apart});
        const auto idOf = [](SavedViewId id) { return u"view/%1"_s.arg(id.value); };
        QVERIFY(real.show());
        const ui::Sidebar &sidebar = real.frame().sidebar();
        auto *list = real.frame().findChild<IncidentListPage *>();
        const auto rows = [&] { return list->findChild<RowList *>()->model()->rowCount(); };
        QTRY_COMPARE(rows(), 2);
        QTRY_COMPARE(sidebar.ids().mid(0, 3), (QStringList{u"incidents"_s, idOf(worst), idOf(open)}));
        real.window->openIncident(one.id);  // what comes and goes stands below
        QTRY_COMPARE(sidebar.ids().mid(1, 3), (QStringList{idOf(worst), idOf(open), pageOf(one)}));
        press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(current(real), u"incidents"_s);
        QCOMPARE(sidebar.current(), idOf(worst));
        QTRY_COMPARE(rows(), 1);
        // With the arrow keys; and “Incidents” means all of them again.
        press(Qt::Key_F6);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QCOMPARE(sidebar.current(), idOf(open));
        QTRY_COMPARE(rows(), 2);
        press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
        QTRY_COMPARE(rows(), 1);
        press(Qt::Key_F6);
        press(Qt::Key_Delete);  // closes what was opened, and nothing else
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        QCOMPARE(sidebar.current(), u"incidents"_s);
        QTRY_COMPARE(rows(), 2);
        // Narrowed by hand to the same, it is that view.
        auto &bar = list->filterBar();
        bar.setFilter({.severities = {Severity::Sev1}, .drills = Drills::Apart});
        QCOMPARE(sidebar.current(), idOf(worst));
        REQUIRE_OK(real.change([&](Transaction &t) { return removeView(t, worst); }));
        QTRY_COMPARE(sidebar.ids().mid(0, 3), (QStringList{u"incidents"_s, idOf(open), pageOf(one)}));
        QCOMPARE(sidebar.current(), u"incidents"_s);
    }

    void whatWasOpenComesBack()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        const Incident two = declare(real, u"Mail is late"_s);
        QVERIFY(real.show());
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        real.window->openIncident(two.id);
        QTRY_COMPARE(current(real), pageOf(two));
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        real.window->savePlace();
        QVERIFY(real.show());
        QTRY_COMPARE(real.frame().subPages(), (QStringList{pageOf(one), pageOf(two)}));
        QTRY_COMPARE(current(real), pageOf(one));
    }

    void itIsToldWhatOthersDid_data() { TestDatabase::addEngines(); }
    void itIsToldWhatOthersDid()
    {
        MonitoredHouse house;
        QTemporaryDir folder;
        const SettingsFile file(folder.filePath(u"settings.json"_s));
        const ActorId bob = house.person(u"Bob"_s, Role::Responder);
        house.as(bob, [](Transaction &t) { return declareIncident(t, {.title = u"Before"_s}); }).value();
        Desktop desktop({*house.database, house.ada}, file, {});
        QSignalSpy opened(&desktop, &Desktop::incidentWanted);
        desktop.start();
        QTRY_VERIFY(desktop.tray().texts().value(0).contains(u"INC-1  Before"_s));
        const Incident made =
            house
                .as(bob,
                    [](Transaction &t) {
                        return declareIncident(t, {.title = u"Search & find <b>fail"_s, .severity = Severity::Sev3});
                    })
                .value();
        house.change([](Transaction &t) { return declareIncident(t, {.title = u"My own"_s}); }).value();
        auto &shown = m_bus.service.shown;
        QTRY_COMPARE(m_bus.service.titles(), QStringList{u"INC-2  Search & find <b>fail"_s});
        QCOMPARE(shown[0].text, u"SEV3, new"_s);
        QCOMPARE(shown[0].actions, (QStringList{u"default"_s, u"Open"_s, u"acknowledge"_s, u"Acknowledge"_s}));
        QCOMPARE(shown[0].urgency, 1U);
        Q_EMIT m_bus.service.ActionInvoked(shown[0].id, u"default"_s);
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].value<IncidentId>(), made.id);
        // Worse: the same notice says so. Better is no news.
        house.as(bob, [&](Transaction &t) { return setSeverity(t, made.id, Severity::Sev1, made.version); }).value();
        QTRY_COMPARE(shown.value(0).text, u"Now SEV1"_s);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0].urgency, 2U);
        Q_EMIT m_bus.service.ActionInvoked(shown[0].id, u"acknowledge"_s);
        QTRY_VERIFY(house.incidentOf(2).time(IncidentTime::Acknowledged));
        QTRY_COMPARE(m_bus.service.closed, QList<uint>{shown[0].id});  // it has been answered
        // Switched off, nothing is said.
        desktop.change({.notices = false});
        house.as(bob, [](Transaction &t) { return declareIncident(t, {.title = u"Unheard"_s}); }).value();
        QTRY_VERIFY(desktop.tray().texts().join(u' ').contains(u"Unheard"_s));
        QCOMPARE(shown.size(), 1);
        QVERIFY(!desktopSettings(file).notices);
    }

    void whatIsRestrictedStaysIn_data() { TestDatabase::addEngines(); }
    void whatIsRestrictedStaysIn();

    void aPostWaitsForTheSecond_data() { TestDatabase::addEngines(); }
    void aPostWaitsForTheSecond();

    void whereNothingIsSentItIsSaid();

    void whatIsHiddenClosesItself_data()
    {
        QTest::addColumn<bool>("apart");
        QTest::newRow("in the window") << false;
        QTest::newRow("in a window of its own") << true;
    }
    void whatIsHiddenClosesItself();

    void aRoleThatIsOfferedIsTold_data() { TestDatabase::addEngines(); }
    void aRoleThatIsOfferedIsTold()
    {
        MonitoredHouse house;
        QTemporaryDir folder;
        const ActorId bob = house.person(u"Bob"_s, Role::Responder);
        const PersonId ada = house.change([](Transaction &t) { return personOfActor(t); }).value().id;
        const PersonId other = house.change([](Transaction &t) { return savePerson(t, {.name = u"Cy"_s}); }).value();
        const Incident made =
            house.change([](Transaction &t) { return declareIncident(t, {.title = u"Checkout down"_s}); }).value();
        Desktop desktop({*house.database, house.ada}, SettingsFile(folder.filePath(u"s.json"_s)), {});
        desktop.start();
        QTRY_VERIFY(desktop.tray().texts().value(0).contains(u"Checkout"_s));
        house.as(bob, [&](Transaction &t) { return offerHandover(t, made.id, u"scribe"_s, other, u"brief"_s); })
            .value();
        house.as(bob, [&](Transaction &t) { return offerHandover(t, made.id, u"commander"_s, ada, u"brief"_s); })
            .value();
        QTRY_COMPARE(m_bus.service.shown.size(), 1);
        QVERIFY2(m_bus.service.shown[0].text.contains(u"Commander"_s), qPrintable(m_bus.service.shown[0].text));
        // A promise to customers, once it is broken.
        house.database.clock.advance(2h);
        house
            .change([&](Transaction &t) -> Result<> {
                Incident now = **onlyonce::incident(t, made.id);
                const auto done =
                    t.exec(u"UPDATE incident SET next_update_at = ? WHERE id = ?"_s, t.now() - 1min, made.id);
                t.touch(u"incident"_s, made.id);
                return done ? Result<>() : failure(done);
            })
            .value();
        QTRY_COMPARE(m_bus.service.shown.size(), 2);
        QVERIFY(m_bus.service.shown[1].text.contains(u"overdue"_s));
        house
            .change([&](Transaction &t) -> Result<> {
                t.touch(u"incident"_s, made.id);
                return {};
            })
            .value();
        QTest::qWait(300);
        QCOMPARE(m_bus.service.shown.size(), 2);  // once
    }

    //! Once, whoever looks where; also what ended while nobody was there to tell.
    void aTimerIsToldOnce()
    {
        MonitoredHouse house(Engine::Sqlite);
        QTemporaryDir folder;
        const SettingsFile file(folder.filePath(u"settings.json"_s));
        house
            .change([](Transaction &t) {
                return saveProtocol(t, {.name = u"Any"_s,
                                        .lowest = Severity::Sev4,
                                        .text = u"- Publish (timer 5m)\n- Look again (timer 9m)"_s});
            })
            .value();
        const auto declared = [&](const NewIncident &wanted) {
            const IncidentId id = house.change([=](Transaction &t) { return declareIncident(t, wanted); }).value().id;
            const auto steps = house.read([id](Transaction &t) { return stepsOf(t, id); }).value();
            for (const IncidentStep &each : steps) {
                house.change([&](Transaction &t) { return startStepTimer(t, each.id); }).value();
            }
            return id;
        };
        const auto touch = [&](IncidentId id) {
            house
                .change([id](Transaction &t) -> Result<> {
                    t.touch(u"incident_step"_s, id);
                    return {};
                })
                .value();
        };
        const auto texts = [this] {
            QStringList found;
            for (const Notifications::Shown &each : std::as_const(m_bus.service.shown)) {
                found << each.title + u": "_s + each.text;
            }
            return found;
        };
        auto desktop = std::make_unique<Desktop>(Session{*house.database, house.ada}, file, QStringList());
        QSignalSpy ended(desktop.get(), &Desktop::timerEnded);
        desktop->start();
        const IncidentId id = declared({.title = u"Checkout down"_s});
        house.database.clock.advance(6min);
        touch(id);
        QTRY_COMPARE(ended.size(), 1);
        QTRY_COMPARE(texts(), QStringList{u"INC-1  Checkout down: The time of step 1 is over: Publish"_s});
        touch(id);
        QTest::qWait(300);
        QCOMPARE(ended.size(), 1);
        desktop.reset();
        m_bus.service.shown.clear();
        house.database.clock.advance(10min);
        desktop = std::make_unique<Desktop>(Session{*house.database, house.ada}, file, QStringList());
        desktop->start();
        QTRY_COMPARE(texts(), QStringList{u"INC-1  Checkout down: The time of step 2 is over: Look again"_s});
        // Of a restricted one, that there is something.
        m_bus.service.shown.clear();
        const IncidentId secret = declared({.title = u"Keys leak"_s, .restrictedTo = QList<PersonId>()});
        house.database.clock.advance(6min);
        touch(secret);
        QTRY_COMPARE(texts(), QStringList{u"INC-2, restricted: "_s});
    }

    void aTimerIsToldInTheWindow()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        real.change([](Transaction &t) {
                return saveProtocol(t, {.name = u"Any"_s, .lowest = Severity::Sev4, .text = u"- Look (timer 1m)"_s});
            })
            .value();
        const Incident one = declare(real, u"Checkout down"_s);
        QVERIFY(real.show());
        real.window->startDesktop();
        real.window->desktop().change(
            {.notices = false});  // which would be on their way still when the next test begins
        const StepId step = real.read([&](Transaction &t) { return stepsOf(t, one.id); }).value().front().id;
        const auto end = [&] {
            return real.change([&](Transaction &t) -> Result<> {
                ONLYONCE_TRY(startStepTimer(t, step));
                t.touch(u"incident_step"_s, one.id);
                const auto done = t.exec(u"UPDATE incident_step SET timer_started_at = ? WHERE id = ?"_s,
                                         t.now() - 60s + 200ms, step);
                return done ? Result<>() : failure(done);
            });
        };
        const QString id = u"timer/%1"_s.arg(step.value);
        QTest::qWait(300);  // a start from nothing tells of nothing
        REQUIRE_OK(end());
        QTRY_VERIFY(real.frame().messages().ids().contains(id));
        const auto buttons = real.frame().messages().findChildren<QPushButton *>();
        const auto show = std::ranges::find(buttons, u"Show it"_s, &QPushButton::text);
        QVERIFY(show != buttons.end());
        (*show)->click();
        QTRY_COMPARE(current(real), pageOf(one));
        QCOMPARE(qobject_cast<IncidentPage *>(real.frame().page(pageOf(one)))->currentPanel(), 1);
        // There, it is said on the page.
        QTRY_VERIFY(!real.frame().messages().ids().contains(id));
        REQUIRE_OK(end());
        auto *own = real.frame().page(pageOf(one))->findChild<MessageStack *>();
        QTRY_VERIFY(own->ids().contains(id));
        QVERIFY(!real.frame().messages().ids().contains(id));
    }

    void whatIsAskedForStaysOnItsPage()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const auto one = declare(real, u"Checkout down"_s);
        QVERIFY(real.show());
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        real.frame().actions().action(u"incident.handin"_s)->trigger();
        const QString told = u"There is no post-mortem yet. It begins with the first why or word."_s;
        QTRY_VERIFY(real.frame().messages().ids().contains(told));
        real.frame().showPage(u"alerts"_s);
        QVERIFY(!real.frame().messages().ids().contains(told));
    }

    void allIncidentsAreExportedInPlace()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        declare(real, u"Checkout down"_s);
        declare(real, u"Mail is late"_s);
        QVERIFY(real.show());
        const QTemporaryDir place;
        auto *job = real.window->findChild<ArchiveJob *>();
        const auto message = [&real] {
            for (const auto *label : real.frame().messages().findChildren<QLabel *>()) {
                if (label->text().contains(u"incidents"_s)) {
                    return label->text();
                }
            }
            return QString();
        };
        const auto isEnabled = [&real](const QString &id) { return real.frame().actions().action(id)->isEnabled(); };
        QVERIFY(!isEnabled(u"archive.cancel"_s));
        const ArchiveWish wish{.documents = {formatById(u"pdf")}, .folder = place.path()};
        job->begin(wish);
        QVERIFY(isEnabled(u"archive.cancel"_s));
        QTRY_VERIFY_WITH_TIMEOUT(message().startsWith(u"2 incidents are in "_s), 30'000);
        const QString folder = message().mid(QString(u"2 incidents are in "_s).size());
        QVERIFY(folder.startsWith(place.path() + u"/Incidents "_s));
        for (const auto &path : {u"index.html"_s, u"INC-1 Checkout down/INC-1 Checkout down.pdf"_s}) {
            QVERIFY2(QFile::exists(folder + u'/' + path), qPrintable(path));
        }

        // Another one has a folder of its own; cancelled, it leaves none.
        job->begin(wish);
        real.frame().actions().action(u"archive.cancel"_s)->trigger();
        QTRY_COMPARE(message(), QString());
        QTRY_VERIFY(!isEnabled(u"archive.cancel"_s));
        QTRY_COMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden).size(), 1);
        QVERIFY(real.frame().messages().ids().contains(u"archive"_s));
    }

    void oneIsExportedByTheFormAndHistoryComesIn()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        QVERIFY(real.show());
        const QTemporaryDir place;
        const auto pressed = [&real](const QString &action) { real.frame().actions().action(action)->trigger(); };
        const auto keyed = [&real](Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
            QTest::keyClick(real.frame().focusWidget(), key, modifiers);
        };
        real.window->openIncident(one.id);
        QTRY_COMPARE(current(real), pageOf(one));
        pressed(u"archive.export"_s);
        QTRY_COMPARE(current(real), u"export"_s);
        QTRY_VERIFY(real.frame().page(u"export"_s)->isAncestorOf(real.frame().focusWidget()));
        keyed(Qt::Key_Right);  // this one alone
        real.frame().page(u"export"_s)->findChild<QLineEdit *>()->setText(place.path());
        keyed(Qt::Key_Return, Qt::ControlModifier);
        const QString file = place.filePath(u"INC-1 Checkout down/INC-1 Checkout down.pdf"_s);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 30'000);
        keyed(Qt::Key_Escape);
        QTRY_COMPARE(current(real), pageOf(one));

        QFile table(place.filePath(u"old.csv"_s));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("title,severity,started\nMail is late,SEV2,2025-03-01 10:00\n");
        table.close();
        pressed(u"archive.import"_s);
        QTRY_COMPARE(current(real), u"import"_s);
        auto *page = qobject_cast<ImportPage *>(real.frame().page(u"import"_s));
        page->look({table.fileName()});
        QTRY_COMPARE(page->findChild<RowList *>()->model()->rowCount(), 2);
        keyed(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(page->findChild<RowList *>()->currentIndex().row(), 1);
        keyed(Qt::Key_Return);
        const auto shown = [&real] { return qobject_cast<IncidentPage *>(real.frame().page(current(real))); };
        QTRY_VERIFY(shown());
        QCOMPARE(shown()->incident().title, u"Mail is late"_s);
    }

    void aStormIsToldTogether()
    {
        MonitoredHouse house(Engine::Sqlite);
        QTemporaryDir folder;
        Desktop desktop({*house.database, house.ada}, SettingsFile(folder.filePath(u"s.json"_s)), {});
        desktop.start();
        QTest::qWait(100);
        QJsonArray alerts;
        for (int i = 0; i < 12; ++i) {
            alerts.append(firing(u"a%1"_s.arg(i), u"service %1"_s.arg(i)));
        }
        house.tellAndGroup(alerts);
        QTRY_COMPARE(m_bus.service.titles(), QStringList{u"12 new incidents"_s});
        house.tellAndGroup({firing(u"late"_s, u"another"_s)});
        QTRY_COMPARE(m_bus.service.titles(), QStringList{u"13 new incidents"_s});
        QVERIFY(m_bus.service.shown[0].text.startsWith(u"The worst: SEV"_s));
    }

    void theAlarmSoundsUntilSomebodyHasIt()
    {
        MonitoredHouse house(Engine::Sqlite);
        QTemporaryDir folder;
        const QString broken = playerIn(folder, u"broken"_s, u"exit 1"_s);
        const QString player =
            playerIn(folder, u"player"_s, u"head -c 4 \"$1\" > '%1/head'; sleep 0.5"_s.arg(folder.path()));
        const ActorId bob = house.person(u"Bob"_s, Role::Responder);
        Desktop desktop({*house.database, house.ada}, SettingsFile(folder.filePath(u"s.json"_s)),
                        {u"no-such-player"_s, broken, player});
        house.as(bob, [](Transaction &t) { return declareIncident(t, {.title = u"Lesser"_s}); }).value();
        desktop.start();
        QTRY_COMPARE(desktop.tray().texts().size(), 3);
        house
            .change([](Transaction &t) {
                return declareIncident(t, {.title = u"I know of it"_s, .severity = Severity::Sev1});
            })
            .value();
        QTRY_COMPARE(desktop.tray().texts().size(), 4);
        QVERIFY(!desktop.alarm().isSounding());
        const Incident worst = house
                                   .as(bob,
                                       [](Transaction &t) {
                                           return declareIncident(t, {.title = u"Worst"_s, .severity = Severity::Sev1});
                                       })
                                   .value();
        QTRY_VERIFY(desktop.alarm().isSounding());
        QTRY_COMPARE_WITH_TIMEOUT(timesPlayed(player), 2, 6'000);  // again and again
        QCOMPARE(timesPlayed(broken), 1);                          // tried, and given up
        QFile head(folder.filePath(u"head"_s));
        QVERIFY(head.open(QIODevice::ReadOnly));
        QCOMPARE(head.readAll(), QByteArray("RIFF"));
        house.as(bob, [&](Transaction &t) { return acknowledgeIncident(t, worst.id); }).value();
        QTRY_VERIFY(!desktop.alarm().isSounding());
        // Stopped in the midst of it, it still knows its player.
        desktop.tryAlarm();
        const int played = timesPlayed(player);
        house
            .as(bob,
                [](Transaction &t) { return declareIncident(t, {.title = u"Worse"_s, .severity = Severity::Sev1}); })
            .value();
        QTRY_VERIFY(desktop.alarm().isSounding());
        desktop.change({.alarm = false});
        QVERIFY(!desktop.alarm().isSounding());
        desktop.change({.alarm = true});
        QTRY_VERIFY_WITH_TIMEOUT(timesPlayed(player) > played + 1, 6'000);
    }

    void aSoundThatWasGoneIsHeardAgain()
    {
        QTemporaryDir folder;
        const QString player =
            playerIn(folder, u"player"_s, u"test -e '%1/device' && touch '%1/heard'"_s.arg(folder.path()));
        Alarm alarm({player});
        QSignalSpy unheard(&alarm, &Alarm::unheard);
        alarm.start();
        QTRY_COMPARE(unheard.size(), 1);
        QVERIFY(QFile(folder.filePath(u"device"_s)).open(QIODevice::WriteOnly));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder.filePath(u"heard"_s)), 10'000);
        QCOMPARE(unheard.size(), 1);
    }

    void whereNothingCanBeHeardIsSaidOnce()
    {
        Alarm alarm({u"no-such-player"_s});
        QSignalSpy unheard(&alarm, &Alarm::unheard);
        alarm.start();
        alarm.stop();
        alarm.start();
        QCOMPARE(unheard.size(), 1);
        alarm.playOnce();  // whoever tries it is told again
        QCOMPARE(unheard.size(), 2);
        const QByteArray loud = alarmWave(100);
        const QByteArray mute = alarmWave(0);
        QCOMPARE(loud.size(), mute.size());
        QCOMPARE(mute.mid(44).count('\0'), mute.size() - 44);
        QVERIFY(loud.mid(44).count('\0') < loud.size() / 2);
        qint32 said = 0;
        std::memcpy(&said, loud.constData() + 4, 4);
        QCOMPARE(said, loud.size() - 8);
    }

    void withoutATrayClosingAsks()
    {
        RealWindow real(RealWindow::Outside::Reached);
        QVERIFY(real.show());
        real.window->startDesktop();
        QVERIFY(!real.window->desktop().hasTray());
        QVERIFY(!real.frame().close());
        QVERIFY(real.frame().messages().ids().contains(u"end"_s));
        auto *close = qobject_cast<QPushButton *>(focus());
        QVERIFY(close);
        close->click();
        QVERIFY(!real.frame().isVisible());
    }

    void theSettingsAreKept()
    {
        QTemporaryDir folder;
        const SettingsFile file(folder.filePath(u"settings.json"_s));
        QCOMPARE(desktopSettings(file), DesktopSettings());
        DesktopPanel panel(DesktopSettings(), true);
        QSignalSpy changed(&panel, &DesktopPanel::changed);
        panel.findChildren<QCheckBox *>().front()->click();
        QCOMPARE(changed.size(), 1);
        const auto wanted = changed[0][0].value<DesktopSettings>();
        QCOMPARE(wanted, DesktopSettings{.notices = false});
        REQUIRE_OK(save(file, wanted));
        QCOMPARE(desktopSettings(file), wanted);
    }

    //! The real program on a display and a tray of the test's own.
    void closingTheWindowLeavesItInTheTray()
    {
        QProcess display;
        display.start(u"Xvfb"_s,
                      {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s, u"-nolisten"_s, u"tcp"_s});
        QVERIFY(QTest::qWaitFor([&display] { return display.canReadLine(); }, 20'000));
        QVERIFY(m_bus.showTray());
        const QTemporaryDir folder;
        test::Machine machine(folder.filePath(u"desk.db"_s), folder.path());
        machine.run({u"incident"_s, u"open"_s, u"Checkout down"_s, u"--severity"_s, u"SEV2"_s});
        QCOMPARE(machine.exitCode, 0);
        QProcessEnvironment environment = machine.environment;
        environment.remove(u"QT_QPA_PLATFORM"_s);
        environment.insert(u"DISPLAY"_s, u':' + QString::fromLatin1(display.readLine()).trimmed());
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"));
        QFile settings(folder.filePath(u"settings.json"_s));
        QVERIFY(settings.open(QIODevice::WriteOnly) && settings.write(R"({"listen":{"address":"127.0.0.1:0"}})") > 0);
        settings.close();
        QProcess program;
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        program.start(QString::fromLatin1(ONLYONCE_BINARY),
                      {u"--database"_s, folder.filePath(u"desk.db"_s), u"--config"_s, settings.fileName()});
        QTRY_COMPARE_WITH_TIMEOUT(m_bus.tray.registered.size(), 1, 20'000);
        const QString item = m_bus.tray.registered.front();
        QTRY_VERIFY2_WITH_TIMEOUT(m_bus.tooltipOf(item).contains(u"one open incident"_s),
                                  qPrintable(m_bus.tooltipOf(item)), 10'000);
        QVERIFY(m_bus.tooltipOf(item).contains(u"SEV2  INC-1  Checkout down"_s));
        const auto windows = [&] {
            QProcess eye;
            eye.setProcessEnvironment(environment);
            eye.start(u"xdotool"_s, {u"search"_s, u"--onlyvisible"_s, u"--name"_s, u"^OnlyOnce$"_s});
            (void)QTest::qWaitFor([&eye] { return eye.state() == QProcess::NotRunning; }, 10'000);
            return QString::fromLatin1(eye.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        };
        QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 1, 10'000);
        QProcess hand;
        hand.setProcessEnvironment(environment);
        hand.start(u"xdotool"_s, {u"windowfocus"_s, windows().front(), u"key"_s, u"ctrl+w"_s});
        QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 0, 10'000);
        QTRY_COMPARE(m_bus.service.titles(), QStringList{u"OnlyOnce is still running"_s});
        QCOMPARE(program.state(), QProcess::Running);
        m_bus.click(item);
        QTRY_COMPARE_WITH_TIMEOUT(windows().size(), 1, 10'000);
        program.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 20'000);
        QCOMPARE(program.exitCode(), 0);
        display.terminate();
        QTRY_COMPARE(display.state(), QProcess::NotRunning);
    }

    void aSecondStartRaisesTheFirst()
    {
        QTemporaryDir folder;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name :
             {u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_RUNTIME_DIR"_s, u"HOME"_s}) {
            environment.insert(name, folder.path());
        }
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"QT_LOGGING_RULES"_s, QString());
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        QFile settings(folder.filePath(u"settings.json"_s));
        QVERIFY(settings.open(QIODevice::WriteOnly) && settings.write(R"({"listen":{"address":"127.0.0.1:0"}})") > 0);
        settings.close();
        const auto begin = [&](QProcess &process) {
            process.setProcessEnvironment(environment);
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.start(QString::fromLatin1(ONLYONCE_BINARY),
                          {u"--database"_s, folder.filePath(u"desk.db"_s), u"--config"_s, settings.fileName()});
            return process.waitForStarted();
        };
        const auto isUp = [&] {
            const QStringList sockets =
                QDir(folder.path()).entryList({u"onlyonce-*"_s}, QDir::AllEntries | QDir::System);
            return sockets.size() == 2;  // the lock and the door
        };
        QProcess first;
        QVERIFY(begin(first));
        QTRY_VERIFY_WITH_TIMEOUT(isUp(), 20'000);
        QTest::qWait(500);
        QProcess second;
        QVERIFY(begin(second));
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 20'000);
        QCOMPARE(second.exitCode(), 0);
        QVERIFY(second.readAll().contains("already has come to the front"));
        QCOMPARE(first.state(), QProcess::Running);
        // What a killed one leaves behind keeps nobody out.
        ::kill(pid_t(first.processId()), SIGKILL);
        QTRY_COMPARE(first.state(), QProcess::NotRunning);
        QProcess third;
        QVERIFY(begin(third));
        QTest::qWait(2'000);
        QCOMPARE(third.state(), QProcess::Running);
        QProcess fourth;
        QVERIFY(begin(fourth));
        QTRY_COMPARE_WITH_TIMEOUT(fourth.state(), QProcess::NotRunning, 20'000);
        QCOMPARE(fourth.exitCode(), 0);
        third.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(third.state(), QProcess::NotRunning, 20'000);
        QCOMPARE(third.exitCode(), 0);
    }
};

namespace {

//! What nobody else may read, each with a word of its own.
class Secrets
{
public:
    QString operator()(const QString &what)
    {
        m_words << u"zx%1%2"_s.arg(what).arg(m_words.size());
        return m_words.back();
    }
    //! Those that stand there.
    [[nodiscard]] QStringList in(const QString &text) const
    {
        QStringList found;
        std::ranges::copy_if(m_words, std::back_inserter(found),
                             [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
        return found;
    }

private:
    QStringList m_words;
};

QStringList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged << text;
}

}  // namespace

void TestDesktop::whatIsRestrictedStaysIn()
{
    logged.clear();
    const auto handler = qScopeGuard([before = qInstallMessageHandler(keepLog)] { qInstallMessageHandler(before); });
    Secrets secret;
    MonitoredHouse house;
    house.database.clock.set(toIso(SystemClock().now()));  // PostgreSQL goes by its own clock
    QTemporaryDir folder;
    const ActorId bob = house.person(u"Bob"_s, Role::Commander);
    const PersonId ada = house.change([](Transaction &t) { return personOfActor(t); }).value().id;
    house
        .change([](Transaction &t) {
            return savePerson(t, {.name = u"Eve"_s, .email = u"eve@example.org"_s, .onCall = true});
        })
        .value();

    // What sends: mail, to a server that takes everything, and a forum.
    const test::TestSmtpServer server;
    test::ScriptedDiscourse forum;
    test::ForumOffice office(house.database, forum);
    house
        .change([&](Transaction &t) {
            return setUpConnection(t, {.kind = u"mail"_s,
                                       .adapter = u"smtp"_s,
                                       .name = u"Mail"_s,
                                       .settings = {{u"host"_s, u"localhost"_s},
                                                    {u"port"_s, server.port()},
                                                    {u"security"_s, u"starttls"_s},
                                                    {u"from"_s, u"desk@onlyonce.example"_s},
                                                    {u"ca"_s, QString::fromLatin1(server.caPem())}}});
        })
        .value();
    const auto keys = makeFileStore(house.database.folder() + u"/secrets.json"_s);
    DeliveryRunner runner(*house.database, deliveryAdapters(), *keys,
                          {.processName = u"test"_s, .program = house.program, .pollInterval = milliseconds(50)});
    registerPager(runner);
    runner.onSettled(forumPostKind(), announcementSettled);
    runner.start();
    Pager pager(*house.database, house.program);
    pager.start();
    house.as(bob, [](Transaction &t) { return declareIncident(t, {.title = u"Before"_s}); }).value();
    Desktop desktop({*house.database, house.ada}, SettingsFile(folder.filePath(u"s.json"_s)), {});
    desktop.start();
    QTRY_VERIFY(desktop.tray().texts().value(0).contains(u"INC-1  Before"_s));

    // Bob's incident, which Ada may see.
    const Incident made = house
                              .as(bob,
                                  [&](Transaction &t) {
                                      return declareIncident(t, {.title = secret(u"title"_s),
                                                                 .severity = Severity::Sev1,
                                                                 .services = {secret(u"service"_s)},
                                                                 .dataCentres = {secret(u"centre"_s)},
                                                                 .startedAt = t.now() - 4min,
                                                                 .restrictedTo = QList<PersonId>{ada}});
                                  })
                              .value();
    const IncidentId id = made.id;
    house
        .as(bob,
            [&](Transaction &t) -> Result<> {
                ONLYONCE_TRY(addNote(t, id, secret(u"note"_s)));
                ONLYONCE_TRY(addTask(t, id, {.text = secret(u"task"_s)}));
                ONLYONCE_TRY(takeRole(t, id, secret(u"role"_s), {}));
                ONLYONCE_TRY(addReference(t, id, {.title = secret(u"link"_s), .url = u"https://example.org/x"_s}));
                ONLYONCE_TRY(
                    attach(t, {.incident = id, .name = secret(u"file"_s), .content = secret(u"log"_s).toUtf8()}));
                return {};
            })
        .value();
    house.as(bob, [&](Transaction &t) { return offerHandover(t, id, u"commander"_s, ada, secret(u"brief"_s)); })
        .value();
    const auto posted = house.as(bob, [&](Transaction &t) {
        return draftAnnouncement(t, {.incident = id,
                                     .title = u"Some accounts may be at risk"_s,
                                     .body = u"We look into reports of an attack, and change all keys."_s});
    });
    REQUIRE_OK(posted);
    REQUIRE_OK(house.change(
        [&](Transaction &t) { return releasePost(t, posted->posts.front().id, posted->posts.front().version); }));
    const auto letters = [&server] {
        const auto mails = server.received();
        return std::ranges::count_if(mails, [](const test::ReceivedMail &mail) {
            return mail.parsed[u"headers"_s][u"Subject"_s].toString() == u"INC-2, restricted"_s;
        });
    };
    QTRY_COMPARE_WITH_TIMEOUT(letters(), 1, 20'000);
    // What the forum answered is written, too: below, somebody changes what they have read of the incident.
    const auto isOut = [&] {
        const auto all = house.read([&](Transaction &t) { return announcementsOf(t, id); }).value();
        return all.front().posts.front().state == PostState::Published;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOut(), 20'000);
    house.database.clock.advance(2h);  // a promise is broken
    house
        .as(bob,
            [&](Transaction &t) -> Result<> {
                const auto done = t.exec(u"UPDATE incident SET next_update_at = ? WHERE id = ?"_s, t.now() - 1min, id);
                t.touch(u"incident"_s, id);
                return done ? Result<>() : failure(done);
            })
        .value();
    QTRY_VERIFY(m_bus.service.shown.size() >= 2);  // new, or the offer in its place, and overdue
    const Incident now = house.incidentOf(2);
    const Incident other =
        house.change([](Transaction &t) { return declareIncident(t, {.title = u"Search is slow"_s}); }).value();
    house.change([&](Transaction &t) { return relateIncidents(t, other.id, id); }).value();
    house.as(bob, [&](Transaction &t) { return closeAsFalseAlarm(t, id, now.version, secret(u"reason"_s)); }).value();
    QTRY_COMPARE_WITH_TIMEOUT(letters(), 2, 20'000);  // stand down

    for (const test::ReceivedMail &mail : server.received()) {
        const QString text = QString::fromUtf8(mail.bytes) + QString::fromUtf8(toJsonBytes(mail.parsed));
        QCOMPARE(secret.in(text), QStringList());
    }
    const auto rows = house.read([&](Transaction &t) { return outboxOf(t, id.value); }).value();
    QVERIFY(rows.size() >= 3);
    for (const OutboxRow &row : rows) {
        const QString all = QStringList{row.title,
                                        row.key,
                                        row.lane,
                                        row.lastError,
                                        QString::fromUtf8(toJsonBytes(row.payload)),
                                        QString::fromUtf8(toJsonBytes(row.result)),
                                        QString::fromUtf8(toJsonBytes(row.progress))}
                                .join(u'\n');
        QCOMPARE(secret.in(all), QStringList());
        QVERIFY2(row.title.contains(u"INC-2, restricted"_s), qPrintable(row.title));
    }
    for (const Notifications::Shown &notice : std::as_const(m_bus.service.shown)) {
        QCOMPARE(secret.in(notice.title + notice.text + notice.actions.join(u' ')), QStringList());
        QCOMPARE(notice.title, u"INC-2, restricted"_s);
        QCOMPARE(notice.text, QString());
    }
    QCOMPARE(secret.in(desktop.tray().texts().join(u' ')), QStringList());
    QCOMPARE(secret.in(house.timeline(other.id).join(u'\n')), QStringList());
    QVERIFY(house.timeline(other.id).join(u'\n').contains(u"INC-2, restricted"_s));
    QCOMPARE(secret.in(logged.join(u'\n')), QStringList());
    QTRY_COMPARE(QFuture<void>(runner.stop()).isFinished(), true);
}

//! The same panel, as the one who wrote the post and as the other sees it.
void TestDesktop::aPostWaitsForTheSecond()
{
    MonitoredHouse house;
    const ActorId bob = house.person(u"Bob"_s, Role::Commander);
    const PersonId him = house.as(bob, [](Transaction &t) { return personOfActor(t); }).value().id;
    const Incident made =
        house
            .change([&](Transaction &t) {
                return declareIncident(t, {.title = u"Keys in a public place"_s, .restrictedTo = QList<PersonId>{him}});
            })
            .value();
    REQUIRE_OK(house.change([&](Transaction &t) {
        return draftAnnouncement(t, {.incident = made.id,
                                     .title = u"Some accounts may be at risk"_s,
                                     .body = u"We look into reports of an attack."_s});
    }));
    const auto buttonOf = [](const QWidget &panel, const QString &text) -> QPushButton * {
        for (auto *each : panel.findChildren<QPushButton *>()) {
            if (each->isVisible() && each->text() == text) {
                return each;
            }
        }
        return nullptr;
    };
    const auto says = [](const QWidget &panel, const QString &text) {
        const auto labels = panel.findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](auto *each) { return each->isVisible() && each->text() == text; });
    };
    Session hers{*house.database, house.ada};
    Session his{*house.database, bob};
    AnnouncePanel writer(hers, made.id);
    AnnouncePanel other(his, made.id);
    writer.show();
    other.show();
    QTRY_VERIFY(buttonOf(writer, u"Waits for a second person"_s));
    QVERIFY(!buttonOf(writer, u"Waits for a second person"_s)->isEnabled());
    QVERIFY(says(writer, u"INC-1 is restricted: somebody else than Ada must approve this."_s));
    QTRY_VERIFY(buttonOf(other, u"Approve as one of two"_s));
    QVERIFY(!buttonOf(other, u"Waits for a second person"_s));
    // Whoever changes a word waits for the first.
    auto *text = other.findChild<QPlainTextEdit *>();
    text->setPlainText(u"We look into reports of an attack, and change all keys."_s);
    QVERIFY(!buttonOf(other, u"Approve as one of two"_s));
    buttonOf(other, u"Save for a second person"_s)->click();
    QTRY_VERIFY(buttonOf(other, u"Waits for a second person"_s));
    QTRY_VERIFY(buttonOf(writer, u"Approve as one of two"_s));
    QSignalSpy failed(&writer, &AnnouncePanel::failed);
    buttonOf(writer, u"Approve as one of two"_s)->click();
    QTRY_COMPARE(failed.size(), 1);  // there is no forum in this house, and that is all that is missing
    QVERIFY2(failed[0][0].value<Error>().message.contains(u"No forum is connected"_s),
             qPrintable(failed[0][0].value<Error>().message));
}

//! The window of a database role that does not see all leaves the sending to others; when something is to be sent.
void TestDesktop::whereNothingIsSentItIsSaid()
{
    GuardedHouse house(Engine::Postgres);
    const QString role = house.newRole(u"limited"_s);
    must(house.connected()->runOnce(
        u"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %1"_s.arg(role)));
    const ConnectionId mail = must(house.as(house.ada, [](Transaction &t) {
        return saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
    }));
    QTemporaryDir folder;
    Environment environment =
        environmentFrom(folder.filePath(u"none.db"_s), folder.filePath(u"settings.json"_s)).value();
    environment.database = house.urlOf(role);
    Opened opened = openDatabase(environment).value();
    Services services(opened, environment, {.intake = {.port = 0}, .processName = u"limited"_s});
    REQUIRE_OK(services.start());
    Window window(opened, services, environment);
    window.show();
    QTest::qWait(300);
    QVERIFY(!window.frame().messages().ids().contains(u"limits"_s));
    must(house.as(house.ada, [&](Transaction &t) {
        return enqueue(t, {.kind = u"page.mail"_s, .connection = mail, .key = u"one"_s, .title = u"Mail to Ada"_s});
    }));
    QTRY_VERIFY(window.frame().messages().ids().contains(u"limits"_s));
    const auto labels = window.frame().messages().findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
        return label->text().contains(u"One message waits until another machine sends it."_s);
    }));
    auto stopped = services.stop();
    QTRY_VERIFY(stopped.isFinished());
}

//! Somebody restricts what is open here, and does not name who sits here.
void TestDesktop::whatIsHiddenClosesItself()
{
    QFETCH(const bool, apart);
    RealWindow real(RealWindow::Outside::Sealed);
    const auto asBob = [&](auto work) {
        const ActorId bob =
            await(real.opened.database->write({}, [](Transaction &t) { return actorForLogin(t, u"bob"_s, u"Bob"_s); }))
                .value()
                .id;
        return await(real.opened.database->write(bob, std::move(work)));
    };
    const Incident made =
        asBob([](Transaction &t) { return declareIncident(t, {.title = u"Keys in a public place"_s}); }).value();
    asBob([&](Transaction &t) { return takeRole(t, made.id, u"commander"_s, {}); }).value();
    QVERIFY(real.show());
    real.window->openIncident(made.id);
    QTRY_COMPARE(current(real), pageOf(made));
    for (const Qt::Key panel : {Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_6, Qt::Key_7, Qt::Key_1}) {
        press(panel, Qt::AltModifier);  // each of them reads by itself
    }
    press(Qt::Key_M, Qt::ControlModifier);
    QTest::keyClicks(focus(), u"half a thought"_s);
    if (apart) {
        press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!real.frame().isActiveWindow());
    }
    QStringList said = real.frame().messages().ids();
    asBob([&](Transaction &t) { return restrictIncident(t, made.id, {}); }).value();
    const auto open = [] {
        return std::ranges::count_if(QApplication::topLevelWidgets(), [](const QWidget *each) {
            return each->isVisible() && qobject_cast<const PageWindow *>(each);
        });
    };
    QTRY_VERIFY(real.frame().subPages().isEmpty());
    QTRY_COMPARE(open(), 0);
    QVERIFY(!real.frame().page(pageOf(made)));
    QCOMPARE(current(real), u"incidents"_s);
    QTest::qWait(300);            // what was asked before may still be answered
    said.prepend(u"hidden/1"_s);  // and nothing about what could not be read any more
    QCOMPARE(real.frame().messages().ids(), said);
    const auto labels = real.frame().messages().findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
        return label->text().contains(u"INC-1 is restricted now"_s) && label->text().contains(u"Ask Bob to name you"_s);
    }));
    QCOMPARE(real.frame().windowTitle(), u"OnlyOnce"_s);

    // Named, it can be opened again, and what was written is there.
    asBob([&](Transaction &t) { return liftRestriction(t, made.id, u"It was a test key"_s); }).value();
    real.window->openIncident(made.id);
    QTRY_COMPARE(current(real), pageOf(made));
    const auto fields = real.frame().page(pageOf(made))->findChildren<QPlainTextEdit *>();
    QVERIFY(std::ranges::any_of(fields, [](auto *each) { return each->toPlainText() == u"half a thought"_s; }));
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    TestDesktop test;  // before the application: the bus is to be there when it looks for one
    QApplication app(argc, argv);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_desktop.moc"
