// SPDX-License-Identifier: GPL-3.0-or-later
// The functions behind the registry, one per file of this folder.
#pragma once

#include "models/documents/formats/registry.h"

namespace onlyonce {

Result<QByteArray> renderMarkdown(const Document &document, const FormatOptions &options);
Result<QByteArray> renderHtml(const Document &document, const FormatOptions &options);
Result<QByteArray> renderDocx(const Document &document, const FormatOptions &options);
//! Why there can be no Word file now; empty: nothing is missing.
[[nodiscard]] QString docxNeeds();
Result<QByteArray> renderOdt(const Document &document, const FormatOptions &options);
Result<QByteArray> renderPdf(const Document &document, const FormatOptions &options);

}  // namespace onlyonce
