// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/comments.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/postmortem/review/commenttable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

//! Permission, and the post-mortem is there to be seen; in whatever status it is.
Result<> mayComment(Transaction &transaction, PostMortemId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    const auto found = postMortem(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<>() : fail(ErrorCode::NotFound, tr("There is no such post-mortem."));
}

Result<Comment> commentMeant(Transaction &transaction, CommentId id)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    auto found = commenttable::byId(transaction, id);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<Comment>(std::move(**found)) : fail(ErrorCode::NotFound, tr("There is no such comment."));
}

Result<QString> commentText(const QString &body)
{
    return detail::requiredText(body, tr("The comment"), longestComment);
}

Result<> auditComment(Transaction &transaction, const Comment &comment, const QString &field,
                      std::optional<QString> before, std::optional<QString> after)
{
    transaction.touch(QStringLiteral("postmortem_comment"), comment.id);
    return recordChange(transaction, {.entity = QStringLiteral("postmortem_comment"),
                                      .entityId = comment.id.value,
                                      .field = field,
                                      .oldValue = std::move(before),
                                      .newValue = std::move(after)});
}

Result<> tellThem(Transaction &transaction, const Comment &comment, const QString &before, MentionsTold *told)
{
    auto mentions = detail::tellMentioned(transaction, comment, before);
    if (mentions && told) {
        *told = std::move(*mentions);
    }
    return mentions ? Result<>() : failure(mentions);
}

Result<CommentId> write(Transaction &transaction, Comment comment, const QString &body, MentionsTold *told)
{
    auto text = commentText(body);
    const auto known = text ? commenttable::count(transaction, comment.postMortem) : failure(text);
    if (!known) {
        return failure(known);
    }
    if (*known >= mostComments) {
        return fail(ErrorCode::Invalid,
                    tr("This post-mortem has %1 comments already. Say it in the document itself.").arg(mostComments));
    }
    comment.body = *text;
    comment.author = transaction.actor();
    comment.writtenAt = transaction.now();
    comment.version = 1;
    const auto id = commenttable::insert(transaction, comment);
    if (!id) {
        return failure(id);
    }
    comment.id = *id;
    ONLYONCE_TRY(auditComment(transaction, comment, QStringLiteral("body"), std::nullopt, comment.body));
    ONLYONCE_TRY(tellThem(transaction, comment, {}, told));
    return *id;
}

//! Whoever wrote it, or the same person at the other place.
Result<bool> isAuthor(Transaction &transaction, const Comment &comment, ActorId who)
{
    if (comment.author == who) {
        return true;
    }
    const auto author = actor(transaction, comment.author);
    const auto other = author ? actor(transaction, who) : failure(author);
    if (!other) {
        return failure(other);
    }
    return *author && *other && (*author)->person && (*author)->person == (*other)->person;
}

QJsonObject saidJson(const Comment &comment)
{
    return {{QStringLiteral("id"), comment.id.value},
            {QStringLiteral("author"), comment.authorName},
            {QStringLiteral("writtenAt"), toIso(comment.writtenAt)},
            {QStringLiteral("editedAt"), onlyonce::toJson(comment.editedAt)},
            {QStringLiteral("text"), comment.body}};
}

}  // namespace

Result<std::vector<CommentThread>> commentsOf(Transaction &transaction, PostMortemId postMortem)
{
    auto rows = commenttable::all(transaction, postMortem);
    if (!rows) {
        return failure(rows);
    }
    std::vector<CommentThread> threads;
    for (Comment &comment : *rows) {
        if (!comment.thread) {
            threads.push_back({.first = std::move(comment)});
            continue;
        }
        const auto thread =
            std::ranges::find(threads, comment.thread, [](const CommentThread &t) { return t.first.id; });
        if (thread != threads.end()) {
            thread->replies.push_back(std::move(comment));
        }
    }
    return threads;
}

Result<CommentId> addComment(Transaction &transaction, PostMortemId postMortem, const PostMortemPart &part,
                             const QString &body, MentionsTold *told)
{
    ONLYONCE_TRY(mayComment(transaction, postMortem));
    ONLYONCE_TRY(detail::requirePart(transaction, postMortem, part));
    return write(transaction, {.id = {}, .postMortem = postMortem, .thread = {}, .part = part}, body, told);
}

Result<CommentId> replyTo(Transaction &transaction, CommentId comment, const QString &body, MentionsTold *told)
{
    const auto about = commentMeant(transaction, comment);
    if (!about) {
        return failure(about);
    }
    return write(transaction,
                 {.id = {},
                  .postMortem = about->postMortem,
                  .thread = about->thread ? about->thread : about->id,
                  .part = about->part},
                 body, told);
}

Result<int> editComment(Transaction &transaction, CommentId id, const QString &body, int version, MentionsTold *told)
{
    auto comment = commentMeant(transaction, id);
    const auto text = comment ? commentText(body) : failure(comment);
    const auto mine = text ? isAuthor(transaction, *comment, transaction.actor()) : failure(text);
    if (!mine) {
        return failure(mine);
    }
    if (!*mine) {
        return fail(ErrorCode::Denied,
                    tr("%1 wrote this, so nobody else changes it. Reply to it instead.").arg(comment->authorName));
    }
    if (comment->body == *text) {
        return comment->version;
    }
    if (version != comment->version) {
        return detail::conflictError(tr("This comment"),
                                     {.theirs = comment->body, .yours = *text, .version = comment->version});
    }
    const QString before = std::exchange(comment->body, *text);
    comment->editedAt = transaction.now();
    ++comment->version;
    ONLYONCE_TRY(commenttable::update(transaction, *comment));
    ONLYONCE_TRY(auditComment(transaction, *comment, QStringLiteral("body"), before, comment->body));
    ONLYONCE_TRY(tellThem(transaction, *comment, before, told));
    return comment->version;
}

Result<int> settleComment(Transaction &transaction, CommentId id, bool settled, int version)
{
    auto comment = commentMeant(transaction, id);
    if (!comment) {
        return failure(comment);
    }
    if (comment->thread) {
        return fail(ErrorCode::Invalid, tr("A thread is settled as a whole: settle the comment that begins it."));
    }
    if (comment->settledAt.has_value() == settled) {
        return comment->version;
    }
    if (version != comment->version) {
        return detail::conflictError(
            tr("This comment"),
            {.theirs = comment->body, .yours = settled ? tr("settled") : tr("open"), .version = comment->version});
    }
    comment->settledAt = settled ? std::optional(transaction.now()) : std::nullopt;
    comment->settledBy = settled ? transaction.actor() : ActorId{};
    ++comment->version;
    ONLYONCE_TRY(commenttable::update(transaction, *comment));
    const auto word = [](bool is) { return is ? QStringLiteral("settled") : QStringLiteral("open"); };
    ONLYONCE_TRY(auditComment(transaction, *comment, QStringLiteral("state"), word(!settled), word(settled)));
    return comment->version;
}

QJsonObject toJson(const CommentThread &thread)
{
    QJsonArray replies;
    for (const Comment &reply : thread.replies) {
        replies.append(saidJson(reply));
    }
    const Comment &first = thread.first;
    QJsonObject json = saidJson(first);
    json.insert(QStringLiteral("on"), toText(first.part));
    json.insert(QStringLiteral("settledAt"), onlyonce::toJson(first.settledAt));
    json.insert(QStringLiteral("settledBy"),
                first.settledByName.isEmpty() ? QJsonValue() : QJsonValue(first.settledByName));
    json.insert(QStringLiteral("replies"), replies);
    return json;
}

}  // namespace onlyonce
