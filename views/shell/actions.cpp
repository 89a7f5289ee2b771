// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/actions.h"

#include "views/widgets/icon.h"

#include <QMenu>
#include <QMenuBar>

namespace onlyonce::ui {

namespace {

QString withoutMnemonic(QString text)
{
    return text.remove(u'&');
}

}  // namespace

ActionTable::ActionTable(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

QAction *ActionTable::add(ActionSpec spec)
{
    if (QAction *known = action(spec.id)) {
        m_faults << spec.id;
        qWarning("Action %ls is named twice", qUtf16Printable(spec.id));
        return known;
    }
    for (const Row &row : m_rows) {
        if (!spec.shortcut.isEmpty() && row.spec.shortcut == spec.shortcut) {
            m_faults << spec.id;
            qWarning("Actions %ls and %ls share a shortcut", qUtf16Printable(row.spec.id), qUtf16Printable(spec.id));
            spec.shortcut = {};
        }
    }
    auto *action = new QAction(icon(spec.icon), spec.text, this);
    action->setObjectName(spec.id);
    action->setShortcut(spec.shortcut);
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, [run = spec.run] {
        if (run) {
            run();
        }
    });
    m_window->addAction(action);
    m_rows.push_back({std::move(spec), action});
    Q_EMIT changed();
    return action;
}

QAction *ActionTable::action(const QString &id) const
{
    for (const Row &row : m_rows) {
        if (row.spec.id == id) {
            return row.action;
        }
    }
    return nullptr;
}

void ActionTable::setEnabled(const QString &id, bool enabled)
{
    if (QAction *found = action(id)) {
        found->setEnabled(enabled);
    }
}

QStringList ActionTable::menus() const
{
    QStringList order;
    for (const Row &row : m_rows) {
        if (!row.spec.menu.isEmpty() && !order.contains(row.spec.menu) && !m_lastMenus.contains(row.spec.menu)) {
            order << row.spec.menu;
        }
    }
    return order + m_lastMenus;
}

void ActionTable::fillMenus(QMenuBar &bar) const
{
    // QMenuBar::clear() keeps its menus alive.
    qDeleteAll(bar.findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly));
    for (const QString &title : menus()) {
        QMenu *menu = bar.addMenu(title);
        for (const Row &row : m_rows) {
            if (row.spec.menu != title) {
                continue;
            }
            if (row.spec.separatorBefore) {
                menu->addSeparator();
            }
            menu->addAction(row.action);
        }
    }
}

QList<PaletteItem> ActionTable::paletteItems() const
{
    QList<PaletteItem> items;
    for (const QString &menu : menus() + QStringList{QString()}) {
        for (const auto &[spec, action] : m_rows) {
            if (spec.menu == menu && spec.inPalette && action->isEnabled()) {
                items.append({.text = withoutMnemonic(action->text()),
                              .detail = withoutMnemonic(menu),
                              .shortcut = action->shortcut().toString(QKeySequence::NativeText),
                              .icon = spec.icon,
                              .keywords = spec.keywords,
                              .run = [action] { action->trigger(); }});
            }
        }
    }
    return items;
}

}  // namespace onlyonce::ui
