// SPDX-License-Identifier: GPL-3.0-or-later
// What `?` shows: every action with its shortcut, by menu. Drawn from the action table, nothing written by hand.
#pragma once

#include <QFrame>
#include <QPointer>

class QScrollArea;

namespace onlyonce::ui {

class ActionTable;

class ShortcutHelp final : public QFrame
{
    Q_OBJECT
public:
    //! Lives above `host` (a window), in its middle.
    ShortcutHelp(const ActionTable &actions, QWidget *host);
    void popup();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void fill();
    void place();
    void dismiss();

    const ActionTable &m_actions;
    QWidget *m_host;
    QScrollArea *m_area;
    QPointer<QWidget> m_previousFocus;
};

}  // namespace onlyonce::ui
