// SPDX-License-Identifier: GPL-3.0-or-later
// One field of a post-mortem's prose: its question, its text, and whether customers may read it. Saved when it is left.
// Others may write in the same field meanwhile: what is being typed is never replaced; changes of different lines are
// joined when it is left, and of the same lines both are shown. What is half typed survives the program.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"
#include "views/widgets/draftkeeping.h"

#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QPlainTextEdit;

namespace onlyonce::ui {

class ConflictBar;
class Drafts;

class FieldEditor final : public QWidget
{
    Q_OBJECT

public:
    FieldEditor(Session &session, IncidentId incident, PostMortemField field, QWidget *parent = nullptr);
    //! Before the first setStored(); outlives the editor.
    void setDrafts(Drafts &drafts);
    //! At the right of the label, in order of adding: small marks and buttons that concern this field.
    void addToHead(QWidget *widget);
    //! As it is in the database now. A text that is being typed stays as it is.
    void setStored(const PostMortemText &stored, bool editable);
    //! What the typed text is a change of.
    [[nodiscard]] const PostMortemText &stored() const { return m_stored; }
    [[nodiscard]] PostMortemField field() const { return m_stored.field; }
    [[nodiscard]] QPlainTextEdit *text() const { return m_text; }
    //! Something is typed that is not saved.
    [[nodiscard]] bool isTyping() const;
    //! As when it is left.
    void save();
    //! Somebody else has changed the same lines, and nobody has decided yet.
    [[nodiscard]] bool isDisputed() const { return m_theirs && !merged(); }
    //! The focus goes to the choices.
    void showConflict();

Q_SIGNALS:
    void failed(const onlyonce::Error &error);
    void disputed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    //! Somebody has written `theirs` while this was typed: is there one text of both?
    [[nodiscard]] std::optional<QString> merged() const;
    void meet(const PostMortemText &theirs);
    void send(const QString &text, int version);
    void settled(const QString &typed, const QString &text, int version);
    void keepTheirs();
    void keepMine();
    void joinByHand();
    void keepDraft();
    void takeDraft(const PostMortemText &stored);
    void setPublic(bool isPublic);
    //! `work(Transaction &, PostMortemId)`; begins the post-mortem if nobody has.
    template <typename Work>
    Answer<Result<int>> change(Work work);

    Session &m_session;
    IncidentId m_incident;
    PostMortemText m_stored;
    std::optional<PostMortemText> m_theirs;  //!< newer than m_stored, and not in the text
    QHBoxLayout *m_head;
    QPlainTextEdit *m_text;
    ConflictBar *m_conflict;
    QCheckBox *m_isPublic;
    std::optional<PostMortemText> m_late;  //!< read while something was being saved
    bool m_isSaving = false;
    Drafts *m_drafts = nullptr;
    QString m_draft;  //!< its key
    bool m_hasDraft = false;
    bool m_isFirst = true;  //!< nothing is stored here yet: a draft may wait
    DraftKeeping m_keeping{[this] { keepDraft(); }};
};

}  // namespace onlyonce::ui
