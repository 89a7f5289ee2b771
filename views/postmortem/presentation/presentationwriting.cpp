// SPDX-License-Identifier: GPL-3.0-or-later
// What is written during a presentation: fields and whys, in large type.
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/presentation/presentation.h"
#include "views/postmortem/presentation/slidecanvas.h"
#include "views/postmortem/whys/whyedits.h"
#include "views/widgets/page.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>

namespace onlyonce::ui {

void Presentation::write()
{
    if (m_slides.empty()) {
        return;
    }
    const Slide &here = m_slides[m_at];
    if (here.field) {
        writeField(*here.field);
    } else if (here.question) {
        if (const Why *why = m_canvas->chosenWhy()) {
            writeWhy(why->text);
        } else if (here.whys.empty()) {
            askBelow();
        } else {
            m_canvas->choose(0);
        }
    } else if (m_canvas->chosen() >= 0) {
        const CheckPlace place = here.rows[size_t(m_canvas->chosen())].place;
        close();
        Q_EMIT placeWanted(place);
    } else if (m_canvas->choices() > 0) {
        m_canvas->choose(0);
    }
}

FieldEditor *Presentation::editorOf(PostMortemField field)
{
    FieldEditor *&editor = m_editors[int(field)];
    if (!editor) {
        editor = new FieldEditor(m_session, m_incident, field);
        editor->setMaximumWidth(QWIDGETSIZE_MAX);
        if (m_drafts) {
            editor->setDrafts(*m_drafts);
        }
        connect(editor, &FieldEditor::failed, this, &Presentation::failed);
        connect(editor, &FieldEditor::disputed, this, [this, field] { writeField(field); });
        static_cast<QVBoxLayout *>(m_fieldArea->widget()->layout())->insertWidget(0, editor);
        const bool editable = !m_talk->record || m_talk->record->postMortem.isEditable();
        editor->setStored(m_talk->record ? m_talk->record->text(field) : PostMortemText{.field = field}, editable);
    }
    return editor;
}

void Presentation::writeField(PostMortemField field)
{
    FieldEditor *editor = editorOf(field);
    for (FieldEditor *each : std::as_const(m_editors)) {
        each->setVisible(each == editor);
    }
    constexpr double size = 34;
    editor->text()->setFont(m_canvas->font(size));
    m_stack->setCurrentWidget(m_fieldArea);
    if (!editor->isAncestorOf(focusWidget())) {
        editor->text()->setFocus();
        editor->text()->moveCursor(QTextCursor::End);
    }
    tellKeys();
}

//! What two people have changed at the same place has to be settled first.
void Presentation::endField()
{
    for (FieldEditor *editor : std::as_const(m_editors)) {
        editor->save();
        if (editor->isVisible() && editor->isDisputed()) {
            editor->showConflict();
            return;
        }
    }
    showCanvas();
}

void Presentation::writeWhy(const QString &text)
{
    m_written = *m_canvas->chosenWhy();
    constexpr double size = 38;
    m_line->setFont(m_canvas->font(size));
    m_line->setText(text);
    m_line->show();
    m_line->setFocus();
    tellKeys();
}

void Presentation::askBelow()
{
    if (m_slides.empty() || !m_slides[m_at].question) {
        return;
    }
    const Why *why = m_canvas->chosenWhy();
    m_edits->add({.parent = why ? why->id : WhyId{}, .question = *m_slides[m_at].question});
}

void Presentation::endWhy(bool keeps)
{
    const Why why = *std::exchange(m_written, std::nullopt);
    const QString text = m_line->text().trimmed();
    m_line->hide();
    m_hint->hide();
    if (keeps && !text.isEmpty() && text != why.text) {
        m_edits->edit(why, text);
    } else if (why.text == WhyEdits::unwritten()) {
        m_edits->drop(why);  // nothing was typed after all
    }
    showCanvas();
}

void Presentation::showCanvas()
{
    m_stack->setCurrentWidget(m_scroll);
    setFocus();
    tellKeys();
}

}  // namespace onlyonce::ui
