// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/dispatch.h"

#include "models/announce/announcementtable.h"
#include "models/announce/announcementtext.h"
#include "models/announce/announcer.h"
#include "models/announce/forums/forum.h"
#include "models/base/log.h"
#include "models/base/tr.h"
#include "models/delivery/holdback.h"
#include "models/documents/markdown.h"
#include "models/incidents/command/nextupdate.h"
#include "models/incidents/command/twopeople.h"
#include "models/incidents/desk.h"
#include "models/incidents/naming.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! “We are investigating” an hour late does harm: then a person looks at it again.
constexpr milliseconds staleAfter = 60min;

constexpr QLatin1StringView postField("post");

//! The incident that it is about.
Result<Incident> mayBePublic(Transaction &transaction, const Announcement &announcement, const AnnouncementPost &post)
{
    auto about = incident(transaction, announcement.incident);
    if (!about) {
        return failure(about);
    }
    if (!*about) {
        return fail(ErrorCode::NotFound, tr("There is no such incident."));
    }
    ONLYONCE_TRY(requireTwoPeople(transaction, **about, post.writtenBy, post.approvedBy));
    if ((*about)->drill) {
        return fail(ErrorCode::Denied,
                    tr("%1 is a drill: what is written in it is never published.").arg((*about)->reference()));
    }
    return **about;
}

//! The announcement's forum, or from now on the first one that is connected.
Result<> chooseForum(Transaction &transaction, Announcement &announcement)
{
    const bool chosen = bool(announcement.connection);
    auto found = chosen ? connectionRow(transaction, announcement.connection)
                        : defaultConnection(transaction, QStringLiteral("forum"));
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        return fail(ErrorCode::Invalid, tr("No forum is connected. Connect one in the settings, then publish again."));
    }
    if (!(*found)->enabled) {
        return fail(ErrorCode::Invalid,
                    tr("The forum “%1” is switched off. Switch it on in the settings, then publish again.")
                        .arg((*found)->name));
    }
    if (chosen) {
        return {};
    }
    announcement.connection = (*found)->id;
    return announcementtable::update(transaction, announcement);
}

//! A first publication waits for the topic and for the posts written before it; an edit waits for nothing.
bool mustWait(const Announcement &announcement, const AnnouncementPost &post)
{
    if (post.isPublic() || announcement.opensWith(post)) {
        return false;
    }
    return announcement.topicId.isEmpty()
        || std::ranges::any_of(announcement.posts, [&](const AnnouncementPost &other) {
               return other.id < post.id && other.state == PostState::Publishing && !other.isPublic();
           });
}

ForumIntent intentFor(const Announcement &announcement, const AnnouncementPost &post)
{
    const bool opens = announcement.opensWith(post);
    ForumIntent intent{.body = post.body};
    if (post.isPublic()) {
        intent.action = ForumIntent::Action::Edit;
        intent.title = opens && announcement.title != announcement.publishedTitle ? announcement.title : QString();
        intent.originalBody = post.publishedBody;
        intent.topicId = announcement.topicId;
        intent.postId = post.remoteId;
    } else if (opens) {
        intent.action = ForumIntent::Action::Create;
        intent.title = announcement.title;
        intent.externalId = announcement.externalId;
    } else {
        intent.action = ForumIntent::Action::Reply;
        intent.topicId = announcement.topicId;
        for (const AnnouncementPost &other : announcement.posts) {
            if (other.isPublic()) {
                intent.ownPosts += other.remoteId;
            }
        }
    }
    return intent;
}

//! Everybody reads the queue; of a restricted incident, that something of it is to be published, and no more.
QString titleFor(const Incident &about, const Announcement &announcement, const AnnouncementPost &post)
{
    if (about.visibility == Visibility::Restricted) {
        return tr("Post in the forum: %1").arg(referenceForAll(about));
    }
    const QString form = post.isPublic()              ? tr("Edit in the forum: %1, “%2”")
                       : announcement.opensWith(post) ? tr("Topic in the forum: %1, “%2”")
                                                      : tr("Update in the forum: %1, “%2”");
    return form.arg(label(post.status), announcement.title);
}

Result<> tell(Transaction &transaction, const Announcement &announcement, TimelineEntry entry)
{
    entry.incident = announcement.incident;
    auto told = append(transaction, std::move(entry));
    return told ? Result<>() : failure(told);
}

