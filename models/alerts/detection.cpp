// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/detection.h"

#include "models/base/tr.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

//! More than a day states nothing that anybody waits for.
constexpr milliseconds longestStated = 24h;

std::optional<milliseconds> secondsIn(const QJsonObject &settings, QLatin1StringView key)
{
    const double seconds = settings.value(key).toVariant().toDouble();
    return seconds > 0 ? std::optional(std::min(milliseconds(qint64(std::min(seconds, 1e6) * 1'000)), longestStated))
                       : std::nullopt;
}

//! "a hold of 30 s and a check every 30 s"
QString statedText(const Watch &watch)
{
    QStringList parts;
    if (watch.hold) {
        parts << tr("a hold of %1").arg(delayText(*watch.hold));
    }
    if (watch.checkInterval) {
        parts << tr("a check every %1").arg(delayText(*watch.checkInterval));
    }
    return parts.join(tr(" and "));
}

SettingField secondsField(const QString &key, const QString &label, const QString &help)
{
    return {.key = key,
            .label = label,
            .kind = SettingField::Kind::Number,
            .help = help,
            .placeholder = {},
            .defaultValue = {},
            .choices = {}};
}

}  // namespace

std::optional<milliseconds> DetectionDelay::worst() const
{
    return measured ? std::optional(*measured + watch.hold.value_or(0ms) + watch.checkInterval.value_or(0ms))
                    : std::nullopt;
}

DetectionDelay detectionDelay(const AlertRow &alert)
{
    using State = DetectionDelay::State;
    if (alert.resolvedAt && *alert.resolvedAt < alert.receivedAt && alert.lastReceivedAt == alert.receivedAt) {
        return {.state = State::NotApplicable, .watch = alert.watch};
    }
    if (!alert.toldStart || alert.startedAt > alert.receivedAt) {
        return {.state = State::Unknown, .watch = alert.watch};
    }
    return {.state = State::Measured, .measured = alert.receivedAt - alert.startedAt, .watch = alert.watch};
}

QString delayText(milliseconds delay)
{
    // Away from the window, so that what is late by less than a second is not said to keep it.
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(delay);
    return seconds > 3min ? durationText(seconds) : tr("%1 s").arg(seconds.count());
}

QString measuredText(const DetectionDelay &delay)
{
    switch (delay.state) {
    case DetectionDelay::State::Unknown:
        return tr("Not known: the source does not say when it began");
    case DetectionDelay::State::NotApplicable:
        return tr("Not applicable: it was over when it was first told");
    case DetectionDelay::State::Measured:
        break;
    }
    const milliseconds measured = delay.measured.value_or(0ms);
    return measured <= detectionWindow ? tr("After %1, within the window of 60 s").arg(delayText(measured))
                                       : tr("After %1, %2 later than the window of 60 s")
                                             .arg(delayText(measured), delayText(measured - detectionWindow));
}

QString worstText(const DetectionDelay &delay)
{
    const auto worst = delay.worst();
    if (!worst) {
        return {};
    }
    return delay.isWatchStated() ? tr("%1, because of %2 before that").arg(delayText(*worst), statedText(delay.watch))
                                 : tr("Not known: state the source's hold and check interval in Settings");
}

QString lateText(const DetectionDelay &delay)
{
    const auto worst = delay.worst();
    if (!worst || *worst <= detectionWindow) {
        return {};
    }
    if (*delay.measured > detectionWindow) {
        return tr("It was told later than 60 s after it began. Shorten what the monitor waits before it sends, or "
                  "how often it is asked.");
    }
    return tr("It may have gone unseen for longer than 60 s. Shorten the hold, or check more often.");
}

QJsonValue secondsJson(const std::optional<milliseconds> &duration)
{
    return duration ? QJsonValue(double(duration->count()) / 1'000) : QJsonValue(QJsonValue::Null);
}

SettingField holdField()
{
    return secondsField(
        QStringLiteral("hold"), tr("It must fail for … seconds before it alerts"),
        tr("Its hold (“for”, retries), if its clock starts after it. It counts in how late you knew at worst."));
}

SettingField checkIntervalField()
{
    return secondsField(QStringLiteral("checkInterval"), tr("It checks every … seconds"),
                        tr("A failure may be as old as that when a check first sees it."));
}

Watch watchFrom(const QJsonObject &settings)
{
    return {.hold = secondsIn(settings, QLatin1StringView("hold")),
            .checkInterval = secondsIn(settings, QLatin1StringView("checkInterval"))};
}

void stateWatch(std::vector<Signal> &alerts, const Watch &usual)
{
    for (Signal &alert : alerts) {
        alert.watch.hold = alert.watch.hold ? alert.watch.hold : usual.hold;
        alert.watch.checkInterval = alert.watch.checkInterval ? alert.watch.checkInterval : usual.checkInterval;
    }
}

void DelayCounts::add(milliseconds delay)
{
    for (size_t i = 0; i < bounds.size(); ++i) {
        within.at(i) += delay <= std::chrono::seconds(bounds.at(i)) ? 1 : 0;
    }
    ++count;
    sum += delay;
}

void DelayCounts::add(const DelayCounts &others)
{
    for (size_t i = 0; i < bounds.size(); ++i) {
        within.at(i) += others.within.at(i);
    }
    count += others.count;
    sum += others.sum;
}

QString summaryText(const DetectionSummary &summary)
{
    QStringList parts;
    if (summary.measured > 0) {
        // Rounded down: all of them is said only of all of them.
        parts << tr("in 30 days: median %1, %2 % within 60 s")
                     .arg(delayText(summary.median), QString::number(100 * summary.within / summary.measured));
    }
    if (summary.unknown > 0) {
        parts << (summary.measured > 0
                      ? tr("%1 without a start").arg(summary.unknown)
                      : tr("in 30 days: %1 without a start, so nothing is measured").arg(summary.unknown));
    }
    return parts.join(QStringLiteral(", "));
}

qint64 delayClass(milliseconds delay)
{
    const auto rounded = [](qint64 seconds, qint64 to) { return (seconds + to - 1) / to * to; };
    const qint64 seconds = std::max(qint64(std::chrono::ceil<std::chrono::seconds>(delay).count()), qint64{0});
    return seconds <= 120    ? seconds
         : seconds <= 3'600  ? rounded(seconds, 60)
         : seconds <= 86'400 ? rounded(seconds, 3'600)
                             : 86'400;
}

}  // namespace onlyonce
