// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox: what the monitoring systems have told, what narrows it, and one alert of it in full. What is read stays
// where it is while alerts come and recover around it. Several can be chosen, and something be done with all of them.
// Within an incident it shows that incident's alerts, and nothing narrows them.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/catalog/session.h"
#include "views/alerts/alertdetail.h"
#include "views/alerts/intakeplace.h"
#include "views/widgets/refresh.h"

#include <QWidget>

#include <functional>

class QAction;
class QStackedWidget;

namespace onlyonce::ui {

class AlertChoice;
class AlertForms;
class AlertListModel;
class FilterBar;
class RowList;
class TextLabel;

class AlertsPage final : public QWidget
{
    Q_OBJECT

public:
    //! `intake` is shown while there are none. With an incident's id: the panel of its alerts.
    AlertsPage(Session &session, const IntakePlace &intake, qint64 incident = 0, QWidget *parent = nullptr);

    //! What can be done with alerts: in the list's own menu and in that of the alert that is shown.
    void setActions(const QList<QAction *> &actions);
    //! What a person has chosen, from the top; the one that is shown when nothing else is.
    [[nodiscard]] std::vector<AlertRow> chosen() const;
    //! Everything that the filter finds is chosen, whatever of it is held.
    void chooseAll();
    //! Asks where what is chosen goes.
    void move();
    //! Opens the form of a silence for what is chosen.
    void silence();
    //! Asks why what is chosen is over, and ends it.
    void end();

    [[nodiscard]] FilterBar &filterBar() { return *m_filter; }
    [[nodiscard]] AlertDetail &detail() { return *m_detail; }

Q_SIGNALS:
    //! `from`: number of the incident that all of them are in, or 0.
    void moveWanted(const std::vector<onlyonce::AlertId> &alerts, qint64 from);
    void incidentWanted(qint64 number);
    void silenceWanted(onlyonce::SilenceId silence);
    void done(const QString &text);  //!< what was just done
    void saved(const QString &path);
    void failed(const onlyonce::Error &error);

protected:
    //! Escape lets go of all but the current one.
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeEmpty(const IntakePlace &intake);
    void connectList();
    void showState();
    //! Does it with all that is chosen, once it is known how much that is.
    void withChosen(const std::function<void(const Gathered &)> &work);
    void showAlert(const AlertRow &alert);
    void askAround();

    Session &m_session;
    qint64 m_incident;
    AlertListModel *m_model;
    FilterBar *m_filter;
    TextLabel *m_behind;
    RowList *m_list;
    AlertChoice *m_choice;
    QStackedWidget *m_stack;
    AlertForms *m_forms;
    AlertDetail *m_detail;
    bool m_wantsFirst = true;  //!< of an answer to another question the first is shown
    Refresh m_around;
};

}  // namespace onlyonce::ui
