// SPDX-License-Identifier: GPL-3.0-or-later
// A checklist as people write it: Markdown whose list items are the steps. Pure.
#pragma once

#include "models/base/clock.h"

#include <QString>
#include <QStringView>

#include <optional>
#include <vector>

namespace onlyonce {

struct ChecklistStep
{
    QString text;                       //!< plain, one line, at most 500 characters
    QString link = {};                  //!< as checkedAddress() gives it; empty for none
    QString command = {};               //!< to copy, as it was written; may have several lines
    std::optional<milliseconds> timer;  //!< how long to wait, or within what time
    QString role = {};                  //!< whom it is for: "commander"; empty for whoever comes first

    friend bool operator==(const ChecklistStep &, const ChecklistStep &) = default;
};

//! Every list item, whatever its mark ("- [ ] ", "- ", "1. ") and depth; a paragraph indented below it goes on with its
//! text. Of an item, the first [link](https://…), the first `code span` or the fenced block below it, "(timer 5m)" and
//! "@role" are taken out as what they are. Headings and prose between the lists are for those who read the file.
[[nodiscard]] std::vector<ChecklistStep> stepsIn(QStringView markdown);

}  // namespace onlyonce
