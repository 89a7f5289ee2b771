// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sourcehealth.h"

#include "models/alerts/inbox/sightings.h"
#include "models/base/log.h"
#include "models/delivery/connections.h"
#include "models/delivery/poller.h"

#include <QLocale>

#include <algorithm>
#include <map>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! One answer that fails may be a restart; three in a row are none.
constexpr int failuresUntilAlarm = 3;
constexpr milliseconds betweenLooks = 30s;

std::optional<milliseconds> quietAfter(const QJsonObject &settings)
{
    const double minutes = settings.value(QLatin1StringView("quietAfter")).toVariant().toDouble();
    return minutes > 0 ? std::optional(milliseconds(qint64(std::min(minutes, 1e6) * 60'000))) : std::nullopt;
}

void judge(SourceHealth &health, const PollState *poll, const SourceState *told, const ConnectionRow *connection,
           Instant now)
{
    if (poll && poll->failures > 0) {
        health.trouble = poll->lastError;
        health.isAlarming = poll->failures >= failuresUntilAlarm;
        return;
    }
    if (told && told->lastRefusedAt && (!told->lastReceivedAt || *told->lastRefusedAt > *told->lastReceivedAt)) {
        health.trouble = SourceWatch::tr("What it sent last was refused: %1").arg(told->lastRefusal);
    }
    const auto limit = connection ? quietAfter(connection->settings) : std::nullopt;
    const auto heard = health.isAsked ? health.lastAskedAt : health.lastReceivedAt;
    if (limit && heard && now - *heard > *limit) {
        health.trouble = SourceWatch::tr("Nothing has been heard of it for %1.").arg(durationText(now - *heard));
        health.isAlarming = true;
    }
}

Signal signalOf(const SourceHealth &health)
{
    return {.fingerprint = QStringLiteral("source/") + health.name,
            .severity = AlertSeverity::Error,
            .summary = SourceWatch::tr("The monitoring system %1 is not heard: %2").arg(health.name, health.trouble),
            .service = SourceWatch::tr("Monitoring"),
            .labels = {{QStringLiteral("alertname"), QStringLiteral("MonitorNotHeard")},
                       {QStringLiteral("source"), health.name}}};
}

}  // namespace

SettingField quietAfterField()
{
    return {.key = QStringLiteral("quietAfter"),
            .label = SourceWatch::tr("Alarm when nothing is heard for … minutes"),
            .kind = SettingField::Kind::Number,
            .help = SourceWatch::tr("Leave it empty for a system that only speaks when something fails."),
            .placeholder = {},
            .defaultValue = {},
            .choices = {}};
}

QString ownSourceName()
{
    return QStringLiteral("onlyonce");
}

QString sourceTitle(const QString &name)
{
    const auto source = sourceNamed(name);
    return source ? source->name() : name == ownSourceName() ? QStringLiteral("OnlyOnce") : name;
}

Result<std::vector<SourceHealth>> sourceHealth(Transaction &transaction)
{
    auto connections = connectionsOf(transaction, QStringLiteral("source"));
    auto states = sourceStates(transaction);
    auto polls = pollStates(transaction);
    auto delays = detectionSummaries(transaction);
    if (!connections || !states || !polls || !delays) {
        return !connections ? failure(connections)
             : !states      ? failure(states)
             : !polls       ? failure(polls)
                            : failure(delays);
    }
    std::map<QString, const ConnectionRow *> byName;
    for (const ConnectionRow &row : *connections) {
        byName[row.name] = &row;
    }
    std::map<QString, const SourceState *> toldBy;
    for (const SourceState &state : *states) {
        toldBy[state.source] = &state;
        byName.try_emplace(state.source, nullptr);
    }
    std::vector<SourceHealth> found;
    for (const auto &[name, connection] : byName) {
        if (name == ownSourceName() || (connection && !connection->enabled)) {
            continue;
        }
        const auto poll = std::ranges::find_if(
            *polls, [row = connection](const PollState &state) { return row && state.connection == row->id; });
        const PollState *asked = poll == polls->end() ? nullptr : &*poll;
        const auto state = toldBy.find(name);
        const SourceState *told = state == toldBy.end() ? nullptr : state->second;
        SourceHealth health{.name = name,
                            .adapter = connection ? connection->adapter : name,
                            .lastReceivedAt = told ? told->lastReceivedAt : std::nullopt,
                            .received = told ? told->received : 0,
                            .lastAskedAt = asked ? asked->lastSuccessAt : std::nullopt,
                            .isAsked = asked != nullptr,
                            .detection = (*delays)[name]};
        judge(health, asked, told, connection, transaction.now());
        found.push_back(std::move(health));
    }
    return found;
}

QString heardText(const SourceHealth &health, Instant now)
{
    QStringList parts;
    if (health.isAsked) {
        parts << (health.lastAskedAt ? SourceWatch::tr("asked %1 ago").arg(durationText(now - *health.lastAskedAt))
                                     : SourceWatch::tr("not asked yet"));
    }
    if (health.received > 0 && health.lastReceivedAt) {
        const QString ago = durationText(now - *health.lastReceivedAt);
        parts << (health.received == 1 ? SourceWatch::tr("told of one alert, %1 ago").arg(ago)
                                       : SourceWatch::tr("told of alerts %1 times, the last time %2 ago")
                                             .arg(QLocale::c().toString(health.received), ago));
    } else if (!health.isAsked) {
        parts << SourceWatch::tr("has sent nothing yet");
    }
    return parts.join(QStringLiteral(", "));
}

SourceWatch::SourceWatch(Database &database, Collector &collector, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_collector(collector)
{
    m_timer.setInterval(betweenLooks);
    connect(&m_timer, &QTimer::timeout, this, &SourceWatch::look);
}

void SourceWatch::start()
{
    m_timer.start();
    look();
}

void SourceWatch::look()
{
    struct Seen
    {
        std::vector<Signal> alarms;
        bool fires = false;  //!< one of ours that was told before
    };
    const auto question = [](Transaction &transaction) -> Result<Seen> {
        const auto sources = sourceHealth(transaction);
        const auto open = alerts(transaction, {.status = AlertStatus::Firing, .source = ownSourceName()}, 1);
        if (!sources || !open) {
            return sources ? failure(open) : failure(sources);
        }
        Seen seen{.alarms = {}, .fires = !open->empty()};
        for (const SourceHealth &source : *sources) {
            if (source.isAlarming) {
                seen.alarms.push_back(signalOf(source));
            }
        }
        return seen;
    };
    m_database.read(question, Reader::Background).then(this, [this](const Result<Seen> &seen) {
        if (!seen || (seen->alarms.empty() && !seen->fires)) {
            return;  // without the database there is nothing to tell it to either
        }
        m_collector.tell(ownSourceName(), seen->alarms, Extent::All).then(this, [](const Result<Intake> &told) {
            if (!told) {
                qCWarning(logAlerts) << "what is wrong with the sources cannot be told:" << told.error().message;
            }
        });
    });
}

}  // namespace onlyonce
