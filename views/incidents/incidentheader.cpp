// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidentheader.h"

#include "views/incidents/tones.h"
#include "views/widgets/page.h"

#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

std::optional<IncidentStatus> nextOf(IncidentStatus status)
{
    switch (status) {
    case IncidentStatus::Triage:
        return IncidentStatus::Investigating;
    case IncidentStatus::Investigating:
        return IncidentStatus::Identified;
    case IncidentStatus::Identified:
        return IncidentStatus::Monitoring;
    case IncidentStatus::Monitoring:
        return IncidentStatus::Resolved;
    case IncidentStatus::Resolved:
        return IncidentStatus::Closed;
    case IncidentStatus::Closed:
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

IncidentHeader::IncidentHeader(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_header(new PageHeader({}))
    , m_severity(new PillLabel)
    , m_status(new PillLabel)
    , m_acknowledge(makeButton(tr("Acknowledge"), ButtonKind::Normal, QStringLiteral("check")))
    , m_next(makeButton({}, ButtonKind::Primary, QStringLiteral("arrow-right")))
    , m_more(makeIconButton(QStringLiteral("more"), tr("Severity, status, how it ended")))
    , m_menu(new QMenu(this))
{
    auto *back = makeIconButton(QStringLiteral("arrow-left"), tr("Back to the list"));
    m_header->addLeading(back);
    m_header->addLeading(m_severity);
    m_header->addAction(m_status);
    m_header->addAction(m_acknowledge);
    m_header->addAction(m_next);
    m_header->addAction(m_more);
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_header);
    connect(back, &QToolButton::clicked, this, &IncidentHeader::left);
    connect(m_acknowledge, &QPushButton::clicked, this, &IncidentHeader::acknowledge);
    connect(m_next, &QPushButton::clicked, this, &IncidentHeader::advance);
    connect(m_menu, &QMenu::aboutToShow, this, &IncidentHeader::fillMenu);
}

void IncidentHeader::addBelow(QWidget *widget)
{
    m_header->addBelow(widget);
}

void IncidentHeader::openMenu()
{
    m_menu->popup(m_more->mapToGlobal(m_more->rect().bottomLeft()));
    for (QAction *action : m_menu->actions()) {
        if (action->isChecked()) {
            m_menu->setActiveAction(action);
            break;
        }
    }
}

void IncidentHeader::setIncident(const Incident &incident)
{
    m_incident = incident;
    m_header->setTitle(incident.title, incident.reference());
    QStringList about = incident.services + incident.dataCentres;
    if (incident.alertCount > 0) {
        about.append(incident.alertCount == 1 ? tr("1 alert") : tr("%1 alerts").arg(incident.alertCount));
    }
    if (incident.resolution) {
        about.append(label(*incident.resolution));
    }
    m_header->setSubtitle(about.join(QStringLiteral("  ·  ")));
    m_severity->setPill(severityPill(incident));
    m_status->setPill(statusPill(incident.status));
    if (m_acknowledge->hasFocus() && incident.time(IncidentTime::Acknowledged)) {
        m_more->setFocus();  // the button goes, and the next one in its place means something else
    }
    m_acknowledge->setVisible(incident.isOpen() && !incident.time(IncidentTime::Acknowledged));
    const auto next = nextOf(incident.status);
    m_next->setVisible(next.has_value());
    if (next) {
        m_next->setText(*next == IncidentStatus::Closed ? tr("Close") : label(*next));
        m_next->setAccessibleName(tr("Change the status to %1").arg(label(*next)));
    }
}

template <typename Work>
void IncidentHeader::change(Work work)
{
    if (std::exchange(m_busy, true)) {
        return;  // a key pressed twice is not a conflict with somebody else
    }
    m_session.write(std::move(work)).then(this, [this](const Result<> &done) {
        m_busy = false;
        if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

void IncidentHeader::acknowledge()
{
    change([id = m_incident.id](Transaction &transaction) { return acknowledgeIncident(transaction, id); });
}

void IncidentHeader::advance()
{
    if (const auto next = nextOf(m_incident.status)) {
        changeStatus(*next, *next == IncidentStatus::Closed ? std::optional(Resolution::Resolved) : std::nullopt);
    }
}

void IncidentHeader::changeStatus(IncidentStatus status, std::optional<Resolution> resolution)
{
    change([id = m_incident.id, version = m_incident.version, status, resolution](Transaction &transaction) {
        return setStatus(transaction, id, status, version, resolution);
    });
}

void IncidentHeader::changeSeverity(Severity severity)
{
    change([id = m_incident.id, version = m_incident.version, severity](Transaction &transaction) {
        return setSeverity(transaction, id, severity, version);
    });
}

void IncidentHeader::changeScope(bool catastrophic)
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(catastrophic ? tr("Several data centres fail at once") : tr("One data centre"));
    dialog->setLabelText(tr("The recovery target of %1 becomes %2 minutes. Why?")
                             .arg(m_incident.reference(), catastrophic ? QStringLiteral("50") : QStringLiteral("15")));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, catastrophic](const QString &reason) {
        change([id = m_incident.id, version = m_incident.version, catastrophic, reason](Transaction &transaction) {
            return setCatastrophic(transaction, id, catastrophic, version, reason);
        });
    });
    dialog->open();
}

void IncidentHeader::fillMenu()
{
    m_menu->clear();
    m_menu->addSection(tr("Severity"));
    for (const Severity severity : {Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4}) {
        QAction *action = m_menu->addAction(toText(severity), this, [this, severity] { changeSeverity(severity); });
        action->setCheckable(true);
        action->setChecked(severity == m_incident.severity);
    }
    m_menu->addSection(tr("Status"));
    for (const IncidentStatus status : {IncidentStatus::Investigating, IncidentStatus::Identified,
                                        IncidentStatus::Monitoring, IncidentStatus::Resolved}) {
        QAction *action = m_menu->addAction(label(status), this, [this, status] { changeStatus(status); });
        action->setCheckable(true);
        action->setChecked(status == m_incident.status);
    }
    m_menu->addSection(tr("Scope"));
    for (const bool catastrophic : {false, true}) {
        QAction *action =
            m_menu->addAction(catastrophic ? tr("Several data centres: 50 minutes") : tr("One data centre: 15 minutes"),
                              this, [this, catastrophic] { changeScope(catastrophic); });
        action->setCheckable(true);
        action->setChecked(catastrophic == m_incident.catastrophic);
    }
    m_menu->addSection(tr("Close as"));
    for (const Resolution resolution : {Resolution::Resolved, Resolution::FalseAlarm, Resolution::Duplicate}) {
        m_menu->addAction(label(resolution), this,
                          [this, resolution] { changeStatus(IncidentStatus::Closed, resolution); });
    }
}

}  // namespace onlyonce::ui
