// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of the window: pages, actions, palette, help, messages, and that all of it works by keys alone.
#include "views/shell/mainwindow.h"
#include "views/shell/shortcuthelp.h"
#include "views/widgets/focus.h"
#include "views/widgets/fuzzy.h"
#include "views/widgets/look.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/sectionedpage.h"
#include "views/widgets/sidebar.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace onlyonce::ui;

namespace {

QWidget *pageWithField(const QString &name)
{
    auto *page = new QWidget;
    auto *field = new QLineEdit(page);
    field->setAccessibleName(name);
    page->setFocusProxy(field);
    return page;
}

}  // namespace

class ShellTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Look> m_look;
    std::unique_ptr<MainWindow> m_window;
    int m_declared = 0;

    [[nodiscard]] ActionTable &actions() const { return m_window->actions(); }
    [[nodiscard]] static QWidget *focus() { return QApplication::focusWidget(); }

    //! Everything that can be reached has a name and a role; insides of item views are the models' matter.
    static void walk(QAccessibleInterface *node, QStringList &faults)
    {
        if (!node || !node->isValid() || node->state().invisible) {
            return;
        }
        const QObject *object = node->object();
        const bool reachable = node->state().focusable;
        if (reachable && node->text(QAccessible::Name).isEmpty()) {
            faults << u"%1 %2 has no name"_s.arg(QLatin1StringView(object ? object->metaObject()->className() : "?"),
                                                 object ? object->objectName() : QString());
        }
        if (reachable && (node->role() == QAccessible::NoRole || node->role() == QAccessible::Client)) {
            faults << u"%1 has no role"_s.arg(node->text(QAccessible::Name));
        }
        if (qobject_cast<const QAbstractItemView *>(object)) {
            return;
        }
        for (int i = 0; i < node->childCount(); ++i) {
            walk(node->child(i), faults);
        }
    }

