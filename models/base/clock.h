// SPDX-License-Identifier: GPL-3.0-or-later
// The only source of "now", and the only place where texts and zone times become instants.
// Everything stored or compared is a UTC instant in milliseconds; zones are for eyes.
#pragma once

#include "models/base/result.h"

#include <QDateTime>
#include <QString>
#include <QTimeZone>

#include <chrono>
#include <optional>

namespace onlyonce {

using std::chrono::milliseconds;
using Instant = std::chrono::sys_time<milliseconds>;  //!< UTC, milliseconds since 1970

class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override;
};

[[nodiscard]] constexpr qint64 toMillis(Instant instant)
{
    return instant.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant fromMillis(qint64 value)
{
    return Instant{milliseconds{value}};
}
[[nodiscard]] QDateTime toDateTime(Instant instant, const QTimeZone &zone = QTimeZone::utc());

//! "2026-11-23T05:18:47.725Z"; the form of every JSON field and of the audit trail.
[[nodiscard]] QString toIso(Instant instant);

//! What a machine wrote: ISO 8601 / RFC 3339 with any number of fraction digits (cut to ms); a text without a
//! zone is UTC. Years before 1970 (Alertmanager's "0001-01-01T00:00:00Z") and after 9999 are an error.
[[nodiscard]] Result<Instant> parseMachineTime(QStringView text);

//! What a person typed: "14:05", "2026-11-23 14:05", ISO 8601, "now", or "-5" (five minutes ago). Without a zone it is in
//! `zone`; a bare clock time is the latest such moment not after `now`.
[[nodiscard]] Result<Instant> parsePersonTime(QStringView text, const QTimeZone &zone, Instant now);

//! Wall time in a zone to UTC. A time that a spring change skips moves to the first valid instant after the gap;
//! one that an autumn change repeats is its first occurrence.
[[nodiscard]] Instant utcFromZone(QDate date, QTime time, const QTimeZone &zone);

//! "3 s", "14 min", "1 h 05 min", "2 d 03 h": the two leading units, for eyes.
[[nodiscard]] QString durationText(milliseconds duration);

//! As people write one, in a single unit: "90m", "2h", "3d", also with a space. Nothing when it is none.
[[nodiscard]] std::optional<milliseconds> durationFrom(const QString &text);

//! The clock face of an incident: "04:07", "1:02:09", from 100 hours on "4 d 04 h"; a leading minus for the future.
[[nodiscard]] QString clockText(milliseconds duration);

}  // namespace onlyonce
