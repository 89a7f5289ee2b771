// SPDX-License-Identifier: GPL-3.0-or-later
// What has changed between two versions of a text, word by word.
#pragma once

#include <QString>

#include <vector>

namespace onlyonce {

struct TextChange
{
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;

    friend bool operator==(const TextChange &, const TextChange &) = default;
};

//! Same and removed parts joined are `before`, same and added ones are `after`; no part is empty, none cuts a letter in two,
//! and between two same parts what was removed stands first. As small as can be found in time and room that grow with the
//! length of the texts: where more has changed than that, whole lines are compared, and in the end all is other text.
[[nodiscard]] std::vector<TextChange> wordDiff(const QString &before, const QString &after);

}  // namespace onlyonce
