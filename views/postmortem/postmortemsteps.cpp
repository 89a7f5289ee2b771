// SPDX-License-Identifier: GPL-3.0-or-later
// How far a post-mortem is, and the steps on and back. Declared in postmortempanel.h.
#include "models/postmortem/record.h"
#include "views/postmortem/fields/fieldeditor.h"
#include "views/postmortem/fields/fieldspanel.h"
#include "views/postmortem/postmortempanel.h"
#include "views/widgets/pill.h"
#include "views/widgets/words.h"

#include <QPushButton>
#include <QToolButton>

namespace onlyonce::ui {

namespace {

std::optional<PostMortemStatus> nextOf(PostMortemStatus status)
{
    switch (status) {
    case PostMortemStatus::Draft:
        return PostMortemStatus::InReview;
    case PostMortemStatus::InReview:
        return PostMortemStatus::Approved;
    case PostMortemStatus::Approved:
        return PostMortemStatus::Published;
    case PostMortemStatus::Published:
        return std::nullopt;
    }
    return std::nullopt;
}

//! Where it can be changed again.
std::optional<PostMortemStatus> backOf(PostMortemStatus status)
{
    return status == PostMortemStatus::Draft    ? std::nullopt
         : status == PostMortemStatus::InReview ? std::optional(PostMortemStatus::Draft)
                                                : std::optional(PostMortemStatus::InReview);
}

//! What leads to it.
QString stepTo(PostMortemStatus status)
{
    switch (status) {
    case PostMortemStatus::Draft:
        return PostMortemPanel::tr("Back to a draft");
    case PostMortemStatus::InReview:
        return PostMortemPanel::tr("Hand in for review");
    case PostMortemStatus::Approved:
        return PostMortemPanel::tr("Approve");
    case PostMortemStatus::Published:
        return PostMortemPanel::tr("Publish");
    }
    return {};
}

//! What is said when it is there, and what comes next: the head that shows it may be out of sight.
QString arrivedAt(PostMortemStatus status)
{
    switch (status) {
    case PostMortemStatus::Draft:
        return PostMortemPanel::tr("The post-mortem is a draft again.");
    case PostMortemStatus::InReview:
        return PostMortemPanel::tr("The post-mortem is in review. Ctrl+F10 approves it.");
    case PostMortemStatus::Approved:
        return PostMortemPanel::tr("The post-mortem is approved. Ctrl+F10 publishes it.");
    case PostMortemStatus::Published:
        return PostMortemPanel::tr("The post-mortem is published. Ctrl+Shift+E exports it for customers.");
    }
    return {};
}

Pill pillOf(const std::optional<PostMortemRecord> &record)
{
    if (!record) {
        return {.text = PostMortemPanel::tr("Not begun")};
    }
    const PostMortemStatus status = record->postMortem.status;
    const bool settled = status == PostMortemStatus::Approved || status == PostMortemStatus::Published;
    return {.text = capitalized(label(status)), .tone = settled ? Tone::Success : Tone::Accent};
}

}  // namespace

void PostMortemPanel::showStatus()
{
    m_status->setPill(pillOf(m_record));
    const auto next = m_record ? nextOf(m_record->postMortem.status) : std::nullopt;
    m_next->setVisible(next.has_value());
    if (next) {
        m_next->setText(stepTo(*next));
        m_next->setToolTip(tr("%1 (Ctrl+F10)").arg(stepTo(*next)));
        m_next->setAccessibleName(tr("Post-mortem: %1").arg(stepTo(*next)));
    }
    const auto back = m_record ? backOf(m_record->postMortem.status) : std::nullopt;
    m_back->setVisible(back.has_value());
    m_back->setToolTip(back == PostMortemStatus::Draft ? tr("Back to a draft (Ctrl+Shift+F10)")
                                                       : tr("Back into review, to be changed again (Ctrl+Shift+F10)"));
    m_back->setAccessibleName(m_back->toolTip());
}

//! What is half-typed is saved, as when its place is left: who hands the document in means those words, too. Changes are
//! written in the order in which they are asked for, so it is there before the step.
void PostMortemPanel::settle()
{
    const QPointer<QWidget> typed = window()->focusWidget();
    if (typed && isAncestorOf(typed)) {
        typed->clearFocus();
        if (typed && typed->isVisible()) {
            typed->setFocus(Qt::OtherFocusReason);
        }
    }
}

void PostMortemPanel::advance()
{
    settle();
    if (const auto disputed = m_fields->disputed()) {
        Q_EMIT failed(
            {.code = ErrorCode::Conflict,
             .message = tr("Somebody else has changed “%1” as well. Choose there which words stay, then go on.")
                            .arg(label(*disputed)),
             .detail = {}});
        m_fields->editor(*disputed)->showConflict();
        return;
    }
    if (!m_record) {
        Q_EMIT failed({.code = ErrorCode::Invalid,
                       .message = tr("There is no post-mortem yet. It begins with the first why or word."),
                       .detail = {}});
    } else if (const auto next = nextOf(m_record->postMortem.status)) {
        change(*next);
    } else {
        Q_EMIT failed(
            {.code = ErrorCode::Invalid,
             .message = tr("The post-mortem is published, which is the last step. Ctrl+Shift+F10 takes it back "
                           "into review, to be changed again."),
             .detail = {}});
    }
}

void PostMortemPanel::takeBack()
{
    if (const auto back = m_record ? backOf(m_record->postMortem.status) : std::nullopt) {
        change(*back);
    }
}

void PostMortemPanel::change(PostMortemStatus status)
{
    m_session
        .write([id = m_record->postMortem.id, version = m_record->postMortem.version,
                status](Transaction &transaction) { return setPostMortemStatus(transaction, id, status, version); })
        .then(this, [this, status, before = m_record->postMortem.status](const Result<int> &done) {
            if (done) {
                Q_EMIT moved(arrivedAt(status), status > before);
            } else {
                Q_EMIT failed(done.error());
            }
        });
}

}  // namespace onlyonce::ui
