// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a picture of the window when it stands, and ends the program: for tests/screens and the README.
#pragma once

#include <QString>

namespace onlyonce {

class Window;

//! `place` as Window::go() takes it; `size` like "1280x800".
void takePicture(Window &window, const QString &place, const QString &size, const QString &file);

}  // namespace onlyonce
