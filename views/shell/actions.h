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
    QString menu;           //!< translated title of the menu it stands in; empty: palette and help only
    QString text;           //!< translated, with a mnemonic
    QKeySequence shortcut;  //!< every action should have one
    QString icon;
    std::function<void()> run;
    QString keywords;  //!< more words the palette finds it by
    bool separatorBefore = false;
    bool inPalette = true;
};

class ActionTable final : public QObject
{
    Q_OBJECT
public:
    //! Shortcuts work wherever the focus is inside `window`, which owns the table.
    explicit ActionTable(QWidget *window);

    //! Adds a row. A second row of the same id or shortcut is a fault of the program: it is logged and counted, and the
    //! shortcut stays with the first. The action is enabled; pages disable what cannot be done now.
    QAction *add(ActionSpec spec);
    //! Never null for a known id.
    [[nodiscard]] QAction *action(const QString &id) const;
    void setEnabled(const QString &id, bool enabled);

    struct Row
    {
        ActionSpec spec;
        QAction *action = nullptr;
    };
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }
    //! Ids that were refused or lost their shortcut; a test wants none.
    [[nodiscard]] const QStringList &faults() const { return m_faults; }

    //! Titles in order of first mention, except these, which come last.
    void setLastMenus(const QStringList &menus) { m_lastMenus = menus; }
    [[nodiscard]] QStringList menus() const;
    void fillMenus(QMenuBar &bar) const;
    //! The enabled actions, for the palette, in the order of the menus.
    [[nodiscard]] QList<PaletteItem> paletteItems() const;

Q_SIGNALS:
    void changed();

private:
    QWidget *m_window;
    std::vector<Row> m_rows;
    QStringList m_lastMenus;
    QStringList m_faults;
};

}  // namespace onlyonce::ui
