// SPDX-License-Identifier: GPL-3.0-or-later
// What customers are told about an incident in a forum: an announcement is a topic, its posts are the opening and the
// follow-ups. Values and reading; announcer.h changes and publishes them.
#pragma once

#include "models/delivery/connections.h"
#include "models/incidents/incident.h"
#include "models/incidents/timeline.h"

namespace onlyonce {

using AnnouncementId = Id<struct AnnouncementTag>;
using AnnouncementPostId = Id<struct AnnouncementPostTag>;

enum class AnnouncementStatus { Investigating, Identified, Monitoring, Resolved };

enum class PostState {
    Draft,
    Approved,    //!< a commander answers for these words
    Publishing,  //!< on its way, or waiting for the opening's topic or an earlier follow-up
    Published,
    Failed,  //!< AnnouncementPost::problem says why; mend and publish again
};

[[nodiscard]] QString toText(AnnouncementStatus status);  //!< "investigating": stored, and the name in JSON
[[nodiscard]] QString toText(PostState state);
[[nodiscard]] PostState postStateFrom(const QString &text);  //!< of what is stored; a newer program's state is a draft
[[nodiscard]] Result<AnnouncementStatus> announcementStatusFrom(const QString &text);
[[nodiscard]] QString label(AnnouncementStatus status);  //!< for people, translated
[[nodiscard]] QString label(PostState state);

struct AnnouncementPost
{
    AnnouncementPostId id;
    AnnouncementId announcement;
    AnnouncementStatus status = AnnouncementStatus::Investigating;
    QString body;  //!< Markdown
    PostState state = PostState::Draft;
    QString remoteId;       //!< the forum's; not empty: customers can read it, whatever the state of a later edit
    QString publishedBody;  //!< what the forum holds, as far as we know
    std::optional<Instant> publishedAt;
    Instant createdAt;
    ActorId createdBy;
    QString createdByName;  //!< filled on reading, as approvedByName
    ActorId writtenBy;      //!< who changed a word of it last
    std::optional<Instant> approvedAt;
    ActorId approvedBy;
    QString approvedByName;
    OutboxId outbox;  //!< the latest delivery
    QString problem;  //!< for people: why it failed, or why its delivery waits; empty when all is well
    int version = 0;

    [[nodiscard]] bool isPublic() const { return !remoteId.isEmpty(); }
};

struct Announcement
{
    AnnouncementId id;
    IncidentId incident;
    ConnectionId connection;  //!< null: the first forum that is connected, chosen on publishing
    QString externalId;       //!< our name for the topic in the forum
    QString title;
    QString publishedTitle;
    QString topicId;  //!< the forum's; empty until the opening is published
    QString url;
    Instant createdAt;
    int version = 0;
    std::vector<AnnouncementPost> posts;  //!< the opening first

    [[nodiscard]] bool opensWith(const AnnouncementPost &post) const
    {
        return !posts.empty() && posts.front().id == post.id;
    }
    //! nullptr when it is not one of ours.
    [[nodiscard]] AnnouncementPost *post(AnnouncementPostId which);
};

//! Oldest first, each with its posts.
[[nodiscard]] Result<std::vector<Announcement>> announcementsOf(Transaction &transaction, IncidentId incident);
//! Of all incidents, newest first, by key.
[[nodiscard]] Result<std::vector<Announcement>> announcements(Transaction &transaction, int limit,
                                                              AnnouncementId before = {});
[[nodiscard]] Result<std::optional<Announcement>> announcement(Transaction &transaction, AnnouncementId id);
//! The one that this post belongs to.
[[nodiscard]] Result<std::optional<Announcement>> announcementWith(Transaction &transaction, AnnouncementPostId id);

//! {id, title, url, posts: [{id, status, state, body, createdAt, createdBy, approvedAt, approvedBy, publishedAt, problem}]}
[[nodiscard]] QJsonObject toJson(const Announcement &announcement);

}  // namespace onlyonce
