// SPDX-License-Identifier: GPL-3.0-or-later
// At three in the morning, without a mouse: from an alert that is seen to the first post that customers can read, by keys
// alone, with no dialog in the way.
#include "models/announce/announcement.h"
#include "models/delivery/connections.h"
#include "models/delivery/secrets.h"
#include "support/house.h"
#include "support/realwindow.h"
#include "support/scripteddiscourse.h"
#include "views/widgets/composer.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/rowlist.h"
#include "views/widgets/timelineview.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

constexpr int mostStrokes = 15;

}  // namespace

class KeysTest : public QObject
{
    Q_OBJECT

private:
    test::ScriptedDiscourse m_forum;
    std::unique_ptr<test::RealWindow> m_desk;
    int m_strokes = 0;

    //! Of the window, which need not be in front on a screen that nobody looks at.
    [[nodiscard]] QWidget *focus() { return m_desk->frame().focusWidget(); }
    //! One stroke, wherever the focus is.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        ++m_strokes;
        QVERIFY2(!QApplication::activeModalWidget(), "a dialog is in the way");
        QTest::keyClick(focus(), key, modifiers);
    }
    //! Text, which is not counted.
    void write(const QString &text) { QTest::keyClicks(focus(), text); }

    [[nodiscard]] Incident incident()
    {
        const auto found = m_desk->read([](Transaction &t) { return incidentByNumber(t, 1); });
        return found && *found ? **found : Incident();
    }

private Q_SLOTS:
    void fromAnAlertToTheFirstPublicPost();
    void whatIsBegunOutlivesTheWindow();
    void whatWasDoneIsTakenBackByKeys();
};

