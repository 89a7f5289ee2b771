// SPDX-License-Identifier: GPL-3.0-or-later
// Which incidents a whole archive holds. Only wholearchive.cpp uses it.
#pragma once

#include "models/postmortem/document/builder.h"

namespace onlyonce::archivetable {

//! All that the reader may see, by number; for customers those whose post-mortem is published.
[[nodiscard]] Result<std::vector<IncidentId>> incidents(Transaction &transaction, Audience audience);

}  // namespace onlyonce::archivetable
