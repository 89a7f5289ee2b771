// SPDX-License-Identifier: GPL-3.0-or-later
// Text from machines as a reader may safely see it. Every format passes its plain text through here once, so that a
// control character neither breaks a file format nor hides something.
#pragma once

#include <QString>
#include <QStringView>

namespace onlyonce {

//! LF line ends; other control characters as their pictures (␀ … ␡), terminal colours gone; lone surrogates and
//! non-characters U+FFFD; what turns the reading direction around is spelt out as "‹U+202E›". Tabs stay, and so does a
//! first strong isolate that ends in its own line, as isolated() makes it: it turns nothing that its letters would not.
[[nodiscard]] QString visibleText(QStringView text);

//! As above, for code and evidence: also the isolates and the invisible marks of direction, which prose in Arabic or
//! Hebrew needs, are spelt out.
[[nodiscard]] QString visibleCode(QStringView text);

//! Somebody's words within a sentence of ours, line by line: those in Arabic or Hebrew keep their own order, and the
//! sentence around them keeps its. Other text comes back as it is.
[[nodiscard]] QString isolated(const QString &text);

//! As visibleText(), on one line: line ends and tabs are spaces, none at the ends.
[[nodiscard]] QString visibleLine(QStringView text);

//! A title or a name as it is stored, whoever wrote it: visibleLine(), several blanks as one, and when it is longer than
//! `longest`, cut there with "…" at the end.
[[nodiscard]] QString shortLine(QStringView text, qsizetype longest);

//! Tabs as blanks up to the next multiple of `width` columns.
[[nodiscard]] QString expandedTabs(QStringView line, int width = 4);

}  // namespace onlyonce
