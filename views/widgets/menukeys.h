// SPDX-License-Identifier: GPL-3.0-or-later
// Letters in a menu lead to the entry that begins with them, as in a list. Qt's own menus know single mnemonics only, and
// then Enter takes an entry that nobody typed.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>

class QAction;
class QMenu;

namespace onlyonce::ui {

//! To be installed on menus as an event filter; one serves them all.
class MenuKeys final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QAction *next(const QMenu &menu) const;

    QPointer<QMenu> m_menu;
    QString m_typed;
    QElapsedTimer m_since;
};

}  // namespace onlyonce::ui
