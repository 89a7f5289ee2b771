// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that can be said to an incident: the rows of incidents, and those of the slices that they do not know.
#pragma once

#include "models/incidents/timeline/say.h"

namespace onlyonce {

[[nodiscard]] SayCommands allSayCommands();

}  // namespace onlyonce
