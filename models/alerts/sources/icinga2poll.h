// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/alerts/sources/asked.h"

namespace onlyonce {

//! Asks Icinga 2 for the services and hosts that have a hard problem; what it delivers, the source "icinga2" parses.
[[nodiscard]] std::shared_ptr<const Adapter> icinga2Poller();

//! Where it is and how to log in, as the connection's settings say it.
[[nodiscard]] Result<asked::Server> icinga2Server(const DeliveryState &state);

//! Of an object's custom variables those whose names say what and where it is. Everything else stays with Icinga:
//! passwords and communities are kept there, too.
[[nodiscard]] QJsonObject icinga2Told(const QJsonObject &variables);

}  // namespace onlyonce
