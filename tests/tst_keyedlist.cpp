// SPDX-License-Identifier: GPL-3.0-or-later
// A list read by key: what is held and what is not, that nothing is lost between questions, and that a view of it stays
// where a person reads while rows come by the hundred.
#include "support/manualclock.h"
#include "views/widgets/keyedlist.h"
#include "views/widgets/rowlist.h"

#include <QAbstractItemModelTester>
#include <QPromise>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace onlyonce;
using namespace onlyonce::ui;
using namespace Qt::StringLiterals;

namespace {

struct Thing
{
    struct
    {
        qint64 value = 0;
    } id;
};

//! A table of keys, and answers that come when the event loop turns, or when the test lets them.
class Things final : public KeyedList<Thing>
{
public:
    explicit Things(qint64 count)
        : KeyedList(nullptr)
    {
        for (qint64 key = 1; key <= count; ++key) {
            table.insert(key);
        }
        refresh();
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        return at(index) && role == Qt::DisplayRole ? QVariant(QString::number(at(index)->id.value)) : QVariant();
    }
    [[nodiscard]] qint64 key(int row) const { return at(index(row)) ? at(index(row))->id.value : 0; }
    void changed() { refresh(); }
    void add(qint64 key)
    {
        table.insert(key);
        refresh();
    }
    void askAnew() { restart(); }
    void answer()
    {
        for (auto &reply : std::exchange(waiting, {})) {
            reply();
        }
    }

    std::set<qint64> table;
    std::vector<std::function<void()>> waiting;
    bool held = false;
    bool broken = false;
    int questions = 0;

private:
    Answer<Result<std::vector<Thing>>> read(const KeyPage &page) override
    {
        ++questions;
        auto promise = std::make_shared<QPromise<Result<std::vector<Thing>>>>();
        promise->start();
        auto reply = [this, promise, page] {
            if (broken) {
                promise->addResult(fail(ErrorCode::Unavailable, u"gone"_s));
            } else {
                promise->addResult(found(page));
            }
            promise->finish();
        };
        waiting.emplace_back(std::move(reply));
        if (!held) {
            QMetaObject::invokeMethod(this, [this] { answer(); }, Qt::QueuedConnection);
        }
        return Answer(promise->future());
    }

    [[nodiscard]] std::vector<Thing> found(const KeyPage &page) const
    {
        std::vector<Thing> rows;
        const auto take = [&](qint64 key) {
            if (key < page.before && key > page.after && rows.size() < size_t(page.limit)) {
                rows.push_back({{key}});
            }
        };
        if (page.oldest) {
            std::ranges::for_each(table, take);
            std::ranges::reverse(rows);
        } else {
            std::for_each(table.rbegin(), table.rend(), take);
        }
        return rows;
    }
};

}  // namespace

class KeyedListTest : public QObject
{
    Q_OBJECT

    ManualClock m_clock;

    struct Shown
    {
        Shown(const Clock &clock, qint64 count)
            : things(count)
            , referee(&things, QAbstractItemModelTester::FailureReportingMode::QtTest)
            , view(clock)
        {
            referee.setUseFetchMore(false);
            view.setModel(&things);
            view.resize(400, 600);
            view.show();
        }
        //! The key of the row at the top of what is in sight.
        [[nodiscard]] qint64 top() const { return things.key(view.indexAt(QPoint(5, 5)).row()); }
        [[nodiscard]] qint64 current() const { return things.key(view.currentIndex().row()); }
        [[nodiscard]] int offset() const { return view.visualRect(view.indexAt(QPoint(5, 5))).top(); }

        Things things;
        QAbstractItemModelTester referee;
        RowList view;
    };

private Q_SLOTS:
    void opensWithOnePage()
    {
        Things things(1'000'000);
        QTRY_COMPARE(things.rowCount(), 100);
        QCOMPARE(things.key(0), 1'000'000);
        QCOMPARE(things.questions, 1);
        QVERIFY(things.hasOlder());
        QVERIFY(!things.hasNewer());
    }

