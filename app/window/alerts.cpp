// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts in the window: their page, the panel of an incident's own, and what can be done with them by name and by key.
#include "app/window/window.h"
#include "views/alerts/alertspage.h"
#include "views/alerts/filterbar.h"
#include "views/alerts/silencespanel.h"
#include "views/incidents/grouping/regrouping.h"
#include "views/incidents/incidentpage.h"

#include <QDesktopServices>
#include <QUrl>

namespace onlyonce {

//! Of all incidents and none, or of this one.
QWidget *Window::makeAlerts(qint64 incident)
{
    auto *page = new ui::AlertsPage(m_session, intakePlace(), incident);
    connect(page, &ui::AlertsPage::failed, this, &Window::fail);
    connect(page, &ui::AlertsPage::done, this, &Window::tellDone);
    connect(page, &ui::AlertsPage::moveWanted, m_regrouping, &ui::Regrouping::move);
    connect(page, &ui::AlertsPage::silenceWanted, this, &Window::showSilence);
    connect(page, &ui::AlertsPage::incidentWanted, this,
            [this](qint64 number) { go(QStringLiteral("incident/%1").arg(number)); });
    connect(page, &ui::AlertsPage::saved, this, [this](const QString &path) {
        say({.id = QStringLiteral("exported"),
             .tone = ui::Tone::Success,
             .text = tr("Written: %1").arg(path),
             .buttons = {{tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }}}});
    });
    QList<QAction *> actions;
    for (const char *id : {"alert.move", "alert.silence", "alert.end"}) {
        actions.append(m_frame.actions().action(QString::fromLatin1(id)));
    }
    page->setActions(actions);
    if (incident == 0) {
        m_alerts = page;
    }
    return page;
}

ui::AlertsPage *Window::currentAlerts() const
{
    if (!activeOut() && m_frame.currentPage() == QStringLiteral("alerts")) {
        return m_alerts;
    }
    const ui::IncidentPage *page = currentIncident();
    return page ? qobject_cast<ui::AlertsPage *>(page->panel(page->currentPanel())) : nullptr;
}

void Window::addAlertActions()
{
    struct Row
    {
        const char *id;
        QString text;
        QKeySequence shortcut;
        const char *icon;
        std::function<void(ui::AlertsPage &)> run;
        bool separatorBefore = false;
        QString keywords = {};
    };
    using Page = ui::AlertsPage;
    using Part = ui::AlertDetail::Part;
    const std::vector<Row> rows{
        {"alert.everything", tr("&Choose everything that matches"), QKeySequence::SelectAll, "list",
         [](Page &page) { page.chooseAll(); }, false, tr("select all")},
        {"alert.move", tr("&Move to another incident …"), QKeySequence(tr("Ctrl+Shift+J")), "split",
         [](Page &page) { page.move(); }, false, tr("split new regroup join")},
        {"alert.silence", tr("Silence alerts like t&his …"), QKeySequence(tr("Ctrl+Shift+Q")), "bell-off",
         [](Page &page) { page.silence(); }, false, tr("mute quiet maintenance")},
        {"alert.end", tr("&End the alert …"), QKeySequence(tr("Ctrl+Shift+U")), "stop", [](Page &page) { page.end(); },
         false, tr("recovered over resolve close")},
        {"alert.incident", tr("&Open its incident"), QKeySequence(tr("Ctrl+Shift+G")), "incident",
         [](Page &page) { page.detail().openIncident(); }, true},
        {"alert.facts", tr("Fac&ts"), QKeySequence(tr("Ctrl+Shift+I")), "list",
         [](Page &page) { page.detail().showPart(Part::Facts); }},
        {"alert.history", tr("Histor&y of this problem"), QKeySequence(tr("Ctrl+Shift+H")), "history",
         [](Page &page) { page.detail().showPart(Part::History); }},
        {"alert.payload", tr("&Payload"), QKeySequence(tr("Ctrl+Shift+P")), "code",
         [](Page &page) { page.detail().showPart(Part::Payload); }},
        {"alert.save", tr("&Save the payload …"), QKeySequence(tr("Ctrl+Shift+S")), "export",
         [](Page &page) { page.detail().savePayload(); }, true},
        {"alert.source", tr("Open at the sour&ce"), QKeySequence(tr("Ctrl+Shift+B")), "external",
         [](Page &page) { page.detail().openSource(); }},
        {"alert.runbook", tr("Open the &runbook"), QKeySequence(tr("Ctrl+Shift+R")), "book",
         [](Page &page) { page.detail().openRunbook(); }},
    };
    QStringList known;
    for (const Row &row : rows) {
        const QString id = QString::fromLatin1(row.id);
        known << id;
        m_frame.actions().add({.id = id,
                               .menu = tr("&Alert"),
                               .text = row.text,
                               .shortcut = row.shortcut,
                               .icon = QString::fromLatin1(row.icon),
                               .run =
                                   [this, run = row.run] {
                                       if (Page *page = currentAlerts()) {  // it is made when it is first looked at
                                           run(*page);
                                       }
                                   },
                               .keywords = row.keywords,
                               .separatorBefore = row.separatorBefore});
    }
    m_enableAlerts = [this, known] {
        const bool onPage = m_frame.currentPage() == QStringLiteral("alerts");
        for (const QString &id : known) {
            m_frame.actions().setEnabled(id, onPage || currentAlerts());
        }
    };
    connect(this, &Window::placeChanged, this, m_enableAlerts);
    m_enableAlerts();
}

void Window::addRegrouping()
{
    m_regrouping = new ui::Regrouping(m_session, &m_frame);
    connect(m_regrouping, &ui::Regrouping::failed, this, &Window::fail);
    connect(m_regrouping, &ui::Regrouping::moving, this,
            [this](const QString &text) { say({.id = QStringLiteral("done"), .text = text, .closable = false}); });
    connect(m_regrouping, &ui::Regrouping::undone, this, [this] {
        setLastMove({});
        tellDone(tr("Taken back: everything is where it was."));
    });
    connect(m_regrouping, &ui::Regrouping::moved, this, [this](const QString &text, TimelineId entry, IncidentId to) {
        setLastMove(LastMove{entry, m_session.now()});
        say({.id = QStringLiteral("done"),
             .tone = ui::Tone::Success,
             .text = text,
             .buttons = {{tr("Undo"), [this, entry] { m_regrouping->undo(entry); }},
                         {tr("Open it"), [this, to] { openIncident(to); }}}});
    });
}

//! Where silences are seen and ended.
void Window::showSilence(SilenceId silence)
{
    showPanelOfSettings(tr("Silences and maintenance"));
    if (m_silences) {
        m_silences->choose(silence);
    }
}

}  // namespace onlyonce
