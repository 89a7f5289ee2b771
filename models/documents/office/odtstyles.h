// SPDX-License-Identifier: GPL-3.0-or-later
// What an OpenDocument text looks like: the printed page's sizes and colours as named styles that its next author can
// change. Internal to this slice.
#pragma once

#include "models/documents/document.h"
#include "models/documents/formatoptions.h"

namespace onlyonce::office {

//! styles.xml, with the page, its header and its footer.
[[nodiscard]] QByteArray odtStyles(const Document &document, const FormatOptions &options);

//! Of rows and cells; they belong into content.xml, because programs look for them nowhere else.
[[nodiscard]] QString odtCellStyles();

//! The declarations that the root of every part carries.
[[nodiscard]] QString odtNamespaces();

}  // namespace onlyonce::office
