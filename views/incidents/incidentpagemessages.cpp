// SPDX-License-Identifier: GPL-3.0-or-later
// What an incident's page says between its head and its panels. Declared in incidentpage.h.
#include "views/incidents/incidentheader.h"
#include "views/incidents/incidentpage.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/words.h"

namespace onlyonce::ui {

//! Recovered alerts are no proof that customers have their service back: a person says so.
void IncidentPage::proposeMitigated()
{
    const QString id = QStringLiteral("recovered");
    if (std::exchange(m_proposes, m_incident.looksMitigated()) == m_incident.looksMitigated()) {
        return;  // said once: whoever closes it has read it
    }
    if (!m_proposes) {
        m_messages->dismiss(id);
        return;
    }
    m_messages->add(
        {.id = id,
         .tone = Tone::Success,
         .text = m_incident.alertCount == 1 ? tr("Its alert has recovered. Is the service back?")
                                            : tr("All of its alerts have recovered. Is the service back?"),
         .buttons = {{tr("Set to monitoring"), [this] { m_header->changeStatus(IncidentStatus::Monitoring); }, true}}});
}

//! What fires beside it and is hidden belongs to what a commander wants to know, as long as it is not closed.
void IncidentPage::askSilences()
{
    m_session
        .read([services = m_incident.services](Transaction &transaction) { return hidingOf(transaction, services); })
        .then(this, [this](const Result<std::vector<Hiding>> &hiding) {
            m_silences.answered();
            if (hiding) {  // else the page itself says what is wrong
                showSilences(*hiding);
            }
        });
}

void IncidentPage::showSilences(const std::vector<Hiding> &hiding)
{
    const QString id = QStringLiteral("silence");
    if (hiding.empty() || m_incident.status == IncidentStatus::Closed) {
        m_messages->dismiss(id);
        return;
    }
    const Silence &silence = hiding.front().silence;
    int alerts = 0;
    for (const Hiding &each : hiding) {
        alerts += each.alerts;
    }
    const QString what = alerts == 1 ? tr("One more alert of its services fires and is silenced")
                                     : tr("%1 more alerts of its services fire and are silenced").arg(alerts);
    const QString until = momentInText(silence.endsAt, m_session.now());
    m_messages->add(
        {.id = id,
         .tone = Tone::Warning,
         .text = hiding.size() == 1
                   ? tr("%1 until %2: “%3”.").arg(what, until, silence.comment)
                   : tr("%1 by %2 silences, the first until %3.").arg(what, QString::number(hiding.size()), until),
         .buttons = {{tr("Look at it"), [this, id = silence.id] { Q_EMIT silenceWanted(id); }, false}}});
}

void IncidentPage::offerUndo(TimelineId move, const QString &text)
{
    m_messages->add({.id = QStringLiteral("undo"),
                     .tone = Tone::Accent,
                     .text = tr("%1. Shall it be taken back?").arg(text),
                     .buttons = {{tr("Take it back"), [this, move] { Q_EMIT undoWanted(move); }}}});
    m_messages->visit();
}

}  // namespace onlyonce::ui
