// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/reviews.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/command/restriction.h"
#include "models/incidents/desk.h"
#include "models/postmortem/review/reviewmail.h"
#include "models/postmortem/review/reviewtable.h"
#include "models/storage/journal.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr int mostAwaited = 1'000;  //!< that a look reads

Result<> auditReview(Transaction &transaction, const Review &review, const QString &before, const QString &after)
{
    transaction.touch(QStringLiteral("postmortem_review"), review.postMortem);
    return recordChange(transaction, {.entity = QStringLiteral("postmortem"),
                                      .entityId = review.postMortem.value,
                                      .field = QStringLiteral("review person-%1").arg(review.person.value),
                                      .oldValue = before,
                                      .newValue = after});
}

//! What the audit trail keeps of an answer.
QString answerText(const Review &review)
{
    return review.words.isEmpty() ? toText(review.answer)
                                  : QStringLiteral("%1: %2").arg(toText(review.answer), review.words);
}

Result<Review> askedOf(Transaction &transaction, PostMortemId id, PersonId person)
{
    auto reviews = reviewtable::all(transaction, id);
    if (!reviews) {
        return failure(reviews);
    }
    const auto found = std::ranges::find(*reviews, person, &Review::person);
    return found == reviews->end() ? fail(ErrorCode::NotFound, tr("This person is not asked for a review (any more)."))
                                   : Result<Review>(std::move(*found));
}

//! Whose answer it is: their own, or that of somebody who cannot give it otherwise.
Result<> mayAnswer(Transaction &transaction, PersonId person)
{
    const auto me = actor(transaction, transaction.actor());
    if (!me) {
        return failure(me);
    }
    if (!*me || (*me)->person != person) {
        ONLYONCE_TRY(require(transaction, Permission::Respond));
    }
    return answerFor(transaction, person);
}

Result<PostMortem> awaitingReview(Transaction &transaction, PostMortemId id)
{
    auto about = postMortem(transaction, id);
    if (!about) {
        return failure(about);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such post-mortem."));
    }
    if (!(*about)->isEditable()) {
        return fail(ErrorCode::Invalid,
                    tr("The post-mortem is %1 already. A comment can still be written; to change it, "
                       "take it back into review.")
                        .arg(label((*about)->status)));
    }
    return std::move(**about);
}

Result<bool> ask(Transaction &transaction, const PostMortem &about, PersonId person, const QString &name)
{
    auto known = reviewtable::all(transaction, about.id);
    if (!known) {
        return failure(known);
    }
    const auto earlier = std::ranges::find(*known, person, &Review::person);
    if (earlier != known->end() && earlier->answer == ReviewAnswer::Awaited) {
        return false;
    }
    if (earlier == known->end() && known->size() >= mostReviewers) {
        return fail(ErrorCode::Invalid,
                    tr("%1 people are asked already, which is more than a review can hear.").arg(mostReviewers));
    }
    Review review =
        earlier == known->end() ? Review{.postMortem = about.id, .person = person, .personName = name} : *earlier;
    const QString before = review.asked > 0 ? answerText(review) : QString();
    ++review.asked;
    ++review.version;
    review.askedBy = transaction.actor();
    review.askedAt = transaction.now();
    review.answer = ReviewAnswer::Awaited;
    review.words.clear();
    review.answeredAt.reset();
    ONLYONCE_TRY(admitReader(transaction, about.incident, person, tr("asked for a review")));
    ONLYONCE_TRY(reviewtable::put(transaction, review));
    ONLYONCE_TRY(auditReview(transaction, review, before, answerText(review)));
    return true;
}

Result<> tellReview(Transaction &transaction, const PostMortem &about, const QString &markdown, const QJsonObject &data)
{
    transaction.touch(QStringLiteral("postmortem"), about.id);
    return detail::tellOnTimeline(transaction, about, QStringLiteral("review"), markdown, data);
}

}  // namespace

Result<std::vector<Review>> reviewsOf(Transaction &transaction, PostMortemId postMortem)
{
    return reviewtable::all(transaction, postMortem);
}

