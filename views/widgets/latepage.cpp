// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/latepage.h"

#include "views/widgets/focus.h"

#include <QVBoxLayout>

#include <utility>

namespace onlyonce::ui {

LatePage::LatePage(std::function<QWidget *()> make, QWidget *parent)
    : QWidget(parent)
    , m_make(std::move(make))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

void LatePage::showEvent(QShowEvent *event)
{
    if (m_make) {
        QWidget *page = std::exchange(m_make, {})();
        layout()->addWidget(page);
        rememberFocus(this, page);
        page->show();  // at once, so that the first picture has it
        layout()->activate();
    }
    QWidget::showEvent(event);
}

}  // namespace onlyonce::ui
