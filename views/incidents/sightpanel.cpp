// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/sightpanel.h"

#include "views/widgets/page.h"

#include <QVBoxLayout>

namespace onlyonce::ui {

namespace {

TextLabel *lineOf(const QString &text, Tone tone = Tone::Neutral)
{
    auto *line = new TextLabel(text, TextStyle::Small);
    line->setWordWrap(true);
    line->setTone(tone);
    line->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return line;
}

}  // namespace

SightPanel::SightPanel(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_panel(new Panel(tr("Detection")))
    , m_lines(new QVBoxLayout)
    , m_refresh([this] { reload(); })
{
    m_lines->setSpacing(space::xs);
    m_panel->body()->addLayout(m_lines);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panel);
    hide();
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (m_incident.id && changes.touches(QLatin1StringView("alert_words"))) {  // places are counted then
            m_refresh.want();
        }
    });
}

void SightPanel::setIncident(const Incident &incident)
{
    m_incident = incident;
    m_refresh.want();
}

void SightPanel::reload()
{
    m_session.read([incident = m_incident](Transaction &transaction) { return incidentSight(transaction, incident); })
        .then(this, [this](const Result<IncidentSight> &sight) {
            m_refresh.answered();
            if (sight) {  // else the page itself says what is wrong
                show(*sight);
                Q_EMIT found(*sight);
            }
        });
}

void SightPanel::show(const IncidentSight &sight)
{
    clearLayout(m_lines);
    const auto add = [this](const QString &text, Tone tone = Tone::Neutral) {
        if (!text.isEmpty()) {
            m_lines->addWidget(lineOf(text, tone));
        }
    };
    const auto worst = sight.delay.worst();
    add(detectionText(sight), worst && *worst > detectionWindow ? Tone::Warning : Tone::Neutral);
    add(lateText(sight.delay));
    add(placesText(sight));
    add(testsText(sight));
    setVisible(m_lines->count() > 0);
}

}  // namespace onlyonce::ui
