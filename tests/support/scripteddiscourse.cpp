// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scripteddiscourse.h"

#include "models/base/json.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

namespace onlyonce::test {

namespace {

constexpr int announcements = 12;  // the one category

ScriptedReply answerJson(int status, const QJsonObject &body, HttpHeaders headers = {})
{
    headers.add("Content-Type", "application/json; charset=utf-8");
    return ScriptedReply{.status = status, .headers = std::move(headers), .body = toJsonBytes(body), .raw = {}};
}

ScriptedReply refuse(int status, const QString &sentence, const QString &type = {})
{
    QJsonObject body{{QStringLiteral("errors"), QJsonArray{sentence}}};
    if (!type.isEmpty()) {
        body.insert(QStringLiteral("error_type"), type);
        body.insert(QStringLiteral("extras"), QJsonObject{});
    }
    return answerJson(status, body);
}

ScriptedReply notFound()
{
    return refuse(404, QStringLiteral("The requested URL or resource could not be found."),
                  QStringLiteral("not_found"));
}

ScriptedReply page(int status)
{
    return ScriptedReply{.status = status,
                         .headers = {{"Content-Type", "text/html"}},
                         .body = "<html><head><title>nginx</title></head><body><center>nginx</center></body></html>",
                         .raw = {}};
}

//! As it is stored: line ends normalised, trailing white space gone.
QString stored(QString raw)
{
    raw.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    static const QRegularExpression trailing(QStringLiteral("[ \\t]+(?=\\n|$)"));
    return raw.remove(trailing).trimmed();
}

}  // namespace

ScriptedDiscourse::ScriptedDiscourse(QObject *parent)
    : QObject(parent)
{
    m_http.setResponder([this](const RecordedRequest &request) { return answer(request); });
}

QJsonObject ScriptedDiscourse::settings() const
{
    return {{QStringLiteral("url"), url().toString()},
            {QStringLiteral("user"), user},
            {QStringLiteral("category"), announcements}};
}

QJsonObject ScriptedDiscourse::secrets() const
{
    return {{QStringLiteral("apiKey"), QString::fromLatin1(key)}};
}

QList<ScriptedDiscourse::Post> ScriptedDiscourse::postsOf(qint64 topic) const
{
    QList<Post> posts;
    for (const auto &[id, post] : m_posts) {
        if (post.topic == topic) {
            posts += post;
        }
    }
    return posts;
}

int ScriptedDiscourse::count(const QByteArray &method) const
{
    return int(std::ranges::count(requests(), method, &RecordedRequest::method));
}

qint64 ScriptedDiscourse::addReply(qint64 topic, const QString &from, const QString &raw)
{
    return addPost(topic, from, raw).id;
}

void ScriptedDiscourse::approvePending()
{
    for (const Pending &pending : std::exchange(m_pending, {})) {
        const qint64 topic = pending.topic ? pending.topic : addTopic(pending.title, pending.category, {}, {}).id;
        addPost(topic, user, pending.raw);
    }
}

ScriptedReply ScriptedDiscourse::answer(const RecordedRequest &request)
{
    QQueue<Mishap> &waiting = m_mishaps[request.method];
    if (waiting.isEmpty()) {
        return handle(request);
    }
    const Mishap mishap = waiting.dequeue();
    switch (mishap) {
    case Mishap::TooOften:
        return answerJson(
            429,
            {{QStringLiteral("errors"), QJsonArray{QStringLiteral("You’ve performed this action too many times, "
                                                                  "please try again later.")}},
             {QStringLiteral("error_type"), QStringLiteral("rate_limit")},
             {QStringLiteral("extras"), QJsonObject{{QStringLiteral("wait_seconds"), 2}}}},
            {{"Retry-After", "2"}});
    case Mishap::TooManyAtAll:
        return ScriptedReply{.status = 429,
                             .headers = {{"Content-Type", "text/plain"},
                                         {"Retry-After", "1"},
                                         {"Discourse-Rate-Limit-Error-Code", "admin_api_key_rate_limit"}},
                             .body = "Slow down, too many requests.\nPlease retry again in 1 seconds.\n",
                             .raw = {}};
    case Mishap::ProxyLimit:
        return page(429);
    case Mishap::BadGateway:
        return page(502);
    case Mishap::BrokenAfter:
        (void)handle(request);
        return refuse(500, QStringLiteral("Oops! The software powering this forum ran into an unexpected problem."));
    case Mishap::ReadOnly:
        return refuse(503, QStringLiteral("The site is in read only mode."), QStringLiteral("read_only"));
    case Mishap::LostAfter:
        (void)handle(request);
        [[fallthrough]];
    case Mishap::LostBefore:
        return ScriptedReply{.body = {}, .fault = Fault::CloseAfterRequest, .raw = {}};
    case Mishap::EditedMeanwhile:
        m_posts[request.target.split('/').last().split('.').first().toLongLong()].raw =
            QStringLiteral("A moderator was quicker than us.");
        return handle(request);
    case Mishap::LoginPage:
        return page(200);
    }
    Q_UNREACHABLE();
}

ScriptedReply ScriptedDiscourse::handle(const RecordedRequest &request)
{
    const QString actsAs = QString::fromUtf8(request.headers.value("Api-Username"));
    if (request.headers.value("Api-Key") != key || actsAs.compare(user, Qt::CaseInsensitive) != 0) {
        return refuse(
            403,
            QStringLiteral("You are not permitted to view the requested resource. The API username or key is invalid."),
            QStringLiteral("invalid_access"));
    }
    const QUrl target = QUrl::fromEncoded(request.target);
    if (request.method == "GET") {
        return read(target.path(), target);
    }
    const auto body = parseJsonObject(request.body);
    if (!body) {
        return refuse(400, QStringLiteral("The JSON could not be read."), QStringLiteral("invalid_parameters"));
    }
    static const QRegularExpression post(QStringLiteral("^/posts/(\\d+)\\.json$"));
    if (request.method == "POST" && target.path() == QStringLiteral("/posts.json")) {
        return create(*body);
    }
    const auto match = post.match(target.path());
    return request.method == "PUT" && match.hasMatch() ? edit(match.captured(1).toLongLong(), *body) : notFound();
}

ScriptedReply ScriptedDiscourse::read(const QString &path, const QUrl &target)
{
    static const QRegularExpression topicPath(QStringLiteral("^/t/(\\d+)\\.json$"));
    static const QRegularExpression somePosts(QStringLiteral("^/t/(\\d+)/posts\\.json$"));
    static const QRegularExpression externalId(QStringLiteral("^/t/external_id/([A-Za-z0-9_-]+)\\.json$"));
    static const QRegularExpression postPath(QStringLiteral("^/posts/(\\d+)\\.json$"));
    if (const auto match = topicPath.match(path); match.hasMatch()) {
        const auto topic = m_topics.find(match.captured(1).toLongLong());
        return topic == m_topics.end() ? page(404)
                                       : topicReply(topic->second);  // an HTML error: this route's speciality
    }
    if (const auto match = somePosts.match(path); match.hasMatch()) {
        QJsonArray posts;
        for (const QString &id : QUrlQuery(target).allQueryItemValues(QStringLiteral("post_ids[]"))) {
            if (const auto post = m_posts.find(id.toLongLong()); post != m_posts.end()) {
                posts += json(post->second, false);
            }
        }
        return answerJson(200, {{QStringLiteral("post_stream"), QJsonObject{{QStringLiteral("posts"), posts}}}});
    }
    if (const auto match = externalId.match(path); match.hasMatch()) {
        for (const auto &[id, topic] : m_topics) {
            if (topic.externalId.compare(match.captured(1), Qt::CaseInsensitive) == 0) {
                const QByteArray origin = redirectOrigin.isEmpty() ? url().toEncoded() : redirectOrigin;
                return ScriptedReply{
                    .status = 301,
                    .headers = {{"Location", origin + "/t/a-slug/" + QByteArray::number(id) + ".json"}},
                    .body = {},
                    .raw = {}};
            }
        }
        return notFound();
    }
    if (const auto match = postPath.match(path); match.hasMatch()) {
        const auto post = m_posts.find(match.captured(1).toLongLong());
        return post == m_posts.end() ? notFound() : answerJson(200, json(post->second, true));
    }
    if (path == QStringLiteral("/topics/created-by/%1.json").arg(user)) {
        QJsonArray topics;
        for (const auto &[id, topic] : m_topics) {
            if (topic.user == user) {
                topics.prepend(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("title"), topic.title}});
            }
        }
        return answerJson(200, {{QStringLiteral("topic_list"), QJsonObject{{QStringLiteral("topics"), topics}}}});
    }
    if (path == QStringLiteral("/posts/%1/pending.json").arg(user)) {
        QJsonArray posts;
        for (const Pending &pending : m_pending) {
            posts +=
                QJsonObject{{QStringLiteral("raw_text"), pending.raw},
                            {QStringLiteral("title"), pending.title},
                            {QStringLiteral("topic_id"), pending.topic ? QJsonValue(pending.topic) : QJsonValue()}};
        }
        return answerJson(200, {{QStringLiteral("pending_posts"), posts}});
    }
    if (path == QStringLiteral("/about.json")) {
        return tellsVersion
                 ? answerJson(200, {{QStringLiteral("about"), QJsonObject{{QStringLiteral("version"), version}}}})
                 : notFound();
    }
    if (path == QStringLiteral("/session/current.json")) {
        return answerJson(200, {{QStringLiteral("current_user"), QJsonObject{{QStringLiteral("username"), user},
                                                                             {QStringLiteral("admin"), false},
                                                                             {QStringLiteral("moderator"), isStaff}}}});
    }
    if (path == QStringLiteral("/c/%1/show.json").arg(announcements)) {
        return answerJson(
            200, {{QStringLiteral("category"), QJsonObject{{QStringLiteral("id"), announcements},
                                                           {QStringLiteral("name"), QStringLiteral("Announcements")},
                                                           {QStringLiteral("permission"), 1}}}});
    }
    return notFound();
}

