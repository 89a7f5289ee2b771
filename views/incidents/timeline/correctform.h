// SPDX-License-Identifier: GPL-3.0-or-later
// Puts an entry right, in place: its words, when it happened, its kind, who may read it, and why. What is refused stays.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/timeline/correction.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class FormRow;
class GrowingEdit;
class SegmentedControl;
class TextLabel;

class CorrectForm final : public QWidget
{
    Q_OBJECT

public:
    explicit CorrectForm(Session &session, QWidget *parent = nullptr);

    //! Another entry takes the place of one that was not saved. `where` names the incident.
    void correct(const onlyonce::TimelineEntry &entry, const QTimeZone &zone, const QString &where);
    [[nodiscard]] bool isChanged() const;

Q_SIGNALS:
    void opened(bool open);
    void corrected(onlyonce::TimelineId entry);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void submit();
    void refuse(const Error &error);
    void lookAgain();
    void leave();
    [[nodiscard]] QString shownTime() const;

    Session &m_session;
    onlyonce::TimelineEntry m_entry;
    QTimeZone m_zone;
    GrowingEdit *m_text;
    FormRow *m_textRow;
    QComboBox *m_kind;
    QLineEdit *m_time;
    FormRow *m_timeRow;
    SegmentedControl *m_audience;
    QLineEdit *m_reason;
    TextLabel *m_where;
    QPushButton *m_save;
    QPointer<QWidget> m_cameFrom;
    bool m_busy = false;
};

}  // namespace onlyonce::ui
