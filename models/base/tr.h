// SPDX-License-Identifier: GPL-3.0-or-later
// The words of what is no QObject: one function, in the namespace under which lupdate files what it finds in functions
// outside of a class.
#pragma once

#include <QCoreApplication>

namespace onlyonce {

//! The text in the language of the person; "hint" tells a translator what reads alike in English apart.
[[nodiscard]] inline QString tr(const char *text, const char *hint = nullptr)
{
    return QCoreApplication::translate("onlyonce", text, hint);
}

}  // namespace onlyonce
