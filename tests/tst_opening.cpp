// SPDX-License-Identifier: GPL-3.0-or-later
// In the real window: the page that was made ahead, before anybody asked for an incident, is as good as one that was made
// for its incident, and nothing of it is to be seen or heard until then.
#include "models/incidents/desk.h"
#include "models/incidents/ending/ending.h"
#include "support/printedmodel.h"
#include "support/realwindow.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/timeline/timelinemodel.h"
#include "views/widgets/composer.h"
#include "views/widgets/stategrid.h"

#include <QDir>
#include <QLabel>
#include <QPlainTextEdit>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;
using test::RealWindow;

namespace {

//! The one that waits for its incident.
IncidentPage *pageAhead()
{
    for (QWidget *each : QApplication::allWidgets()) {
        auto *page = qobject_cast<IncidentPage *>(each);
        if (page && page->incident().id.isNull()) {
            return page;
        }
    }
    return nullptr;
}

QString pageOf(const Incident &incident)
{
    return u"incident/%1"_s.arg(incident.id.value);
}

//! Whatever Tab meets on a page, in its order, and where it stands.
QStringList tabOrder(const QWidget *page)
{
    QStringList order;
    for (const QWidget *next = page; (next = next->nextInFocusChain()) != page;) {
        if (page->isAncestorOf(next) && (next->focusPolicy() & Qt::TabFocus) && next->isVisible()) {
            const QRect place(next->mapTo(page, QPoint()), next->size());
            order << u"%1 %2 %3,%4 %5×%6"_s
                         .arg(QString::fromLatin1(next->metaObject()->className()), next->accessibleName())
                         .arg(place.x())
                         .arg(place.y())
                         .arg(place.width())
                         .arg(place.height());
        }
    }
    return order;
}

bool shows(const QWidget *page, const QString &text)
{
    const auto labels = page->findChildren<QLabel *>();
    return std::ranges::any_of(labels,
                               [&](const QLabel *each) { return each->isVisible() && each->text().contains(text); });
}

}  // namespace

