// SPDX-License-Identifier: GPL-3.0-or-later
// What colleagues do to a post-mortem beside writing it: they comment and review it, and look back at its versions.
#include "app/cli/common.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/documents/visibletext.h"
#include "models/postmortem/review/comments.h"
#include "models/postmortem/review/reviews.h"
#include "models/postmortem/review/versions.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr qsizetype longestLine = 100;

Result<PostMortem> postMortemThere(Transaction &transaction, IncidentId incident)
{
    auto found = postMortemOf(transaction, incident);
    if (!found) {
        return failure(found);
    }
    return *found ? Result<PostMortem>(std::move(**found))
                  : fail(ErrorCode::NotFound, tr("This incident has no post-mortem yet. “onlyonce postmortem write” "
                                                 "begins one."));
}

//! "Ada, grace@example.org"
Result<QList<PersonId>> peopleMeant(Transaction &transaction, const QString &names)
{
    QList<PersonId> people;
    for (const QString &name : names.split(u',', Qt::SkipEmptyParts)) {
        const auto found = personMeant(transaction, name);
        if (!found) {
            return failure(found);
        }
        people << found->id;
    }
    return people;
}

Result<> askForReviews(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    const auto database = incident ? call.database() : failure(incident);
    if (!database) {
        return failure(database);
    }
    const auto asked = call.change([&](Transaction &transaction) -> Result<ReviewAsked> {
        const auto people = peopleMeant(transaction, call.argument(1));
        const auto postMortem = people ? openPostMortem(transaction, incident->id) : failure(people);
        return postMortem ? askForReview(transaction, postMortem->id, *people, (*database)->uuid())
                          : failure(postMortem);
    });
    if (!asked) {
        return failure(asked);
    }
    QStringList sentences;
    if (!asked->told.isEmpty()) {
        sentences << tr("A mail goes to %1.").arg(asked->told.join(QStringLiteral(", ")));
    }
    if (!asked->untold.isEmpty()) {
        sentences << tr("No mail reaches %1 (no address, or no mail is set up): tell them yourself.")
                         .arg(asked->untold.join(QStringLiteral(", ")));
    }
    call.answer(QJsonObject{{QStringLiteral("told"), QJsonArray::fromStringList(asked->told)},
                            {QStringLiteral("untold"), QJsonArray::fromStringList(asked->untold)}},
                sentences.isEmpty() ? tr("They are asked already.") : sentences.join(u' '));
    return {};
}

//! Without an answer it shows those that are there.
Result<> review(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    if (!call.argument(1).isEmpty()) {
        const auto wanted = reviewAnswerFrom(call.argument(1));
        if (!wanted) {
            return usage(wanted.error().message);
        }
        ONLYONCE_TRY(call.becomeKnown());
        ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
            const auto about = postMortemThere(transaction, incident->id);
            const auto person = !about ? failure(about)
                              : call.has(QStringLiteral("for"))
                                  ? personMeant(transaction, call.option(QStringLiteral("for")))
                                  : personOfActor(transaction);
            const auto reviews = person ? reviewsOf(transaction, about->id) : failure(person);
            if (!reviews) {
                return failure(reviews);
            }
            const auto asked = std::ranges::find(*reviews, person->id, &Review::person);
            if (asked == reviews->end()) {
                return fail(
                    ErrorCode::NotFound,
                    tr("%1 is not asked for a review. “onlyonce postmortem ask-review” asks; a comment needs no "
                       "asking.")
                        .arg(person->name));
            }
            const auto given =
                answerReview(transaction, about->id, person->id, *wanted, call.argument(2), asked->version);
            return given ? Result<>() : failure(given);
        }));
    }
    const auto reviews = call.ask([id = incident->id](Transaction &transaction) -> Result<std::vector<Review>> {
        const auto about = postMortemThere(transaction, id);
        return about ? reviewsOf(transaction, about->id) : failure(about);
    });
    if (!reviews) {
        return failure(reviews);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const Review &each : *reviews) {
        array.append(toJson(each));
        rows.append({each.personName, toText(each.answer), each.words});
    }
    call.answer(array, rows.isEmpty() ? tr("Nobody was asked for a review yet.") : table(rows));
    return {};
}

