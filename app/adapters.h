// SPDX-License-Identifier: GPL-3.0-or-later
// Every far side that the program can speak to, gathered from the slices' registries.
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce {

//! @name In the order in which people see them.
//! @{
[[nodiscard]] const Adapters &deliveryAdapters();  //!< where messages go out to
[[nodiscard]] const Adapters &allAdapters();       //!< and what alerts come from
//! @}
//! ConnectionRow::kind for an adapter: "mail", "forum", "source"; empty for one that is not known.
[[nodiscard]] QString connectionKindOf(const QString &adapter);

}  // namespace onlyonce
