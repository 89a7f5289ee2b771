// SPDX-License-Identifier: GPL-3.0-or-later
// The post-mortem under the hand: whys that are dragged, drawn larger and taken back after their page has gone,
// countermeasures that are taken out and brought back or saved as a table.
#include "models/postmortem/archive/countermeasurecsv.h"
#include "models/postmortem/countermeasures/fromtasks.h"
#include "models/postmortem/record.h"
#include "models/storage/redaction.h"
#include "support/answers.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "views/postmortem/checks/checkspanel.h"
#include "views/postmortem/countermeasures/countermeasurecard.h"
#include "views/postmortem/countermeasures/countermeasurespage.h"
#include "views/postmortem/countermeasures/countermeasurespanel.h"
#include "views/postmortem/postmortemmemory.h"
#include "views/postmortem/postmortempanel.h"
#include "views/postmortem/whys/whytreemodel.h"
#include "views/postmortem/whys/whytreeview.h"
#include "views/widgets/drafts.h"
#include "views/widgets/treedelegate.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;
using test::printTree;

namespace {

//! One incident's post-mortem, whose page comes and goes.
class Table : public Crew
{
public:
    Table()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
        sitDown();
    }

    //! The page anew.
    void sitDown()
    {
        panel.reset();
        panel = std::make_unique<PostMortemPanel>(session, incident.id);
        panel->setMemory(memory);
        view = panel->findChild<WhyTreeView *>();
        model = qobject_cast<WhyTreeModel *>(view->model());
        measures = panel->findChild<CountermeasuresPanel *>();
        QObject::connect(panel.get(), &PostMortemPanel::failed, panel.get(),
                         [this](const Error &error) { errors.push_back(error); });
        panel->resize(900, 900);
        panel->show();
        if (!QTest::qWaitForWindowActive(panel.get())) {
            qFatal("The panel does not come to the front.");
        }
    }

    Why add(const QString &text, const WhyPlace &place = {})
    {
        return as(responder, [=, about = id](Transaction &t) { return addWhy(t, about, place, text); }).value();
    }
    CountermeasureId decide(const QString &text)
    {
        return as(responder, [=, about = id](Transaction &t) { return addCountermeasure(t, about, {.text = text}); })
            .value();
    }
    std::optional<Countermeasure> now(CountermeasureId measure)
    {
        return read([measure](Transaction &t) { return countermeasure(t, measure); }).value();
    }
    [[nodiscard]] QString drawn() const
    {
        return printTree(*model).replace(u"Why was it not caught?\n"_s, u"caught\n"_s);
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(panel->window()->focusWidget(), key, modifiers);
    }

    //! As the mouse does it: what is dragged, held over a point of the tree, and let go there. False where it is refused.
    bool drag(WhyId why, QPoint to)
    {
        const std::unique_ptr<QMimeData> data(model->mimeData({model->indexOf(why)}));
        QDragEnterEvent enter(to, Qt::MoveAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view->viewport(), &enter);
        QDragMoveEvent over(to, Qt::MoveAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view->viewport(), &over);
        shown = view->viewport()->grab().toImage();
        if (!over.isAccepted()) {
            QDragLeaveEvent leave;
            QApplication::sendEvent(view->viewport(), &leave);
            return false;
        }
        QDropEvent drop(to, Qt::MoveAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view->viewport(), &drop);
        return true;
    }
    [[nodiscard]] QRect rectOf(WhyId why) const { return view->visualRect(model->indexOf(why)); }
    //! The cards in sight, from the top.
    [[nodiscard]] QStringList cards() const
    {
        QStringList texts;
        for (const auto *each : measures->findChildren<CountermeasureCard *>()) {
            if (each->isVisible()) {
                texts << each->measure().what.text;
            }
        }
        return texts;
    }
    [[nodiscard]] CountermeasureCard *card(CountermeasureId wanted) const
    {
        for (auto *each : measures->findChildren<CountermeasureCard *>()) {
            if (each->isVisible() && each->measure().id == wanted) {
                return each;
            }
        }
        return nullptr;
    }

