// SPDX-License-Identifier: GPL-3.0-or-later
// The page of alerts in the window, and what can be done on it by name and by key.
#include "app/window.h"
#include "views/alerts/alertspage.h"
#include "views/alerts/filterbar.h"

#include <QDesktopServices>
#include <QUrl>

namespace onlyonce {

QWidget *Window::makeAlerts()
{
    m_alerts = new ui::AlertsPage(m_session, intakeAddress());
    connect(m_alerts, &ui::AlertsPage::failed, this, &Window::fail);
    connect(m_alerts, &ui::AlertsPage::incidentWanted, this,
            [this](qint64 number) { go(QStringLiteral("incident/%1").arg(number)); });
    connect(m_alerts, &ui::AlertsPage::saved, this, [this](const QString &path) {
        m_frame.showMessage(
            {.id = QStringLiteral("exported"),
             .tone = ui::Tone::Success,
             .text = tr("Written: %1").arg(path),
             .buttons = {{tr("Open"), [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); }}}});
    });
    return m_alerts;
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
    };
    using Page = ui::AlertsPage;
    using Part = ui::AlertDetail::Part;
    const std::vector<Row> rows{
        {"alert.filter", tr("&Filter by service, data centre …"), QKeySequence(tr("Ctrl+Shift+F")), "filter",
         [](Page &page) { page.filterBar().choose(); }},
        {"alert.all", tr("Show &all again"), QKeySequence(tr("Ctrl+Shift+X")), "close",
         [](Page &page) { page.filterBar().clear(); }},
        {"alert.incident", tr("&Open its incident"), QKeySequence(tr("Ctrl+Shift+G")), "incident",
         [](Page &page) { page.detail().openIncident(); }, true},
        {"alert.facts", tr("Fac&ts"), QKeySequence(tr("Ctrl+Shift+I")), "list",
         [](Page &page) { page.detail().showPart(Part::Facts); }},
        {"alert.history", tr("&History of this problem"), QKeySequence(tr("Ctrl+Shift+H")), "history",
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
    QStringList ids;
    for (const Row &row : rows) {
        ids.append(QString::fromLatin1(row.id));
        m_frame.actions().add({.id = ids.back(),
                               .menu = tr("&Alert"),
                               .text = row.text,
                               .shortcut = row.shortcut,
                               .icon = QString::fromLatin1(row.icon),
                               .run =
                                   [this, run = row.run] {
                                       if (m_alerts) {  // it is made when it is first looked at
                                           run(*m_alerts);
                                       }
                                   },
                               .separatorBefore = row.separatorBefore});
    }
    const auto enable = [this, ids] {
        for (const QString &id : ids) {
            m_frame.actions().setEnabled(id, m_frame.currentPage() == QStringLiteral("alerts"));
        }
    };
    connect(&m_frame, &ui::MainWindow::pageChanged, this, enable);
    enable();
}

}  // namespace onlyonce
