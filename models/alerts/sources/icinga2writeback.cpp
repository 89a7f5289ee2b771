// SPDX-License-Identifier: GPL-3.0-or-later
// One action for many objects at once, chosen by a filter whose values are handed over apart from it. Icinga answers for
// each object: one that is well again or is acknowledged already says 409, and where none is left the list is empty, with
// HTTP 500 (2.13) or 404 (later). HTTP 404 is also what a user hears who may not do it; only the diagnostics tell.
// To acknowledge again does no harm. Downtimes add up: before a second attempt ours are removed, by their comment, of the
// same objects; those of others that the silence was told of later stay.
// Facts: icinga.com/docs (REST API, actions), lib/remote/actionshandler.cpp, answers of 2.13.6.
#include "models/alerts/sources/icinga2writeback.h"

#include "models/alerts/sources/asked.h"
#include "models/alerts/sources/icinga2poll.h"
#include "models/base/json.h"

#include <QCoreApplication>

namespace onlyonce {

namespace {

using asked::Server;

constexpr qsizetype objectsAtOnce = 200;
constexpr int notFound = 404;

constexpr QLatin1StringView nameKey("name");
constexpr QLatin1StringView typeKey("type");
constexpr QLatin1StringView doneKey("done");       //!< how many calls have been answered
constexpr QLatin1StringView atKey("at");           //!< the call that is under way
constexpr QLatin1StringView clearingKey("clear");  //!< ours are being removed before the first call

class Icinga2WriteBack final : public WriteBack
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::Icinga2WriteBack)

public:
    [[nodiscard]] QString help() const override
    {
        return tr("To acknowledge an incident then acknowledges its problems there, later ones too, and a silence puts "
                  "what fires under it in downtime. The API user also needs actions/acknowledge-problem, "
                  "actions/schedule-downtime and "
                  "actions/remove-downtime. Off unless you say so: nothing writes to your monitoring unasked.");
    }
    [[nodiscard]] QJsonObject target(const AlertRow &alert, Happening what) const override;
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override;

private:
    //! Nothing when the answer says that it is done; else what becomes of the attempt.
    [[nodiscard]] static std::optional<Step> problemIn(const Server &server, const DeliveryReply &reply);
};

QJsonObject Icinga2WriteBack::target(const AlertRow &alert, Happening what) const
{
    const bool known = what == Happening::Acknowledged ? alert.annotations.contains(QLatin1StringView("acknowledged"))
                                                       : alert.labels.contains(QLatin1StringView("downtime"));
    const QString host = alert.labels.value(QLatin1StringView("host")).toString();
    const QString check = alert.labels.value(QLatin1StringView("check")).toString();
    if (known || host.isEmpty()) {
        return {};
    }
    return {{nameKey, check.isEmpty() ? host : host + QLatin1Char('!') + check},
            {typeKey, check.isEmpty() ? QStringLiteral("Host") : QStringLiteral("Service")}};
}

//! Of one type, few enough for one request.
struct Call
{
    QString type;
    QJsonArray names;
};

std::vector<Call> callsFor(const QJsonArray &targets)
{
    std::vector<Call> calls;
    for (const QString &type : {QStringLiteral("Service"), QStringLiteral("Host")}) {
        Call call{.type = type, .names = {}};
        for (const auto &target : targets) {
            if (target[typeKey].toString() != type) {
                continue;
            }
            call.names.append(target[nameKey]);
            if (call.names.size() == objectsAtOnce) {
                calls.push_back(std::exchange(call, Call{.type = type, .names = {}}));
            }
        }
        if (!call.names.isEmpty()) {
            calls.push_back(std::move(call));
        }
    }
    return calls;
}

HttpRequest requestFor(const Server &server, const QString &action, QJsonObject body)
{
    body.insert(QStringLiteral("verbose"), true);  // for the diagnostics
    return server.post(QStringLiteral("/v1/actions/") + action, body);
}

//! Of all objects at the silence's end, else of those that are to be told of.
HttpRequest removal(const Server &server, const Telling &telling)
{
    QString filter = QStringLiteral("downtime.comment == told");
    QJsonObject variables{{QStringLiteral("told"), telling.comment}};
    if (telling.what != Happening::SilenceEnded) {
        QJsonArray names;
        for (const auto &target : telling.targets) {
            const QString name = target[nameKey].toString();
            names.append(name.contains(QLatin1Char('!')) ? name : name + QLatin1Char('!'));
        }
        filter += QStringLiteral(" && (downtime.host_name + \"!\" + downtime.service_name) in names");
        variables.insert(QStringLiteral("names"), names);
    }
    return requestFor(server, QStringLiteral("remove-downtime"),
                      {{typeKey, QStringLiteral("Downtime")},
                       {QStringLiteral("filter"), filter},
                       {QStringLiteral("filter_vars"), variables},
                       {QStringLiteral("author"), telling.by}});
}

