// SPDX-License-Identifier: GPL-3.0-or-later
// A page that was moved out of the main window, with messages of its own above it. Closing gives the page back.
#pragma once

#include "views/widgets/messagebar.h"

#include <QMainWindow>

class QVBoxLayout;

namespace onlyonce::ui {

class PageWindow final : public QMainWindow
{
    Q_OBJECT

public:
    //! `actions` work by their shortcuts while this window has the keyboard.
    PageWindow(QWidget *page, const QList<QAction *> &actions);

    [[nodiscard]] QWidget *page() const { return m_page; }
    [[nodiscard]] MessageStack &messages() { return *m_messages; }
    //! Without a parent; the window is to be deleted then.
    [[nodiscard]] QWidget *takePage();

Q_SIGNALS:
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    MessageStack *m_messages;
    QVBoxLayout *m_column;
    QWidget *m_page;
};

}  // namespace onlyonce::ui
