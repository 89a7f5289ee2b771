// SPDX-License-Identifier: GPL-3.0-or-later
// A part of a timeline, read by key: a timeline may hold a hundred thousand entries and is never read whole to be shown.
#pragma once

#include "models/incidents/timeline.h"

#include <QSet>

#include <compare>

namespace onlyonce {

//! Where an entry stands in its timeline.
struct TimelineKey
{
    Instant happenedAt;
    qint64 id = 0;

    friend auto operator<=>(const TimelineKey &, const TimelineKey &) = default;
};
[[nodiscard]] TimelineKey keyOf(const TimelineEntry &entry);

enum class TimelineGroup {
    All,
    People,     //!< what people wrote, tried, decided and did
    Alerts,     //!< what the monitoring said
    Customers,  //!< what customers were told, and who was notified
    Changes,    //!< of the incident itself
};
[[nodiscard]] std::vector<TimelineKind> kindsOf(TimelineGroup group);

struct TimelineFilter
{
    TimelineGroup group = TimelineGroup::All;
    std::optional<Visibility> visibility;
    bool pinned = false;
    QString text;  //!< in the words, or the author's name

    [[nodiscard]] bool isAll() const { return *this == TimelineFilter{}; }
    friend bool operator==(const TimelineFilter &, const TimelineFilter &) = default;
};

struct TimelinePage
{
    int limit = 100;
    std::optional<TimelineKey> after;   //!< only later ones
    std::optional<TimelineKey> before;  //!< only earlier ones
    bool earliest = false;              //!< where more fits than `limit`: the earliest of it, not the latest
};

//! In order of happening, without those that were corrected.
[[nodiscard]] Result<std::vector<TimelineEntry>> timelinePage(Transaction &transaction, IncidentId incident,
                                                              const TimelineFilter &filter, const TimelinePage &page);
//! The latest that was written anywhere: what timelineSince() is asked for next.
[[nodiscard]] Result<TimelineId> lastWritten(Transaction &transaction);
//! Like timelineSince(), but nothing if there are more than so many: whoever follows then reads the page again.
[[nodiscard]] Result<std::optional<std::vector<TimelineEntry>>>
timelineSince(Transaction &transaction, IncidentId incident, TimelineId last, int most);
//! Entries that tell of moved alerts, and were taken back.
[[nodiscard]] Result<QSet<qint64>> undoneMoves(Transaction &transaction, IncidentId incident);

//! A key moment, or no longer. Again is no error; NotFound when it was corrected or is of no incident.
[[nodiscard]] Result<> pinEntry(Transaction &transaction, TimelineId entry, bool pinned);
[[nodiscard]] Result<QSet<qint64>> pinnedEntries(Transaction &transaction, IncidentId incident);

}  // namespace onlyonce
