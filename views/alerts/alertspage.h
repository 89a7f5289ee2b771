// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox: what the monitoring systems have told, and which incident it belongs to.
#pragma once

#include "models/alerts/alert.h"
#include "models/catalog/session.h"

#include <QWidget>

class QStackedWidget;

namespace onlyonce::ui {

class AlertDetail;
class AlertListModel;
class RowList;
class SegmentedControl;

class AlertsPage final : public QWidget
{
    Q_OBJECT

public:
    //! `intakeAddress` is where alerts come in, shown while there are none: "http://127.0.0.1:8642".
    AlertsPage(Session &session, const QString &intakeAddress, QWidget *parent = nullptr);

Q_SIGNALS:
    void incidentWanted(qint64 number);
    void failed(const onlyonce::Error &error);

private:
    void showAlert(const AlertRow *alert);

    Session &m_session;
    AlertListModel *m_model;
    SegmentedControl *m_which;
    RowList *m_list;
    QStackedWidget *m_stack;
    AlertDetail *m_detail;
};

}  // namespace onlyonce::ui
