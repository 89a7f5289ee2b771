// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/adapters.h"
#include "views/alerts/alertspage.h"
#include "views/announce/announcepanel.h"
#include "views/catalog/peoplepanel.h"
#include "views/delivery/connectionform.h"
#include "views/delivery/deliveriespage.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/incidentlistpage.h"
#include "views/incidents/incidentpage.h"
#include "views/postmortem/postmortempanel.h"
#include "views/widgets/commandpalette.h"
#include "views/widgets/page.h"

#include <QApplication>
#include <QDesktopServices>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce {

namespace {

QString pageOf(IncidentId id)
{
    return QStringLiteral("incident/%1").arg(id.value);
}

//! Settings: each slice's own panel below the other.
QWidget *settingsPage(const QList<QWidget *> &panels)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(ui::space::xl, ui::space::xl, ui::space::xl, ui::space::xl);
    column->setSpacing(ui::space::l);
    for (QWidget *panel : panels) {
        panel->setMaximumWidth(ui::scaled(ui::metric::column));
        column->addWidget(panel);
    }
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new ui::PageHeader(Window::tr("Settings")));
    layout->addWidget(scroll, 1);
    return page;
}

}  // namespace

Window::Window(Opened &opened, Services &services, const Environment &environment)
    : m_opened(opened)
    , m_services(services)
    , m_session{*opened.database, opened.person.id}
{
    m_frame.setWindowTitle(tr("OnlyOnce"));
    addPages(environment);
    addActions();
    addIncidentActions();
    addPalette();
    connect(&m_session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (changes.touches(QLatin1StringView("incident"))) {
            countOpenIncidents();
        }
    });
    countOpenIncidents();
    m_frame.restorePlace(environment.settings());
}

void Window::show()
{
    m_frame.show();
}

void Window::addPages(const Environment &environment)
{
    m_incidents = new ui::IncidentListPage(m_session);
    m_frame.addPage(QStringLiteral("incidents"), QStringLiteral("incident"), tr("Incidents"), m_incidents);
    connect(m_incidents, &ui::IncidentListPage::opened, this, &Window::openIncident);
    connect(m_incidents, &ui::IncidentListPage::failed, this, &Window::fail);

    const QString intake = QStringLiteral("http://127.0.0.1:%1").arg(m_services.intakePort());
    m_alerts = new ui::AlertsPage(m_session, intake);
    m_frame.addPage(QStringLiteral("alerts"), QStringLiteral("bell"), tr("Alerts"), m_alerts);
    connect(m_alerts, &ui::AlertsPage::failed, this, &Window::fail);
    connect(m_alerts, &ui::AlertsPage::incidentWanted, this,
            [this](qint64 number) { go(QStringLiteral("incident/%1").arg(number)); });

    m_deliveries = new ui::DeliveriesPage(m_session);
    m_frame.addPage(QStringLiteral("deliveries"), QStringLiteral("send"), tr("Deliveries"), m_deliveries);
    connect(m_deliveries, &ui::DeliveriesPage::failed, this, &Window::fail);
    connect(m_deliveries, &ui::DeliveriesPage::counted, this, &Window::countDeliveries);

    QList<QWidget *> panels;
    auto *people = new ui::PeoplePanel(m_session);
    connect(people, &ui::PeoplePanel::failed, this, &Window::fail);
    panels.append(people);
    for (const auto &adapter : allAdapters()) {
        auto *form = new ui::ConnectionForm(m_session, m_services.runner(), m_services.secrets(), adapter,
                                            connectionKindOf(adapter->id()));
        connect(form, &ui::ConnectionForm::failed, this, &Window::fail);
        panels.append(form);
    }
    auto *about = new ui::Panel(tr("This database"));
    auto *place = new ui::TextLabel(tr("%1\nCopies: %2\nAlerts come in at %3")
                                        .arg(environment.database.display(), environment.backupFolder(), intake),
                                    ui::TextStyle::Body, ui::TextLabel::Rank::Muted);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    about->body()->addWidget(place);
    panels.append(about);
    m_frame.addPage(QStringLiteral("settings"), QStringLiteral("settings"), tr("Settings"), settingsPage(panels));
}

