// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of an incident's page: each is made when it is looked at first. Declared in incidentpage.h.
#include "views/incidents/command/commanddesk.h"
#include "views/incidents/evidence/evidencepanel.h"
#include "views/incidents/evidence/evidenceview.h"
#include "views/incidents/evidence/redactform.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/incidentpage.h"
#include "views/incidents/protocol/response.h"
#include "views/incidents/protocol/responsepanel.h"
#include "views/incidents/timeline/timelinepanel.h"
#include "views/widgets/focus.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/segmentedcontrol.h"

#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

QWidget *IncidentPage::makeResponse()
{
    auto *panel = new ResponsePanel(m_session, m_incident, *m_response);
    connect(panel, &ResponsePanel::failed, this, &IncidentPage::failed);
    connect(panel, &ResponsePanel::protocolsWanted, this, &IncidentPage::protocolsWanted);
    return panel;
}

QWidget *IncidentPage::makeEvidence()
{
    auto *panel = new EvidencePanel(m_session, m_incident.id);
    connect(panel, &EvidencePanel::failed, this, &IncidentPage::failed);
    connect(panel, &EvidencePanel::redactWanted, m_redact, &RedactForm::ask);
    connect(panel, &EvidencePanel::quoted, this, [this](const QString &markdown) {
        showPanel(timelinePart);
        m_timeline->quote(markdown);
    });
    return panel;
}

EvidencePanel &IncidentPage::evidence()
{
    return *static_cast<EvidencePanel *>(made(evidencePart));
}

void IncidentPage::addPanel(const QString &icon, const QString &title, std::function<QWidget *()> make)
{
    m_tabs->addSegment(title, icon);
    m_panels->addWidget(new QWidget);
    m_makers.push_back(std::move(make));
}

void IncidentPage::addNotice(QWidget *notice)
{
    auto *rows = static_cast<QVBoxLayout *>(layout());
    rows->insertWidget(rows->indexOf(m_header) + 1, notice);
}

void IncidentPage::showPanel(int index)
{
    if (QWidget *wanted = made(index)) {
        m_command->putAside();
        m_timesButton->setChecked(false);
        m_tabs->setCurrent(index);
        bringToFront(*m_panels, wanted);
    }
}

QWidget *IncidentPage::made(int index)
{
    if (index < 0 || index >= m_panels->count()) {
        return nullptr;
    }
    if (auto make = std::exchange(m_makers[size_t(index)], {})) {
        QWidget *placeholder = m_panels->widget(index);
        QWidget *panel = make();
        m_panels->insertWidget(index, panel);
        tabBefore(placeholder, panel);
        m_panels->removeWidget(placeholder);
        placeholder->deleteLater();
    }
    return m_panels->widget(index);
}

QWidget *IncidentPage::panel(int index) const
{
    const bool made = index >= 0 && index < m_panels->count() && !m_makers[size_t(index)];
    return made ? m_panels->widget(index) : nullptr;
}

int IncidentPage::currentPanel() const
{
    return m_panels->currentIndex();
}

void IncidentPage::setRedactor(const Redactor &redactor)
{
    m_redact->setRedactor(redactor);
}

void IncidentPage::redact()
{
    if (currentPanel() == evidencePart) {
        evidence().view()->redact();
        return;
    }
    showPanel(timelinePart);
    m_timeline->redact();
}

void IncidentPage::compose()
{
    showPanel(timelinePart);
    m_timeline->compose();
}

void IncidentPage::tellTimer(const IncidentStep &step)
{
    m_messages->add({.id = QStringLiteral("timer/%1").arg(step.id.value),
                     .tone = Tone::Warning,
                     .text = tr("The time of step %1 is over: %2").arg(QString::number(step.number), step.what.text),
                     .buttons = {{tr("Show it"), [this] { showPanel(responsePart); }}}});
}

void IncidentPage::addTask()
{
    showPanel(responsePart);
    static_cast<ResponsePanel *>(panel(responsePart))->addTask();
}

void IncidentPage::chooseProtocol()
{
    showPanel(responsePart);
    static_cast<ResponsePanel *>(panel(responsePart))->chooseProtocol();
}

}  // namespace onlyonce::ui
