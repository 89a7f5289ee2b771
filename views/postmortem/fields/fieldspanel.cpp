// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/fields/fieldspanel.h"

#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldproposals.h"
#include "views/widgets/page.h"

#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace onlyonce::ui {

FieldsPanel::FieldsPanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::s, 0, 0);
    layout->setSpacing(space::xl);
    for (const PostMortemField field : allPostMortemFields) {
        auto *editor = new FieldEditor(session, incident, field);
        connect(editor, &FieldEditor::failed, this, &FieldsPanel::failed);
        layout->addWidget(editor);
        m_editors[size_t(field)] = editor;
    }
    m_proposals = new FieldProposals(session, incident, m_editors, this);
    connect(m_proposals, &FieldProposals::failed, this, &FieldsPanel::failed);
}

void FieldsPanel::setDrafts(Drafts &drafts)
{
    for (FieldEditor *editor : m_editors) {
        editor->setDrafts(drafts);
    }
}

void FieldsPanel::setRecord(const std::optional<PostMortemRecord> &record)
{
    const bool editable = !record || record->postMortem.isEditable();
    for (FieldEditor *editor : m_editors) {
        editor->setStored(record ? record->text(editor->field()) : PostMortemText{.field = editor->field()}, editable);
    }
}

void FieldsPanel::showField(PostMortemField field)
{
    QPlainTextEdit *text = editor(field)->text();
    text->setFocus();
    scrollIntoSight(text);
}

std::optional<PostMortemField> FieldsPanel::disputed() const
{
    const auto found = std::ranges::find_if(m_editors, &FieldEditor::isDisputed);
    return found == m_editors.end() ? std::nullopt : std::optional((*found)->field());
}

}  // namespace onlyonce::ui
