// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce {

//! Asks Zabbix' API for its open problems, with their hosts; what it delivers, the source "zabbix" parses.
[[nodiscard]] std::shared_ptr<const Adapter> zabbixPoller();

}  // namespace onlyonce
