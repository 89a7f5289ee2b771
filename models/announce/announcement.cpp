// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/announcement.h"

#include "models/announce/announcementtable.h"
#include "models/announce/dispatch.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"
#include "models/delivery/holdback.h"

#include <algorithm>

namespace onlyonce {

namespace {

constexpr auto statusWords =
    wordsFrom(AnnouncementStatus::Investigating, "investigating", "identified", "monitoring", "resolved");
constexpr auto stateWords = wordsFrom(PostState::Draft, "draft", "approved", "publishing", "published", "failed");

//! A delivery can be discarded or retried without us: then its row knows better than the post.
Result<> followDelivery(Transaction &transaction, AnnouncementPost &post)
{
    if (!post.outbox || (post.state != PostState::Publishing && post.state != PostState::Failed)) {
        return {};
    }
    auto row = outboxRow(transaction, post.outbox);
    if (!row) {
        return failure(row);
    }
    if (!*row) {
        return {};
    }
    const bool mayArrive = (*row)->state == OutboxState::Sending || (*row)->state == OutboxState::Sent;
    if (const QString why = heldBackReason(**row); !why.isEmpty() && !mayArrive) {
        holdBack(post, why);
        return {};
    }
    switch ((*row)->state) {
    case OutboxState::Waiting:
    case OutboxState::Sending:
        post.state = PostState::Publishing;
        post.problem = (*row)->lastError;
        break;
    case OutboxState::Discarded:
        post.state = PostState::Failed;
        post.problem = tr("Its delivery was discarded.");
        break;
    case OutboxState::Sent:
    case OutboxState::Failed:
    case OutboxState::Uncertain:
    case OutboxState::Expired:
        break;
    }
    return {};
}

Result<> readPosts(Transaction &transaction, Announcement &announcement)
{
    auto posts = announcementtable::posts(transaction, announcement.id);
    if (!posts) {
        return failure(posts);
    }
    announcement.posts = std::move(*posts);
    for (AnnouncementPost &post : announcement.posts) {
        ONLYONCE_TRY(followDelivery(transaction, post));
        if (post.state == PostState::Publishing && !post.outbox) {
            post.problem = announcement.topicId.isEmpty() ? tr("Waits until the opening post is in the forum.")
                                                          : tr("Waits until the earlier update is in the forum.");
        }
    }
    return {};
}

Result<std::vector<Announcement>> withPosts(Transaction &transaction, Result<std::vector<Announcement>> found)
{
    if (found) {
        for (Announcement &each : *found) {
            ONLYONCE_TRY(readPosts(transaction, each));
        }
    }
    return found;
}

}  // namespace

AnnouncementPost *Announcement::post(AnnouncementPostId which)
{
    const auto found = std::ranges::find(posts, which, &AnnouncementPost::id);
    return found == posts.end() ? nullptr : &*found;
}

QString toText(AnnouncementStatus status)
{
    return statusWords.of(status);
}

QString toText(PostState state)
{
    return stateWords.of(state);
}

Result<AnnouncementStatus> announcementStatusFrom(const QString &text)
{
    return statusWords.read(text, tr("a status of an announcement"));
}

PostState postStateFrom(const QString &text)
{
    return stateWords.find(text).value_or(PostState::Draft);
}

QString label(AnnouncementStatus status)
{
    switch (status) {
    case AnnouncementStatus::Investigating:
        return tr("Investigating");
    case AnnouncementStatus::Identified:
        return tr("Identified");
    case AnnouncementStatus::Monitoring:
        return tr("Monitoring");
    case AnnouncementStatus::Resolved:
        return tr("Resolved");
    }
    return {};
}

QString label(PostState state)
{
    switch (state) {
    case PostState::Draft:
        return tr("Draft");
    case PostState::Approved:
        return tr("Approved");
    case PostState::Publishing:
        return tr("Publishing");
    case PostState::Published:
        return tr("Published");
    case PostState::Failed:
        return tr("Failed");
    }
    return {};
}

Result<std::vector<Announcement>> announcementsOf(Transaction &transaction, IncidentId incident)
{
    return withPosts(transaction, announcementtable::ofIncident(transaction, incident));
}

Result<std::vector<Announcement>> announcements(Transaction &transaction, int limit, AnnouncementId before)
{
    return withPosts(transaction, announcementtable::newest(transaction, limit, before));
}

Result<std::optional<Announcement>> announcement(Transaction &transaction, AnnouncementId id)
{
    auto found = announcementtable::byId(transaction, id);
    if (found && *found) {
        ONLYONCE_TRY(readPosts(transaction, **found));
    }
    return found;
}

Result<std::optional<Announcement>> announcementWith(Transaction &transaction, AnnouncementPostId id)
{
    auto post = announcementtable::post(transaction, id);
    if (!post) {
        return failure(post);
    }
    if (!*post) {
        return std::nullopt;
    }
    return announcement(transaction, (*post)->announcement);
}

QJsonObject toJson(const Announcement &announcement)
{
    QJsonArray posts;
    for (const AnnouncementPost &post : announcement.posts) {
        posts += QJsonObject{{QStringLiteral("id"), post.id.value},
                             {QStringLiteral("status"), toText(post.status)},
                             {QStringLiteral("state"), toText(post.state)},
                             {QStringLiteral("body"), post.body},
                             {QStringLiteral("createdAt"), toIso(post.createdAt)},
                             {QStringLiteral("createdBy"), post.createdByName},
                             {QStringLiteral("approvedAt"), toJson(post.approvedAt)},
                             {QStringLiteral("approvedBy"),
                              post.approvedBy ? QJsonValue(post.approvedByName) : QJsonValue(QJsonValue::Null)},
                             {QStringLiteral("publishedAt"), toJson(post.publishedAt)},
                             {QStringLiteral("problem"), post.problem}};
    }
    return {{QStringLiteral("id"), announcement.id.value},
            {QStringLiteral("title"), announcement.title},
            {QStringLiteral("url"),
             announcement.url.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(announcement.url)},
            {QStringLiteral("posts"), posts}};
}

}  // namespace onlyonce