Result<CommentId> commentNamed(const QString &text)
{
    const auto number = numberMeant(text, tr("Give the number of the comment, as “postmortem comments” tells it."));
    return number ? Result<CommentId>(CommentId{*number}) : failure(number);
}

Result<> comment(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto part = postMortemPartFrom(call.option(QStringLiteral("on")));
    if (!part) {
        return usage(part.error().message);
    }
    CommentId about;
    if (call.has(QStringLiteral("reply"))) {
        const auto named = commentNamed(call.option(QStringLiteral("reply")));
        if (!named) {
            return failure(named);
        }
        about = *named;
    }
    MentionsTold mentions;
    const auto said = call.change([&](Transaction &transaction) -> Result<CommentId> {
        const auto postMortem = openPostMortem(transaction, incident->id);
        if (!postMortem) {
            return failure(postMortem);
        }
        return about ? replyTo(transaction, about, call.argument(1), &mentions)
                     : addComment(transaction, postMortem->id, *part, call.argument(1), &mentions);
    });
    if (!said) {
        return failure(said);
    }
    const QString words = toText(mentions);
    call.answer(
        QJsonObject{{QStringLiteral("comment"), said->value},
                    {QStringLiteral("told"), QJsonArray::fromStringList(mentions.told)},
                    {QStringLiteral("untold"), QJsonArray::fromStringList(mentions.untold + mentions.unseeing)}},
        tr("Comment %1.").arg(said->value) + (words.isEmpty() ? QString() : u' ' + words));
    return {};
}

Result<> comments(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto threads = call.ask([id = incident->id](Transaction &transaction) -> Result<std::vector<CommentThread>> {
        const auto about = postMortemThere(transaction, id);
        return about ? commentsOf(transaction, about->id) : failure(about);
    });
    if (!threads) {
        return failure(threads);
    }
    QJsonArray array;
    QList<QStringList> rows;
    const auto line = [](const QString &text) { return shortLine(markdownToPlain(text).simplified(), longestLine); };
    for (const CommentThread &thread : *threads) {
        if (!thread.isOpen() && !call.has(QStringLiteral("all"))) {
            continue;
        }
        array.append(toJson(thread));
        const QString on = toText(thread.first.part);
        rows.append({QString::number(thread.first.id.value), on.isEmpty() ? tr("the whole") : on,
                     thread.isOpen() ? tr("open") : tr("settled"), thread.first.authorName, line(thread.first.body)});
        for (const Comment &reply : thread.replies) {
            rows.append({QString::number(reply.id.value), {}, {}, reply.authorName, line(reply.body)});
        }
    }
    call.answer(array, rows.isEmpty() ? tr("No comment is open.") : table(rows));
    return {};
}

Result<> settle(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    const auto wanted = incident ? commentNamed(call.argument(1)) : failure(incident);
    if (!wanted) {
        return failure(wanted);
    }
    const bool settled = !call.has(QStringLiteral("reopen"));
    ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
        const auto about = postMortemThere(transaction, incident->id);
        const auto threads = about ? commentsOf(transaction, about->id) : failure(about);
        if (!threads) {
            return failure(threads);
        }
        const auto thread =
            std::ranges::find(*threads, *wanted, [](const CommentThread &each) { return each.first.id; });
        if (thread == threads->end()) {
            return fail(
                ErrorCode::NotFound,
                tr("No thread begins with comment %1. “postmortem comments --all” shows them.").arg(wanted->value));
        }
        const auto done = settleComment(transaction, *wanted, settled, thread->first.version);
        return done ? Result<>() : failure(done);
    }));
    call.answer(QJsonObject{{QStringLiteral("comment"), wanted->value}, {QStringLiteral("settled"), settled}},
                settled ? tr("Settled.") : tr("Open again."));
    return {};
}

