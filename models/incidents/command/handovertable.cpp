// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/command/handovertable.h"

#include <QSet>

namespace onlyonce::handovertable {

namespace {

QString select()
{
    return QStringLiteral("SELECT h.id, h.incident_id, h.role, f.name, h.to_id, p.name, h.brief, h.state, "
                          "h.offered_at, h.offered_by, a.name, h.ended_at FROM handover h "
                          "JOIN person p ON p.id = h.to_id JOIN actor a ON a.id = h.offered_by "
                          "LEFT JOIN person f ON f.id = h.from_id ");
}

HandoverState stateFrom(const QString &text)
{
    for (const auto state : {HandoverState::Offered, HandoverState::Accepted, HandoverState::Declined}) {
        if (text == toText(state)) {
            return state;
        }
    }
    return HandoverState::Withdrawn;
}

Handover read(const Row &row)
{
    return {.id = row.id<HandoverId>(0),
            .incident = row.id<IncidentId>(1),
            .role = row.text(2),
            .from = row.text(3),
            .to = row.id<PersonId>(4),
            .toName = row.text(5),
            .brief = row.text(6),
            .state = stateFrom(row.text(7)),
            .offeredAt = row.instant(8),
            .offeredBy = row.id<ActorId>(9),
            .offeredByName = row.text(10),
            .endedAt = row.maybeInstant(11)};
}

}  // namespace

Result<std::vector<Handover>> ofIncident(Transaction &transaction, IncidentId id)
{
    return transaction.all(select() + QStringLiteral("WHERE h.incident_id = ? ORDER BY h.id DESC"), read, id);
}

Result<std::optional<Handover>> byId(Transaction &transaction, HandoverId id)
{
    return transaction.one(select() + QStringLiteral("WHERE h.id = ?"), read, id);
}

Result<HandoverId> insert(Transaction &transaction, const Handover &handover, PersonId from)
{
    return transaction.insert<HandoverId>(
        QStringLiteral("INSERT INTO handover (incident_id, role, from_id, to_id, brief, state, offered_at, offered_by) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
        handover.incident, handover.role, from, handover.to, handover.brief, toText(handover.state), handover.offeredAt,
        handover.offeredBy);
}

Result<> end(Transaction &transaction, HandoverId id, HandoverState state)
{
    const auto ended = transaction.exec(QStringLiteral("UPDATE handover SET state = ?, ended_at = ? WHERE id = ?"),
                                        toText(state), transaction.now(), id);
    return ended ? Result<>() : failure(ended);
}

Result<std::vector<TimelineEntry>> told(Transaction &transaction, IncidentId id)
{
    // Corrections of any kind are read as well: what is no hypothesis any more is none.
    auto entries = transaction.all(
        QStringLiteral("SELECT t.id, t.kind, t.happened_at, a.name, t.visibility, t.body, t.corrects_id "
                       "FROM timeline t JOIN actor a ON a.id = t.actor_id WHERE t.incident_id = ? "
                       "AND (t.kind IN ('hypothesis', 'action', 'decision', 'announced') "
                       "OR t.corrects_id IS NOT NULL) ORDER BY t.happened_at, t.id"),
        [](const Row &row) {
            return TimelineEntry{.id = row.id<TimelineId>(0),
                                 .kind = timelineKindFrom(row.text(1)),
                                 .happenedAt = row.instant(2),
                                 .actorName = row.text(3),
                                 .visibility = visibilityFrom(row.text(4)).value_or(Visibility::Restricted),
                                 .body = row.text(5),
                                 .corrects = row.id<TimelineId>(6)};
        },
        id);
    if (entries) {
        QSet<qint64> corrected;
        for (const TimelineEntry &each : *entries) {
            corrected.insert(each.corrects.value);
        }
        std::erase_if(*entries, [&](const TimelineEntry &each) { return corrected.contains(each.id.value); });
    }
    return entries;
}

}  // namespace onlyonce::handovertable
