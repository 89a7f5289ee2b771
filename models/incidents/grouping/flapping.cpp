// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/grouping/flapping.h"

#include "models/alerts/collector.h"
#include "models/base/tr.h"
#include "models/documents/markdown.h"
#include "models/incidents/grouping/ruletable.h"
#include "models/incidents/timeline/moments.h"

namespace onlyonce {

namespace {

using flappingtable::Flap;

QString clockText(Instant at)
{
    return utcText(at, Precision::Minutes);
}

}  // namespace

Result<> Flapping::read(qint64 after, qint64 last)
{
    m_after = after;
    m_last = last;
    return load();
}

Result<> Flapping::load()
{
    const auto flaps = flappingtable::ofEvents(m_transaction, m_after, m_last);
    const auto again = flappingtable::again(m_transaction, m_after, m_last, flapsFrom);
    if (!flaps || !again) {
        return flaps ? failure(again) : failure(flaps);
    }
    for (const Flap &flap : *flaps) {
        m_flaps.insert(Key(flap.source, flap.fingerprint), flap);
    }
    for (const auto &[alert, since] : *again) {
        m_again.insert(alert.value, since);
    }
    return {};
}

bool Flapping::isFlapping(const AlertRow &alert) const
{
    return m_flaps.contains(Key(alert.source, alert.fingerprint));
}

Result<bool> Flapping::fired(const AlertRow &alert, IncidentId incident, const QString &what, ActorId actor)
{
    const Key key(alert.source, alert.fingerprint);
    auto known = m_flaps.constFind(key);
    if (known != m_flaps.constEnd() && alert.receivedAt - known->latest >= flapCalm) {
        ONLYONCE_TRY(end(Flap(*known)));
        known = m_flaps.constEnd();
    }
    Flap flap{.source = alert.source, .fingerprint = alert.fingerprint};
    IncidentId before;
    if (known != m_flaps.constEnd()) {
        flap = *known;
        before = flap.incident;
        m_transaction.touch(QStringLiteral("alert"), flap.alert);
        ++flap.episodes;
    } else if (const auto since = m_again.value(alert.id.value); since && alert.receivedAt - *since <= flapWindow) {
        flap.since = *since;
        flap.episodes = flapsFrom;
    } else {
        return false;
    }
    const TimelineId corrected = before == incident ? flap.entry : TimelineId();
    flap.alert = alert.id;
    flap.latest = alert.receivedAt;
    flap.incident = incident;
    const auto entry =
        append(m_transaction, {.incident = incident,
                               .kind = TimelineKind::AlertFired,
                               .happenedAt = alert.receivedAt,
                               .actor = actor,
                               .body = tr("%1 is flapping: it has fired %2 times since %3 UTC")
                                           .arg(what, QString::number(flap.episodes), clockText(flap.since)),
                               .data = withMoments({flap.since}, {{QStringLiteral("alert"), alert.id.value},
                                                                  {QStringLiteral("flaps"), flap.episodes}}),
                               .corrects = corrected});
    if (!entry) {
        return failure(entry);
    }
    flap.entry = *entry;
    ONLYONCE_TRY(flappingtable::save(m_transaction, flap));
    for (const IncidentId id : {before, incident}) {
        if (id && before != incident) {
            if (const auto counted = flappingtable::recount(m_transaction, id); !counted) {
                return failure(counted);
            }
        }
    }
    m_flaps.insert(key, flap);
    return true;
}

Result<> Flapping::calm()
{
    const auto calmed = flappingtable::calmed(m_transaction, m_transaction.now() - flapCalm);
    if (!calmed) {
        return failure(calmed);
    }
    for (const Flap &flap : *calmed) {
        ONLYONCE_TRY(end(flap));
    }
    return {};
}

Result<> Flapping::end(const Flap &flap)
{
    ONLYONCE_TRY(flappingtable::remove(m_transaction, flap));
    m_flaps.remove(Key(flap.source, flap.fingerprint));
    m_transaction.touch(QStringLiteral("alert"), flap.alert);
    const auto found = alert(m_transaction, flap.alert);
    if (!found) {
        return failure(found);
    }
    if (!flap.incident || !*found) {
        return {};
    }
    const auto counts = flappingtable::recount(m_transaction, flap.incident);
    const auto source = actorForMachine(m_transaction, ActorKind::Source, flap.source);
    if (!counts || !source) {
        return counts ? failure(source) : failure(counts);
    }
    const bool fires = (*found)->status == AlertStatus::Firing;
    QString body = (fires ? tr("%1 flaps no more, and fires: it did %2 times from %3 to %4 UTC")
                          : tr("%1 flaps no more: it fired %2 times from %3 to %4 UTC"))
                       .arg(escapeMarkdown((*found)->summary), QString::number(flap.episodes), clockText(flap.since),
                            clockText(flap.latest));
    if (*counts == std::pair(0, 0)) {
        ONLYONCE_TRY(ruletable::setRecovered(m_transaction, flap.incident));
        body += tr(" — every alert of this incident has recovered");
    }
    const auto told = append(
        m_transaction, {.incident = flap.incident,
                        .kind = fires ? TimelineKind::Other : TimelineKind::AlertResolved,
                        .actor = source->id,
                        .body = body,
                        .data = withMoments({flap.since, flap.latest}, {{QStringLiteral("alert"), flap.alert.value}})});
    return told ? Result<>() : failure(told);
}

Result<bool> hasCalmed(Transaction &transaction)
{
    const auto calmed = flappingtable::calmed(transaction, transaction.now() - flapCalm);
    return calmed ? Result<bool>(!calmed->empty()) : failure(calmed);
}

Result<> Flapping::forget()
{
    m_flaps.clear();
    m_again.clear();
    return load();
}

}  // namespace onlyonce
