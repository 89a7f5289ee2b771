// SPDX-License-Identifier: GPL-3.0-or-later
// The views of the incidents that people keep stand below “Incidents” in the navigation, nine of them at the most, and
// have Ctrl+Alt+1 to Ctrl+Alt+9.
#include "app/window/window.h"
#include "views/incidents/lists/incidentfilterbar.h"
#include "views/incidents/lists/incidentlistpage.h"
#include "views/widgets/sidebar.h"

#include <QShortcut>

#include <algorithm>

namespace onlyonce {

namespace {

constexpr size_t mostInSidebar = 9;

QString incidentsId()
{
    return QStringLiteral("incidents");
}

QString idOf(const SavedView &view)
{
    return QStringLiteral("view/%1").arg(view.id.value);
}

}  // namespace

QKeySequence Window::keyOfView(size_t at)
{
    return at < mostInSidebar ? QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key(Qt::Key_1 + int(at))) : QKeySequence();
}

void Window::addKeptViews()
{
    connect(m_incidents, &ui::IncidentListPage::viewsChanged, this, &Window::listViews);
    connect(&m_incidents->filterBar(), &ui::FacetBar::changed, this, &Window::markView);
    connect(&m_frame, &ui::MainWindow::pageChanged, this, &Window::markView);
    connect(&m_frame.sidebar(), &ui::Sidebar::chosen, this, [this](const QString &id) {
        const auto &views = m_incidents->views();
        const auto meant = std::ranges::find(views, id, idOf);
        if (meant != views.end()) {
            showKept(*meant);
        } else if (id == incidentsId() && viewInSight()) {
            m_incidents->filterBar().clear();  // all of them again
        }
    });
    for (size_t at = 0; at < mostInSidebar; ++at) {
        auto *key = new QShortcut(keyOfView(at), &m_frame);
        connect(key, &QShortcut::activated, this, [this, at] {
            if (at < m_incidents->views().size()) {
                showKept(m_incidents->views().at(at));
            }
        });
    }
    listViews();
}

void Window::listViews()
{
    ui::Sidebar &sidebar = m_frame.sidebar();
    const auto &views = m_incidents->views();
    QList<std::pair<QString, QString>> wanted;
    for (size_t at = 0; at < std::min(views.size(), mostInSidebar); ++at) {
        wanted.append({idOf(views[at]), views[at].name});
    }
    if (wanted != m_listedViews) {  // else somebody may stand on one of them
        for (const auto &[id, name] : std::exchange(m_listedViews, wanted)) {
            sidebar.removeItem(id);
        }
        for (const auto &[id, name] : wanted) {
            sidebar.addChild(incidentsId(), id, name, QStringLiteral("star"));
        }
    }
    for (const SavedView &view : views) {
        // Where there are more than are counted, no number is better than a wrong one.
        sidebar.setCount(idOf(view), view.count && *view.count < mostCounted ? *view.count : 0);
    }
    markView();
}

void Window::showKept(const SavedView &view)
{
    showNarrowed(view.filter);
}

void Window::showNarrowed(const IncidentFilter &filter)
{
    m_frame.showPage(incidentsId());
    m_incidents->showNarrowed(filter);
    markView();
}

const SavedView *Window::viewInSight() const
{
    const auto &views = m_incidents->views();
    const auto found = std::ranges::find(views, m_incidents->filterBar().filter(), &SavedView::filter);
    return found == views.end() ? nullptr : &*found;
}

void Window::markView()
{
    if (m_frame.currentPage() == incidentsId()) {
        const SavedView *view = viewInSight();
        const bool isListed = view && m_frame.sidebar().ids().contains(idOf(*view));
        m_frame.sidebar().setCurrent(isListed ? idOf(*view) : incidentsId());
    }
}

}  // namespace onlyonce
