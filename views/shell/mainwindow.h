// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of the window: navigation, message bars, a stack of pages, palette, help. Knows no page and no domain: the
// application hands its pages and actions in.
#pragma once

#include "views/shell/actions.h"
#include "views/widgets/messagebar.h"

#include <QHash>
#include <QMainWindow>

#include <functional>

class QStackedWidget;

namespace onlyonce::ui {

class CommandPalette;
class ShortcutHelp;
class Sidebar;

class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    //! A page with an entry in the sidebar, and Ctrl+1 … Ctrl+9 in order of adding. The window owns the page.
    void addPage(const QString &id, const QString &icon, const QString &title, QWidget *page);
    //! A page without an entry (an opened incident); `parentId` stays marked in the sidebar.
    void addSubPage(const QString &id, const QString &parentId, QWidget *page);
    void removeSubPage(const QString &id);
    void addSection(const QString &title);
    void showPage(const QString &id);
    [[nodiscard]] QString currentPage() const;
    [[nodiscard]] QWidget *page(const QString &id) const;
    void setCount(const QString &id, int count, Tone tone = Tone::Neutral);

    [[nodiscard]] ActionTable &actions() { return *m_actions; }
    [[nodiscard]] CommandPalette &commandPalette() { return *m_palette; }
    [[nodiscard]] Sidebar &sidebar() { return *m_sidebar; }
    void showMessage(const Message &message);
    void dismissMessage(const QString &id);

    //! Asked when the window is about to close; false keeps it open (the tray, a question in place).
    void setCloseGuard(std::function<bool()> guard) { m_closeGuard = std::move(guard); }

    //! Position, size and state; nothing else lives in QSettings.
    void restorePlace();
    void savePlace() const;

Q_SIGNALS:
    void pageChanged(const QString &id);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void addOwnActions();
    void goBack();

    struct Page
    {
        QWidget *widget = nullptr;
        QString parent;
    };

    ActionTable *m_actions;
    Sidebar *m_sidebar;
    MessageStack *m_messages;
    QStackedWidget *m_stack;
    CommandPalette *m_palette = nullptr;
    ShortcutHelp *m_help = nullptr;
    QHash<QString, Page> m_pages;
    QStringList m_visited;
    std::function<bool()> m_closeGuard;
    int m_numbered = 0;
};

}  // namespace onlyonce::ui
