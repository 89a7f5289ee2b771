// SPDX-License-Identifier: GPL-3.0-or-later
// What the company runs and where: services, and the data centres of the catalogue. Every name that an alert or a person
// mentions is remembered; whether it is a data centre, means one, or means none, is for a person to say. What nobody has
// said counts as none.
#pragma once

#include "models/catalog/actor.h"

namespace onlyonce {

using ServiceId = Id<struct ServiceTag>;
using DataCentreId = Id<struct DataCentreTag>;  //!< of a name, whether or not it is a data centre of the catalogue

struct Service
{
    ServiceId id;
    QString name;
};

//! One of the catalogue.
struct DataCentre
{
    DataCentreId id;
    QString name;
    QStringList labels;  //!< what else means it: names of zones and regions, patterns
};

//! A name of which nobody has said what it means.
struct UnmappedName
{
    QString name;
    qint64 alerts = 0;             //!< how many have mentioned it; 0 for one that only people have
    std::optional<Instant> since;  //!< when the first of them came
};

struct Places
{
    std::vector<DataCentre> dataCentres;
    QStringList none;  //!< names and patterns that mean no data centre
    std::vector<UnmappedName> unmapped;
};

constexpr qsizetype longestPlaceName = 200;

//! The row of that name, added when there is none. Invalid for a name that is empty or longer than longestPlaceName.
[[nodiscard]] Result<ServiceId> serviceNamed(Transaction &transaction, const QString &name);
[[nodiscard]] Result<std::vector<Service>> allServices(Transaction &transaction);

//! A name, and the place it stands for when failures are compared: equal for two names that mean the same.
struct NamedPlace
{
    DataCentreId id;
    //! > 0: a data centre of the catalogue, by its id; 0: none; < 0: nobody has said, each such name for itself.
    qint64 place = 0;
};
//! As serviceNamed().
[[nodiscard]] Result<NamedPlace> placeNamed(Transaction &transaction, const QString &name);
//! That so many more alerts have mentioned it, the first of them at `since`. For whoever follows them.
[[nodiscard]] Result<> countMentions(Transaction &transaction, DataCentreId id, int alerts, Instant since);

//! @name The catalogue. Commanders and up; audited. Whoever judges incidents by it does so anew (placesRevision() moves).
//! @{
[[nodiscard]] Result<Places> places(Transaction &transaction);
//! The name of that place, as it is shown.
[[nodiscard]] Result<QString> placeName(Transaction &transaction, qint64 place);
//! A data centre of that name, whatever the name meant before.
[[nodiscard]] Result<DataCentreId> addDataCentre(Transaction &transaction, const QString &name);
//! `label` is the value of an alert's label as a whole, or a pattern, in which * stands for any signs and ? for one. Large
//! and small letters differ. The value itself goes before every pattern, and of patterns the longest that fits decides.
//! A null `dataCentre`: it means none. The name of a data centre of the catalogue becomes a label by this, with all that
//! meant it. Errors: Denied, Invalid, NotFound (no such data centre of the catalogue).
[[nodiscard]] Result<> mapLabel(Transaction &transaction, const QString &label, DataCentreId dataCentre);
//! NotFound unless somebody has said what the label, or the data centre of that name, means.
[[nodiscard]] Result<> forgetPlace(Transaction &transaction, const QString &name);
//! Larger after every change of the catalogue.
[[nodiscard]] Result<qint64> placesRevision(Transaction &transaction);
//! @}

}  // namespace onlyonce
