// SPDX-License-Identifier: GPL-3.0-or-later
// The why tree as the window shows it: from the database into the tree view's model and, by an edit, back.
#include "models/incidents/protocol/tasks.h"
#include "models/postmortem/record.h"
#include "support/busywriter.h"
#include "support/crew.h"
#include "support/printedmodel.h"
#include "views/postmortem/countermeasurespanel.h"
#include "views/postmortem/postmortempanel.h"
#include "views/postmortem/whytreemodel.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;
using test::printTree;

namespace {

const QString questions = u"Why did it happen?\nWhy was it not caught?\nWhy was recovery slow?\n"_s;

//! An incident's post-mortem panel, with Qt's own referee on the model of its tree.
class Meeting : public Crew
{
public:
    Meeting()
    {
        id = as(commander, [about = incident.id](Transaction &t) { return openPostMortem(t, about); }).value().id;
        panel = std::make_unique<PostMortemPanel>(session, incident.id);
        view = panel->findChild<QTreeView *>();
        model = qobject_cast<WhyTreeModel *>(view->model());
        referee =
            std::make_unique<QAbstractItemModelTester>(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    ~Meeting() { referee.reset(); }

    Why add(const QString &text, const WhyPlace &place = {})
    {
        return as(responder, [=, about = id](Transaction &t) { return addWhy(t, about, place, text); }).value();
    }
    Why now(WhyId why)
    {
        return pathTo(read([about = id](Transaction &t) { return whysOf(t, about); }).value(), why).back();
    }
    [[nodiscard]] QString drawn() const { return printTree(*model); }

    Session session{*database, responder};
    PostMortemId id;
    std::unique_ptr<PostMortemPanel> panel;
    QTreeView *view = nullptr;
    WhyTreeModel *model = nullptr;
    std::unique_ptr<QAbstractItemModelTester> referee;
};

}  // namespace

class TestPostMortemViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::speakPlainly(); }

