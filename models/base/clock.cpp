// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/clock.h"

#include "models/base/tr.h"

#include <QRegularExpression>

#include <algorithm>

namespace onlyonce {

namespace {

struct IsoTime
{
    QDateTime time;  //!< invalid when the text is no time
    bool hasZone = false;
};

//! ISO 8601; without a zone, the wall time as if it were UTC's. Qt alone reads such a text in this machine's zone, and
//! refuses what that zone skips in spring.
IsoTime readIso(const QString &text)
{
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() != Qt::LocalTime) {
        return {.time = time, .hasZone = true};
    }
    const QDateTime wall = QDateTime::fromString(text + QLatin1Char('Z'), Qt::ISODateWithMs);
    return {.time = wall.isValid() ? wall : QDateTime::fromString(text + QStringLiteral("T00:00Z"), Qt::ISODateWithMs)};
}

Result<Instant> checkedYear(const QDateTime &time, QStringView text)
{
    if (!time.isValid()) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” is not a time. Write it like 2026-11-23T14:05:00Z.").arg(text.left(60)));
    }
    const int year = time.toUTC().date().year();
    if (year < 1970 || year > 9999) {
        return fail(ErrorCode::Invalid, tr("The time “%1” lies outside the years 1970 to 9999.").arg(text.left(60)));
    }
    return fromMillis(time.toMSecsSinceEpoch());
}

}  // namespace

Instant SystemClock::now() const
{
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

QDateTime toDateTime(Instant instant, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(instant), zone);
}

QString toIso(Instant instant)
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(instant), Qt::UTC).toString(Qt::ISODateWithMs);
}

Result<Instant> parseMachineTime(QStringView text)
{
    return checkedYear(readIso(text.trimmed().toString()).time, text);
}

Result<Instant> parsePersonTime(QStringView text, const QTimeZone &zone, Instant now)
{
    const QString trimmed = text.trimmed().toString();
    if (trimmed.compare(tr("now"), Qt::CaseInsensitive) == 0) {
        return now;
    }
    bool isNumber = false;
    const int minutes = trimmed.toInt(&isNumber);
    if (isNumber && minutes <= 0 && minutes > -100'000 && trimmed.startsWith(u'-')) {
        return now + std::chrono::minutes{minutes};
    }
    const QDateTime localNow = toDateTime(now, zone);
    for (const auto *format : {"H:mm", "H:mm:ss"}) {
        const QTime time = QTime::fromString(trimmed, QLatin1StringView(format));
        if (time.isValid()) {
            const Instant today = utcFromZone(localNow.date(), time, zone);
            return today <= now ? today : utcFromZone(localNow.date().addDays(-1), time, zone);
        }
    }
    const IsoTime typed = readIso(trimmed);
    if (typed.time.isValid() && !typed.hasZone) {
        return checkedYear(toDateTime(utcFromZone(typed.time.date(), typed.time.time(), zone)), text);
    }
    if (!typed.time.isValid()) {
        return fail(ErrorCode::Invalid,
                    tr("“%1” is not a time. Write 14:05, 2026-11-23 14:05, now, or -5 for five minutes ago.")
                        .arg(text.left(60)));
    }
    return checkedYear(typed.time, text);
}

Instant utcFromZone(QDate date, QTime time, const QTimeZone &zone)
{
    // The wall time read as if it were UTC; each offset the zone uses around it gives one candidate instant.
    const qint64 wall = QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
    const auto offsetAt = [&zone](qint64 utc) {
        return qint64{zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utc, Qt::UTC))} * 1000;
    };
    constexpr qint64 day = 24LL * 60 * 60 * 1000;
    const qint64 before = offsetAt(wall - day);
    const qint64 after = offsetAt(wall + day);
    const qint64 early = wall - std::max(before, after);
    const qint64 late = wall - std::min(before, after);
    if (early + offsetAt(early) == wall) {
        return fromMillis(early);  // also the first of an overlap
    }
    if (late + offsetAt(late) == wall) {
        return fromMillis(late);
    }
    // A gap: the first valid instant is the change itself, between the two candidates.
    qint64 low = early;
    qint64 high = late;
    const qint64 oldOffset = offsetAt(low);
    while (high - low > 1) {
        const qint64 middle = low + (high - low) / 2;
        (offsetAt(middle) == oldOffset ? low : high) = middle;
    }
    return fromMillis(high);
}

QString durationText(milliseconds duration)
{
    using namespace std::chrono;
    const qint64 total = std::abs(duration_cast<seconds>(duration).count());
    const auto padded = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    if (total < 60) {
        return tr("%1 s").arg(total);
    }
    if (total < 3600) {
        return tr("%1 min").arg(total / 60);
    }
    if (total < 86400) {
        return tr("%1 h %2 min").arg(QString::number(total / 3600), padded(total / 60 % 60));
    }
    return tr("%1 d %2 h").arg(QString::number(total / 86400), padded(total / 3600 % 24));
}

std::optional<milliseconds> durationFrom(const QString &text)
{
    static const QRegularExpression one(QStringLiteral("\\A\\s*(\\d{1,5})\\s*([mhd])\\s*\\z"));
    const auto found = one.match(text);
    if (!found.hasMatch()) {
        return std::nullopt;
    }
    const qint64 count = found.capturedView(1).toLongLong();
    const QChar unit = found.capturedView(2).front();
    return unit == QLatin1Char('d') ? milliseconds(std::chrono::days(count))
         : unit == QLatin1Char('h') ? milliseconds(std::chrono::hours(count))
                                    : milliseconds(std::chrono::minutes(count));
}

QString clockText(milliseconds duration)
{
    const qint64 seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::abs(duration)).count();
    const auto padded = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    constexpr qint64 longest = 100 * 3600;  // then nobody counts seconds any more
    QString text = seconds >= longest ? durationText(duration)
                 : seconds < 3600     ? padded(seconds / 60) + QLatin1Char(':') + padded(seconds % 60)
                                      : QString::number(seconds / 3600) + QLatin1Char(':') + padded(seconds / 60 % 60)
                                        + QLatin1Char(':') + padded(seconds % 60);
    if (duration.count() < 0 && seconds > 0) {
        text.prepend(QChar(0x2212));
    }
    return text;
}

}  // namespace onlyonce
