// SPDX-License-Identifier: GPL-3.0-or-later
// One alert in full: why it is in its incident and the way there, its facts, the earlier episodes of the same problem,
// and the payload. It follows its alert by itself, wherever the list stands.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/catalog/session.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QAction;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace onlyonce::ui {

class AlertFacts;
class EpisodeListModel;
class PayloadView;
class PillLabel;
class RowList;
class SegmentedControl;
class TextLabel;

//! Why an alert is in its incident, or in none, in one sentence; and what silence there is for it.
[[nodiscard]] QString whySentence(const AlertStory &story, Instant now);

class AlertDetail final : public QWidget
{
    Q_OBJECT

public:
    enum class Part { Facts, History, Payload };

    explicit AlertDetail(Session &session, QWidget *parent = nullptr);
    void setAlert(const AlertRow &alert);
    //! Null before the first.
    [[nodiscard]] AlertId alert() const { return m_alert.id; }
    [[nodiscard]] const AlertRow &row() const { return m_alert; }
    //! What else can be done with an alert, in a menu.
    void setActions(const QList<QAction *> &actions);
    //! Within the incident itself nobody needs the way to it.
    void hideWayToIncident();

    void showPart(Part part);
    void openIncident();
    void openSource();
    void openRunbook();
    void savePayload();

Q_SIGNALS:
    void incidentWanted(qint64 number);
    void alertWanted(const onlyonce::AlertRow &alert);  //!< another episode
    void silenceWanted(onlyonce::SilenceId silence);
    void saved(const QString &path);
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void showAlert();
    void showStory(const AlertStory &story);

    Session &m_session;
    AlertRow m_alert;
    PillLabel *m_severity;
    PillLabel *m_status;
    TextLabel *m_title;
    TextLabel *m_why;
    QPushButton *m_incident;
    QPushButton *m_source;
    QPushButton *m_runbook;
    QPushButton *m_silenceButton;
    QToolButton *m_more;
    SegmentedControl *m_parts;
    QStackedWidget *m_stack;
    AlertFacts *m_facts;
    QScrollArea *m_factsArea;
    EpisodeListModel *m_episodes;
    RowList *m_history;
    PayloadView *m_payload;
    SilenceId m_silence;
    bool m_leadsToIncident = true;
    Instant m_incidentWishedAt;  //!< by Enter on an alert that was in no incident yet
    CancelTokenPtr m_token;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
