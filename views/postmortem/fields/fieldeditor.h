// SPDX-License-Identifier: GPL-3.0-or-later
// One field of a post-mortem's prose: its question, its text, and whether customers may read it. Saved when it is left;
// what is being typed is never replaced.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"

#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QPlainTextEdit;

namespace onlyonce::ui {

class FieldEditor final : public QWidget
{
    Q_OBJECT

public:
    FieldEditor(Session &session, IncidentId incident, PostMortemField field, QWidget *parent = nullptr);
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

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void save();
    void setPublic(bool isPublic);
    //! `work(Transaction &, PostMortemId)`; begins the post-mortem if nobody has.
    template <typename Work>
    Answer<Result<int>> change(Work work);

    Session &m_session;
    IncidentId m_incident;
    PostMortemText m_stored;
    QHBoxLayout *m_head;
    QPlainTextEdit *m_text;
    QCheckBox *m_isPublic;
};

}  // namespace onlyonce::ui
