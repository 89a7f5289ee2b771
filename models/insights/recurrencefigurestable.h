// SPDX-License-Identifier: GPL-3.0-or-later
// Counts over the tables incident, recurrence and countermeasure. Only recurrencefigures.cpp uses it.
#pragma once

#include "models/insights/recurrencefigures.h"

namespace onlyonce::recurrencefigurestable {

//! Those that count, opened since then.
[[nodiscard]] Result<int> incidentsSince(Transaction &transaction, Instant since);
[[nodiscard]] Result<std::vector<CameAgain>> cameAgainSince(Transaction &transaction, Instant since);
[[nodiscard]] Result<int> measuresFailedSince(Transaction &transaction, Instant since);

}  // namespace onlyonce::recurrencefigurestable
