// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/sight.h"

#include "models/base/tr.h"
#include "models/incidents/sighttable.h"

#include <QJsonArray>

#include <algorithm>

namespace onlyonce {

namespace {

DetectionDelay delayOf(const Incident &incident, const std::optional<sighttable::Opening> &opening)
{
    using State = DetectionDelay::State;
    const auto &started = incident.time(IncidentTime::Started);
    const auto &detected = incident.time(IncidentTime::Detected);
    if (!started || !detected || *detected < *started) {
        return {};
    }
    const bool isAlerts = opening && opening->startedAt == *started;
    if (isAlerts && !opening->toldStart) {
        return {};  // it is the moment of the receipt, for want of a better one
    }
    return {.state = State::Measured, .measured = *detected - *started, .watch = isAlerts ? opening->watch : Watch{}};
}

}  // namespace

Result<IncidentSight> incidentSight(Transaction &transaction, const Incident &incident)
{
    const auto opening = sighttable::opening(transaction, incident.id);
    const auto seen = sighttable::all(transaction, incident.id);
    if (!opening || !seen) {
        return opening ? failure(seen) : failure(opening);
    }
    IncidentSight sight{.delay = delayOf(incident, *opening)};
    QStringList sources;  // that say from where they look
    for (const auto &[kind, value] : *seen) {
        if (kind == sighttable::testKind()) {
            sight.failedTests.push_back(failedTestFrom(value));
        } else if (kind == sighttable::probeKind()) {
            sight.probes << value.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        } else if (kind == sighttable::sourceKind()) {
            sources << value;
        }
    }
    std::erase(sight.failedTests, FailedTest::None);
    std::ranges::sort(sight.failedTests, std::ranges::greater());  // acceptance before system
    sight.probes.sort();
    sight.probes.removeDuplicates();
    if (!sight.probes.isEmpty()) {
        auto now = sightingIn(transaction, incident.id.value, incident.services);
        if (!now) {
            return failure(now);
        }
        sight.now = std::move(*now);
        sight.isNowCounted = std::ranges::includes(sight.now.known, sight.probes);
        sight.now.known << sight.probes;
        sight.now.known.sort();
        sight.now.known.removeDuplicates();
        if (sources.size() == 1) {  // of several nobody knows whether they look from the same places
            const auto stated = statedPlaces(transaction, sources.front());
            if (!stated) {
                return failure(stated);
            }
            sight.now.looking = *stated >= sight.probes.size() ? *stated : 0;
        }
    }
    return sight;
}

QString detectionText(const IncidentSight &sight)
{
    const auto &delay = sight.delay;
    if (!delay.measured) {
        return {};
    }
    const QString measured = tr("Detected %1 after it began").arg(delayText(*delay.measured));
    return delay.isWatchStated() ? tr("%1; at worst %2").arg(measured, delayText(*delay.worst())) : measured;
}

QString placesText(const IncidentSight &sight)
{
    const qsizetype seen = sight.probes.size();
    const qsizetype known = sight.now.known.size();
    const qsizetype now = sight.now.seeing.size();
    if (seen == 0) {
        return {};
    }
    const int looking = sight.now.looking;
    const QString ever = looking > 0 && looking == seen && seen > 1 ? tr("Seen to fail from all %1 places").arg(seen)
                       : looking > 0  ? tr("Seen to fail from %1 of %2 places").arg(seen).arg(looking)
                       : known > seen ? tr("Seen to fail from %1 of %2 known places").arg(seen).arg(known)
                       : seen == 1    ? tr("Seen to fail from 1 place")
                                      : tr("Seen to fail from %1 places").arg(seen);
    return now == seen || !sight.isNowCounted ? ever
         : now == 0                           ? tr("%1, now from none").arg(ever)
                                              : tr("%1, now from %2").arg(ever).arg(now);
}

QString testsText(const IncidentSight &sight)
{
    QStringList parts;
    for (const FailedTest test : sight.failedTests) {
        parts << tr("%1: %2").arg(label(test), meaning(test));
    }
    return parts.join(QStringLiteral("; "));
}

QJsonObject toJson(const IncidentSight &sight)
{
    QJsonArray tests;
    for (const FailedTest test : sight.failedTests) {
        tests.append(toText(test));
    }
    return {{QStringLiteral("detection"),
             QJsonObject{{QStringLiteral("measuredSeconds"), secondsJson(sight.delay.measured)},
                         {QStringLiteral("worstSeconds"), secondsJson(sight.delay.worst())},
                         {QStringLiteral("holdSeconds"), secondsJson(sight.delay.watch.hold)},
                         {QStringLiteral("checkIntervalSeconds"), secondsJson(sight.delay.watch.checkInterval)}}},
            {QStringLiteral("probes"), QJsonArray::fromStringList(sight.probes)},
            {QStringLiteral("probesNow"),
             sight.isNowCounted ? QJsonValue(QJsonArray::fromStringList(sight.now.seeing)) : QJsonValue()},
            {QStringLiteral("probesKnown"), QJsonArray::fromStringList(sight.now.known)},
            {QStringLiteral("probesStated"), sight.now.looking > 0 ? QJsonValue(sight.now.looking) : QJsonValue()},
            {QStringLiteral("failedTests"), tests}};
}

}  // namespace onlyonce
