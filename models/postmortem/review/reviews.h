// SPDX-License-Identifier: GPL-3.0-or-later
// The review of a post-mortem: named people are asked what they think of it, and each agrees or wants changes. Who wants
// changes is a serious finding of the checks, so the approval waits until they agree or somebody answers it there. Answers
// hold until the person is asked again, which is what one does after a change.
//
// Errors: those of postmortem.h; Conflict when the version has moved.
#pragma once

#include "models/postmortem/postmortem.h"

namespace onlyonce {

enum class ReviewAnswer { Awaited, Agrees, WantsChanges };

[[nodiscard]] QString toText(ReviewAnswer answer);  //!< "awaited", "agrees", "wants changes"
//! What a person can answer: not "awaited".
[[nodiscard]] Result<ReviewAnswer> reviewAnswerFrom(const QString &text);

struct Review
{
    PostMortemId postMortem;
    PersonId person;
    QString personName;  //!< filled on reading
    int asked = 0;       //!< how often
    ActorId askedBy;
    QString askedByName;  //!< filled on reading
    Instant askedAt;
    ReviewAnswer answer = ReviewAnswer::Awaited;
    QString words;  //!< plain
    std::optional<Instant> answeredAt;
    int version = 0;

    friend bool operator==(const Review &, const Review &) = default;
};

inline constexpr int longestReview = 2'000;  //!< UTF-16 units
inline constexpr int mostReviewers = 30;

//! In the order in which they were asked.
[[nodiscard]] Result<std::vector<Review>> reviewsOf(Transaction &transaction, PostMortemId postMortem);

//! What becomes of those who were asked.
struct ReviewAsked
{
    QStringList told;    //!< names of those who get a mail
    QStringList untold;  //!< of those who have no address, or there is no mail connection: somebody has to tell them
};
//! Each gets a mail, once; who has been asked and has not answered yet is not asked again. A draft is in review from then
//! on. Needs Permission::Respond. People who could not see a restricted incident see it from now on, which its timeline
//! tells.
[[nodiscard]] Result<ReviewAsked> askForReview(Transaction &transaction, PostMortemId postMortem,
                                               const QList<PersonId> &people, const QString &databaseUuid);
//! Intent::kind of these mails.
[[nodiscard]] QString reviewMailKind();

//! By that person, whatever their role, or for somebody who has no account of their own, with Permission::Respond. Who
//! wants changes says which.
[[nodiscard]] Result<int> answerReview(Transaction &transaction, PostMortemId postMortem, PersonId person,
                                       ReviewAnswer answer, const QString &words, int version);
//! Nobody waits for that person any more, and what they said counts no more; the audit trail keeps it.
[[nodiscard]] Result<> withdrawReview(Transaction &transaction, PostMortemId postMortem, PersonId person, int version);

//! Asked before that moment, and not answered, of post-mortems that are not approved yet; the oldest first.
struct AwaitedReview
{
    IncidentId incident;
    PersonId person;
    Instant askedAt;
};
[[nodiscard]] Result<std::vector<AwaitedReview>> awaitedReviews(Transaction &transaction, Instant before);

//! {person, askedBy, askedAt, answer, words, answeredAt}
[[nodiscard]] QJsonObject toJson(const Review &review);

}  // namespace onlyonce
