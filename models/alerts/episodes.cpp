// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/episodes.h"

#include "models/base/json.h"

#include <QSet>

#include <algorithm>

namespace onlyonce {

Told::Told(Signal told)
    : signal(std::move(told))
    , labels(QString::fromUtf8(toJsonBytes(signal.labels)))
    , annotations(QString::fromUtf8(toJsonBytes(signal.annotations)))
{
}

Episodes::Episodes(std::vector<Episode> known)
    : m_episodes(std::move(known))
{
    m_latest.reserve(qsizetype(m_episodes.size()));
    for (size_t i = 0; i < m_episodes.size(); ++i) {
        m_latest.insert(m_episodes.at(i).fingerprint, i);
    }
}

Intake Episodes::take(std::span<const Told> told, size_t delivery, Instant receivedAt)
{
    Intake intake;
    for (const Told &one : told) {
        if (one.signal.status == AlertStatus::Firing) {
            fire(one, delivery, receivedAt, intake);
        } else {
            resolve(one, delivery, receivedAt, intake);
        }
    }
    return intake;
}

void Episodes::fire(const Told &told, size_t delivery, Instant receivedAt, Intake &intake)
{
    const Signal &signal = told.signal;
    Episode *known = latest(signal.fingerprint);
    if (known && known->status == AlertStatus::Firing) {
        ++known->again;
        known->lapsesAt = signal.lapsesAt;
        known->lastReceivedAt = std::max(known->lastReceivedAt, receivedAt);
        ++intake.repeated;
        return;
    }
    if (known && signal.startedAt && *signal.startedAt <= known->startedAt
        && receivedAt - known->lastReceivedAt <= lateDelivery) {
        ++known->again;
        ++intake.repeated;
        return;
    }
    if (!signal.opens) {
        return;
    }
    const size_t opened = add({.fingerprint = signal.fingerprint,
                               .status = AlertStatus::Firing,
                               .startedAt = signal.startedAt.value_or(receivedAt),
                               .lastReceivedAt = receivedAt,
                               .resolvedAt = {},
                               .lapsesAt = signal.lapsesAt,
                               .first = &told,
                               .delivery = delivery,
                               .receivedAt = receivedAt});
    m_events.push_back({opened, AlertEvent::Kind::Fired, receivedAt});
    ++intake.opened;
    if (signal.startedAt && *signal.startedAt <= receivedAt) {
        intake.delays.add(receivedAt - *signal.startedAt);
    }
}

void Episodes::resolve(const Told &told, size_t delivery, Instant receivedAt, Intake &intake)
{
    const Signal &signal = told.signal;
    const Instant over = signal.resolvedAt.value_or(receivedAt);
    Episode *known = latest(signal.fingerprint);
    if (known && known->status == AlertStatus::Firing) {
        // An end before this one's start, told with an earlier start, is the late echo of an earlier episode's end.
        if (signal.startedAt && *signal.startedAt < known->startedAt && over < known->startedAt) {
            ++intake.repeated;
            return;
        }
        end(size_t(known - m_episodes.data()), over, receivedAt);
        ++intake.resolved;
        return;
    }
    if (known && !(signal.startedAt && *signal.startedAt > known->resolvedAt.value_or(known->startedAt))) {
        ++known->again;
        ++intake.repeated;
        return;
    }
    // Over before we heard of it: kept for the record, without an event, so that it opens nothing.
    const Instant start = std::min(signal.startedAt.value_or(over), receivedAt);
    add({.fingerprint = signal.fingerprint,
         .status = AlertStatus::Resolved,
         .startedAt = start,
         .lastReceivedAt = receivedAt,
         .resolvedAt = std::max(over, start),
         .first = &told,
         .delivery = delivery,
         .receivedAt = receivedAt});
    ++intake.resolved;
}

int Episodes::endOthers(std::span<const Told> told, Instant receivedAt)
{
    QSet<QString> firing;
    for (const Told &one : told) {
        firing.insert(one.signal.fingerprint);
    }
    int ended = 0;
    for (size_t i = 0; i < m_episodes.size(); ++i) {
        Episode &episode = m_episodes.at(i);
        if (episode.status == AlertStatus::Firing && !firing.contains(episode.fingerprint)) {
            end(i, receivedAt, receivedAt);
            ++ended;
        }
    }
    return ended;
}

void Episodes::end(size_t place, Instant at, Instant receivedAt)
{
    Episode &episode = m_episodes.at(place);
    episode.status = AlertStatus::Resolved;
    episode.resolvedAt = std::max(at, episode.startedAt);
    episode.lapsesAt.reset();
    episode.lastReceivedAt = std::max(episode.lastReceivedAt, receivedAt);
    episode.ended = true;
    m_events.push_back({place, AlertEvent::Kind::Resolved, receivedAt});
}

Episode *Episodes::latest(const QString &fingerprint)
{
    const auto found = m_latest.constFind(fingerprint);
    return found == m_latest.constEnd() ? nullptr : &m_episodes.at(*found);
}

size_t Episodes::add(Episode episode)
{
    m_latest.insert(episode.fingerprint, m_episodes.size());
    m_episodes.push_back(std::move(episode));
    return m_episodes.size() - 1;
}

}  // namespace onlyonce