void Window::addActions()
{
    auto &actions = m_frame.actions();
    actions.add({.id = QStringLiteral("incident.declare"),
                 .menu = tr("&Incident"),
                 .text = tr("&Declare incident"),
                 .shortcut = QKeySequence::New,
                 .icon = QStringLiteral("plus"),
                 .run =
                     [this] {
                         m_frame.showPage(QStringLiteral("incidents"));
                         m_incidents->declare();
                     },
                 .keywords = tr("new open create")});
    actions.add({.id = QStringLiteral("incident.search"),
                 .menu = tr("&Incident"),
                 .text = tr("&Search incidents"),
                 .shortcut = QKeySequence::Find,
                 .icon = QStringLiteral("search"),
                 .run = [this] {
                     m_frame.showPage(QStringLiteral("incidents"));
                     m_incidents->search();
                 }});
    actions.add({.id = QStringLiteral("delivery.release"),
                 .menu = {},
                 .text = tr("Let held deliveries go"),
                 .shortcut = QKeySequence(tr("Ctrl+Shift+L")),
                 .icon = QStringLiteral("send"),
                 .run = [this] { m_deliveries->release(); }});
}

void Window::addIncidentActions()
{
    struct Row
    {
        const char *id;
        QString text;
        QKeySequence shortcut;
        const char *icon;
        std::function<void(ui::IncidentPage &)> run;
        bool separatorBefore = false;
    };
    const std::vector<Row> rows{
        {"incident.acknowledge", tr("&Acknowledge"), QKeySequence(tr("Ctrl+Shift+A")), "check",
         [](ui::IncidentPage &page) { page.header().acknowledge(); }, true},
        {"incident.advance", tr("&Next status"), QKeySequence(tr("Ctrl+.")), "arrow-right",
         [](ui::IncidentPage &page) { page.header().advance(); }},
        {"incident.note", tr("Write a n&ote"), QKeySequence(tr("Ctrl+M")), "note",
         [](ui::IncidentPage &page) { page.compose(); }},
        {"incident.timeline", tr("&Timeline"), QKeySequence(tr("Alt+1")), "history",
         [](ui::IncidentPage &page) { page.showPanel(0); }, true},
        {"incident.evidence", tr("&Evidence"), QKeySequence(tr("Alt+2")), "terminal",
         [](ui::IncidentPage &page) { page.showPanel(1); }},
        {"incident.customers", tr("&Customers"), QKeySequence(tr("Alt+3")), "megaphone",
         [](ui::IncidentPage &page) { page.showPanel(2); }},
        {"incident.postmortem", tr("&Post-mortem"), QKeySequence(tr("Alt+4")), "whys",
         [](ui::IncidentPage &page) { page.showPanel(3); }},
    };
    for (const Row &row : rows) {
        m_frame.actions().add({.id = QString::fromLatin1(row.id),
                               .menu = tr("&Incident"),
                               .text = row.text,
                               .shortcut = row.shortcut,
                               .icon = QString::fromLatin1(row.icon),
                               .run =
                                   [this, run = row.run] {
                                       if (ui::IncidentPage *page = currentIncident()) {
                                           run(*page);
                                       }
                                   },
                               .separatorBefore = row.separatorBefore});
    }
    const auto enable = [this, rows] {
        const bool open = currentIncident() != nullptr;
        for (const Row &row : rows) {
            m_frame.actions().action(QString::fromLatin1(row.id))->setEnabled(open);
        }
    };
    connect(&m_frame, &ui::MainWindow::pageChanged, this, enable);
    enable();
}

void Window::addPalette()
{
    m_frame.commandPalette().addProvider([this](const QString &) {
        QList<ui::PaletteItem> items;
        for (const Incident &incident : m_recent) {
            items.append({.text = QStringLiteral("%1  %2").arg(incident.reference(), incident.title),
                          .detail = label(incident.status),
                          .icon = QStringLiteral("incident"),
                          .run = [this, id = incident.id] { openIncident(id); }});
        }
        return items;
    });
}

ui::IncidentPage *Window::currentIncident() const
{
    return qobject_cast<ui::IncidentPage *>(m_frame.page(m_frame.currentPage()));
}

void Window::openIncident(IncidentId id)
{
    if (m_frame.page(pageOf(id))) {
        m_frame.showPage(pageOf(id));
        return;
    }
    m_session.read([id](Transaction &transaction) { return incident(transaction, id); })
        .then(this, [this](const Result<std::optional<Incident>> &found) {
            if (!found) {
                fail(found.error());
            } else if (*found) {
                openFound(**found);
            }
        });
}

