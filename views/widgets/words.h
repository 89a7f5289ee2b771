// SPDX-License-Identifier: GPL-3.0-or-later
// How moments and the models' words are written in the window.
#pragma once

#include "models/base/clock.h"

#include <QString>

namespace onlyonce::ui {

//! Short, for lists: "Today 11:42", "Yesterday 23:10", "24 Nov 22:38", and with its year when it is another one.
[[nodiscard]] QString momentText(Instant at, Instant now, const QTimeZone &zone = QTimeZone::systemTimeZone());

//! The same within a sentence: "today 11:42".
[[nodiscard]] QString momentInText(Instant at, Instant now);

//! "in review" as it stands by itself: "In review".
[[nodiscard]] QString capitalized(const QString &words);

}  // namespace onlyonce::ui