    void theTreeFollowsTheDatabase_data() { TestDatabase::addEngines(); }
    void theTreeFollowsTheDatabase()
    {
        Meeting meeting;
        QCOMPARE(meeting.drawn(), questions);
        const Why certificate = meeting.add(u"The certificate had expired"_s);
        const Why nobody = meeting.add(u"Nobody renewed it"_s, {.parent = certificate.id});
        meeting.add(u"The reminder went to a mailbox that nobody reads"_s, {.parent = nobody.id});
        meeting.add(u"No probe looked at the date"_s, {.question = WhyQuestion::Undetected});
        QTRY_COMPARE(meeting.drawn(), u"Why did it happen?\n"
                                      "  Why 1: The certificate had expired\n"
                                      "    Why 2: Nobody renewed it\n"
                                      "      Why 3: The reminder went to a mailbox that nobody reads\n"
                                      "Why was it not caught?\n"
                                      "  Why 1: No probe looked at the date\n"
                                      "Why was recovery slow?\n"_s);
        QVERIFY(meeting.view->isExpanded(meeting.model->indexOf(nobody.id)));

        // What a meeting decides about an answer changes its row, and nothing that is open or current is lost.
        QSignalSpy resets(meeting.model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex row = meeting.model->indexOf(nobody.id);
        meeting.view->setCurrentIndex(row);
        meeting.view->collapse(meeting.model->indexOf(certificate.id));
        const auto change = [&](auto work) {
            meeting.as(meeting.responder, [&](Transaction &t) { return work(t, meeting.now(nobody.id)); }).value();
        };
        change([](Transaction &t, const Why &w) { return setWhyState(t, w.id, WhyState::Confirmed, w.version); });
        change([](Transaction &t, const Why &w) { return markRoot(t, w.id, RootCategory::Process, w.version); });
        change([](Transaction &t, const Why &w) { return setWhyVisibility(t, w.id, Visibility::Public, w.version); });
        change([](Transaction &t, const Why &w) { return acceptRoot(t, w.id, u"It is retired in May"_s, w.version); });
        change([](Transaction &t, const Why &w) { return setWhyCauses(t, w.id, Causes::OnlyTogether, w.version); });
        QTRY_COMPARE(meeting.drawn().split(u'\n')[2],
                     u"    Why 2: Nobody renewed it [Root cause: process] [Confirmed] [Only together] [Public] "
                     "(Nothing is done about it: It is retired in May)"_s);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(QModelIndex(row), meeting.model->indexOf(nobody.id));
        QCOMPARE(meeting.view->currentIndex(), QModelIndex(row));
        QVERIFY(!meeting.view->isExpanded(meeting.model->indexOf(certificate.id)));

        meeting
            .as(meeting.responder,
                [&](Transaction &t) { return removeWhy(t, certificate.id, meeting.now(certificate.id).version); })
            .value();
        QTRY_COMPARE(meeting.drawn(), u"Why did it happen?\n"
                                      "Why was it not caught?\n"
                                      "  Why 1: No probe looked at the date\n"
                                      "Why was recovery slow?\n"_s);
        QVERIFY(!meeting.model->indexOf(nobody.id).isValid());
    }

    void anEditIsShownWhenItIsStored_data() { TestDatabase::addEngines(); }
    void anEditIsShownWhenItIsStored()
    {
        Meeting meeting;
        const Why why = meeting.add(u"The certificat had expired"_s);
        QTRY_VERIFY(meeting.model->indexOf(why.id).isValid());
        const QModelIndex row = meeting.model->indexOf(why.id);
        {
            const BusyWriter writer(*meeting.database);
            QVERIFY(meeting.model->setData(row, u"The certificate had expired"_s, Qt::EditRole));
            QTest::qWait(50);
            QCOMPARE(row.data(Qt::EditRole).toString(), u"The certificat had expired"_s);
        }
        QTRY_COMPARE(meeting.model->indexOf(why.id).data(Qt::EditRole).toString(), u"The certificate had expired"_s);
        QCOMPARE(meeting.now(why.id).text, u"The certificate had expired"_s);
        // The same text, or a question's own: no edit.
        QVERIFY(
            !meeting.model->setData(meeting.model->indexOf(why.id), u"The certificate had expired"_s, Qt::EditRole));
        QVERIFY(!meeting.model->setData(meeting.model->index(0, 0), u"Why not?"_s, Qt::EditRole));
        QVERIFY(!(meeting.model->index(0, 0).flags() & Qt::ItemIsEditable));
        QVERIFY(meeting.model->indexOf(why.id).flags() & Qt::ItemIsEditable);
    }

    void theSlowerOfTwoEditsIsTold_data() { TestDatabase::addEngines(); }
    void theSlowerOfTwoEditsIsTold()
    {
        Meeting meeting;
        const Why why = meeting.add(u"Nobody renewed it"_s);
        QTRY_VERIFY(meeting.model->indexOf(why.id).isValid());
        QSignalSpy failed(meeting.panel.get(), &PostMortemPanel::failed);
        // Somebody else is quicker; ours was typed over the text of before.
        QFuture<Result<int>> theirs;
        {
            const BusyWriter writer(*meeting.database);
            theirs = meeting.database->write(meeting.commander, [why](Transaction &t) {
                return editWhy(t, why.id, u"Nobody knew that it expires"_s, why.version);
            });
            meeting.model->setData(meeting.model->indexOf(why.id), u"It was not renewed"_s, Qt::EditRole);
        }
        REQUIRE_OK(await(theirs));
        QTRY_COMPARE(failed.size(), 1);
        const auto error = failed[0][0].value<Error>();
        QCOMPARE(error.code, ErrorCode::Conflict);
        const EditConflict expected{
            .theirs = u"Nobody knew that it expires"_s, .yours = u"It was not renewed"_s, .version = 2};
        QCOMPARE(editConflict(error), expected);
        QTRY_COMPARE(meeting.model->indexOf(why.id).data(Qt::EditRole).toString(), u"Nobody knew that it expires"_s);
    }

    void olderAnswersAreDroppedAndWhoIsGoneGetsNone_data() { TestDatabase::addEngines(); }
    void olderAnswersAreDroppedAndWhoIsGoneGetsNone()
    {
        Meeting meeting;
        QTRY_COMPARE(meeting.view->currentIndex(), meeting.model->index(0, 0));  // it has been read once
        QStringList seen;
        connect(meeting.model, &QAbstractItemModel::modelReset, this, [&] { seen += meeting.drawn(); });
        {
            const BusyReader reader(*meeting.database);
            for (const auto &text : {u"one"_s, u"two"_s, u"three"_s}) {
                meeting.add(text);
                QTest::qWait(20);
            }
        }
        QTRY_COMPARE(seen.size(), 1);
        QCOMPARE(seen[0].split(u'\n')[3], u"  Why 1: three"_s);
        QTest::qWait(50);
        QCOMPARE(seen.size(), 1);
        {
            const BusyReader reader(*meeting.database);
            meeting.add(u"four"_s);
            QTest::qWait(50);
            meeting.referee.reset();
            meeting.panel.reset();
        }
        REQUIRE_OK(meeting.read([&](Transaction &t) { return whysOf(t, meeting.id); }));
        QTest::qWait(50);
    }

    void aTaskBecomesACountermeasureOnce_data() { TestDatabase::addEngines(); }
    void aTaskBecomesACountermeasureOnce()
    {
        Meeting meeting;
        auto *panel = meeting.panel->findChild<CountermeasuresPanel *>();
        QPushButton *fromTask = nullptr;
        for (QPushButton *each : panel->findChildren<QPushButton *>()) {
            fromTask = each->menu() ? each : fromTask;
        }
        QVERIFY(fromTask);
        QVERIFY(fromTask->isHidden());  // there is nothing to be kept
        meeting
            .as(meeting.responder,
                [&](Transaction &t) {
                    return addTask(t, meeting.incident.id,
                                   {.text = u"Alert on R&D's queue"_s, .assignee = meeting.owner});
                })
            .value();
        QTRY_COMPARE(fromTask->menu()->actions().size(), 1);
        QVERIFY(!fromTask->isHidden());
        auto *owner = panel->findChild<QComboBox *>();
        QTRY_VERIFY(owner->findData(meeting.owner.value) >= 0);
        fromTask->menu()->actions().front()->trigger();
        auto *text = panel->findChild<QLineEdit *>();
        QCOMPARE(text->text(), u"Alert on R&D's queue"_s);
        QCOMPARE(owner->currentData().toLongLong(), meeting.owner.value);
        text->setText(u"Alert above 1,000 waiting"_s);
        for (QPushButton *each : panel->findChildren<QPushButton *>()) {
            if (!each->isHidden() && each->text() == u"Add countermeasure"_s) {
                each->click();
            }
        }
        const auto kept = [&] {
            return meeting.read([&](Transaction &t) { return countermeasuresOf(t, meeting.id); }).value();
        };
        QTRY_COMPARE(kept().size(), size_t(1));
        QCOMPARE(kept().front().what.text, u"Alert above 1,000 waiting"_s);
        QCOMPARE(kept().front().what.owner, meeting.owner);
        QTRY_VERIFY(fromTask->isHidden());
    }

    void aLargeTreeKeepsItsShape()
    {
        // Each node knows its parent, its row and its depth, whatever the shape.
        std::vector<WhyNode> tree;
        for (int i = 0; i < 20; ++i) {
            WhyNode top{.why = {.id = WhyId{1000 + i}, .question = allWhyQuestions[size_t(i) % 3], .text = u"top"_s},
                        .children = {}};
            for (int j = 0; j < 20; ++j) {
                WhyNode below{.why = {.id = WhyId{2000 + 20 * i + j}, .text = u"below"_s}, .children = {}};
                below.children.push_back(
                    {.why = {.id = WhyId{5000 + 20 * i + j}, .text = u"deepest"_s}, .children = {}});
                top.children.push_back(below);
            }
            tree.push_back(top);
        }
        WhyTreeModel model;
        const QAbstractItemModelTester referee(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTree(tree);
        QCOMPARE(printTree(model).count(u'\n'), 3 + 20 + 400 + 400);
        const QModelIndex deepest = model.indexOf(WhyId{5000 + 20 * 7 + 3});
        QCOMPARE(deepest.data(Qt::AccessibleTextRole).toString(), u"Why 3: deepest"_s);
        QCOMPARE(deepest.parent().row(), 3);
        QCOMPARE(model.question(deepest), WhyQuestion::Undetected);
        QCOMPARE(model.why(deepest.parent().parent())->id, WhyId{1007});
        QCOMPARE(model.why(deepest.parent().parent().parent()), nullptr);
        QVERIFY(!model.index(99, 0, deepest).isValid());
        QVERIFY(!model.index(0, 1).isValid());
        model.setTree({});
        QCOMPARE(printTree(model), questions);
    }
};

QTEST_MAIN(TestPostMortemViews)
#include "tst_postmortemviews.moc"
