// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `finding_answer`. Only findings.cpp uses it.
#pragma once

#include "models/postmortem/checks/checks.h"

namespace onlyonce::findingtable {

struct Answer
{
    QString key;
    QString message;  //!< of the finding then
    QString reason;
};
[[nodiscard]] Result<std::vector<Answer>> all(Transaction &transaction, PostMortemId postMortem);
//! In the place of an earlier one.
[[nodiscard]] Result<> put(Transaction &transaction, PostMortemId postMortem, const Answer &answer);
[[nodiscard]] Result<> remove(Transaction &transaction, PostMortemId postMortem, const QString &key);

}  // namespace onlyonce::findingtable
