// SPDX-License-Identifier: GPL-3.0-or-later
// Stored positions in tables that are read in id order (the timeline, alert events). A follower reads past its cursor,
// does its work and moves the cursor in one transaction, so that nothing is done twice or skipped.
#pragma once

#include "models/storage/transaction.h"

namespace onlyonce {

//! 0 when the follower has not read anything yet.
[[nodiscard]] Result<qint64> cursorPosition(Transaction &transaction, const QString &follower);
[[nodiscard]] Result<> moveCursor(Transaction &transaction, const QString &follower, qint64 position);

}  // namespace onlyonce
