// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/review/reviewtable.h"

#include "models/base/words.h"

namespace onlyonce {

namespace {

constexpr auto reviewWords = wordsFrom(ReviewAnswer::Awaited, "awaited", "agrees", "wants changes");
constexpr auto answerableWords = wordsFrom(ReviewAnswer::Agrees, "agrees", "wants changes");

}  // namespace

QString toText(ReviewAnswer answer)
{
    return reviewWords.of(answer);
}

Result<ReviewAnswer> reviewAnswerFrom(const QString &text)
{
    return answerableWords.read(text, QStringLiteral("an answer to a review"));
}

namespace reviewtable {

Result<std::vector<Review>> all(Transaction &transaction, PostMortemId postMortem)
{
    return transaction.all(
        QStringLiteral("SELECT r.person_id, p.name, r.asked, r.asked_by, a.name, r.asked_at, r.answer, r.words, "
                       "r.answered_at, r.version FROM postmortem_review r JOIN person p ON p.id = r.person_id "
                       "JOIN actor a ON a.id = r.asked_by WHERE r.postmortem_id = ? ORDER BY r.asked_at, r.person_id"),
        [postMortem](const Row &row) {
            return Review{.postMortem = postMortem,
                          .person = row.id<PersonId>(0),
                          .personName = row.text(1),
                          .asked = int(row.integer(2)),
                          .askedBy = row.id<ActorId>(3),
                          .askedByName = row.text(4),
                          .askedAt = row.instant(5),
                          .answer = reviewWords.find(row.text(6)).value_or(ReviewAnswer::Awaited),
                          .words = row.text(7),
                          .answeredAt = row.maybeInstant(8),
                          .version = int(row.integer(9))};
        },
        postMortem);
}

Result<> put(Transaction &transaction, const Review &review)
{
    const auto written = transaction.exec(
        QStringLiteral(
            "INSERT INTO postmortem_review (postmortem_id, person_id, asked, asked_by, asked_at, answer, words, "
            "answered_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (postmortem_id, person_id) DO UPDATE SET asked = excluded.asked, "
            "asked_by = excluded.asked_by, asked_at = excluded.asked_at, answer = excluded.answer, "
            "words = excluded.words, answered_at = excluded.answered_at, version = excluded.version"),
        review.postMortem, review.person, review.asked, review.askedBy, review.askedAt, toText(review.answer),
        review.words, review.answeredAt, review.version);
    return written ? Result<>() : failure(written);
}

Result<> remove(Transaction &transaction, PostMortemId postMortem, PersonId person)
{
    const auto removed = transaction.exec(
        QStringLiteral("DELETE FROM postmortem_review WHERE postmortem_id = ? AND person_id = ?"), postMortem, person);
    return removed ? Result<>() : failure(removed);
}

Result<std::vector<AwaitedReview>> awaited(Transaction &transaction, Instant before, int limit)
{
    return transaction.all(
        QStringLiteral("SELECT m.incident_id, r.person_id, r.asked_at FROM postmortem_review r "
                       "JOIN postmortem m ON m.id = r.postmortem_id WHERE r.answer = 'awaited' AND r.asked_at < ? "
                       "AND m.status IN ('draft', 'in review') "
                       "AND NOT EXISTS (SELECT 1 FROM incident_import h WHERE h.incident_id = m.incident_id) "
                       "ORDER BY r.asked_at, r.person_id, m.incident_id LIMIT ?"),
        [](const Row &row) {
            return AwaitedReview{
                .incident = row.id<IncidentId>(0), .person = row.id<PersonId>(1), .askedAt = row.instant(2)};
        },
        before, limit);
}

}  // namespace reviewtable

}  // namespace onlyonce
