// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the problems are still open is asked first: only those can be told of, and one that has gone would fail all the
// others with it. What stands at a problem already (acknowledged, suppressed, our message) is not written again.
// Facts: zabbix.com/documentation (API, event.acknowledge and problem.get): bits 2 acknowledge, 4 message, 32 suppress,
// 64 end suppression; the last two since 6.2.
#include "models/alerts/sources/zabbixwriteback.h"

#include "models/alerts/sources/zabbixtalk.h"

namespace onlyonce {

namespace {

constexpr qsizetype eventsAtOnce = 200;
constexpr int acknowledgeBit = 2;
constexpr int messageBit = 4;
constexpr int suppressBit = 32;
constexpr int endSuppressionBit = 64;

constexpr QLatin1StringView nameKey("name");
constexpr QLatin1StringView eventKey("eventid");
constexpr QLatin1StringView leftKey("left");  //!< ids of the events that are still to be told of

constexpr QLatin1StringView atOpen("open");
constexpr QLatin1StringView atTell("tell");

class ZabbixWriteBack final : public WriteBack
{
    Q_DECLARE_TR_FUNCTIONS(onlyonce::ZabbixWriteBack)

public:
    [[nodiscard]] QString help() const override
    {
        return tr(
            "To acknowledge an incident then acknowledges its problems there, later ones too, with a message, and a "
            "silence suppresses what fires under it (before 6.2: leaves a message). The token's user needs to be "
            "allowed that by its "
            "role. Off unless you say so: nothing writes to your monitoring unasked.");
    }
    [[nodiscard]] QJsonObject target(const AlertRow &alert, Happening what) const override;
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override;
};

QJsonObject ZabbixWriteBack::target(const AlertRow &alert, Happening what) const
{
    const bool known = what == Happening::Acknowledged ? alert.annotations.contains(QLatin1StringView("acknowledged"))
                                                       : alert.labels.contains(QLatin1StringView("suppressed"));
    const QString event = alert.annotations.value(eventKey).toString();
    return known || event.isEmpty() ? QJsonObject() : QJsonObject{{nameKey, alert.summary}, {eventKey, event}};
}

class Talk final : public ZabbixTalk
{
public:
    Talk(const asked::Server &server, const DeliveryState &state)
        : ZabbixTalk(server, state)
        , m_telling(Telling::from(state.intent))
    {
    }

protected:
    [[nodiscard]] Step first() override;
    [[nodiscard]] std::optional<Step> came(const QString &at, const QJsonValue &result) override;

private:
    [[nodiscard]] bool canSuppress() const { return version() >= QVersionNumber(6, 2); }
    [[nodiscard]] QString message() const;
    [[nodiscard]] bool concerns(const QJsonValue &problem) const;
    [[nodiscard]] Step tell();

    Telling m_telling;
};

QString Talk::message() const
{
    return m_telling.what == Happening::SilenceEnded ? ZabbixWriteBack::tr("Ended early: %1").arg(m_telling.comment)
                                                     : m_telling.comment;
}

Step Talk::first()
{
    QJsonArray events;
    for (const auto &target : std::as_const(m_telling.targets)) {
        events.append(target[eventKey]);
    }
    if (events.isEmpty() || (m_telling.what == Happening::SilenceEnded && !canSuppress())) {
        return Delivered{};
    }
    return ask(atOpen, QStringLiteral("problem.get"),
               {{QStringLiteral("output"),
                 QJsonArray{QString(eventKey), QStringLiteral("acknowledged"), QStringLiteral("suppressed")}},
                {QStringLiteral("eventids"), events},
                {QStringLiteral("selectAcknowledges"), QJsonArray{QStringLiteral("message")}}});
}

bool Talk::concerns(const QJsonValue &problem) const
{
    const auto has = [&problem](QStringView name) { return problem[name].toVariant().toString() == u"1"; };
    const auto says = [updates = problem[u"acknowledges"].toArray()](const QString &message) {
        return std::ranges::any_of(updates,
                                   [&](const auto &update) { return update[u"message"].toString() == message; });
    };
    switch (m_telling.what) {
    case Happening::Acknowledged:
        return !has(u"acknowledged");
    case Happening::Silenced:
        return !has(u"suppressed") && !says(message());
    case Happening::SilenceEnded:
        return has(u"suppressed") && says(m_telling.comment) && !says(message());
    }
    return false;
}

Step Talk::tell()
{
    const QJsonArray left = m_progress.value(leftKey).toArray();
    QJsonArray events;
    for (qsizetype i = 0; i < std::min(left.size(), eventsAtOnce); ++i) {
        events.append(left.at(i));
    }
    if (events.isEmpty()) {
        return Delivered{};
    }
    QJsonObject params{{QStringLiteral("eventids"), events}, {QStringLiteral("message"), message()}};
    int action = messageBit;
    if (m_telling.what == Happening::Acknowledged) {
        action |= acknowledgeBit;
    } else if (m_telling.what == Happening::SilenceEnded) {
        action |= endSuppressionBit;
    } else if (canSuppress()) {
        action |= suppressBit;
        params.insert(QStringLiteral("suppress_until"), toMillis(m_telling.endsAt) / 1000);
    }
    params.insert(QStringLiteral("action"), action);
    return ask(atTell, QStringLiteral("event.acknowledge"), params);
}

std::optional<Step> Talk::came(const QString &at, const QJsonValue &result)
{
    if (at == atOpen && result.isArray()) {
        const QJsonArray problems = result.toArray();
        QJsonArray left;
        for (const auto &problem : problems) {
            if (concerns(problem)) {
                left.append(problem[eventKey]);
            }
        }
        m_progress.insert(leftKey, left);
        return tell();
    }
    if (at == atTell && result.isObject()) {
        const QJsonArray before = m_progress.value(leftKey).toArray();
        QJsonArray left;
        for (qsizetype i = eventsAtOnce; i < before.size(); ++i) {
            left.append(before.at(i));
        }
        m_progress.insert(leftKey, left);
        return tell();
    }
    return std::nullopt;
}

Step ZabbixWriteBack::step(const DeliveryState &state, const DeliveryReply *reply) const
{
    auto server = zabbixServer(state);
    if (!server) {
        return Refused{server.error()};
    }
    server->changes = true;
    const Telling telling = Telling::from(state.intent);
    if (!reply && telling.what == Happening::Silenced && telling.endsAt <= state.now) {
        return asked::tooLate();
    }
    return Talk(*server, state).next(reply);
}

}  // namespace

std::shared_ptr<const WriteBack> zabbixWriteBack()
{
    return std::make_shared<ZabbixWriteBack>();
}

}  // namespace onlyonce
