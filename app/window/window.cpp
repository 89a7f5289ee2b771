// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window.h"

#include "app/saycommands.h"
#include "app/window/archivejob.h"
#include "app/window/incidentaction.h"
#include "views/delivery/deliveriespage.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/lists/incidentlistpage.h"
#include "views/insights/recurrenceline.h"
#include "views/postmortem/countermeasures/countermeasurespage.h"
#include "views/postmortem/postmortemmemory.h"
#include "views/postmortem/postmortempanel.h"
#include "views/shell/pagewindow.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/focus.h"
#include "views/widgets/latepage.h"

#include <QApplication>
#include <QDesktopServices>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace onlyonce {

Window::Window(Opened &opened, Services &services, const Environment &environment)
    : m_opened(opened)
    , m_services(services)
    , m_session{*opened.database, opened.person.id}
    , m_settingsFile(environment.settings())
    , m_sayings(std::make_shared<SayCommands>(allSayCommands()))
    , m_drafts(draftsFolder())
    , m_postMortems(new ui::PostMortemMemory(m_session, m_settingsFile, this))
    , m_setupRefresh([this] { readSetup(); })
    , m_copies(environment.backupFolder())
    , m_desktop(m_session, environment.settings())
    , m_count([this] { countOpenIncidents(); })
{
    m_frame.setWindowTitle(tr("OnlyOnce"));
    addPages(environment);
    addActions();
    addOpenIncidents();
    addRegrouping();
    addIncidentActions();
    addUndo();
    addTimelineActions();
    addAlertActions();
    addDeliveryActions();
    addPalette();
    addKeptViews();
    m_frame.setCloseGuard([this] { return mayClose(); });
    connect(&m_services.runner(), &DeliveryRunner::troublesChanged, this, &Window::tellTroubles);
    connect(&m_services.nightlyCopy(), &NightlyCopy::changed, this, &Window::tellCopies);
    connect(&m_session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("subscription"))) {
            tellRequests();
        }
    });
    tellTroubles();
    tellCopies();
    tellRequests();
    connect(&m_session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        tellReach();
        if (changes.touches(QLatin1StringView("incident")) || changes.touches(QLatin1StringView("countermeasure"))) {
            m_count.want();
        }
    });
    m_count.want();
    connect(&m_desktop, &Desktop::incidentWanted, this, [this](IncidentId incident) {
        raise();
        openIncident(incident);
    });
    connect(&m_desktop, &Desktop::windowWanted, this, &Window::raise);
    connect(&m_desktop, &Desktop::quitWanted, this, &Window::quit);
    connect(&m_desktop, &Desktop::failed, this, &Window::fail);
    m_frame.restorePlace(environment.settings());
    restoreOpen();
}

void Window::show()
{
    m_frame.show();
    // When the window has its first rows and nobody waits for it any more.
    QTimer::singleShot(std::chrono::milliseconds{500}, this, &Window::makeNextPage);
}

void Window::addPages(const Environment &environment)
{
    m_incidents = new ui::IncidentListPage(m_session);
    m_frame.addPage(QStringLiteral("incidents"), QStringLiteral("incident"), tr("Incidents"), m_incidents);
    connect(m_incidents, &ui::IncidentListPage::opened, this, &Window::openIncident);
    connect(m_incidents, &ui::IncidentListPage::failed, this, &Window::fail);
    connect(m_incidents, &ui::IncidentListPage::setUpWanted, this,
            [this] { m_frame.showPage(QStringLiteral("setup")); });

    m_frame.addPage(QStringLiteral("alerts"), QStringLiteral("bell"), tr("Alerts"),
                    new ui::LatePage([this] { return makeAlerts(0); }));

    m_deliveries = new ui::DeliveriesPage(m_session);
    m_frame.addPage(QStringLiteral("deliveries"), QStringLiteral("send"), tr("Deliveries"), m_deliveries);
    connect(m_deliveries, &ui::DeliveriesPage::failed, this, &Window::fail);
    connect(m_deliveries, &ui::DeliveriesPage::counted, this, &Window::countDeliveries);
    connect(&m_frame, &ui::MainWindow::pageChanged, this, &Window::tellHeld);

    m_frame.addPage(QStringLiteral("countermeasures"), QStringLiteral("shield"), tr("Countermeasures"),
                    new ui::LatePage([this] { return makeCountermeasures(); }));

    nameSettings();
    const auto makePage = [this, database = environment.database.display()] {
        const QString address = m_services.intakeAddress();
        const QString problem = m_services.intakeProblem();
        return makeSettings(tr("%1\nCopies: %2\n%3")
                                .arg(database, m_copies,
                                     problem.isEmpty() ? tr("Alerts come in at %1").arg(address)
                                                       : tr("No alerts come in at %1. %2").arg(address, problem)));
    };
    m_frame.addPage(QStringLiteral("settings"), QStringLiteral("settings"), tr("Settings"), new ui::LatePage(makePage));
    addSetup();
}

