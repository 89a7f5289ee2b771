// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

namespace onlyonce::office {

//! Before anything of libzip is called.
[[nodiscard]] Result<> loadZip();

}  // namespace onlyonce::office
