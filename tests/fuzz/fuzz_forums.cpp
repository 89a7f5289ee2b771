// SPDX-License-Identifier: GPL-3.0-or-later
// A forum that answers anything: the adapter comes to an end, says why, and never asks another host. An input is a
// dialogue as tests/data/announce has them, of which the replies count; or, if it is no JSON, the body of every reply.
#include "models/announce/forums/forum.h"
#include "models/announce/forums/registry.h"
#include "models/base/json.h"

#include <QJsonArray>

#include <cstdlib>

using namespace onlyonce;

namespace {

constexpr int mostQuestions = 50;

void require(bool promise)
{
    if (!promise) {
        std::abort();
    }
}

HttpReply replyFrom(const QJsonObject &said)
{
    const int status = said[u"status"].toInt();
    HttpReply reply;
    reply.status = status >= 100 && status < 600 ? status : 200;
    reply.body = said.contains(u"text") ? said[u"text"].toString().toUtf8() : toJsonBytes(said[u"body"].toObject());
    const QJsonObject headers = said[u"headers"].toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header) {
        reply.headers.add(header.key().toUtf8(), header.value().toString().toUtf8());
    }
    return reply;
}

std::vector<HttpReply> repliesFrom(const QByteArray &bytes, const QJsonObject &script)
{
    std::vector<HttpReply> replies;
    for (const auto &turn : script[u"dialogue"].toArray()) {
        replies.push_back(replyFrom(turn.toObject()[u"reply"].toObject()));
    }
    if (replies.empty()) {
        replies.push_back({.status = 200, .headers = {}, .body = bytes});
    }
    return replies;
}

void play(const Adapter &forum, DeliveryState state, const std::vector<HttpReply> &replies, bool test)
{
    const auto step = [&](const DeliveryReply *reply) {
        return test ? forum.test(state, reply) : forum.step(state, reply);
    };
    Step said = step(nullptr);
    for (size_t asked = 0; const auto *send = std::get_if<SendHttp>(&said); ++asked) {
        require(asked < mostQuestions);
        require(send->request.url.scheme() == QLatin1StringView("https"));
        require(send->request.url.host() == QLatin1StringView("forum.example"));
        require(!send->request.url.toString().contains(QLatin1StringView("hidden-key")));
        require(!send->request.body.contains("hidden-key"));
        state.progress = send->progress;
        const DeliveryReply reply = Result<HttpReply>(replies.at(asked % replies.size()));
        said = step(&reply);
    }
    if (const auto *refused = std::get_if<Refused>(&said)) {
        require(!refused->error.message.isEmpty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const QJsonObject script = parseJsonObject(bytes).value_or(QJsonObject());
    const QString action = script[u"intent"].toObject()[u"action"].toString();
    ForumIntent intent;
    intent.action = action == QLatin1StringView("edit")  ? ForumIntent::Action::Edit
                  : action == QLatin1StringView("reply") ? ForumIntent::Action::Reply
                                                         : ForumIntent::Action::Create;
    intent.title = QStringLiteral("checkout: service disruption (INC-1, 2026-11-23)");
    intent.body = QStringLiteral("We are looking into a problem with **checkout**. @all");
    intent.originalBody = QStringLiteral("Before");
    intent.externalId = QStringLiteral("inc-1-3f0c5a2e9d7b4c6f8a1b2c3d4e5f6071");
    intent.topicId = QStringLiteral("901");
    intent.postId = QStringLiteral("5001");
    const DeliveryState state{.key = QStringLiteral("key"),
                              .intent = toJson(intent),
                              .settings = {{QStringLiteral("url"), QStringLiteral("https://forum.example/")},
                                           {QStringLiteral("user"), QStringLiteral("status-desk")},
                                           {QStringLiteral("category"), 12}},
                              .secrets = {{QStringLiteral("apiKey"), QStringLiteral("hidden-key")}},
                              .progress = {},
                              .resumed = script[u"resumed"].toBool(),
                              .now = fromMillis(1'795'410'000'000)};
    const std::vector<HttpReply> replies = repliesFrom(bytes, script);
    for (const auto &forum : forumAdapters()) {
        play(*forum, state, replies, script[u"test"].toBool());
    }
    return 0;
}
