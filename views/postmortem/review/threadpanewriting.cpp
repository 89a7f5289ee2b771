// SPDX-License-Identifier: GPL-3.0-or-later
// What one writes in a thread: what is begun is kept, and said by Ctrl+Enter.
#include "models/documents/visibletext.h"
#include "models/postmortem/editing.h"
#include "views/postmortem/review/commentrow.h"
#include "views/postmortem/review/threadpane.h"
#include "views/widgets/composer.h"
#include "views/widgets/drafts.h"

#include <QPlainTextEdit>
#include <QPushButton>

#include <algorithm>

namespace onlyonce::ui {

void ThreadPane::setDrafts(Drafts &drafts)
{
    m_drafts = &drafts;
}

QString ThreadPane::keysBegin() const
{
    return QStringLiteral("%1-comment-%2-").arg(m_session.database.uuid()).arg(m_incident.value);
}

QString ThreadPane::draftKey() const
{
    if (m_writes == Writes::Edit) {
        return keysBegin() + QStringLiteral("edit-%1").arg(m_about.id.value);
    }
    const QString part = toText(m_part).replace(QLatin1Char(' '), QLatin1Char('-'));
    return keysBegin() + (part.isEmpty() ? QStringLiteral("whole") : part);
}

void ThreadPane::keep()
{
    m_keeping.stop();
    if (m_drafts) {
        const QString text = m_composer->draft();
        const bool isAsBefore = m_writes == Writes::Edit && text.trimmed() == m_about.body;
        m_drafts->keep(draftKey(), isAsBefore ? QString() : text);
    }
}

std::vector<ThreadPane::Begun> ThreadPane::begun() const
{
    std::vector<Begun> all;
    if (!m_drafts) {
        return all;
    }
    for (const QString &key : m_drafts->keys(keysBegin())) {
        QString part = key.mid(keysBegin().size());
        Begun begun{.part = {}, .changes = {}, .text = m_drafts->of(key)};
        if (part.startsWith(QLatin1StringView("edit-"))) {
            begun.changes = CommentId{QStringView(part).mid(5).toLongLong()};
            for (const CommentThread &thread : m_said.threads) {
                const bool isIn =
                    thread.first.id == begun.changes
                    || std::ranges::find(thread.replies, begun.changes, &Comment::id) != thread.replies.end();
                if (isIn) {
                    begun.part = thread.first.part;
                    all.push_back(begun);
                }
            }
            continue;
        }
        const qsizetype blank = part.indexOf(QLatin1Char('-'));
        const auto read = postMortemPartFrom(blank < 0 ? QString() : part.replace(blank, 1, QLatin1Char(' ')));
        if (read) {
            begun.part = *read;
            all.push_back(begun);
        }
    }
    std::erase_if(all, [this](const Begun &each) { return !isHidden() && each.part == m_part; });
    return all;
}

//! What stands where one writes: what was begun there, or the words that are changed.
void ThreadPane::takeDraft()
{
    const QString kept = m_drafts ? m_drafts->of(draftKey()) : QString();
    m_composer->setDraft(m_writes == Writes::Edit ? m_about.body : kept);
    if (m_writes == Writes::Edit && !kept.isEmpty()) {
        QTextCursor cursor(m_composer->editor()->document());
        cursor.select(QTextCursor::Document);
        cursor.insertText(kept);
        m_composer->editor()->moveCursor(QTextCursor::End);
        m_composer->setNote(tr("This was begun earlier and not said. Ctrl+Z shows what stands there now."));
    }
    m_keeping.stop();
}

//! What Ctrl+Enter does is always in sight beside the text. What was begun before comes back afterwards.
void ThreadPane::write(Writes what, const Comment &about)
{
    const bool isOther = what != m_writes || about.id != m_about.id;
    const bool changesText = isOther && (what == Writes::Edit || m_writes == Writes::Edit);
    const bool leavesChange = changesText && m_writes == Writes::Edit;
    if (changesText) {
        keep();
    }
    m_writes = what;
    m_about = about;
    m_composer->setNote({});
    if (changesText) {
        takeDraft();
    }
    if (leavesChange && isVisible()) {
        m_shown.clear();
        show(here());  // the row says that a change is begun
    }
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
                text](Transaction &transaction) -> Result<MentionsTold> {
            MentionsTold told;
            if (what == Writes::Edit) {
                const auto edited = editComment(transaction, about.id, text, about.version, &told);
                return edited ? Result<MentionsTold>(told) : failure(edited);
            }
            if (what == Writes::Reply) {
                const auto said = replyTo(transaction, about.id, text, &told);
                return said ? Result<MentionsTold>(told) : failure(said);
            }
            const auto postMortem = openPostMortem(transaction, incident);
            const auto said =
                postMortem ? addComment(transaction, postMortem->id, part, text, &told) : failure(postMortem);
            return said ? Result<MentionsTold>(told) : failure(said);
        })
        .then(this, [this, text, what = m_writes, about = m_about.id](const Result<MentionsTold> &said) {
            m_busy = false;
            if (!said) {
                refuse(said.error());
                return;
            }
            if (what == Writes::Edit && m_writes == what && m_about.id == about) {
                m_about.body = text;     // nothing is left of it to be kept
                write(Writes::Comment);  // with what was begun before
            } else if (m_composer->draft().trimmed() == text) {
                m_composer->clear();
                keep();
            }
            m_composer->setNote(toText(*said),
                                said->unseeing.isEmpty() && said->untold.isEmpty() ? Tone::Neutral : Tone::Warning);
        });
}

//! The text stays.
void ThreadPane::refuse(const Error &error)
{
    const auto conflict = editConflict(error);
    if (conflict && m_writes == Writes::Edit) {
        m_about.version = conflict->version;
        m_about.body = conflict->theirs;
        m_composer->setNote(tr("You have changed it elsewhere meanwhile. Now it reads: “%1” Ctrl+Enter once more puts "
                               "what stands here in its place.")
                                .arg(conflict->theirs),
                            Tone::Warning);
        return;
    }
    m_composer->setNote(error.message, Tone::Danger);
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
