// SPDX-License-Identifier: GPL-3.0-or-later
// Taking a countermeasure out in such a way that it can come back: as it was, under the number that it had.
#pragma once

#include "models/incidents/protocol/tasks.h"
#include "models/postmortem/countermeasures/countermeasures.h"

namespace onlyonce {

struct RemovedCountermeasure
{
    Countermeasure measure;
    TaskId task;  //!< of which it was made; may be null
};

//! removeCountermeasure(), which answers with what there was.
[[nodiscard]] Result<RemovedCountermeasure> takeOutCountermeasure(Transaction &transaction, CountermeasureId id,
                                                                  int version);
//! The way back, audited and told like the way out. Without the why that it answered where that has gone. Conflict when it
//! is there; NotFound when its post-mortem is not.
[[nodiscard]] Result<> restoreCountermeasure(Transaction &transaction, const RemovedCountermeasure &removed);

}  // namespace onlyonce
