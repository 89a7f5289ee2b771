// SPDX-License-Identifier: GPL-3.0-or-later
// A forum that answers anything: the adapter comes to an end, and never asks another host.
#include "models/announce/forums/forum.h"
#include "models/announce/forums/registry.h"

#include <cstddef>
#include <cstdint>

using namespace onlyonce;

namespace {

//! The bytes up to the next line "--", or all: first line a status, the rest a body.
HttpReply nextReply(QByteArray &script)
{
    const qsizetype end = script.indexOf("\n--\n");
    const QByteArray part = end < 0 ? script : script.left(end);
    script = end < 0 ? QByteArray() : script.mid(end + 4);
    const qsizetype line = part.indexOf('\n');
    HttpReply reply;
    const int status = part.left(3).toInt();
    reply.status = status >= 100 && status < 600 ? status : 200;
    reply.body = status == reply.status && line >= 0 ? part.mid(line + 1) : part;
    return reply;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    ForumIntent intent;
    intent.action = ForumIntent::Action(data[0] % 3);
    intent.title = QStringLiteral("checkout: service disruption");
    intent.body = QStringLiteral("We are looking into it. @all");
    intent.originalBody = QStringLiteral("Before");
    intent.externalId = QStringLiteral("inc-1-3f0c5a2e9d7b4c6f8a1b2c3d4e5f6071");
    intent.topicId = QStringLiteral("12");
    intent.postId = QStringLiteral("34");
    DeliveryState state;
    state.key = QStringLiteral("key");
    state.intent = toJson(intent);
    state.resumed = (data[1] & 1) != 0;
    state.now = fromMillis(1'764'000'000'000);
    state.settings = {{QStringLiteral("url"), QStringLiteral("https://forum.example.com")},
                      {QStringLiteral("user"), QStringLiteral("status")},
                      {QStringLiteral("category"), QStringLiteral("5")}};
    state.secrets = {{QStringLiteral("apiKey"), QStringLiteral("secret")}};

    for (const auto &forum : forumAdapters()) {
        QByteArray script(reinterpret_cast<const char *>(data) + 2, static_cast<qsizetype>(size) - 2);
        Step step = forum->step(state, nullptr);
        for (int asked = 0; const auto *send = std::get_if<SendHttp>(&step); ++asked) {
            Q_ASSERT_X(asked < 50, "forum", "the adapter comes to an end");
            Q_ASSERT_X(send->request.url.host() == QLatin1StringView("forum.example.com"), "forum", "another host");
            state.progress = send->progress;
            const DeliveryReply reply = Result<HttpReply>(nextReply(script));
            step = forum->step(state, &reply);
        }
    }
    return 0;
}
