// SPDX-License-Identifier: GPL-3.0-or-later
// Follows up in our topic. A reply has no external id, so before every one the end of the topic is read: whatever our user
// wrote there with this text is this post, and is not sent again.
#include "models/announce/forums/discourse/attempt.h"

namespace onlyonce::discourse {

namespace {

constexpr int postsPerRequest = 20;

class ReplyAttempt final : public Attempt
{
public:
    using Attempt::Attempt;

protected:
    Step first() override
    {
        return ask(QStringLiteral("topic"), site.get(QStringLiteral("/t/%1.json").arg(intent.topicId)));
    }
    Step answered(const QString &at, const HttpReply &reply) override;
    bool isPending(const QJsonObject &pendingPost) const override
    {
        return idText(pendingPost[u"topic_id"]) == intent.topicId && Attempt::isPending(pendingPost);
    }

private:
    Step topic(const HttpReply &reply);
    Step askNextReplies();
    Step replies(const HttpReply &reply);
    Step askNextOwnReply();
    Step ownReply(const HttpReply &reply);
    Step post();
    Step posted(const HttpReply &reply);
};

Step ReplyAttempt::answered(const QString &at, const HttpReply &reply)
{
    using Stage = Step (ReplyAttempt::*)(const HttpReply &);
    static constexpr std::pair<const char *, Stage> stages[] = {
        {"topic", &ReplyAttempt::topic},
        {"replies", &ReplyAttempt::replies},
        {"ownReply", &ReplyAttempt::ownReply},
        {"posted", &ReplyAttempt::posted},
    };
    for (const auto &[name, stage] : stages) {
        if (at == QLatin1StringView(name)) {
            return (this->*stage)(reply);
        }
    }
    return begin();  // a newer program's progress: start over
}

Step ReplyAttempt::topic(const HttpReply &reply)
{
    if (reply.status == 404 || reply.status == 410) {
        return Refused{site.topicGone(reply)};
    }
    const auto topic = site.object(reply);
    if (!topic) {
        return Refused{topic.error()};
    }
    // Whatever stands behind the last post that we know to be ours, may be this one.
    QJsonArray unread;
    for (const auto &id : (*topic)[u"post_stream"][u"stream"].toArray()) {
        if (intent.ownPosts.contains(idText(id))) {
            unread = {};
        } else {
            unread += id;
        }
    }
    progress.insert(QStringLiteral("unread"), unread);
    return askNextReplies();
}

Step ReplyAttempt::askNextReplies()
{
    QJsonArray unread = progress[u"unread"].toArray();
    if (unread.isEmpty()) {
        return askNextOwnReply();
    }
    QUrlQuery query;
    for (int i = 0; i < postsPerRequest && !unread.isEmpty(); ++i) {
        query.addQueryItem(QStringLiteral("post_ids[]"), idText(unread.takeAt(0)));
    }
    progress.insert(QStringLiteral("unread"), unread);
    return ask(QStringLiteral("replies"), site.get(QStringLiteral("/t/%1/posts.json").arg(intent.topicId), query));
}

Step ReplyAttempt::replies(const HttpReply &reply)
{
    const auto answer = site.object(reply);
    if (!answer) {
        return Refused{answer.error()};
    }
    QJsonArray own = progress[u"own"].toArray();
    for (const auto &post : (*answer)[u"post_stream"][u"posts"].toArray()) {
        if (post[u"username"].toString().compare(site.user, Qt::CaseInsensitive) == 0) {
            own += post[u"id"];
        }
    }
    progress.insert(QStringLiteral("own"), own);
    return askNextReplies();
}

Step ReplyAttempt::askNextOwnReply()
{
    QJsonArray own = progress[u"own"].toArray();
    if (own.isEmpty()) {
        return isHeld() ? askPending() : post();
    }
    const QString id = idText(own.takeAt(0));
    progress.insert(QStringLiteral("own"), own);
    return askPost(QStringLiteral("ownReply"), id);
}

Step ReplyAttempt::ownReply(const HttpReply &reply)
{
    const auto post = site.object(reply);
    return post && mayBeThisPost((*post)[u"raw"].toString()) ? deliver(*post, true) : askNextOwnReply();
}

Step ReplyAttempt::post()
{
    return ask(QStringLiteral("posted"), site.send("POST", QStringLiteral("/posts.json"),
                                                   {{QStringLiteral("topic_id"), intent.topicId.toLongLong()},
                                                    {QStringLiteral("raw"), inForumsDialect(intent.body)},
                                                    {QStringLiteral("auto_track"), false},
                                                    {QStringLiteral("nested_post"), true}}));
}

Step ReplyAttempt::posted(const HttpReply &reply)
{
    return reply.status == 404 || reply.status == 410 ? Step(Refused{site.topicGone(reply)}) : accepted(reply);
}

}  // namespace

std::unique_ptr<Attempt> makeReplyAttempt(const Site &site, const ForumIntent &intent, const DeliveryState &state)
{
    return std::make_unique<ReplyAttempt>(site, intent, state);
}

}  // namespace onlyonce::discourse
