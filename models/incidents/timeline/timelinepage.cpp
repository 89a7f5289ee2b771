// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline/timelinepage.h"

#include "models/catalog/actor.h"
#include "models/incidents/timelinetable.h"
#include "models/storage/journal.h"

#include <QCoreApplication>

namespace onlyonce {

TimelineKey keyOf(const TimelineEntry &entry)
{
    return {entry.happenedAt, entry.id.value};
}

std::vector<TimelineKind> kindsOf(TimelineGroup group)
{
    using enum TimelineKind;
    switch (group) {
    case TimelineGroup::All:
        return {};
    case TimelineGroup::People:
        return {Note,     Evidence, Decision, Hypothesis, Action,    Acknowledged,
                Handover, Task,     Step,     Reference,  PostMortem};
    case TimelineGroup::Alerts:
        return {AlertFired, AlertResolved, AlertsMoved};
    case TimelineGroup::Customers:
        return {Announced, Notified, StoodDown};
    case TimelineGroup::Changes:
        return {Declared,    StatusChanged, SeverityChanged, TimeChanged, Catastrophic,
                RoleChanged, Impact,        Related,         Redacted,    Other};
    }
    return {};
}

Result<std::vector<TimelineEntry>> timelinePage(Transaction &transaction, IncidentId incident,
                                                const TimelineFilter &filter, const TimelinePage &page)
{
    return timelinetable::page(transaction, incident, filter, page);
}

Result<TimelineId> lastWritten(Transaction &transaction)
{
    return timelinetable::last(transaction);
}

Result<std::optional<std::vector<TimelineEntry>>> timelineSince(Transaction &transaction, IncidentId incident,
                                                                TimelineId last, int most)
{
    using Entries = std::optional<std::vector<TimelineEntry>>;
    const auto count = timelinetable::countSince(transaction, incident, last, most + 1);
    if (!count) {
        return failure(count);
    }
    if (*count > most) {
        return Entries();
    }
    auto entries = timelineSince(transaction, incident, last);
    return entries ? Result<Entries>(std::move(*entries)) : failure(entries);
}

Result<QSet<qint64>> undoneMoves(Transaction &transaction, IncidentId incident)
{
    const auto moves = timelinetable::movesOf(transaction, incident);
    if (!moves) {
        return failure(moves);
    }
    QSet<qint64> undone;
    for (const QJsonObject &data : *moves) {
        if (const qint64 move = data.value(QLatin1StringView("undone")).toInteger()) {
            undone.insert(move);
        }
    }
    return undone;
}

Result<> pinEntry(Transaction &transaction, TimelineId id, bool pinned)
{
    ONLYONCE_TRY(require(transaction, Permission::Note));
    const auto entry = timelinetable::byId(transaction, id);
    if (!entry) {
        return failure(entry);
    }
    if (!*entry) {
        return fail(ErrorCode::NotFound,
                    QCoreApplication::translate("Timeline", "This entry was corrected meanwhile. Look at it again."));
    }
    if ((*entry)->pinned == pinned) {
        return {};
    }
    ONLYONCE_TRY(timelinetable::setPinned(transaction, **entry, pinned));
    const auto wordFor = [](bool yes) { return yes ? QStringLiteral("true") : QStringLiteral("false"); };
    ONLYONCE_TRY(recordChange(transaction, {.entity = QStringLiteral("incident"),
                                            .entityId = (*entry)->incident.value,
                                            .field = QStringLiteral("pin %1").arg(id.value),
                                            .oldValue = wordFor(!pinned),
                                            .newValue = wordFor(pinned)}));
    transaction.touch(QStringLiteral("timeline"), (*entry)->incident);
    return {};
}

Result<QSet<qint64>> pinnedEntries(Transaction &transaction, IncidentId incident)
{
    const auto pins = timelinetable::pins(transaction, incident);
    if (!pins) {
        return failure(pins);
    }
    return QSet<qint64>(pins->begin(), pins->end());
}

}  // namespace onlyonce
