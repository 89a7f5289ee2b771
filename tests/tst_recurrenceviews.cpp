// SPDX-License-Identifier: GPL-3.0-or-later
// On the incident's page, in the real window: that it looks like an earlier one is said there, by itself, and answered by a key.
#include "models/incidents/desk.h"
#include "models/insights/recurrence.h"
#include "support/printedmodel.h"
#include "support/realwindow.h"
#include "views/incidents/incidentpage.h"
#include "views/insights/recurrencenotice.h"
#include "views/widgets/commandpalette.h"

#include <QLabel>
#include <QPushButton>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;
using test::RealWindow;

class TestRecurrenceViews : public QObject
{
    Q_OBJECT

private:
    static Incident declare(RealWindow &real, const QString &title, const QString &found)
    {
        return real
            .change([=](Transaction &t) -> Result<Incident> {
                const auto made = declareIncident(t, {.title = title});
                ONLYONCE_TRY(made);
                ONLYONCE_TRY(addNote(t, made->id, found));
                return made;
            })
            .value();
    }
    static void close(RealWindow &real, IncidentId id)
    {
        real.change([id](Transaction &t) -> Result<> {
                const auto now = incident(t, id);
                ONLYONCE_TRY(now);
                return setStatus(t, id, IncidentStatus::Resolved, (*now)->version);
            })
            .value();
    }
    static QString said(const RecurrenceNotice &notice)
    {
        QStringList texts;
        for (const QLabel *label : notice.findChildren<QLabel *>()) {
            if (label->isVisible()) {
                texts << label->text();
            }
        }
        return texts.join(u'\n');
    }

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void theNoticeSpeaksAndIsAnsweredByKeys()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident past = declare(real, u"Bookings wait"_s,
                                      u"All of the pool's connections idle in transaction, waiting for the calendar"_s);
        const CountermeasureId measure =
            real.change([&](Transaction &t) -> Result<CountermeasureId> {
                    const auto review = openPostMortem(t, past.id);
                    ONLYONCE_TRY(review);
                    const auto why =
                        addWhy(t, review->id, {}, u"Transactions stay open while a third party is asked"_s);
                    ONLYONCE_TRY(why);
                    ONLYONCE_TRY(markRoot(t, why->id, RootCategory::Code, why->version));
                    const auto made = addCountermeasure(
                        t, review->id, {.why = why->id, .text = u"Refuse remote calls inside transactions"_s});
                    ONLYONCE_TRY(made);
                    ONLYONCE_TRY(setCountermeasureState(t, *made, CountermeasureState::Done, 1));
                    return made;
                })
                .value();
        close(real, past.id);
        // Words are rare or common only among others.
        for (int i = 0; i < 20; ++i) {
            close(real, declare(real, u"Printer %1 of the depot stands still"_s.arg(i), u"No paper left"_s).id);
        }
        QVERIFY(real.show({1280, 900}));
        const Incident again = declare(real, u"Invoices stand still"_s, u"Nobody knows why yet"_s);
        real.window->openIncident(again.id);
        const auto page = [&]() -> IncidentPage * {
            return qobject_cast<IncidentPage *>(real.frame().page(real.frame().currentPage()));
        };
        QTRY_VERIFY(page() && page()->incident().id == again.id);
        auto *notice = page()->findChild<RecurrenceNotice *>();
        QVERIFY(notice);
        QTest::qWait(300);
        QVERIFY(!notice->isVisible());  // there is nothing to say

