// SPDX-License-Identifier: GPL-3.0-or-later
// When the post-mortem is talked over: said, planned and moved by the keyboard.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class FormRow;
class TextLabel;

class MeetingLine final : public QWidget
{
    Q_OBJECT

public:
    MeetingLine(Session &session, IncidentId incident, QWidget *parent = nullptr);
    //! `dueOn` proposes a time; a time that is being typed stays.
    void setRecord(const std::optional<PostMortemRecord> &record, const std::optional<QDate> &dueOn);
    //! The field, with the planned time or the proposed one.
    void plan();
    //! Where it is typed; stands below the line, and is hidden until then.
    [[nodiscard]] QWidget *form() const { return m_form; }

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void save();
    void close();

    Session &m_session;
    IncidentId m_incident;
    std::optional<Instant> m_meetingAt;
    std::optional<QDate> m_dueOn;
    int m_version = 0;
    TextLabel *m_text;
    QPushButton *m_plan;
    QWidget *m_form;
    QLineEdit *m_time;
    FormRow *m_row;
};

}  // namespace onlyonce::ui
