// SPDX-License-Identifier: GPL-3.0-or-later
// What is hit, as people know it: services by data centres, with a level in each cell. An alert that fires is a hint and
// never a level. Every change is told by the timeline (Impact, data {"service","dataCentre","from","to"}), so that what
// lasted how long can be counted afterwards.
#pragma once

#include "models/catalog/actor.h"
#include "models/incidents/incident.h"

#include <QJsonArray>

namespace onlyonce {

enum class ImpactLevel { Unknown, None, Degraded, PartialOutage, FullOutage, Recovered };
inline constexpr std::array allImpactLevels{ImpactLevel::Unknown,    ImpactLevel::None,
                                            ImpactLevel::Degraded,   ImpactLevel::PartialOutage,
                                            ImpactLevel::FullOutage, ImpactLevel::Recovered};

[[nodiscard]] QString toText(ImpactLevel level);  //!< "partial outage"
//! Also "partial", "full" and "outage".
[[nodiscard]] Result<ImpactLevel> impactLevelFrom(const QString &text);
//! For people, translated.
[[nodiscard]] QString label(ImpactLevel level);

struct ImpactCell
{
    QString service;
    QString dataCentre;  //!< empty: the service as a whole
    ImpactLevel level = ImpactLevel::Unknown;
    std::optional<Instant> since;  //!< nothing while unknown, as `by`
    QString by;
    int firing = 0;  //!< alerts of the incident that fire there, of the latest few thousand

    friend bool operator==(const ImpactCell &, const ImpactCell &) = default;
};

struct Impact
{
    QStringList services;     //!< rows
    QStringList dataCentres;  //!< columns; "" stands for the service as a whole, where something is known of it
    std::vector<ImpactCell> cells = {};  //!< row by row, all of them

    [[nodiscard]] const ImpactCell &at(qsizetype row, qsizetype column) const
    {
        return cells.at(size_t(row * dataCentres.size() + column));
    }
    friend bool operator==(const Impact &, const Impact &) = default;
};
//! What the incident names, what people said, and where alerts fire. Without a data centre it has one column, "".
[[nodiscard]] Result<Impact> impactOf(Transaction &transaction, IncidentId id);

//! Permission::Respond. A service or place that the incident did not concern until now, it concerns from then on. An empty
//! place: the service as a whole. Again is no error. Unknown takes back what was said.
[[nodiscard]] Result<> setImpact(Transaction &transaction, IncidentId id, const QString &service,
                                 const QString &dataCentre, ImpactLevel level);
//! The same as a person writes it: "search@fra1", "search", or a place alone ("fra1", "@fra1"), which means every service
//! of the incident there. Invalid when it is neither a service nor a place that is known; with "@" both are taken as new.
[[nodiscard]] Result<> setImpact(Transaction &transaction, IncidentId id, const QString &where, ImpactLevel level);

//! The incident concerns the service, the place or both from now on; nothing is said of how. Again is no error.
[[nodiscard]] Result<> addAffected(Transaction &transaction, IncidentId id, const QString &service,
                                   const QString &dataCentre);

//! It does not concern this service, or place, after all: the other one is empty. What was said of it goes, too. NotFound
//! when it does not now; Conflict while an alert of it is in the incident.
[[nodiscard]] Result<> removeAffected(Transaction &transaction, IncidentId id, const QString &service,
                                      const QString &dataCentre);

//! [{service, datacentre (null: the service as a whole), level, since, by, firing}]
[[nodiscard]] QJsonArray toJson(const Impact &impact);

}  // namespace onlyonce
