// SPDX-License-Identifier: GPL-3.0-or-later
// Puts back what a change had changed, each field by the rules of whatever it belongs to. Only this room uses it.
#pragma once

#include "models/incidents/undo/undo.h"

namespace onlyonce {

//! The last row first. Whether somebody has changed it since is to be looked at before.
[[nodiscard]] Result<> restoreAll(Transaction &transaction, const PastChange &change);

}  // namespace onlyonce
