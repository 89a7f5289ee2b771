// SPDX-License-Identifier: GPL-3.0-or-later
// Pages that are made when somebody first looks at them.
#include "views/widgets/focus.h"
#include "views/widgets/latepage.h"

#include <QLineEdit>
#include <QStackedWidget>
#include <QTest>
#include <QVBoxLayout>

using namespace onlyonce::ui;

class TestLatePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isMadeOnceAndNotBeforeItIsSeen();
    void theFocusGoesWhereThePageWantsIt();
};

void TestLatePage::isMadeOnceAndNotBeforeItIsSeen()
{
    int made = 0;
    QWidget *page = nullptr;
    QStackedWidget stack;
    stack.resize(300, 200);
    stack.addWidget(new QWidget);
    auto *late = new LatePage([&] {
        ++made;
        page = new QWidget;
        return page;
    });
    stack.addWidget(late);
    stack.show();
    QVERIFY(QTest::qWaitForWindowExposed(&stack));
    QCOMPARE(made, 0);

    stack.setCurrentWidget(late);
    QCOMPARE(made, 1);
    QVERIFY(page->isVisible());
    QCOMPARE(page->geometry(), late->rect());

    stack.setCurrentIndex(0);
    QVERIFY(!page->isVisible());
    stack.setCurrentWidget(late);
    QCOMPARE(made, 1);
    QVERIFY(page->isVisible());
}

void TestLatePage::theFocusGoesWhereThePageWantsIt()
{
    QLineEdit *second = nullptr;
    QStackedWidget stack;
    stack.addWidget(new QLineEdit);
    auto *late = new LatePage([&] {
        auto *page = new QWidget;
        auto *layout = new QVBoxLayout(page);
        layout->addWidget(new QLineEdit);
        layout->addWidget(second = new QLineEdit);
        rememberFocus(page, second);
        return page;
    });
    stack.addWidget(late);
    stack.show();
    stack.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&stack));

    bringToFront(stack, late);
    QVERIFY(second);
    QTRY_VERIFY(second->hasFocus());
}

QTEST_MAIN(TestLatePage)
#include "tst_latepage.moc"
