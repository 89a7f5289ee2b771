// SPDX-License-Identifier: GPL-3.0-or-later
// A believable month of a fictional company (resources/demo/story.json), written through the same functions that people
// and monitoring systems use, on a clock that is moved along the story. A demo database can never send anything: it is
// sealed for good before the first word is written, and while the story is told its far sides are nowhere.
#pragma once

#include "models/base/result.h"
#include "models/storage/databaseurl.h"

#include <QString>

namespace onlyonce {

//! Ends at the present. `profile` is who sits at the window on SQLite. Conflict when the database holds anything already.
//! Runs an event loop of its own, so only before the application's.
[[nodiscard]] Result<> fillDemo(const DatabaseUrl &url, const QString &profile);

}  // namespace onlyonce
