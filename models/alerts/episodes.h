// SPDX-License-Identifier: GPL-3.0-or-later
// What payloads do to the episodes of alerts: which one opens, is told again, ends. Pure, so that every order of
// deliveries can be tried without a database; alerttable writes what comes out.
#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/collector.h"

#include <QHash>

#include <chrono>
#include <span>
#include <vector>

namespace onlyonce {

//! A pair of Alertmanagers tells everything twice, seconds apart. Within this time after an episode's end, a firing that
//! began no later than that episode is its echo. After it, the same start is a problem that fires (again): Alertmanager
//! says "resolved" of an alert it has lost sight of, and the same start when it sees it anew.
constexpr std::chrono::minutes lateDelivery{2};

//! A signal whose JSON columns are ready: made before the writer's turn, because its time is what limits the intake.
struct Told
{
    explicit Told(Signal told);

    Signal signal;
    QString labels;
    QString annotations;
};

struct Episode
{
    AlertId id;  //!< none while it is not stored
    QString fingerprint;
    AlertStatus status = AlertStatus::Firing;
    Instant startedAt;
    Instant lastReceivedAt;  //!< stays at the moment its end was told
    std::optional<Instant> resolvedAt;
    std::optional<Instant> lapsesAt = {};  //!< as it was told last; not read from the database

    //! @name What is to be written.
    //! @{
    const Told *first = nullptr;  //!< of a new one
    size_t delivery = 0;          //!< of a new one: which one brought it
    qint64 payload = 0;           //!< of a new one: the row of that delivery's body
    Instant receivedAt;           //!< of a new one
    int again = 0;                //!< how often it was told again
    bool ended = false;
    //! @}
};

struct EpisodeEvent
{
    size_t episode = 0;  //!< in Episodes::all()
    AlertEvent::Kind kind = AlertEvent::Kind::Fired;
    Instant at;
};

class Episodes
{
public:
    //! The latest episode of each fingerprint of one source, if there is one. An open one is always the latest.
    explicit Episodes(std::vector<Episode> known);

    //! In the order of receipt, with the delivery's number. What is told must outlive this object.
    [[nodiscard]] Intake take(std::span<const Told> told, size_t delivery, Instant receivedAt);

    //! What was told is all that fires: ends every other open episode, and answers with how many. Those that are to be
    //! ended must be among the known.
    [[nodiscard]] int endOthers(std::span<const Told> told, Instant receivedAt);

    [[nodiscard]] std::vector<Episode> &all() { return m_episodes; }
    [[nodiscard]] const std::vector<Episode> &all() const { return m_episodes; }
    //! In the order in which things happened to us.
    [[nodiscard]] const std::vector<EpisodeEvent> &events() const { return m_events; }

private:
    void fire(const Told &told, size_t delivery, Instant receivedAt, Intake &intake);
    void resolve(const Told &told, size_t delivery, Instant receivedAt, Intake &intake);
    void end(size_t place, Instant at, Instant receivedAt);
    [[nodiscard]] Episode *latest(const QString &fingerprint);
    size_t add(Episode episode);

    std::vector<Episode> m_episodes;
    QHash<QString, size_t> m_latest;
    std::vector<EpisodeEvent> m_events;
};

}  // namespace onlyonce
