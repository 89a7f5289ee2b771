// SPDX-License-Identifier: GPL-3.0-or-later
// Countermeasures of several incidents as a table, for whoever follows them elsewhere.
#pragma once

#include "models/postmortem/countermeasures/countermeasures.h"

#include <QByteArray>

namespace onlyonce {

//! As timelineCsv() has it (dataformats.h): RFC 4180, UTF-8 with its mark, times in UTC, days as they are. `today` decides
//! what is overdue.
[[nodiscard]] QByteArray countermeasuresCsv(const std::vector<Countermeasure> &measures, QDate today);

}  // namespace onlyonce