QWidget *Window::makeCountermeasures()
{
    auto *page = new ui::CountermeasuresPage(m_session);
    connect(page, &ui::CountermeasuresPage::failed, this, &Window::fail);
    connect(page, &ui::CountermeasuresPage::opened, this, [this](qint64 number, CountermeasureId measure) {
        goToIncident(number, postMortemPart).then(this, [this, measure](const Result<> &there) {
            const ui::IncidentPage *shown = there ? currentIncident() : nullptr;
            if (auto *panel = shown ? qobject_cast<ui::PostMortemPanel *>(shown->panel(postMortemPart)) : nullptr) {
                panel->showMeasure(measure);
            }
        });
    });
    connect(page, &ui::CountermeasuresPage::marked, this, &Window::tellDone);
    connect(page, &ui::CountermeasuresPage::saved, this, &Window::tellWritten);
    auto *figures = new ui::RecurrenceLine(m_session);
    connect(figures, &ui::RecurrenceLine::listWanted, this, &Window::showNarrowed);
    connect(figures, &ui::RecurrenceLine::failed, this, &Window::fail);
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(page, 1);
    column->addWidget(figures);
    ui::rememberFocus(both, page);
    return both;
}

void Window::tellWritten(const QString &path)
{
    say({.id = QStringLiteral("exported"),
         .tone = ui::Tone::Success,
         .text = tr("Written: %1").arg(path),
         .buttons = {{tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }}}});
}

bool Window::mayClose()
{
    if (!m_quits && m_desktop.staysInTray()) {
        m_frame.hide();
        return false;
    }
    const auto unsaved = std::ranges::find_if(m_pages, [this](const QString &id) { return unsavedOn(id); });
    if (m_closesAnyway || unsaved == m_pages.end()) {
        if (!hasWarnedOfEnd()) {
            return false;
        }
        for (ui::PageWindow *out : std::as_const(m_out)) {
            out->hide();  // the program ends with its last window
        }
        return true;
    }
    const QString &id = *unsaved;
    const auto *page = incidentPage(id);
    m_frame.showMessage(
        {.id = QStringLiteral("unsaved"),
         .tone = ui::Tone::Warning,
         .text = tr("%1 has text that was not sent. Closing throws it away.").arg(page->incident().reference()),
         .buttons = {{tr("Show it"), [this, id] { showOpen(id); }}, {tr("Close anyway"), [this] {
                                                                         m_closesAnyway = true;
                                                                         m_frame.close();
                                                                     }}}});
    m_frame.messages().visit();
    return false;
}

Answer<Result<>> Window::go(const QString &place)
{
    const QStringList parts = place.split(QLatin1Char('/'));
    if (parts.value(0) == QStringLiteral("incident")) {
        return goToIncident(parts.value(1).toLongLong(),
                            parts.size() > 2 ? std::optional(parts[2].toInt()) : std::nullopt);
    }
    if (parts.value(0) == QStringLiteral("settings") && parts.size() > 1) {
        showPanelOfSettings(m_settingsNames.value(parts[1].toInt()));
        return answered(Result<>());
    }
    if (parts.value(0) == QStringLiteral("import") && parts.size() > 1) {
        m_archive->askForHistory({place.section(QLatin1Char('/'), 1)});
        return answered(Result<>());
    }
    if (parts.value(0) == QStringLiteral("setup") && parts.size() > 1) {
        showStepOfSetup(parts[1]);
        return answered(Result<>());
    }
    if (parts.value(0) == QStringLiteral("incident.present") && parts.size() > 1 && currentIncident()) {
        currentIncident()->showPanel(postMortemPart);
        if (auto *panel = currentIncident()->findChild<ui::PostMortemPanel *>()) {
            panel->present(parts[1]);
        }
        return answered(Result<>());
    }
    QAction *action = m_frame.actions().action(place);
    if (action && action->isEnabled()) {
        action->trigger();
    } else if (m_frame.page(place)) {
        m_frame.showPage(place);
    } else {
        const Result<> nowhere = onlyonce::fail(ErrorCode::NotFound, tr("There is no place “%1” here.").arg(place));
        fail(nowhere.error());
        return answered(nowhere);
    }
    return answered(Result<>());
}

void Window::countOpenIncidents()
{
    struct Counted
    {
        std::vector<Incident> recent;
        int open = 0;
        int overdue = 0;  //!< countermeasures
    };
    constexpr int mostRecent = 50;
    m_session
        .read([today = toDateTime(m_session.now(), QTimeZone::systemTimeZone()).date()](
                  Transaction &transaction) -> Result<Counted> {
            auto recent = incidents(transaction, {}, mostRecent);
            if (!recent) {
                return failure(recent);
            }
            auto open = openIncidents(transaction);
            const auto overdue = open ? overdueCountermeasures(transaction, today) : failure(open);
            if (!overdue) {
                return failure(overdue);
            }
            return Counted{.recent = std::move(*recent), .open = *open, .overdue = *overdue};
        })
        .then(this, [this](const Result<Counted> &found) {
            m_count.answered();
            if (found) {
                m_recent = found->recent;
                m_frame.setCount(QStringLiteral("incidents"), found->open, ui::Tone::Danger);
                m_frame.setCount(QStringLiteral("countermeasures"), found->overdue, ui::Tone::Warning);
                nameOpen();
            }
        });
}

}  // namespace onlyonce
