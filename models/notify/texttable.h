// SPDX-License-Identifier: GPL-3.0-or-later
// Where this slice keeps texts that may have to be redacted.
#pragma once

#include "models/storage/redaction.h"

namespace onlyonce {

[[nodiscard]] TextPlaces notifyTexts();

}  // namespace onlyonce
