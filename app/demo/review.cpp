// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/review.h"

#include "app/demo/moment.h"
#include "models/postmortem/review/comments.h"
#include "models/postmortem/review/reviews.h"

#include <QJsonArray>

#include <algorithm>

namespace onlyonce {

namespace {

Result<PostMortemPart> partMeant(Transaction &transaction, PostMortemId id, const QString &words)
{
    if (const auto field = postMortemFieldFrom(words)) {
        return PostMortemPart{*field};
    }
    const auto tree = whysOf(transaction, id);
    if (!tree) {
        return failure(tree);
    }
    PostMortemPart part;
    walkWhys(*tree, [&](const WhyNode &node, int) {
        if (!words.isEmpty() && node.why.text.contains(words)) {
            part = node.why.id;
        }
    });
    return part;
}

Result<> commentOn(Transaction &transaction, PostMortemId id, const QJsonObject &moment)
{
    const auto part = partMeant(transaction, id, text(moment, "on"));
    const auto said = part ? addComment(transaction, id, *part, text(moment, "text")) : failure(part);
    if (said && moment.value(QStringLiteral("settled")).toBool()) {
        const auto settled = settleComment(transaction, *said, true, 1);
        return settled ? Result<>() : failure(settled);
    }
    return said ? Result<>() : failure(said);
}

Result<> replyToLast(Transaction &transaction, PostMortemId id, const QString &words)
{
    const auto threads = commentsOf(transaction, id);
    if (!threads || threads->empty()) {
        return threads ? fail(ErrorCode::Internal, QStringLiteral("nobody has said anything yet")) : failure(threads);
    }
    const auto said = replyTo(transaction, threads->back().first.id, words);
    return said ? Result<>() : failure(said);
}

Result<> answerAs(Transaction &transaction, PostMortemId id, PersonId person, const QJsonObject &moment)
{
    const auto answer = reviewAnswerFrom(text(moment, "answer"));
    const auto reviews = answer ? reviewsOf(transaction, id) : failure(answer);
    if (!reviews) {
        return failure(reviews);
    }
    const auto asked = std::ranges::find(*reviews, person, &Review::person);
    const auto given = answerReview(transaction, id, person, *answer, text(moment, "words"),
                                    asked == reviews->end() ? 0 : asked->version);
    return given ? Result<>() : failure(given);
}

Result<> rewrite(Transaction &transaction, PostMortemId id, const QJsonObject &moment)
{
    const auto field = postMortemFieldFrom(text(moment, "on"));
    const auto texts = field ? fieldsOf(transaction, id) : failure(field);
    if (!texts) {
        return failure(texts);
    }
    const auto written = setField(transaction, id, *field, text(moment, "text"), texts->at(size_t(*field)).version);
    return written ? Result<>() : failure(written);
}

}  // namespace

bool isReview(const QString &what)
{
    return QStringList{QStringLiteral("comment"), QStringLiteral("reply"), QStringLiteral("askReview"),
                       QStringLiteral("review"), QStringLiteral("rewrite")}
        .contains(what);
}

Result<> tellReview(Transaction &transaction, IncidentId incident, const QJsonObject &moment,
                    const QHash<QString, PersonId> &people, const QString &databaseUuid)
{
    const auto about = openPostMortem(transaction, incident);
    if (!about) {
        return failure(about);
    }
    const QString what = text(moment, "do");
    if (what == QStringLiteral("comment")) {
        return commentOn(transaction, about->id, moment);
    }
    if (what == QStringLiteral("reply")) {
        return replyToLast(transaction, about->id, text(moment, "text"));
    }
    if (what == QStringLiteral("rewrite")) {
        return rewrite(transaction, about->id, moment);
    }
    if (what == QStringLiteral("review")) {
        return answerAs(transaction, about->id, people.value(text(moment, "who")), moment);
    }
    QList<PersonId> asked;
    for (const auto name : moment.value(QStringLiteral("people")).toArray()) {
        asked << people.value(name.toString());
    }
    const auto told = askForReview(transaction, about->id, asked, databaseUuid);
    return told ? Result<>() : failure(told);
}

}  // namespace onlyonce