Result<ReviewAsked> askForReview(Transaction &transaction, PostMortemId id, const QList<PersonId> &people,
                                 const QString &databaseUuid)
{
    auto about = detail::postMortemToEdit(transaction, id);
    if (!about) {
        return failure(about);
    }
    if (people.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Who is to look at it? Choose at least one person."));
    }
    ReviewAsked asked;
    QStringList names;
    for (const PersonId person : people) {
        const auto name = detail::ownerName(transaction, person);
        const auto isNew = name ? ask(transaction, *about, person, *name) : failure(name);
        if (!isNew) {
            return failure(isNew);
        }
        if (!*isNew) {
            continue;
        }
        names << *name;
        const auto told = detail::mailReview(transaction, *about, person, databaseUuid);
        if (!told) {
            return failure(told);
        }
        (*told ? asked.told : asked.untold) << *name;
    }
    if (names.isEmpty()) {
        return asked;  // all of them have been asked, and nothing is new
    }
    if (about->status == PostMortemStatus::Draft) {
        const auto moved = setPostMortemStatus(transaction, id, PostMortemStatus::InReview, about->version);
        if (!moved) {
            return failure(moved);
        }
    }
    ONLYONCE_TRY(tellReview(transaction, *about,
                            tr("Review of the post-mortem asked of %1").arg(escapeMarkdown(names.join(tr(", ")))),
                            {{QStringLiteral("people"), QJsonArray::fromStringList(names)}}));
    return asked;
}

Result<int> answerReview(Transaction &transaction, PostMortemId id, PersonId person, ReviewAnswer answer,
                         const QString &words, int version)
{
    const auto about = awaitingReview(transaction, id);
    auto review = about ? askedOf(transaction, id, person) : failure(about);
    if (!review) {
        return failure(review);
    }
    ONLYONCE_TRY(mayAnswer(transaction, person));
    const QString trimmed = words.trimmed();
    ONLYONCE_TRY(detail::checkText(trimmed, tr("The review"), longestReview));
    if (answer == ReviewAnswer::Awaited) {
        return fail(ErrorCode::Invalid,
                    tr("A review agrees or wants changes. To be asked anew, let somebody ask again."));
    }
    if (answer == ReviewAnswer::WantsChanges && trimmed.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Say what is to be changed, so that somebody can."));
    }
    if (review->answer == answer && review->words == trimmed) {
        return review->version;
    }
    if (version != review->version) {
        return detail::conflictError(tr("This review"), {.theirs = answerText(*review),
                                                         .yours = toText(answer) + QStringLiteral(": ") + trimmed,
                                                         .version = review->version});
    }
    const QString before = answerText(*review);
    const bool isNews = review->answer != answer;
    review->answer = answer;
    review->words = trimmed;
    review->answeredAt = transaction.now();
    ++review->version;
    ONLYONCE_TRY(reviewtable::put(transaction, *review));
    ONLYONCE_TRY(auditReview(transaction, *review, before, answerText(*review)));
    if (isNews) {
        const QString name = escapeMarkdown(review->personName);
        ONLYONCE_TRY(tellReview(transaction, *about,
                                answer == ReviewAnswer::Agrees ? tr("%1 agrees with the post-mortem").arg(name)
                                                               : tr("%1 wants changes to the post-mortem").arg(name),
                                {{QStringLiteral("person"), person.value}}));
    }
    return review->version;
}

Result<> withdrawReview(Transaction &transaction, PostMortemId id, PersonId person, int version)
{
    const auto about = detail::postMortemToEdit(transaction, id);
    const auto review = about ? askedOf(transaction, id, person) : failure(about);
    if (!review) {
        return failure(review);
    }
    if (version != review->version) {
        return detail::conflictError(
            tr("This review"),
            {.theirs = answerText(*review), .yours = tr("not asked any more"), .version = review->version});
    }
    ONLYONCE_TRY(reviewtable::remove(transaction, id, person));
    ONLYONCE_TRY(auditReview(transaction, *review, answerText(*review), {}));
    return tellReview(transaction, *about,
                      tr("%1 is not asked for a review any more").arg(escapeMarkdown(review->personName)),
                      {{QStringLiteral("person"), person.value}});
}

Result<std::vector<AwaitedReview>> awaitedReviews(Transaction &transaction, Instant before)
{
    return reviewtable::awaited(transaction, before, mostAwaited);
}

QJsonObject toJson(const Review &review)
{
    return {{QStringLiteral("person"), review.personName},
            {QStringLiteral("askedBy"), review.askedByName},
            {QStringLiteral("askedAt"), toIso(review.askedAt)},
            {QStringLiteral("answer"), toText(review.answer)},
            {QStringLiteral("words"), review.words},
            {QStringLiteral("answeredAt"), toJson(review.answeredAt)}};
}

}  // namespace onlyonce