        // As soon as it is written down, the page says so by itself: which one, its root cause, what was done against it.
        real.change([&](Transaction &t) {
                return addNote(t, again.id,
                               u"38 connections of the pool idle in transaction, a third party is asked"_s);
            })
            .value();
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), 15'000);
        QVERIFY2(said(*notice).contains(u"INC-1 “Bookings wait”"_s), qPrintable(said(*notice)));
        QVERIFY2(said(*notice).contains(u"Transactions stay open while a third party is asked"_s),
                 qPrintable(said(*notice)));
        QVERIFY2(said(*notice).contains(u"Refuse remote calls inside transactions"_s), qPrintable(said(*notice)));
        QVERIFY(notice->accessibleName().contains(u"INC-1"_s));
        // Its buttons are reached by Tab, and say of which incident they speak.
        for (const auto *button : notice->findChildren<QPushButton *>()) {
            QVERIFY(button->focusPolicy() & Qt::TabFocus);
            QVERIFY2(button->accessibleName().contains(u"INC-1"_s), qPrintable(button->text()));
        }

        // The same again, by its key: said by whom, and what was thought to have corrected it has failed.
        real.frame().actions().action(u"incident.sameagain"_s)->trigger();
        const auto state = [&] {
            return real.read([&](Transaction &t) { return countermeasure(t, measure); }).value().value().state;
        };
        QTRY_COMPARE(state(), CountermeasureState::Failed);
        QTRY_VERIFY2(said(*notice).contains(u"Said by "_s), qPrintable(said(*notice)));
        for (const auto *button : notice->findChildren<QPushButton *>()) {
            if (button->text() == u"The same again"_s) {
                QVERIFY(!button->isVisible());
            }
        }
        // And its key leads to the earlier one.
        real.frame().actions().action(u"incident.alike"_s)->trigger();
        QTRY_VERIFY(page() && page()->incident().id == past.id);

        // Not the same after all: it is silent again.
        real.window->openIncident(again.id);
        QTRY_VERIFY(page() && page()->incident().id == again.id);
        real.frame().actions().action(u"incident.notsame"_s)->trigger();
        QTRY_VERIFY(!notice->isVisible());
    }

    //! Where the program has nothing to say, a person has.
    void whichOneIsChosenByTyping()
    {
        RealWindow real(RealWindow::Outside::Sealed);
        const Incident past = declare(real, u"Bookings wait"_s, u"The calendar does not answer"_s);
        close(real, past.id);
        close(real, declare(real, u"Printer of the depot stands still"_s, u"No paper left"_s).id);
        const Incident again = declare(real, u"Nobody can rent a bicycle"_s, u"We look into it"_s);
        QVERIFY(real.show({1280, 900}));
        real.window->openIncident(again.id);
        const auto page = [&]() -> IncidentPage * {
            return qobject_cast<IncidentPage *>(real.frame().page(real.frame().currentPage()));
        };
        QTRY_VERIFY(page() && page()->incident().id == again.id);
        const auto *notice = page()->findChild<RecurrenceNotice *>();
        real.frame().actions().action(u"incident.sameagain"_s)->trigger();
        const auto palette = [&]() -> CommandPalette * {
            for (CommandPalette *each : real.frame().findChildren<CommandPalette *>()) {
                if (each->isVisible()) {
                    return each;
                }
            }
            return nullptr;
        };
        QTRY_VERIFY(palette());
        // The latest first; this one and what came later are none of them.
        QTRY_COMPARE(palette()->shownTexts(),
                     (QStringList{u"INC-2  Printer of the depot stands still"_s, u"INC-1  Bookings wait"_s}));
        QTest::keyClicks(real.frame().focusWidget(), u"bookings"_s);
        QTRY_COMPARE(palette()->shownTexts(), QStringList{u"INC-1  Bookings wait"_s});
        QTest::keyClick(real.frame().focusWidget(), Qt::Key_Return);
        QTRY_VERIFY2(said(*notice).contains(u"INC-1 “Bookings wait”"_s), qPrintable(said(*notice)));
        const auto alike = real.read([&](Transaction &t) { return alikeTo(t, again.id); }).value();
        QCOMPARE(alike.front().past, past.id);
        QCOMPARE(alike.front().state, RecurrenceState::Confirmed);
    }
};

QTEST_MAIN(TestRecurrenceViews)
#include "tst_recurrenceviews.moc"
