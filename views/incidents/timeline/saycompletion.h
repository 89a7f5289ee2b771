// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered while a line is typed: commands, what they take, and people after an @.
#pragma once

#include "models/incidents/timeline/say.h"
#include "views/widgets/composer.h"

namespace onlyonce::ui {

//! `before`: the line up to the cursor. `people`: names.
[[nodiscard]] Composer::Offer sayOffer(const QString &before, const SayCommands &commands, const QStringList &people);
//! What the command at the beginning of the line does; empty where there is none.
[[nodiscard]] QString sayHelp(const QString &line, const SayCommands &commands);

}  // namespace onlyonce::ui
