// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/timelinetable.h"

#include "models/base/tr.h"
#include "models/documents/cellmarkdown.h"
#include "models/documents/markdown.h"

#include <algorithm>

namespace onlyonce {

namespace {

bool differsFromUtc(const Timeline &timeline, const QTimeZone &zone)
{
    return std::ranges::any_of(timeline.entries,
                               [&](const TimelineRow &row) { return zone.offsetFromUtc(toDateTime(row.time)) != 0; });
}

//! The date only where it is another one than in UTC.
QString localText(Instant time, const QTimeZone &zone)
{
    const QDateTime utc = toDateTime(time);
    const QDateTime local = toDateTime(time, zone);
    return local.toString(local.date() == utc.date() ? QStringLiteral("HH:mm:ss")
                                                     : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

//! "CET" if that holds for the whole timeline, else "Europe/Berlin": a clock may have been changed meanwhile.
QString zoneName(const Timeline &timeline, const QTimeZone &zone)
{
    const auto abbreviation = [&](const TimelineRow &row) { return zone.abbreviation(toDateTime(row.time)); };
    const QString first = abbreviation(timeline.entries.front());
    const bool same =
        std::ranges::all_of(timeline.entries, [&](const auto &row) { return abbreviation(row) == first; });
    return same ? first : QString::fromUtf8(zone.id());
}

}  // namespace

TimelineTable timelineTable(const Timeline &timeline, const QTimeZone &zone)
{
    const auto any = [&](QString TimelineRow::*member) {
        return std::ranges::any_of(timeline.entries, [&](const TimelineRow &row) { return !(row.*member).isEmpty(); });
    };
    const bool local = differsFromUtc(timeline, zone);
    const bool kinds = any(&TimelineRow::kind);
    const bool actors = any(&TimelineRow::actor);

    TimelineTable result;
    auto &columns = result.table.columns;
    columns.push_back({tr("UTC")});
    if (local) {
        columns.push_back({zoneName(timeline, zone)});
    }
    if (kinds) {
        columns.push_back({tr("Kind")});
    }
    columns.push_back({tr("What happened")});
    if (actors) {
        columns.push_back({tr("By")});
    }
    for (const TimelineRow &row : timeline.entries) {
        QStringList cells{toDateTime(row.time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))};
        if (local) {
            cells += localText(row.time, zone);
        }
        if (kinds) {
            const QString mark =
                row.visibility.isEmpty() ? QString() : QLatin1Char('\n') + escapeMarkdown(row.visibility);
            cells += escapeMarkdown(row.kind) + mark;
        }
        cells += cellMarkdown(row.markdown);
        if (actors) {
            cells += escapeMarkdown(row.actor);
        }
        result.table.rows.push_back(cells);
        result.tones.push_back(row.tone);
    }
    return result;
}

QString utcText(Instant instant)
{
    return toDateTime(instant).toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

}  // namespace onlyonce
