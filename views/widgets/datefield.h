// SPDX-License-Identifier: GPL-3.0-or-later
// Where people choose a day: typed, or from a calendar in the house's look.
#pragma once

class QDateEdit;

namespace onlyonce::ui {

[[nodiscard]] QDateEdit *makeDateField();

}  // namespace onlyonce::ui
