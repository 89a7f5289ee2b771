// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/mainwindow.h"

#include "models/base/log.h"
#include "views/shell/findbutton.h"
#include "views/shell/shortcuthelp.h"
#include "views/widgets/focus.h"
#include "views/widgets/sidebar.h"

#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace onlyonce::ui {

namespace {

constexpr qsizetype longestWayBack = 50;

}  // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_actions(new ActionTable(this))
    , m_sidebar(new Sidebar)
    , m_messages(new MessageStack)
    , m_stack(new QStackedWidget)
    , m_palette(new CommandPalette(this))
    , m_help(new ShortcutHelp(*m_actions, this))
{
    setMinimumSize(880, 560);
    resize(1280, 800);

    auto *right = new QVBoxLayout;
    right->setContentsMargins({});
    right->setSpacing(0);
    right->addWidget(m_messages);
    right->addWidget(m_stack, 1);
    auto *body = new QWidget;
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins({});
    columns->setSpacing(0);
    columns->addWidget(m_sidebar);
    columns->addLayout(right, 1);
    setCentralWidget(body);

    connect(m_sidebar, &Sidebar::chosen, this, &MainWindow::showPage);
    connect(m_sidebar, &Sidebar::closeWanted, this, &MainWindow::subPageCloseWanted);
    connect(m_actions, &ActionTable::changed, this, &MainWindow::fillMenusSoon);
    m_palette->addProvider([this](const QString &) { return m_actions->paletteItems(); });
    addOwnActions();
}

MainWindow::~MainWindow() = default;

void MainWindow::addOwnActions()
{
    const QString go = tr("&Go");
    const QString help = tr("&Help");
    m_actions->setLastMenus({go, help});
    QAction *find =
        m_actions->add({u"go.palette"_s, go, tr("&Find anything …"), QKeySequence(Qt::CTRL | Qt::Key_K), u"search"_s,
                        [this] { m_palette->popup(); }, tr("command palette search"), false, false});
    m_actions->add({u"go.back"_s,
                    go,
                    tr("&Back"),
                    QKeySequence(Qt::ALT | Qt::Key_Left),
                    u"arrow-left"_s,
                    [this] { goBack(); },
                    {}});
    m_actions->add({u"go.sidebar"_s,
                    go,
                    tr("&Navigation"),
                    QKeySequence(Qt::Key_F6),
                    u"columns"_s,
                    [this] {
                        const bool there = m_sidebar->isAncestorOf(focusWidget());
                        if (!there) {
                            m_sidebar->setFocus(Qt::ShortcutFocusReason);
                        } else if (m_stack->currentWidget()) {
                            focusWithin(m_stack->currentWidget());
                        }
                    },
                    {}});
    QAction *keys = m_actions->add({u"help.shortcuts"_s, help, tr("&Keyboard shortcuts"), QKeySequence(Qt::Key_F1),
                                    u"command"_s, [this] { m_help->popup(); }, tr("keys help")});
    keys->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)});  // the latter where nobody types
    m_actions->add({u"go.message"_s,
                    go,
                    tr("&Messages"),
                    QKeySequence(Qt::Key_F8),
                    u"bell"_s,
                    [this] { m_messages->visit(); },
                    {}});

    auto *search = new FindButton(tr("Find anything"), find->shortcut());
    connect(search, &FindButton::clicked, find, &QAction::trigger);
    m_sidebar->addHeader(search);
}

//! Many actions arrive at once; the menus are built when the last has.
void MainWindow::fillMenusSoon()
{
    if (std::exchange(m_menusStale, true)) {
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_menusStale = false;
            m_actions->fillMenus(*menuBar());
        },
        Qt::QueuedConnection);
}

void MainWindow::addSection(const QString &title)
{
    m_sidebar->addSection(title);
}

