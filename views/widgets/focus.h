// SPDX-License-Identifier: GPL-3.0-or-later
// Where the keyboard goes when a page comes into sight.
#pragma once

class QWidget;

namespace onlyonce::ui {

//! Puts the focus where it last was inside `area`, else on the first place that takes it. A page chooses that place by
//! calling setFocus() on it in its constructor. (A focus proxy would not do: Tab jumps from a page straight to its proxy
//! and never meets what stands before it.)
void focusWithin(QWidget *area);

}  // namespace onlyonce::ui
