// SPDX-License-Identifier: GPL-3.0-or-later
// The code view and what it stands on: the index of lines, the search, the colours that catch up.
#include "models/documents/highlighter.h"
#include "views/widgets/bytesearch.h"
#include "views/widgets/codefind.h"
#include "views/widgets/codehighlight.h"
#include "views/widgets/codeview.h"
#include "views/widgets/lineindex.h"
#include "views/widgets/look.h"
#include "views/widgets/rowfolds.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace onlyonce;
using namespace onlyonce::ui;

namespace {

QByteArray numbered(int lines)
{
    QByteArray text;
    for (int i = 0; i < lines; ++i) {
        text += "line " + QByteArray::number(i) + '\n';
    }
    return text;
}

//! How often what it watches has been painted.
class Paints final : public QObject
{
public:
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

}  // namespace

class CodeViewTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Look> m_look;

private Q_SLOTS:
    void initTestCase() { m_look = std::make_unique<Look>(Appearance::Light); }

    void linesAreFound()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 40; ++round) {
            QByteArray text;
            const int lines = int(random.bounded(400));
            for (int i = 0; i < lines; ++i) {
                text += QByteArray(int(random.bounded(20)), 'x') + (random.bounded(3) == 0 ? "\r\n" : "\n");
            }
            if (random.bounded(2) == 0) {
                text += "no end";
            }
            QByteArrayList wanted = text.split('\n');
            if (wanted.last().isEmpty()) {
                wanted.removeLast();
            }
            const LineIndex index(text);
            QCOMPARE(index.rows(), wanted.size());
            QCOMPARE(index.lines(), wanted.size());
            for (int i = 0; i < wanted.size(); ++i) {
                QByteArray line = wanted[i];
                if (line.endsWith('\r') && index.row(i).start + line.size() < text.size()) {
                    line.chop(1);
                }
                QCOMPARE(index.text(i).toByteArray(), line);
                QCOMPARE(index.rowOfLine(i), i);
                QCOMPARE(index.rowAt(index.row(i).start), i);
                QCOMPARE(index.rowAt(index.row(i).start + index.row(i).length), i);
            }
        }
        QCOMPARE(LineIndex(QByteArrayView()).rows(), 0);
        QCOMPARE(LineIndex("\n").rows(), 1);
    }

    void longLinesAreCutBetweenLetters()
    {
        // Three bytes each, so that no cut at 4096 falls between letters by itself.
        const QString letters(5000, u'漢');
        const QByteArray text = "first\n" + letters.toUtf8() + "\nlast";
        const LineIndex index(text);
        QCOMPARE(index.lines(), 3);
        QVERIFY(index.rows() > 5);
        QString joined;
        for (int row = 1; row < index.rows() - 1; ++row) {
            QCOMPARE(index.row(row).line, 1);
            QCOMPARE(index.row(row).continues, row > 1);
            QVERIFY(index.row(row).length <= LineIndex::longestRow);
            joined += QString::fromUtf8(index.text(row));
        }
        QCOMPARE(joined, letters);
        QCOMPARE(index.rowOfLine(1), 1);
        QCOMPARE(index.rowOfLine(2), index.rows() - 1);

        const QByteArray exact = QByteArray(LineIndex::longestRow, 'x') + "\ny";
        QCOMPARE(LineIndex(exact).rows(), 2);
        const QByteArray bad(10'000, char(0x80));
        QVERIFY(LineIndex(bad).rows() >= 3);
    }

    void searchFindsWhatASlowOneFinds()
    {
        QRandomGenerator random(3);
        QByteArray text;
        for (int i = 0; i < 4000; ++i) {
            text += "abcABC "[random.bounded(7)];
        }
        for (const char *const letters : {"ab", "ABC", "a", "c a", "aaaa", "bcabc"}) {
            const QByteArray pattern(letters);
            const ByteSearch exact(pattern, ByteSearch::Case::Sensitive);
            const ByteSearch loose(pattern, ByteSearch::Case::Insensitive);
            const QByteArray low = text.toLower();
            qsizetype at = -1;
            do {
                const qsizetype wanted = text.indexOf(pattern, at + 1);
                QCOMPARE(exact.next(text, at + 1), wanted);
                QCOMPARE(loose.next(text, at + 1), low.indexOf(pattern.toLower(), at + 1));
                if (at > 0) {
                    QCOMPARE(exact.previous(text, at), text.lastIndexOf(pattern, at - 1));
                }
                at = wanted;
            } while (at >= 0);
        }
        QCOMPARE(ByteSearch({}, ByteSearch::Case::Sensitive).next(text, 0), -1);
    }

    void aFarJumpIsCorrectedInTheBackground()
    {
        const Language c = languageByName(u"C++");
        QVERIFY(!c.isPlain());
        QStringList lines;
        for (int i = 0; i < 3000; ++i) {
            lines << (i == 10 ? u"/* a comment that never ends"_s : u"int value = 42;"_s);
        }
        const auto whole = highlight(lines.join(u'\n'), c);
        CodeHighlight colors(c, [&lines](int row) { return lines[row]; }, int(lines.size()));

        // Far away it looks like code at first …
        QVERIFY(colors.spans(2500) != whole[2500].spans);
        QVERIFY(colors.isGuess(2500, 2500));
        QVERIFY(colors.spans(2501) != whole[2501].spans);
        int rounds = 0;
        while (!colors.refine(2500, 2501, std::chrono::milliseconds(1))) {
            QVERIFY(++rounds < 100'000);
        }
        // … and turns out to be comment.
        QVERIFY(!colors.isGuess(2500, 2501));
        QCOMPARE(colors.spans(2500), whole[2500].spans);
        QCOMPARE(colors.spans(2501), whole[2501].spans);
        // From there on, the state is known without a guess.
        QCOMPARE(colors.spans(2502), whole[2502].spans);
        QVERIFY(!colors.isGuess(2502, 2502));
        // Nearer places start from a kept state.
        QVERIFY(colors.spans(500) == whole[500].spans);
        QVERIFY(!colors.isGuess(500, 500));
    }

    void readsSelectsAndCopies()
    {
        CodeView view;
        view.resize(600, 400);
        view.setContent(numbered(1000), {});
        view.show();
        QCOMPARE(view.lineCount(), 1000);
        QCOMPARE(view.selectedText(), QString());
        QVERIFY(view.selectedLines().first > view.selectedLines().last);

        QSignalSpy changes(&view, &CodeView::selectionChanged);
        view.scrollToLine(500);
        QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(view.selectedText(), u"line 500\nline 501\nline 502"_s);
        QCOMPARE(view.selectedLines().first, 500);
        QCOMPARE(view.selectedLines().last, 502);
        QTest::keyClick(&view, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(view.selectedText(), u"line 500\nline 501"_s);
        QVERIFY(changes.count() >= 3);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"line 500\nline 501"_s);

        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(view.selectedText().count(u'\n'), 999);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentLineText(), u"1000: line 999"_s);
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.verticalScrollBar()->value(), 0);
        QCOMPARE(view.selectedText(), QString());
    }

    void selectsByMouse()
    {
        CodeView view;
        view.resize(600, 400);
        view.setContent("alpha beta\ngamma delta\n", {});
        view.show();

        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, QPoint(2, 5));
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, QPoint(2, 5));
        QCOMPARE(view.selectedText(), u"alpha beta"_s);
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, QPoint(120, 25));
        QVERIFY2(QStringList({u"gamma"_s, u"delta"_s, u" "_s}).contains(view.selectedText()),
                 qPrintable(view.selectedText()));
    }

    void findsAndWrapsAround()
    {
        CodeView view;
        view.resize(600, 300);
        view.setContent(numbered(5000) + "Übergrößen Needle\n", {});
        view.show();
        QVERIFY(view.find(u"needle"_s));
        QCOMPARE(view.selectedText(), u"Needle"_s);
        QCOMPARE(view.selectedLines().first, 5000);
        QVERIFY(!view.find(u"NEEDLE"_s));
        QVERIFY(view.find(u"größen"_s));
        QCOMPARE(view.selectedText(), u"größen"_s);
        QVERIFY(view.find(u"line 4"_s));
        QCOMPARE(view.selectedLines().first, 4);
        QVERIFY(view.find(u"line 4"_s));
        QCOMPARE(view.selectedLines().first, 40);
        QVERIFY(view.find(u"line 4"_s, false));
        QCOMPARE(view.selectedLines().first, 4);
        QVERIFY(view.find(u"line 4"_s, false));
        QCOMPARE(view.selectedLines().first, 4999);
        QVERIFY(!view.find(u"nowhere"_s));
        QVERIFY(!view.find({}));
        QSignalSpy wanted(&view, &CodeView::findRequested);
        QTest::keyClick(&view, Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(wanted.count(), 1);
    }

    void wrapsLongLines()
    {
        CodeView view;
        view.resize(300, 400);
        view.setContent(QByteArray(400, 'x') + "\nshort\n", {});
        view.show();
        QVERIFY(view.horizontalScrollBar()->maximum() > 0);
        view.setWrapsLines(true);
        QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
        QVERIFY(!view.grab().isNull());
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentLineText(), u"2: short"_s);
    }

    void badBytesAndNothingAtAll()
    {
        CodeView view;
        view.resize(300, 200);
        view.setContent({}, u"JSON"_s);
        view.show();
        QVERIFY(!view.grab().isNull());
        for (const auto key : {Qt::Key_Down, Qt::Key_End, Qt::Key_PageUp, Qt::Key_Home}) {
            QTest::keyClick(&view, key);
        }
        view.selectAll();
        QVERIFY(!view.find(u"x"_s));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(100, 100));
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, QPoint(100, 100));
        view.scrollToLine(99);
        QCOMPARE(view.currentLineText(), QString());

        view.setContent(QByteArray("\xff\xfe bad \x80\n\0nul\n", 14), u"YAML"_s);
        QVERIFY(!view.grab().isNull());
        view.setContent("{\"a\": 1}", u"JSON"_s);
        QVERIFY(!view.grab().isNull());
        view.setLanguage(u"No such language"_s);
        QVERIFY(!view.grab().isNull());
    }

    void aLongLogCostsAScreenful()
    {
        // 50 MB; what is laid out must not depend on it. That it opens at once is for the bench to measure.
        QByteArray log;
        log.reserve(50'000'000);
        while (log.size() < 50'000'000) {
            log +=
                "2026-11-23T09:20:11.482Z ERROR checkout upstream=payments-api tls: protocol version not supported\n";
        }
        CodeView view;
        view.resize(900, 600);
        view.setContent(log, u"log"_s);
        view.show();
        QVERIFY(!view.grab().isNull());
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(!view.grab().isNull());
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        QVERIFY(!view.grab().isNull());
        QVERIFY(!view.find(u"no such words"_s));
    }

    void foldsKnowWhereRowsAreSeen()
    {
        // Beside a slow one: every row with what is hidden of it.
        QRandomGenerator random(11);
        for (int round = 0; round < 50; ++round) {
            constexpr int rows = 60;
            std::vector<bool> hidden(rows, false);
            RowFolds folds;
            for (int i = 0; i < 6; ++i) {
                const int header = int(random.bounded(rows - 4));
                const int last = header + 1 + int(random.bounded(rows - header - 2));
                const bool crosses = folds.headerOf(header).has_value() || folds.headerOf(last).has_value()
                                  || folds.at(header).has_value() || (last + 1 < rows && folds.at(last).has_value());
                if (!crosses) {
                    folds.hide({header + 1, last});
                    std::fill(hidden.begin() + header + 1, hidden.begin() + last + 1, true);
                }
            }
            int seen = 0;
            for (int row = 0; row < rows; ++row) {
                QCOMPARE(folds.headerOf(row).has_value(), bool(hidden[size_t(row)]));
                if (!hidden[size_t(row)]) {
                    QCOMPARE(folds.toText(seen), row);
                    QCOMPARE(folds.toSeen(row), seen);
                    ++seen;
                }
            }
            QCOMPARE(rows - folds.hidden(), seen);
        }
    }

    void foldsWhatBelongsTogether()
    {
        CodeView view;
        view.resize(600, 400);
        view.setContent("{\n  \"a\": {\n    \"b\": 1,\n    \"c\": 2\n  },\n  \"d\": [1, 2]\n}\n", u"JSON"_s);
        view.show();
        view.grab();
        QSignalSpy changes(&view, &CodeView::foldsChanged);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentLineText(), u"2:   \"a\": {"_s);
        QTest::keyClick(&view, Qt::Key_Minus);
        QTRY_COMPARE(changes.count(), 1);
        QTRY_VERIFY(view.isFolded(1));
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentLineText(), u"5:   },"_s);
        // What is copied is the text, whatever is seen of it.
        QTest::keyClick(&view, Qt::Key_Home);
        QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(view.selectedText().count(u'\n'), 6);
        // Who searches finds what is folded away, and sees it.
        QVERIFY(view.find(u"\"c\""_s));
        QVERIFY(!view.isFolded(1));
        QCOMPARE(view.selectedLines().first, 3);
        QTest::keyClick(&view, Qt::Key_Home);
        QTest::keyClick(&view, Qt::Key_Space);
        QTRY_VERIFY(view.isFolded(0));
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentLineText(), u"7: }"_s);
        QTest::keyClick(&view, Qt::Key_Asterisk);
        QVERIFY(!view.isFolded(0));
        // A line without a beginning folds nothing.
        view.scrollToLine(2);
        QTest::keyClick(&view, Qt::Key_Space);
        QVERIFY(!view.isFolded(2));
        // By the mark beside the number.
        view.scrollToLine(0);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(12 + 3 * 8 + 10, 10));
        QTRY_VERIFY(view.isFolded(0));
    }

    void foldsByIndentation()
    {
        CodeView view;
        view.resize(600, 400);
        view.setContent("def one():\n    a = 1\n\n    if a:\n        b = 2\n\n\ndef two():\n    pass\n", u"Python"_s);
        view.show();
        view.grab();
        view.toggleFold(0);
        QTRY_VERIFY(view.isFolded(0));
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentLineText(), u"6: "_s);
    }

    void aLongRegionIsFoldedInTheBackground()
    {
        QByteArray text = "{\n";
        for (int i = 0; i < 200'000; ++i) {
            text += "  \"key" + QByteArray::number(i) + "\": [" + QByteArray::number(i) + "],\n";
        }
        text += "  \"end\": 0\n}\n";
        CodeView view;
        view.resize(600, 400);
        view.setContent(text, u"JSON"_s);
        view.show();
        view.grab();
        view.toggleFold(0);
        QVERIFY(!view.isFolded(0));  // it goes on
        QTRY_VERIFY_WITH_TIMEOUT(view.isFolded(0), 30'000);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentLineText(), u"200003: }"_s);
    }

    void hitsAreCountedAndLinesReached()
    {
        CodeView view;
        CodeFind find(&view);
        view.resize(600, 300);
        view.setContent(numbered(5000), {});
        view.show();
        QTest::keyClick(&view, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(!find.isHidden());
        auto *edit = find.findChild<QLineEdit *>();
        QTest::keyClicks(edit, u"line 42"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(find.countText(), u"1 of 111"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(find.countText(), u"2 of 111"_s);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(find.countText(), u"1 of 111"_s);
        // The same from the text itself.
        QTest::keyClick(&view, Qt::Key_N);
        QCOMPARE(find.countText(), u"2 of 111"_s);
        QTest::keyClick(&view, Qt::Key_N, Qt::ShiftModifier);
        QCOMPARE(find.countText(), u"1 of 111"_s);
        edit->setText(u"nowhere"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(find.countText(), u"No hits"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(find.isHidden());

        QTest::keyClick(&view, Qt::Key_G, Qt::ControlModifier);
        QVERIFY(!find.isHidden());
        QTest::keyClicks(edit, u"4711"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(find.isHidden());
        QCOMPARE(view.currentLineText(), u"4711: line 4710"_s);
        QCOMPARE(view.quotedLines().first, 4710);
        QCOMPARE(view.quotedLines().last, 4710);
        QCOMPARE(view.lineText(4710), u"line 4710"_s);
        QSignalSpy quotes(&view, &CodeView::quoteRequested);
        QTest::keyClick(&view, Qt::Key_Q);
        QCOMPARE(quotes.count(), 1);
    }

    void theRingComesWithTheFocus()
    {
        QWidget window;
        auto *other = new QLineEdit(&window);
        auto *view = new CodeView(&window);
        view->setGeometry(0, 40, 300, 200);
        view->setContent("first\nsecond\n", {});
        window.resize(300, 240);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        other->setFocus();
        Paints paints;
        view->viewport()->installEventFilter(&paints);
        QTest::qWait(50);  // it comes to rest
        int before = paints.count;
        view->setFocus();
        QTRY_VERIFY(paints.count > before);
        QTest::qWait(50);
        before = paints.count;
        other->setFocus();
        QTRY_VERIFY(paints.count > before);
    }

    void screenReadersHearTheLine()
    {
        CodeView view;
        view.resize(300, 200);
        view.setContent("first\nsecond\n", {});
        view.show();
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(spoken);
        QCOMPARE(spoken->role(), QAccessible::Document);
        QVERIFY(!spoken->text(QAccessible::Name).isEmpty());
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(spoken->text(QAccessible::Value), u"2: second"_s);
    }
};

QTEST_MAIN(CodeViewTest)
#include "tst_codeview.moc"
