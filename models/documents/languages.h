// SPDX-License-Identifier: GPL-3.0-or-later
// The syntax definitions behind Language. Internal to this slice: it shows the library's type.
#pragma once

#include "models/documents/highlighter.h"

#include <KSyntaxHighlighting/Definition>

namespace onlyonce {

//! Invalid for plain text. Belongs to the calling thread, whose repository it comes from.
[[nodiscard]] KSyntaxHighlighting::Definition syntaxDefinition(const Language &language);

//! The language that speaks from the text alone; see detectLanguage().
[[nodiscard]] QString languageNameFromText(QStringView text);

}  // namespace onlyonce
