// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody wrote in several blocks, for the cell of a table, which holds lines alone. Internal to this slice.
#pragma once

#include <QString>

namespace onlyonce {

//! Inline Markdown, "\n" between lines: items of lists begin with a bullet, cells of a table stand side by side, headings
//! are strong, lines of code are code; empty lines go.
[[nodiscard]] QString cellMarkdown(const QString &markdown);

}  // namespace onlyonce
