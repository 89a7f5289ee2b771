// SPDX-License-Identifier: GPL-3.0-or-later
// Comments, reviews and versions in the window, as a person uses them: by keyboard alone.
#include "models/delivery/connections.h"
#include "models/delivery/outbox.h"
#include "models/postmortem/review/versions.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "views/postmortem/countermeasures/countermeasurecard.h"
#include "views/postmortem/countermeasures/countermeasurespanel.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/postmortempanel.h"
#include "views/postmortem/review/askreviewform.h"
#include "views/postmortem/review/commentrow.h"
#include "views/postmortem/review/commentspanel.h"
#include "views/postmortem/review/diffview.h"
#include "views/postmortem/review/reviewdesk.h"
#include "views/postmortem/review/versionspane.h"
#include "views/widgets/askform.h"
#include "views/widgets/composer.h"
#include "views/widgets/drafts.h"
#include "views/widgets/pill.h"
#include "views/widgets/rowroles.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

//! The post-mortem's page in a window that has the keyboard, as a commander has it.
class Page : public Crew
{
public:
    Page()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
        why = as(responder, [about = id](Transaction &t) {
                  return addWhy(t, about, {}, u"The disk was full"_s);
              }).value();
        measure = as(responder, [about = id](Transaction &t) {
                      return addCountermeasure(t, about, {.text = u"Rotate logs"_s});
                  }).value();
        open();
    }
    void open()
    {
        panel = std::make_unique<PostMortemPanel>(session, incident.id);
        panel->setDrafts(drafts);
        QObject::connect(panel.get(), &PostMortemPanel::failed, panel.get(),
                         [this](const Error &error) { failures << error.message; });
        panel->resize(1000, 900);
        panel->show();
        panel->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(panel.get()));
        QTRY_VERIFY(panel->findChild<CountermeasureCard *>());
    }
    template <typename Widget>
    Widget *the()
    {
        return panel->findChild<Widget *>();
    }
    QWidget *focus() { return panel->focusWidget(); }
    FieldEditor *editor(PostMortemField field) { return the<FieldsPanel>()->editor(field); }
    void type(const QString &text) { QTest::keyClicks(focus(), text); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(focus(), key, modifiers); }
    std::vector<CommentThread> threads()
    {
        return read([about = id](Transaction &t) { return commentsOf(t, about); }).value();
    }
    std::vector<Review> reviews()
    {
        return read([about = id](Transaction &t) { return reviewsOf(t, about); }).value();
    }
    Result<int> write(ActorId who, const QString &text)
    {
        return as(who, [=, about = id](Transaction &t) -> Result<int> {
            const auto fields = fieldsOf(t, about);
            return setField(t, about, PostMortemField::Summary, text, fields->front().version);
        });
    }
    QStringList rowsOf(QWidget *area)
    {
        QStringList names;
        for (const CommentRow *row : area->findChildren<CommentRow *>()) {
            names << row->accessibleName();
        }
        return names;
    }
    QStringList pills()
    {
        QStringList texts;
        for (const PillLabel *pill : the<ReviewBar>()->findChildren<PillLabel *>()) {
            texts << pill->pill().text;
        }
        texts.sort();
        return texts;
    }

    Session session{*database, commander};
    QTemporaryDir place;
    Drafts drafts{place.filePath(u"drafts"_s)};
    QStringList failures;
    PostMortemId id;
    Why why;
    CountermeasureId measure;
    std::unique_ptr<PostMortemPanel> panel;
};

}  // namespace

class TestReviewViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void onesSaysWhereTheKeyboardIs_data() { TestDatabase::addEngines(); }
    void onesSaysWhereTheKeyboardIs()
    {
        Page page;
        ReviewDesk &desk = page.panel->review();
        auto *thread = page.the<ThreadPane>();
        QVERIFY(thread->isHidden() && page.the<CommentsPanel>()->isHidden());

        // On a field.
        page.editor(PostMortemField::Impact)->text()->setFocus();
        desk.comment();
        QVERIFY(thread->isVisible());
        QCOMPARE(thread->accessibleName(), u"Comments on Impact"_s);
        page.type(u"How many customers?"_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(page.rowsOf(thread), QStringList{u"Ada Lovelace: How many customers?"_s});
        QVERIFY(page.threads()[0].first.part == PostMortemPart(PostMortemField::Impact));
        QTRY_VERIFY(page.the<CommentsPanel>()->isVisible());
        // Escape goes back to where one was.
        page.press(Qt::Key_Escape);
        QVERIFY(thread->isHidden());
        QCOMPARE(page.focus(), page.editor(PostMortemField::Impact)->text());

        // On a why: its row says so.
        auto *tree = page.the<QTreeView>();
        tree->setFocus();
        tree->setCurrentIndex(tree->model()->index(0, 0, tree->model()->index(0, 0)));
        desk.comment();
        QCOMPARE(thread->accessibleName(), u"Comments on “The disk was full”"_s);
        page.type(u"Which disk?"_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        const auto pills = [&] {
            QStringList texts;
            const QModelIndex why = tree->model()->index(0, 0, tree->model()->index(0, 0));
            for (const Pill &pill : why.data(TreePills).value<QList<Pill>>()) {
                texts << pill.icon + pill.text;
            }
            return texts;
        };
        QTRY_COMPARE(pills(), QStringList{u"message1"_s});
        page.press(Qt::Key_Escape);
        QCOMPARE(page.focus(), tree);

        // On a countermeasure.
        auto *card = page.the<CountermeasureCard>();
        card->setFocus();
        desk.comment();
        page.type(u"By size or by day?"_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(page.threads().size(), 3U);
        QVERIFY(page.threads()[2].first.part == PostMortemPart(page.measure));
        const auto hasCount = [&](const QString &name) {
            const auto buttons = page.panel->findChildren<QToolButton *>();
            return std::ranges::any_of(buttons, [&](const QToolButton *b) { return b->accessibleName() == name; });
        };
        QTRY_VERIFY(hasCount(u"One open comment on: Rotate logs"_s));
        QVERIFY(hasCount(u"One open comment on Impact"_s));
        QCOMPARE(page.failures, QStringList());
    }

    void threadsAreAnsweredAndSettled_data() { TestDatabase::addEngines(); }
    void threadsAreAnsweredAndSettled()
    {
        Page page;
        const auto said = page.as(page.responder, [about = page.id](Transaction &t) {
            return addComment(t, about, PostMortemField::Summary, u"Whom did it hit?"_s);
        });
        QVERIFY(said);
        auto *list = page.the<CommentsPanel>();
        QTRY_VERIFY(list->isVisible());
        // From anywhere to the next open one; what is written there is a reply to it.
        page.panel->review().nextComment();
        auto *thread = page.the<ThreadPane>();
        QTRY_VERIFY(thread->isVisible());
        QTRY_COMPARE(page.rowsOf(thread).size(), 1);
        page.type(u"Everybody"_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(page.rowsOf(thread),
                     (QStringList{u"Grace Hopper: Whom did it hit?"_s, u"Ada Lovelace replies: Everybody"_s}));
        // E changes one's own words, and nobody else's.
        const auto rows = [&] { return thread->findChildren<CommentRow *>(); };
        rows().constLast()->setFocus();
        page.press(Qt::Key_E);
        auto *editor = thread->findChild<Composer *>()->editor();
        QCOMPARE(page.focus(), editor);
        QCOMPARE(editor->toPlainText(), u"Everybody"_s);
        editor->selectAll();
        page.type(u"Every second customer"_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(page.rowsOf(thread).constLast(), u"Ada Lovelace replies: Every second customer"_s);
        QCOMPARE(page.threads()[0].replies[0].version, 2);
        rows().constFirst()->setFocus();
        page.press(Qt::Key_E);
        QVERIFY(editor->toPlainText().isEmpty());
        // S settles: nothing is open any more, here and in the list.
        page.press(Qt::Key_S);
        QTRY_VERIFY(!page.threads()[0].isOpen());
        QTRY_VERIFY(list->isHidden());
        const auto isSettled = [&] { return rows().constFirst()->accessibleDescription(); };
        QTRY_COMPARE(isSettled(), u"Settled"_s);
        QTRY_VERIFY(qobject_cast<CommentRow *>(page.focus()));  // the keyboard is where it was
        page.press(Qt::Key_S);
        QTRY_VERIFY(page.threads()[0].isOpen());
        QCOMPARE(page.failures, QStringList());
    }

    void halfWrittenWordsSurvive_data() { TestDatabase::addEngines(); }
    void halfWrittenWordsSurvive()
    {
        Page page;
        page.editor(PostMortemField::Summary)->text()->setFocus();
        page.panel->review().comment();
        page.type(u"What I wanted to say"_s);
        page.panel.reset();  // the program ends
        page.open();
        page.editor(PostMortemField::Trigger)->text()->setFocus();
        page.panel->review().comment();
        auto *composer = page.the<ThreadPane>()->findChild<Composer *>();
        QCOMPARE(composer->draft(), QString());  // it was about another part
        page.press(Qt::Key_Escape);
        page.editor(PostMortemField::Summary)->text()->setFocus();
        page.panel->review().comment();
        QCOMPARE(composer->draft(), u"What I wanted to say"_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(page.threads().size(), 1U);
        QTRY_COMPARE(composer->draft(), QString());
        // Said, it is no draft any more.
        page.panel.reset();
        page.open();
        page.editor(PostMortemField::Summary)->text()->setFocus();
        page.panel->review().comment();
        QCOMPARE(page.the<ThreadPane>()->findChild<Composer *>()->draft(), QString());
    }

    void halfWrittenChangesAndReviewsSurvive_data() { TestDatabase::addEngines(); }
    void halfWrittenChangesAndReviewsSurvive()
    {
        Page page;
        const PersonId ada = page.as(page.commander, [](Transaction &t) { return personOfActor(t); }).value().id;
        page.as(page.responder, [&](Transaction &t) { return askForReview(t, page.id, {ada}, u"uuid"_s); }).value();
        page.as(page.commander,
                [about = page.id](Transaction &t) {
                    return addComment(t, about, PostMortemField::Impact, u"How many?"_s);
                })
            .value();
        auto *list = page.the<CommentsPanel>();
        QTRY_VERIFY(list->isVisible());
        const auto beginChange = [&] {
            page.panel->review().nextComment();
            auto *thread = page.the<ThreadPane>();
            QTRY_COMPARE(page.rowsOf(thread).size(), 1);
            thread->findChild<CommentRow *>()->setFocus();
            page.press(Qt::Key_E);
            QCOMPARE(page.focus(), thread->findChild<Composer *>()->editor());
        };
        const auto beginReview = [&] {
            auto &bar = *page.panel->review().bar();
            QTRY_COMPARE(page.pills().size(), 1);
            bar.answer();
            QMenu *menu = nullptr;
            QTRY_VERIFY((menu = bar.findChild<QMenu *>()) && menu->isVisible());
            menu->setActiveAction(menu->actions().at(1));
            QTest::keyClick(menu, Qt::Key_Return);
            QTRY_VERIFY(bar.findChild<AskForm *>()->isVisible());
        };
        const auto words = [&] {
            return page.the<ReviewBar>()->findChild<AskForm *>()->findChild<QLineEdit *>()->text();
        };
        const auto editor = [&] { return page.the<ThreadPane>()->findChild<Composer *>()->editor(); };
        beginChange();
        page.type(u" And where"_s);
        beginReview();
        page.type(u"Say when it be"_s);
        page.panel.reset();  // the program ends

        // What was begun is pointed out, and is where it was.
        page.open();
        const auto says = [](QWidget *where, const QString &words) {
            const auto labels = where->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text().contains(words); });
        };
        QTRY_VERIFY(says(page.the<CommentsPanel>(), u"How many? And where"_s));
        QTRY_VERIFY(says(page.panel->review().bar(), u"A review was begun and not given"_s));
        beginReview();
        QCOMPARE(words(), u"Say when it be"_s);
        page.press(Qt::Key_Escape);
        beginReview();
        QCOMPARE(words(), u"Say when it be"_s);  // Escape is no answer
        page.type(u"gan"_s);
        page.press(Qt::Key_Return);
        QTRY_COMPARE(page.reviews().front().words, u"Say when it began"_s);
        QTRY_VERIFY(!says(page.panel->review().bar(), u"A review was begun"_s));
        beginChange();
        QCOMPARE(editor()->toPlainText(), u"How many? And where"_s);
        page.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor()->toPlainText(), u"How many?"_s);
        page.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(editor()->toPlainText(), u"How many? And where"_s);
        page.type(u"?"_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(page.threads()[0].first.body, u"How many? And where?"_s);

        // Said and given, neither is a draft any more.
        QTRY_VERIFY(page.drafts.keys({}).isEmpty());
        page.panel.reset();
        QVERIFY(page.drafts.keys({}).isEmpty());
        QCOMPARE(page.failures, QStringList());
    }

    void mentionsAreTold_data() { TestDatabase::addEngines(); }
    void mentionsAreTold()
    {
        Page page;
        page.as(page.administrator,
                [](Transaction &t) {
                    return saveConnection(t, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
                })
            .value();
        page.editor(PostMortemField::Impact)->text()->setFocus();
        page.panel->review().comment();
        auto *composer = page.the<ThreadPane>()->findChild<Composer *>();
        // A few letters of any of the names, and Enter.
        page.type(u"Is it so, @hop"_s);
        QTRY_VERIFY(composer->editor()->findChild<QCompleter *>());
        auto *popup = composer->editor()->findChild<QCompleter *>()->popup();
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Return);
        QCOMPARE(composer->draft(), u"Is it so, @Grace Hopper "_s);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(composer->note(), u"A mail goes to Grace Hopper."_s);
        const auto mails = page.read([](Transaction &t) { return outboxPending(t, 10); }).value();
        QCOMPARE(mails.size(), 1U);
        QCOMPARE(mails[0].kind, mentionMailKind());
    }

    void reviewsAreAskedForAndGiven_data() { TestDatabase::addEngines(); }
    void reviewsAreAskedForAndGiven()
    {
        Page page;
        const PersonId ada = page.as(page.commander, [](Transaction &t) { return personOfActor(t); }).value().id;
        page.as(page.administrator, [](Transaction &t) { return savePerson(t, {.name = u"Mira"_s}); }).value();
        page.editor(PostMortemField::Summary)->text()->setFocus();
        ReviewBar &bar = *page.panel->review().bar();
        bar.ask();
        auto *form = page.the<AskReviewForm>();
        QVERIFY(form->isVisible());
        auto *people = form->findChild<QListWidget *>();
        QTRY_VERIFY(people->count() >= 3);
        // Several at once: some letters and Enter mark one, Ctrl+Enter asks.
        page.type(u"lovel"_s);
        page.press(Qt::Key_Return);
        page.type(u"mir"_s);
        page.press(Qt::Key_Return);
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(form->isHidden());
        QTRY_COMPARE(page.pills(), (QStringList{u"Ada Lovelace is awaited"_s, u"Mira is awaited"_s}));
        QCOMPARE(page.focus(), page.editor(PostMortemField::Summary)->text());

        // Whoever sits here answers, for herself first.
        const auto answer = [&](const QString &which, const QString &words) {
            bar.answer();
            QMenu *menu = nullptr;
            QTRY_VERIFY((menu = bar.findChild<QMenu *>()) && menu->isVisible());
            const auto actions = menu->actions();
            const auto found = std::ranges::find(actions, which, &QAction::text);
            QVERIFY2(found != actions.end(), qPrintable(which));
            menu->setActiveAction(*found);
            QTest::keyClick(menu, Qt::Key_Return);
            auto *ask = bar.findChild<AskForm *>();
            QTRY_VERIFY(ask->isVisible());
            page.type(words);
            page.press(Qt::Key_Return);
        };
        answer(u"I want changes …"_s, {});
        auto *ask = bar.findChild<AskForm *>();
        const auto says = [&](const QString &words) {
            const auto labels = ask->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text().startsWith(words); });
        };
        QTRY_VERIFY(says(u"Say what is to be changed"_s));  // it says what is missing, and waits
        page.type(u"Say when"_s);
        page.press(Qt::Key_Return);
        QTRY_COMPARE(page.pills(), (QStringList{u"Ada Lovelace wants changes"_s, u"Mira is awaited"_s}));
        const auto mine = page.reviews();
        QCOMPARE(std::ranges::find(mine, ada, &Review::person)->words, u"Say when"_s);
        QTRY_VERIFY(!bar.findChild<QMenu *>());
        answer(u"I agree …"_s, {});
        QTRY_COMPARE(page.pills(), (QStringList{u"Ada Lovelace agrees"_s, u"Mira is awaited"_s}));
        QCOMPARE(page.failures, QStringList());
    }

    void versionsStandSideBySide_data() { TestDatabase::addEngines(); }
    void versionsStandSideBySide()
    {
        Page page;
        QVERIFY(page.write(page.responder, u"Nobody could pay."_s));
        page.database.clock.advance(1h);
        QVERIFY(page.write(page.commander, u"Half could not pay."_s));
        page.database.clock.advance(1h);
        QVERIFY(page.write(page.responder, u"Half could not pay for an hour."_s));
        auto *text = page.editor(PostMortemField::Summary)->text();
        QTRY_COMPARE(text->toPlainText(), u"Half could not pay for an hour."_s);
        text->setFocus();
        page.panel->review().showVersions();
        auto *pane = page.the<VersionsPane>();
        auto *list = pane->findChild<QListWidget *>();
        auto *diff = pane->findChild<DiffView *>();
        QVERIFY(pane->isVisible() && !text->isVisible());
        QCOMPARE(page.focus(), list);
        QTRY_COMPARE(list->count(), 3);
        // The newest beside the one before it; what changed is marked, not by colour alone.
        QTRY_COMPARE(diff->after()->toPlainText(), u"Half could not pay for an hour."_s);
        QCOMPARE(diff->before()->toPlainText(), u"Half could not pay."_s);
        QCOMPARE(diff->after()->extraSelections().size(), 1);
        const auto marked = diff->after()->extraSelections().constFirst();
        QCOMPARE(marked.cursor.selectedText(), u" for an hour"_s);
        QVERIFY(marked.format.fontUnderline() && marked.format.background() != QBrush());
        // Arrows choose, Space holds.
        page.press(Qt::Key_Space);
        page.press(Qt::Key_Down);
        page.press(Qt::Key_Down);
        QTRY_COMPARE(diff->after()->toPlainText(), u"Nobody could pay."_s);
        QCOMPARE(diff->before()->toPlainText(), u"Half could not pay for an hour."_s);
        QVERIFY(diff->before()->extraSelections().constFirst().format.fontStrikeOut());
        // Put back: a new version, and the one that stands there.
        page.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(list->count(), 4);
        QTRY_COMPARE(list->currentRow(), 0);
        page.press(Qt::Key_Escape);
        QVERIFY(pane->isHidden());
        QTRY_COMPARE(text->toPlainText(), u"Nobody could pay."_s);
        QCOMPARE(page.focus(), text);

        // Of a why, too; and of the whole there are none.
        auto *tree = page.the<QTreeView>();
        tree->setFocus();
        tree->setCurrentIndex(tree->model()->index(0, 0, tree->model()->index(0, 0)));
        page.panel->review().showVersions();
        QTRY_COMPARE(list->count(), 1);
        QTRY_COMPARE(diff->after()->toPlainText(), u"The disk was full"_s);
        page.press(Qt::Key_Escape);
        QCOMPARE(page.focus(), tree);
        QCOMPARE(page.failures, QStringList());
    }
};

QTEST_MAIN(TestReviewViews)
#include "tst_reviewviews.moc"
