// SPDX-License-Identifier: GPL-3.0-or-later
// How an incident was seen: how late, from where, and by which failing tests. The places are where somebody looked from;
// where it fails is told by data centres alone.
#pragma once

#include "models/alerts/inbox/sightings.h"
#include "models/incidents/incident.h"

namespace onlyonce {

struct IncidentSight
{
    //! detected − started, as the incident's times say, with the hold and the check interval of the alert that opened it.
    //! They do not count once a person has said when it began: then nothing is hidden by them. Without an alert's start
    //! and without a person's it is not known.
    DetectionDelay delay;
    QStringList probes;                   //!< from where any of its alerts saw it fail, by name
    Sighting now;                         //!< which do now, of the places known of its services
    bool isNowCounted = false;            //!< else `now` does not know of all of its alerts (yet)
    std::vector<FailedTest> failedTests;  //!< what customers notice first
};
[[nodiscard]] Result<IncidentSight> incidentSight(Transaction &transaction, const Incident &incident);

//! @name One sentence each, without a full stop; empty when there is nothing to say.
//! @{
//! "Detected 42 s after it began; at worst 102 s"
[[nodiscard]] QString detectionText(const IncidentSight &sight);
//! "Seen to fail from 3 of 5 places, now from 1"; "of 5 known places" where nobody has stated how many look.
[[nodiscard]] QString placesText(const IncidentSight &sight);
//! "Acceptance test failed: customers cannot do what they pay for"
[[nodiscard]] QString testsText(const IncidentSight &sight);
//! @}

//! {detection {measuredSeconds, worstSeconds, holdSeconds, checkIntervalSeconds}, probes, probesNow (null until it is
//! counted), probesKnown, probesStated (how many look, null where nobody has stated it), failedTests}
[[nodiscard]] QJsonObject toJson(const IncidentSight &sight);

}  // namespace onlyonce
