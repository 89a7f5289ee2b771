// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of the window: navigation, message bars, a stack of pages, palette, help. Knows no page and no domain: the
// application hands its pages and actions in.
#pragma once

#include "models/base/settings.h"
#include "views/shell/actions.h"
#include "views/widgets/messagebar.h"

#include <QHash>
#include <QMainWindow>

#include <functional>
#include <optional>

class QStackedWidget;

namespace onlyonce::ui {

class ShortcutHelp;
class Sidebar;

class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    //! A page with an entry in the sidebar, and Ctrl+1 … Ctrl+9 in order of adding. The window owns the page. Shown
    //! again, it has the focus where it was left; at first, where its constructor put it (see rememberFocus()).
    void addPage(const QString &id, const QString &icon, const QString &title, QWidget *page);
    //! A page without an entry (an opened incident); `parentId` stays marked in the sidebar. An id that is known
    //! replaces its page. With a label it has an entry below its parent's.
    void addSubPage(const QString &id, const QString &parentId, QWidget *page, const QString &label = {});
    void setSubPageLabel(const QString &id, const QString &label);
    //! Those with an entry, from the top.
    [[nodiscard]] QStringList subPages() const { return m_listed; }
    //! Its entry goes, the page stays and can be shown.
    void unlistSubPage(const QString &id);
    //! Deletes the page; if it is in sight, its parent is shown.
    void removeSubPage(const QString &id);
    //! The same, but the page goes to the caller, without a parent. Null for an id that is no such page.
    [[nodiscard]] QWidget *takeSubPage(const QString &id);
    //! A heading in the sidebar above the pages added after it.
    void addSection(const QString &title);
    void showPage(const QString &id);
    [[nodiscard]] QString currentPage() const { return m_current; }
    [[nodiscard]] QWidget *page(const QString &id) const { return m_pages.value(id).widget; }
    void setCount(const QString &id, int count, Tone tone = Tone::Neutral);

    [[nodiscard]] ActionTable &actions() { return *m_actions; }
    [[nodiscard]] CommandPalette &commandPalette() { return *m_palette; }
    [[nodiscard]] Sidebar &sidebar() { return *m_sidebar; }
    void showMessage(const Message &message) { m_messages->add(message); }
    void dismissMessage(const QString &id) { m_messages->dismiss(id); }
    [[nodiscard]] MessageStack &messages() { return *m_messages; }

    //! Asked when the window is about to close; false keeps it open (it goes into the tray, or asks in place).
    void setCloseGuard(std::function<bool()> guard) { m_closeGuard = std::move(guard); }

    //! Position, size and state, from the settings' section "window" and, from then on, back into it on closing.
    void restorePlace(const SettingsFile &settings);
    void savePlace() const;

Q_SIGNALS:
    void pageChanged(const QString &id);
    void subPageCloseWanted(const QString &id);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void addOwnActions();
    void fillMenusSoon();
    void goBack();
    void visit(const QString &id);

    struct Page
    {
        QWidget *widget = nullptr;
        QString parent;  //!< the entry in the sidebar that stands for it
    };

    ActionTable *m_actions;
    Sidebar *m_sidebar;
    MessageStack *m_messages;
    QStackedWidget *m_stack;
    CommandPalette *m_palette;
    ShortcutHelp *m_help;
    QHash<QString, Page> m_pages;
    QString m_current;
    QStringList m_listed;   //!< subpages with an entry
    QStringList m_visited;  //!< where "Back" leads, latest last
    std::function<bool()> m_closeGuard;
    std::optional<SettingsFile> m_settings;
    int m_numbered = 0;
    bool m_menusStale = false;
};

}  // namespace onlyonce::ui