    void holdsOnlySoMuch()
    {
        Things things(20'000);
        QTRY_COMPARE(things.rowCount(), 100);
        while (things.key(things.rowCount() - 1) > 10'000) {
            things.fetchMore({});
            QVERIFY(!things.canFetchMore({}));
            QTRY_VERIFY(things.canFetchMore({}));
            QVERIFY(things.rowCount() <= KeyedListBase::mostRows);
        }
        QVERIFY(things.hasNewer());
        const qint64 bottom = things.key(things.rowCount() - 1);
        while (things.hasNewer()) {
            things.fetchNewer();
            QTRY_VERIFY(things.canFetchNewer() || !things.hasNewer());
            QVERIFY(things.rowCount() <= KeyedListBase::mostRows);
        }
        QCOMPARE(things.key(0), 20'000);
        QVERIFY(things.key(things.rowCount() - 1) > bottom);
        for (int row = 1; row < things.rowCount(); ++row) {
            QCOMPARE(things.key(row), things.key(row - 1) - 1);
        }
    }

    void bothEndsAreOneQuestionAway()
    {
        Things things(50'000);
        QTRY_COMPARE(things.rowCount(), 100);
        things.toOldest();
        QTRY_COMPARE(things.key(things.rowCount() - 1), 1);
        QVERIFY(!things.hasOlder());
        QVERIFY(things.hasNewer());
        things.toNewest();
        QTRY_COMPARE(things.key(0), 50'000);
        QCOMPARE(things.questions, 3);
    }

    void aRowThatStaysIsNeverTakenOut()
    {
        Things things(300);
        QTRY_COMPARE(things.rowCount(), 100);
        const QPersistentModelIndex kept = things.index(50);
        QSignalSpy resets(&things, &QAbstractItemModel::modelReset);
        things.table.erase(260);
        things.table.erase(261);
        things.table.erase(300);
        things.add(301);
        things.add(302);
        QTRY_COMPARE(things.key(0), 302);
        QCOMPARE(things.key(kept.row()), 250);
        things.table.insert(260);  // as a filter lets a row in again
        things.changed();
        QTRY_COMPARE(things.key(kept.row() - 10), 260);
        QCOMPARE(resets.size(), 0);
        things.table.clear();
        things.changed();
        QTRY_COMPARE(things.rowCount(), 0);
        QVERIFY(!kept.isValid());
        things.add(7);
        QTRY_COMPARE(things.rowCount(), 1);
    }

    void aStormAsksOneQuestionAtATime()
    {
        Things things(100);
        things.held = true;
        for (int i = 0; i < 1000; ++i) {
            things.changed();
        }
        QCOMPARE(things.questions, 1);
        things.add(101);
        things.answer();
        things.held = false;
        QTRY_COMPARE(things.key(0), 101);
        const int before = things.questions;
        QElapsedTimer time;
        for (time.start(); time.elapsed() < 1000;) {
            things.changed();
            QTest::qWait(1);
        }
        QVERIFY2(things.questions - before <= 11, qPrintable(QString::number(things.questions - before)));
        QVERIFY(things.questions - before >= 4);
    }

    void aPageIsNotLostToAChange()
    {
        Things things(1000);
        QTRY_COMPARE(things.rowCount(), 100);
        things.held = true;
        things.fetchMore({});
        things.add(1001);  // told of while the page is on its way
        things.answer();
        QTRY_COMPARE(things.rowCount(), 200);
        things.held = false;
        QTRY_COMPARE(things.rowCount(), 201);
        QCOMPARE(things.key(0), 1001);
        QCOMPARE(things.key(200), 801);

        // And the other way round: the page overtakes what the change has asked.
        things.held = true;
        things.add(1002);
        QTRY_VERIFY(!things.waiting.empty());
        things.fetchMore({});
        things.answer();
        QTRY_COMPARE(things.rowCount(), 301);
        things.held = false;
        QTRY_COMPARE(things.key(0), 1002);
        QCOMPARE(things.key(301), 701);
    }

    void aFailureKeepsWhatThereIs()
    {
        Things things(300);
        QTRY_COMPARE(things.rowCount(), 100);
        QSignalSpy failed(&things, &KeyedListBase::failed);
        things.broken = true;
        things.add(301);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(things.rowCount(), 100);
        things.fetchMore({});
        QTRY_COMPARE(failed.size(), 2);
        things.broken = false;
        things.changed();
        QTRY_COMPARE(things.key(0), 301);
        QVERIFY(things.canFetchMore({}));
    }

    void anotherQuestionStartsAtTheTop()
    {
        Shown shown(m_clock, 5000);
        QTRY_COMPARE(shown.things.rowCount(), 100);
        QTest::keyClick(&shown.view, Qt::Key_End);
        QTRY_COMPARE(shown.current(), 1);
        shown.things.askAnew();
        QTRY_COMPARE(shown.current(), 5000);
        QCOMPARE(shown.top(), 5000);
    }

    void homeAndEndAreTheEndsOfTheList()
    {
        Shown shown(m_clock, 100'000);
        QTRY_COMPARE(shown.things.rowCount(), 100);
        shown.view.setCurrentIndex(shown.things.index(0));
        QTest::keyClick(&shown.view, Qt::Key_End);
        QTRY_COMPARE(shown.current(), 1);
        QVERIFY(shown.view.viewport()->rect().contains(shown.view.visualRect(shown.view.currentIndex())));
        QTest::keyClick(&shown.view, Qt::Key_PageUp);
        QVERIFY(shown.current() > 1);
        QTest::keyClick(&shown.view, Qt::Key_Home);
        QTRY_COMPARE(shown.current(), 100'000);
        QCOMPARE(shown.top(), 100'000);
    }

    void readsAheadOfThePagingPerson()
    {
        Shown shown(m_clock, 30'000);
        QTRY_COMPARE(shown.things.rowCount(), 100);
        shown.view.setCurrentIndex(shown.things.index(0));
        qint64 before = shown.current();
        for (int i = 0; i < 1000; ++i) {
            QTest::keyClick(&shown.view, Qt::Key_PageDown);
            QTest::qWait(0);
            QVERIFY2(shown.current() < before, qPrintable(QString::number(shown.current())));
            before = shown.current();
        }
        QVERIFY(shown.things.rowCount() <= KeyedListBase::mostRows);
        for (int i = 0; i < 1100 && shown.current() < 30'000; ++i) {
            QTest::keyClick(&shown.view, Qt::Key_PageUp);
            QTest::qWait(0);
        }
        QCOMPARE(shown.current(), 30'000);
    }

    void whoReadsFurtherDownIsLeftAlone()
    {
        Shown shown(m_clock, 3000);
        QTRY_COMPARE(shown.things.rowCount(), 100);
        shown.view.setCurrentIndex(shown.things.index(0));
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&shown.view, Qt::Key_PageDown);
        }
        const qint64 top = shown.top();
        const qint64 current = shown.current();
        const int offset = shown.offset();
        for (qint64 key = 3001; key <= 3400; ++key) {
            shown.things.add(key);
            if (key % 20 == 0) {
                QTest::qWait(10);
            }
        }
        QTRY_VERIFY(shown.things.hasNewer());
        QCOMPARE(shown.top(), top);
        QCOMPARE(shown.current(), current);
        QCOMPARE(shown.offset(), offset);
        QTest::keyClick(&shown.view, Qt::Key_Home);
        QTRY_COMPARE(shown.current(), 3400);
    }

    void theTopFollowsUntilWhatIsChosenWouldLeave()
    {
        Shown shown(m_clock, 3000);
        QTRY_COMPARE(shown.things.rowCount(), 100);
        shown.view.setCurrentIndex(shown.things.index(2));
        shown.view.setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&shown.view));
        shown.things.add(3001);
        QTRY_COMPARE(shown.top(), 3001);  // the list is live
        QCOMPARE(shown.current(), 2998);
        for (qint64 key = 3002; key <= 3060; ++key) {
            shown.things.add(key);
        }
        QTest::qWait(300);
        QCOMPARE(shown.current(), 2998);
        QVERIFY(shown.view.viewport()->rect().contains(shown.view.visualRect(shown.view.currentIndex())));
        // Nobody is here: the newest are shown.
        shown.view.clearFocus();
        QTest::keyClick(&shown.view, Qt::Key_Home);
        shown.view.clearFocus();
        QTRY_COMPARE(shown.top(), 3060);
        shown.things.add(3061);
        QTRY_COMPARE(shown.top(), 3061);
    }

    void aDayAtTheTopStaysSmall()
    {
        Shown shown(m_clock, 100);
        QTRY_COMPARE(shown.things.rowCount(), 100);
        shown.view.clearFocus();  // a screen on the wall
        for (qint64 key = 101; key <= 4000; ++key) {
            shown.things.table.insert(key);
            if (key % 300 == 0) {
                shown.things.changed();
                QTRY_COMPARE(shown.things.key(0), key);
            }
        }
        QCOMPARE(shown.top(), shown.things.key(0));
        QTRY_VERIFY(shown.things.rowCount() <= 10 * KeyedListBase::pageSize);
        QVERIFY(shown.things.hasOlder());
    }
};

QTEST_MAIN(KeyedListTest)
#include "tst_keyedlist.moc"
