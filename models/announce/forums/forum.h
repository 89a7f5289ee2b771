// SPDX-License-Identifier: GPL-3.0-or-later
// What the announcer and every forum engine agree on: the shape of an outbox row's payload (kind "forum.post") and of its
// result. Where a topic goes (category, tags) is the connection's setting, so that correcting it mends waiting rows too.
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace onlyonce {

struct ForumIntent
{
    enum class Action {
        Create,  //!< a topic with its opening post
        Reply,   //!< a post at the end of our topic
        Edit,  //!< our post gets another text, an opening post perhaps another title. Refused because the forum holds a
               //!< text of somebody else: the adapter's progress keeps that one under "theirs"
    };

    Action action = Action::Create;
    QString title;              //!< Create; Edit: empty leaves the title alone
    QString body;               //!< our Markdown; the engine's adapter turns it into the engine's dialect
    QString originalBody;       //!< Edit: what the forum held when we last knew; anything else there is a conflict
    QStringList earlierBodies;  //!< texts under which this very post may have arrived already, in an earlier attempt
    QString externalId;         //!< Create: at most 50 of [A-Za-z0-9_-], unique for ever
    QString topicId;            //!< Reply, Edit
    QString postId;             //!< Edit
    QStringList ownPosts;       //!< Reply: the ids of our posts in the topic; a text found elsewhere in it is this post

    friend bool operator==(const ForumIntent &, const ForumIntent &) = default;
};

[[nodiscard]] QJsonObject toJson(const ForumIntent &intent);
//! Invalid names what is missing or unknown.
[[nodiscard]] Result<ForumIntent> forumIntentFrom(const QJsonObject &payload);

//! What an adapter answers with Delivered::result.
struct ForumResult
{
    QString topicId;
    QString postId;
    QString url;              //!< for people
    QString body;             //!< what the forum holds: ForumIntent::body, or another text if it made or holds another
    bool foundOther = false;  //!< the post was there already, from an earlier attempt, and with that other text
    std::optional<Instant> publishedAt;  //!< by the forum's clock

    friend bool operator==(const ForumResult &, const ForumResult &) = default;
};

[[nodiscard]] QJsonObject toJson(const ForumResult &result);
[[nodiscard]] ForumResult forumResultFrom(const QJsonObject &result);

}  // namespace onlyonce
