// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/postmortem/fields/fieldeditor.h"

#include "models/postmortem/editing.h"
#include "models/postmortem/texts/merge.h"
#include "views/postmortem/fields/conflictbar.h"
#include "views/postmortem/fields/replacetext.h"
#include "views/widgets/drafts.h"
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
    , m_conflict(new ConflictBar(label(field)))
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
    layout->addWidget(m_conflict);
    layout->addSpacing(space::xs);
    layout->addWidget(m_isPublic);
    setMaximumWidth(scaled(metric::column));
    setFocusProxy(m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] { m_keeping.typed(); });
    connect(m_isPublic, &QCheckBox::clicked, this, &FieldEditor::setPublic);
    connect(m_conflict, &ConflictBar::theirsWanted, this, &FieldEditor::keepTheirs);
    connect(m_conflict, &ConflictBar::yoursWanted, this, &FieldEditor::keepMine);
    connect(m_conflict, &ConflictBar::bothWanted, this, &FieldEditor::joinByHand);
}

void FieldEditor::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
    m_draft =
        QStringLiteral("%1-postmortem-%2-%3").arg(m_session.database.uuid()).arg(m_incident.value).arg(toText(field()));
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
    if (m_isSaving) {
        m_late = stored;  // before or after what is saved: that is known when it is
        return;
    }
    m_isPublic->setChecked(stored.visibility == Visibility::Public);
    m_isPublic->setEnabled(editable && stored.version > 0);
    m_text->setReadOnly(!editable);
    if (std::exchange(m_isFirst, false) && m_drafts) {
        takeDraft(stored);
    }
    if (stored.version > 0 && stored.version < m_stored.version) {
        return;  // read before the latest was saved
    }
    const bool isSame = m_text->toPlainText() == stored.markdown;
    if (isSame || !isTyping()) {
        m_stored = stored;
        m_theirs.reset();
        m_conflict->dismiss();
        if (!isSame) {
            replaceText(*m_text, stored.markdown);
        }
    } else if (stored.markdown == m_stored.markdown) {
        m_stored = stored;  // its words are what they were
    } else if (stored.version > m_stored.version) {
        meet(stored);
    }
}

std::optional<QString> FieldEditor::merged() const
{
    return m_theirs ? mergeTexts(m_stored.markdown, m_text->toPlainText(), m_theirs->markdown) : std::nullopt;
}

//! As long as it is being typed in, the text stays as it is: what can be joined is joined when it is left.
void FieldEditor::meet(const PostMortemText &theirs)
{
    m_theirs = theirs;
    if (merged()) {
        m_conflict->dismiss();
    } else {
        const bool isNews = !m_conflict->isVisible();
        m_conflict->ask(theirs.markdown);
        if (isNews && m_text->hasFocus()) {  // it may be below what is in sight, and has its place after this
            QMetaObject::invokeMethod(m_conflict, [this] { scrollIntoSight(m_conflict); }, Qt::QueuedConnection);
        }
        Q_EMIT disputed();
    }
}

void FieldEditor::showConflict()
{
    m_conflict->setFocus();
    scrollIntoSight(m_conflict);
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
    if (!isTyping() || m_isSaving || m_text->isReadOnly()) {
        return;
    }
    if (!m_theirs) {
        send(m_text->toPlainText(), m_stored.version);
    } else if (const auto both = merged()) {
        send(*both, m_theirs->version);
    }
}

void FieldEditor::send(const QString &text, int version)
{
    m_isSaving = true;
    change([field = field(), text, version](Transaction &transaction, PostMortemId id) {
        return setField(transaction, id, field, text, version);
    }).then(this, [this, text, typed = m_text->toPlainText()](const Result<int> &done) {
        m_isSaving = false;
        const auto late = std::exchange(m_late, std::nullopt);
        if (done) {
            settled(typed, text, *done);
            if (late && late->version > *done) {
                setStored(*late, !m_text->isReadOnly());
            }
            return;
        }
        const auto conflict = editConflict(done.error());
        if (!conflict) {
            Q_EMIT failed(done.error());  // the typed text stays in its field
            return;
        }
        PostMortemText theirs = m_stored;
        theirs.markdown = conflict->theirs;
        theirs.version = conflict->version;
        meet(theirs);
        if (!m_text->hasFocus()) {
            save();
        }
    });
}

//! It may have been typed on while it was written.
void FieldEditor::settled(const QString &typed, const QString &text, int version)
{
    const bool typedOn = m_text->toPlainText() != typed;
    if (typedOn && text != typed) {  // what is typed is a change of `typed`; with theirs it has to be joined again
        m_theirs = m_stored;
        m_theirs->markdown = text;
        m_theirs->version = version;
        m_stored.markdown = typed;
    } else {
        m_stored.markdown = text;
        m_stored.version = version;
        m_theirs.reset();
        m_conflict->dismiss();
        if (!typedOn && text != typed) {
            replaceText(*m_text, text);
        }
    }
    keepDraft();
    if (!m_text->hasFocus()) {
        save();
    }
}

void FieldEditor::keepTheirs()
{
    m_stored = *std::exchange(m_theirs, std::nullopt);
    m_conflict->dismiss();
    replaceText(*m_text, m_stored.markdown);
    m_text->setFocus();
}

void FieldEditor::keepMine()
{
    m_stored = *std::exchange(m_theirs, std::nullopt);
    m_conflict->dismiss();
    m_text->setFocus();
    if (isTyping() && !m_isSaving) {
        send(m_text->toPlainText(), m_stored.version);
    }
}

void FieldEditor::joinByHand()
{
    m_stored = *std::exchange(m_theirs, std::nullopt);
    m_conflict->dismiss();
    QTextCursor cursor(m_text->document());
    cursor.insertText(m_stored.markdown + QStringLiteral("\n\n"));  // theirs, then what was typed
    m_text->setFocus();
}

void FieldEditor::keepDraft()
{
    m_keeping.stop();
    if (!m_drafts || (!isTyping() && !m_hasDraft)) {
        return;
    }
    m_hasDraft = isTyping();
    // Of which version it is a change stands before it.
    m_drafts->keep(m_draft,
                   m_hasDraft ? QStringLiteral("%1\n%2").arg(m_stored.version).arg(m_text->toPlainText()) : QString());
}

void FieldEditor::takeDraft(const PostMortemText &stored)
{
    const QString kept = m_drafts->of(m_draft);
    const auto end = kept.indexOf(QLatin1Char('\n'));
    if (end < 0) {
        return;
    }
    m_hasDraft = true;
    const int version = QStringView(kept).left(end).toInt();
    const bool isOfThis = version == stored.version;
    m_stored =
        isOfThis ? stored : PostMortemText{.field = field(), .visibility = stored.visibility, .version = version};
    m_text->setPlainText(kept.mid(end + 1));
}

void FieldEditor::setPublic(bool isPublic)
{
    change([field = field(), isPublic, version = m_stored.version](Transaction &transaction, PostMortemId id) {
        return setFieldVisibility(transaction, id, field, isPublic ? Visibility::Public : Visibility::Internal,
                                  version);
    }).then(this, [this, isPublic](const Result<int> &done) {
        if (!done) {
            m_isPublic->setChecked(!isPublic);
            Q_EMIT failed(done.error());
        }
    });
}

}  // namespace onlyonce::ui
