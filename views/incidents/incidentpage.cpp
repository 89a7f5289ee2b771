// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidentpage.h"

#include "views/incidents/command/commanddesk.h"
#include "views/incidents/command/impactpanel.h"
#include "views/incidents/command/restrictform.h"
#include "views/incidents/command/rolespanel.h"
#include "views/incidents/evidence/evidencepanel.h"
#include "views/incidents/evidence/evidenceview.h"
#include "views/incidents/evidence/redactform.h"
#include "views/incidents/incidentheader.h"
#include "views/incidents/protocol/response.h"
#include "views/incidents/protocol/responsepanel.h"
#include "views/incidents/relationspanel.h"
#include "views/incidents/sightpanel.h"
#include "views/incidents/timeline/timelinepanel.h"
#include "views/incidents/timespanel.h"
#include "views/widgets/focus.h"
#include "views/widgets/messagebar.h"
#include "views/widgets/page.h"
#include "views/widgets/recoveryclock.h"
#include "views/widgets/segmentedcontrol.h"
#include "views/widgets/words.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace onlyonce::ui {

IncidentPage::IncidentPage(Session &session, const Incident &incident, QWidget *parent)
    : IncidentPage(session, parent)
{
    begin(incident);
}

IncidentPage::IncidentPage(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_header(new IncidentHeader(session))
    , m_messages(new MessageStack)
    , m_command(new CommandDesk(session, *m_messages, this))
    , m_tabs(new SegmentedControl(tr("Parts of the incident")))
    , m_panels(new QStackedWidget)
    , m_timeline(new TimelinePanel(session))
    , m_response(new Response(session, this))
    , m_redact(new RedactForm)
    , m_clock(new RecoveryClock(session.database.clock()))
    , m_times(new TimesPanel(session))
    , m_sight(new SightPanel(session))
    , m_relations(new RelationsPanel(session))
    , m_undoing(new Undoing(session, *m_messages, this))
    , m_smallClock(new RecoveryClock(session.database.clock(), RecoveryClock::Size::Compact))
    , m_timesButton(makeIconButton(QStringLiteral("timer"), tr("Times")))
    , m_side(makeScrollArea(new QWidget))
    , m_sideLine(new Hairline(Qt::Vertical))
    , m_middle(new QHBoxLayout)
    , m_refresh([this] { reload(); })
    , m_silences([this] { askSilences(); })
{
    m_tabs->addSegment(tr("Timeline"), QStringLiteral("history"));
    m_tabs->addSegment(tr("Response"), QStringLiteral("checklist"));
    m_tabs->addSegment(tr("Evidence"), QStringLiteral("terminal"));
    m_panels->addWidget(m_timeline);
    m_panels->addWidget(new QWidget);
    m_panels->addWidget(new QWidget);
    m_makers.resize(3);
    m_makers[responsePart] = [this] { return makeResponse(); };
    m_makers[evidencePart] = [this] { return makeEvidence(); };
    fillSide();
    auto *tabLine = new QWidget;
    auto *tabLayout = new QHBoxLayout(tabLine);
    tabLayout->setContentsMargins(0, 0, 0, 0);
    tabLayout->addWidget(m_tabs);
    tabLayout->addStretch();
    m_command->bar()->layout()->addWidget(m_smallClock);
    m_command->bar()->layout()->addWidget(m_timesButton);
    m_timesButton->setCheckable(true);
    m_header->addBelow(m_command->bar());
    m_command->place(&m_header->restriction());
    m_header->addBelow(tabLine);

    m_middle->setContentsMargins(0, 0, 0, 0);
    m_middle->setSpacing(0);
    m_middle->addWidget(m_panels, 1);
    m_middle->addWidget(m_sideLine);
    m_middle->addWidget(m_side);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_messages);
    layout->addWidget(m_command->forms());
    layout->addWidget(m_redact);
    layout->addLayout(m_middle, 1);
    rememberFocus(this, m_timeline);

    // By the arrows on the tabs, which keep the focus.
    connect(m_tabs, &SegmentedControl::currentChanged, this, [this](int index) {
        m_command->putAside();
        m_panels->setCurrentWidget(made(index));
        m_timesButton->setChecked(false);
    });
    connect(m_timesButton, &QToolButton::toggled, this, [this](bool on) {
        m_showsTimes = on;
        arrange();
    });
    connect(m_header, &IncidentHeader::left, this, &IncidentPage::left);
    connect(m_sight, &SightPanel::found, m_header, &IncidentHeader::setSight);
    connect(m_header, &IncidentHeader::failed, this, &IncidentPage::failed);
    connect(m_command, &CommandDesk::failed, this, &IncidentPage::failed);
    connect(m_command, &CommandDesk::sideWanted, this, [this] {
        m_command->putAside();
        m_timesButton->setChecked(m_timesButton->isVisible());
    });
    connect(m_command, &CommandDesk::formsShown, this, [this](bool anything) {
        m_showsForm = anything;
        arrange();
    });
    connect(m_timeline, &TimelinePanel::failed, this, &IncidentPage::failed);
    connect(m_timeline, &TimelinePanel::evidenceWanted, this, [this](qint64 attachment) {
        showPanel(evidencePart);
        evidence().choose(attachment);
    });
    connect(m_timeline, &TimelinePanel::redactWanted, this, [this](TimelineId entry) {
        m_redact->ask({.incident = m_incident.id, .entry = entry}, tr("the entry with its earlier versions"));
    });
    connect(&m_header->restriction(), &RestrictForm::heldBack, this, [this](const QString &text) {
        m_messages->add({.id = QStringLiteral("heldBack"), .tone = Tone::Warning, .text = text, .buttons = {}});
    });
    connect(m_redact, &RedactForm::failed, this, &IncidentPage::failed);
    connect(m_redact, &RedactForm::done, this, [this](const QString &text) {
        m_messages->add({.id = QStringLiteral("redacted"), .tone = Tone::Success, .text = text, .buttons = {}});
    });
    connect(m_relations, &RelationsPanel::opened, this, &IncidentPage::incidentWanted);
    connect(m_relations, &RelationsPanel::failed, this, &IncidentPage::failed);
    connect(m_response, &Response::failed, this, &IncidentPage::failed);
    connect(m_response, &Response::timerEnded, this, &IncidentPage::tellTimer);
    connect(m_response, &Response::changed, this, &IncidentPage::countLeft);
    connect(m_times, &TimesPanel::failed, this, &IncidentPage::failed);
    connect(m_undoing, &Undoing::failed, this, &IncidentPage::failed);
    connect(&session.database.feed(), &ChangeFeed::changed, this, [this](const Changes &changes) {
        if (!m_incident.id) {
            return;
        }
        if (changes.touches(QLatin1StringView("incident"), m_incident.id.value)) {
            m_refresh.want();
        }
        if (changes.touches(QLatin1StringView("silence"))) {
            m_silences.want();
        }
    });
    connect(m_panels, &QStackedWidget::currentChanged, this, &IncidentPage::panelChanged);
    connect(m_timeline, &TimelinePanel::undoWanted, this, &IncidentPage::offerUndo);
}

