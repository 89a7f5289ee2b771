// SPDX-License-Identifier: GPL-3.0-or-later
// Lets screen readers read the views painted by hand; Qt knows nothing of their insides.
#pragma once

namespace onlyonce::ui {

//! May be called any number of times.
void installAccessibleViews();

}  // namespace onlyonce::ui