    QTemporaryDir folder;
    SettingsFile settings{folder.filePath(u"settings.json"_s)};
    Session session{*database, responder};
    PostMortemMemory memory{session, settings};
    PostMortemId id;
    std::unique_ptr<PostMortemPanel> panel;
    WhyTreeView *view = nullptr;
    WhyTreeModel *model = nullptr;
    CountermeasuresPanel *measures = nullptr;
    std::vector<Error> errors;
    QImage shown;  //!< while something was held over the tree
};

}  // namespace

class TestPostMortemEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void aHalfTypedWhyStandsOpenAgain_data() { TestDatabase::addEngines(); }
    void aHalfTypedWhyStandsOpenAgain()
    {
        Table table;
        const Why why = table.add(u"The pool was empty"_s);
        const QString place = table.folder.filePath(u"drafts"_s);
        Drafts drafts(place);
        table.panel->setDrafts(drafts);
        QTRY_VERIFY(table.model->indexOf(why.id).isValid());
        table.view->setFocus();
        table.view->setCurrentIndex(table.model->indexOf(why.id));
        table.press(Qt::Key_F2);
        auto *line = table.view->findChild<QLineEdit *>();
        QVERIFY(line);
        QTest::keyClick(line, Qt::Key_End);
        QTest::keyClicks(line, u" since noon"_s);
        // Somebody says something about it meanwhile.
        table.model->setOpenComments({{why.id.value, 1}});
        QCOMPARE(line->text(), u"The pool was empty since noon"_s);
        QTRY_COMPARE(drafts.keys({}).size(), 1);
        // As after the program was killed: nothing was said, and it is there.
        QTRY_COMPARE(QDir(place).entryList(QDir::Files).size(), 1);
        Drafts again(place);
        PostMortemPanel next(table.session, table.incident.id);
        next.setDrafts(again);
        next.resize(900, 900);
        next.show();
        QTRY_VERIFY(next.findChild<WhyTreeView *>()->findChild<QLineEdit *>());
        line = next.findChild<WhyTreeView *>()->findChild<QLineEdit *>();
        QCOMPARE(line->text(), u"The pool was empty since noon"_s);
        QTest::keyClick(line, Qt::Key_Return);
        auto *model = qobject_cast<WhyTreeModel *>(next.findChild<WhyTreeView *>()->model());
        QTRY_COMPARE(model->why(model->indexOf(why.id))->text, u"The pool was empty since noon"_s);
        QTRY_VERIFY(again.keys({}).isEmpty());
        QTRY_COMPARE(QDir(place).entryList(QDir::Files).size(), 0);
        // What is taken back by Escape was not worth keeping.
        auto *view = next.findChild<WhyTreeView *>();
        QTRY_VERIFY(!view->rows()->isEditing());
        view->setCurrentIndex(model->indexOf(why.id));
        QTest::keyClick(view, Qt::Key_F2);
        QTRY_VERIFY(view->rows()->isEditing());
        line = view->findChild<QLineEdit *>();
        QTest::keyClicks(line, u"!"_s);
        QTRY_COMPARE(again.keys({}).size(), 1);
        QTest::keyClick(line, Qt::Key_Escape);
        QTRY_VERIFY(again.keys({}).isEmpty());
        QCOMPARE(model->why(model->indexOf(why.id))->text, u"The pool was empty since noon"_s);
    }

    void aWhyIsDragged_data() { TestDatabase::addEngines(); }
    void aWhyIsDragged()
    {
        Table table;
        const Why expired = table.add(u"It expired"_s);
        const Why nobody = table.add(u"Nobody renewed it"_s, {.parent = expired.id});
        const Why probe = table.add(u"No probe"_s);
        QTRY_VERIFY(table.model->indexOf(probe.id).isValid() && table.model->indexOf(nobody.id).isValid());
        const QAbstractItemModelTester referee(table.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QImage before = table.view->viewport()->grab().toImage();

        // Onto another one: below it. Where it will land is shown.
        QVERIFY(table.drag(probe.id, table.rectOf(expired.id).center()));
        QVERIFY(table.shown != before);
        QTRY_COMPARE(table.drawn(), u"Why did it happen?\n"
                                    "  Why 1: It expired\n"
                                    "    Why 2: Nobody renewed it\n"
                                    "    Why 2: No probe\n"
                                    "caught\nWhy was recovery slow?\n"_s);
        // Between two: there; with all that stands below it; and back, as the keys do it.
        QVERIFY(table.drag(probe.id, table.rectOf(nobody.id).topLeft() + QPoint(40, 0)));
        QTRY_COMPARE(table.drawn().split(u'\n')[2], u"    Why 2: No probe"_s);
        QVERIFY(table.drag(probe.id, table.rectOf(nobody.id).bottomLeft() + QPoint(40, 0)));
        QTRY_COMPARE(table.drawn().split(u'\n')[2], u"    Why 2: Nobody renewed it"_s);
        // Onto another question.
        QVERIFY(table.drag(expired.id, table.view->visualRect(table.model->index(1, 0)).center()));
        QTRY_COMPARE(table.drawn(), u"Why did it happen?\n"
                                    "caught\n"
                                    "  Why 1: It expired\n"
                                    "    Why 2: Nobody renewed it\n"
                                    "    Why 2: No probe\n"
                                    "Why was recovery slow?\n"_s);
        // Never into itself, nor beside the questions; and a why of another tree is none here.
        QVERIFY(!table.drag(expired.id, table.rectOf(nobody.id).center()));
        QVERIFY(!table.drag(expired.id, table.rectOf(expired.id).center()));
        QVERIFY(!table.drag(probe.id, table.view->visualRect(table.model->index(0, 0)).topLeft() + QPoint(40, 0)));
        QMimeData foreign;
        foreign.setData(table.model->mimeTypes().front(), "1 " + QByteArray::number(probe.id.value));
        QVERIFY(!table.model->canDropMimeData(&foreign, Qt::MoveAction, -1, 0, table.model->index(0, 0)));
        // Where it is already is no edit, and what was done can be taken back.
        const int version = table.model->why(table.model->indexOf(expired.id))->version;
        QVERIFY(table.drag(expired.id, table.view->visualRect(table.model->index(1, 0)).center()));
        table.view->setFocus();
        table.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(table.drawn().split(u'\n')[1], u"  Why 1: It expired"_s);
        QCOMPARE(table.model->why(table.model->indexOf(expired.id))->version, version + 1);
        QVERIFY(table.errors.empty());
    }

    void theTreeIsDrawnLargerAndStaysSo_data() { TestDatabase::addEngines(); }
    void theTreeIsDrawnLargerAndStaysSo()
    {
        Table table;
        const Why why = table.add(u"It expired"_s);
        QTRY_VERIFY(table.model->indexOf(why.id).isValid());
        table.view->setFocus();
        const int high = table.rectOf(why.id).height();
        table.press(Qt::Key_Plus, Qt::ControlModifier);
        table.press(Qt::Key_Equal, Qt::ControlModifier);
        QTRY_VERIFY(table.rectOf(why.id).height() >= high * 135 / 100);
        QCOMPARE(table.memory.zoom(), 140);
        QWheelEvent turned(QPointF(20, 20), table.view->viewport()->mapToGlobal(QPointF(20, 20)), {}, {0, -120},
                           Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(table.view->viewport(), &turned);
        QCOMPARE(table.memory.zoom(), 120);
        // The next page has it, and so has the next run of the program.
        table.sitDown();
        QTRY_VERIFY(table.model->indexOf(why.id).isValid());
        QTRY_VERIFY(table.rectOf(why.id).height() >= high * 115 / 100);
        const PostMortemMemory later(table.session, table.settings);
        QCOMPARE(later.zoom(), 120);
        table.view->setFocus();
        table.press(Qt::Key_0, Qt::ControlModifier);
        QTRY_COMPARE(table.rectOf(why.id).height(), high);
        for (int i = 0; i < 20; ++i) {
            table.press(Qt::Key_Minus, Qt::ControlModifier);
        }
        QVERIFY(table.memory.zoom() >= 50);  // it can still be read
    }

    void whatWasDoneIsTakenBackAfterThePageHasGone_data() { TestDatabase::addEngines(); }
    void whatWasDoneIsTakenBackAfterThePageHasGone()
    {
        Table table;
        const Why first = table.add(u"It expired"_s);
        const Why second = table.add(u"Nobody renewed it"_s);
        QTRY_VERIFY(table.model->indexOf(second.id).isValid());
        const auto tree = [&](const QString &lines) {
            return table.drawn().startsWith(u"Why did it happen?\n"_s + lines + u"caught"_s);
        };
        table.view->setCurrentIndex(table.model->indexOf(second.id));
        table.view->setFocus();
        table.press(Qt::Key_Right, Qt::AltModifier);
        QTRY_VERIFY(tree(u"  Why 1: It expired\n    Why 2: Nobody renewed it\n"_s));
        table.press(Qt::Key_Delete);
        QTRY_VERIFY(tree(u"  Why 1: It expired\n"_s));

        table.sitDown();
        QTRY_VERIFY(tree(u"  Why 1: It expired\n"_s));
        table.view->setFocus();
        table.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(tree(u"  Why 1: It expired\n    Why 2: Nobody renewed it\n"_s));
        table.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(tree(u"  Why 1: It expired\n  Why 1: Nobody renewed it\n"_s));
        table.sitDown();
        QTRY_VERIFY(tree(u"  Why 1: It expired\n  Why 1: Nobody renewed it\n"_s));
        table.view->setFocus();
        table.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(tree(u"  Why 1: It expired\n    Why 2: Nobody renewed it\n"_s));

        // Somebody else has moved it on since: it stays where they have put it, and that is said.
        table.sitDown();
        REQUIRE_OK(table.as(table.commander, [&](Transaction &t) {
            const auto moved = pathTo(whysOf(t, table.id).value(), second.id).back();
            return moveWhy(t, second.id, {.question = WhyQuestion::Slow}, moved.version);
        }));
        QTRY_VERIFY(tree(u"  Why 1: It expired\n"_s));
        table.view->setFocus();
        table.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(table.errors.size(), size_t(1));
        QCOMPARE(table.errors.front().code, ErrorCode::Conflict);
        QVERIFY(table.drawn().endsWith(u"Why was recovery slow?\n  Why 1: Nobody renewed it\n"_s));

        // A redaction makes what was remembered forgotten: it may hold what must go for good.
        table.view->setCurrentIndex(table.model->indexOf(first.id));
        table.press(Qt::Key_Delete);
        QTRY_VERIFY(tree({}));
        QVERIFY(!table.memory.steps(table.incident.id)->done.empty());
        QSignalSpy forgotten(&table.memory, &PostMortemMemory::forgotten);
        REQUIRE_OK(table.as(table.responder, [](Transaction &t) -> Result<> {
            t.touch(u"redaction"_s, 1);
            return {};
        }));
        QTRY_COMPARE(forgotten.size(), 1);
        QVERIFY(table.memory.steps(table.incident.id)->done.empty());
    }

    void aCountermeasureIsRemovedAndBroughtBack_data() { TestDatabase::addEngines(); }
    void aCountermeasureIsRemovedAndBroughtBack()
    {
        Table table;
        const TaskId task =
            table
                .as(table.responder,
                    [&](Transaction &t) { return addTask(t, table.incident.id, {.text = u"Alert on it"_s}); })
                .value()
                .id;
        const Why why = table.add(u"Nobody renewed it"_s);
        const CountermeasureId renew = table
                                           .as(table.responder,
                                               [&](Transaction &t) {
                                                   return addCountermeasure(t, table.id,
                                                                            {.why = why.id,
                                                                             .text = u"Renew it by itself"_s,
                                                                             .owner = table.owner,
                                                                             .effectCheck = u"A drill"_s},
                                                                            task);
                                               })
                                           .value();
        const CountermeasureId probe = table.decide(u"Probe the date"_s);
        REQUIRE_OK(table.as(table.responder, [&](Transaction &t) {
            return setCountermeasureState(t, renew, CountermeasureState::Done, 1);
        }));
        QTRY_COMPARE(table.cards(), (QStringList{u"Renew it by itself"_s, u"Probe the date"_s}));
        const Countermeasure before = *table.now(renew);

        table.card(renew)->setFocus();
        table.press(Qt::Key_Delete);
        QTRY_COMPARE(table.cards(), QStringList{u"Probe the date"_s});
        QVERIFY(!table.now(renew));
        QTRY_VERIFY(table.card(probe)->hasFocus());
        const auto said = [&](const QString &text) {
            for (const QLabel *label : table.measures->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text() == text) {
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(said(u"Removed: Renew it by itself"_s));
        QCOMPARE(table.read([&](Transaction &t) { return tasksToKeep(t, table.incident.id); }).value().size(),
                 size_t(1));

        // As it was, with its state, why and task; also after the page has been left.
        table.sitDown();
        QTRY_VERIFY(table.card(probe));
        table.card(probe)->setFocus();
        table.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(table.now(renew));
        Countermeasure expected = before;
        ++expected.version;
        QCOMPARE(*table.now(renew), expected);
        QTRY_VERIFY(table.card(renew) && table.card(renew)->hasFocus());
        QCOMPARE(table.read([&](Transaction &t) { return tasksToKeep(t, table.incident.id); }).value().size(),
                 size_t(0));
        QVERIFY(table.errors.empty());

        // The last one leaves the keyboard somewhere, from where it comes back.
        table.card(renew)->setFocus();
        table.press(Qt::Key_Delete);
        QTRY_COMPARE(table.cards(), QStringList{u"Probe the date"_s});
        QTRY_VERIFY(table.card(probe)->hasFocus());
        table.press(Qt::Key_Delete);
        QTRY_COMPARE(table.cards(), QStringList());
        QTRY_VERIFY(table.measures->isAncestorOf(table.panel->window()->focusWidget()));
        table.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(table.cards(), QStringList{u"Probe the date"_s});
        // One whose why has gone comes back without it.
        REQUIRE_OK(table.as(table.responder, [&](Transaction &t) { return removeWhy(t, why.id, why.version); }));
        QTRY_VERIFY(table.card(probe));
        table.card(probe)->setFocus();
        table.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(table.now(renew));
        QVERIFY(!table.now(renew)->what.why);

        // Nothing is taken out of what is approved, and a second return is refused.
        const auto removed = table.as(table.responder, [&](Transaction &t) {
            return takeOutCountermeasure(t, probe, table.now(probe)->version);
        });
        REQUIRE_OK(removed);
        REQUIRE_OK(table.as(table.responder, [&](Transaction &t) { return restoreCountermeasure(t, *removed); }));
        const auto twice =
            table.as(table.responder, [&](Transaction &t) { return restoreCountermeasure(t, *removed); });
        QVERIFY(!twice && twice.error().code == ErrorCode::Conflict);
        const auto viewer = table.as(table.viewer, [&](Transaction &t) { return restoreCountermeasure(t, *removed); });
        QVERIFY(!viewer && viewer.error().code == ErrorCode::Denied);
    }

    void countermeasuresAreSavedAsATable_data() { TestDatabase::addEngines(); }
    void countermeasuresAreSavedAsATable()
    {
        Table table;
        const QDate today = toDateTime(table.database.clock.now(), QTimeZone::systemTimeZone()).date();
        table
            .as(table.responder,
                [&](Transaction &t) {
                    return addCountermeasure(t, table.id,
                                             {.text = u"=SUM(1), and \"so on\""_s,
                                              .owner = table.owner,
                                              .dueOn = today.addDays(-1),
                                              .effectCheck = u"A drill"_s,
                                              .link = u"https://tracker.example.org/7"_s});
                })
            .value();
        CountermeasuresPage page(table.session);
        page.show();
        QSignalSpy saved(&page, &CountermeasuresPage::saved);
        QSignalSpy failed(&page, &CountermeasuresPage::failed);
        const QString path = table.folder.filePath(u"open.csv"_s);
        page.saveTable(path);
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString rows =
            u"incident,id,state,overdue,dueOn,owner,kind,text,effectCheck,checkResult,doneAt,checkedAt,"
            "link,visibility\r\n"
            "INC-1,1,open,yes,%1,Grace Hopper,prevent,\"'=SUM(1), and \"\"so on\"\"\",A drill,,,,"
            "https://tracker.example.org/7,internal\r\n"_s.arg(today.addDays(-1).toString(Qt::ISODate));
        QCOMPARE(file.readAll(), "\xEF\xBB\xBF" + rows.toUtf8());
        page.saveTable(u"/proc/nowhere/open.csv"_s);
        QTRY_COMPARE(failed.size(), 1);
    }

    void byWhenItIsDueStandsInItsHead_data() { TestDatabase::addEngines(); }
    void byWhenItIsDueStandsInItsHead()
    {
        Table table;
        const auto said = [&] {
            for (const QLabel *label : table.panel->findChildren<QLabel *>()) {
                const QString text = label->text();
                if (label->isVisible() && (text.startsWith(u"due on"_s) || text.startsWith(u"was due"_s))) {
                    return text;
                }
            }
            return QString();
        };
        QTest::qWait(100);
        QCOMPARE(said(), QString());  // it goes on still
        table
            .as(table.commander,
                [&](Transaction &t) {
                    return setStatus(t, table.incident.id, IncidentStatus::Resolved,
                                     incident(t, table.incident.id).value()->version);
                })
            .value();
        // A SEV1 has three days.
        const QDate today = toDateTime(table.database.clock.now(), QTimeZone::systemTimeZone()).date();
        const QString day = QLocale().toString(today.addDays(3), u"d MMM yyyy"_s);
        table.sitDown();
        QTRY_COMPARE(said(), u"due on "_s + day);
        table.database.clock.advance(std::chrono::hours(24 * 4));
        table.sitDown();
        QTRY_COMPARE(said(), u"was due on "_s + day);
        // Once approved, it is due no more.
        REQUIRE_OK(table.as(table.responder, [&](Transaction &t) -> Result<> {
            ONLYONCE_TRY(answerAll(t, table.incident.id));
            ONLYONCE_TRY(
                setPostMortemStatus(t, table.id, PostMortemStatus::InReview, postMortem(t, table.id).value()->version));
            return {};
        }));
        REQUIRE_OK(table.as(table.commander, [&](Transaction &t) {
            return setPostMortemStatus(t, table.id, PostMortemStatus::Approved,
                                       postMortem(t, table.id).value()->version);
        }));
        QTRY_COMPARE(said(), QString());
        QVERIFY(table.errors.empty());
    }

    void aKeyLeadsBackToTheFindings_data() { TestDatabase::addEngines(); }
    void aKeyLeadsBackToTheFindings()
    {
        Table table;
        const Why why = table.add(u"It expired"_s);
        auto *checks = table.panel->findChild<ChecksPanel *>();
        table.panel->showFindings();  // before anything is read
        QTRY_VERIFY(checks->isAncestorOf(table.panel->window()->focusWidget()));
        QTRY_VERIFY(table.model->indexOf(why.id).isValid());
        const auto isThere = [&] { return table.panel->window()->focusWidget() == table.view; };
        QVERIFY(QTest::qWaitFor([&] {  // what the checks find of the why is read some time
            if (!isThere()) {
                table.panel->showNextFinding();
            }
            return isThere();
        }));
        table.panel->showFindings();
        QVERIFY(checks->isAncestorOf(table.panel->window()->focusWidget()));
        table.press(Qt::Key_Return);  // and there again
        QTRY_COMPARE(table.panel->window()->focusWidget(), table.view);
    }
};

QTEST_MAIN(TestPostMortemEdits)
#include "tst_postmortemedits.moc"
