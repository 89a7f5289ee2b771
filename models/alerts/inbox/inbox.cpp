// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/inbox/inbox.h"

#include "models/alerts/inbox/alertwords.h"
#include "models/alerts/inbox/inboxtable.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace onlyonce {

namespace {

//! Above every id: firing alerts have keys above all others.
constexpr qint64 firingKeys = 1LL << 52;

//! What a page asks of the alerts that fire, or of those that are over; nothing when it lies in the other part.
std::optional<KeyPage> partOf(KeyPage page, AlertStatus status)
{
    if (status == AlertStatus::Firing) {
        page.before = page.before > firingKeys ? page.before - firingKeys : 0;
        page.after = std::max(page.after - firingKeys, qint64{0});
    } else {
        page.before = std::min(page.before, firingKeys);
    }
    return page.before > page.after + 1 ? std::optional(page) : std::nullopt;
}

}  // namespace

QString toText(Facet facet)
{
    switch (facet) {
    case Facet::Source:
        return QStringLiteral("source");
    case Facet::Service:
        return QStringLiteral("service");
    case Facet::DataCentre:
        return QStringLiteral("data centre");
    case Facet::Severity:
        return QStringLiteral("severity");
    case Facet::FailedTest:
        return QStringLiteral("failed test");
    }
    return {};
}

qint64 inboxKey(const AlertRow &alert)
{
    return alert.id.value + (alert.status == AlertStatus::Firing ? firingKeys : 0);
}

Result<std::vector<AlertRow>> inbox(Transaction &transaction, const InboxFilter &filter, const KeyPage &page)
{
    auto question = inboxtable::questionOf(transaction, filter);
    if (!question) {
        return failure(question);
    }
    std::vector<AlertRow> rows;
    if (!*question) {
        return rows;
    }
    std::array parts{AlertStatus::Firing, AlertStatus::Resolved};
    if (page.oldest) {
        std::ranges::reverse(parts);
    }
    for (const AlertStatus part : parts) {
        auto wanted = partOf(page, part);
        if (!wanted || (filter.status && *filter.status != part)) {
            continue;
        }
        wanted->limit = page.limit - int(rows.size());
        if (wanted->limit <= 0) {
            break;
        }
        auto found = inboxtable::page(transaction, **question, part, *wanted);
        if (!found) {
            return failure(found);
        }
        rows.insert(page.oldest ? rows.begin() : rows.end(), std::make_move_iterator(found->begin()),
                    std::make_move_iterator(found->end()));
    }
    return rows;
}

void Gathered::add(const AlertRow &alert)
{
    if (alerts.empty()) {
        common = alert;
    } else {
        const auto keep = [](QString &ours, const QString &theirs) {
            if (ours != theirs) {
                ours.clear();
            }
        };
        keep(common.source, alert.source);
        keep(common.service, alert.service);
        keep(common.dataCentre, alert.dataCentre);
        common.incident = common.incident == alert.incident ? alert.incident : 0;
        for (const QString &name : common.labels.keys()) {
            if (alert.labels.value(name) != common.labels.value(name)) {
                common.labels.remove(name);
            }
        }
    }
    alerts.push_back(alert.id);
    if (alert.status == AlertStatus::Firing) {
        firing.push_back(alert.id);
    }
    last = inboxKey(alert);
}

Result<Gathered> gather(Transaction &transaction, const InboxFilter &filter, Gathered soFar, int limit)
{
    const auto page = inbox(transaction, filter, pageBefore(soFar.last, limit));
    if (!page) {
        return failure(page);
    }
    for (const AlertRow &alert : *page) {
        soFar.add(alert);
    }
    const bool isFull = page->size() == size_t(limit);
    soFar.isCut = isFull && soFar.alerts.size() >= mostGathered;
    soFar.isComplete = !isFull || soFar.isCut;
    if (soFar.isComplete) {  // what has recovered meanwhile was met twice
        std::unordered_set<qint64> met;
        std::erase_if(soFar.alerts, [&met](AlertId id) { return !met.insert(id.value).second; });
    }
    return soFar;
}

Result<std::vector<FacetOffer>> facetOffers(Transaction &transaction, int limit)
{
    return inboxtable::facetOffers(transaction, limit);
}

Result<int> firingAlerts(Transaction &transaction)
{
    return inboxtable::countFiring(transaction);
}

Result<qint64> indexedAlerts(Transaction &transaction)
{
    return inboxtable::indexed(transaction);
}

Result<qint64> unindexedAlerts(Transaction &transaction)
{
    return inboxtable::unindexed(transaction);
}

Result<std::optional<AlertStory>> alertStory(Transaction &transaction, AlertId id)
{
    auto story = inboxtable::story(transaction, id);
    if (!story || !*story) {
        return story;
    }
    const auto hiding = silenceOf(transaction, id);
    const auto ahead = silencesAhead(transaction);
    if (!hiding || !ahead) {
        return hiding ? failure(ahead) : failure(hiding);
    }
    AlertStory &found = **story;
    if (!found.alert.probes.isEmpty()) {
        auto sighting = sightingOf(transaction, found.alert);
        if (!sighting) {
            return failure(sighting);
        }
        found.sighting = std::move(*sighting);
    }
    found.isHidden = hiding->has_value();
    found.silence = *hiding;
    const auto matching = std::ranges::find_if(*ahead, [&](const Silence &silence) {
        return silence.isActive(transaction.now()) && silences(silence, found.alert);
    });
    if (!found.isHidden && found.alert.status == AlertStatus::Firing && matching != ahead->end()) {
        found.silence = *matching;
    }
    return story;
}

Result<std::optional<AlertPayload>> alertPayload(Transaction &transaction, AlertId id, qint64 mostBytes)
{
    return inboxtable::payload(transaction, id, mostBytes);
}

}  // namespace onlyonce
