// SPDX-License-Identifier: GPL-3.0-or-later
// What `?` shows: every action with its shortcut, by menu. Drawn from the action table, nothing written by hand.
#pragma once

#include <QFrame>
#include <QPointer>

namespace onlyonce::ui {

class ActionTable;

class ShortcutHelp final : public QFrame
{
    Q_OBJECT
public:
    ShortcutHelp(const ActionTable &actions, QWidget *host);
    void popup();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void fill();
    void dismiss();

    const ActionTable &m_actions;
    QWidget *m_host;
    QWidget *m_body = nullptr;
    QPointer<QWidget> m_previousFocus;
};

}  // namespace onlyonce::ui
