// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a topic. It carries our external id, so that a topic whose making was never confirmed is found instead of made
// twice. (One that moderators let through has lost that id: it is found by title and author.)
#include "models/announce/forums/discourse/attempt.h"
#include "models/base/json.h"

#include <QRegularExpression>

namespace onlyonce::discourse {

namespace {

constexpr int firstVersionWithTagObjects = 2026;

class TopicAttempt final : public Attempt
{
public:
    using Attempt::Attempt;

protected:
    Step first() override { return isHeld() ? askOwnTopics() : resumed ? askExternalId() : post(); }
    Step answered(const QString &at, const HttpReply &reply) override;
    bool isPending(const QJsonObject &pendingPost) const override
    {
        return sameTitle(pendingPost[u"title"].toString(), intent.title);
    }

private:
    Step post();
    Step version(const HttpReply &reply);
    Step posted(const HttpReply &reply);
    Step askExternalId();
    Step externalId(const HttpReply &reply);
    Step notThere();
    Step askOwnTopics();
    Step ownTopics(const HttpReply &reply);
    Step topic(const HttpReply &reply);
    Step opening(const HttpReply &reply);
    [[nodiscard]] Step refusedAsBefore() const;
};

Step TopicAttempt::answered(const QString &at, const HttpReply &reply)
{
    using Stage = Step (TopicAttempt::*)(const HttpReply &);
    static constexpr std::pair<const char *, Stage> stages[] = {
        {"version", &TopicAttempt::version},       {"posted", &TopicAttempt::posted},
        {"externalId", &TopicAttempt::externalId}, {"ownTopics", &TopicAttempt::ownTopics},
        {"topic", &TopicAttempt::topic},           {"opening", &TopicAttempt::opening},
    };
    for (const auto &[name, stage] : stages) {
        if (at == QLatin1StringView(name)) {
            return (this->*stage)(reply);
        }
    }
    return begin();  // a newer program's progress: start over
}

Step TopicAttempt::post()
{
    QJsonObject body{{QStringLiteral("title"), intent.title},     {QStringLiteral("raw"), inForumsDialect(intent.body)},
                     {QStringLiteral("category"), site.category}, {QStringLiteral("external_id"), intent.externalId},
                     {QStringLiteral("auto_track"), false},       {QStringLiteral("nested_post"), true}};
    if (!site.tags.isEmpty()) {
        if (!progress.contains(u"tags")) {
            return ask(QStringLiteral("version"), site.get(QStringLiteral("/about.json")));
        }
        const bool asObjects = progress[u"tags"] == QStringLiteral("objects");
        QJsonArray tags;
        for (const QString &tag : site.tags) {
            tags += asObjects ? QJsonValue(QJsonObject{{QStringLiteral("name"), tag}}) : QJsonValue(tag);
        }
        body.insert(QStringLiteral("tags"), tags);
    }
    return ask(QStringLiteral("posted"), site.send("POST", QStringLiteral("/posts.json"), body));
}

//! Tags are objects since release 2026.01 and names before; a server that does not tell its version gets objects first.
Step TopicAttempt::version(const HttpReply &reply)
{
    const auto about = parseJsonObject(reply.body);
    const int major = about ? (*about)[u"about"][u"version"].toString().section(u'.', 0, 0).toInt() : 0;
    const bool isOld = major > 0 && major < firstVersionWithTagObjects;
    progress.insert(QStringLiteral("tags"), isOld ? QStringLiteral("strings") : QStringLiteral("objects"));
    progress.insert(QStringLiteral("guessed"), major == 0);
    return post();
}

Step TopicAttempt::posted(const HttpReply &reply)
{
    if (reply.status == 404 || reply.status == 410) {
        return Refused{site.notDiscourse(reply)};
    }
    if (reply.status == 422 || reply.status == 400) {
        // Perhaps because our topic is there already, from an attempt whose answer was lost.
        const Error error = site.refusal(reply);
        progress.insert(QStringLiteral("refusal"), error.message);
        progress.insert(QStringLiteral("refusalDetail"), error.detail);
        return askExternalId();
    }
    return accepted(reply);
}

Step TopicAttempt::askExternalId()
{
    return ask(QStringLiteral("externalId"), site.get(QStringLiteral("/t/external_id/%1.json").arg(intent.externalId)));
}

Step TopicAttempt::externalId(const HttpReply &reply)
{
    if (reply.status == 404) {
        return notThere();
    }
    if (reply.status >= 300 && reply.status < 400) {
        // Behind a proxy the address may name another scheme or host: only the topic's number is taken from it.
        static const QRegularExpression pattern(
            QStringLiteral("/t/(?:[^/?#]+/)?(\\d+)(?:/\\d+)?(?:\\.json)?(?:[?#].*)?$"));
        const auto match = pattern.match(QString::fromUtf8(reply.headers.value("Location")));
        return match.hasMatch()
                 ? ask(QStringLiteral("topic"), site.get(QStringLiteral("/t/%1.json").arg(match.captured(1))))
                 : Step(Refused{site.notDiscourse(reply)});
    }
    return topic(reply);
}

Step TopicAttempt::notThere()
{
    if (!progress.contains(u"refusal")) {
        return post();
    }
    if (progress[u"guessed"].toBool() && progress[u"tags"] == QStringLiteral("objects")) {
        progress.insert(QStringLiteral("tags"), QStringLiteral("strings"));
        return post();
    }
    return askOwnTopics();
}

Step TopicAttempt::askOwnTopics()
{
    return ask(QStringLiteral("ownTopics"),
               site.get(QStringLiteral("/topics/created-by/%1.json").arg(site.pathUser())));
}

Step TopicAttempt::ownTopics(const HttpReply &reply)
{
    if (const auto list = site.object(reply)) {
        for (const auto &each : (*list)[u"topic_list"][u"topics"].toArray()) {
            const QJsonObject topic = each.toObject();
            if (sameTitle(topic[u"title"].toString(), intent.title)) {
                progress.insert(QStringLiteral("byTitle"), true);
                return ask(QStringLiteral("topic"), site.get(QStringLiteral("/t/%1.json").arg(idText(topic[u"id"]))));
            }
        }
    }
    return isHeld() ? askPending() : refusedAsBefore();
}

Step TopicAttempt::topic(const HttpReply &reply)
{
    if (reply.status == 404 || reply.status == 410) {
        return Refused{site.topicGone(reply)};
    }
    const auto topic = site.object(reply);
    if (!topic) {
        return Refused{topic.error()};
    }
    const QJsonArray posts = (*topic)[u"post_stream"][u"posts"].toArray();
    return posts.isEmpty() ? Step(Refused{site.notDiscourse(reply)})
                           : askPost(QStringLiteral("opening"), idText(posts.first()[u"id"]));
}

Step TopicAttempt::opening(const HttpReply &reply)
{
    const auto post = site.object(reply);
    if (!post) {
        return Refused{post.error()};
    }
    // Found by its title only, another text makes it another topic (unless a moderator edited it): the refusal stands.
    if (progress[u"byTitle"].toBool() && !isHeld() && !mayBeThisPost((*post)[u"raw"].toString())) {
        return refusedAsBefore();
    }
    return deliver(*post, true);
}

Step TopicAttempt::refusedAsBefore() const
{
    return Refused{{ErrorCode::Invalid, progress[u"refusal"].toString(), progress[u"refusalDetail"].toString()}};
}

}  // namespace

std::unique_ptr<Attempt> makeTopicAttempt(const Site &site, const ForumIntent &intent, const DeliveryState &state)
{
    return std::make_unique<TopicAttempt>(site, intent, state);
}

}  // namespace onlyonce::discourse
