// SPDX-License-Identifier: GPL-3.0-or-later
// The HTML that pandoc makes a Word file of, in pieces: runs of text and tables, with the names of our styles. Internal to
// this slice.
#pragma once

#include "models/documents/document.h"
#include "models/documents/richtext.h"

namespace onlyonce::office {

//! Blanks in a row would become one; the last of them stays a place where the line may end.
[[nodiscard]] QString docxEscaped(QStringView text);
[[nodiscard]] QString docxStyled(const QString &style, const QString &html);
[[nodiscard]] QString docxRuns(const RichText &text);

//! An attribute for an element that holds this: Arabic and Hebrew begin at the right edge.
[[nodiscard]] QString docxDirection(QString html);

//! The first row are the titles; without any, the table has none. `tones` and `days` (that name the day of those below it)
//! are per row after it.
[[nodiscard]] QString docxTable(const std::vector<Column> &columns, const std::vector<std::vector<RichText>> &rows,
                                const std::vector<Tone> &tones = {}, const std::vector<bool> &days = {});

}  // namespace onlyonce::office
