// SPDX-License-Identifier: GPL-3.0-or-later
// The one style sheet of exported pages: light and dark by the reader's own setting, and fit for the printer.
#pragma once

#include <QString>

namespace onlyonce {

[[nodiscard]] QString htmlStyleSheet();

}  // namespace onlyonce
