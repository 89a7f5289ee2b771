// SPDX-License-Identifier: GPL-3.0-or-later
// What people write into a timeline, and how it is put right: nothing is overwritten, a correction is a new entry that
// names the old one, and the audit trail has both texts.
#pragma once

#include "models/incidents/timeline.h"

namespace onlyonce {

struct Writing
{
    TimelineKind kind = TimelineKind::Note;  //!< one of writtenKinds()
    QString body;                            //!< Markdown, 1 to 100,000 characters
    Visibility visibility = Visibility::Internal;
    std::optional<Instant> happenedAt = {};  //!< none: now; never in the future
    QStringList mentions = {};               //!< names of people, written with an @
};

//! note, decision, hypothesis, action: what people write by hand, and may correct.
[[nodiscard]] const std::vector<TimelineKind> &writtenKinds();
[[nodiscard]] QString label(TimelineKind kind);
[[nodiscard]] bool isCorrectable(const TimelineEntry &entry);
//! When its first version was written down.
[[nodiscard]] Instant firstRecorded(const TimelineEntry &entry);

[[nodiscard]] Result<TimelineId> writeEntry(Transaction &transaction, IncidentId incident, const Writing &writing);

//! Conflict, with the other's words, when somebody else has corrected it meanwhile: then `latest()` is what to look at.
//! One's own entries need what a note needs, others' the right to respond. Nothing happens when nothing differs.
[[nodiscard]] Result<TimelineId> correctEntry(Transaction &transaction, TimelineId entry, const Writing &writing,
                                              const QString &reason);
//! The entry itself, or its last correction.
[[nodiscard]] Result<std::optional<TimelineEntry>> latest(Transaction &transaction, TimelineId entry);
//! What it replaces, the oldest first, without the entry itself. Each but the first has its {"reason"}.
[[nodiscard]] Result<std::vector<TimelineEntry>> earlierVersions(Transaction &transaction, TimelineId entry);

}  // namespace onlyonce