ScriptedReply ScriptedDiscourse::create(const QJsonObject &body)
{
    // An identical request within 120 s gets the first one's answer again, and does nothing.
    const QByteArray signature = toJsonBytes(body);
    if (remembersRepeats && m_memory.contains(signature)) {
        return m_memory[signature];
    }
    const ScriptedReply reply = createNow(body);
    m_memory.insert(signature, reply);
    return reply;
}

ScriptedReply ScriptedDiscourse::createNow(const QJsonObject &body)
{
    const bool isReply = body.contains(u"topic_id");
    const qint64 topicId = body[u"topic_id"].toInteger();
    if (isReply && !m_topics.contains(topicId)) {
        return notFound();
    }
    if (const QString sentence = refusalOf(body); !sentence.isEmpty()) {
        return answerJson(422, {{QStringLiteral("action"), QStringLiteral("create_post")},
                                {QStringLiteral("errors"), QJsonArray{sentence}}});
    }
    const QString raw = stored(body[u"raw"].toString());
    if (holdsPosts) {
        m_pending += Pending{
            .title = body[u"title"].toString(), .topic = topicId, .category = body[u"category"].toInt(), .raw = raw};
        return answerJson(200, {{QStringLiteral("success"), true},
                                {QStringLiteral("action"), QStringLiteral("enqueued")},
                                {QStringLiteral("pending_post"),
                                 QJsonObject{{QStringLiteral("id"), 9}, {QStringLiteral("raw"), raw}}},
                                {QStringLiteral("pending_count"), m_pending.size()}});
    }
    const qint64 topic = isReply ? topicId
                                 : addTopic(body[u"title"].toString(), body[u"category"].toInt(),
                                            body[u"external_id"].toString(), body[u"tags"].toArray())
                                       .id;
    const QJsonObject post = json(addPost(topic, user, raw), true);
    return body[u"nested_post"].toBool() ? answerJson(200, {{QStringLiteral("success"), true},
                                                            {QStringLiteral("action"), QStringLiteral("create_post")},
                                                            {QStringLiteral("post"), post}})
                                         : answerJson(200, post);
}

