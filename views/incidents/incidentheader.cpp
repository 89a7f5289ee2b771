// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidentheader.h"

#include "views/incidents/command/restrictform.h"
#include "views/incidents/endings.h"
#include "views/incidents/tones.h"
#include "views/widgets/askform.h"
#include "views/widgets/page.h"

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
    , m_ask(new AskForm)
    , m_endings(new Endings(session, *m_ask, this))
    , m_restriction(new RestrictForm(session, *m_ask))
{
    auto *back = makeIconButton(QStringLiteral("arrow-left"), tr("Back to the list"));
    m_header->addLeading(back);
    m_header->addLeading(m_severity);
    m_header->addAction(m_restriction->sign());
    m_header->addAction(m_status);
    m_header->addAction(m_acknowledge);
    m_header->addAction(m_next);
    m_header->addAction(m_more);
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_ask);
    layout->addWidget(m_restriction);
    connect(back, &QToolButton::clicked, this, &IncidentHeader::left);
    connect(m_acknowledge, &QPushButton::clicked, this, &IncidentHeader::acknowledge);
    connect(m_next, &QPushButton::clicked, this, &IncidentHeader::advance);
    connect(m_restriction, &RestrictForm::failed, this, &IncidentHeader::failed);
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

void IncidentHeader::setSight(const IncidentSight &sight)
{
    QStringList words;
    for (const FailedTest test : sight.failedTests) {
        words << label(test);
    }
    words << placesText(sight);
    words.removeAll(QString());
    if (words != m_sight) {
        m_sight = words;
        setIncident(Incident(m_incident));
    }
}

void IncidentHeader::setIncident(const Incident &incident)
{
    if (incident.id != m_incident.id) {
        m_sight.clear();
    }
    m_incident = incident;
    m_header->setTitle(incident.title, incident.reference());
    QStringList about = incident.services + incident.dataCentres;
    if (incident.alertCount > 0) {
        about.append(incident.alertCount == 1 ? tr("1 alert") : tr("%1 alerts").arg(incident.alertCount));
    }
    if (incident.resolution) {
        about.append(label(*incident.resolution));
    }
    about << m_sight;
    m_header->setSubtitle(about.join(QStringLiteral("  ·  ")));
    m_restriction->setIncident(incident);
    m_severity->setPill(severityPill(incident));
    m_status->setPill(statusPill(incident.status));
    if (m_acknowledge->hasFocus() && incident.time(IncidentTime::Acknowledged)) {
        m_more->setFocus();  // the button goes, and the next one in its place means something else
    }
    m_acknowledge->setVisible(incident.isOpen() && !incident.time(IncidentTime::Acknowledged));
    showNext();
}

//! One at a time. Another one that is wanted meanwhile follows, on what has come out of the first (`again`); the same one
//! is a key that was pressed twice.
template <typename Work>
void IncidentHeader::change(const QString &name, std::function<void()> again, Work work)
{
    if (!m_changing.isEmpty()) {
        if (name != m_changing) {
            m_wanted = std::move(again);
        }
        return;
    }
    m_changing = name;
    m_session
        .write(
            [id = m_incident.id, work = std::move(work)](Transaction &transaction) -> Result<std::optional<Incident>> {
                ONLYONCE_TRY(work(transaction));
                return incident(transaction, id);
            })
        .then(this, [this](const Result<std::optional<Incident>> &done) {
            m_changing.clear();
            const auto next = std::exchange(m_wanted, nullptr);
            if (!done) {
                Q_EMIT failed(done.error());
                return;
            }
            if (*done) {
                setIncident(**done);
            }
            if (next) {
                next();
            }
        });
}

void IncidentHeader::acknowledge()
{
    change(
        QStringLiteral("acknowledge"), [this] { acknowledge(); },
        [id = m_incident.id](Transaction &transaction) { return acknowledgeIncident(transaction, id); });
}

//! An incident that was none has nothing to be found out.
bool IncidentHeader::leadsOn() const
{
    return m_incident.status == IncidentStatus::Closed && m_incident.resolution == Resolution::Resolved;
}

void IncidentHeader::setPostMortemShown(bool shown)
{
    m_postMortemShown = shown;
    showNext();
}

void IncidentHeader::showNext()
{
    const auto next = nextOf(m_incident.status);
    m_next->setVisible(next || (leadsOn() && !m_postMortemShown));
    if (!next) {
        m_next->setText(tr("Post-mortem"));
        m_next->setAccessibleName(tr("Go on in the post-mortem"));
    } else {
        m_next->setText(*next == IncidentStatus::Closed ? tr("Close") : label(*next));
        m_next->setAccessibleName(tr("Change the status to %1").arg(label(*next)));
    }
}

