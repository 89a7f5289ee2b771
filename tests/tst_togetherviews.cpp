// SPDX-License-Identifier: GPL-3.0-or-later
// Two windows on one post-mortem, each with a database of its own: what one person changes, the other one sees, and what
// is being typed stays.
#include "models/postmortem/record.h"
#include "models/postmortem/whys/whytree.h"
#include "support/crew.h"
#include "views/postmortem/checks/checkspanel.h"
#include "views/postmortem/countermeasures/countermeasurecard.h"
#include "views/postmortem/countermeasures/countermeasureform.h"
#include "views/postmortem/fields/conflictbar.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/postmortempanel.h"
#include "views/postmortem/presentation/presentation.h"
#include "views/postmortem/presentation/slidecanvas.h"
#include "views/postmortem/together/peoplehere.h"
#include "views/postmortem/whys/whytreemodel.h"
#include "views/widgets/drafts.h"
#include "views/widgets/rowroles.h"

#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTreeView>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;
using enum PostMortemField;

namespace {

//! A window on the post-mortem, at another machine.
class Desk
{
public:
    Desk(const Crew &crew, ActorId actor)
        : m_database(opened(crew.database.url(), crew.database.folder()))
        , session{*m_database, actor}
        , panel(std::make_unique<PostMortemPanel>(session, crew.incident.id))
    {
    }
    void show()
    {
        panel->resize(900, 500);
        panel->show();
        QVERIFY(QTest::qWaitForWindowActive(panel.get()));
    }
    [[nodiscard]] FieldEditor *field(PostMortemField which) const
    {
        return panel->findChild<FieldsPanel *>()->editor(which);
    }
    [[nodiscard]] QString text(PostMortemField which) const { return field(which)->text()->toPlainText(); }
    [[nodiscard]] ConflictBar *conflict(PostMortemField which) const
    {
        return field(which)->findChild<ConflictBar *>();
    }
    [[nodiscard]] QTreeView *tree() const { return panel->findChild<QTreeView *>(); }
    [[nodiscard]] WhyTreeModel *model() const { return qobject_cast<WhyTreeModel *>(tree()->model()); }

    void type(PostMortemField which, const QString &words) const
    {
        field(which)->text()->setFocus();
        field(which)->text()->moveCursor(QTextCursor::End);
        QTest::keyClicks(field(which)->text(), words);
    }
    //! By the keyboard, as Tab would do it.
    static void press(ConflictBar *bar, const QString &name)
    {
        for (QPushButton *button : bar->findChildren<QPushButton *>()) {
            if (button->text() == name) {
                button->setFocus();
                QTest::keyClick(button, Qt::Key_Return);
                return;
            }
        }
        QFAIL("no such button");
    }

private:
    static std::unique_ptr<Database> opened(const DatabaseUrl &url, const QString &folder)
    {
        auto database = Database::open({.url = url, .stateFolder = folder + u"/state2"_s});
        if (!database) {
            qFatal("%s", qPrintable(database.error().message));
        }
        return std::move(*database);
    }

    std::unique_ptr<Database> m_database;

public:
    Session session;
    std::unique_ptr<PostMortemPanel> panel;
};

//! Somebody else, by what their window does to the database.
class Meeting2 : public Crew
{
public:
    Meeting2()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
    }
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
    PostMortemId id;
};

}  // namespace

class TestTogetherViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedStays_data() { TestDatabase::addEngines(); }
    void whatIsTypedStays()
    {
        Meeting2 meeting;
        meeting.write(Summary, u"It was down."_s);
        Desk desk(meeting, meeting.responder);
        desk.show();
        QTRY_COMPARE(desk.text(Summary), u"It was down."_s);
        desk.type(Summary, u" For an hour."_s);

        // Another field appears, whatever is typed in this one.
        meeting.write(LeadUp, u"A release"_s);
        QTRY_COMPARE_WITH_TIMEOUT(desk.text(LeadUp), u"A release"_s, 2000);
        QVERIFY(!desk.conflict(Summary)->isVisible());

        // The same one: both are shown, and mine takes the place of theirs only when I say so.
        meeting.write(Summary, u"Nobody could sign in."_s);
        QTRY_VERIFY_WITH_TIMEOUT(desk.conflict(Summary)->isVisible(), 2000);
        QCOMPARE(desk.text(Summary), u"It was down. For an hour."_s);
        QCOMPARE(desk.conflict(Summary)->findChild<QPlainTextEdit *>()->toPlainText(), u"Nobody could sign in."_s);
        desk.field(LeadUp)->text()->setFocus();
        QTest::qWait(200);
        QCOMPARE(meeting.stored(Summary).markdown, u"Nobody could sign in."_s);
        Desk::press(desk.conflict(Summary), u"Keep mine"_s);
        QTRY_COMPARE(meeting.stored(Summary).markdown, u"It was down. For an hour."_s);
        QVERIFY(!desk.conflict(Summary)->isVisible());

        // Theirs.
        desk.type(Summary, u" Or two."_s);
        meeting.write(Summary, u"Ninety minutes."_s);
        QTRY_VERIFY(desk.conflict(Summary)->isVisible());
        Desk::press(desk.conflict(Summary), u"Keep theirs"_s);
        QCOMPARE(desk.text(Summary), u"Ninety minutes."_s);
        QVERIFY(!desk.field(Summary)->isTyping());

        // Both, one after the other; written when it is left, over the version that was seen.
        desk.type(Summary, u" Sharp."_s);
        meeting.write(Summary, u"An hour and a half."_s);
        QTRY_VERIFY(desk.conflict(Summary)->isVisible());
        Desk::press(desk.conflict(Summary), u"Join by hand"_s);
        QCOMPARE(desk.text(Summary), u"An hour and a half.\n\nNinety minutes. Sharp."_s);
        desk.field(LeadUp)->text()->setFocus();
        QTRY_COMPARE(meeting.stored(Summary).markdown, u"An hour and a half.\n\nNinety minutes. Sharp."_s);
    }

    void otherLinesAreJoined_data() { TestDatabase::addEngines(); }
    void otherLinesAreJoined()
    {
        Meeting2 meeting;
        meeting.write(Response, u"First\n\nSecond\n\nThird"_s);
        Desk desk(meeting, meeting.responder);
        desk.show();
        QTRY_COMPARE(desk.text(Response), u"First\n\nSecond\n\nThird"_s);
        desk.type(Response, u" time"_s);
        meeting.write(Response, u"At first\n\nSecond\n\nThird"_s);
        QTest::qWait(500);
        QCOMPARE(desk.text(Response), u"First\n\nSecond\n\nThird time"_s);  // as long as it is typed in
        QVERIFY(!desk.conflict(Response)->isVisible());
        desk.field(Impact)->text()->setFocus();
        QTRY_COMPARE(meeting.stored(Response).markdown, u"At first\n\nSecond\n\nThird time"_s);
        QTRY_COMPARE(desk.text(Response), u"At first\n\nSecond\n\nThird time"_s);

        // Who only reads keeps the cursor at the same word.
        desk.field(Response)->text()->setFocus();
        desk.field(Response)->text()->moveCursor(QTextCursor::End);
        meeting.write(Response, u"At the very first\n\nSecond\n\nThird time"_s);
        QTRY_COMPARE(desk.text(Response), u"At the very first\n\nSecond\n\nThird time"_s);
        QVERIFY(desk.field(Response)->text()->textCursor().atEnd());

        // Public or not is not the text: nobody is asked about it.
        desk.type(Response, u" round"_s);
        meeting
            .as(meeting.commander,
                [&](Transaction &t) {
                    return setFieldVisibility(t, meeting.id, Response, Visibility::Public,
                                              meeting.stored(Response).version);
                })
            .value();
        QTest::qWait(300);
        desk.field(Impact)->text()->setFocus();
        QTRY_COMPARE(meeting.stored(Response).markdown, u"At the very first\n\nSecond\n\nThird time round"_s);
        QCOMPARE(meeting.stored(Response).visibility, Visibility::Public);
    }

    void theLastSentenceSurvives_data() { TestDatabase::addEngines(); }
    void theLastSentenceSurvives()
    {
        Meeting2 meeting;
        meeting.write(Trigger, u"A switch"_s);
        const QString folder = meeting.database.folder() + u"/drafts"_s;
        auto drafts = std::make_unique<Drafts>(folder);
        Desk first(meeting, meeting.responder);
        first.panel->setDrafts(*drafts);
        first.show();
        QTRY_COMPARE(first.text(Trigger), u"A switch"_s);
        // As the keyboard does it, and yet without the focus: a program that is killed does not leave its fields.
        first.field(Trigger)->text()->moveCursor(QTextCursor::End);
        first.field(Trigger)->text()->insertPlainText(u" that was"_s);
        QTest::qWait(600);  // and then the power goes
        QCOMPARE(meeting.stored(Trigger).markdown, u"A switch"_s);

        const auto open = [&](Desk &desk, Drafts &kept) {
            desk.panel->setDrafts(kept);
            desk.show();
        };
        Drafts again(folder);
        Desk second(meeting, meeting.responder);
        open(second, again);
        QTRY_COMPARE(second.text(Trigger), u"A switch that was"_s);
        QVERIFY(second.field(Trigger)->isTyping());
        QVERIFY(!second.conflict(Trigger)->isVisible());

        // Somebody has written there before the program was back.
        meeting.write(Trigger, u"A router"_s);
        Drafts later(folder);
        Desk third(meeting, meeting.responder);
        open(third, later);
        QTRY_VERIFY(third.conflict(Trigger)->isVisible());
        QCOMPARE(third.text(Trigger), u"A switch that was"_s);
        Desk::press(third.conflict(Trigger), u"Keep theirs"_s);
        QTRY_COMPARE(third.text(Trigger), u"A router"_s);
        QTest::qWait(600);
        Drafts last(folder);
        QVERIFY(last.of(u"%1-postmortem-%2-trigger"_s.arg(third.session.database.uuid()).arg(meeting.incident.id.value))
                    .isEmpty());
    }

    void whatIsReadStaysInItsPlace_data() { TestDatabase::addEngines(); }
    void whatIsReadStaysInItsPlace()
    {
        Meeting2 meeting;
        Desk desk(meeting, meeting.responder);
        desk.show();
        QTRY_VERIFY(!desk.field(Recovery)->text()->isReadOnly());
        QTRY_VERIFY(desk.panel->findChild<ChecksPanel *>()->isVisible());  // the last that comes, above all fields
        auto *area = desk.panel->findChild<QScrollArea *>();
        const auto place = [&] { return desk.field(Recovery)->mapTo(area->viewport(), QPoint()).y(); };
        const auto rests = [&] {
            const int at = place();
            QTest::qWait(200);
            return place() == at;
        };
        QTRY_VERIFY(rests());
        desk.field(Recovery)->text()->setFocus();
        area->ensureWidgetVisible(desk.field(Recovery), 0, 60);
        QTRY_VERIFY(rests());
        const int before = place();
        const int value = area->verticalScrollBar()->value();
        meeting.write(Summary, u"One\nline\nafter\nthe\nother\nand\nthen\nsome\nmore\nof\nthem"_s);
        QTRY_VERIFY(area->verticalScrollBar()->value() > value + 50);
        QTRY_VERIFY(rests());
        QCOMPARE(place(), before);
        QVERIFY(desk.field(Recovery)->text()->hasFocus());
    }

    void twoWordAWhy_data() { TestDatabase::addEngines(); }
    void twoWordAWhy()
    {
        Meeting2 meeting;
        const Why why = meeting
                            .as(meeting.commander,
                                [&](Transaction &t) { return addWhy(t, meeting.id, {}, u"The disk was full"_s); })
                            .value();
        Desk desk(meeting, meeting.responder);
        desk.show();
        QTRY_VERIFY(desk.model()->indexOf(why.id).isValid());
        const auto now = [&] {
            return pathTo(meeting.read([&](Transaction &t) { return whysOf(t, meeting.id); }).value(), why.id).back();
        };
        const auto theirs = [&](const QString &text) {
            meeting
                .as(meeting.commander,
                    [&, version = now().version](Transaction &t) { return editWhy(t, why.id, text, version); })
                .value();
        };
        const auto begin = [&] {
            desk.tree()->setCurrentIndex(desk.model()->indexOf(why.id));
            desk.tree()->setFocus();
            desk.tree()->edit(desk.model()->indexOf(why.id));
            return desk.tree()->viewport()->findChild<QLineEdit *>();
        };
        ConflictBar *bar = nullptr;
        for (ConflictBar *each : desk.panel->findChildren<ConflictBar *>()) {
            const bool isAsked = qobject_cast<FieldEditor *>(each->parentWidget())
                              || qobject_cast<CountermeasureForm *>(each->parentWidget());
            bar = isAsked ? bar : each;
        }
        QVERIFY(bar);

        // The line that is typed in stays, whatever comes; then both are there to choose from.
        QLineEdit *line = begin();
        line->setText(u"No alert at 80 %"_s);
        theirs(u"Nobody watched the disk"_s);
        QTest::qWait(400);
        QCOMPARE(line->text(), u"No alert at 80 %"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(bar->isVisible());
        QVERIFY(bar->isAncestorOf(desk.panel->window()->focusWidget()));
        QCOMPARE(now().text, u"Nobody watched the disk"_s);
        Desk::press(bar, u"Keep mine"_s);
        QTRY_COMPARE(now().text, u"No alert at 80 %"_s);
        QVERIFY(!bar->isVisible());

        QTRY_COMPARE(desk.model()->why(desk.model()->indexOf(why.id))->version, now().version);
        line = begin();
        line->setText(u"No alert at all"_s);
        theirs(u"The alert was muted"_s);
        QTest::qWait(400);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(bar->isVisible());
        QTRY_COMPARE(desk.model()->why(desk.model()->indexOf(why.id))->version, now().version);
        Desk::press(bar, u"Join by hand"_s);
        QTRY_VERIFY((line = desk.tree()->viewport()->findChild<QLineEdit *>()));
        QCOMPARE(line->text(), u"The alert was muted No alert at all"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(now().text, u"The alert was muted No alert at all"_s);

        // Confirmed, marked, made public meanwhile: the words are nobody's but mine, and nobody is asked.
        QTRY_COMPARE(desk.model()->why(desk.model()->indexOf(why.id))->version, now().version);
        line = begin();
        line->setText(u"The alert was muted"_s);
        meeting
            .as(meeting.commander,
                [&, version = now().version](Transaction &t) {
                    return markRoot(t, why.id, RootCategory::Monitoring, version);
                })
            .value();
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(now().text, u"The alert was muted"_s);
        QVERIFY(now().root.has_value());
        QVERIFY(!bar->isVisible());
    }

    void twoEditACountermeasure_data() { TestDatabase::addEngines(); }
    void twoEditACountermeasure()
    {
        Meeting2 meeting;
        const CountermeasureId id =
            meeting
                .as(meeting.commander,
                    [&](Transaction &t) {
                        return addCountermeasure(t, meeting.id, {.text = u"Rotate logs"_s, .dueOn = QDate(2027, 1, 4)});
                    })
                .value();
        Desk desk(meeting, meeting.responder);
        desk.show();
        const auto now = [&] {
            return meeting.read([&](Transaction &t) { return countermeasure(t, id); }).value().value();
        };
        const auto theirs = [&](auto change) {
            CountermeasureText what = now().what;
            change(what);
            meeting
                .as(meeting.commander,
                    [&, version = now().version](Transaction &t) { return editCountermeasure(t, id, what, version); })
                .value();
        };
        auto *form = desk.panel->findChild<CountermeasureForm *>();
        const auto line = [&](const QString &name) {
            for (QLineEdit *each : form->findChildren<QLineEdit *>()) {
                if (each->accessibleName() == name) {
                    return each;
                }
            }
            return static_cast<QLineEdit *>(nullptr);
        };
        auto *bar = form->findChild<ConflictBar *>();
        const auto begin = [&] {
            const auto isThere = [&] {
                auto *card = desk.panel->findChild<CountermeasureCard *>();
                return card && card->isVisible() && card->measure().version == now().version;
            };
            QTRY_VERIFY(isThere());
            auto *card = desk.panel->findChild<CountermeasureCard *>();
            card->setFocus();
            QTest::keyClick(card, Qt::Key_Return);
            QTRY_VERIFY(form->isVisible());
        };
        const auto type = [&](const QString &words) {
            QLineEdit *text = line(u"What will be done"_s);
            text->selectAll();
            QTest::keyClicks(text, words);
        };

        // Something else of it: it is taken in, and what is typed stays.
        begin();
        type(u"Rotate all logs"_s);
        theirs([](CountermeasureText &what) { what.link = u"https://tracker.example.org/7"_s; });
        QTRY_COMPARE(line(u"Where the work is followed"_s)->text(), u"https://tracker.example.org/7"_s);
        QCOMPARE(line(u"What will be done"_s)->text(), u"Rotate all logs"_s);
        QVERIFY(bar->isHidden());
        QTest::keyClick(line(u"What will be done"_s), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(form->isHidden());
        QCOMPARE(now().what.text, u"Rotate all logs"_s);
        QCOMPARE(now().what.link, u"https://tracker.example.org/7"_s);

        // The same: both are there to choose from, as at a field.
        begin();
        type(u"Rotate them hourly"_s);
        theirs([&](CountermeasureText &what) {
            what.text = u"Rotate them daily"_s;
            what.owner = meeting.owner;
        });
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(line(u"What will be done"_s)->text(), u"Rotate them hourly"_s);
        QCOMPARE(bar->findChild<QPlainTextEdit *>()->toPlainText(), u"Rotate them daily"_s);
        QTest::keyClick(line(u"What will be done"_s), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(bar->isAncestorOf(form->window()->focusWidget()));  // nothing is written over unread
        QCOMPARE(now().what.text, u"Rotate them daily"_s);
        Desk::press(bar, u"Keep mine"_s);
        QTRY_VERIFY(form->isHidden());
        QCOMPARE(now().what.text, u"Rotate them hourly"_s);
        QCOMPARE(now().what.owner, meeting.owner);

        begin();
        type(u"Rotate them weekly"_s);
        theirs([](CountermeasureText &what) { what.text = u"Rotate them twice a day"_s; });
        QTRY_VERIFY(bar->isVisible());
        Desk::press(bar, u"Keep theirs"_s);
        QTRY_VERIFY(form->isHidden());  // nothing of mine is left
        QCOMPARE(now().what.text, u"Rotate them twice a day"_s);

        begin();
        type(u"Move them away"_s);
        auto *due = form->findChild<QDateEdit *>();
        due->setDate(QDate(2027, 2, 1));
        theirs([](CountermeasureText &what) {
            what.text = u"Delete them"_s;
            what.dueOn = QDate(2027, 3, 1);
        });
        QTRY_VERIFY(bar->isVisible());
        Desk::press(bar, u"Join by hand"_s);
        QCOMPARE(line(u"What will be done"_s)->text(), u"Delete them Move them away"_s);
        const auto says = [&](const QString &words) {
            const auto labels = form->findChildren<QLabel *>();
            return std::ranges::any_of(labels,
                                       [&](const QLabel *l) { return l->isVisible() && l->text().contains(words); });
        };
        QVERIFY(says(u"Due: 1 Mar 2027"_s));  // what cannot stand beside mine stands where I read it
        type(u"Delete them after a week"_s);
        QTest::keyClick(line(u"What will be done"_s), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(form->isHidden());
        QCOMPARE(now().what.text, u"Delete them after a week"_s);
        QCOMPARE(now().what.dueOn, QDate(2027, 2, 1));

        // Quicker than the news of it.
        begin();
        type(u"Keep them"_s);
        theirs([](CountermeasureText &what) { what.text = u"Burn them"_s; });
        QTest::keyClick(line(u"What will be done"_s), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(now().what.text, u"Burn them"_s);
        QTRY_VERIFY(bar->isAncestorOf(form->window()->focusWidget()));
        QTest::keyClick(form->window()->focusWidget(), Qt::Key_Escape);
        QVERIFY(form->isHidden());
    }

    void aHalfTypedCountermeasureSurvives_data() { TestDatabase::addEngines(); }
    void aHalfTypedCountermeasureSurvives()
    {
        Meeting2 meeting;
        const CountermeasureId id =
            meeting
                .as(meeting.commander,
                    [&](Transaction &t) { return addCountermeasure(t, meeting.id, {.text = u"Rotate logs"_s}); })
                .value();
        const auto now = [&] {
            return meeting.read([&](Transaction &t) { return countermeasure(t, id); }).value().value();
        };
        const auto theirs = [&](const CountermeasureText &what) {
            meeting
                .as(meeting.commander,
                    [&, version = now().version](Transaction &t) { return editCountermeasure(t, id, what, version); })
                .value();
        };
        const QString folder = meeting.database.folder() + u"/drafts"_s;
        const auto formOf = [](const Desk &desk) { return desk.panel->findChild<CountermeasureForm *>(); };
        const auto textOf = [](CountermeasureForm *form) {
            for (QLineEdit *each : form->findChildren<QLineEdit *>()) {
                if (each->accessibleName() == u"What will be done"_s) {
                    return each;
                }
            }
            return static_cast<QLineEdit *>(nullptr);
        };
        // As the keyboard does it; and then the power goes.
        Drafts drafts(folder);
        Desk first(meeting, meeting.responder);
        first.panel->setDrafts(drafts);
        first.show();
        QTRY_VERIFY(first.panel->findChild<CountermeasureCard *>());
        auto *card = first.panel->findChild<CountermeasureCard *>();
        card->setFocus();
        QTest::keyClick(card, Qt::Key_Return);
        QTRY_VERIFY(formOf(first)->isVisible());
        QTest::keyClicks(textOf(formOf(first)), u" every da"_s);
        QTest::qWait(1'000);
        QCOMPARE(now().what.text, u"Rotate logs"_s);
        theirs({.text = u"Rotate logs"_s, .owner = meeting.owner});

        // It stands open again; what somebody else has changed meanwhile is in it, too.
        Drafts again(folder);
        Desk second(meeting, meeting.responder);
        second.panel->setDrafts(again);
        second.show();
        QTRY_VERIFY(formOf(second)->isVisible());
        QTRY_COMPARE(textOf(formOf(second))->text(), u"Rotate logs every da"_s);
        QVERIFY(!formOf(second)->isAncestorOf(second.panel->focusWidget()));
        QVERIFY(formOf(second)->findChild<ConflictBar *>()->isHidden());

        // Of the same words both are shown.
        theirs({.text = u"Rotate all logs"_s, .owner = meeting.owner});
        Drafts later(folder);
        Desk third(meeting, meeting.responder);
        third.panel->setDrafts(later);
        third.show();
        QTRY_VERIFY(formOf(third)->isVisible());
        auto *bar = formOf(third)->findChild<ConflictBar *>();
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(bar->findChild<QPlainTextEdit *>()->toPlainText(), u"Rotate all logs"_s);
        Desk::press(bar, u"Join by hand"_s);
        QTest::keyClicks(textOf(formOf(third)), u"y"_s);
        QTest::keyClick(textOf(formOf(third)), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(now().what.text, u"Rotate all logs Rotate logs every day"_s);
        QCOMPARE(now().what.owner, meeting.owner);
        QTRY_VERIFY(later.keys({}).isEmpty());
    }

    void whoIsWhereIsShown_data() { TestDatabase::addEngines(); }
    void whoIsWhereIsShown()
    {
        Meeting2 meeting;
        const Why why = meeting
                            .as(meeting.commander,
                                [&](Transaction &t) { return addWhy(t, meeting.id, {}, u"The disk was full"_s); })
                            .value();
        Desk ada(meeting, meeting.commander);
        Desk grace(meeting, meeting.responder);
        ada.show();
        grace.show();
        const auto inHead = [](const Desk &desk) {
            for (const PeopleHere *people : desk.panel->findChildren<PeopleHere *>()) {
                if (!qobject_cast<FieldEditor *>(people->parentWidget()) && people->isVisible()) {
                    return people->accessibleName();
                }
            }
            return QString();
        };
        QTRY_VERIFY_WITH_TIMEOUT(inHead(ada).contains(u"Grace Hopper"_s), 5000);
        QTRY_VERIFY(inHead(grace).contains(u"Ada Lovelace"_s));
        grace.field(LeadUp)->text()->setFocus();
        auto *mark = ada.field(LeadUp)->findChild<PeopleHere *>();
        QTRY_VERIFY_WITH_TIMEOUT(mark->isVisible(), 5000);
        QCOMPARE(mark->accessibleName(), u"Also here: Grace Hopper"_s);
        QTRY_COMPARE(inHead(ada), u"Also here: Grace Hopper: Lead-up"_s);
        QTRY_VERIFY(grace.model()->indexOf(why.id).isValid());
        grace.tree()->setFocus();
        grace.tree()->setCurrentIndex(grace.model()->indexOf(why.id));
        QTRY_VERIFY(!mark->isVisible());
        QTRY_COMPARE(ada.model()->data(ada.model()->indexOf(why.id), TreePills).value<QList<Pill>>().size(), 1);

        // Another part of the incident is looked at: gone at once.
        grace.panel->hide();
        QTRY_VERIFY_WITH_TIMEOUT(inHead(ada).isEmpty(), 5000);
        QTRY_COMPARE(ada.model()->data(ada.model()->indexOf(why.id), TreePills).value<QList<Pill>>().size(), 0);
    }

    void whoPresentsIsWhereTheMeetingLooks_data() { TestDatabase::addEngines(); }
    void whoPresentsIsWhereTheMeetingLooks()
    {
        Meeting2 meeting;
        meeting.write(Trigger, u"A switch"_s);
        const Why why = meeting
                            .as(meeting.commander,
                                [&](Transaction &t) { return addWhy(t, meeting.id, {}, u"The disk was full"_s); })
                            .value();
        Desk ada(meeting, meeting.commander);
        Desk grace(meeting, meeting.responder);
        ada.show();
        grace.show();
        ada.panel->present(u"trigger"_s);
        auto *meetingScreen = ada.panel->findChild<Presentation *>();
        QVERIFY(meetingScreen);
        QTRY_COMPARE(meetingScreen->slide(), u"trigger"_s);
        auto *mark = grace.field(Trigger)->findChild<PeopleHere *>();
        QTRY_VERIFY_WITH_TIMEOUT(mark->isVisible(), 5000);
        QCOMPARE(mark->accessibleName(), u"Also here: Ada Lovelace"_s);

        // Who comes to the same place is seen there, and in the line below whoever else is here.
        grace.panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(grace.panel.get()));
        grace.field(Trigger)->text()->setFocus();
        auto *canvas = meetingScreen->findChild<SlideCanvas *>();
        auto *people = meetingScreen->findChild<PeopleHere *>();
        QTRY_VERIFY_WITH_TIMEOUT(canvas->accessibleDescription().contains(u"Grace Hopper is here"_s), 5000);
        QCOMPARE(people->accessibleName(), u"Also here: Grace Hopper: Trigger"_s);
        QVERIFY(people->isVisible());
        const QImage before = canvas->grab().toImage();

        // A why that is worded elsewhere has them, and no other one.
        QTRY_VERIFY(grace.model()->indexOf(why.id).isValid());
        grace.tree()->setFocus();
        grace.tree()->setCurrentIndex(grace.model()->indexOf(why.id));
        QTRY_VERIFY_WITH_TIMEOUT(!canvas->accessibleDescription().contains(u"is here"_s), 5000);
        QVERIFY(canvas->grab().toImage() != before);
        meetingScreen->go(u"why happened"_s);
        QTRY_VERIFY(canvas->accessibleDescription().contains(u"Grace Hopper is here"_s));
        QTRY_COMPARE(people->accessibleName(), u"Also here: Grace Hopper: “The disk was full”"_s);
        grace.panel->hide();
        QTRY_VERIFY_WITH_TIMEOUT(!people->isVisible(), 5000);
        QVERIFY(!canvas->accessibleDescription().contains(u"is here"_s));
    }
};

QTEST_MAIN(TestTogetherViews)

#include "tst_togetherviews.moc"