QString ScriptedDiscourse::refusalOf(const QJsonObject &body) const
{
    const QString raw = stored(body[u"raw"].toString());
    if (raw.size() < 20) {
        return QStringLiteral("Body is too short (minimum is 20 characters)");
    }
    for (const auto &[id, post] : m_posts) {
        if (post.user == user && post.raw == raw) {
            return QStringLiteral("Body is too similar to what you recently posted");
        }
    }
    if (body.contains(u"topic_id")) {
        return {};
    }
    const QString title = body[u"title"].toString();
    if (title.size() < 15) {
        return QStringLiteral("Title is too short (minimum is 15 characters)");
    }
    for (const auto &tag : body[u"tags"].toArray()) {
        if (tag.isObject() && !knowsTagObjects()) {
            return QStringLiteral("Tags are invalid");
        }
    }
    for (const auto &[id, topic] : m_topics) {
        if (topic.title.compare(title, Qt::CaseInsensitive) == 0) {
            return QStringLiteral("Title has already been used");
        }
        if (!topic.externalId.isEmpty()
            && topic.externalId.compare(body[u"external_id"].toString(), Qt::CaseInsensitive) == 0) {
            return QStringLiteral("External has already been taken");
        }
    }
    return {};
}

ScriptedReply ScriptedDiscourse::edit(qint64 id, const QJsonObject &body)
{
    const auto found = m_posts.find(id);
    if (found == m_posts.end() || !m_topics.contains(found->second.topic)) {
        return notFound();
    }
    Post &post = found->second;
    const QJsonObject change = body[u"post"].toObject();
    const QString guard =
        change.contains(u"original_text") ? change[u"original_text"].toString() : change[u"raw_old"].toString();
    if (!guard.isEmpty() && guard != post.raw) {
        return refuse(409,
                      QStringLiteral("That post was edited by another user and your changes can no longer be saved."));
    }
    post.raw = stored(change[u"raw"].toString());
    ++post.version;
    if (post.number == 1 && body.contains(u"title")) {
        m_topics[post.topic].title = body[u"title"].toString();
    }
    return answerJson(200, {{QStringLiteral("post"), json(post, true)}});
}

