// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/menukeys.h"

#include <QKeyEvent>
#include <QKeySequence>
#include <QMenu>

#include <algorithm>

namespace onlyonce::ui {

namespace {

constexpr qint64 pause = 1500;  // milliseconds; after it, other letters begin another word

bool canBeTaken(const QAction &action)
{
    return action.isVisible() && action.isEnabled() && !action.isSeparator();
}

QString readable(const QAction &action)
{
    QString text = action.text();
    return text.remove(u'&');
}

//! A mnemonic takes its entry at once, as anywhere.
bool hasMnemonic(const QMenu &menu, QChar letter)
{
    const QKeySequence key(QStringLiteral("Alt+%1").arg(letter.toUpper()));
    return std::ranges::any_of(menu.actions(), [&key](const QAction *action) {
        return canBeTaken(*action) && QKeySequence::mnemonic(action->text()) == key;
    });
}

}  // namespace

bool MenuKeys::eventFilter(QObject *watched, QEvent *event)
{
    auto *menu = qobject_cast<QMenu *>(watched);
    if (!menu || event->type() != QEvent::KeyPress) {
        return false;
    }
    const auto *key = static_cast<QKeyEvent *>(event);
    const QString text = key->text();
    if (text.size() != 1 || !text.front().isLetterOrNumber() || key->modifiers() & ~Qt::ShiftModifier) {
        m_typed.clear();
        return false;
    }
    if (menu != m_menu || !m_since.isValid() || m_since.hasExpired(pause)) {
        m_typed.clear();
    }
    if (m_typed.isEmpty() && hasMnemonic(*menu, text.front())) {
        return false;
    }
    m_menu = menu;
    m_since.start();
    m_typed += text;
    if (QAction *found = next(*menu)) {
        menu->setActiveAction(found);
    }
    return true;
}

//! The same letter again goes on to the next entry that begins with it.
QAction *MenuKeys::next(const QMenu &menu) const
{
    const QList<QAction *> actions = menu.actions();
    const bool again = m_typed.size() > 1 && m_typed.count(m_typed.front(), Qt::CaseInsensitive) == m_typed.size();
    const QString wanted = again ? m_typed.first(1) : m_typed;
    const qsizetype here = actions.indexOf(menu.activeAction());
    // What is chosen stays while its word is typed on.
    const qsizetype from = m_typed.size() == 1 || again ? here + 1 : std::max<qsizetype>(here, 0);
    for (qsizetype step = 0; step < actions.size(); ++step) {
        QAction *action = actions[(from + step) % actions.size()];
        if (canBeTaken(*action) && readable(*action).startsWith(wanted, Qt::CaseInsensitive)) {
            return action;
        }
    }
    return nullptr;
}

}  // namespace onlyonce::ui
