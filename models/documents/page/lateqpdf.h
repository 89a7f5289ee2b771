// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

namespace onlyonce::page {

//! Before anything of libqpdf is called.
[[nodiscard]] Result<> loadQpdf();

}  // namespace onlyonce::page
