// SPDX-License-Identifier: GPL-3.0-or-later
// Joins what two people have made of one text, line by line, where they changed different places of it.
#pragma once

#include <QString>

#include <optional>

namespace onlyonce {

//! Both changes to `base` in one text. Nothing when they touch, that is, when no unchanged line stands between them: then
//! somebody has to read both. What both did alike is done once.
[[nodiscard]] std::optional<QString> mergeTexts(const QString &base, const QString &yours, const QString &theirs);

}  // namespace onlyonce
