// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that can be done in the window, by name and by key.
#include "app/window/archivejob.h"
#include "app/window/incidentaction.h"
#include "app/window/window.h"
#include "views/alerts/alertspage.h"
#include "views/alerts/filterbar.h"
#include "views/announce/announcepanel.h"
#include "views/delivery/deliveriespage.h"
#include "views/incidents/command/commanddesk.h"
#include "views/incidents/command/restrictform.h"
#include "views/incidents/evidence/evidencepanel.h"
#include "views/incidents/grouping/regrouping.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/lists/incidentfilterbar.h"
#include "views/incidents/lists/incidentlistpage.h"
#include "views/insights/recurrencenotice.h"

namespace onlyonce {

namespace {

//! What it says, if it says anything.
void onNotice(const ui::IncidentPage &page, void (ui::RecurrenceNotice::*what)())
{
    if (auto *notice = page.findChild<ui::RecurrenceNotice *>()) {
        (notice->*what)();
    }
}

}  // namespace

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
                 .text = tr("&Search incidents or alerts"),
                 .shortcut = QKeySequence::Find,
                 .icon = QStringLiteral("search"),
                 .run = [this] {
                     if (!currentFilter()) {
                         m_frame.showPage(QStringLiteral("incidents"));
                     }
                     currentFilter()->search();
                 }});
    addListActions();
}

//! What narrows the list that is in sight.
ui::FacetBar *Window::currentFilter() const
{
    if (m_frame.currentPage() == QStringLiteral("incidents")) {
        return &m_incidents->filterBar();
    }
    return m_alerts && m_frame.currentPage() == QStringLiteral("alerts") ? &m_alerts->filterBar() : nullptr;
}

void Window::addListActions()
{
    auto &actions = m_frame.actions();
    const QString menu = tr("&List");
    const auto narrow = [this](auto work) {
        return [this, work] {
            if (ui::FacetBar *bar = currentFilter()) {
                work(*bar);
            }
        };
    };
    actions.add({.id = QStringLiteral("list.filter"),
                 .menu = menu,
                 .text = tr("&Filter by service, data centre …"),
                 .shortcut = QKeySequence(tr("Ctrl+Shift+F")),
                 .icon = QStringLiteral("filter"),
                 .run = narrow([](ui::FacetBar &bar) { bar.choose(); })});
    actions.add({.id = QStringLiteral("list.all"),
                 .menu = menu,
                 .text = tr("Show &all again"),
                 .shortcut = QKeySequence(tr("Ctrl+Shift+X")),
                 .icon = QStringLiteral("close"),
                 .run = narrow([](ui::FacetBar &bar) { bar.clear(); })});
    actions.add({.id = QStringLiteral("list.order"),
                 .menu = menu,
                 .text = tr("&Order of the incidents …"),
                 .shortcut = QKeySequence(tr("Ctrl+Shift+Y")),
                 .icon = QStringLiteral("sort"),
                 .run = [this] { m_incidents->chooseOrder(); },
                 .keywords = tr("sort newest oldest severity recovery"),
                 .separatorBefore = true});
    actions.add({.id = QStringLiteral("list.views"),
                 .menu = menu,
                 .text = tr("Kept &views …  (Ctrl+Alt+1 to 9: one of them)"),
                 .shortcut = QKeySequence(tr("Ctrl+Shift+K")),
                 .icon = QStringLiteral("star"),
                 .run = [this] { m_incidents->chooseView(); },
                 .keywords = tr("saved filters keep")});
    const auto inSight = [this] {
        const ui::IncidentPage *page = currentIncident();
        return page ? std::optional(page->incident()) : std::nullopt;
    };
    m_archive = new ArchiveJob(m_session, m_frame, inSight, this);
    connect(m_archive, &ArchiveJob::incidentWanted, this, &Window::openIncident);
    connect(m_archive, &ArchiveJob::failed, this, &Window::fail);
    const auto enable = [this] {
        const QString here = m_frame.currentPage();
        const bool onIncidents = here == QStringLiteral("incidents");
        for (const auto &id : {QStringLiteral("list.filter"), QStringLiteral("list.all")}) {
            m_frame.actions().setEnabled(id, onIncidents || here == QStringLiteral("alerts"));
        }
        for (const auto &id : {QStringLiteral("list.order"), QStringLiteral("list.views")}) {
            m_frame.actions().setEnabled(id, onIncidents);
        }
    };
    connect(&m_frame, &ui::MainWindow::pageChanged, this, enable);
    enable();
}

