// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as text, RFC 4180. Internal to this room.
#pragma once

#include "models/base/result.h"

#include <QStringList>

#include <vector>

namespace onlyonce::archive {

//! With its line end. What a spreadsheet would take for a formula begins with an apostrophe.
[[nodiscard]] QString csvRow(const QStringList &texts);

struct CsvRow
{
    int line = 1;  //!< where it begins; a cell may have several lines
    QStringList cells;
};
//! Rows without any text are left out. Invalid names the line of a quotation mark that nothing ends.
[[nodiscard]] Result<std::vector<CsvRow>> readCsv(const QString &text, QChar separator);
//! What stands between the columns of that line: a comma, a semicolon or a tab.
[[nodiscard]] QChar separatorIn(const QString &firstLine);

}  // namespace onlyonce::archive
