// SPDX-License-Identifier: GPL-3.0-or-later
// One incident: head, clock and times, and panels beside each other: timeline, evidence, and what the application hands in
// (announcements, whys). The page knows no other slice.
#pragma once

#include "models/alerts/silences.h"
#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "models/incidents/evidence/redact.h"
#include "views/incidents/undoing.h"
#include "views/widgets/refresh.h"

#include <QWidget>

#include <functional>

class QHBoxLayout;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace onlyonce {
struct IncidentStep;
}

namespace onlyonce::ui {

class CommandDesk;
class EvidencePanel;
class RedactForm;
class IncidentHeader;
class MessageStack;
class Panel;
class RecoveryClock;
class RelationsPanel;
class Response;
class ResponsePanel;
class SegmentedControl;
class TimelinePanel;
class SightPanel;
class TimesPanel;

class IncidentPage final : public QWidget
{
    Q_OBJECT

public:
    //! Without an incident until begin().
    explicit IncidentPage(Session &session, QWidget *parent = nullptr);
    IncidentPage(Session &session, const Incident &incident, QWidget *parent = nullptr);

    //! Does what can be done while there is neither an incident nor a window: whatever Qt does with what it shows first
    //! (style, layout, measuring) is done then. `size`: what it will have.
    void prepare(QSize size);
    //! Once: from now on it is this one's page.
    void begin(const Incident &incident);
    //! A further panel; made when it is first shown.
    void addPanel(const QString &icon, const QString &title, std::function<QWidget *()> make);
    //! 0 is the timeline, 1 the response, 2 the evidence, then the panels in order of adding. The focus goes there too.
    void showPanel(int index);
    //! The panel that stands there; nothing while it has not been shown.
    [[nodiscard]] QWidget *panel(int index) const;
    [[nodiscard]] int currentPanel() const;
    [[nodiscard]] const Incident &incident() const { return m_incident; }
    //! What another slice has to say at once, below the head.
    void addNotice(QWidget *notice);
    [[nodiscard]] IncidentHeader &header() { return *m_header; }
    [[nodiscard]] CommandDesk &command() { return *m_command; }
    [[nodiscard]] EvidencePanel &evidence();  //!< which is made, if it was not shown yet
    [[nodiscard]] TimelinePanel &timeline() { return *m_timeline; }
    void setRedactor(const Redactor &redactor);
    //! What is chosen in the part that is shown: lines or a file of the evidence, else the entry of the timeline.
    void redact();
    void compose();
    void addTask();
    void chooseProtocol();
    void tellTimer(const IncidentStep &step);
    void editTimes();
    //! What this person changed here last, while the page was open; or what they did elsewhere, if that was later.
    void undo(const std::optional<EarlierChange> &elsewhere);
    void redo();
    //! Words that would be lost with this page.
    [[nodiscard]] bool hasUnsaved() const;

Q_SIGNALS:
    void begun(onlyonce::IncidentId incident);
    void left();
    void panelChanged();
    void undoWanted(onlyonce::TimelineId move);
    void silenceWanted(onlyonce::SilenceId silence);
    void protocolsWanted();  //!< to the settings
    void incidentWanted(onlyonce::IncidentId other);
    void gone();  //!< the incident was a drill, and is deleted
    void failed(const onlyonce::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum Part { timelinePart, responsePart, evidencePart };

    void fillSide();
    [[nodiscard]] QWidget *makeResponse();
    [[nodiscard]] QWidget *makeEvidence();
    void countLeft();
    void arrange();
    QWidget *made(int index);
    void reload();
    void setIncident(const Incident &incident);
    void proposeMitigated();
    void askSilences();
    void showSilences(const std::vector<Hiding> &hiding);
    void offerUndo(TimelineId move, const QString &text);

    Session &m_session;
    Incident m_incident;
    IncidentHeader *m_header;
    MessageStack *m_messages;
    CommandDesk *m_command;
    bool m_proposes = false;
    SegmentedControl *m_tabs;
    QStackedWidget *m_panels;
    std::vector<std::function<QWidget *()>> m_makers;
    TimelinePanel *m_timeline;
    Response *m_response;
    RedactForm *m_redact;
    Panel *m_clockPanel = nullptr;
    RecoveryClock *m_clock;
    TimesPanel *m_times;
    SightPanel *m_sight;
    RelationsPanel *m_relations;
    Undoing *m_undoing;
    // In a narrow window the clock and the times have no column of their own: the clock is small beside the links, and the
    // times stand in place of the panels when they are asked for.
    RecoveryClock *m_smallClock;
    QToolButton *m_timesButton;
    QScrollArea *m_side;
    QWidget *m_sideLine;
    QHBoxLayout *m_middle;  //!< panels and side
    bool m_showsTimes = false;
    bool m_showsForm = false;  //!< in place of the panels
    Refresh m_refresh;
    Refresh m_silences;
};

}  // namespace onlyonce::ui
