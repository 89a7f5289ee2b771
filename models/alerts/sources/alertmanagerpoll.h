// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce {

//! Asks an Alertmanager for what is active: GET /api/v2/alerts. What is silenced or inhibited there is not told.
[[nodiscard]] std::shared_ptr<const Adapter> alertmanagerPoller();

}  // namespace onlyonce
