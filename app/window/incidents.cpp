// SPDX-License-Identifier: GPL-3.0-or-later
// Several incidents at once: those that are open stand below “Incidents”, one after the other by Ctrl+Tab, and each can
// have a window of its own. Where something is done or said, the window that has the keyboard is meant.
#include "app/window/window.h"
#include "models/base/log.h"
#include "models/incidents/naming.h"
#include "views/incidents/incidentpage.h"
#include "views/shell/pagewindow.h"

#include <QGuiApplication>
#include <QJsonArray>
#include <QWindow>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto placesSection = u"open";

}  // namespace

Window::~Window()
{
    qDeleteAll(m_out);  // before what their pages read from
}

//! As whoever has read it last knows it: the page, or the list for the palette.
const Incident &Window::knownOf(const ui::IncidentPage &page) const
{
    const auto recent = std::ranges::find(m_recent, page.incident().id, &Incident::id);
    const bool isNewer = recent != m_recent.end() && recent->version >= page.incident().version;
    return isNewer ? *recent : page.incident();
}

QString Window::nameOf(const ui::IncidentPage &page) const
{
    const Incident &known = knownOf(page);
    return QStringLiteral("%1  %2").arg(known.reference(), known.title);
}

//! The title of a window stands in task bars and in the lists of other programs.
QString Window::titleOf(const ui::IncidentPage &page) const
{
    return tr("%1 — OnlyOnce").arg(nameForAll(knownOf(page)));
}

ui::PageWindow *Window::activeOut() const
{
    const auto active = std::ranges::find_if(m_out, [](const ui::PageWindow *each) { return each->isActiveWindow(); });
    return active == m_out.end() ? nullptr : *active;
}

ui::IncidentPage *Window::incidentPage(const QString &id) const
{
    const ui::PageWindow *out = m_out.value(id);
    return qobject_cast<ui::IncidentPage *>(out ? out->page() : m_frame.page(id));
}

ui::IncidentPage *Window::currentIncident() const
{
    const ui::PageWindow *out = activeOut();
    return qobject_cast<ui::IncidentPage *>(out ? out->page() : m_frame.page(m_frame.currentPage()));
}

void Window::say(const ui::Message &message)
{
    if (ui::PageWindow *out = activeOut()) {
        out->messages().add(message);
    } else {
        m_frame.showMessage(message);
    }
}

//! Brings its page to the front, wherever it is; false when it is not open.
bool Window::showOpen(const QString &id)
{
    if (ui::PageWindow *out = m_out.value(id)) {
        out->showNormal();
        out->raise();
        out->activateWindow();
        return true;
    }
    if (!m_frame.page(id)) {
        return false;
    }
    if (const ui::IncidentPage *page = incidentPage(id)) {
        m_frame.setSubPageLabel(id, nameOf(*page));  // it may have been put aside with words in it
    }
    m_frame.showPage(id);
    return true;
}

void Window::addOpenIncidents()
{
    auto &actions = m_frame.actions();
    const QString menu = tr("&Go");
    actions.add({.id = QStringLiteral("open.next"),
                 .menu = menu,
                 .text = tr("Ne&xt open incident"),
                 .shortcut = QKeySequence(Qt::CTRL | Qt::Key_Tab),
                 .icon = QStringLiteral("arrow-down"),
                 .run = [this] { stepThroughOpen(1); },
                 .separatorBefore = true});
    actions.add({.id = QStringLiteral("open.previous"),
                 .menu = menu,
                 .text = tr("Pre&vious open incident"),
                 .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab),
                 .icon = QStringLiteral("arrow-up"),
                 .run = [this] { stepThroughOpen(-1); }});
    actions.add({.id = QStringLiteral("open.window"),
                 .menu = menu,
                 .text = tr("In a window of its &own, or back"),
                 .shortcut = QKeySequence(tr("Ctrl+Shift+W")),
                 .icon = QStringLiteral("external"),
                 .run =
                     [this] {
                         if (ui::PageWindow *out = activeOut()) {
                             out->close();
                         } else {
                             moveOut(m_frame.currentPage());
                         }
                     },
                 .keywords = tr("detach second window tab")});
    actions.add({.id = QStringLiteral("open.close"),
                 .menu = menu,
                 .text = tr("&Close the page, or the window"),
                 .shortcut = QKeySequence(tr("Ctrl+W")),
                 .icon = QStringLiteral("close"),
                 .run = [this] {
                     if (ui::PageWindow *out = activeOut()) {
                         out->close();
                     } else if (currentIncident()) {
                         putAside(m_frame.currentPage());
                     } else {
                         m_frame.close();
                     }
                 }});
    connect(&m_frame, &ui::MainWindow::subPageCloseWanted, this, &Window::putAside);
    connect(&m_frame, &ui::MainWindow::pageChanged, this, &Window::placeChanged);
    connect(qGuiApp, &QGuiApplication::focusWindowChanged, this, &Window::placeChanged);
    const auto enable = [this] {
        m_frame.actions().setEnabled(QStringLiteral("open.window"), currentIncident() != nullptr);
        const bool hasOther = m_frame.subPages().size() > (m_frame.subPages().contains(m_frame.currentPage()) ? 1 : 0);
        m_frame.actions().setEnabled(QStringLiteral("open.next"), hasOther);
        m_frame.actions().setEnabled(QStringLiteral("open.previous"), hasOther);
        const auto *shown = qobject_cast<ui::IncidentPage *>(m_frame.page(m_frame.currentPage()));
        m_frame.setWindowTitle(shown ? titleOf(*shown) : tr("OnlyOnce"));
    };
    connect(this, &Window::placeChanged, this, enable);
    enable();
}

