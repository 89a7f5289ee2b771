// SPDX-License-Identifier: GPL-3.0-or-later
// The prose of a post-mortem: a field per question.
#pragma once

#include "models/catalog/session.h"
#include "models/postmortem/record.h"

#include <QWidget>

#include <array>

namespace onlyonce::ui {

class Drafts;
class FieldEditor;
class FieldProposals;

class FieldsPanel final : public QWidget
{
    Q_OBJECT

public:
    FieldsPanel(Session &session, IncidentId incident, QWidget *parent = nullptr);
    //! Before the first setRecord(); outlive the panel.
    void setDrafts(Drafts &drafts);
    //! A field that is being typed in is not replaced.
    void setRecord(const std::optional<PostMortemRecord> &record);
    //! The focus goes there.
    void showField(PostMortemField field);
    [[nodiscard]] FieldEditor *editor(PostMortemField field) const { return m_editors[size_t(field)]; }
    //! The first in which what is typed and what somebody else has written wait for a choice.
    [[nodiscard]] std::optional<PostMortemField> disputed() const;
    [[nodiscard]] FieldProposals &proposals() const { return *m_proposals; }

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    std::array<FieldEditor *, allPostMortemFields.size()> m_editors{};
    FieldProposals *m_proposals = nullptr;
};

}  // namespace onlyonce::ui
