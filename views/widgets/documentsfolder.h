// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace onlyonce::ui {

//! Where a person's files are looked for and put first: the desktop's folder for documents, or the home folder where there
//! is none (a new account, a machine that was set up by hand). A dialog that begins in a folder that is not there takes its
//! name for a file's.
[[nodiscard]] QString documentsFolder();

}  // namespace onlyonce::ui
