// SPDX-License-Identifier: GPL-3.0-or-later
// The command palette's list as a model: what it holds for a few letters, in which order, and what is chosen in it.
#include "views/widgets/commandpalette.h"
#include "views/widgets/page.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QTest>

using namespace onlyonce::ui;
using namespace Qt::StringLiterals;

namespace {

PaletteItem item(const QString &text, const QString &detail = {}, const QString &keywords = {})
{
    return {.text = text, .detail = detail, .keywords = keywords};
}

}  // namespace

class TestPalette : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QWidget> m_window;
    CommandPalette *m_palette = nullptr;
    QListView *m_list = nullptr;
    QLineEdit *m_edit = nullptr;
    std::unique_ptr<QAbstractItemModelTester> m_referee;
    QList<PaletteItem> m_items;

    //! A line per row: "text: what a screen reader says", the chosen one behind a ">".
    [[nodiscard]] QString shown() const
    {
        QString text;
        for (int row = 0; row < m_list->model()->rowCount(); ++row) {
            const QModelIndex index = m_list->model()->index(row, 0);
            text += u"%1%2: %3\n"_s.arg(index == m_list->currentIndex() ? u">"_s : u" "_s, index.data().toString(),
                                        index.data(Qt::AccessibleTextRole).toString());
        }
        return text;
    }
    [[nodiscard]] int chosen() const { return m_list->currentIndex().row(); }
    void type(const QString &text) { m_edit->setText(text); }
    void press(Qt::Key key) { QTest::keyClick(m_edit, key); }

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(900, 600);
        m_palette = new CommandPalette(m_window.get());
        m_list = m_palette->findChild<QListView *>();
        m_edit = m_palette->findChild<QLineEdit *>();
        m_referee = std::make_unique<QAbstractItemModelTester>(m_list->model(),
                                                               QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_items.clear();
        m_palette->addProvider([this](const QString &) { return m_items; });
        m_window->show();
    }
    void cleanup()
    {
        m_referee.reset();
        m_window.reset();
    }

    void nothingFoundIsSaid()
    {
        m_items = {item(u"Alerts"_s)};
        m_palette->popup({});
        const auto *nothing = m_palette->findChild<TextLabel *>();
        QVERIFY(!nothing->isVisible());
        type(u"x"_s);
        QVERIFY(nothing->isVisible() && !m_list->isVisible());
        QVERIFY(m_palette->rect().contains(QRect(nothing->mapTo(m_palette, QPoint()), nothing->size())));
        press(Qt::Key_Return);
        QVERIFY(m_palette->isVisible());  // there is nothing to be done
        type(u"al"_s);
        QVERIFY(!nothing->isVisible() && m_list->isVisible());
    }

    void theTextCountsBeforeDetailsAndHiddenWords()
    {
        m_items = {item(u"Alerts"_s, u"page"_s), item(u"Declare incident"_s, {}, u"outage"_s),
                   item(u"Checkout down"_s, u"INC-1"_s)};
        m_items[1].shortcut = u"Ctrl+N"_s;
        m_palette->popup();
        QCOMPARE(shown(), u">Alerts: Alerts page \n"
                          " Declare incident: Declare incident  Ctrl+N\n"
                          " Checkout down: Checkout down INC-1 \n"_s);
        type(u"inc"_s);
        QCOMPARE(shown(), u">Declare incident: Declare incident  Ctrl+N\n"
                          " Checkout down: Checkout down INC-1 \n"_s);
        type(u"outage"_s);
        QCOMPARE(shown(), u">Declare incident: Declare incident  Ctrl+N\n"_s);
        // Letters from the middles of words are no match: Enter would do what nobody asked for.
        m_items = {item(u"Close the page, or the window"_s), item(u"Times"_s, {}, u"started detected resolved"_s)};
        type(u"started"_s);
        QCOMPARE(shown(), u">Times: Times  \n"_s);
        // What a word stands for, and what an incident is about, goes before a text that has the letters by the way.
        m_items = {item(u"Post-mortem: back to a draft"_s), item(u"Export"_s, {}, u"html pdf word"_s)};
        type(u"pdf"_s);
        QCOMPARE(shown(), u">Export: Export  \n Post-mortem: back to a draft: Post-mortem: back to a draft  \n"_s);
        m_items = {item(u"Comment on this part"_s), item(u"Sign-in fails"_s, u"The certificate expired"_s)};
        type(u"cert"_s);
        QVERIFY(shown().startsWith(u">Sign-in fails: "_s));
        type(u"zzz"_s);
        QCOMPARE(shown(), QString());
        QVERIFY(!m_list->currentIndex().isValid());
        QVERIFY(!m_list->model()->data({}, Qt::DisplayRole).isValid());
        QVERIFY(!m_list->isVisible());
    }

    void whatIsChosenSurvivesLateAnswers()
    {
        m_items = {item(u"INC-1 Login"_s), item(u"INC-2 Mails"_s)};
        m_palette->popup(u"inc"_s);
        press(Qt::Key_Down);
        QCOMPARE(chosen(), 1);
        m_items.prepend(item(u"Incidents"_s));  // a better match, found later
        m_palette->refresh();
        QCOMPARE(shown(), u" Incidents: Incidents  \n"
                          " INC-1 Login: INC-1 Login  \n"
                          ">INC-2 Mails: INC-2 Mails  \n"_s);
        m_items = {item(u"Incidents"_s)};
        m_palette->refresh();
        QCOMPARE(chosen(), 0);
        m_items.clear();
        m_palette->refresh();
        QCOMPARE(chosen(), -1);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QVERIFY(m_palette->isVisible());
    }

    void keysGoRoundAndPagesStopAtTheEnds()
    {
        for (int i = 0; i < 500; ++i) {
            m_items.append(item(u"Incident %1"_s.arg(i)));
        }
        m_palette->popup();
        const int rows = m_list->model()->rowCount();
        QCOMPARE(rows, 60);  // more are nearer by typing on
        press(Qt::Key_Up);
        QCOMPARE(chosen(), rows - 1);
        press(Qt::Key_Down);
        QCOMPARE(chosen(), 0);
        press(Qt::Key_PageUp);
        QCOMPARE(chosen(), 0);
        for (int i = 0; i < 20; ++i) {
            press(Qt::Key_PageDown);
        }
        QCOMPARE(chosen(), rows - 1);
        type(u"incident 499"_s);
        QCOMPARE(m_list->currentIndex().data().toString(), u"Incident 499"_s);
    }

    void runningMayChangeTheList()
    {
        int ran = 0;
        m_items = {item(u"Forget me"_s)};
        m_items[0].run = [&] {
            ++ran;
            m_items.clear();
            m_palette->popup();
        };
        m_palette->popup();
        press(Qt::Key_Return);
        QCOMPARE(ran, 1);
        QVERIFY(m_palette->isVisible());
        QCOMPARE(shown(), QString());
        press(Qt::Key_Escape);
        QVERIFY(!m_palette->isVisible());
    }
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
