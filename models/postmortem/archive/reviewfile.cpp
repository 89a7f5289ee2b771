// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/reviewfile.h"

#include "models/postmortem/review/commenttable.h"
#include "models/postmortem/review/reviewtable.h"

namespace onlyonce::archive {

namespace {

QJsonValue placeById(const PlacesById &places, qint64 id)
{
    const auto found = places.find(id);
    return found == places.end() ? QJsonValue() : QJsonValue(found->second);
}

QJsonObject wordsJson(const Comment &comment)
{
    return {{QStringLiteral("author"), comment.authorName},
            {QStringLiteral("writtenAt"), toIso(comment.writtenAt)},
            {QStringLiteral("editedAt"), onlyonce::toJson(comment.editedAt)},
            {QStringLiteral("text"), comment.body}};
}

RecordedComment readWords(Members &in)
{
    RecordedComment said{.author = in.text("author"),
                         .writtenAt = in.time("writtenAt"),
                         .editedAt = in.maybeTime("editedAt"),
                         .body = in.text("text")};
    if (said.body.size() > longestComment) {
        in.complain(QStringLiteral("postmortem.comments"), tr("a comment is too long"));
    }
    return said;
}

RecordedComment readThread(Members in, int whys, int measures)
{
    RecordedComment thread = readWords(in);
    thread.why = in.place("why", size_t(whys));
    thread.countermeasure = in.place("countermeasure", size_t(measures));
    if (!in.at("field").isNull()) {
        thread.field = in.read("field", postMortemFieldFrom);
    }
    thread.settledAt = in.maybeTime("settledAt");
    thread.settledBy = in.maybeText("settledBy");
    in.each("replies", [&thread](Members each) { thread.replies.push_back(readWords(each)); });
    return thread;
}

//! Also "awaited", which nobody can say of themselves.
Result<ReviewAnswer> recordedAnswer(const QString &text)
{
    return text == toText(ReviewAnswer::Awaited) ? Result<ReviewAnswer>(ReviewAnswer::Awaited) : reviewAnswerFrom(text);
}

RecordedReview readReviewer(Members in)
{
    return {.person = in.text("person"),
            .askedBy = in.text("askedBy"),
            .askedAt = in.time("askedAt"),
            .answer = in.read("answer", recordedAnswer),
            .words = in.text("words"),
            .answeredAt = in.maybeTime("answeredAt")};
}

Result<CommentId> insertWords(Transaction &transaction, Comment comment, const RecordedComment &recorded)
{
    const auto author = recordedActor(transaction, recorded.author);
    if (!author) {
        return failure(author);
    }
    comment.author = *author;
    comment.body = recorded.body;
    comment.writtenAt = recorded.writtenAt;
    comment.editedAt = recorded.editedAt;
    comment.version = 1;
    return commenttable::insert(transaction, comment);
}

Result<> insertThread(Transaction &transaction, Comment comment, const RecordedComment &recorded)
{
    if (recorded.settledAt) {
        const auto settler = recordedActor(transaction, recorded.settledBy);
        if (!settler) {
            return failure(settler);
        }
        comment.settledAt = recorded.settledAt;
        comment.settledBy = *settler;
    }
    const auto id = insertWords(transaction, comment, recorded);
    if (!id) {
        return failure(id);
    }
    for (const RecordedComment &reply : recorded.replies) {
        const auto made = insertWords(
            transaction, {.id = {}, .postMortem = comment.postMortem, .thread = *id, .part = comment.part}, reply);
        if (!made) {
            return failure(made);
        }
    }
    return {};
}

}  // namespace

QJsonArray commentsJson(const std::vector<CommentThread> &threads, const PlacesById &whys,
                        const PlacesById &countermeasures)
{
    QJsonArray array;
    for (const CommentThread &thread : threads) {
        const Comment &first = thread.first;
        const auto *field = std::get_if<PostMortemField>(&first.part);
        const auto *why = std::get_if<WhyId>(&first.part);
        const auto *measure = std::get_if<CountermeasureId>(&first.part);
        QJsonObject json = wordsJson(first);
        json.insert(QStringLiteral("field"), field ? QJsonValue(toText(*field)) : QJsonValue());
        json.insert(QStringLiteral("why"), why ? placeById(whys, why->value) : QJsonValue());
        json.insert(QStringLiteral("countermeasure"),
                    measure ? placeById(countermeasures, measure->value) : QJsonValue());
        json.insert(QStringLiteral("settledAt"), onlyonce::toJson(first.settledAt));
        json.insert(QStringLiteral("settledBy"),
                    first.settledByName.isEmpty() ? QJsonValue() : QJsonValue(first.settledByName));
        QJsonArray replies;
        for (const Comment &reply : thread.replies) {
            replies.append(wordsJson(reply));
        }
        json.insert(QStringLiteral("replies"), replies);
        array.append(json);
    }
    return array;
}

QJsonArray reviewsJson(const std::vector<Review> &reviews)
{
    QJsonArray array;
    for (const Review &review : reviews) {
        array.append(toJson(review));
    }
    return array;
}

void readReview(Members &in, RecordedPostMortem &recorded, int whys)
{
    if (!in.at("comments").isUndefined()) {
        in.each("comments", [&](const Members &each) {
            recorded.comments.push_back(readThread(each, whys, int(recorded.measures.size())));
        });
    }
    if (!in.at("reviews").isUndefined()) {
        in.each("reviews", [&](const Members &each) { recorded.reviews.push_back(readReviewer(each)); });
    }
}

Result<> importReview(Transaction &transaction, PostMortemId postMortem, const RecordedPostMortem &recorded,
                      const std::vector<WhyId> &whys, const std::vector<CountermeasureId> &countermeasures)
{
    for (const RecordedComment &thread : recorded.comments) {
        PostMortemPart part;
        if (thread.field) {
            part = *thread.field;
        } else if (thread.why > 0) {
            part = whys.at(size_t(thread.why - 1));
        } else if (thread.countermeasure > 0) {
            part = countermeasures.at(size_t(thread.countermeasure - 1));
        }
        ONLYONCE_TRY(
            insertThread(transaction, {.id = {}, .postMortem = postMortem, .thread = {}, .part = part}, thread));
    }
    for (const RecordedReview &each : recorded.reviews) {
        const auto person = recordedPerson(transaction, each.person);
        const auto asker = person ? recordedActor(transaction, each.askedBy) : failure(person);
        if (!asker) {
            return failure(asker);
        }
        ONLYONCE_TRY(reviewtable::put(transaction, {.postMortem = postMortem,
                                                    .person = *person,
                                                    .personName = each.person,
                                                    .asked = 1,
                                                    .askedBy = *asker,
                                                    .askedByName = {},
                                                    .askedAt = each.askedAt,
                                                    .answer = each.answer,
                                                    .words = each.words,
                                                    .answeredAt = each.answeredAt,
                                                    .version = 1}));
    }
    return {};
}

}  // namespace onlyonce::archive