void Window::openFound(const Incident &incident)
{
    const QString id = pageOf(incident.id);
    if (!m_frame.page(id)) {
        auto *page = new ui::IncidentPage(m_session, incident);
        page->addPanel(QStringLiteral("megaphone"), tr("Customers"), [this, page, incident] {
            auto *panel = new ui::AnnouncePanel(m_session, incident.id, page);
            connect(panel, &ui::AnnouncePanel::failed, this, &Window::fail);
            return panel;
        });
        page->addPanel(QStringLiteral("whys"), tr("Post-mortem"), [this, page, incident] {
            auto *panel = new ui::PostMortemPanel(m_session, incident.id, page);
            connect(panel, &ui::PostMortemPanel::failed, this, &Window::fail);
            connect(panel, &ui::PostMortemPanel::exported, this, [this](const QString &path) {
                m_frame.showMessage(
                    {.id = QStringLiteral("exported"),
                     .tone = ui::Tone::Success,
                     .text = tr("Written: %1").arg(path),
                     .buttons = {{tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }}}});
            });
            return panel;
        });
        connect(page, &ui::IncidentPage::failed, this, &Window::fail);
        connect(page, &ui::IncidentPage::left, this, [this] { m_frame.showPage(QStringLiteral("incidents")); });
        m_frame.addSubPage(id, QStringLiteral("incidents"), page);
    }
    m_frame.showPage(id);
}

QFuture<Result<>> Window::go(const QString &place)
{
    const QStringList parts = place.split(QLatin1Char('/'));
    if (parts.value(0) == QStringLiteral("incident")) {
        return goToIncident(parts.value(1).toLongLong(),
                            parts.size() > 2 ? std::optional(parts[2].toInt()) : std::nullopt);
    }
    QAction *action = m_frame.actions().action(place);
    if (action && action->isEnabled()) {
        action->trigger();
    } else if (m_frame.page(place)) {
        m_frame.showPage(place);
    } else {
        const Result<> nowhere = onlyonce::fail(ErrorCode::NotFound, tr("There is no place “%1” here.").arg(place));
        fail(nowhere.error());
        return QtFuture::makeReadyFuture(nowhere);
    }
    return QtFuture::makeReadyFuture(Result<>());
}

QFuture<Result<>> Window::goToIncident(qint64 number, std::optional<int> panel)
{
    return m_session.read([number](Transaction &transaction) { return incidentByNumber(transaction, number); })
        .then(this, [this, number, panel](const Result<std::optional<Incident>> &found) -> Result<> {
            if (found && *found) {
                openFound(**found);
                if (panel) {
                    currentIncident()->showPanel(*panel);
                }
                return {};
            }
            const Result<> nothing =
                found ? onlyonce::fail(ErrorCode::NotFound, tr("There is no incident INC-%1.").arg(number))
                      : Result<>(failure(found));
            fail(nothing.error());
            return nothing;
        });
}

void Window::fail(const Error &error)
{
    const auto tone =
        error.code == ErrorCode::Conflict || error.code == ErrorCode::Busy ? ui::Tone::Warning : ui::Tone::Danger;
    m_frame.showMessage({.id = error.message, .tone = tone, .text = error.message});
}

void Window::countDeliveries(int troubled, int waiting, const QString &heldReason)
{
    m_frame.setCount(QStringLiteral("deliveries"), troubled > 0 ? troubled : waiting,
                     troubled > 0 ? ui::Tone::Danger : ui::Tone::Neutral);
    if (heldReason.isEmpty()) {
        m_frame.dismissMessage(QStringLiteral("held"));
        return;
    }
    const bool quiet = waiting == 0;
    ui::Message message{
        .id = QStringLiteral("held"),
        .tone = quiet ? ui::Tone::Neutral : ui::Tone::Warning,
        .text = quiet        ? tr("%1 Nothing goes out.").arg(heldReason)
              : waiting == 1 ? tr("%1 Nothing goes out; one message waits.").arg(heldReason)
                             : tr("%1 Nothing goes out; %2 messages wait.").arg(heldReason, QString::number(waiting)),
        .buttons = {},
        .closable = false};
    if (!quiet) {
        message.buttons = {{tr("Look at them"), [this] { m_frame.showPage(QStringLiteral("deliveries")); }, false}};
    }
    m_frame.showMessage(message);
}

void Window::countOpenIncidents()
{
    m_session.read([](Transaction &transaction) { return incidents(transaction, {}, 200); })
        .then(this, [this](const Result<std::vector<Incident>> &found) {
            if (!found) {
                return;
            }
            m_recent = *found;
            const auto open = std::ranges::count_if(
                m_recent, [](const Incident &incident) { return incident.isOpen() && !incident.drill; });
            m_frame.setCount(QStringLiteral("incidents"), int(open), ui::Tone::Danger);
        });
}

}  // namespace onlyonce
