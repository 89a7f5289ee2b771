// SPDX-License-Identifier: GPL-3.0-or-later
// Discourse, as an administrator's or a single user's API key may use it. The conversations are in the folder beside.
#include "models/announce/forums/discourse/attempt.h"
#include "models/announce/forums/registry.h"
#include "models/base/tr.h"

namespace onlyonce {

namespace {

using namespace discourse;

class Discourse final : public Adapter
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("discourse"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Discourse"); }
    [[nodiscard]] std::vector<SettingField> fields() const override { return siteFields(); }
    [[nodiscard]] bool mayResume() const override { return true; }

    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        const auto site = Site::from(state);
        if (!site) {
            return Refused{site.error()};
        }
        const auto intent = forumIntentFrom(state.intent);
        if (!intent) {
            return Refused{intent.error()};
        }
        const auto attempt = makeAttempt(*site, *intent, state);
        return converse(*site, reply, isWrite(state.progress[u"at"].toString()),
                        [&](const HttpReply *answer) { return answer ? attempt->next(*answer) : attempt->begin(); });
    }

    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        const auto site = Site::from(state);
        if (!site) {
            return Refused{site.error()};
        }
        return converse(*site, reply, false, [&](const HttpReply *answer) { return testSite(*site, state, answer); });
    }

private:
    //! `talk(const HttpReply *)` sees only answers that can be used.
    template <typename Talk>
    static Step converse(const Site &site, const DeliveryReply *reply, bool isWrite, Talk talk)
    {
        if (!reply) {
            return talk(nullptr);
        }
        const auto *http = std::get_if<Result<HttpReply>>(reply);
        if (!http) {
            return Refused{{ErrorCode::Internal, tr("A mail server's answer came to a forum."), {}}};
        }
        if (const auto trouble = site.trouble(*http, isWrite)) {
            return *trouble;
        }
        return talk(&**http);
    }
};

}  // namespace

std::shared_ptr<const Adapter> discourseForum()
{
    return std::make_shared<Discourse>();
}

}  // namespace onlyonce
