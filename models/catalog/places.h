// SPDX-License-Identifier: GPL-3.0-or-later
// What the company runs and where: services and data centres. A name that an alert mentions is added on first sight.
#pragma once

#include "models/catalog/actor.h"

namespace onlyonce {

using ServiceId = Id<struct ServiceTag>;
using DataCentreId = Id<struct DataCentreTag>;

struct Service
{
    ServiceId id;
    QString name;
};

struct DataCentre
{
    DataCentreId id;
    QString name;
};

constexpr qsizetype longestPlaceName = 200;

//! The row of that name, added when there is none. Invalid for a name that is empty or longer than longestPlaceName.
[[nodiscard]] Result<ServiceId> serviceNamed(Transaction &transaction, const QString &name);
[[nodiscard]] Result<DataCentreId> dataCentreNamed(Transaction &transaction, const QString &name);
[[nodiscard]] Result<std::vector<Service>> allServices(Transaction &transaction);
[[nodiscard]] Result<std::vector<DataCentre>> allDataCentres(Transaction &transaction);

}  // namespace onlyonce