void Window::addDeliveryActions()
{
    m_frame.actions().add({.id = QStringLiteral("app.quit"),
                           .menu = tr("&Go"),
                           .text = tr("&Quit"),
                           .shortcut = QKeySequence(tr("Ctrl+Q")),
                           .icon = QStringLiteral("close"),
                           .run = [this] { quit(); },
                           .keywords = tr("exit end close"),
                           .separatorBefore = true});
    const QString menu = tr("&Delivery");
    auto &actions = m_frame.actions();
    actions.add({.id = QStringLiteral("delivery.retry"),
                 .menu = menu,
                 .text = tr("&Send the chosen one again"),
                 .shortcut = QKeySequence(tr("Ctrl+R")),
                 .icon = QStringLiteral("refresh"),
                 .run = [this] { m_deliveries->retry(); },
                 .keywords = tr("retry repeat")});
    actions.add({.id = QStringLiteral("delivery.discard"),
                 .menu = menu,
                 .text = tr("&Discard the chosen one"),
                 .shortcut = QKeySequence(tr("Ctrl+Del")),
                 .icon = QStringLiteral("trash"),
                 .run = [this] { m_deliveries->discard(); }});
    actions.add({.id = QStringLiteral("delivery.release"),
                 .menu = menu,
                 .text = tr("&Release held deliveries"),
                 .shortcut = QKeySequence(tr("Ctrl+Shift+L")),
                 .icon = QStringLiteral("send"),
                 .run = [this] { m_deliveries->release(); },
                 .keywords = tr("let go hold")});
    const auto enable = [this] {
        const bool here = m_frame.currentPage() == QStringLiteral("deliveries");
        m_frame.actions().setEnabled(QStringLiteral("delivery.retry"), here);
        m_frame.actions().setEnabled(QStringLiteral("delivery.discard"), here);
    };
    connect(&m_frame, &ui::MainWindow::pageChanged, this, enable);
    enable();
}

