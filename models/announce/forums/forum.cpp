// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/announce/forums/forum.h"

#include "models/base/json.h"
#include "models/base/words.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

constexpr auto actionWords = wordsFrom(ForumIntent::Action::Create, "create", "reply", "edit");

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const auto &each : value.toArray()) {
        list += each.toString();
    }
    return list;
}

void put(QJsonObject &object, QLatin1StringView name, const QString &value)
{
    if (!value.isEmpty()) {
        object.insert(name, value);
    }
}

void put(QJsonObject &object, QLatin1StringView name, const QStringList &value)
{
    if (!value.isEmpty()) {
        object.insert(name, QJsonArray::fromStringList(value));
    }
}

//! The first field that this action cannot do without.
QString missing(const ForumIntent &intent)
{
    using Action = ForumIntent::Action;
    if (intent.body.isEmpty()) {
        return QStringLiteral("body");
    }
    if (intent.action == Action::Create) {
        return intent.title.isEmpty()      ? QStringLiteral("title")
             : intent.externalId.isEmpty() ? QStringLiteral("externalId")
                                           : QString();
    }
    return intent.topicId.isEmpty()                                 ? QStringLiteral("topicId")
         : intent.action == Action::Edit && intent.postId.isEmpty() ? QStringLiteral("postId")
                                                                    : QString();
}

}  // namespace

QJsonObject toJson(const ForumIntent &intent)
{
    QJsonObject payload{{QStringLiteral("action"), actionWords.of(intent.action)}};
    put(payload, QLatin1StringView("title"), intent.title);
    put(payload, QLatin1StringView("body"), intent.body);
    put(payload, QLatin1StringView("originalBody"), intent.originalBody);
    put(payload, QLatin1StringView("earlierBodies"), intent.earlierBodies);
    put(payload, QLatin1StringView("externalId"), intent.externalId);
    put(payload, QLatin1StringView("topicId"), intent.topicId);
    put(payload, QLatin1StringView("postId"), intent.postId);
    put(payload, QLatin1StringView("ownPosts"), intent.ownPosts);
    return payload;
}

Result<ForumIntent> forumIntentFrom(const QJsonObject &payload)
{
    const QString action = payload[QLatin1StringView("action")].toString();
    const auto known = actionWords.find(action);
    if (!known) {
        return fail(ErrorCode::Invalid, QCoreApplication::translate("Forum", "A forum cannot do “%1”.").arg(action));
    }
    ForumIntent intent{.action = *known,
                       .title = payload[QLatin1StringView("title")].toString(),
                       .body = payload[QLatin1StringView("body")].toString(),
                       .originalBody = payload[QLatin1StringView("originalBody")].toString(),
                       .earlierBodies = texts(payload[QLatin1StringView("earlierBodies")]),
                       .externalId = payload[QLatin1StringView("externalId")].toString(),
                       .topicId = payload[QLatin1StringView("topicId")].toString(),
                       .postId = payload[QLatin1StringView("postId")].toString(),
                       .ownPosts = texts(payload[QLatin1StringView("ownPosts")])};
    if (const QString name = missing(intent); !name.isEmpty()) {
        return fail(
            ErrorCode::Invalid,
            QCoreApplication::translate("Forum", "This forum post is incomplete: its %1 is missing.").arg(name));
    }
    return intent;
}

QJsonObject toJson(const ForumResult &result)
{
    QJsonObject object;
    put(object, QLatin1StringView("topicId"), result.topicId);
    put(object, QLatin1StringView("postId"), result.postId);
    put(object, QLatin1StringView("url"), result.url);
    put(object, QLatin1StringView("body"), result.body);
    if (result.foundOther) {
        object.insert(QLatin1StringView("foundOther"), true);
    }
    if (result.publishedAt) {
        object.insert(QLatin1StringView("publishedAt"), toIso(*result.publishedAt));
    }
    return object;
}

ForumResult forumResultFrom(const QJsonObject &object)
{
    ForumResult result{.topicId = object[QLatin1StringView("topicId")].toString(),
                       .postId = object[QLatin1StringView("postId")].toString(),
                       .url = object[QLatin1StringView("url")].toString(),
                       .body = object[QLatin1StringView("body")].toString(),
                       .foundOther = object[QLatin1StringView("foundOther")].toBool(),
                       .publishedAt = {}};
    if (auto time = parseMachineTime(object[QLatin1StringView("publishedAt")].toString())) {
        result.publishedAt = *time;
    }
    return result;
}

}  // namespace onlyonce
