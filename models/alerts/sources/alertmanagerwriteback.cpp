// SPDX-License-Identifier: GPL-3.0-or-later
// A silence is looked for by its comment before it is made, and again before it is ended: what we made is found even when
// the answer to its making got lost, and after somebody over there has changed it (which gives it a new id).
// Facts: Alertmanager's API v2 (0.22 and later).
#include "models/alerts/sources/alertmanagerwriteback.h"

#include "models/alerts/sources/alertmanagerpoll.h"
#include "models/alerts/sources/asked.h"
#include "models/base/json.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

using asked::Server;

constexpr QLatin1StringView atKey("at");
constexpr QLatin1StringView atList("list");
constexpr QLatin1StringView atMake("make");
constexpr QLatin1StringView endingKey("ending");  //!< ids of those that are still to be ended, the first is under way

constexpr int badRequest = 400;
constexpr int notFound = 404;
constexpr int unprocessable = 422;

class AlertmanagerWriteBack final : public WriteBack
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::AlertmanagerWriteBack)

public:
    [[nodiscard]] QString help() const override
    {
        return tr(
            "A silence made here is then made there too, and ended with it. Alertmanager knows no acknowledgement. "
            "Off unless you say so: nothing writes to your monitoring unasked.");
    }
    [[nodiscard]] bool takesAcknowledgement() const override { return false; }
    [[nodiscard]] bool takesMatchers() const override { return true; }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override;

private:
    [[nodiscard]] static Step listed(const Server &server, const Telling &telling, const HttpReply &answer);
    [[nodiscard]] static Step made(const Server &server, const HttpReply &answer);
    [[nodiscard]] static Step endFirst(const Server &server, const QJsonArray &ids);
};

//! Ours that have not expired.
QJsonArray oursIn(const QJsonArray &silences, const QString &comment)
{
    QJsonArray ids;
    for (const auto &silence : silences) {
        if (silence[u"comment"].toString() == comment
            && silence[u"status"][u"state"].toString() != QLatin1StringView("expired")) {
            ids.append(silence[u"id"]);
        }
    }
    return ids;
}

Step AlertmanagerWriteBack::endFirst(const Server &server, const QJsonArray &ids)
{
    if (ids.isEmpty()) {
        return Delivered{};
    }
    HttpRequest request = server.get(QStringLiteral("/api/v2/silence/")
                                     + QString::fromLatin1(QUrl::toPercentEncoding(ids.first().toString())));
    request.method = "DELETE";
    return SendHttp{.request = std::move(request), .progress = {{endingKey, ids}}};
}

Step AlertmanagerWriteBack::listed(const Server &server, const Telling &telling, const HttpReply &answer)
{
    const auto body = parseJson(answer.body);
    if (!body || !body->isArray()) {
        return server.stranger(answer);
    }
    const QJsonArray ours = oursIn(body->toArray(), telling.comment);
    if (telling.what == Happening::SilenceEnded) {
        return endFirst(server, ours);
    }
    if (!ours.isEmpty()) {
        return Delivered{{{QStringLiteral("silenceID"), ours.first()}}};
    }
    return SendHttp{.request = server.post(QStringLiteral("/api/v2/silences"),
                                           {{QStringLiteral("matchers"), telling.matchers},
                                            {QStringLiteral("startsAt"), toIso(telling.startsAt)},
                                            {QStringLiteral("endsAt"), toIso(telling.endsAt)},
                                            {QStringLiteral("createdBy"), telling.by},
                                            {QStringLiteral("comment"), telling.comment}}),
                    .progress = {{atKey, atMake}}};
}

Step AlertmanagerWriteBack::made(const Server &server, const HttpReply &answer)
{
    if (answer.status == badRequest || answer.status == unprocessable) {
        // A bare JSON string, or what checked the request says.
        const auto said = parseJson('[' + answer.body + ']');
        const QJsonValue first = said ? said.value()[0] : QJsonValue();
        const QString words = first.isString()             ? first.toString()
                            : first[u"message"].isString() ? first[u"message"].toString()
                                                           : QString::fromUtf8(answer.body);
        return Refused{{ErrorCode::Invalid,
                        tr("Alertmanager did not accept the silence: “%1”").arg(words.simplified().left(300)),
                        asked::detailOf(answer)}};
    }
    const auto body = parseJsonObject(answer.body);
    const QString id = body ? body->value(QLatin1StringView("silenceID")).toString() : QString();
    return id.isEmpty() ? server.stranger(answer) : Delivered{{{QStringLiteral("silenceID"), id}}};
}

Step AlertmanagerWriteBack::step(const DeliveryState &state, const DeliveryReply *reply) const
{
    auto server = alertmanagerServer(state);
    if (!server) {
        return Refused{server.error()};
    }
    server->changes = true;
    const Telling telling = Telling::from(state.intent);
    if (!reply) {
        if (telling.what == Happening::Silenced && telling.endsAt <= state.now) {
            return asked::tooLate();
        }
        return SendHttp{.request = server->get(QStringLiteral("/api/v2/silences")), .progress = {{atKey, atList}}};
    }
    QJsonArray ending = state.progress.value(endingKey).toArray();
    const int status = asked::statusOf(*reply);
    const bool isMeant = ending.isEmpty() ? status == badRequest || status == unprocessable : status == notFound;
    const auto answer = server->read(*reply, isMeant ? status : 200);
    if (!answer) {
        return answer.error();
    }
    if (!ending.isEmpty()) {
        ending.removeFirst();
        return endFirst(*server, ending);
    }
    return state.progress.value(atKey) == atMake ? made(*server, *answer) : listed(*server, telling, *answer);
}

}  // namespace

std::shared_ptr<const WriteBack> alertmanagerWriteBack()
{
    return std::make_shared<AlertmanagerWriteBack>();
}

}  // namespace onlyonce
