// SPDX-License-Identifier: GPL-3.0-or-later
// Puts another text into a field in which somebody reads.
#pragma once

#include <QString>

class QPlainTextEdit;

namespace onlyonce::ui {

//! Changes only what differs, so that the cursor and what is marked stay where they are; it cannot be undone by a key.
void replaceText(QPlainTextEdit &edit, const QString &text);

}  // namespace onlyonce::ui