void IncidentHeader::advance()
{
    if (leadsOn()) {
        Q_EMIT postMortemWanted();
        return;
    }
    if (const auto next = nextOf(m_incident.status)) {
        changeStatus(*next, *next == IncidentStatus::Closed ? std::optional(Resolution::Resolved) : std::nullopt);
    }
}

void IncidentHeader::changeStatus(IncidentStatus status, std::optional<Resolution> resolution)
{
    if (resolution == Resolution::FalseAlarm) {
        m_endings->falseAlarm(m_incident);
        return;
    }
    if (resolution == Resolution::Duplicate) {
        m_endings->duplicate(m_incident);
        return;
    }
    if (!m_incident.isOpen() && status < IncidentStatus::Resolved) {
        reopen(Calls::Nobody);
        return;
    }
    change(
        QStringLiteral("status"), [this, status, resolution] { changeStatus(status, resolution); },
        [id = m_incident.id, version = m_incident.version, status, resolution](Transaction &transaction) {
            return setStatus(transaction, id, status, version, resolution);
        });
}

void IncidentHeader::reopen(Calls calls)
{
    if (m_incident.isOpen()) {  // said at once, and not after somebody has written why
        Q_EMIT failed({.code = ErrorCode::Conflict, .message = tr("%1 is open.").arg(m_incident.reference())});
    } else {
        m_endings->reopen(m_incident, calls);
    }
}

void IncidentHeader::relate()
{
    m_endings->relate(m_incident);
}

void IncidentHeader::deleteDrill()
{
    if (m_incident.drill) {
        m_endings->deleteDrill(m_incident);
    } else {
        Q_EMIT failed(
            {.code = ErrorCode::Denied,
             .message = tr("%1 is no drill. What really happened is never deleted.").arg(m_incident.reference())});
    }
}

void IncidentHeader::changeSeverity(Severity severity)
{
    change(
        QStringLiteral("severity"), [this, severity] { changeSeverity(severity); },
        [id = m_incident.id, version = m_incident.version, severity](Transaction &transaction) {
            return setSeverity(transaction, id, severity, version);
        });
}

void IncidentHeader::changeScope(bool catastrophic)
{
    m_ask->ask({.title = catastrophic ? tr("Mark %1 as catastrophic").arg(m_incident.reference())
                                      : tr("%1 is not catastrophic").arg(m_incident.reference()),
                .text = catastrophic ? tr("Two or more data centres fail at once: the target becomes 50 minutes, and "
                                          "alerts no longer change it.")
                                     : tr("One data centre fails at a time: the target becomes 15 minutes, and alerts "
                                          "no longer change it."),
                .submit = catastrophic ? tr("Mark as catastrophic") : tr("Not catastrophic")},
               [this, catastrophic](const QString &reason) {
                   return m_session.write([id = m_incident.id, version = m_incident.version, catastrophic,
                                           reason](Transaction &transaction) {
                       return setCatastrophic(transaction, id, catastrophic, version, reason);
                   });
               });
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
    if (m_incident.isOpen() || m_incident.status == IncidentStatus::Resolved) {
        m_menu->addSection(tr("Close as"));
        const auto close = [this](const QString &text, Resolution resolution) {
            m_menu->addAction(text, this, [this, resolution] { changeStatus(IncidentStatus::Closed, resolution); });
        };
        close(label(Resolution::Resolved), Resolution::Resolved);
        close(tr("False alarm …"), Resolution::FalseAlarm);
        close(tr("Duplicate of another one …"), Resolution::Duplicate);
        m_menu->addAction(tr("Merged into another one …"), this, &IncidentHeader::mergeWanted);
    }
    if (!m_incident.isOpen()) {
        m_menu->addSection(tr("Open again"));
        m_menu->addAction(tr("Reopen …"), this, [this] { reopen(Calls::Nobody); });
        m_menu->addAction(tr("Reopen and call people again …"), this, [this] { reopen(Calls::Everybody); });
    }
    m_menu->addSection(tr("Who sees it"));
    if (m_incident.visibility == Visibility::Restricted) {
        m_menu->addAction(tr("Who is named …"), m_restriction, &RestrictForm::begin);
        m_menu->addAction(tr("Lift the restriction …"), m_restriction, &RestrictForm::lift);
    } else {
        m_menu->addAction(tr("Named people alone …"), m_restriction, &RestrictForm::begin);
    }
    m_menu->addSection(tr("Other incidents"));
    m_menu->addAction(tr("Related to …"), this, &IncidentHeader::relate);
    if (m_incident.drill) {
        m_menu->addAction(tr("Delete this drill …"), this, &IncidentHeader::deleteDrill);
    }
}

}  // namespace onlyonce::ui
