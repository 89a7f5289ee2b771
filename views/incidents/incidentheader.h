// SPDX-License-Identifier: GPL-3.0-or-later
// The head of an incident's page: what it is, how bad, how far, and what can be done next.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "models/incidents/ending/ending.h"
#include "models/incidents/sight.h"

#include <QWidget>

#include <functional>

class QMenu;
class QPushButton;
class QToolButton;

namespace onlyonce::ui {

class AskForm;
class Endings;
class PageHeader;
class PillLabel;
class RestrictForm;

class IncidentHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit IncidentHeader(Session &session, QWidget *parent = nullptr);

    void setIncident(const Incident &incident);
    //! Of the incident that is shown; it comes later.
    void setSight(const IncidentSight &sight);
    void addBelow(QWidget *widget);

    void acknowledge();
    //! The usual next status: investigating, identified, monitoring, resolved. What is closed goes on in its post-mortem.
    void advance();
    //! It is in sight: nothing needs to lead there.
    void setPostMortemShown(bool shown);
    //! What needs words asks for them first: false alarms, duplicates, and what is open again.
    void changeStatus(IncidentStatus status, std::optional<Resolution> resolution = {});
    void reopen(Calls calls);
    void relate();
    void deleteDrill();
    void changeSeverity(Severity severity);
    //! Asks for the reason first, below the head.
    void changeScope(bool catastrophic);
    //! What it is not now.
    void changeScope() { changeScope(!m_incident.catastrophic); }
    //! Severity, status, how it ended.
    void openMenu();
    //! Who sees it.
    [[nodiscard]] RestrictForm &restriction() { return *m_restriction; }

Q_SIGNALS:
    void left();
    void mergeWanted();
    void postMortemWanted();
    void failed(const onlyonce::Error &error);

private:
    void fillMenu();
    [[nodiscard]] bool leadsOn() const;
    void showNext();
    template <typename Work>
    void change(const QString &name, std::function<void()> again, Work work);

    Session &m_session;
    Incident m_incident;
    QStringList m_sight;
    PageHeader *m_header;
    PillLabel *m_severity;
    PillLabel *m_status;
    QPushButton *m_acknowledge;
    QPushButton *m_next;
    bool m_postMortemShown = false;
    QToolButton *m_more;
    QMenu *m_menu;
    AskForm *m_ask;
    Endings *m_endings;
    RestrictForm *m_restriction;
    QString m_changing;              //!< what is under way; empty for nothing
    std::function<void()> m_wanted;  //!< what comes after it
};

}  // namespace onlyonce::ui