HttpRequest requestFor(const Server &server, const Telling &telling, const Call &call)
{
    QJsonObject body{{typeKey, call.type},
                     {QStringLiteral("filter"), QStringLiteral("%1.__name in names").arg(call.type.toLower())},
                     {QStringLiteral("filter_vars"), QJsonObject{{QStringLiteral("names"), call.names}}},
                     {QStringLiteral("author"), telling.by},
                     {QStringLiteral("comment"), telling.comment}};
    if (telling.what == Happening::Acknowledged) {
        return requestFor(server, QStringLiteral("acknowledge-problem"), body);
    }
    body.insert(QStringLiteral("start_time"), double(toMillis(telling.startsAt)) / 1000);
    body.insert(QStringLiteral("end_time"), double(toMillis(telling.endsAt)) / 1000);
    body.insert(QStringLiteral("fixed"), true);
    return requestFor(server, QStringLiteral("schedule-downtime"), body);
}

std::optional<Step> Icinga2WriteBack::problemIn(const Server &server, const DeliveryReply &reply)
{
    const auto *http = std::get_if<Result<HttpReply>>(&reply);
    const auto body = http && *http ? parseJsonObject((*http)->body) : Result<QJsonObject>();
    const bool isAnswered = body && (body->value(QLatin1StringView("results")).isArray() || body->contains(u"error"));
    const int status = asked::statusOf(reply);
    const auto answer = server.read(reply, isAnswered && status != 401 ? status : 200);
    if (!answer) {
        return answer.error();
    }
    if (!isAnswered) {
        return server.stranger(*answer);
    }
    if (!body->contains(QLatin1StringView("results"))) {
        const QString words = body->value(QLatin1StringView("status")).toString();
        const QString diagnostics = body->value(QLatin1StringView("diagnostic_information")).toString();
        if (status == 403 || diagnostics.contains(QLatin1StringView("ermission"))) {
            return server.denied(diagnostics.isEmpty() ? words : diagnostics.simplified().left(200),
                                 asked::detailOf(*answer));
        }
        if (status == notFound) {
            return std::nullopt;  // all gone
        }
        return Postponed{
            .error = {ErrorCode::Unavailable, tr("Icinga 2 says: “%1”").arg(words.left(200)), asked::detailOf(*answer)},
            .uncertain = true};
    }
    const QJsonArray results = body->value(QLatin1StringView("results")).toArray();
    for (const auto &result : results) {
        // 404: gone meanwhile. 409: well again, or acknowledged already.
        const int code = int(result[u"code"].toDouble());
        if (code >= 300 && code != notFound && code != 409) {
            return Postponed{.error = {ErrorCode::Unavailable,
                                       tr("Icinga 2 says: “%1”").arg(result[u"status"].toString().left(200)),
                                       asked::detailOf(*answer)},
                             .uncertain = true};
        }
    }
    return std::nullopt;
}

Step Icinga2WriteBack::step(const DeliveryState &state, const DeliveryReply *reply) const
{
    auto server = icinga2Server(state);
    if (!server) {
        return Refused{server.error()};
    }
    server->changes = true;
    const Telling telling = Telling::from(state.intent);
    const bool isSilence = telling.what == Happening::Silenced;
    int done = state.progress.value(doneKey).toInt();
    if (!reply) {
        if (isSilence && telling.endsAt <= state.now) {
            return asked::tooLate();
        }
        if (telling.what == Happening::SilenceEnded || (isSilence && state.resumed)) {
            return SendHttp{.request = removal(*server, telling), .progress = {{atKey, clearingKey}}};
        }
    } else {
        if (auto problem = problemIn(*server, *reply)) {
            return *problem;
        }
        if (telling.what == Happening::SilenceEnded) {
            return Delivered{};
        }
        done = state.progress.value(atKey) == clearingKey ? 0 : done + 1;
    }
    const auto calls = callsFor(telling.targets);
    if (size_t(done) >= calls.size()) {
        return Delivered{};
    }
    return SendHttp{.request = requestFor(*server, telling, calls.at(size_t(done))), .progress = {{doneKey, done}}};
}

}  // namespace

std::shared_ptr<const WriteBack> icinga2WriteBack()
{
    return std::make_shared<Icinga2WriteBack>();
}

}  // namespace onlyonce
