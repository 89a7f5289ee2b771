// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a document as HTML, in the classes of htmlstyle.h: without the page around it. Internal to this slice.
#pragma once

#include "models/documents/document.h"

#include <QTimeZone>

namespace onlyonce {

[[nodiscard]] QString htmlLine(const QString &text);  //!< on one line, escaped
[[nodiscard]] QString htmlCover(const std::vector<Fact> &facts);
//! Headings are s1, s2, … in their order.
[[nodiscard]] QString htmlBlocks(const std::vector<Block> &blocks, const QTimeZone &zone);

}  // namespace onlyonce
