// SPDX-License-Identifier: GPL-3.0-or-later
// Rows, timelines, clocks and fields: what they show, what they cost, and that keys drive them.
#include "views/widgets/composer.h"
#include "views/widgets/look.h"
#include "views/widgets/page.h"
#include "views/widgets/pill.h"
#include "views/widgets/recoveryclock.h"
#include "views/widgets/richtext.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/rowroles.h"
#include "views/widgets/rowscroll.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/timelineview.h"
#include "views/widgets/treedelegate.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QTreeView>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace onlyonce;
using namespace onlyonce::ui;
using namespace std::chrono_literals;

namespace {

class SetClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return time; }
    Instant time = fromMillis(1'795'429'927'000);
};

//! Many rows out of nothing, and a count of how often anybody asks.
class CountingModel final : public QAbstractListModel
{
public:
    explicit CountingModel(int rows)
        : m_rows(rows)
    {
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        ++asked;
        deepest = qMax(deepest, index.row());
        if (role == Qt::DisplayRole) {
            return QString(u"Entry %1 "_s.arg(index.row()) + QString(index.row() % 7 * 40, u'x') + u" end"_s);
        }
        if (role == TimelineAt) {
            return qint64(1'795'429'927'000) + index.row() * 1000;
        }
        return role == TimelineAuthor ? QVariant(u"Ada"_s) : QVariant();
    }
    void append(int count)
    {
        beginInsertRows({}, m_rows, m_rows + count - 1);
        m_rows += count;
        endInsertRows();
    }
    void prepend(int count)
    {
        beginInsertRows({}, 0, count - 1);
        m_rows += count;
        endInsertRows();
    }
    void removeFirst(int count)
    {
        beginRemoveRows({}, 0, count - 1);
        m_rows -= count;
        endRemoveRows();
    }

    mutable int asked = 0;
    mutable int deepest = 0;

private:
    int m_rows;
};

//! Counts what a widget is asked to do.
class EventCount final : public QObject
{
public:
    explicit EventCount(QEvent::Type type)
        : m_type(type)
    {
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == m_type ? 1 : 0;
        return false;
    }
    int count = 0;

private:
    QEvent::Type m_type;
};

}  // namespace

class WidgetsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Look> m_look;
    SetClock m_clock;