void Window::addIncidentActions()
{
    using Page = ui::IncidentPage;
    const std::vector<IncidentAction> rows{
        {"incident.acknowledge", tr("&Acknowledge"), QKeySequence(tr("Ctrl+Shift+A")), "check",
         [](Page &page) { page.header().acknowledge(); }, true},
        {"incident.advance", tr("&Next status"), QKeySequence(tr("Ctrl+.")), "arrow-right",
         [](Page &page) { page.header().advance(); }, false, tr("investigating identified monitoring resolved close")},
        {"incident.more", tr("Se&verity, status, how it ended …"), QKeySequence(tr("Ctrl+Shift+M")), "more",
         [](Page &page) { page.header().openMenu(); }, false, tr("sev1 sev2 sev3 sev4 investigating resolved close")},
        {"incident.catastrophic", tr("Mar&k as catastrophic, or not …"), QKeySequence(tr("Ctrl+Shift+T")), "datacentre",
         [](Page &page) { page.header().changeScope(); }},
        {"incident.falsealarm", tr("&False alarm …"), QKeySequence(tr("Ctrl+Alt+F")), "bell-off",
         [](Page &page) { page.header().changeStatus(IncidentStatus::Closed, Resolution::FalseAlarm); }},
        {"incident.duplicate", tr("Close as a d&uplicate …"), QKeySequence(tr("Ctrl+Alt+D")), "copy",
         [](Page &page) { page.header().changeStatus(IncidentStatus::Closed, Resolution::Duplicate); }},
        {"incident.reopen", tr("Re&open …"), QKeySequence(tr("Ctrl+Alt+O")), "undo",
         [](Page &page) { page.header().reopen(Calls::Nobody); }},
        {"incident.relate", tr("Related to another one …"), QKeySequence(tr("Ctrl+Alt+J")), "link",
         [](Page &page) { page.header().relate(); }},
        {"incident.alike", tr("Open the incident that it looks like"), QKeySequence(tr("Ctrl+Alt+A")), "history",
         [](Page &page) { onNotice(page, &ui::RecurrenceNotice::open); }},
        {"incident.sameagain", tr("The same again as that one, or as …"), QKeySequence(tr("Ctrl+Alt+Y")), "redo",
         [](Page &page) { onNotice(page, &ui::RecurrenceNotice::confirm); }},
        {"incident.notsame", tr("Not the same as that one"), QKeySequence(tr("Ctrl+Alt+N")), "close",
         [](Page &page) { onNotice(page, &ui::RecurrenceNotice::refute); }},
        {"incident.restrict", tr("Who sees it: named people alone …"), QKeySequence(tr("Ctrl+Alt+S")), "lock",
         [](Page &page) { page.header().restriction().begin(); }},
        {"incident.delete", tr("Delete this drill …"), QKeySequence(tr("Ctrl+Alt+Del")), "trash",
         [](Page &page) { page.header().deleteDrill(); }},
        {"incident.merge", tr("Mer&ge into another incident …"), QKeySequence(tr("Ctrl+J")), "merge",
         [this](Page &page) { m_regrouping->merge(page.incident()); }},
        {"incident.command", tr("Take &command"), QKeySequence(tr("Ctrl+Alt+C")), "star",
         [](Page &page) { page.command().takeCommand(); }, true},
        {"incident.roles", tr("Give somebody a &role …"), QKeySequence(tr("Ctrl+Alt+R")), "user-plus",
         [](Page &page) { page.command().changeRole(); }},
        {"incident.handover", tr("&Hand over with a brief …"), QKeySequence(tr("Ctrl+Alt+H")), "handover",
         [](Page &page) { page.command().handOver(); }},
        {"incident.impact", tr("Impact: what is hit"), QKeySequence(tr("Ctrl+Alt+I")), "datacentre",
         [](Page &page) { page.command().changeImpact(); }, false, tr("degraded partial outage service data centre")},
        {"incident.affected", tr("&Services and data centres …"), QKeySequence(tr("Ctrl+Alt+G")), "server",
         [](Page &page) { page.command().changeAffected(); }},
        {"incident.promise", tr("Ne&xt update for customers …"), QKeySequence(tr("Ctrl+Alt+U")), "megaphone",
         [](Page &page) { page.command().promise(); }, false, tr("promise cadence")},
        {"incident.bridge", tr("Open the call &bridge"), QKeySequence(tr("Ctrl+Alt+B")), "phone",
         [](Page &page) { page.command().openBridge(); }},
        {"incident.links", tr("Change the links …"), QKeySequence(tr("Ctrl+Alt+K")), "link",
         [](Page &page) { page.command().changeLinks(); }},
        {"incident.note", tr("Write a n&ote"), QKeySequence(tr("Ctrl+M")), "note", [](Page &page) { page.compose(); },
         true},
        {"incident.task", tr("New tas&k …"), QKeySequence(tr("Ctrl+Shift+N")), "checklist",
         [](Page &page) { page.addTask(); }},
        {"incident.protocol", tr("Attach a response protocol, or take one off …"), QKeySequence(tr("Ctrl+Alt+Q")),
         "checklist", [](Page &page) { page.chooseProtocol(); }},
        {"incident.paste", tr("Paste as e&vidence"), QKeySequence(tr("Ctrl+Shift+V")), "copy",
         [](Page &page) {
             page.showPanel(evidencePart);
             page.evidence().paste();
         }},
        {"incident.file", tr("Add evidence &file …"), QKeySequence(tr("Ctrl+Shift+O")), "file-text",
         [](Page &page) {
             page.showPanel(evidencePart);
             page.evidence().addFiles();
         }},
        {"incident.redact", tr("Redact the chosen entry, lines or file …"), QKeySequence(tr("Ctrl+Alt+X")), "eye-off",
         [](Page &page) { page.redact(); }},
        {"incident.draft", tr("D&raft for customers"), QKeySequence(tr("Ctrl+Shift+D")), "megaphone",
         [](Page &page) {
             page.showPanel(customersPart);
             if (auto *panel = qobject_cast<ui::AnnouncePanel *>(page.panel(customersPart))) {
                 panel->draft();
             }
         }},
        {"incident.timeline", tr("&Timeline"), QKeySequence(tr("Alt+1")), "history",
         [](Page &page) { page.showPanel(timelinePart); }, true},
        {"incident.evidence", tr("&Evidence"), QKeySequence(tr("Alt+2")), "terminal",
         [](Page &page) { page.showPanel(evidencePart); }},
        {"incident.customers", tr("&Customers"), QKeySequence(tr("Alt+3")), "megaphone",
         [](Page &page) { page.showPanel(customersPart); }},
        {"incident.times", tr("T&imes"), QKeySequence(tr("Alt+5")), "timer", [](Page &page) { page.editTimes(); },
         false, tr("started detected acknowledged declared mitigated resolved recovery clock")},
        {"incident.alerts", tr("A&lerts of the incident"), QKeySequence(tr("Alt+6")), "bell",
         [](Page &page) { page.showPanel(alertsPart); }},
        {"incident.response", tr("Response: steps and tas&ks"), QKeySequence(tr("Alt+7")), "checklist",
         [](Page &page) { page.showPanel(responsePart); }},
    };
    QStringList ids;
    const auto addTo = [this, &ids](const QString &menu, const std::vector<IncidentAction> &actions) {
        for (const IncidentAction &action : actions) {
            ids.append(QString::fromLatin1(action.id));
            m_frame.actions().add({.id = ids.back(),
                                   .menu = menu,
                                   .text = action.text,
                                   .shortcut = action.shortcut,
                                   .icon = QString::fromLatin1(action.icon),
                                   .run =
                                       [this, run = action.run] {
                                           if (Page *page = currentIncident()) {
                                               run(*page);
                                           }
                                       },
                                   .keywords = action.keywords,
                                   .separatorBefore = action.separatorBefore});
        }
    };
    addTo(tr("&Incident"), rows);
    addTo(tr("&Post-mortem"), postMortemActions());
    const auto enable = [this, ids] {
        for (const QString &id : ids) {
            m_frame.actions().setEnabled(id, currentIncident() != nullptr);
        }
    };
    connect(this, &Window::placeChanged, this, enable);
    enable();
}

}  // namespace onlyonce
