// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/forums/discourse/attempt.h"

#include "models/base/tr.h"
#include "models/documents/markdown.h"

#include <algorithm>

namespace onlyonce::discourse {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds moderationPause = 5min;

bool sameText(const QString &left, const QString &right)
{
    return normalizedMarkdown(left) == normalizedMarkdown(right);
}

}  // namespace

QString inForumsDialect(const QString &markdown)
{
    return forumMarkdown(markdown).trimmed();
}

bool isText(const QString &raw, const QString &ours)
{
    return !ours.isEmpty() && (sameText(raw, ours) || sameText(raw, inForumsDialect(ours)));
}

bool sameTitle(const QString &left, const QString &right)
{
    return left.simplified().compare(right.simplified(), Qt::CaseInsensitive) == 0;
}

QString idText(const QJsonValue &value)
{
    return value.isString() ? value.toString() : QString::number(value.toInteger());
}

bool isWrite(const QString &at)
{
    return at == QStringLiteral("posted") || at == QStringLiteral("edited");
}

std::unique_ptr<Attempt> makeAttempt(const Site &site, const ForumIntent &intent, const DeliveryState &state)
{
    switch (intent.action) {
    case ForumIntent::Action::Create:
        return makeTopicAttempt(site, intent, state);
    case ForumIntent::Action::Reply:
        return makeReplyAttempt(site, intent, state);
    case ForumIntent::Action::Edit:
        return makeEditAttempt(site, intent, state);
    }
    Q_UNREACHABLE();
}

Attempt::Attempt(Site theSite, ForumIntent theIntent, const DeliveryState &state)
    : site(std::move(theSite))
    , intent(std::move(theIntent))
    , resumed(state.resumed)
    , progress(state.progress)
{
}

Step Attempt::begin()
{
    const bool wasHeld = isHeld();
    progress = {};
    if (wasHeld) {
        progress.insert(QStringLiteral("held"), true);
    }
    return first();
}

Step Attempt::next(const HttpReply &reply)
{
    const QString at = progress[u"at"].toString();
    return at == QStringLiteral("pending") ? pending(reply) : answered(at, reply);
}

Step Attempt::ask(const QString &at, HttpRequest request)
{
    progress.insert(QStringLiteral("at"), at);
    return SendHttp{.request = std::move(request), .progress = progress};
}

Step Attempt::askPost(const QString &at, const QString &id)
{
    return ask(at, site.get(QStringLiteral("/posts/%1.json").arg(id)));
}

Step Attempt::accepted(const HttpReply &reply)
{
    const auto answer = site.object(reply);
    if (!answer) {
        return Refused{answer.error()};
    }
    const QJsonObject post = answer->contains(u"post") ? (*answer)[u"post"].toObject() : *answer;
    if (!post.contains(u"id")) {
        // Asking at once keeps the news with the delivery: the next attempt must not post it again.
        progress.insert(QStringLiteral("held"), true);
        progress.insert(QStringLiteral("justHeld"), true);
        return askPending();
    }
    if (intent.ownPosts.contains(idText(post[u"id"]))) {
        return Refused{{ErrorCode::Conflict,
                        tr("The forum took this for a repetition of the previous post and did not publish it again. "
                           "Change the text, or wait two minutes, and publish it again."),
                        {}}};
    }
    return deliver(post, false);
}

Step Attempt::askPending()
{
    return ask(QStringLiteral("pending"), site.get(QStringLiteral("/posts/%1/pending.json").arg(site.pathUser())));
}

Step Attempt::pending(const HttpReply &reply)
{
    const auto answer = site.object(reply);
    if (progress[u"justHeld"].toBool() || !answer) {
        return held();
    }
    const QJsonArray waiting = (*answer)[u"pending_posts"].toArray();
    if (std::ranges::any_of(waiting, [this](const QJsonValue &each) { return isPending(each.toObject()); })) {
        return held();
    }
    return Refused{{ErrorCode::Denied,
                    tr("The forum held this post for its moderators; it no longer waits there and was not published as "
                       "it was written. Look into the forum before you publish it again."),
                    {}}};
}

bool Attempt::isPending(const QJsonObject &pendingPost) const
{
    return mayBeThisPost(pendingPost[u"raw_text"].toString());
}

Step Attempt::held() const
{
    return Postponed{.error = {ErrorCode::Busy,
                               tr("The forum holds this post until a moderator approves it (Review in the forum). To "
                                  "have posts appear at once, make “%1” a moderator.")
                                   .arg(site.user),
                               {}},
                     .wait = moderationPause,
                     .uncertain = true};
}

bool Attempt::mayBeThisPost(const QString &raw) const
{
    return isText(raw, intent.body)
        || std::ranges::any_of(intent.earlierBodies, [&](const QString &text) { return isText(raw, text); });
}

Step Attempt::deliver(const QJsonObject &post, bool found) const
{
    const QString raw = post[u"raw"].toString();
    const bool ours = raw.isEmpty() || isText(raw, intent.body);
    ForumResult result{.topicId = post.contains(u"topic_id") ? idText(post[u"topic_id"]) : intent.topicId,
                       .postId = post.contains(u"id") ? idText(post[u"id"]) : intent.postId,
                       .url = {},
                       .body = ours ? intent.body : raw,
                       .foundOther = found && !ours,
                       .publishedAt = {}};
    const QString path = post[u"post_url"].toString();
    result.url =
        site.url(!path.isEmpty()
                     ? path
                     : QStringLiteral("/t/%1/%2").arg(result.topicId, QString::number(post[u"post_number"].toInt(1))));
    if (const auto time = parseMachineTime(post[u"created_at"].toString())) {
        result.publishedAt = *time;
    }
    return Delivered{toJson(result)};
}

}  // namespace onlyonce::discourse
