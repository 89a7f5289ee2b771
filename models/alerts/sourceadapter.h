// SPDX-License-Identifier: GPL-3.0-or-later
// Monitoring systems as far sides that are set up like every other: their settings fields, their test, and, for those that
// can be asked or told, the asking and the telling.
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce {

//! One per source, in their order and with their ids.
[[nodiscard]] const Adapters &sourceAdapters();
//! Those of them that can be asked: for the poller.
[[nodiscard]] const Adapters &askableSources();

}  // namespace onlyonce
