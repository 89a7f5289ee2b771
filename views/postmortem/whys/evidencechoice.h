// SPDX-License-Identifier: GPL-3.0-or-later
// What shows that the current why is so: its links as chips, and a picker that finds entries of the timeline and files as
// one types. Enter links what is chosen, or takes the link away; Escape leaves.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/whys/whyevidence.h"
#include "views/widgets/refresh.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace onlyonce::ui {

class ChipRows;
class FormRow;
class TextLabel;
class WhyEdits;

class EvidenceChoice final : public QWidget
{
    Q_OBJECT

public:
    EvidenceChoice(Session &session, IncidentId incident, WhyEdits &edits, QWidget *parent = nullptr);

    //! The current one, or none. The picker stays open while it is the same.
    void setWhy(const Why *why);
    //! Opens the picker; `hint` says why, where the person asked for something else.
    void pick(const QString &hint = {});

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makePicker();
    [[nodiscard]] QWidget *makeQuestion();
    [[nodiscard]] bool isLinked(const EvidenceLink &what) const;
    void showChips();
    void reload();
    void showFound();
    void toggle();
    void unlink(const EvidenceLink &what);
    void leave(QWidget *what);

    Session &m_session;
    IncidentId m_incident;
    WhyEdits &m_edits;
    std::optional<Why> m_why;
    ChipRows *m_chips;
    TextLabel *m_what;
    QLineEdit *m_text;
    FormRow *m_row;
    QListWidget *m_list;
    QWidget *m_picker;
    TextLabel *m_ask;
    QPushButton *m_remove;
    QWidget *m_question;
    EvidenceLink m_asked;  //!< whether this is to go
    std::vector<WhyEvidence> m_found;
    QPointer<QWidget> m_cameFrom;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
