// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline: what happened, in append-only rows, and the bus on which the slices hear of each other. Written in the
// transaction of the change that it tells of. A correction is a new row.
#pragma once

#include "models/catalog/actor.h"
#include "models/incidents/incident.h"
#include "models/storage/transaction.h"

#include <QJsonObject>

namespace onlyonce {

using TimelineId = Id<struct TimelineTag>;

//! Kinds that others act upon or draw apart; stored as text, and a kind that a newer program wrote reads as Other.
enum class TimelineKind {
    Declared,
    AlertFired,
    AlertResolved,
    StatusChanged,    //!< data: {"from","to"}
    SeverityChanged,  //!< data: {"from","to"}
    TimeChanged,      //!< data: {"time","from","to"}
    Acknowledged,
    Note,
    Evidence,   //!< data: {"attachment"}
    Notified,   //!< data: {"notification"}
    Announced,  //!< data: {"post"}
    PostMortem,
    Catastrophic,
    AlertsMoved,  //!< data: {"split"} of moves, {"merged","status"} of merges, {"to"} where they went from
    Decision,
    Hypothesis,  //!< what might be the cause
    Action,      //!< what was tried, and what came of it
    RoleChanged,
    Handover,
    Task,
    Step,  //!< of the response protocol
    Impact,
    Reference,  //!< call bridge, chat, dashboards
    Related,    //!< other incidents: duplicates, causes, consequences
    StoodDown,  //!< people who were called may go back to bed
    Redacted,   //!< which content was overwritten, never what it was
    Other,
};
[[nodiscard]] QString toText(TimelineKind kind);
[[nodiscard]] TimelineKind timelineKindFrom(const QString &text);

struct TimelineEntry
{
    TimelineId id;
    IncidentId incident;
    TimelineKind kind = TimelineKind::Note;
    Instant happenedAt;
    Instant recordedAt;
    ActorId actor;
    QString actorName;  //!< filled on reading
    Visibility visibility = Visibility::Internal;
    QString body;  //!< Markdown
    QJsonObject data;
    TimelineId corrects;
    int revisions = 0;      //!< how many earlier versions it replaces; filled on reading
    bool pinned = false;    //!< a key moment; filled on reading
    bool redacted = false;  //!< its content was overwritten; filled on reading

    friend bool operator==(const TimelineEntry &, const TimelineEntry &) = default;
};

//! Fills id and recordedAt from the transaction; the actor too where none is given (grouping names the source, whoever
//! groups), and happenedAt when it is the epoch.
[[nodiscard]] Result<TimelineId> append(Transaction &transaction, TimelineEntry entry);
//! In order of happening; corrected entries are replaced by their last correction.
[[nodiscard]] Result<std::vector<TimelineEntry>> timelineOf(Transaction &transaction, IncidentId incident);
//! Of that, what was written after the entry `last`, in order of happening; corrections among it name what they replace.
[[nodiscard]] Result<std::vector<TimelineEntry>> timelineSince(Transaction &transaction, IncidentId incident,
                                                               TimelineId last);
//! For followers (pager, announcer): what was written after `after`, in order of writing.
[[nodiscard]] Result<std::vector<TimelineEntry>> timelineAfter(Transaction &transaction, qint64 after, int limit);

//! {id, kind, happenedAt, recordedAt, actor, visibility, body, data}
[[nodiscard]] QJsonObject toJson(const TimelineEntry &entry);

}  // namespace onlyonce
