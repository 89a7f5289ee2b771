// SPDX-License-Identifier: GPL-3.0-or-later
// An adapter for tests of the runner. It posts its key to the URL of the setting "url" and takes every 2xx for delivered;
// one that can ask, asks "url"/KEY first when it resumes. 429 and 503 postpone, 401 and 422 refuse.
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce::test {

class ProbeAdapter final : public Adapter
{
public:
    enum class Resume { Yes, No };

    ProbeAdapter(QString id, Resume resume)
        : m_id(std::move(id))
        , m_resume(resume)
    {
    }

    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString name() const override { return m_id; }
    [[nodiscard]] bool mayResume() const override { return m_resume == Resume::Yes; }
    [[nodiscard]] std::vector<SettingField> fields() const override
    {
        return {{.key = QStringLiteral("url"), .kind = SettingField::Kind::Url, .required = true},
                {.key = QStringLiteral("token"), .kind = SettingField::Kind::Secret, .required = true}};
    }

    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        if (!reply) {
            return state.resumed && mayResume() ? ask(state) : post(state);
        }
        const auto &http = std::get<Result<HttpReply>>(*reply);
        if (!http) {
            return afterFailure(http.error());
        }
        const bool asked = state.progress[u"at"].toString() == QStringLiteral("ask");
        if (asked && http->status == 404) {
            return post(state);
        }
        if (http->status == 429 || http->status == 503) {
            return Postponed{.error = {ErrorCode::Busy, QStringLiteral("The far side is busy."), {}},
                             .wait = retryAfter(http->headers, state.now),
                             .wholeConnection = http->status == 429};
        }
        if (!http->isSuccess()) {
            const auto code = http->status == 401 ? ErrorCode::Denied : ErrorCode::Invalid;
            return Refused{{code, QStringLiteral("The far side said %1.").arg(http->status), {}}};
        }
        return Delivered{{{QStringLiteral("found"), asked}, {QStringLiteral("answer"), QString::fromUtf8(http->body)}}};
    }

    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        if (!reply) {
            return ask(state);
        }
        const auto &http = std::get<Result<HttpReply>>(*reply);
        if (!http) {
            return afterFailure(http.error());
        }
        return Delivered{{{QStringLiteral("text"), QStringLiteral("status %1").arg(http->status)}}};
    }

private:
    static Step ask(const DeliveryState &state)
    {
        QUrl url(state.settings[u"url"].toString());
        url.setPath(url.path() + QLatin1Char('/') + state.key);
        return SendHttp{.request = {.url = url}, .progress = {{QStringLiteral("at"), QStringLiteral("ask")}}};
    }
    static Step post(const DeliveryState &state)
    {
        HttpRequest request{.method = QByteArrayLiteral("POST"), .url = QUrl(state.settings[u"url"].toString())};
        request.headers.set("X-Token", state.secrets[u"token"].toString().toUtf8());
        request.headers.set("Content-Type", QByteArrayLiteral("text/plain"));
        request.body = state.key.toUtf8();
        return SendHttp{.request = request, .progress = {{QStringLiteral("at"), QStringLiteral("post")}}};
    }

    QString m_id;
    Resume m_resume;
};

}  // namespace onlyonce::test
