// SPDX-License-Identifier: GPL-3.0-or-later
// Declaring by hand, in seconds: a title, Enter. The criteria of the severities stand beside the choice.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace onlyonce::ui {

class FormRow;
class ReadersChoice;
class SegmentedControl;
class TextLabel;

class DeclareForm final : public QWidget
{
    Q_OBJECT

public:
    explicit DeclareForm(Session &session, QWidget *parent = nullptr);
    void begin();

Q_SIGNALS:
    void declared(onlyonce::IncidentId id);
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void submit();
    void explainSeverity();
    void clear();

    Session &m_session;
    QLineEdit *m_title;
    FormRow *m_titleRow;
    SegmentedControl *m_severity;
    TextLabel *m_criteria;
    QCheckBox *m_restricted;
    ReadersChoice *m_readers;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