private Q_SLOTS:
    void initTestCase() { m_look = std::make_unique<Look>(Appearance::Light); }

    // ---- RowScroll --------------------------------------------------------------------------------------------

    void scrollingIsExact()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 200; ++round) {
            std::vector<int> heights(1 + random.bounded(60));
            std::generate(heights.begin(), heights.end(), [&random] { return 1 + int(random.bounded(300)); });
            const int viewport = 1 + int(random.bounded(500));
            const int total = std::accumulate(heights.begin(), heights.end(), 0);
            const int farthest = std::max(0, total - viewport);
            RowScroll scroll([&heights](int row) { return heights[size_t(row)]; });
            scroll.setViewport(viewport);
            scroll.setRows(int(heights.size()));
            const auto position = [&] {
                return std::accumulate(heights.begin(), heights.begin() + scroll.topRow(), 0) + scroll.hidden();
            };
            int wanted = 0;
            for (int step = 0; step < 40; ++step) {
                const int px = int(random.bounded(1200)) - 600;
                scroll.scrollBy(px);
                wanted = std::clamp(wanted + px, 0, farthest);
                QCOMPARE(position(), wanted);
                QCOMPARE(scroll.atEnd(), wanted == farthest);
                QVERIFY(scroll.value() <= scroll.maximum());
                const int y = int(random.bounded(viewport));
                const auto row = scroll.rowAt(y);
                QCOMPARE(row.has_value(), wanted + y < total);
                if (row) {
                    const auto top = scroll.yOf(*row);
                    QVERIFY(top && *top <= y && *top + heights[size_t(*row)] > y);
                }
                const int target = int(random.bounded(int(heights.size())));
                scroll.reveal(target);
                wanted = position();
                const auto top = scroll.yOf(target);
                QVERIFY(top);
                QVERIFY(*top == 0 || *top + heights[size_t(target)] <= viewport || heights[size_t(target)] >= viewport);
            }
            scroll.setValue(scroll.maximum());
            QCOMPARE(position(), farthest);
            scroll.setValue(0);
            QCOMPARE(position(), 0);
        }
    }

    void whatIsReadStaysInPlace()
    {
        int rows = 100;
        RowScroll scroll([](int row) { return 20 + row % 3; });
        scroll.setViewport(200);
        scroll.setRows(rows);
        scroll.toRow(50);
        scroll.scrollBy(7);
        scroll.rowsInserted(10, 5);
        QCOMPARE(scroll.topRow(), 55);
        QCOMPARE(scroll.hidden(), 7);
        scroll.rowsInserted(90, 5);
        QCOMPARE(scroll.topRow(), 55);
        scroll.rowsRemoved(0, 20);
        QCOMPARE(scroll.topRow(), 35);
        scroll.rowsRemoved(30, 10);
        QCOMPARE(scroll.topRow(), 30);
        QCOMPARE(scroll.hidden(), 0);
        rows = scroll.rows();
        scroll.rowsRemoved(0, rows);
        QCOMPARE(scroll.topRow(), 0);
        QCOMPARE(scroll.maximum(), 0);
        QVERIFY(scroll.atEnd());
    }

    void millionsOfRowsFitTheScrollBar()
    {
        RowScroll scroll([](int) { return 20; });
        scroll.setViewport(400);
        scroll.setRows(100'000'000);
        scroll.toEnd();
        QVERIFY(scroll.maximum() > 0);
        QCOMPARE(scroll.value(), scroll.maximum());
        scroll.setValue(scroll.maximum() / 2);
        QVERIFY(std::abs(scroll.topRow() - 50'000'000) < 1000);
    }

    // ---- Timeline ---------------------------------------------------------------------------------------------

    void aLongTimelineCostsAScreenful()
    {
        CountingModel few(40);
        CountingModel many(100'000);
        for (CountingModel *model : {&few, &many}) {
            TimelineView view;
            view.resize(800, 600);
            view.setModel(model);
            view.show();
            QVERIFY(!view.grab().isNull());
            QVERIFY(view.isAtEnd());
        }
        QVERIFY2(many.asked < few.asked * 2, qPrintable(u"%1 against %2"_s.arg(many.asked).arg(few.asked)));
    }

    void theTimelineFollowsItsEndOnlyWhenItIsInSight()
    {
        CountingModel model(1000);
        TimelineView view;
        view.resize(800, 600);
        view.setModel(&model);
        view.show();
        QVERIFY(view.isAtEnd());
        model.append(3);
        QVERIFY(view.isAtEnd());
        QCOMPARE(view.indexAt(QPoint(400, 590)).row(), 1002);

        view.scrollTo(model.index(500), QAbstractItemView::PositionAtTop);
        const QModelIndex top = view.indexAt(QPoint(400, 1));
        QCOMPARE(top.row(), 500);
        model.append(10);
        QCOMPARE(view.indexAt(QPoint(400, 1)).row(), 500);
        model.prepend(7);
        QCOMPARE(view.indexAt(QPoint(400, 1)).row(), 507);
        model.removeFirst(107);
        QCOMPARE(view.indexAt(QPoint(400, 1)).row(), 400);
        QVERIFY(!view.isAtEnd());
        view.scrollToEnd();
        QVERIFY(view.isAtEnd());
        model.removeFirst(model.rowCount());
        QVERIFY(!view.grab().isNull());
    }

    void theTimelineIsReadByKeys()
    {
        CountingModel model(500);
        TimelineView view;
        view.resize(800, 600);
        view.setModel(&model);
        view.show();
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.currentIndex().row(), 0);
        QCOMPARE(view.verticalScrollBar()->value(), 0);
        for (int i = 0; i < 30; ++i) {
            QTest::keyClick(&view, Qt::Key_Down);
        }
        QCOMPARE(view.currentIndex().row(), 30);
        QVERIFY(view.viewport()->rect().contains(view.visualRect(view.currentIndex())));
        QTest::keyClick(&view, Qt::Key_PageUp);
        QVERIFY(view.currentIndex().row() < 30);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentIndex().row(), 499);
        QVERIFY(view.isAtEnd());
        QSignalSpy opened(&view, &TimelineView::opened);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"Entry 499"_s));
    }

    void aTallEntryIsReadToItsEnd()
    {
        QStandardItemModel model;
        model.appendRow(new QStandardItem(u"first"_s));
        model.appendRow(new QStandardItem(QStringList(200, u"a line"_s).join(u'\n')));
        model.appendRow(new QStandardItem(u"last"_s));
        TimelineView view;
        view.setFollowsEnd(false);
        view.resize(600, 300);
        view.setModel(&model);
        view.show();
        view.setCurrentIndex(model.index(1, 0));
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentIndex().row(), 1);
        int presses = 1;
        while (view.currentIndex().row() == 1 && presses < 500) {
            QTest::keyClick(&view, Qt::Key_Down);
            ++presses;
        }
        QCOMPARE(view.currentIndex().row(), 2);
        QVERIFY(presses > 20);
    }

    void linksAreFollowedOnlyWhereTheyStand()
    {
        QStandardItemModel model;
        auto *item = new QStandardItem(u"See [the change](https://git.example.com/1) for more"_s);
        item->setData(qint64(0), TimelineAt);
        model.appendRow(item);
        TimelineView view;
        view.resize(800, 300);
        view.setModel(&model);
        view.show();
        QSignalSpy followed(&view, &TimelineView::linkActivated);
        const QRect row = view.visualRect(model.index(0, 0));
        QList<int> hits;
        for (int x = 0; x < 800; x += 4) {
            for (int y = row.top(); y < row.bottom(); y += 6) {
                const qsizetype before = followed.count();
                QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(x, y));
                if (followed.count() > before) {
                    hits << x;
                }
            }
        }
        QVERIFY(!hits.isEmpty());
        QVERIFY(hits.last() - hits.first() > 40 && hits.last() - hits.first() < 120);
        QCOMPARE(followed.first().first().toUrl(), QUrl(u"https://git.example.com/1"_s));
    }

    void theTimelineIsAListToScreenReaders()
    {
        CountingModel model(10);
        TimelineView view;
        view.setAccessibleName(u"Timeline"_s);
        view.setModel(&model);
        view.show();
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(spoken);
        QVERIFY2(spoken->role() == QAccessible::List || spoken->role() == QAccessible::Table,
                 qPrintable(QString::number(spoken->role())));
        QCOMPARE(spoken->text(QAccessible::Name), u"Timeline"_s);
    }

    // ---- Rows -------------------------------------------------------------------------------------------------

    void aLongListCostsAScreenful()
    {
        CountingModel few(40);
        CountingModel many(100'000);
        for (CountingModel *model : {&few, &many}) {
            RowList list(m_clock);
            list.resize(800, 600);
            list.setModel(model);
            list.show();
            QVERIFY(!list.grab().isNull());
        }
        QVERIFY2(many.asked < few.asked * 2, qPrintable(u"%1 against %2"_s.arg(many.asked).arg(few.asked)));
        QVERIFY(many.deepest < 40);
    }

    void rowsMoveAndOpenByKeys()
    {
        CountingModel model(100);
        RowList list(m_clock);
        list.resize(800, 600);
        list.setModel(&model);
        list.show();
        list.setCurrentIndex(model.index(0));
        QSignalSpy opened(&list, &RowList::opened);
        QTest::keyClick(&list, Qt::Key_J);
        QTest::keyClick(&list, Qt::Key_Down);
        QTest::keyClick(&list, Qt::Key_K);
        QCOMPARE(list.currentIndex().row(), 1);
        QTest::keyClick(&list, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().first().toModelIndex().row(), 1);
    }

    void aRowShowsItsClock()
    {
        QStandardItemModel model;
        auto *item = new QStandardItem(u"Checkout fails"_s);
        item->setData(toMillis(m_clock.now() - 4min), RowClockStart);
        item->setData(qint64(15 * 60'000), RowClockTarget);
        model.appendRow(item);
        RowList list(m_clock);
        list.resize(600, 100);
        list.setModel(&model);
        list.show();
        const QImage before = list.grab().toImage();
        QCOMPARE(list.grab().toImage(), before);
        m_clock.time += 1s;
        const QImage after = list.grab().toImage();
        QVERIFY(after != before);
        // Only the figures at the right have changed.
        QCOMPARE(after.copy(0, 0, 480, 100), before.copy(0, 0, 480, 100));
    }

    // ---- Clock ------------------------------------------------------------------------------------------------

    void aClockKnowsItsState()
    {
        const Instant now = m_clock.now();
        using State = ClockFace::State;
        QCOMPARE(ClockFace::read(std::nullopt, std::nullopt, 15min, now).state, State::Waiting);
        QCOMPARE(ClockFace::read(now - 15min, std::nullopt, 15min, now).state, State::Running);
        QCOMPARE(ClockFace::read(now - 15min - 1ms, std::nullopt, 15min, now).state, State::Overdue);
        QCOMPARE(ClockFace::read(now - 2h, now - 1h - 50min, 15min, now).state, State::Recovered);
        QCOMPARE(ClockFace::read(now - 2h, now - 1h, 50min, now).state, State::RecoveredLate);
        QCOMPARE(ClockFace::read(now - 2h, std::nullopt, 0min, now).state, State::Running);
        // A start in the future is a wrong clock somewhere, not a negative outage.
        QCOMPARE(ClockFace::read(now + 5s, std::nullopt, 15min, now).elapsed, 0ms);
        QCOMPARE(ClockFace::read(now - 5min, std::nullopt, 50min, now).progress(), 0.1);
        QCOMPARE(ClockFace::read(now - 5h, std::nullopt, 50min, now).progress(), 1.0);
    }

    void aClockTicksOnlyWhileItIsSeen()
    {
        RecoveryClock widget(m_clock);
        EventCount ticks(QEvent::Timer);
        widget.installEventFilter(&ticks);
        widget.setTimes(m_clock.now() - 4min, std::nullopt, 15min);
        QTest::qWait(1200);
        QCOMPARE(ticks.count, 0);
        widget.show();
        QTRY_VERIFY(ticks.count >= 1);
        widget.hide();
        const int seen = ticks.count;
        QTest::qWait(1200);
        QCOMPARE(ticks.count, seen);
        widget.setTimes(m_clock.now() - 4min, m_clock.now(), 15min);
        widget.show();
        QTest::qWait(1200);
        QCOMPARE(ticks.count, seen);
        QVERIFY(widget.accessibleDescription().contains(u"04:00"_s));
        QVERIFY(!widget.accessibleName().isEmpty());
    }

    // ---- Text -------------------------------------------------------------------------------------------------

    void inlineMarks_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"a < b & c"_s << u"a < b & c"_s;
        QTest::newRow("strong") << u"is **502** at"_s << u"is 502 at"_s;
        QTest::newRow("emphasis") << u"*faster* and _known_"_s << u"faster and known"_s;
        QTest::newRow("names stay") << u"snake_case_name and 2 * 3 * 4"_s << u"snake_case_name and 2 * 3 * 4"_s;
        QTest::newRow("nested") << u"**very *much* so**"_s << u"very much so"_s;
        QTest::newRow("code") << u"`a*b*c` and ``x ` y``"_s << u"a*b*c and x ` y"_s;
        QTest::newRow("open marks") << u"**open `also [this](nowhere"_s << u"**open `also [this](nowhere"_s;
        QTest::newRow("link") << u"see [it](https://a.example/b)."_s << u"see it."_s;
        QTest::newRow("no script") << u"[x](javascript:alert)"_s << u"[x](javascript:alert)"_s;
        QTest::newRow("no file") << u"[x](file:///etc/passwd)"_s << u"[x](file:///etc/passwd)"_s;
        QTest::newRow("html is letters") << u"<b>no</b> <img src=x>"_s << u"<b>no</b> <img src=x>"_s;
        QTest::newRow("escapes") << u"\\*not\\* \\[x\\]"_s << u"*not* [x]"_s;
        QTest::newRow("entities") << u"a &lt; b &amp;&amp; c"_s << u"a < b && c"_s;
        QTest::newRow("items") << u"- one\n- two"_s << u"•  one\n•  two"_s;
        QTest::newRow("fence") << u"before\n```\n*raw* line\n```\nafter"_s << u"before\n*raw* line\nafter"_s;
        QTest::newRow("carriage returns") << u"a\r\nb"_s << u"a\nb"_s;
        QTest::newRow("bare link") << u"https://a.example/x_y_z, yes"_s << u"https://a.example/x_y_z, yes"_s;
        QTest::newRow("empty") << QString() << QString();
    }

    void inlineMarks()
    {
        QFETCH(QString, source);
        QFETCH(QString, shown);
        QCOMPARE(RichText(source, Theme::light()).plainText(), shown);
    }

    void hostileTextIsQuick()
    {
        for (const QString &piece :
             {u"*"_s, u"["_s, u"`"_s, u"**a "_s, u"[a]("_s, u"h"_s, u"http://"_s, u"\\"_s, u"_a"_s, u"&"_s}) {
            RichText text(piece.repeated(20'000), Theme::light());
            QVERIFY(text.layout(500) > 0);
        }
        // Right to left, combining marks, lone surrogates, nothing but breaks.
        for (const QString &odd :
             {u"שלום **עולם**"_s, QString(2000, QChar(0x0301)), QString(QChar(0xD800)), QString(5000, u'\n')}) {
            RichText text(odd, Theme::dark());
            QVERIFY(text.layout(200) >= 0);
        }
    }

    void narrowTextGrows()
    {
        RichText text(u"Carts are kept; nobody is charged twice. Next update at 10:00 UTC."_s, Theme::light());
        const int wide = text.layout(2000);
        QVERIFY(text.layout(120) > 3 * wide);
        QCOMPARE(text.layout(2000), wide);
    }

    // ---- Composer ---------------------------------------------------------------------------------------------

    void theComposerSendsByKey()
    {
        Composer composer;
        composer.resize(500, 200);
        composer.setDestination(u"INC-52 · Checkout fails"_s);
        composer.show();
        QSignalSpy sent(&composer, &Composer::submitted);
        QSignalSpy changed(&composer, &Composer::draftChanged);
        QTest::keyClick(composer.editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 0);
        const int low = composer.editor()->height();
        QTest::keyClicks(composer.editor(), u"  hello"_s);
        QTest::keyClick(composer.editor(), Qt::Key_Return);
        QTest::keyClicks(composer.editor(), u"world "_s);
        QVERIFY(composer.editor()->height() > low);
        QCOMPARE(composer.draft(), u"  hello\nworld "_s);
        QVERIFY(changed.count() > 5);
        QTest::keyClick(composer.editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent.first().first().toString(), u"hello\nworld"_s);
        // Only the page knows whether it is stored.
        QCOMPARE(composer.draft(), u"  hello\nworld "_s);
        composer.clear();
        QCOMPARE(composer.editor()->height(), low);
        composer.setMaximumLines(3);
        composer.setDraft(QStringList(50, u"line"_s).join(u'\n'));
        QVERIFY(composer.editor()->height() < 5 * low);
        QCOMPARE(composer.editor()->accessibleDescription(), u"INC-52 · Checkout fails"_s);
    }

    void theComposerCompletes()
    {
        Composer composer;
        composer.resize(500, 200);
        composer.setCompleter([](const QString &before) {
            const QString word = before.section(u' ', -1);
            Composer::Offer offer{.replaces = int(word.size())};
            for (const QString &text : {u"/status"_s, u"/role"_s, u"/impact"_s, u"@ada"_s}) {
                if (!word.isEmpty() && text.startsWith(word)) {
                    offer.choices.append({text, u"what it does"_s});
                }
            }
            return offer;
        });
        composer.show();
        QVERIFY(QTest::qWaitForWindowActive(&composer));
        composer.editor()->setFocus();
        QTest::keyClicks(composer.editor(), u"now /st"_s);
        auto *completer = composer.findChild<QCompleter *>();
        QVERIFY(completer);
        QTRY_VERIFY(completer->popup()->isVisible());
        QTest::keyClick(completer->popup(), Qt::Key_Return);
        QCOMPARE(composer.draft(), u"now /status "_s);
        QTest::keyClicks(composer.editor(), u"a/b"_s);
        QVERIFY(!completer->popup()->isVisible());
        // What is offered does not stand in the way of sending.
        QSignalSpy sent(&composer, &Composer::submitted);
        QTest::keyClicks(composer.editor(), u" /r"_s);
        QTRY_VERIFY(completer->popup()->isVisible());
        QTest::keyClick(completer->popup(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(composer.draft(), u"now /status a/b /r"_s);
    }

    void theComposerShowsHowItWillRead()
    {
        Composer composer;
        composer.resize(500, 200);
        composer.show();
        QVERIFY(QTest::qWaitForWindowActive(&composer));
        composer.editor()->setFocus();
        QTest::keyClicks(composer.editor(), u"**bold**"_s);
        QTest::keyClick(composer.editor(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(!composer.editor()->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(composer.editor()->isVisible() && composer.editor()->hasFocus());
        QCOMPARE(composer.draft(), u"**bold**"_s);
        composer.setNote(u"What is wrong"_s, Tone::Danger);
        QCOMPARE(composer.note(), u"What is wrong"_s);
    }

    // ---- The rest ---------------------------------------------------------------------------------------------

    void segmentsAreChosenByArrows()
    {
        SegmentedControl control(u"Zone"_s);
        control.addSegment(u"UTC"_s);
        control.addSegment(u"Local"_s);
        control.addSegment(u"Both"_s);
        control.show();
        QSignalSpy chosen(&control, &SegmentedControl::currentChanged);
        QCOMPARE(control.current(), 0);
        control.setCurrent(2);
        QCOMPARE(chosen.count(), 0);
        control.setCurrent(9);
        QCOMPARE(control.current(), 2);
        control.setCurrent(0);
        QTest::keyClick(control.focusProxy(), Qt::Key_Right);
        QCOMPARE(control.current(), 1);
        QCOMPARE(chosen.count(), 1);
        QTest::keyClick(control.focusProxy(), Qt::Key_Left);
        QTest::keyClick(control.focusProxy(), Qt::Key_Left);
        QCOMPARE(control.current(), 0);
        QCOMPARE(chosen.count(), 2);
    }

    void chipsAreRemovedByKey()
    {
        Chip chip(u"checkout"_s);
        chip.setRemovable(true);
        chip.resize(chip.sizeHint());
        chip.show();
        QSignalSpy removed(&chip, &Chip::removeRequested);
        QTest::keyClick(&chip, Qt::Key_Delete);
        QTest::mouseClick(&chip, Qt::LeftButton, {}, QPoint(chip.width() - 12, chip.height() / 2));
        QCOMPARE(removed.count(), 2);
        QSignalSpy clicked(&chip, &Chip::clicked);
        QTest::mouseClick(&chip, Qt::LeftButton, {}, QPoint(12, chip.height() / 2));
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(removed.count(), 2);
    }

    void treesFollowTheirWidth()
    {
        QStandardItemModel model;
        model.appendRow(new QStandardItem(QString(u"a long answer to a short question "_s).repeated(6)));
        QTreeView tree;
        setupTree(&tree);
        tree.setModel(&model);
        tree.resize(1400, 300);
        tree.show();
        const int low = tree.visualRect(model.index(0, 0)).height();
        tree.resize(300, 300);
        QTRY_VERIFY(tree.visualRect(model.index(0, 0)).height() > low);
        tree.setCurrentIndex(model.index(0, 0));
        tree.edit(model.index(0, 0));
        auto *editor = tree.findChild<QLineEdit *>();
        QVERIFY(editor);
        QVERIFY(!editor->accessibleName().isEmpty());
        editor->setText(u"short"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(model.index(0, 0).data().toString(), u"short"_s);
    }

    void anEmptyPageSaysWhatToDo()
    {
        int pressed = 0;
        EmptyState empty(u"bell"_s, u"No alerts"_s, u"Connect a source."_s);
        QPushButton *button = empty.addAction(u"Connect"_s, [&pressed] { ++pressed; });
        empty.show();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(pressed, 1);
    }
};

QTEST_MAIN(WidgetsTest)
#include "tst_widgets.moc"
