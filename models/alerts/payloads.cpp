// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/payloads.h"

#include "models/alerts/alerttable.h"
#include "models/alerts/sourcestatetable.h"
#include "models/alerts/subscriptions/subscriptions.h"

#include <QSet>

#include <algorithm>

namespace onlyonce {

namespace {

//! The bodies that began an episode. Monitors repeat themselves for as long as something fails: keeping every repetition
//! would fill the disk, and say nothing new.
Result<> storePayloads(Transaction &transaction, const QString &source, const Deliveries &deliveries,
                       Episodes &episodes)
{
    std::vector<qint64> stored(deliveries.size());
    for (Episode &episode : episodes.all()) {
        if (!episode.first || deliveries.at(episode.delivery)->body.isEmpty()) {
            continue;  // what the program itself tells has none
        }
        qint64 &payload = stored.at(episode.delivery);
        if (payload == 0) {
            const Delivery &delivery = *deliveries.at(episode.delivery);
            const auto id = alerttable::insertPayload(transaction, source, delivery.receivedAt, delivery.body);
            if (!id) {
                return failure(id);
            }
            payload = *id;
        }
        episode.payload = payload;
    }
    return {};
}

}  // namespace

Result<std::vector<Intake>> writeDown(Transaction &transaction, const QString &source, const Deliveries &deliveries)
{
    QSet<QString> asked;
    QStringList fingerprints;
    for (const auto &delivery : deliveries) {
        for (const Told &told : delivery->told) {
            const qsizetype before = asked.size();
            asked.insert(told.signal.fingerprint);
            if (asked.size() > before) {
                fingerprints << told.signal.fingerprint;
            }
        }
    }
    auto known = alerttable::latest(transaction, source, fingerprints);
    if (!known) {
        return failure(known);
    }
    if (std::ranges::any_of(deliveries, [](const auto &delivery) { return delivery->extent == Extent::All; })) {
        auto others = alerttable::open(transaction, source);
        if (!others) {
            return failure(others);
        }
        std::ranges::copy_if(*others, std::back_inserter(*known),
                             [&](const Episode &open) { return !asked.contains(open.fingerprint); });
    }
    Episodes episodes(std::move(*known));
    std::vector<Intake> intakes;
    intakes.reserve(deliveries.size());
    for (const auto &delivery : deliveries) {
        Intake intake = episodes.take(delivery->told, intakes.size(), delivery->receivedAt);
        if (delivery->extent == Extent::All) {
            intake.resolved += episodes.endOthers(delivery->told, delivery->receivedAt);
        }
        intake.truncated = delivery->truncated;
        intakes.push_back(intake);
    }
    ONLYONCE_TRY(storePayloads(transaction, source, deliveries, episodes));
    ONLYONCE_TRY(alerttable::store(transaction, source, episodes));
    qint64 received = 0;
    for (const auto &delivery : deliveries) {
        if (delivery->asks) {
            ONLYONCE_TRY(noteSubscription(transaction, source, *delivery->asks, delivery->receivedAt));
        }
        received += qint64(delivery->told.size());
    }
    ONLYONCE_TRY(sourcestatetable::received(transaction, source, deliveries.back()->receivedAt, received));
    return intakes;
}

}  // namespace onlyonce
