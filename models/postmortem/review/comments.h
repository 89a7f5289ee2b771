// SPDX-License-Identifier: GPL-3.0-or-later
// What people say about a post-mortem and its parts: threads one level deep, open until somebody settles them. They are for
// colleagues: no document has them, only the complete JSON of an incident. They change nothing of the post-mortem itself,
// so they go on after it was approved.
//
// Writing needs Permission::Note. Errors: NotFound for what is not there (any more), Invalid for a text that cannot be kept,
// Denied for somebody else's words, Conflict with both texts (editing.h) for a version that has moved.
#pragma once

#include "models/postmortem/review/mentions.h"
#include "models/postmortem/review/part.h"

namespace onlyonce {

using CommentId = Id<struct CommentTag>;

struct Comment
{
    CommentId id;
    PostMortemId postMortem;
    CommentId thread;  //!< the comment that this one replies to; null: it begins a thread
    PostMortemPart part = {};
    QString body;  //!< Markdown
    ActorId author;
    QString authorName = {};  //!< filled on reading
    Instant writtenAt = {};
    std::optional<Instant> editedAt = {};
    std::optional<Instant> settledAt = {};  //!< of one that begins a thread
    ActorId settledBy = {};
    QString settledByName = {};  //!< filled on reading
    int version = 0;

    friend bool operator==(const Comment &, const Comment &) = default;
};

struct CommentThread
{
    Comment first;
    std::vector<Comment> replies = {};  //!< in order of writing

    [[nodiscard]] bool isOpen() const { return !first.settledAt; }
    friend bool operator==(const CommentThread &, const CommentThread &) = default;
};

inline constexpr int longestComment = 10'000;  //!< UTF-16 units
inline constexpr int mostComments = 5'000;     //!< per post-mortem

//! In order of writing, open and settled ones.
[[nodiscard]] Result<std::vector<CommentThread>> commentsOf(Transaction &transaction, PostMortemId postMortem);

//! @name Whoever is mentioned is told (mentions.h); `told`, unless it is nullptr, says what has become of that.
//! @{
[[nodiscard]] Result<CommentId> addComment(Transaction &transaction, PostMortemId postMortem,
                                           const PostMortemPart &part, const QString &body,
                                           MentionsTold *told = nullptr);
//! A reply to a reply stands in the same thread.
[[nodiscard]] Result<CommentId> replyTo(Transaction &transaction, CommentId comment, const QString &body,
                                        MentionsTold *told = nullptr);
//! By whoever wrote it, at the window or at the command line.
[[nodiscard]] Result<int> editComment(Transaction &transaction, CommentId comment, const QString &body, int version,
                                      MentionsTold *told = nullptr);
//! @}
//! The thread is settled, or open again. Whoever may write may do it.
[[nodiscard]] Result<int> settleComment(Transaction &transaction, CommentId thread, bool settled, int version);

//! {id, on: "field leadUp" or "" for the whole, author, writtenAt, editedAt, text, settledAt, settledBy,
//!  replies: [{id, author, writtenAt, editedAt, text}]}
[[nodiscard]] QJsonObject toJson(const CommentThread &thread);

}  // namespace onlyonce
