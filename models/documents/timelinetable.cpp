// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/timelinetable.h"

#include "models/documents/markdown.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Timeline", text);
}

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

}  // namespace

TimelineTable timelineTable(const Timeline &timeline, const QTimeZone &zone)
{
    const auto any = [&](QString TimelineRow::*member) {
        return std::ranges::any_of(timeline.entries, [&](const TimelineRow &row) { return !(row.*member).isEmpty(); });
    };
    const bool local = differsFromUtc(timeline, zone);
    const bool actors = any(&TimelineRow::actor);
    const bool visibilities = any(&TimelineRow::visibility);

    TimelineTable result;
    auto &columns = result.table.columns;
    columns.push_back({tr("UTC")});
    if (local) {
        columns.push_back({QString::fromUtf8(zone.id())});
    }
    columns.push_back({tr("Kind")});
    columns.push_back({tr("What happened")});
    if (actors) {
        columns.push_back({tr("By")});
    }
    if (visibilities) {
        columns.push_back({tr("Visibility")});
    }
    for (const TimelineRow &row : timeline.entries) {
        QStringList cells{toDateTime(row.time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))};
        if (local) {
            cells += localText(row.time, zone);
        }
        cells << escapeMarkdown(row.kind) << row.markdown;
        if (actors) {
            cells += escapeMarkdown(row.actor);
        }
        if (visibilities) {
            cells += escapeMarkdown(row.visibility);
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