//! Those of one part, or with --put-back one of them again.
Result<> versions(Invocation &call)
{
    const auto incident = incidentMeant(call, call.argument(0));
    if (!incident) {
        return failure(incident);
    }
    const auto part = postMortemPartFrom(call.argument(1));
    if (!part) {
        return usage(part.error().message);
    }
    if (call.has(QStringLiteral("put-back"))) {
        const auto number = numberMeant(call.option(QStringLiteral("put-back")),
                                        tr("--put-back takes the number of a version, as this command shows it."));
        if (!number) {
            return failure(number);
        }
        ONLYONCE_TRY(call.change([&](Transaction &transaction) -> Result<> {
            const auto about = postMortemThere(transaction, incident->id);
            const auto history = about ? versionsOf(transaction, about->id, *part) : failure(about);
            if (!history) {
                return failure(history);
            }
            if (*number < 1 || size_t(*number) > history->versions.size()) {
                return fail(ErrorCode::NotFound, tr("There is no version %1.").arg(*number));
            }
            const auto done =
                putBack(transaction, about->id, *part, history->versions[size_t(*number - 1)].id, history->version);
            return done ? Result<>() : failure(done);
        }));
    }
    const auto history = call.ask([&](Transaction &transaction) -> Result<PartHistory> {
        const auto about = postMortemThere(transaction, incident->id);
        return about ? versionsOf(transaction, about->id, *part) : failure(about);
    });
    if (!history) {
        return failure(history);
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const PartVersion &version : history->versions) {
        array.append(QJsonObject{{QStringLiteral("author"), version.author},
                                 {QStringLiteral("at"), toJson(version.at)},
                                 {QStringLiteral("text"), version.text},
                                 {QStringLiteral("redacted"), version.redacted}});
        rows.append({QString::number(array.size()), version.author, version.at ? toIso(*version.at) : tr("imported"),
                     shortLine(version.text.simplified(), longestLine)});
    }
    call.answer(array, rows.isEmpty() ? tr("Nothing was written there yet.") : table(rows));
    return {};
}

}  // namespace

Commands reviewCommands()
{
    return {
        {.name = QStringLiteral("postmortem ask-review"),
         .arguments = QStringLiteral("N PEOPLE"),
         .summary =
             tr("Asks people for a review, by mail: names or mail addresses, with commas. Asked again after a change, "
                "they answer anew."),
         .options = {},
         .run = askForReviews,
         .jsonHelp = tr("{told: [name], untold: [name]}")},
        {.name = QStringLiteral("postmortem review"),
         .arguments = QStringLiteral("N [ANSWER] [WORDS]"),
         .summary = tr("Your review: agrees, or “wants changes” and which. Without an answer, what others have said."),
         .options = {{QStringLiteral("for"), tr("Of somebody who has no account of their own."), tr("PERSON")}},
         .run = review,
         .jsonHelp = tr("[{person, askedBy, askedAt, answer: awaited, agrees or “wants changes”, words, answeredAt}]")},
        {.name = QStringLiteral("postmortem comment"),
         .arguments = QStringLiteral("N MARKDOWN"),
         .summary =
             tr("Says something about a post-mortem, for colleagues; also after the approval. Whoever stands in it "
                "with an @ gets a mail."),
         .options = {{QStringLiteral("on"), tr("A part: the name of a field, “why 12”, “countermeasure 3”."),
                      tr("PART")},
                     {QStringLiteral("reply"), tr("In the thread of this comment."), tr("COMMENT")}},
         .run = comment,
         .jsonHelp = tr("{comment, told: [name], untold: [name]}")},
        {.name = QStringLiteral("postmortem comments"),
         .arguments = QStringLiteral("N"),
         .summary = tr("The threads of comments that are open."),
         .options = {{QStringLiteral("all"), tr("Also those that are settled.")}},
         .run = comments,
         .jsonHelp =
             tr("[{id, on: “field summary”, “why 12”, “countermeasure 3” or empty, author, writtenAt, editedAt, "
                "text, settledAt, settledBy, replies: [{id, author, writtenAt, editedAt, text}]}]")},
        {.name = QStringLiteral("postmortem settle"),
         .arguments = QStringLiteral("N COMMENT"),
         .summary = tr("Settles a thread of comments."),
         .options = {{QStringLiteral("reopen"), tr("It is open again.")}},
         .run = settle,
         .jsonHelp = tr("{comment, settled}")},
        {.name = QStringLiteral("postmortem versions"),
         .arguments = QStringLiteral("N PART"),
         .summary = tr("The earlier versions of a field, a why or a countermeasure."),
         .options = {{QStringLiteral("put-back"), tr("That version again, as a new one."), tr("VERSION")}},
         .run = versions,
         .jsonHelp = tr("[{author, at, text, redacted}], the oldest first")},
    };
}

}  // namespace onlyonce
