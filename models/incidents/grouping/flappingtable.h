// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `flapping`, and incident.flapping_count. Used by this slice only.
#pragma once

#include "models/alerts/alert.h"
#include "models/incidents/timeline.h"

namespace onlyonce::flappingtable {

struct Flap
{
    QString source;
    QString fingerprint;
    AlertId alert;  //!< the latest episode, received at `latest`
    int episodes = 0;
    Instant since;
    Instant latest;
    IncidentId incident;
    TimelineId entry;  //!< which counts, in that incident; none after a move
};

//! Of those whose events lie after `after` up to `last`.
[[nodiscard]] Result<std::vector<Flap>> ofEvents(Transaction &transaction, qint64 after, qint64 last);
//! An alert whose problem had fired before.
struct Again
{
    AlertId alert;
    std::optional<Instant> since;  //!< when the nth last episode came, if there are so many
};

//! Of the alerts that fired there, those that are not the first of their problem.
[[nodiscard]] Result<std::vector<Again>> again(Transaction &transaction, qint64 after, qint64 last, int nth);
//! That have not fired since `since`.
[[nodiscard]] Result<std::vector<Flap>> calmed(Transaction &transaction, Instant since);
[[nodiscard]] Result<> save(Transaction &transaction, const Flap &flap);
[[nodiscard]] Result<> remove(Transaction &transaction, const Flap &flap);
//! After alerts were moved to or from the incident: its flapping alerts are those that it has now.
[[nodiscard]] Result<> settle(Transaction &transaction, IncidentId incident);
//! How many flap and how many fire.
[[nodiscard]] Result<std::pair<int, int>> recount(Transaction &transaction, IncidentId incident);

}  // namespace onlyonce::flappingtable
