// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/fieldspanel.h"

#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"

#include <QCheckBox>
#include <QEvent>
#include <QVBoxLayout>

namespace onlyonce::ui {

FieldsPanel::FieldsPanel(Session &session, IncidentId incident, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::s, 0, 0);
    layout->setSpacing(space::xl);
    for (const PostMortemField field : allPostMortemFields) {
        Editor &editor = m_editors[size_t(field)];
        editor.stored.field = field;
        editor.text = new GrowingEdit(3);
        editor.text->setPlaceholderText(prompt(field));
        editor.text->installEventFilter(this);
        editor.isPublic = new QCheckBox(tr("Customers may read it"));
        editor.isPublic->setAccessibleName(tr("%1: customers may read it").arg(label(field)));
        auto *row = new FormRow(label(field), editor.text);
        row->setMaximumWidth(scaled(metric::column));
        auto *both = new QVBoxLayout;
        both->setSpacing(space::s);
        both->addWidget(row);
        both->addWidget(editor.isPublic);
        layout->addLayout(both);
        connect(editor.isPublic, &QCheckBox::clicked, this, [this, field](bool checked) { setPublic(field, checked); });
    }
}

void FieldsPanel::setRecord(const std::optional<PostMortemRecord> &record)
{
    const bool editable = !record || record->postMortem.isEditable();
    for (Editor &editor : m_editors) {
        const PostMortemText stored =
            record ? record->text(editor.stored.field) : PostMortemText{.field = editor.stored.field};
        const bool typing = editor.text->toPlainText() != editor.stored.markdown;
        editor.stored.visibility = stored.visibility;
        editor.isPublic->setChecked(stored.visibility == Visibility::Public);
        editor.isPublic->setEnabled(editable && stored.version > 0);
        editor.text->setReadOnly(!editable);
        if (!typing || editor.text->toPlainText() == stored.markdown) {
            editor.stored = stored;
            if (editor.text->toPlainText() != stored.markdown) {
                editor.text->setPlainText(stored.markdown);
            }
        }
    }
}

void FieldsPanel::showField(PostMortemField field)
{
    QPlainTextEdit *text = m_editors[size_t(field)].text;
    text->setFocus();
    scrollIntoSight(text);
}

bool FieldsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
        for (const Editor &editor : m_editors) {
            if (editor.text == watched) {
                save(editor.stored.field);
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

template <typename Work>
Answer<Result<int>> FieldsPanel::change(Work work)
{
    return m_session.write([incident = m_incident, work](Transaction &transaction) -> Result<int> {
        auto postMortem = openPostMortem(transaction, incident);
        if (!postMortem) {
            return failure(postMortem);
        }
        return work(transaction, postMortem->id);
    });
}

void FieldsPanel::save(PostMortemField field)
{
    Editor &editor = m_editors[size_t(field)];
    const QString text = editor.text->toPlainText();
    if (text == editor.stored.markdown) {
        return;
    }
    change([field, text, version = editor.stored.version](Transaction &transaction, PostMortemId id) {
        return setField(transaction, id, field, text, version);
    }).then(this, [this, field, text](const Result<int> &version) {
        if (!version) {
            Q_EMIT failed(version.error());  // the typed text stays in its field
            return;
        }
        m_editors[size_t(field)].stored.markdown = text;
        m_editors[size_t(field)].stored.version = *version;
    });
}

void FieldsPanel::setPublic(PostMortemField field, bool isPublic)
{
    change([field, isPublic, version = m_editors[size_t(field)].stored.version](Transaction &transaction,
                                                                                PostMortemId id) {
        return setFieldVisibility(transaction, id, field, isPublic ? Visibility::Public : Visibility::Internal,
                                  version);
    }).then(this, [this](const Result<int> &done) {
        if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

}  // namespace onlyonce::ui
