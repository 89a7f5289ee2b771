// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt at one intent, as a conversation with the forum. Between two requests it lives on only as the delivery's
// progress: "at" names the question that the next reply answers. One class per action; only discourse.cpp uses them.
#pragma once

#include "models/announce/forums/discourse/site.h"
#include "models/announce/forums/forum.h"

#include <QJsonArray>

#include <memory>

namespace onlyonce::discourse {

class Attempt
{
public:
    Attempt(Site site, ForumIntent intent, const DeliveryState &state);
    virtual ~Attempt() = default;

    //! An earlier attempt's progress is forgotten, but for the news that moderators hold the post.
    [[nodiscard]] Step begin();
    //! Only with replies that Site::trouble() leaves.
    [[nodiscard]] Step next(const HttpReply &reply);

protected:
    [[nodiscard]] virtual Step first() = 0;
    //! The reply to the question `at`.
    [[nodiscard]] virtual Step answered(const QString &at, const HttpReply &reply) = 0;

    [[nodiscard]] Step ask(const QString &at, HttpRequest request);
    [[nodiscard]] Step askPost(const QString &at, const QString &id);
    //! Is what moderators held still waiting for them? Ends in held() or in a refusal.
    [[nodiscard]] Step askPending();
    //! The forum took a new post, or holds it (200 without an id).
    [[nodiscard]] Step accepted(const HttpReply &reply);
    [[nodiscard]] bool isHeld() const { return progress[u"held"].toBool(); }
    [[nodiscard]] virtual bool isPending(const QJsonObject &pendingPost) const;

    //! The intent's text, or one of an earlier attempt, or what became of it in the forum's dialect.
    [[nodiscard]] bool mayBeThisPost(const QString &raw) const;
    //! `found`: it was there already.
    [[nodiscard]] Step deliver(const QJsonObject &post, bool found) const;

    const Site site;
    const ForumIntent intent;
    const bool resumed;
    QJsonObject progress;

private:
    [[nodiscard]] Step pending(const HttpReply &reply);
    [[nodiscard]] Step held() const;
};

//! Our Markdown as it is sent: same for the reader, but nobody is mentioned and nothing is fetched by accident.
[[nodiscard]] QString inForumsDialect(const QString &markdown);
//! Whether the forum's text is ours, whatever white space and spelling the forum has made of it.
[[nodiscard]] bool isText(const QString &raw, const QString &ours);
[[nodiscard]] bool sameTitle(const QString &left, const QString &right);
//! Ids are numbers there and texts here.
[[nodiscard]] QString idText(const QJsonValue &value);
//! The questions whose repetition would post again: for them a lost answer leaves it open what happened.
[[nodiscard]] bool isWrite(const QString &at);

[[nodiscard]] std::unique_ptr<Attempt> makeAttempt(const Site &site, const ForumIntent &intent,
                                                   const DeliveryState &state);
[[nodiscard]] std::unique_ptr<Attempt> makeTopicAttempt(const Site &site, const ForumIntent &intent,
                                                        const DeliveryState &state);
[[nodiscard]] std::unique_ptr<Attempt> makeReplyAttempt(const Site &site, const ForumIntent &intent,
                                                        const DeliveryState &state);
[[nodiscard]] std::unique_ptr<Attempt> makeEditAttempt(const Site &site, const ForumIntent &intent,
                                                       const DeliveryState &state);

}  // namespace onlyonce::discourse
