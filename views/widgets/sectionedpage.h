// SPDX-License-Identifier: GPL-3.0-or-later
// A page of several sections, of which one is in sight, with a list of them at the side: settings. Arrow keys in the list
// show each in turn, Enter goes into it.
#pragma once

#include <QWidget>

class QStackedWidget;

namespace onlyonce::ui {

class Sidebar;

class SectionedPage final : public QWidget
{
    Q_OBJECT
public:
    explicit SectionedPage(const QString &title, QWidget *parent = nullptr);

    //! `content` stands in a column that scrolls; its name becomes its accessible one. The first section is in sight.
    void addSection(const QString &iconName, const QString &name, QWidget *content);
    //! Shows it, with the focus in it.
    void showSection(int index);
    [[nodiscard]] int currentSection() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    Sidebar *m_sections;
    QStackedWidget *m_stack;
};

}  // namespace onlyonce::ui