class TestOpening : public QObject
{
    Q_OBJECT

private:
    static Incident declare(RealWindow &real, const QString &title, bool drill = false)
    {
        return real
            .change([=](Transaction &t) {
                return declareIncident(t, {.title = title, .services = {u"shop"_s}, .drill = drill});
            })
            .value();
    }

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void whatWaitsIsSilent()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        QVERIFY(real.show());
        QTRY_VERIFY(pageAhead());
        const QPointer<IncidentPage> ahead = pageAhead();
        const QStringList said = real.frame().messages().ids();
        // Whatever changes, also in another process, where nobody knows what it was: it reads nothing of an incident that
        // is none, and says of none that it is gone.
        REQUIRE_OK(real.change([&](Transaction &t) { return addNote(t, one.id, u"Queue is long"_s); }));
        real.opened.database->feed().publish({.elsewhere = true});
        QTest::qWait(500);
        QCOMPARE(pageAhead(), ahead.data());
        QVERIFY(!ahead->isVisible());
        QCOMPARE(ahead->findChild<TimelineModel *>()->rowCount(), 0);
        QCOMPARE(real.frame().messages().ids(), said);
        QCOMPARE(real.frame().subPages(), QStringList());
        QCOMPARE(
            QDir(QFileInfo(real.environment.settings().path()).absolutePath() + u"/drafts"_s).entryList(QDir::Files),
            QStringList());
        // And the window goes with it standing there.
        real.window.reset();
        QVERIFY(!ahead);
    }

    void isTheSameAsOneThatIsMadeForItsIncident()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        REQUIRE_OK(real.change([&](Transaction &t) { return addNote(t, one.id, u"Queue is long"_s); }));
        const auto page = [&] { return qobject_cast<IncidentPage *>(real.frame().page(pageOf(one))); };
        const auto isFilled = [&] {
            const auto *grid = page()->findChild<StateGrid *>();
            return page()->findChild<TimelineModel *>()->rowCount() >= 2 && grid && grid->isVisible();
        };
        // A window that is not shown yet has none ahead.
        real.window.emplace(real.opened, *real.services, real.environment);
        real.frame().resize(1280, 800);
        real.window->openIncident(one.id);
        QTRY_COMPARE(real.frame().currentPage(), pageOf(one));
        QVERIFY(!pageAhead());
        real.window->show();
        QVERIFY(QTest::qWaitForWindowActive(&real.frame()));
        QTRY_VERIFY(isFilled());
        QTest::qWait(300);
        const QStringList order = tabOrder(page());
        QVERIFY(order.size() > 20);

        QVERIFY(real.show());
        QTRY_VERIFY(pageAhead());
        const IncidentPage *ahead = pageAhead();
        // It goes along with its window, dark or light, wide or narrow.
        QApplication::setPalette(Theme::dark().palette());
        real.frame().resize(900, 700);
        QCOMPARE(ahead->palette().color(QPalette::Window), real.frame().palette().color(QPalette::Window));
        real.window->openIncident(one.id);
        QTRY_COMPARE(real.frame().currentPage(), pageOf(one));
        QCOMPARE(page(), ahead);
        QCOMPARE(page()->size(), page()->parentWidget()->size());
        QCOMPARE(page()->findChild<Composer *>()->editor()->palette(), real.frame().palette());
        QApplication::setPalette(Theme::light().palette());
        real.frame().resize(1280, 800);
        QCOMPARE(QApplication::focusWidget(), page()->findChild<Composer *>()->editor());
        QVERIFY(shows(page(), u"Checkout down"_s));
        QTRY_VERIFY(isFilled());
        QTRY_COMPARE(tabOrder(page()).join(u'\n'), order.join(u'\n'));
        // The next one is made when this one has its picture.
        QTRY_VERIFY(pageAhead());
    }

    void followsItsIncidentFromThenOn()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident one = declare(real, u"Checkout down"_s);
        const Incident drill = declare(real, u"Practice"_s, true);
        QVERIFY(real.show());
        QTRY_VERIFY(pageAhead());
        // Before it is opened: not for Ctrl+Z there, although the page has been there for longer.
        REQUIRE_OK(real.change([&](Transaction &t) { return setSeverity(t, one.id, Severity::Sev1, one.version); }));
        const IncidentPage *ahead = pageAhead();
        real.window->openIncident(one.id);
        QTRY_COMPARE(real.frame().page(pageOf(one)), ahead);
        QTRY_VERIFY(ahead->findChild<TimelineModel *>()->rowCount() >= 2);
        QTest::qWait(200);
        real.frame().actions().action(u"edit.undo"_s)->trigger();
        QTRY_VERIFY(shows(ahead, u"Nothing that you changed here is left to be undone."_s));
        QCOMPARE(real.read([&](Transaction &t) { return incident(t, one.id); }).value()->severity, Severity::Sev1);

        // What is changed then is taken in, and can be taken back.
        REQUIRE_OK(real.change([&](Transaction &t) {
            return setSeverity(t, one.id, Severity::Sev3, incident(t, one.id).value()->version);
        }));
        QTRY_COMPARE(ahead->incident().severity, Severity::Sev3);
        real.frame().actions().action(u"edit.undo"_s)->trigger();
        QTRY_COMPARE(ahead->incident().severity, Severity::Sev1);

        // What is begun is kept under its own incident, and offered by the next page that was made ahead.
        QTest::keyClicks(ahead->findChild<Composer *>()->editor(), u"half a thought"_s);
        QTRY_VERIFY(pageAhead());
        real.frame().actions().action(u"open.close"_s)->trigger();
        QCOMPARE(real.frame().currentPage(), u"incidents"_s);
        const IncidentPage *next = pageAhead();
        real.window->openIncident(drill.id);
        QTRY_COMPARE(real.frame().page(pageOf(drill)), next);
        QCOMPARE(next->findChild<Composer *>()->draft(), QString());
        QTRY_VERIFY(pageAhead());
        const IncidentPage *third = pageAhead();
        real.window->openIncident(one.id);
        QTRY_COMPARE(real.frame().page(pageOf(one)), third);
        QCOMPARE(third->findChild<Composer *>()->draft(), u"half a thought"_s);

        // An incident that goes takes its page along.
        REQUIRE_OK(real.change([&](Transaction &t) { return deleteDrill(t, drill.id); }));
        QTRY_VERIFY(!real.frame().page(pageOf(drill)));
        QVERIFY(real.frame().page(pageOf(one)));
    }
};

QTEST_MAIN(TestOpening)
#include "tst_opening.moc"
