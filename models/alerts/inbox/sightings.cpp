// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/sightings.h"

#include "models/alerts/inbox/sightingtable.h"
#include "models/alerts/sources/labels.h"
#include "models/base/tr.h"
#include "models/delivery/connections.h"

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr int shownDays = 30;
constexpr QLatin1StringView placesKey("places");

qint64 dayOf(Instant at)
{
    return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

//! Each place once, by name.
QStringList sorted(QStringList places)
{
    places.sort();
    places.removeDuplicates();
    return places;
}

Sighting summed(const std::vector<sightingtable::Place> &places)
{
    Sighting sighting;
    for (const sightingtable::Place &place : places) {
        sighting.known << place.probe;
        if (place.seesIt) {
            sighting.seeing << place.probe;
        }
    }
    return {.seeing = sorted(sighting.seeing), .known = sorted(sighting.known)};
}

//! `looking` places look; `names` of those that see it.
QString statedText(int looking, qsizetype seeing, const QString &names)
{
    if (looking == 1) {
        return seeing == 0 ? tr("The one place that looks sees no failure now")
                           : tr("The one place that looks sees it fail now: %1").arg(names);
    }
    return seeing == 0       ? tr("None of the %1 places sees a failure now").arg(looking)
         : seeing == looking ? tr("All %1 places see it fail now: %2").arg(QString::number(looking), names)
         : seeing == 1
             ? tr("1 of %1 places sees it fail now: %2").arg(QString::number(looking), names)
             : tr("%1 of %2 places see it fail now: %3").arg(QString::number(seeing), QString::number(looking), names);
}

}  // namespace

Result<> countSightings(Transaction &transaction, const std::vector<AlertRow> &alerts)
{
    std::map<sightingtable::Delay, qint64> delays;
    for (const AlertRow &alert : alerts) {
        const DetectionDelay delay = detectionDelay(alert);
        if (delay.state != DetectionDelay::State::NotApplicable) {
            ++delays[{alert.source, dayOf(alert.receivedAt),
                      delay.measured ? delayClass(*delay.measured) : unknownDelay}];
        }
        for (const QString &probe : alert.probes) {
            ONLYONCE_TRY(
                sightingtable::see(transaction, alert, fields::checkKey(alert.fingerprint, alert.labels), probe));
        }
    }
    for (const auto &[delay, count] : delays) {
        ONLYONCE_TRY(sightingtable::add(transaction, delay, count));
    }
    return {};
}

Result<std::map<QString, DetectionSummary>> detectionSummaries(Transaction &transaction)
{
    const auto counted = sightingtable::delaysSince(transaction, dayOf(transaction.now()) - shownDays + 1);
    if (!counted) {
        return failure(counted);
    }
    std::map<QString, DetectionSummary> summaries;
    for (const auto &[delay, count] : *counted) {
        DetectionSummary &summary = summaries[delay.source];
        if (delay.delay == unknownDelay) {
            summary.unknown += count;
            continue;
        }
        summary.measured += count;
        summary.within += std::chrono::seconds(delay.delay) <= detectionWindow ? count : 0;
    }
    std::map<QString, qint64> passed;
    for (const auto &[delay, count] : *counted) {  // from the shortest on
        if (delay.delay == unknownDelay) {
            continue;
        }
        DetectionSummary &summary = summaries[delay.source];
        qint64 &before = passed[delay.source];
        const qint64 middle = (summary.measured + 1) / 2;
        if (before < middle && before + count >= middle) {
            summary.median = std::chrono::seconds(delay.delay);
        }
        before += count;
    }
    return summaries;
}

Result<Sighting> sightingOf(Transaction &transaction, const AlertRow &alert)
{
    const auto places = sightingtable::placesOf(transaction, alert, fields::checkKey(alert.fingerprint, alert.labels),
                                                transaction.now() - std::chrono::days(shownDays));
    if (!places) {
        return failure(places);
    }
    Sighting sighting = summed(*places);
    if (!sighting.known.isEmpty()) {
        const auto stated = statedPlaces(transaction, alert.source);
        if (!stated) {
            return failure(stated);
        }
        sighting.looking = *stated >= sighting.known.size() ? *stated : 0;
    }
    return sighting;
}

Result<Sighting> sightingIn(Transaction &transaction, qint64 incident, const QStringList &services)
{
    Sighting sighting;
    for (const QString &service : services) {
        const auto places =
            sightingtable::placesIn(transaction, incident, service, transaction.now() - std::chrono::days(shownDays));
        if (!places) {
            return failure(places);
        }
        const Sighting one = summed(*places);
        sighting.seeing << one.seeing;
        sighting.known << one.known;
    }
    return Sighting{.seeing = sorted(sighting.seeing), .known = sorted(sighting.known)};
}

SettingField placesField()
{
    return {.key = placesKey,
            .label = tr("It looks from … places"),
            .kind = SettingField::Kind::Number,
            .help = tr("So that “seen from 3 of 5” is right from the first failure on. Empty: only places that have "
                       "reported a failure are known."),
            .placeholder = {},
            .defaultValue = {},
            .choices = {}};
}

Result<int> statedPlaces(Transaction &transaction, const QString &source)
{
    const auto rows = connectionsOf(transaction, QStringLiteral("source"));
    if (!rows) {
        return failure(rows);
    }
    const auto found = std::ranges::find(*rows, source, &ConnectionRow::name);
    return found == rows->end() ? 0 : std::max(found->settings.value(placesKey).toVariant().toInt(), 0);
}

QString sightingText(const Sighting &sighting)
{
    const qsizetype seeing = sighting.seeing.size();
    const qsizetype known = sighting.known.size();
    if (known == 0) {
        return {};
    }
    const QString names = sighting.seeing.join(QStringLiteral(", "));
    if (sighting.looking > 0) {
        return statedText(sighting.looking, seeing, names);
    }
    if (seeing == 0) {
        return known == 1 ? tr("The one place that has reported on it sees no failure now")
                          : tr("None of the %1 places that have reported on it see a failure now").arg(known);
    }
    if (seeing == known) {
        return known == 1 ? tr("%1 sees it fail now; no other place has reported on it in 30 days").arg(names)
                          : tr("%1 places see it fail now: %2; no other has reported on it in 30 days")
                                .arg(QString::number(seeing), names);
    }
    return seeing == 1 ? tr("1 of %1 places that have reported on it in 30 days sees it fail now: %2")
                             .arg(QString::number(known), names)
                       : tr("%1 of %2 places that have reported on it in 30 days see it fail now: %3")
                             .arg(QString::number(seeing), QString::number(known), names);
}

}  // namespace onlyonce
