// SPDX-License-Identifier: GPL-3.0-or-later
// A believable month of a fictional company (resources/demo/story.json), written through the same functions that people
// and monitoring systems use, on a clock that is moved along the story. A demo database can never send anything: its far
// sides are played by adapters without a network, its delivery is held afterwards, and the window seals its runner.
#pragma once

#include "models/base/result.h"
#include "models/storage/databaseurl.h"

#include <QString>

namespace onlyonce {

//! Ends at the present. `login` is who sits at the window. Conflict when the database is not empty. Runs an event loop of
//! its own, so only before the application's.
[[nodiscard]] Result<> fillDemo(const DatabaseUrl &url, const QString &login);

}  // namespace onlyonce
