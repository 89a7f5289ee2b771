// SPDX-License-Identifier: GPL-3.0-or-later
// Every way in which people are reached. A new one is a .cpp in this folder, a line in registry.cpp, and a folder of
// requests and replies under tests/data/notify/.
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce {

//! In the order in which people see them. Intents of mail: delivery/mailintent.h.
[[nodiscard]] const Adapters &channelAdapters();

}  // namespace onlyonce
