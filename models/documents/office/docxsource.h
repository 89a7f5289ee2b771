// SPDX-License-Identifier: GPL-3.0-or-later
// A document as the HTML that pandoc turns into a Word file: plain elements, and our styles by name ("custom-style").
// The reference file beside it says what they look like. Internal to this slice.
#pragma once

#include "models/base/result.h"
#include "models/documents/document.h"
#include "models/documents/formatoptions.h"
#include "models/documents/office/zip.h"

namespace onlyonce::office {

struct DocxSource
{
    QByteArray html;
    std::vector<ZipEntry> pictures;  //!< files that the HTML names, to be put beside it
    int deepestTree = 0;             //!< levels of styles that the why tree uses
};

inline constexpr int deepestTreeStyle = 12;

[[nodiscard]] DocxSource docxSource(const Document &document, const FormatOptions &options);

//! The file whose styles, page, header and footer pandoc takes over.
[[nodiscard]] Result<QByteArray> docxReference(const Document &document, const FormatOptions &options, int deepestTree);

}  // namespace onlyonce::office
