// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables source_detection and sighting. Only sightings.cpp uses it.
#pragma once

#include "models/alerts/alert.h"
#include "models/storage/transaction.h"

#include <tuple>

namespace onlyonce::sightingtable {

struct Delay
{
    QString source;
    qint64 day = 0;    //!< since 1970, UTC
    qint64 delay = 0;  //!< delayClass(), or unknownDelay

    friend bool operator<(const Delay &one, const Delay &other)
    {
        return std::tie(one.source, one.day, one.delay) < std::tie(other.source, other.day, other.delay);
    }
};
[[nodiscard]] Result<> add(Transaction &transaction, const Delay &delay, qint64 alerts);
//! Summed over the days from `day` on (which is then 0 in each), by source, the shortest first.
[[nodiscard]] Result<std::vector<std::pair<Delay, qint64>>> delaysSince(Transaction &transaction, qint64 day);

//! The place has an alert of this check; an earlier one of the two is forgotten.
[[nodiscard]] Result<> see(Transaction &transaction, const AlertRow &alert, const QString &checkKey,
                           const QString &probe);

struct Place
{
    QString probe;
    bool seesIt = false;
};
//! Of the source: those with this check, and those with any of the alert's service. The newest 2,000 since then.
[[nodiscard]] Result<std::vector<Place>> placesOf(Transaction &transaction, const AlertRow &alert,
                                                  const QString &checkKey, Instant since);
//! Of the service, whatever the source; it sees what belongs to the incident. The newest 2,000 since then.
[[nodiscard]] Result<std::vector<Place>> placesIn(Transaction &transaction, qint64 incident, const QString &service,
                                                  Instant since);

}  // namespace onlyonce::sightingtable
