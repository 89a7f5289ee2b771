// SPDX-License-Identifier: GPL-3.0-or-later
// Two windows on one post-mortem, each with a database of its own: what one person changes, the other one sees, and what
// is being typed stays.
#include "models/postmortem/record.h"
#include "models/postmortem/whys/whytree.h"
#include "support/crew.h"
#include "views/postmortem/fields/conflictbar.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/postmortempanel.h"
#include "views/postmortem/together/peoplehere.h"
#include "views/postmortem/whys/whytreemodel.h"
#include "views/widgets/drafts.h"
#include "views/widgets/rowroles.h"

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
        auto *area = desk.panel->findChild<QScrollArea *>();
        desk.field(Recovery)->text()->setFocus();
        area->ensureWidgetVisible(desk.field(Recovery), 0, 60);
        QTest::qWait(100);
        const auto place = [&] { return desk.field(Recovery)->mapTo(area->viewport(), QPoint()).y(); };
        const int before = place();
        const int value = area->verticalScrollBar()->value();
        meeting.write(Summary, u"One\nline\nafter\nthe\nother\nand\nthen\nsome\nmore\nof\nthem"_s);
        QTRY_VERIFY(area->verticalScrollBar()->value() > value + 50);
        QTest::qWait(100);
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
            bar = each->parentWidget() && !qobject_cast<FieldEditor *>(each->parentWidget()) ? each : bar;
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
};

QTEST_MAIN(TestTogetherViews)

#include "tst_togetherviews.moc"
