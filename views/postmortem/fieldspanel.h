// SPDX-License-Identifier: GPL-3.0-or-later
// The prose of a post-mortem: a field per question, saved when it is left, each public or internal on its own.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QPlainTextEdit;

namespace onlyonce::ui {

class FieldsPanel final : public QWidget
{
    Q_OBJECT

public:
    FieldsPanel(Session &session, IncidentId incident, QWidget *parent = nullptr);
    //! A field that is being typed in is not replaced.
    void setRecord(const std::optional<PostMortemRecord> &record);
    //! The focus goes there.
    void showField(PostMortemField field);

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void save(PostMortemField field);
    void setPublic(PostMortemField field, bool isPublic);
    //! `work(Transaction &, PostMortemId)`; begins the post-mortem if nobody has.
    template <typename Work>
    Answer<Result<int>> change(Work work);

    struct Editor
    {
        QPlainTextEdit *text = nullptr;
        QCheckBox *isPublic = nullptr;
        PostMortemText stored;
    };

    Session &m_session;
    IncidentId m_incident;
    std::array<Editor, allPostMortemFields.size()> m_editors;
};

}  // namespace onlyonce::ui
