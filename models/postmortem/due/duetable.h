// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `postmortem_due`. Only duerules.cpp uses it.
#pragma once

#include "models/postmortem/due/duerules.h"

namespace onlyonce::duetable {

//! With the program's own rule for a severity that has no row.
[[nodiscard]] Result<DueRules> all(Transaction &transaction);
[[nodiscard]] Result<> put(Transaction &transaction, Severity severity, const DueRule &rule);

}  // namespace onlyonce::duetable
