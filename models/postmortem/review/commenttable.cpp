// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/commenttable.h"

namespace onlyonce::commenttable {

namespace {

Comment readComment(const Row &row)
{
    return Comment{.id = row.id<CommentId>(0),
                   .postMortem = row.id<PostMortemId>(1),
                   .thread = row.id<CommentId>(2),
                   .part = postMortemPartFrom(row.text(3)).value_or(PostMortemPart{}),
                   .body = row.text(4),
                   .author = row.id<ActorId>(5),
                   .authorName = row.text(6),
                   .writtenAt = row.instant(7),
                   .editedAt = row.maybeInstant(8),
                   .settledAt = row.maybeInstant(9),
                   .settledBy = row.id<ActorId>(10),
                   .settledByName = row.text(11),
                   .version = int(row.integer(12))};
}

QString selectComments(QLatin1StringView where)
{
    return QStringLiteral(
               "SELECT c.id, c.postmortem_id, c.thread_id, c.part, c.body, c.actor_id, a.name, c.written_at, "
               "c.edited_at, c.settled_at, c.settled_by, s.name, c.version FROM postmortem_comment c "
               "JOIN actor a ON a.id = c.actor_id LEFT JOIN actor s ON s.id = c.settled_by WHERE ")
         + where + QStringLiteral(" ORDER BY c.id");
}

}  // namespace

Result<std::vector<Comment>> all(Transaction &transaction, PostMortemId postMortem)
{
    return transaction.all(selectComments(QLatin1StringView("c.postmortem_id = ?")), readComment, postMortem);
}

Result<std::optional<Comment>> byId(Transaction &transaction, CommentId id)
{
    return transaction.one(selectComments(QLatin1StringView("c.id = ?")), readComment, id);
}

Result<qint64> count(Transaction &transaction, PostMortemId postMortem)
{
    const auto counted = transaction.one(
        QStringLiteral("SELECT count(*) FROM postmortem_comment WHERE postmortem_id = ?"),
        [](const Row &row) { return row.integer(0); }, postMortem);
    return counted ? Result<qint64>(counted->value_or(0)) : failure(counted);
}

Result<CommentId> insert(Transaction &transaction, const Comment &comment)
{
    return transaction.insert<CommentId>(
        QStringLiteral(
            "INSERT INTO postmortem_comment (postmortem_id, thread_id, part, body, actor_id, written_at, "
            "edited_at, settled_at, settled_by, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        comment.postMortem, comment.thread, toText(comment.part), comment.body, comment.author, comment.writtenAt,
        comment.editedAt, comment.settledAt, comment.settledBy, comment.version);
}

Result<> update(Transaction &transaction, const Comment &comment)
{
    const auto updated = transaction.exec(
        QStringLiteral("UPDATE postmortem_comment SET body = ?, edited_at = ?, settled_at = ?, settled_by = ?, "
                       "version = ? WHERE id = ?"),
        comment.body, comment.editedAt, comment.settledAt, comment.settledBy, comment.version, comment.id);
    return updated ? Result<>() : failure(updated);
}

}  // namespace onlyonce::commenttable
