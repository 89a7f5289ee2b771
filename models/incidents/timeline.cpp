// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline.h"

#include "models/base/words.h"
#include "models/incidents/timelinetable.h"

#include <QSet>

namespace onlyonce {

namespace {

constexpr auto kindWords =
    wordsFrom(TimelineKind::Declared, "declared", "alert fired", "alert resolved", "status", "severity", "time",
              "acknowledged", "note", "evidence", "notified", "announced", "post-mortem", "catastrophic",
              "alerts moved", "decision", "hypothesis", "action", "role", "handover", "task", "step", "impact",
              "reference", "related", "stood down", "redacted", "other");

//! Without those that others correct.
Result<std::vector<TimelineEntry>> lastWords(Result<std::vector<TimelineEntry>> entries)
{
    if (!entries) {
        return entries;
    }
    QSet<qint64> corrected;
    for (const TimelineEntry &entry : *entries) {
        corrected.insert(entry.corrects.value);
    }
    std::erase_if(*entries, [&](const TimelineEntry &entry) { return corrected.contains(entry.id.value); });
    return entries;
}

}  // namespace

QString toText(TimelineKind kind)
{
    return kindWords.of(kind);
}

TimelineKind timelineKindFrom(const QString &text)
{
    return kindWords.find(text).value_or(TimelineKind::Other);
}

Result<TimelineId> append(Transaction &transaction, TimelineEntry entry)
{
    entry.recordedAt = transaction.now();
    if (!entry.actor) {
        entry.actor = transaction.actor();
    }
    if (entry.happenedAt == Instant{}) {
        entry.happenedAt = transaction.now();
    }
    auto id = timelinetable::insert(transaction, entry);
    if (id && entry.corrects) {
        ONLYONCE_TRY(timelinetable::movePin(transaction, entry.corrects, *id));
    }
    if (id) {
        transaction.touch(QStringLiteral("timeline"), entry.incident);
    }
    return id;
}

Result<std::vector<TimelineEntry>> timelineOf(Transaction &transaction, IncidentId incident)
{
    return lastWords(timelinetable::ofIncident(transaction, incident));
}

Result<std::vector<TimelineEntry>> timelineSince(Transaction &transaction, IncidentId incident, TimelineId last)
{
    return lastWords(timelinetable::since(transaction, incident, last));
}

Result<std::vector<TimelineEntry>> timelineAfter(Transaction &transaction, qint64 after, int limit)
{
    return timelinetable::after(transaction, after, limit);
}

QJsonObject toJson(const TimelineEntry &entry)
{
    return {{QStringLiteral("id"), entry.id.value},
            {QStringLiteral("kind"), toText(entry.kind)},
            {QStringLiteral("happenedAt"), toIso(entry.happenedAt)},
            {QStringLiteral("recordedAt"), toIso(entry.recordedAt)},
            {QStringLiteral("actor"), entry.actorName},
            {QStringLiteral("visibility"), toText(entry.visibility)},
            {QStringLiteral("body"), entry.body},
            {QStringLiteral("data"), entry.data},
            {QStringLiteral("corrects"), entry.corrects ? QJsonValue(entry.corrects.value) : QJsonValue()},
            {QStringLiteral("revisions"), entry.revisions},
            {QStringLiteral("pinned"), entry.pinned}};
}

}  // namespace onlyonce
