// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>

namespace onlyonce {

//! The name of a file that becomes evidence, whoever gave it, as one that can be shown in a line and saved in any folder:
//! without the way to it, and without signs that are not seen. Invalid when nothing is left of it, or when it is longer
//! than file systems take.
[[nodiscard]] Result<QString> evidenceName(const QString &given);

}  // namespace onlyonce
