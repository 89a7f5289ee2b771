// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/pagewindow.h"

#include "views/widgets/focus.h"
#include "views/widgets/theme.h"

#include <QCloseEvent>
#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

PageWindow::PageWindow(QWidget *page, const QList<QAction *> &actions)
    : m_messages(new MessageStack)
    , m_page(page)
{
    setMinimumSize(640, 480);
    resize(QSize(1080, 760));
    auto *body = new QWidget;
    m_column = new QVBoxLayout(body);
    m_column->setContentsMargins({});
    m_column->setSpacing(0);
    m_column->addWidget(m_messages);
    m_column->addWidget(m_page, 1);
    setCentralWidget(body);
    addActions(actions);
    m_page->show();
    focusWithin(m_page);
}

QWidget *PageWindow::takePage()
{
    m_column->removeWidget(m_page);
    m_page->setParent(nullptr);
    return std::exchange(m_page, nullptr);
}

void PageWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    Q_EMIT closed();
}

}  // namespace onlyonce::ui
