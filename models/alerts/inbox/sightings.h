// SPDX-License-Identifier: GPL-3.0-or-later
// How late and from where failures were seen, counted by the follower of the inbox a second behind the alerts, so that no
// question reads them all. Places that looked are never places that failed: nothing here knows a data centre.
#pragma once

#include "models/alerts/detection.h"
#include "models/delivery/adapter.h"
#include "models/storage/transaction.h"

#include <map>

namespace onlyonce {

//! Counts these, which nobody has counted before. `source`, `service`, `fingerprint`, `labels`, `probes` and the times are
//! looked at.
[[nodiscard]] Result<> countSightings(Transaction &transaction, const std::vector<AlertRow> &alerts);

//! Of the last 30 days, by source.
[[nodiscard]] Result<std::map<QString, DetectionSummary>> detectionSummaries(Transaction &transaction);

//! The places from which a source has reported failures, within 30 days, of a check or of others of its service.
//! A source says from where it saw a failure, seldom from where it saw none: a place that has not reported any is unknown.
struct Sighting
{
    QStringList seeing;  //!< have an alert of the check itself that fires now
    QStringList known;   //!< all of them
    int looking = 0;     //!< from how many the source looks, as its settings state; 0: they do not, or more are known

    friend bool operator==(const Sighting &, const Sighting &) = default;
};
//! Alerts of one check that come from several places count together (fields::checkKey()).
[[nodiscard]] Result<Sighting> sightingOf(Transaction &transaction, const AlertRow &alert);
//! Of everything that an incident's alerts say of these services; `incident` is its id.
[[nodiscard]] Result<Sighting> sightingIn(Transaction &transaction, qint64 incident, const QStringList &services);

//! "3 of 5 places see it fail now: Dublin, Oslo, Rome"; where it is not stated how many look, how many have reported on it
//! within 30 days. Empty without places.
[[nodiscard]] QString sightingText(const Sighting &sighting);

//! From how many places a source looks: a setting of it, for a failure is told by those that see it alone.
[[nodiscard]] SettingField placesField();
//! What that setting of the source says; 0 when nobody has stated it.
[[nodiscard]] Result<int> statedPlaces(Transaction &transaction, const QString &source);

}  // namespace onlyonce