Result<> settleSent(Transaction &transaction, Announcement &announcement, AnnouncementPost &post, const OutboxRow &row)
{
    const ForumResult result = forumResultFrom(row.result);
    const auto intent = forumIntentFrom(row.payload);
    const bool first = !post.isPublic();
    const bool isLatest = post.outbox == row.id;
    if (intent && announcement.opensWith(post)) {
        announcement.topicId = result.topicId.isEmpty() ? announcement.topicId : result.topicId;
        announcement.url = result.url.isEmpty() ? announcement.url : result.url;
        announcement.publishedTitle = intent->title.isEmpty() ? announcement.publishedTitle : intent->title;
        ONLYONCE_TRY(announcementtable::update(transaction, announcement));
    }
    if (first) {
        // The forum's own time, unless its clock is wrong: an answer that was lost may have been given long ago.
        const Instant at = result.publishedAt.value_or(transaction.now());
        post.publishedAt = at < announcement.createdAt || at > transaction.now() ? transaction.now() : at;
        post.remoteId = result.postId;
    }
    const auto toldBefore = toldNextUpdate(post.publishedBody);
    post.publishedBody = result.body;
    if (isLatest) {
        post.state = result.foundOther ? PostState::Failed : PostState::Published;
        post.problem = result.foundOther
                         ? tr("An earlier text of this post had reached the forum already and stands there. "
                              "Compare the two, then publish again to replace it.")
                         : QString();
    }
    ONLYONCE_TRY(announcementtable::update(transaction, post));
    if (!first) {
        // Customers read the new time: it is what they were promised from now on.
        const auto told = toldNextUpdate(post.publishedBody);
        if (told && told != toldBefore && *told > transaction.now() && post.status != AnnouncementStatus::Resolved) {
            ONLYONCE_TRY(customersHeard(transaction, announcement.incident, transaction.now(), false, told));
        }
        return tell(transaction, announcement,
                    {.kind = TimelineKind::Announced,
                     .body = tr("Announcement edited in the forum: [%1](%2).").arg(label(post.status), result.url),
                     .data = {{postField, post.id.value}, {QStringLiteral("edited"), true}}});
    }
    ONLYONCE_TRY(tell(transaction, announcement,
                      {.kind = TimelineKind::Announced,
                       .happenedAt = *post.publishedAt,
                       .visibility = Visibility::Public,
                       .body = tr("Announcement published: **%1**, [%2](%3).")
                                   .arg(label(post.status), escapeMarkdown(announcement.title), result.url),
                       .data = {{postField, post.id.value}}}));
    ONLYONCE_TRY(customersHeard(transaction, announcement.incident, *post.publishedAt,
                                post.status == AnnouncementStatus::Resolved, toldNextUpdate(post.publishedBody)));
    // Only if it is the first, and does not contradict what people have recorded.
    return detail::recordTime(transaction, announcement.incident, IncidentTime::FirstPublicPost, *post.publishedAt);
}

Result<> tellUnpublished(Transaction &transaction, const Announcement &announcement, const AnnouncementPost &post)
{
    return tell(
        transaction, announcement,
        {.kind = TimelineKind::Other,
         .body = tr("Announcement not published (%1): %2").arg(label(post.status), escapeMarkdown(post.problem)),
         .data = {{postField, post.id.value}}});
}

Result<> putBack(Transaction &transaction, const Announcement &announcement, AnnouncementPost &post, const QString &why)
{
    holdBack(post, why);
    ONLYONCE_TRY(announcementtable::update(transaction, post));
    return tellUnpublished(transaction, announcement, post);
}

bool waitsForOthers(const AnnouncementPost &post)
{
    return post.state == PostState::Publishing && !post.isPublic() && !post.outbox;
}

Result<> settleFailed(Transaction &transaction, Announcement &announcement, AnnouncementPost &post,
                      const OutboxRow &row)
{
    if (post.outbox != row.id) {
        return {};
    }
    if (const QString why = heldBackReason(row); !why.isEmpty()) {
        return putBack(transaction, announcement, post, why);
    }
    post.state = PostState::Failed;
    post.problem = row.state == OutboxState::Discarded ? tr("Its delivery was discarded.")
                 : row.state == OutboxState::Expired
                     ? tr("It could not be delivered within an hour, so it was not sent late. Check its text and "
                          "times, then publish again.")
                           + (row.lastError.isEmpty() ? QString() : QLatin1Char(' ') + row.lastError)
                     : row.lastError;
    if (const QString theirs = row.progress[u"theirs"].toString(); post.isPublic() && !theirs.isEmpty()) {
        post.publishedBody = theirs;
    }
    ONLYONCE_TRY(announcementtable::update(transaction, post));
    return tellUnpublished(transaction, announcement, post);
}

//! What waited behind a post that was on its way when the incident was restricted.
Result<> putBackWaiting(Transaction &transaction, AnnouncementId id, const QString &why)
{
    auto found = announcement(transaction, id);
    if (!found) {
        return failure(found);
    }
    for (AnnouncementPost &post : (*found)->posts) {
        if (waitsForOthers(post)) {
            ONLYONCE_TRY(putBack(transaction, **found, post, why));
        }
    }
    return {};
}

