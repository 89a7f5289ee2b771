// SPDX-License-Identifier: GPL-3.0-or-later
// What is done so that it happens only once: the list, and a form for the next one.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/protocol/tasks.h"
#include "models/postmortem/record.h"

#include <QWidget>

class QComboBox;
class QDateEdit;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace onlyonce::ui {

class FormRow;
class TextLabel;

class CountermeasuresPanel final : public QWidget
{
    Q_OBJECT

public:
    CountermeasuresPanel(Session &session, IncidentId incident, QWidget *parent = nullptr);
    void setRecord(const std::optional<PostMortemRecord> &record);
    //! Opens the form and puts the focus into it; what is added answers this cause.
    void begin(WhyId why);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    //! The form is open; as a whole it may stand below what is in sight.
    void begun(QWidget *form);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeForm();
    void loadPeople();
    void loadTasks();
    void beginWith(const IncidentTask &task);
    void add();
    void end();
    void setState(const Countermeasure &measure, CountermeasureState state);
    [[nodiscard]] QWidget *card(const Countermeasure &measure);

    Session &m_session;
    IncidentId m_incident;
    WhyId m_why;
    std::vector<Why> m_roots;
    QVBoxLayout *m_list;
    QPushButton *m_begin;
    QPushButton *m_fromTask;
    TaskId m_task;  //!< of which the new one is made
    QWidget *m_form = nullptr;
    TextLabel *m_answers;
    QLineEdit *m_text;
    FormRow *m_textRow;
    FormRow *m_ownerRow = nullptr;
    QComboBox *m_owner;
    QDateEdit *m_due;
    QComboBox *m_kind;
    QLineEdit *m_check;
};

}  // namespace onlyonce::ui
