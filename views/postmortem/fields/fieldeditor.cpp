// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/fields/fieldeditor.h"

#include "views/widgets/growingedit.h"
#include "views/widgets/page.h"

#include <QCheckBox>
#include <QEvent>
#include <QVBoxLayout>

namespace onlyonce::ui {

FieldEditor::FieldEditor(Session &session, IncidentId incident, PostMortemField field, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_incident(incident)
    , m_stored({.field = field})
    , m_head(new QHBoxLayout)
    , m_text(new GrowingEdit(3))
    , m_isPublic(new QCheckBox(tr("Customers may read it")))
{
    auto *caption = new TextLabel(label(field), TextStyle::Strong);
    caption->setBuddy(m_text);
    m_head->setSpacing(space::s);
    m_head->addWidget(caption);
    m_head->addStretch();
    m_text->setPlaceholderText(prompt(field));
    m_text->setAccessibleName(label(field));
    m_text->installEventFilter(this);
    m_isPublic->setAccessibleName(tr("%1: customers may read it").arg(label(field)));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::xs);
    layout->addLayout(m_head);
    layout->addWidget(m_text);
    layout->addSpacing(space::xs);
    layout->addWidget(m_isPublic);
    setMaximumWidth(scaled(metric::column));
    setFocusProxy(m_text);
    connect(m_isPublic, &QCheckBox::clicked, this, &FieldEditor::setPublic);
}

void FieldEditor::addToHead(QWidget *widget)
{
    m_head->addWidget(widget);
}

bool FieldEditor::isTyping() const
{
    return m_text->toPlainText() != m_stored.markdown;
}

void FieldEditor::setStored(const PostMortemText &stored, bool editable)
{
    const bool typing = isTyping();
    m_stored.visibility = stored.visibility;
    m_isPublic->setChecked(stored.visibility == Visibility::Public);
    m_isPublic->setEnabled(editable && stored.version > 0);
    m_text->setReadOnly(!editable);
    if (!typing || m_text->toPlainText() == stored.markdown) {
        m_stored = stored;
        if (m_text->toPlainText() != stored.markdown) {
            m_text->setPlainText(stored.markdown);
        }
    }
}

bool FieldEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::FocusOut) {
        save();
    }
    return QWidget::eventFilter(watched, event);
}

template <typename Work>
Answer<Result<int>> FieldEditor::change(Work work)
{
    return m_session.write([incident = m_incident, work](Transaction &transaction) -> Result<int> {
        auto postMortem = openPostMortem(transaction, incident);
        if (!postMortem) {
            return failure(postMortem);
        }
        return work(transaction, postMortem->id);
    });
}

void FieldEditor::save()
{
    if (!isTyping()) {
        return;
    }
    const QString text = m_text->toPlainText();
    change([field = field(), text, version = m_stored.version](Transaction &transaction, PostMortemId id) {
        return setField(transaction, id, field, text, version);
    }).then(this, [this, text](const Result<int> &version) {
        if (!version) {
            Q_EMIT failed(version.error());  // the typed text stays in its field
            return;
        }
        m_stored.markdown = text;
        m_stored.version = *version;
    });
}

void FieldEditor::setPublic(bool isPublic)
{
    change([field = field(), isPublic, version = m_stored.version](Transaction &transaction, PostMortemId id) {
        return setFieldVisibility(transaction, id, field, isPublic ? Visibility::Public : Visibility::Internal,
                                  version);
    }).then(this, [this](const Result<int> &done) {
        if (!done) {
            Q_EMIT failed(done.error());
        }
    });
}

}  // namespace onlyonce::ui
