// SPDX-License-Identifier: GPL-3.0-or-later
// Where a countermeasure is written, every field of it: a new one, or one that stands there. It is open until it is saved
// or left with Escape; what is refused stays, and says why. What somebody else changes in it meanwhile is joined with what
// is typed here, and where both have changed the same both are shown, to choose from. What is half typed survives the program.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/protocol/tasks.h"
#include "models/postmortem/countermeasures/countermeasuremerge.h"
#include "models/postmortem/record.h"
#include "views/widgets/draftkeeping.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;
class QPushButton;

namespace onlyonce::ui {

class ConflictBar;
class Drafts;
class FormRow;
class TextLabel;

class CountermeasureForm final : public QWidget
{
    Q_OBJECT

public:
    //! Hidden until something is written in it.
    CountermeasureForm(Session &session, IncidentId incident, QWidget *parent = nullptr);
    //! They outlive this.
    void setDrafts(Drafts &drafts);
    //! Opens with what was half typed when the program ended, if anything was, and leaves the keyboard where it is.
    void takeDraft(const std::vector<Countermeasure> &measures);

    //! The whys that can be answered.
    void setWhys(const std::vector<WhyNode> &tree);
    //! A new one; `why` may be null. What was begun there stands there still.
    void begin(WhyId why);
    void begin(const IncidentTask &task);
    void edit(const Countermeasure &measure);
    //! As it is in the database now; nothing happens unless it is the one that is edited.
    void setStored(const Countermeasure &now);
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
    //! As `measure` stands there, or as its draft would have it.
    void load(const Countermeasure &measure);
    void show(const CountermeasureText &what, const QString &owner);
    [[nodiscard]] CountermeasureText typed() const;
    void send(const CountermeasureText &what);
    [[nodiscard]] Answer<Result<>> write(const CountermeasureText &what);
    void refuse(const Error &error);

    //! @name What is half typed.
    //! @{
    [[nodiscard]] QString keysBegin() const;
    [[nodiscard]] QString draftKey() const;
    void keep();
    void forget();
    //! False when there is none of this countermeasure.
    bool load();
    //! @}

    //! @name Somebody else has changed the same one.
    //! @{
    void meet(const Countermeasure &theirs);
    //! The edit was refused because of that: what stands there now is read, and met.
    void lookAgain();
    //! Against what was loaded; `m_theirs` is there.
    [[nodiscard]] CountermeasureMerge merged() const;
    [[nodiscard]] QString words(const CountermeasureText &what, const QString &owner,
                                const std::vector<CountermeasureEntry> &entries) const;
    void keepTheirs();
    void keepMine();
    void joinByHand();
    //! Theirs, as this form would show it.
    [[nodiscard]] CountermeasureText theirText() const;
    //! From now on what is typed is a change of theirs; it shows `what`.
    void settle(const CountermeasureText &what);
    //! @}

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
    ConflictBar *m_conflict;
    QPushButton *m_submit;
    std::optional<Countermeasure> m_edited;
    CountermeasureText m_base;               //!< that one, as the form showed it
    std::optional<Countermeasure> m_theirs;  //!< newer than m_edited, and not in the form
    TaskId m_task;                           //!< of which the new one is made
    bool m_busy = false;
    Drafts *m_drafts = nullptr;
    DraftKeeping m_keeping{[this] { keep(); }};
};

}  // namespace onlyonce::ui
