// SPDX-License-Identifier: GPL-3.0-or-later
// Every forum engine that the program speaks to. A new one is a .cpp in this folder, a line in registry.cpp, and a folder
// of requests and replies under tests/data/announce/.
#pragma once

#include "models/delivery/adapter.h"

namespace onlyonce {

//! In the order in which people see them. What their intents and results look like: forum.h.
[[nodiscard]] const Adapters &forumAdapters();

//! The engines, for registry.cpp alone.
[[nodiscard]] std::shared_ptr<const Adapter> discourseForum();

}  // namespace onlyonce
