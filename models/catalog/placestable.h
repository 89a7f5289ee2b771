// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables `service` and `data_centre`. Only places.cpp uses it.
#pragma once

#include "models/catalog/places.h"

namespace onlyonce::placestable {

//! The row of that name, inserted when there is none.
[[nodiscard]] Result<ServiceId> service(Transaction &transaction, const QString &name);
[[nodiscard]] Result<DataCentreId> dataCentre(Transaction &transaction, const QString &name);
[[nodiscard]] Result<std::vector<Service>> services(Transaction &transaction);
[[nodiscard]] Result<std::vector<DataCentre>> dataCentres(Transaction &transaction);

}  // namespace onlyonce::placestable