ScriptedReply ScriptedDiscourse::topicReply(const Topic &topic) const
{
    QJsonArray posts;
    QJsonArray stream;
    for (const qint64 id : topic.posts) {
        stream += id;
        if (posts.size() < 20) {
            posts += json(m_posts.at(id), false);
        }
    }
    QJsonArray tags;
    for (const auto &tag : topic.tags) {
        const QString name = tag.isObject() ? tag[u"name"].toString() : tag.toString();
        tags += knowsTagObjects() ? QJsonValue(QJsonObject{{QStringLiteral("name"), name}}) : QJsonValue(name);
    }
    return answerJson(200, {{QStringLiteral("id"), topic.id},
                            {QStringLiteral("title"), topic.title},
                            {QStringLiteral("tags"), tags},
                            {QStringLiteral("highest_post_number"), topic.posts.size()},
                            {QStringLiteral("post_stream"),
                             QJsonObject{{QStringLiteral("posts"), posts}, {QStringLiteral("stream"), stream}}}});
}

bool ScriptedDiscourse::knowsTagObjects() const
{
    return version.section(u'.', 0, 0).toInt() >= 2026;
}

QJsonObject ScriptedDiscourse::json(const Post &post, bool withRaw) const
{
    QJsonObject object{{QStringLiteral("id"), post.id},
                       {QStringLiteral("topic_id"), post.topic},
                       {QStringLiteral("post_number"), post.number},
                       {QStringLiteral("username"), post.user},
                       {QStringLiteral("version"), post.version},
                       {QStringLiteral("created_at"), QStringLiteral("2026-11-23T05:00:01.500Z")},
                       {QStringLiteral("post_url"), QStringLiteral("/t/a-slug/%1/%2").arg(post.topic).arg(post.number)},
                       {QStringLiteral("cooked"), QStringLiteral("<p>…</p>")}};
    if (withRaw) {
        object.insert(QStringLiteral("raw"), post.raw);
    }
    return object;
}

ScriptedDiscourse::Post &ScriptedDiscourse::addPost(qint64 topic, const QString &from, const QString &raw)
{
    QList<qint64> &posts = m_topics[topic].posts;
    const qint64 id = ++m_lastPost;
    posts += id;
    return m_posts[id] =
               Post{.id = id, .topic = topic, .number = int(posts.size()), .user = from, .raw = raw, .version = 1};
}

ScriptedDiscourse::Topic &ScriptedDiscourse::addTopic(const QString &title, int category, const QString &externalId,
                                                      const QJsonArray &tags)
{
    const qint64 id = ++m_lastTopic;
    return m_topics[id] = Topic{.id = id,
                                .title = title,
                                .category = category,
                                .externalId = externalId,
                                .user = user,
                                .tags = tags,
                                .posts = {}};
}

}  // namespace onlyonce::test
