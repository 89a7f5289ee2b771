// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/documents/timelinetable.h"

#include "models/base/tr.h"
#include "models/documents/cellmarkdown.h"
#include "models/documents/markdown.h"

#include <algorithm>

namespace onlyonce {

namespace {

const QString timeOfDay = QStringLiteral("HH:mm:ss");
const QString dayAndTime = QStringLiteral("yyyy-MM-dd HH:mm:ss");

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
    return local.toString(local.date() == utc.date() ? timeOfDay : dayAndTime);
}

QString localBeside(Instant time, const QTimeZone &zone)
{
    const QDateTime utc = toDateTime(time);
    const QDateTime local = toDateTime(time, zone);
    if (local.offsetFromUtc() == 0) {
        return {};
    }
    const QString text = local.toString(timeOfDay) + u' ' + zone.abbreviation(utc);
    return local.date() == utc.date() ? text : text + u'\n' + local.date().toString(Qt::ISODate);
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

//! What the entries have beside their time and text.
struct Parts
{
    bool kinds = false;
    bool actors = false;
};

Parts partsOf(const Timeline &timeline)
{
    const auto any = [&](QString TimelineRow::*member) {
        return std::ranges::any_of(timeline.entries, [&](const TimelineRow &row) { return !(row.*member).isEmpty(); });
    };
    return {.kinds = any(&TimelineRow::kind), .actors = any(&TimelineRow::actor)};
}

void addTitles(std::vector<Column> &columns, const Parts &parts)
{
    if (parts.kinds) {
        columns.push_back({tr("Kind")});
    }
    columns.push_back({tr("What happened")});
    if (parts.actors) {
        columns.push_back({tr("By")});
    }
}

void addCells(QStringList &cells, const TimelineRow &row, const Parts &parts)
{
    if (parts.kinds) {
        const QString mark = row.visibility.isEmpty() ? QString() : u'\n' + escapeMarkdown(row.visibility);
        cells += escapeMarkdown(row.kind) + mark;
    }
    cells += cellMarkdown(row.markdown);
    if (parts.actors) {
        cells += escapeMarkdown(row.actor);
    }
}

}  // namespace

TimelineTable timelineTable(const Timeline &timeline, const QTimeZone &zone)
{
    const Parts parts = partsOf(timeline);
    const auto day = [](const TimelineRow &row) { return toDateTime(row.time).date(); };
    const auto &entries = timeline.entries;
    const bool oneDay = entries.empty() || std::ranges::all_of(entries, [&](const TimelineRow &row) {
                            return day(row) == day(entries.front());
                        });

    TimelineTable result;
    auto &columns = result.table.columns;
    columns.push_back(
        {oneDay && !entries.empty() ? tr("%1 UTC").arg(day(entries.front()).toString(Qt::ISODate)) : tr("UTC")});
    addTitles(columns, parts);
    QDate shown;
    for (const TimelineRow &row : entries) {
        if (!oneDay && day(row) != shown) {
            shown = day(row);
            result.table.rows.push_back({shown.toString(Qt::ISODate)});
            result.tones.push_back(Tone::Neutral);
            result.local.push_back({});
            result.days.push_back(true);
        }
        QStringList cells{toDateTime(row.time).toString(timeOfDay)};
        addCells(cells, row, parts);
        result.table.rows.push_back(cells);
        result.tones.push_back(row.tone);
        result.local.push_back(localBeside(row.time, zone));
        result.days.push_back(false);
    }
    return result;
}

RichText timeCell(const TimelineTable &timeline, size_t row)
{
    RichText cell = plainRichText(timeline.table.rows[row].value(0));
    if (timeline.days[row]) {
        cell.spans = {{.start = 0, .length = static_cast<int>(cell.text.size()), .bold = true}};
    } else if (const QString &local = timeline.local[static_cast<qsizetype>(row)]; !local.isEmpty()) {
        const QString below = plainRichText(local).text;
        cell.text += QChar::LineSeparator;
        cell.spans = {
            {.start = static_cast<int>(cell.text.size()), .length = static_cast<int>(below.size()), .muted = true}};
        cell.text += below;
    }
    return cell;
}

Table wholeTimeline(const Timeline &timeline, const QTimeZone &zone)
{
    const Parts parts = partsOf(timeline);
    const bool local = differsFromUtc(timeline, zone);
    Table table;
    table.columns.push_back({tr("UTC")});
    if (local) {
        table.columns.push_back({zoneName(timeline, zone)});
    }
    addTitles(table.columns, parts);
    for (const TimelineRow &row : timeline.entries) {
        QStringList cells{toDateTime(row.time).toString(dayAndTime)};
        if (local) {
            cells += localText(row.time, zone);
        }
        addCells(cells, row, parts);
        table.rows.push_back(cells);
    }
    return table;
}

QString utcText(Instant instant)
{
    return toDateTime(instant).toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
}

}  // namespace onlyonce
