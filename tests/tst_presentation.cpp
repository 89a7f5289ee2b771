// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem in large type for a meeting: by keys alone, live, and written in.
#include "models/incidents/desk.h"
#include "models/postmortem/record.h"
#include "models/postmortem/whys/whytree.h"
#include "support/crew.h"
#include "views/postmortem/fields/conflictbar.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/presentation/presentation.h"
#include "views/postmortem/presentation/slidecanvas.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;
using enum PostMortemField;

namespace {

class Room : public Crew
{
public:
    Room()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
    }
    ~Room() { delete screen; }

    void open()
    {
        screen = new Presentation(session, incident.id, nullptr, nullptr);
        screen->resize(1280, 800);
        screen->show();
        QVERIFY(QTest::qWaitForWindowActive(screen));
        QTRY_VERIFY(!screen->slide().isEmpty());
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(screen->focusWidget() ? screen->focusWidget() : screen, key, modifiers);
    }
    [[nodiscard]] SlideCanvas *canvas() const { return screen->findChild<SlideCanvas *>(); }
    [[nodiscard]] QLineEdit *line() const { return screen->findChild<QLineEdit *>(); }
    [[nodiscard]] PostMortemText stored(PostMortemField which)
    {
        return read([id = id](Transaction &t) { return fieldsOf(t, id); }).value().at(size_t(which));
    }
    void write(PostMortemField which, const QString &text)
    {
        as(commander, [=, this, version = stored(which).version](Transaction &t) {
            return setField(t, id, which, text, version);
        }).value();
    }
    Why ask(const QString &text, const WhyPlace &place = {})
    {
        return as(commander, [=, this](Transaction &t) { return addWhy(t, id, place, text); }).value();
    }
    QStringList whys()
    {
        QStringList texts;
        walkWhys(read([id = id](Transaction &t) { return whysOf(t, id); }).value(),
                 [&](const WhyNode &node, int depth) { texts << QString(depth, u' ') + node.why.text; });
        return texts;
    }

    Session session{*database, responder};
    PostMortemId id;
    QPointer<Presentation> screen;
};

}  // namespace

class TestPresentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneThingAtATime_data() { TestDatabase::addEngines(); }
    void oneThingAtATime()
    {
        Room room;
        room.write(Trigger, u"A **release** of the gateway"_s);
        room.open();
        QStringList seen;
        for (int i = 0; i < 20; ++i) {
            seen << room.screen->slide();
            room.press(Qt::Key_Right);
        }
        seen.removeDuplicates();
        const QStringList order{u"cover"_s,        u"summary"_s,        u"timeline"_s, u"trigger"_s,
                                u"why happened"_s, u"why undetected"_s, u"why slow"_s, u"contributingFactors"_s,
                                u"wentWell"_s,     u"wentBadly"_s,      u"gotLucky"_s, u"countermeasures"_s,
                                u"open"_s};
        QCOMPARE(seen, order);
        room.press(Qt::Key_Home);
        QCOMPARE(room.screen->slide(), u"cover"_s);
        QCOMPARE(room.canvas()->slide().title, u"Checkout down"_s);
        for (int i = 0; i < 3; ++i) {
            room.press(Qt::Key_Space);
        }
        QCOMPARE(room.screen->slide(), u"trigger"_s);
        QCOMPARE(room.canvas()->slide().text, u"A release of the gateway"_s);

        // What somebody writes meanwhile appears, here and as a slide of its own, and nothing moves under who talks.
        room.write(Trigger, u"A release of the *other* gateway"_s);
        room.write(Impact, u"Everybody"_s);
        QTRY_COMPARE(room.canvas()->slide().text, u"A release of the other gateway"_s);
        QCOMPARE(room.screen->slide(), u"trigger"_s);
        room.press(Qt::Key_Left);
        QCOMPARE(room.screen->slide(), u"impact"_s);

        QSignalSpy left(room.screen.data(), &Presentation::left);
        room.press(Qt::Key_Escape);
        QTRY_VERIFY(!room.screen);
        QCOMPARE(left.size(), 1);
        QCOMPARE(left[0][0].toString(), u"impact"_s);
    }

    void whatIsSaidIsWritten_data() { TestDatabase::addEngines(); }
    void whatIsSaidIsWritten()
    {
        Room room;
        room.write(WentWell, u"The alarm came at once"_s);
        room.open();
        room.screen->go(u"wentWell"_s);
        room.press(Qt::Key_Return);
        auto *editor = room.screen->findChild<FieldEditor *>();
        QVERIFY(editor && editor->text()->hasFocus());
        QTest::keyClicks(editor->text(), u", and was heard"_s);
        room.press(Qt::Key_Escape);
        QTRY_COMPARE(room.stored(WentWell).markdown, u"The alarm came at once, and was heard"_s);
        QTRY_COMPARE(room.canvas()->slide().text, u"The alarm came at once, and was heard"_s);
        QVERIFY(room.canvas()->isVisible());

        // Somebody else is quicker: it is settled before one goes on.
        room.press(Qt::Key_Return);
        QTest::keyClicks(editor->text(), u" by all"_s);
        room.write(WentWell, u"The alarm was heard"_s);
        auto *bar = editor->findChild<ConflictBar *>();
        QTRY_VERIFY(bar->isVisible());
        room.press(Qt::Key_Escape);
        QVERIFY(!room.canvas()->isVisible());
        QVERIFY(bar->isAncestorOf(room.screen->focusWidget()));
        for (QPushButton *button : bar->findChildren<QPushButton *>()) {
            if (button->text() == u"Keep theirs"_s) {
                QTest::keyClick(button, Qt::Key_Return);
            }
        }
        room.press(Qt::Key_Escape);
        QVERIFY(room.canvas()->isVisible());
        QTRY_COMPARE(room.canvas()->slide().text, u"The alarm was heard"_s);
    }

    void whysAreAsked_data() { TestDatabase::addEngines(); }
    void whysAreAsked()
    {
        Room room;
        room.open();
        room.screen->go(u"why happened"_s);
        room.press(Qt::Key_Return);  // the first one
        QTRY_VERIFY(room.line()->isVisible());
        QTest::keyClicks(room.line(), u"The disk was full"_s);
        room.press(Qt::Key_Return);
        QTRY_COMPARE(room.whys(), QStringList{u"The disk was full"_s});
        QTRY_COMPARE(room.canvas()->slide().whys.size(), size_t(1));
        QTRY_COMPARE(room.canvas()->slide().whys[0].text, u"The disk was full"_s);
        QCOMPARE(room.canvas()->chosen(), 0);
        room.press(Qt::Key_Tab);  // one deeper
        QTRY_VERIFY(room.line()->isVisible());
        QTest::keyClicks(room.line(), u"Nobody cleans it"_s);
        room.press(Qt::Key_Return);
        QTRY_COMPARE(room.whys(), (QStringList{u"The disk was full"_s, u" Nobody cleans it"_s}));
        QTRY_COMPARE(room.canvas()->slide().whys.size(), size_t(2));

        // Nothing typed: as if nobody had asked.
        room.press(Qt::Key_Tab);
        QTRY_VERIFY(room.line()->isVisible());
        room.press(Qt::Key_Escape);
        QTRY_COMPARE(room.whys().size(), 2);
        QTRY_COMPARE(room.canvas()->slide().whys.size(), size_t(2));

        // Two word the same one: both stand in the line, and nothing was written over.
        room.press(Qt::Key_Home);
        room.screen->go(u"why happened"_s);
        room.press(Qt::Key_Down);
        QCOMPARE(room.canvas()->chosen(), 0);
        room.press(Qt::Key_Return);
        QTRY_VERIFY(room.line()->isVisible());
        room.line()->setText(u"Logs filled the disk"_s);
        const Why first = room.canvas()->slide().whys[0];
        room.as(room.commander,
                [&](Transaction &t) { return editWhy(t, first.id, u"The volume was full"_s, first.version); })
            .value();
        room.press(Qt::Key_Return);
        QTRY_COMPARE(room.line()->text(), u"The volume was full Logs filled the disk"_s);
        QCOMPARE(room.whys()[0], u"The volume was full"_s);
        room.line()->setText(u"Logs filled the volume"_s);
        room.press(Qt::Key_Return);
        QTRY_COMPARE(room.whys()[0], u"Logs filled the volume"_s);
    }

    void aLargeTreeIsPagedThrough_data() { TestDatabase::addEngines(); }
    void aLargeTreeIsPagedThrough()
    {
        Room room;
        WhyId parent;
        for (int i = 0; i < 40; ++i) {
            const Why why = room.ask(u"Answer %1 of the forty that this meeting has to go through"_s.arg(i + 1),
                                     {.parent = i % 5 == 0 ? WhyId{} : parent});
            parent = why.id;
        }
        room.open();
        room.screen->go(u"why happened"_s);
        QTRY_COMPARE(room.canvas()->choices(), 40);
        auto *area = qobject_cast<QScrollArea *>(room.canvas()->parentWidget()->parentWidget());
        QVERIFY(area);
        QTRY_VERIFY(area->verticalScrollBar()->maximum() > area->height());
        room.press(Qt::Key_Space);
        QVERIFY(area->verticalScrollBar()->value() > 0);
        QCOMPARE(room.screen->slide(), u"why happened"_s);
        for (int i = 0; i < 40; ++i) {
            room.press(Qt::Key_Down);
            const QRect place = room.canvas()->chosenPlace().translated(room.canvas()->pos());
            QVERIFY2(area->viewport()->rect().contains(place), qPrintable(QString::number(i)));
        }
        QCOMPARE(room.canvas()->chosen(), 39);
        for (int i = 0; i < 30 && room.screen->slide() == u"why happened"_s; ++i) {
            room.press(Qt::Key_Space);
        }
        QCOMPARE(room.screen->slide(), u"why undetected"_s);
    }

    void everythingElseHasItsPlace_data() { TestDatabase::addEngines(); }
    void everythingElseHasItsPlace()
    {
        Room room;
        const auto measure =
            room.as(room.commander,
                    [&](Transaction &t) { return addCountermeasure(t, room.id, {.text = u"Alert at 80 %"_s}); })
                .value();
        room.open();
        QSignalSpy wanted(room.screen.data(), &Presentation::placeWanted);
        room.screen->go(u"countermeasures"_s);
        QTRY_COMPARE(room.canvas()->slide().rows.size(), size_t(1));
        QCOMPARE(room.canvas()->slide().rows[0].detail, u"no owner · no due date · Prevent"_s);
        room.press(Qt::Key_Down);
        room.press(Qt::Key_Return);
        QTRY_COMPARE(wanted.size(), 1);
        QVERIFY(wanted[0][0].value<CheckPlace>() == CheckPlace(measure));
        QTRY_VERIFY(!room.screen);
    }
};

QTEST_MAIN(TestPresentation)

#include "tst_presentation.moc"
