// SPDX-License-Identifier: GPL-3.0-or-later
// Lets screen readers read the code view; Qt knows nothing of the insides of a scroll area painted by hand.
#pragma once

namespace onlyonce::ui {

void installCodeViewAccessible();

}  // namespace onlyonce::ui
