// SPDX-License-Identifier: GPL-3.0-or-later
// Moments that the program's own words in an entry name, as “2026-11-29 22:01 UTC”: the entry holds them as data, too, so
// that whoever reads it in another zone reads them in that one.
#pragma once

#include "models/incidents/timeline.h"

#include <QTimeZone>

namespace onlyonce {

enum class Precision { Minutes, Seconds };
//! "2026-11-29 22:01"; the words around it say that it is UTC.
[[nodiscard]] QString utcText(Instant at, Precision precision);
//! Of TimelineEntry::data, beside whatever else stands there.
[[nodiscard]] QJsonObject withMoments(std::initializer_list<Instant> moments, QJsonObject data = {});
//! The body with those moments in `zone`, without the date where it is the entry's own day. What is not known for sure to be
//! one of them stands there as it was written; in UTC, everything does.
[[nodiscard]] QString bodyIn(const TimelineEntry &entry, const QTimeZone &zone);

}  // namespace onlyonce
