// SPDX-License-Identifier: GPL-3.0-or-later
// One alert in full: the facts for people, the way to its incident and to its source, and what the source said.
#pragma once

#include "models/alerts/alert.h"

#include <QWidget>

class QFormLayout;
class QPushButton;

namespace onlyonce::ui {

class CodeView;
class PillLabel;
class TextLabel;

class AlertDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertDetail(QWidget *parent = nullptr);
    void setAlert(const AlertRow &alert, Instant now);

Q_SIGNALS:
    void incidentWanted(qint64 number);

private:
    void showFacts(const AlertRow &alert, Instant now);

    AlertRow m_alert;
    PillLabel *m_severity;
    PillLabel *m_status;
    TextLabel *m_title;
    QFormLayout *m_facts;
    QPushButton *m_incident;
    QPushButton *m_source;
    CodeView *m_said;
};

}  // namespace onlyonce::ui