void KeysTest::fromAnAlertToTheFirstPublicPost()
{
    m_desk = std::make_unique<test::RealWindow>(test::RealWindow::Outside::Reached);
    const auto connection = m_desk->change([this](Transaction &t) {
        return saveConnection(
            t, {.kind = u"forum"_s, .adapter = u"discourse"_s, .name = u"Community"_s, .settings = m_forum.settings()});
    });
    QVERIFY2(connection, why(connection).constData());
    const auto kept = await(
        m_desk->services->secrets().write(secretsKey(m_desk->opened.database->uuid(), *connection), m_forum.secrets()));
    QVERIFY2(kept, why(kept).constData());
    QVERIFY(m_desk->show());
    QTest::keyClick(&m_desk->frame(), Qt::Key_2, Qt::ControlModifier);  // looking at the alerts, as in a quiet night
    auto *list = m_desk->frame().findChild<ui::RowList *>();
    Collector collector(*m_desk->opened.database);
    const auto taken = await(collector.take(
        u"alertmanager"_s,
        QJsonDocument(QJsonObject{{u"alerts"_s, QJsonArray{firing(u"CheckoutFails"_s, u"checkout"_s)}}}).toJson()));
    QVERIFY2(taken, why(taken).constData());
    QTRY_COMPARE_WITH_TIMEOUT(incident().number, 1, 10'000);
    // The alert is seen, and chosen.
    QTRY_VERIFY_WITH_TIMEOUT((list = qobject_cast<ui::RowList *>(focus())) && list->model()->rowCount() == 1
                                 && list->currentIndex().isValid(),
                             10'000);

    press(Qt::Key_Return);  // its incident
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->frame().currentPage(), u"incident/1"_s, 10'000);
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);  // acknowledged: nobody else is woken
    QTRY_VERIFY_WITH_TIMEOUT(incident().time(IncidentTime::Acknowledged), 10'000);
    press(Qt::Key_Period, Qt::ControlModifier);  // investigating
    QTRY_COMPARE_WITH_TIMEOUT(incident().status, IncidentStatus::Investigating, 10'000);
    press(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);  // a draft for customers, from its template
    QPlainTextEdit *text = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (text = qobject_cast<QPlainTextEdit *>(focus())) && text->toPlainText().contains(u"checkout"_s), 10'000);
    // What the template cannot know stands in gaps, the first of which is chosen; Tab goes to the next.
    while (text->toPlainText().contains(u"⟨"_s) && m_strokes < mostStrokes) {
        if (!text->textCursor().selectedText().startsWith(u"⟨"_s)) {
            press(Qt::Key_Tab);
        }
        write(u"Card payments fail since 14:05."_s);
    }
    press(Qt::Key_Return, Qt::ControlModifier);  // approved, and on its way
    QTRY_COMPARE_WITH_TIMEOUT(m_forum.topics().size(), 1U, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(incident().time(IncidentTime::FirstPublicPost), 10'000);
    const auto post = m_forum.postsOf(m_forum.topics().begin()->first).value(0);
    QVERIFY2(post.raw.contains(u"Card payments fail"_s) && !post.raw.contains(u"⟨"_s), qPrintable(post.raw));
    qInfo("%d strokes", m_strokes);
    QVERIFY2(m_strokes <= mostStrokes, qPrintable(u"%1 strokes"_s.arg(m_strokes)));
    m_desk.reset();
}

void KeysTest::whatIsBegunOutlivesTheWindow()
{
    m_desk = std::make_unique<test::RealWindow>(test::RealWindow::Outside::Sealed);
    const auto declared =
        m_desk->change([](Transaction &t) { return declareIncident(t, {.title = u"Checkout down"_s}); });
    QVERIFY2(declared, why(declared).constData());
    const auto opens = [this] {
        if (!m_desk->show()) {
            return false;
        }
        m_desk->window->go(u"incident/1"_s);
        return QTest::qWaitFor([this] { return m_desk->frame().currentPage() == u"incident/1"_s; }, 10'000);
    };
    QVERIFY(opens());
    press(Qt::Key_M, Qt::ControlModifier);
    QVERIFY(qobject_cast<QPlainTextEdit *>(focus()));
    write(u"/announce identified We know the cause"_s);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);  // its times in UTC
    QVERIFY(opens());
    QCOMPARE(m_desk->frame().findChild<ui::TimelineView *>()->timeZone(), QTimeZone::utc());
    press(Qt::Key_M, Qt::ControlModifier);
    write(u" and mend it."_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    const auto posts = [this] {
        const auto found = m_desk->read([](Transaction &t) { return announcementsOf(t, IncidentId{1}); });
        return found && !found->empty() ? found->front().posts : std::vector<AnnouncementPost>();
    };
    QTRY_COMPARE_WITH_TIMEOUT(posts().size(), 1U, 10'000);
    QCOMPARE(posts().front().body, u"We know the cause and mend it."_s);
    QCOMPARE(posts().front().state, PostState::Draft);
    // What is sent is no draft any more.
    QTRY_COMPARE(m_desk->frame().findChild<ui::Composer *>()->draft(), QString());
    QVERIFY(opens());
    QCOMPARE(m_desk->frame().findChild<ui::Composer *>()->draft(), QString());
    m_desk.reset();
}

void KeysTest::whatWasDoneIsTakenBackByKeys()
{
    m_desk = std::make_unique<test::RealWindow>(test::RealWindow::Outside::Sealed);
    const auto declared =
        m_desk->change([](Transaction &t) { return declareIncident(t, {.title = u"Checkout down"_s}); });
    QVERIFY2(declared, why(declared).constData());
    QVERIFY(m_desk->show());
    m_desk->window->go(u"incident/1"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->frame().currentPage(), u"incident/1"_s, 10'000);
    const auto button = [this](const QString &text) {
        const auto bars = m_desk->frame().findChildren<ui::MessageBar *>();
        return std::ranges::any_of(bars, [&](ui::MessageBar *bar) {
            const auto buttons = bar->findChildren<QPushButton *>();
            return bar->id() == u"change"_s
                && std::ranges::any_of(buttons, [&](QPushButton *each) { return each->text() == text; });
        });
    };
    press(Qt::Key_Period, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(incident().status, IncidentStatus::Identified, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(button(u"Undo"_s), 10'000);
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(incident().status, IncidentStatus::Investigating, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(button(u"Redo"_s), 10'000);
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(incident().status, IncidentStatus::Identified, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(button(u"Undo"_s), 10'000);
    // Whoever writes takes back their words, and nothing else.
    press(Qt::Key_M, Qt::ControlModifier);
    auto *text = qobject_cast<QPlainTextEdit *>(focus());
    QVERIFY(text);
    write(u"words"_s);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(text->toPlainText(), QString());
    press(Qt::Key_Z, Qt::ControlModifier);  // nothing is left to the editor: still its own
    press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(text->toPlainText(), u"words"_s);
    QCOMPARE(incident().status, IncidentStatus::Identified);
    press(Qt::Key_Escape);
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(incident().status, IncidentStatus::Investigating, 10'000);
    m_desk.reset();
}

QTEST_MAIN(KeysTest)
#include "tst_keys.moc"
