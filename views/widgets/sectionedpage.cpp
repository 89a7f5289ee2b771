// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/sectionedpage.h"

#include "views/widgets/focus.h"
#include "views/widgets/page.h"
#include "views/widgets/sidebar.h"

#include <QResizeEvent>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

constexpr int narrow = 900;

}  // namespace

SectionedPage::SectionedPage(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_sections(new Sidebar(Sidebar::Kind::Sections))
    , m_stack(new QStackedWidget)
{
    m_sections->setAccessibleName(title);
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_sections);
    columns->addWidget(m_stack, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new PageHeader(title));
    layout->addLayout(columns, 1);
    rememberFocus(this, m_sections);
    connect(m_sections, &Sidebar::chosen, this, [this](const QString &id) {
        const int index = id.toInt();
        if (index == m_stack->currentIndex()) {
            focusWithin(m_stack->currentWidget());
        } else {
            m_stack->setCurrentIndex(index);  // the focus stays in the list: the next key may go on
        }
    });
}

void SectionedPage::addSection(const QString &iconName, const QString &name, QWidget *content)
{
    content->setAccessibleName(name);
    auto *column = new QWidget;
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    layout->addWidget(content);
    layout->addStretch(1);
    column->setMaximumWidth(scaled(metric::column) + 2 * space::xl);
    m_sections->addItem(QString::number(m_stack->count()), iconName, name);
    m_stack->addWidget(makeScrollArea(column));
}

void SectionedPage::showSection(int index)
{
    m_sections->setCurrent(QString::number(index));
    if (QWidget *section = m_stack->widget(index)) {
        bringToFront(*m_stack, section);
    }
}

//! A small window keeps its room for what stands in the section.
void SectionedPage::resizeEvent(QResizeEvent *event)
{
    m_sections->setIconsOnly(event->size().width() < scaled(narrow));
    QWidget::resizeEvent(event);
}

int SectionedPage::currentSection() const
{
    return m_stack->currentIndex();
}

}  // namespace onlyonce::ui
