// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of everything that can be done: name, place in the menu, shortcut, handler. Menus, the command palette
// and the shortcut help are drawn from it, so none of them can forget an action.
#pragma once

#include "views/widgets/commandpalette.h"

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QMenuBar;

namespace onlyonce::ui {

struct ActionSpec
{
    QString id;             //!< "incident.declare"; unique
    QString menu;           //!< translated top-level menu it stands in; empty: palette and help only
    QString text;           //!< translated, with a mnemonic
    QKeySequence shortcut;  //!< every action should have one
    QString icon;
    std::function<void()> run;
    QString keywords;  //!< more words the palette finds it by
    bool separatorBefore = false;
};

class ActionTable final : public QObject
{
    Q_OBJECT
public:
    //! Shortcuts work wherever the focus is inside `window`.
    explicit ActionTable(QWidget *window);

    //! Adds a row; a duplicate id or shortcut is a fault of the program (asserted, and a test walks the table).
    QAction *add(ActionSpec spec);
    [[nodiscard]] QAction *action(const QString &id) const;
    [[nodiscard]] const std::vector<ActionSpec> &rows() const { return m_rows; }

    void fillMenus(QMenuBar *bar) const;
    //! The enabled actions, for the palette.
    [[nodiscard]] QList<PaletteItem> paletteItems() const;

Q_SIGNALS:
    void changed();

private:
    QWidget *m_window;
    std::vector<ActionSpec> m_rows;
    std::vector<QAction *> m_actions;
};

}  // namespace onlyonce::ui