void IncidentPage::prepare(QSize size)
{
    m_command->impact()->prepare();
    resize(size);
    (void)grab();  // the picture does not matter; its letters and icons are known then, also for the first page of all
}

void IncidentPage::begin(const Incident &incident)
{
    setIncident(incident);
    m_response->begin(incident.id);
    m_relations->begin(incident.id);
    m_undoing->begin(incident.id);
    Q_EMIT begun(incident.id);
    arrange();
}

//! When it is in its place: whatever Qt shows with a layout in it, it lays out at once, in a size that nobody has chosen.
void IncidentPage::fillSide()
{
    auto *column = new QVBoxLayout(m_side->widget());
    column->setContentsMargins(space::l, space::l, space::l, space::l);
    column->setSpacing(space::l);
    m_clockPanel = new Panel(tr("Recovery clock"));
    m_clockPanel->body()->addWidget(m_clock);
    column->addWidget(m_clockPanel);
    column->addWidget(m_command->roles());
    column->addWidget(m_command->impact());
    column->addWidget(m_times);
    column->addWidget(m_sight);
    column->addWidget(m_relations);
    column->addStretch();
}

//! What is still to be done, while there is somebody to do it.
void IncidentPage::countLeft()
{
    const int left = m_incident.isOpen() ? m_response->left() : 0;
    m_tabs->setCount(responsePart, left > 0 ? left : -1);
}

void IncidentPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void IncidentPage::arrange()
{
    const bool narrow = width() < scaled(800);
    const bool timesAlone = narrow && m_showsTimes;
    m_smallClock->setVisible(narrow);
    m_timesButton->setVisible(narrow);
    auto *rows = static_cast<QVBoxLayout *>(layout());
    rows->setStretchFactor(m_command->forms(), m_showsForm ? 1 : 0);
    rows->setStretchFactor(m_middle, m_showsForm ? 0 : 1);
    m_panels->setVisible(!timesAlone && !m_showsForm);
    m_sideLine->setVisible(!narrow && !m_showsForm);
    m_side->setVisible((!narrow || timesAlone) && !m_showsForm);
    // Wider where the words of a language are.
    const int bar = m_side->verticalScrollBar()->sizeHint().width();
    const int column = std::max(scaled(372), m_side->widget()->minimumSizeHint().width() + bar);
    m_side->setMinimumWidth(narrow ? 0 : column);
    m_side->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : column);
}

void IncidentPage::editTimes()
{
    m_command->putAside();
    m_timesButton->setChecked(m_timesButton->isVisible());
    m_times->edit();
}

void IncidentPage::undo(const std::optional<EarlierChange> &elsewhere)
{
    m_undoing->undo(elsewhere);
}

void IncidentPage::redo()
{
    m_undoing->redo();
}

bool IncidentPage::hasUnsaved() const
{
    return m_timeline->hasDraft() || m_command->hasDraft();
}

void IncidentPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
        return;
    }
    // Who is writing does not want to be thrown out: first out of the text, then back to the list.
    const QWidget *focus = focusWidget();
    if (qobject_cast<const QPlainTextEdit *>(focus) || qobject_cast<const QLineEdit *>(focus)) {
        m_tabs->setFocus();
    } else {
        Q_EMIT left();
    }
}

void IncidentPage::reload()
{
    m_session.read([id = m_incident.id](Transaction &transaction) { return onlyonce::incident(transaction, id); })
        .then(this, [this](const Result<std::optional<Incident>> &found) {
            m_refresh.answered();
            if (!found) {
                Q_EMIT failed(found.error());
            } else if (*found) {
                setIncident(**found);
                m_relations->refresh();
            } else {
                Q_EMIT gone();
            }
        });
}

void IncidentPage::setIncident(const Incident &incident)
{
    const bool otherServices = incident.services != m_incident.services;
    const bool edited = incident.version != m_incident.version;
    m_incident = incident;
    m_header->setIncident(incident);
    m_timeline->setIncident(incident);  // reads before the others: it is most of the first picture
    m_command->setIncident(incident);
    m_times->setIncident(incident);
    m_sight->setIncident(incident);
    m_clockPanel->setVisible(incident.resolution != Resolution::FalseAlarm);  // it has no recovery
    countLeft();
    proposeMitigated();
    if (otherServices) {
        m_silences.want();
    }
    if (edited) {
        m_undoing->offer();
    }
    const auto clock = recoveryClock(incident);
    for (RecoveryClock *each : {m_clock, m_smallClock}) {
        each->setTimes(clock ? std::optional(clock->from) : std::nullopt,
                       clock ? clock->until : incident.time(IncidentTime::Resolved),
                       clock ? clock->target : std::chrono::minutes{15});
    }
}

}  // namespace onlyonce::ui