void MainWindow::addPage(const QString &id, const QString &iconName, const QString &title, QWidget *page)
{
    m_sidebar->addItem(id, iconName, title);
    m_stack->addWidget(page);
    if (page->accessibleName().isEmpty()) {
        page->setAccessibleName(title);
    }
    m_pages.insert(id, {page, id});
    ++m_numbered;
    const QKeySequence key =
        m_numbered <= 9 ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + m_numbered)) : QKeySequence();
    m_actions->add(
        {u"go.page."_s + id, tr("&Go"), title, key, iconName, [this, id] { showPage(id); }, {}, m_numbered == 1});
    if (m_current.isEmpty()) {
        showPage(id);
    }
}

void MainWindow::addSubPage(const QString &id, const QString &parentId, QWidget *page, const QString &label)
{
    const bool inSight = m_current == id;
    if (QWidget *old = m_pages.take(id).widget) {
        m_stack->removeWidget(old);
        old->deleteLater();
    }
    m_stack->addWidget(page);
    m_pages.insert(id, {page, parentId});
    if (!label.isEmpty() && !m_listed.contains(id)) {
        m_listed << id;
        m_sidebar->addChild(parentId, id, label);
    }
    if (inSight) {
        m_stack->setCurrentWidget(page);
    }
}

void MainWindow::setSubPageLabel(const QString &id, const QString &label)
{
    if (!m_listed.contains(id) && m_pages.contains(id)) {
        m_listed << id;
        m_sidebar->addChild(m_pages.value(id).parent, id, label);
    } else {
        m_sidebar->setLabel(id, label);
    }
}

void MainWindow::unlistSubPage(const QString &id)
{
    if (m_listed.removeAll(id) > 0) {
        m_sidebar->removeItem(id);
    }
    m_visited.removeAll(id);
    if (m_current == id) {
        visit(m_pages.value(id).parent);
    }
}

void MainWindow::removeSubPage(const QString &id)
{
    if (QWidget *page = takeSubPage(id)) {
        page->hide();
        page->deleteLater();
    }
}

QWidget *MainWindow::takeSubPage(const QString &id)
{
    const Page page = m_pages.value(id);
    if (!page.widget || page.parent == id) {
        return nullptr;
    }
    unlistSubPage(id);
    m_pages.remove(id);
    m_stack->removeWidget(page.widget);
    page.widget->setParent(nullptr);
    return page.widget;
}

void MainWindow::showPage(const QString &id)
{
    if (!m_pages.contains(id)) {
        return;
    }
    if (id == m_current) {
        focusWithin(page(id));  // who asks for it wants to go on there
        return;
    }
    if (!m_current.isEmpty()) {
        m_visited << m_current;
        m_visited = m_visited.last(std::min(m_visited.size(), longestWayBack));
    }
    visit(id);
}

void MainWindow::visit(const QString &id)
{
    const Page page = m_pages.value(id);
    m_current = id;
    bringToFront(*m_stack, page.widget);
    m_sidebar->setCurrent(m_listed.contains(id) ? id : page.parent);
    m_actions->setEnabled(u"go.back"_s, !m_visited.isEmpty());
    Q_EMIT pageChanged(id);
}

void MainWindow::goBack()
{
    if (!m_visited.isEmpty()) {
        visit(m_visited.takeLast());
    }
}

void MainWindow::setCount(const QString &id, int count, Tone tone)
{
    m_sidebar->setCount(id, count, tone);
}

void MainWindow::restorePlace(const SettingsFile &settings)
{
    m_settings = settings;
    const QString kept = settings.section(u"window").value_or(QJsonObject())[u"geometry"_s].toString();
    if (!restoreGeometry(QByteArray::fromBase64(kept.toLatin1()))) {
        // The desktop's frame comes around it, and is known only once the window stands.
        const QSize frame(8, 40);
        resize(QSize(1280, 800).boundedTo(screen()->availableSize() - frame));
    }
}

void MainWindow::savePlace() const
{
    if (!m_settings) {
        return;
    }
    const QJsonObject place{{u"geometry"_s, QString::fromLatin1(saveGeometry().toBase64())}};
    if (const auto saved = m_settings->saveSection(u"window", place); !saved) {
        qCWarning(logApp) << "the window's place is not kept:" << saved.error().message;
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    savePlace();
    event->setAccepted(!m_closeGuard || m_closeGuard());
}

}  // namespace onlyonce::ui
