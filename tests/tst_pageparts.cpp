// SPDX-License-Identifier: GPL-3.0-or-later
// What pages are put together from: how moments are written, fields that grow, texts that are read, labels that give way.
#include "models/base/answer.h"
#include "views/widgets/askform.h"
#include "views/widgets/datefield.h"
#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"
#include "views/widgets/richview.h"
#include "views/widgets/words.h"

#include <QCalendarWidget>
#include <QDateEdit>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace onlyonce;
using namespace onlyonce::ui;

class PagePartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void momentsAreWrittenAsPeopleSayThem_data()
    {
        QTest::addColumn<QString>("at");
        QTest::addColumn<QString>("written");
        QTest::newRow("the same day") << u"2026-11-29T07:05:59Z"_s << u"Today 08:05"_s;
        QTest::newRow("the same day here, another one in UTC") << u"2026-11-28T23:30:00Z"_s << u"Today 00:30"_s;
        QTest::newRow("just before midnight") << u"2026-11-28T22:59:00Z"_s << u"Yesterday 23:59"_s;
        QTest::newRow("this year") << u"2026-10-01T10:00:00Z"_s << u"1 Oct 12:00"_s;
        QTest::newRow("a day before, another year") << u"2025-12-31T22:59:00Z"_s << u"31 Dec 2025 23:59"_s;
        QTest::newRow("tomorrow") << u"2026-11-30T11:00:00Z"_s << u"Tomorrow 12:00"_s;
        QTest::newRow("ahead") << u"2026-12-01T11:00:00Z"_s << u"1 Dec 12:00"_s;
    }

    void momentsAreWrittenAsPeopleSayThem()
    {
        QFETCH(QString, at);
        QFETCH(QString, written);
        const auto now = parseMachineTime(u"2026-11-29T11:00:00Z");
        const auto moment = parseMachineTime(at);
        QVERIFY(now && moment);
        QCOMPARE(momentText(*moment, *now, QTimeZone("Europe/Berlin")), written);
    }

    void wordsStandByThemselves()
    {
        QCOMPARE(capitalized(u"in review"_s), u"In review"_s);
        QCOMPARE(capitalized(u"SEV1"_s), u"SEV1"_s);
        QCOMPARE(capitalized({}), QString());
    }

    void aFieldIsAsHighAsItsText()
    {
        GrowingEdit edit(3);
        edit.resize(300, 40);
        edit.show();
        const int low = edit.height();
        edit.setPlainText(u"one\ntwo\nthree"_s);
        QCOMPARE(edit.height(), low);
        edit.setPlainText(u"a line\n"_s.repeated(12));
        QTRY_VERIFY(edit.height() > 3 * low);
        edit.setPlainText(u"one line, too long for so narrow a field, "_s.repeated(12));
        QTRY_VERIFY(edit.height() > low);
        edit.clear();
        QTRY_COMPARE(edit.height(), low);
    }

    void aTextToReadTakesTheHeightOfItsLines()
    {
        QWidget page;
        auto *column = new QVBoxLayout(&page);
        auto *view = new RichView;
        column->addWidget(view);
        column->addStretch();
        view->setSource(u"We are **sorry**. "_s.repeated(40));
        page.resize(1900, 600);
        page.show();
        QCOMPARE(view->width(), view->maximumWidth());  // longer lines are hard to read
        QCOMPARE(view->height(), view->heightForWidth(view->width()));
        const int wide = view->height();
        page.resize(400, 600);
        QTRY_VERIFY(view->height() > wide);
        QCOMPARE(view->accessibleName(), u"We are sorry. "_s.repeated(40).trimmed());
    }

    void aLinkIsFollowed()
    {
        RichView view;
        view.setSource(u"https://forum.example/t/906"_s);
        view.resize(400, 40);
        view.show();
        QSignalSpy followed(&view, &RichView::linkActivated);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(390, 8));
        QCOMPARE(followed.size(), 0);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(20, 8));
        QCOMPARE(followed.size(), 1);
        QCOMPARE(followed.first().first().toUrl(), QUrl(u"https://forum.example/t/906"_s));
    }

    void aCalendarHasTheHousesLook()
    {
        const std::unique_ptr<QDateEdit> field(makeDateField());
        const QCalendarWidget *calendar = field->calendarWidget();
        QVERIFY(calendar);
        for (const auto day : {Qt::Saturday, Qt::Sunday}) {
            QVERIFY(!calendar->weekdayTextFormat(day).hasProperty(QTextFormat::ForegroundBrush));
        }
        const auto *next = calendar->findChild<QToolButton *>(u"qt_calendar_nextmonth"_s);
        QVERIFY(next);  // else the next Qt calls it otherwise, and its own arrow is back
        QVERIFY(calendar->findChild<QWidget *>(u"qt_calendar_navigationbar"_s));
    }

    void aLateAnswerEndsItsOwnQuestionOnly()
    {
        AskForm form;
        onlyonce::Question<Result<>> slow, quick;
        QStringList answered;
        const auto answers = [&answered](onlyonce::Question<Result<>> &question) {
            return [&answered, &question](const QString &words) {
                answered += words;
                return question.answer();
            };
        };
        auto *line = form.findChild<QLineEdit *>();
        form.ask({.title = u"First"_s, .text = {}, .submit = u"Do it"_s}, answers(slow));
        QTest::keyClicks(line, u"one"_s);
        QTest::keyClick(line, Qt::Key_Return);
        form.ask({.title = u"Second"_s, .text = {}, .submit = u"Do it"_s}, answers(quick));
        slow.finish({});
        QTest::keyClicks(line, u"two"_s);
        QTest::qWait(20);
        QVERIFY(form.isVisible());
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(answered, (QStringList{u"one"_s, u"two"_s}));
        quick.finish({});
        QTRY_VERIFY(!form.isVisible());
    }

    void aTitleGivesWayAndTellsTheRest()
    {
        const QString title = u"A title that nobody would call short, and that no window is wide enough for"_s;
        TextLabel label(title, TextStyle::Title);
        label.setElided();
        QWidget narrow;
        auto *row = new QHBoxLayout(&narrow);
        row->addWidget(&label);
        narrow.resize(160, 40);
        narrow.show();
        QVERIFY(label.width() < 160);
        label.grab();
        QCOMPARE(label.toolTip(), title);
        narrow.resize(1600, 40);
        label.grab();
        QCOMPARE(label.toolTip(), QString());
        label.setParent(nullptr);
    }
};

QTEST_MAIN(PagePartsTest)
#include "tst_pageparts.moc"