private Q_SLOTS:
    void initTestCase() { m_look = std::make_unique<Look>(Appearance::Light); }

    void init()
    {
        m_declared = 0;
        m_window = std::make_unique<MainWindow>();
        actions().add({u"incident.declare"_s, u"&Incident"_s, u"&Declare incident"_s, QKeySequence(u"Ctrl+N"_s),
                       u"incident"_s, [this] { ++m_declared; }, u"open new outage"_s});
        m_window->addPage(u"incidents"_s, u"incident"_s, u"Incidents"_s, pageWithField(u"first"_s));
        m_window->addPage(u"alerts"_s, u"bell"_s, u"Alerts"_s, pageWithField(u"second"_s));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void pagesAreShownByKeyAndBack()
    {
        QSignalSpy shown(m_window.get(), &MainWindow::pageChanged);
        QCOMPARE(m_window->currentPage(), u"incidents"_s);
        QTest::keyClick(focus(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), u"alerts"_s);
        QCOMPARE(m_window->sidebar().current(), u"alerts"_s);
        QCOMPARE(focus()->accessibleName(), u"second"_s);
        QTest::keyClick(focus(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->currentPage(), u"incidents"_s);
        QCOMPARE(shown.count(), 2);
        m_window->showPage(u"no such page"_s);
        QCOMPARE(m_window->currentPage(), u"incidents"_s);
    }

    void aPageKeepsItsFocus()
    {
        auto *page = new QWidget;
        auto *column = new QVBoxLayout(page);
        QPushButton *head = makeButton(u"head"_s);
        auto *list = new QLineEdit;
        auto *foot = new QLineEdit;
        for (QWidget *each : QList<QWidget *>{head, list, foot}) {
            column->addWidget(each);
        }
        rememberFocus(page, list);
        m_window->addPage(u"three"_s, u"bell"_s, u"Three"_s, page);
        m_window->showPage(u"three"_s);
        QCOMPARE(focus(), list);  // where the page wants it
        foot->setFocus();
        m_window->showPage(u"alerts"_s);
        m_window->showPage(u"three"_s);
        QCOMPARE(focus(), foot);  // where it was left
        m_window->showPage(u"alerts"_s);
        foot->hide();
        m_window->showPage(u"three"_s);
        QCOMPARE(focus(), head);  // what is gone cannot have it
    }

    void tabMeetsEverything()
    {
        // Round once, and what stands before the page's own first choice is met as well.
        auto *page = new QWidget;
        auto *column = new QVBoxLayout(page);
        QStringList wanted;
        for (const QString &name : {u"one"_s, u"two"_s, u"three"_s}) {
            auto *field = new QLineEdit;
            field->setAccessibleName(name);
            column->addWidget(field);
            wanted << name;
            if (name == u"two"_s) {
                rememberFocus(page, field);
            }
        }
        m_window->addPage(u"three"_s, u"bell"_s, u"Three"_s, page);
        m_window->showPage(u"three"_s);
        QTest::qWait(1);  // layouts show what they are given when the event loop turns
        QStringList met;
        for (int i = 0; i < 6; ++i) {
            met << focus()->accessibleName();
            QTest::keyClick(focus(), Qt::Key_Tab);
        }
        for (const QString &name : wanted) {
            QVERIFY2(met.contains(name), qPrintable(met.join(u' ')));
        }
    }

    void enterPressesButtons()
    {
        int pressed = 0;
        QPushButton *button = makeButton(u"Send"_s, ButtonKind::Primary);
        QToolButton *mark = makeIconButton(u"close"_s, u"Close"_s);
        connect(button, &QPushButton::clicked, this, [&pressed] { ++pressed; });
        connect(mark, &QToolButton::clicked, this, [&pressed] { ++pressed; });
        auto *page = new QWidget;
        auto *column = new QVBoxLayout(page);
        column->addWidget(button);
        column->addWidget(mark);
        m_window->addPage(u"buttons"_s, u"bell"_s, u"Buttons"_s, page);
        m_window->showPage(u"buttons"_s);
        for (QWidget *each : QList<QWidget *>{button, mark}) {
            each->setFocus();
            QTest::keyClick(focus(), Qt::Key_Return);
            QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, {}, {}, true);
            QCoreApplication::sendEvent(focus(), &held);
        }
        QCOMPARE(pressed, 2);  // held down, it presses once
    }

    //! Who tabs must see where they are: a button with the focus is drawn otherwise than one without.
    void focusOnAButtonIsSeen()
    {
        for (const ButtonKind kind : {ButtonKind::Normal, ButtonKind::Primary, ButtonKind::Danger, ButtonKind::Quiet}) {
            auto *page = new QWidget;
            auto *column = new QVBoxLayout(page);
            QPushButton *button = makeButton(u"Send"_s, kind);
            column->addWidget(button);
            column->addWidget(new QLineEdit);
            m_window->addSubPage(u"kind"_s, u"alerts"_s, page);
            m_window->showPage(u"kind"_s);
            m_window->setAttribute(Qt::WA_KeyboardFocusChange);
            button->clearFocus();
            const QImage without = button->grab().toImage();
            button->setFocus(Qt::TabFocusReason);
            QVERIFY(button->grab().toImage() != without);
        }
    }

    void tabMeetsWhatComesLaterWhereItStands()
    {
        auto *page = new QWidget;
        auto *column = new QVBoxLayout(page);
        const auto field = [](const QString &name) {
            auto *made = new QLineEdit;
            made->setAccessibleName(name);
            return made;
        };
        auto *first = field(u"first"_s);
        auto *last = field(u"last"_s);
        column->addWidget(first);
        column->addWidget(last);
        m_window->addPage(u"three"_s, u"bell"_s, u"Three"_s, page);
        m_window->showPage(u"three"_s);
        // Two rows before the last field, one after the other, and a form after the first.
        for (const QString &name : {u"row one"_s, u"row two"_s}) {
            auto *row = new QWidget;
            auto *line = new QHBoxLayout(row);
            line->addWidget(field(name));
            column->insertWidget(column->count() - 1, row);
            tabBefore(last, row);
        }
        auto *form = new QWidget;
        auto *lines = new QVBoxLayout(form);
        lines->addWidget(field(u"form one"_s));
        lines->addWidget(field(u"form two"_s));
        column->insertWidget(1, form);
        tabInto(first, form);
        QTest::qWait(1);  // layouts show what they are given when the event loop turns
        first->setFocus();
        QStringList met;
        for (int i = 0; i < 6; ++i) {
            met << focus()->accessibleName();
            QTest::keyClick(focus(), Qt::Key_Tab);
        }
        QCOMPARE(met, (QStringList{u"first"_s, u"form one"_s, u"form two"_s, u"row one"_s, u"row two"_s, u"last"_s}));
    }

    void subPagesComeAndGo()
    {
        m_window->addSubPage(u"incident/52"_s, u"incidents"_s, pageWithField(u"fifty-two"_s));
        m_window->showPage(u"alerts"_s);
        m_window->showPage(u"incident/52"_s);
        QCOMPARE(m_window->sidebar().current(), u"incidents"_s);
        QPointer<QWidget> old = m_window->page(u"incident/52"_s);
        m_window->addSubPage(u"incident/52"_s, u"incidents"_s, pageWithField(u"again"_s));
        QTRY_VERIFY(!old);
        QCOMPARE(m_window->currentPage(), u"incident/52"_s);
        m_window->removeSubPage(u"incident/52"_s);
        QCOMPARE(m_window->currentPage(), u"incidents"_s);
        QVERIFY(!m_window->page(u"incident/52"_s));
        m_window->removeSubPage(u"alerts"_s);
        QVERIFY(m_window->page(u"alerts"_s));
    }

    void oneTableFeedsMenusPaletteAndHelp()
    {
        QVERIFY(actions().faults().isEmpty());
        for (const auto &row : actions().rows()) {
            QVERIFY2(!row.spec.shortcut.isEmpty(), qPrintable(row.spec.id));
            QVERIFY2(!row.action->text().isEmpty(), qPrintable(row.spec.id));
        }
        QTRY_COMPARE(m_window->menuBar()->actions().size(), 3);
        QCOMPARE(m_window->menuBar()->actions().first()->text(), u"&Incident"_s);
        QCOMPARE(m_window->menuBar()->actions().last()->text(), u"&Help"_s);

        QTest::keyClick(focus(), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(m_declared, 1);

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"named twice"_s));
        actions().add({u"incident.declare"_s, {}, u"Again"_s, {}, {}, {}, {}});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"share a shortcut"_s));
        QAction *second = actions().add({u"note.new"_s, {}, u"New note"_s, QKeySequence(u"Ctrl+N"_s), {}, {}, {}});
        QVERIFY(second->shortcut().isEmpty());
        QCOMPARE(actions().faults(), QStringList({u"incident.declare"_s, u"note.new"_s}));
    }

    void thePaletteFindsRunsAndGivesTheFocusBack()
    {
        QWidget *before = focus();
        QTest::keyClick(focus(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(m_window->commandPalette().isVisible());
        QVERIFY(focus() != before);
        QTest::keyClicks(focus(), u"outage"_s);
        QCOMPARE(m_window->commandPalette().shownTexts().first(), u"Declare incident"_s);
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(m_declared, 1);
        QVERIFY(!m_window->commandPalette().isVisible());
        QCOMPARE(focus(), before);

        m_window->commandPalette().popup(u"zzzz"_s);
        QVERIFY(m_window->commandPalette().shownTexts().isEmpty());
        QTest::keyClick(focus(), Qt::Key_Return);
        QVERIFY(m_window->commandPalette().isVisible());
        QTest::keyClick(focus(), Qt::Key_Escape);
        QVERIFY(!m_window->commandPalette().isVisible());
        QCOMPARE(m_declared, 1);

        actions().setEnabled(u"incident.declare"_s, false);
        m_window->commandPalette().popup(u"declare"_s);
        QVERIFY(!m_window->commandPalette().shownTexts().contains(u"Declare incident"_s));
        QTest::mouseClick(m_window->page(u"incidents"_s), Qt::LeftButton, {}, QPoint(5, 400));
        QVERIFY(!m_window->commandPalette().isVisible());
    }

    void providersMayAnswerLater()
    {
        QList<PaletteItem> found;
        m_window->commandPalette().addProvider([&found](const QString &) { return found; });
        m_window->commandPalette().popup(u"chk"_s);
        QVERIFY(m_window->commandPalette().shownTexts().isEmpty());
        found.append({u"Checkout fails"_s, u"INC-52"_s, {}, u"incident"_s, {}, {}});
        m_window->commandPalette().refresh();
        QCOMPARE(m_window->commandPalette().shownTexts(), QStringList{u"Checkout fails"_s});
        // A better answer that comes later is what Enter takes, unless a person has moved to another.
        int taken = 0;
        found.prepend({.text = u"chk"_s, .run = [&taken] { taken = 1; }});
        m_window->commandPalette().refresh();
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(taken, 1);
        found = {{.text = u"chk other"_s, .run = [&taken] { taken = 2; }}, {.text = u"a chk"_s, .run = {}}};
        m_window->commandPalette().popup(u"chk"_s);
        QTest::keyClick(focus(), Qt::Key_Down);
        QTest::keyClick(focus(), Qt::Key_Up);
        found.prepend({.text = u"chk"_s, .run = [&taken] { taken = 3; }});
        m_window->commandPalette().refresh();
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(taken, 2);
        m_window->commandPalette().popup();
        QTest::keyClick(focus(), Qt::Key_Escape);
    }

    void letterOrderDecides_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("starts of words") << u"di"_s << u"Declare incident"_s << u"Address index"_s;
        QTest::newRow("a run beats pieces") << u"post"_s << u"Post-mortems"_s << u"Purge old stale tokens"_s;
        QTest::newRow("the start beats the middle") << u"inc"_s << u"Incidents"_s << u"Go to incidents"_s;
        QTest::newRow("shorter beats longer") << u"alerts"_s << u"Alerts"_s << u"Alerts of every source"_s;
        QTest::newRow("numbers") << u"52"_s << u"INC-52"_s << u"INC-1502"_s;
        QTest::newRow("spaces do not count") << u"dec inc"_s << u"Declare incident"_s << u"Decide in council"_s;
    }

    void letterOrderDecides()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(fuzzyScore(pattern, better) > fuzzyScore(pattern, worse));
        QVERIFY(fuzzyScore(pattern, better) >= 0);
    }

    void lettersAreMarked()
    {
        QList<int> hits;
        QVERIFY(fuzzyScore(u"di", u"Declare incident", &hits) > 0);
        QCOMPARE(hits, QList<int>({0, 8}));
        QCOMPARE(fuzzyScore(u"xyz", u"Declare incident", &hits), -1);
        QVERIFY(hits.isEmpty());
        QCOMPARE(fuzzyScore(u"", u"anything"), 0);
        QCOMPARE(fuzzyScore(u"a", u""), -1);
        QVERIFY(fuzzyScore(QString(5000, u'a'), QString(5000, u'a')) > 0);
    }

    void helpListsEveryShortcut()
    {
        actions().add(
            {.id = u"test.long"_s,
             .menu = u"Test"_s,
             .text = u"What takes more words than a list of shortcuts has room for, however wide the window is"_s,
             .shortcut = QKeySequence(u"Ctrl+Alt+Shift+E"_s),
             .run = [] {}});
        // Not from a text field: there, a question mark is a letter.
        m_window->sidebar().setFocus();
        QTest::keyClick(focus(), Qt::Key_Question);
        auto *help = m_window->findChild<ShortcutHelp *>();
        QVERIFY(help->isVisible());
        QStringList words;
        for (const QLabel *label : help->findChildren<QLabel *>()) {
            words << label->text();
        }
        for (const auto &row : actions().rows()) {
            QVERIFY2(words.contains(row.action->text().remove(u'&')), qPrintable(row.spec.id));
        }
        const QWidget *sight = help->findChild<QScrollArea *>()->viewport();
        for (const PillLabel *keys : help->findChildren<PillLabel *>()) {
            const QRect place(keys->mapTo(sight, QPoint()), keys->size());
            QVERIFY2(place.left() >= 0 && place.right() < sight->width(), qPrintable(keys->accessibleName()));
        }
        auto *bar = help->findChild<QScrollArea *>()->verticalScrollBar();
        bar->setRange(0, 100);
        QTest::keyClick(focus(), Qt::Key_End);
        QCOMPARE(bar->value(), 100);
        QTest::keyClick(focus(), Qt::Key_Home);
        QCOMPARE(bar->value(), 0);
        QTest::keyClick(focus(), Qt::Key_Escape);
        QVERIFY(!help->isVisible());

        m_window->page(u"incidents"_s)->setFocus();
        QTest::keyClicks(focus(), u"?"_s);
        QVERIFY(!help->isVisible());
        QCOMPARE(qobject_cast<QLineEdit *>(focus())->text(), u"?"_s);
        QTest::keyClick(focus(), Qt::Key_F1);
        QVERIFY(help->isVisible());
        QTest::keyClick(focus(), Qt::Key_Escape);
        QCOMPARE(qobject_cast<QLineEdit *>(focus())->text(), u"?"_s);
    }

    void theSidebarIsDrivenByArrows()
    {
        QTest::keyClick(focus(), Qt::Key_F6);
        QCOMPARE(focus()->parentWidget(), &m_window->sidebar());
        QTest::keyClick(focus(), Qt::Key_Down);
        QCOMPARE(m_window->currentPage(), u"incidents"_s);
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), u"alerts"_s);
        m_window->setCount(u"alerts"_s, 3, Tone::Danger);
        QTest::keyClick(focus(), Qt::Key_F6);
        QVERIFY(focus()->accessibleDescription().contains(u'3'));
        QTest::keyClick(focus(), Qt::Key_F6);
        QCOMPARE(focus()->accessibleName(), u"second"_s);
    }

    void sectionsAreDrivenByArrows()
    {
        auto *page = new SectionedPage(u"Settings"_s);
        for (const QString &name : {u"one"_s, u"two"_s, u"three"_s}) {
            page->addSection(u"user"_s, name, pageWithField(name));
        }
        m_window->addPage(u"settings"_s, u"settings"_s, u"Settings"_s, page);
        m_window->showPage(u"settings"_s);
        const auto entry = [] {
            const auto *button = qobject_cast<QAbstractButton *>(focus());
            return button ? button->text() : QString();
        };
        QCOMPARE(entry(), u"one"_s);
        // What an arrow key moves to is shown, and the next one may go on; Enter goes into it.
        QTest::keyClick(focus(), Qt::Key_Down);
        QCOMPARE(entry(), u"two"_s);
        QCOMPARE(page->currentSection(), 1);
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(focus()->accessibleName(), u"two"_s);
        // Shown from elsewhere; Shift+Tab leads to where one is in the list.
        page->showSection(2);
        QCOMPARE(focus()->accessibleName(), u"three"_s);
        QTest::keyClick(focus(), Qt::Key_Backtab);
        QCOMPARE(entry(), u"three"_s);
        const int wide = focus()->width();
        QVERIFY(focus()->toolTip().isEmpty());
        m_window->resize(m_window->minimumSize());
        QTRY_VERIFY(focus()->width() < wide / 2);
        QCOMPARE(focus()->toolTip(), u"three"_s);
    }

    void messagesStackAndAct()
    {
        int pressed = 0;
        m_window->showMessage(
            {u"mail"_s, Tone::Danger, u"Mail fails"_s, {{u"Open settings"_s, [&pressed] { ++pressed; }, true}}, true});
        m_window->showMessage({u"mail"_s,
                               Tone::Danger,
                               u"Mail still fails"_s,
                               {{u"Open settings"_s, [&pressed] { ++pressed; }, true}},
                               true});
        QCOMPARE(m_window->messages().ids(), QStringList{u"mail"_s});
        for (int i = 0; i < 4; ++i) {
            m_window->showMessage({u"m%1"_s.arg(i), Tone::Accent, u"Note %1"_s.arg(i), {}, true});
        }
        QCOMPARE(m_window->messages().ids(), QStringList({u"m3"_s, u"m2"_s, u"m1"_s, u"m0"_s, u"mail"_s}));
        const auto bars = m_window->messages().findChildren<MessageBar *>();
        QCOMPARE(std::count_if(bars.begin(), bars.end(), [](const MessageBar *bar) { return bar->isVisible(); }), 3);
        m_window->dismissMessage(u"m2"_s);
        m_window->dismissMessage(u"m1"_s);
        for (QPushButton *button : m_window->messages().findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == u"Open settings"_s) {
                button->click();
            }
        }
        QCOMPARE(pressed, 1);
        QCOMPARE(m_window->messages().ids(), QStringList({u"m3"_s, u"m0"_s}));
        m_window->dismissMessage(u"m3"_s);
        m_window->dismissMessage(u"m0"_s);
        QVERIFY(!m_window->messages().isVisible());
    }

    void messagesAreReachedAndClosedByKeys()
    {
        QWidget *before = focus();
        QTest::keyClick(before, Qt::Key_F8);
        QCOMPARE(focus(), before);  // there is none
        int pressed = 0;
        const Message mail{
            u"mail"_s, Tone::Danger, u"Mail fails"_s, {{u"Retry"_s, [&pressed] { ++pressed; }, false}}, true};
        m_window->showMessage(mail);
        QCOMPARE(focus(), before);  // a message never takes the focus by itself
        QTest::keyClick(before, Qt::Key_F8);
        QVERIFY(m_window->messages().isAncestorOf(focus()));
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(pressed, 1);
        QWidget *button = focus();
        m_window->showMessage(mail);
        QCOMPARE(focus(), button);  // said again, it stays as it is
        QTest::keyClick(focus(), Qt::Key_F8);
        QCOMPARE(focus(), before);
        QTest::keyClick(focus(), Qt::Key_F8);
        QTest::keyClick(focus(), Qt::Key_Escape);
        QVERIFY(m_window->messages().ids().isEmpty());
        QCOMPARE(focus(), before);
    }

    void closingAsksTheGuard()
    {
        bool allowed = false;
        m_window->setCloseGuard([&allowed] { return allowed; });
        QVERIFY(!m_window->close());
        QVERIFY(m_window->isVisible());
        allowed = true;
        QVERIFY(m_window->close());
    }

    void thePlaceIsKept()
    {
        // As narrow as it gets: since Qt 6.8 a window comes back no wider than the screen, and the test's has 800 pixels.
        const QSize kept(m_window->minimumWidth(), 702);
        const QTemporaryDir folder;
        const onlyonce::SettingsFile settings(folder.filePath(u"settings.json"_s));
        QVERIFY(settings.saveSection(u"profile", {{u"name"_s, u"Ada"_s}}));
        m_window->restorePlace(settings);
        m_window->resize(kept);
        QVERIFY(m_window->close());
        MainWindow other;
        QVERIFY(other.size() != kept);
        other.restorePlace(settings);
        QCOMPARE(other.size(), kept);
        QCOMPARE(settings.section(u"profile").value()[u"name"_s], u"Ada"_s);
    }

    void whatOnlyTellsOfASuccessGoesByItself()
    {
        MessageStack stack;
        stack.add({.id = u"done"_s, .tone = Tone::Success, .text = u"Saved"_s});
        stack.add({.id = u"question"_s,
                   .tone = Tone::Success,
                   .text = u"It has recovered."_s,
                   .buttons = {{u"Close"_s, {}}}});
        stack.add({.id = u"failed"_s, .tone = Tone::Danger, .text = u"It was not saved."_s});
        stack.show();
        const auto timers = stack.findChildren<QTimer *>();
        QCOMPARE(timers.size(), 1);
        QVERIFY(timers.front()->isActive() && timers.front()->interval() >= 10'000);
        auto *bar = qobject_cast<MessageBar *>(timers.front()->parent());
        bar->findChild<QAbstractButton *>()->setFocus();
        Q_EMIT timers.front()->timeout({});
        QCOMPARE(stack.ids(), QStringList({u"failed"_s, u"question"_s, u"done"_s}));  // somebody is about to use it
        bar->findChild<QAbstractButton *>()->clearFocus();
        Q_EMIT timers.front()->timeout({});
        QCOMPARE(stack.ids(), QStringList({u"failed"_s, u"question"_s}));
    }

    void itFitsOnTheScreenWithItsFrame()
    {
        const QTemporaryDir folder;
        MainWindow fresh;
        fresh.restorePlace(onlyonce::SettingsFile(folder.filePath(u"settings.json"_s)));
        // What stands at the bottom, such as the button that goes on, must not be below the screen.
        QVERIFY(fresh.height() < fresh.screen()->availableSize().height());
    }

    void everythingHasANameAndARole()
    {
        m_window->showMessage({u"mail"_s, Tone::Warning, u"Mail fails"_s, {{u"Retry"_s, {}, true}}, true});
        m_window->commandPalette().popup();
        QStringList faults;
        walk(QAccessible::queryAccessibleInterface(m_window.get()), faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QTest::keyClick(focus(), Qt::Key_Escape);
        actions().action(u"help.shortcuts"_s)->trigger();
        walk(QAccessible::queryAccessibleInterface(m_window.get()), faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QTest::keyClick(focus(), Qt::Key_Escape);
    }
};

QTEST_MAIN(ShellTest)
#include "tst_shell.moc"
