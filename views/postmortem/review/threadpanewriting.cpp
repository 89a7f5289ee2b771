// SPDX-License-Identifier: GPL-3.0-or-later
// What one writes in a thread: what is begun is kept, and said by Ctrl+Enter.
#include "models/documents/visibletext.h"
#include "views/postmortem/review/commentrow.h"
#include "views/postmortem/review/threadpane.h"
#include "views/widgets/composer.h"
#include "views/widgets/drafts.h"

#include <QPushButton>

#include <algorithm>

namespace onlyonce::ui {

void ThreadPane::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
}

QString ThreadPane::draftKey() const
{
    const QString part = toText(m_part).replace(QLatin1Char(' '), QLatin1Char('-'));
    return QStringLiteral("%1-comment-%2-%3")
        .arg(m_session.database.uuid())
        .arg(m_incident.value)
        .arg(part.isEmpty() ? QStringLiteral("whole") : part);
}

void ThreadPane::keep()
{
    m_keeping.stop();
    if (m_drafts) {
        m_drafts->keep(draftKey(), m_composer->draft());
    }
}

//! What Ctrl+Enter does is always in sight beside the text.
void ThreadPane::write(Writes what, const Comment &about)
{
    if (what == Writes::Edit) {
        if (m_writes != Writes::Edit && !m_composer->draft().trimmed().isEmpty()) {
            keep();  // what was begun comes back afterwards
        }
        m_keeping.stop();
    } else if (m_writes == Writes::Edit) {
        m_writes = what;
        m_composer->setDraft(m_drafts ? m_drafts->of(draftKey()) : QString());
        m_keeping.stop();
    }
    m_writes = what;
    m_about = about;
    m_composer->setNote({});
    m_fresh->setVisible(what != Writes::Comment);
    switch (what) {
    case Writes::Comment:
        m_composer->setDestination(tr("New comment · for colleagues alone"));
        break;
    case Writes::Reply:
        m_composer->setDestination(
            tr("Reply to %1: %2").arg(about.authorName, shortLine(about.body.simplified(), longestComment)));
        break;
    case Writes::Edit:
        m_composer->setDraft(about.body);
        m_keeping.stop();
        m_composer->setDestination(tr("Change your words of %1").arg(commentTime(about.writtenAt)));
        break;
    }
}

void ThreadPane::say(const QString &text)
{
    if (std::exchange(m_busy, true)) {
        return;  // Ctrl+Enter twice says it once
    }
    m_session
        .write([incident = m_incident, part = m_part, what = m_writes, about = m_about,
                text](Transaction &transaction) -> Result<> {
            if (what == Writes::Edit) {
                const auto edited = editComment(transaction, about.id, text, about.version);
                return edited ? Result<>() : failure(edited);
            }
            if (what == Writes::Reply) {
                const auto said = replyTo(transaction, about.id, text);
                return said ? Result<>() : failure(said);
            }
            const auto postMortem = openPostMortem(transaction, incident);
            const auto said = postMortem ? addComment(transaction, postMortem->id, part, text) : failure(postMortem);
            return said ? Result<>() : failure(said);
        })
        .then(this, [this, text](const Result<> &said) {
            m_busy = false;
            if (!said) {
                m_composer->setNote(said.error().message, Tone::Danger);  // the text stays
                return;
            }
            const bool wasEdit = m_writes == Writes::Edit;
            if (wasEdit) {
                write(Writes::Comment);  // with what was begun before
            } else if (m_composer->draft().trimmed() == text) {
                m_composer->clear();
                keep();
            }
            m_composer->setNote({});
        });
}

void ThreadPane::settle(const Comment &comment)
{
    const CommentId thread = comment.thread ? comment.thread : comment.id;
    const auto found =
        std::ranges::find(m_said.threads, thread, [](const CommentThread &each) { return each.first.id; });
    if (found == m_said.threads.end()) {
        return;
    }
    m_session
        .write([id = thread, settled = found->isOpen(), version = found->first.version](Transaction &transaction) {
            return settleComment(transaction, id, settled, version);
        })
        .then(this, [this](const Result<int> &done) {
            if (!done) {
                Q_EMIT failed(done.error());
            }
        });
}

}  // namespace onlyonce::ui
