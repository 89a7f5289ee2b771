// SPDX-License-Identifier: GPL-3.0-or-later
// Where a countermeasure is written, every field of it: a new one, or one that stands there. It is open until it is saved
// or left with Escape; what is refused stays, and says why.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/protocol/tasks.h"
#include "models/postmortem/record.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class FormRow;
class TextLabel;

class CountermeasureForm final : public QWidget
{
    Q_OBJECT

public:
    //! Hidden until something is written in it.
    CountermeasureForm(Session &session, IncidentId incident, QWidget *parent = nullptr);

    //! The whys that can be answered.
    void setWhys(const std::vector<WhyNode> &tree);
    //! A new one; `why` may be null. What was begun there stands there still.
    void begin(WhyId why);
    void begin(const IncidentTask &task);
    void edit(const Countermeasure &measure);
    //! Null: a new one.
    [[nodiscard]] CountermeasureId edited() const { return m_edited ? m_edited->id : CountermeasureId{}; }

Q_SIGNALS:
    //! Saved or not. The focus was in it.
    void left();
    void saved();
    void failed(const onlyonce::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void layOut();
    void loadPeople();
    void choose(QComboBox *box, qint64 id, const QString &otherwise);
    void open(const QString &submit);
    void clear();
    void leave();
    void submit();
    [[nodiscard]] Answer<Result<>> write(const CountermeasureText &what);
    void refuse(const Error &error);

    Session &m_session;
    IncidentId m_incident;
    std::vector<WhyNode> m_whys;
    QLineEdit *m_text;
    FormRow *m_textRow;
    QComboBox *m_owner;
    FormRow *m_ownerRow;
    QDateEdit *m_due;
    FormRow *m_dueRow;
    QComboBox *m_kind;
    QLineEdit *m_check;
    QLineEdit *m_link;
    QComboBox *m_why;
    QCheckBox *m_isPublic;
    TextLabel *m_error;
    QPushButton *m_submit;
    std::optional<Countermeasure> m_edited;
    TaskId m_task;  //!< of which the new one is made
    bool m_busy = false;
};

}  // namespace onlyonce::ui
