// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox: what the monitoring systems have told, what narrows it, and one alert of it in full. What is read stays
// where it is while alerts come and recover around it.
#pragma once

#include "models/alerts/inbox.h"
#include "models/catalog/session.h"
#include "views/alerts/alertdetail.h"
#include "views/widgets/refresh.h"

#include <QWidget>

class QStackedWidget;

namespace onlyonce::ui {

class AlertListModel;
class FilterBar;
class RowList;
class TextLabel;

class AlertsPage final : public QWidget
{
    Q_OBJECT

public:
    //! `intakeAddress` is where alerts come in, shown while there are none: "http://127.0.0.1:8642".
    AlertsPage(Session &session, const QString &intakeAddress, QWidget *parent = nullptr);

    [[nodiscard]] FilterBar &filterBar() { return *m_filter; }
    [[nodiscard]] AlertDetail &detail() { return *m_detail; }

Q_SIGNALS:
    void incidentWanted(qint64 number);
    void saved(const QString &path);
    void failed(const onlyonce::Error &error);

private:
    void connectList();
    void showState();
    void showAlert(const AlertRow &alert);
    void askAround();

    Session &m_session;
    AlertListModel *m_model;
    FilterBar *m_filter;
    TextLabel *m_behind;
    RowList *m_list;
    QStackedWidget *m_stack;
    AlertDetail *m_detail;
    bool m_wantsFirst = true;  //!< of an answer to another question the first is shown
    Refresh m_around;
};

}  // namespace onlyonce::ui