//! What waited for its turn, goes now.
Result<> continueWaiting(Transaction &transaction, AnnouncementId id)
{
    auto found = announcement(transaction, id);
    if (!found) {
        return failure(found);
    }
    for (AnnouncementPost &post : (*found)->posts) {
        if (!waitsForOthers(post) || mustWait(**found, post)) {
            continue;
        }
        const auto sent = dispatch(transaction, **found, post);
        if (sent) {
            continue;
        }
        if (sent.error().code != ErrorCode::Denied && sent.error().code != ErrorCode::Invalid) {
            return sent;
        }
        post.state = PostState::Failed;  // restricted meanwhile, or its forum is gone
        post.problem = sent.error().message;
        ONLYONCE_TRY(announcementtable::update(transaction, post));
    }
    return {};
}

}  // namespace

QString forumPostKind()
{
    return QStringLiteral("forum.post");
}

void holdBack(AnnouncementPost &post, const QString &why)
{
    post.state = PostState::Draft;
    post.approvedAt.reset();
    post.approvedBy = {};
    post.approvedByName.clear();
    post.problem = why;
}

Result<QStringList> attemptedBodies(Transaction &transaction, const Announcement &announcement,
                                    const AnnouncementPost &post)
{
    auto rows = outboxOf(transaction, announcement.incident.value);
    if (!rows) {
        return failure(rows);
    }
    QStringList bodies;
    for (const OutboxRow &row : *rows) {
        const bool wasTried = row.attempts > 0 || row.maybeSent || !row.progress.isEmpty();
        if (row.kind == forumPostKind() && row.payload[postField].toInteger() == post.id.value && wasTried
            && row.state != OutboxState::Sent) {
            const QString body = row.payload[u"body"].toString();
            if (!bodies.contains(body)) {
                bodies += body;
            }
        }
    }
    return bodies;
}

Result<> dispatch(Transaction &transaction, Announcement &announcement, AnnouncementPost &post)
{
    const auto about = mayBePublic(transaction, announcement, post);
    if (!about) {
        return failure(about);
    }
    ONLYONCE_TRY(chooseForum(transaction, announcement));
    post.state = PostState::Publishing;
    post.problem.clear();
    if (mustWait(announcement, post)) {
        return announcementtable::update(transaction, post);
    }
    ForumIntent intent = intentFor(announcement, post);
    auto attempted = attemptedBodies(transaction, announcement, post);
    if (!attempted) {
        return failure(attempted);
    }
    intent.earlierBodies = *attempted;
    intent.earlierBodies.removeAll(intent.body);
    QJsonObject payload = toJson(intent);
    payload.insert(postField, post.id.value);
    const bool growsStale = intent.action != ForumIntent::Action::Edit && post.status != AnnouncementStatus::Resolved;
    auto row = enqueue(transaction, {.kind = forumPostKind(),
                                     .connection = announcement.connection,
                                     .key = QStringLiteral("%1/%2/%3")
                                                .arg(announcement.externalId, QString::number(post.id.value),
                                                     QString::number(post.version)),
                                     .title = titleFor(*about, announcement, post),
                                     .payload = payload,
                                     .lifetime = growsStale ? std::optional<milliseconds>(staleAfter) : std::nullopt,
                                     .incident = announcement.incident.value,
                                     .lane = QStringLiteral("announcement/%1").arg(announcement.id.value)});
    if (!row) {
        return failure(row);
    }
    post.outbox = *row;
    return announcementtable::update(transaction, post);
}

Result<> takeBack(Transaction &transaction, AnnouncementPost &post)
{
    if (!post.outbox) {
        return {};
    }
    auto row = outboxRow(transaction, post.outbox);
    if (!row) {
        return failure(row);
    }
    if (*row && (*row)->state != OutboxState::Sent) {
        const auto discarded =
            discardOutbox(transaction, post.outbox, tr("Replaced by a newer delivery of the same post."));
        if (!discarded && discarded.error().code == ErrorCode::Conflict) {
            return fail(ErrorCode::Conflict,
                        tr("This post is being sent to the forum at this moment. Try again in a few seconds."));
        }
        ONLYONCE_TRY(discarded);
    }
    post.outbox = {};
    return {};
}

Result<> announcementSettled(Transaction &transaction, const OutboxRow &row)
{
    auto found = announcementWith(transaction, AnnouncementPostId{row.payload[postField].toInteger()});
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        qCWarning(logDelivery) << "settled a forum post that no announcement knows:" << row.key;
        return {};
    }
    AnnouncementPost &post = *(*found)->post(AnnouncementPostId{row.payload[postField].toInteger()});
    ONLYONCE_TRY(row.state == OutboxState::Sent ? settleSent(transaction, **found, post, row)
                                                : settleFailed(transaction, **found, post, row));
    if (const QString why = heldBackReason(row); !why.isEmpty()) {
        ONLYONCE_TRY(putBackWaiting(transaction, (*found)->id, why));
    }
    return continueWaiting(transaction, (*found)->id);
}

}  // namespace onlyonce
