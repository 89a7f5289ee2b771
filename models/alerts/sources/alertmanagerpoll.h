// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/alerts/sources/asked.h"

namespace onlyonce {

//! Asks an Alertmanager for what is active: GET /api/v2/alerts. What is silenced or inhibited there is not told.
[[nodiscard]] std::shared_ptr<const Adapter> alertmanagerPoller();

//! Where it is and how to log in, as the connection's settings say it.
[[nodiscard]] Result<asked::Server> alertmanagerServer(const DeliveryState &state);

}  // namespace onlyonce