void Window::stepThroughOpen(int by)
{
    const QStringList open = m_frame.subPages();
    const qsizetype at = open.indexOf(m_frame.currentPage());
    if (open.isEmpty()) {
        return;
    }
    // From elsewhere: to the one that was looked at last.
    const auto last =
        std::ranges::find_if(m_pages.rbegin(), m_pages.rend(), [&](const QString &id) { return open.contains(id); });
    m_frame.showPage(at >= 0                  ? open[(at + by + open.size()) % open.size()]
                     : last != m_pages.rend() ? *last
                                              : open.front());
}

//! What is unsaved there stays, until the page is opened again.
void Window::putAside(const QString &id)
{
    if (unsavedOn(id)) {
        m_frame.unlistSubPage(id);
        return;
    }
    m_pages.removeAll(id);
    m_frame.removeSubPage(id);
}

void Window::moveOut(const QString &id)
{
    if (!qobject_cast<ui::IncidentPage *>(m_frame.page(id))) {
        return;
    }
    QList<QAction *> actions;
    for (const ui::ActionTable::Row &row : m_frame.actions().rows()) {
        const QString &name = row.spec.id;
        const bool isOfList = name == QStringLiteral("incident.declare") || name == QStringLiteral("incident.search");
        const bool isOfPage = name.startsWith(QStringLiteral("incident.")) || name.startsWith(QStringLiteral("alert."))
                           || name.startsWith(QStringLiteral("timeline.")) || name == QStringLiteral("open.window")
                           || name == QStringLiteral("open.close") || name == QStringLiteral("go.palette");
        if (isOfPage && !isOfList) {
            actions << row.action;
        }
    }
    QWidget *page = m_frame.takeSubPage(id);
    auto *out = new ui::PageWindow(page, actions);
    m_out.insert(id, out);
    connect(out, &ui::PageWindow::closed, this, [this, id] { bringBack(id); });
    nameOpen();
    out->show();
    out->activateWindow();
}

void Window::bringBack(const QString &id)
{
    ui::PageWindow *out = m_out.take(id);
    if (!out) {
        return;
    }
    auto *page = qobject_cast<ui::IncidentPage *>(out->takePage());
    out->deleteLater();
    m_frame.addSubPage(id, QStringLiteral("incidents"), page, nameOf(*page));
    m_frame.showPage(id);
    Q_EMIT placeChanged();
}

//! An incident that is no more (a drill that was deleted).
void Window::dropPage(const QString &id)
{
    if (ui::PageWindow *out = m_out.take(id)) {
        out->disconnect(this);
        out->close();
        out->deleteLater();
    }
    m_pages.removeAll(id);
    m_frame.removeSubPage(id);
}

void Window::nameOpen()
{
    for (const QString &id : std::as_const(m_pages)) {
        const ui::IncidentPage *page = incidentPage(id);
        if (!page) {
            continue;
        }
        if (ui::PageWindow *out = m_out.value(id)) {
            out->setWindowTitle(titleOf(*page));
        } else if (m_frame.subPages().contains(id)) {
            m_frame.setSubPageLabel(id, nameOf(*page));
        }
    }
    Q_EMIT placeChanged();
}

void Window::savePlace()
{
    m_frame.savePlace();
    QJsonArray open;
    for (const QString &id : m_frame.subPages() + m_out.keys()) {
        if (const ui::IncidentPage *page = incidentPage(id)) {
            open.append(page->incident().number);
        }
    }
    const auto *shown = qobject_cast<ui::IncidentPage *>(m_frame.page(m_frame.currentPage()));
    const QJsonObject place{{QStringLiteral("database"), m_session.database.uuid()},
                            {QStringLiteral("incidents"), open},
                            {QStringLiteral("shown"), shown ? shown->incident().number : 0}};
    if (const auto saved = m_settingsFile.saveSection(placesSection, place); !saved) {
        qCWarning(logApp) << "the open incidents are not kept:" << saved.error().message;
    }
}

//! What stood below “Incidents” when this database was left.
void Window::restoreOpen()
{
    const QJsonObject place = m_settingsFile.section(placesSection).value_or(QJsonObject());
    if (place.value(QStringLiteral("database")).toString() != m_session.database.uuid()) {
        return;
    }
    std::vector<qint64> numbers;
    for (const QJsonValue &each : place.value(QStringLiteral("incidents")).toArray()) {
        numbers.push_back(each.toInteger());
    }
    const qint64 shown = place.value(QStringLiteral("shown")).toInteger();
    m_session
        .read([numbers](Transaction &transaction) -> Result<std::vector<Incident>> {
            std::vector<Incident> found;
            for (const qint64 number : numbers) {
                auto incident = incidentByNumber(transaction, number);
                if (!incident) {
                    return failure(incident);
                }
                if (*incident) {
                    found.push_back(std::move(**incident));
                }
            }
            return found;
        })
        .then(this, [this, shown](const Result<std::vector<Incident>> &found) {
            const QString here = m_frame.currentPage();
            for (const Incident &incident : found.value_or(std::vector<Incident>())) {
                addFound(incident);
                if (incident.number == shown && here == QStringLiteral("incidents") && !currentIncident()) {
                    openFound(incident);
                }
            }
        });
}

}  // namespace onlyonce
