// SPDX-License-Identifier: GPL-3.0-or-later
// One incident's timeline for TimelineView, the latest below: holds the entries around what is in sight, reads on at
// either end, and follows the change feed without reading again what it has.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/timeline/phase.h"
#include "models/incidents/timeline/timelinepage.h"
#include "views/widgets/keyedlist.h"
#include "views/widgets/wholelist.h"

#include <QTimeZone>

namespace onlyonce::ui {

//! In the words of KeyedListBase "older" is above and "newer" is below.
class TimelineModel final : public WholeList<onlyonce::TimelineEntry, KeyedListBase>
{
    Q_OBJECT

public:
    //! Without an incident nothing is read until setIncident().
    TimelineModel(Session &session, IncidentId incident, QObject *parent = nullptr);

    //! Its times part the timeline into phases. Always the same one, once there is one.
    void setIncident(const Incident &incident);
    //! In which the moments are told that the program's words name.
    void setTimeZone(const QTimeZone &zone);
    void setFilter(const TimelineFilter &filter);
    [[nodiscard]] const TimelineFilter &filter() const { return m_filter; }
    //! Reads around that entry, wherever it stands; `found` when it is there.
    void seek(const onlyonce::TimelineEntry &entry);
    //! Earlier versions of an entry are shown below it, the oldest first; again hides them.
    void toggleVersions(const QModelIndex &index);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] std::optional<int> rowOf(TimelineId entry) const;
    //! Whether an entry tells of alerts that were moved here, and nobody has taken that back yet.
    [[nodiscard]] bool canBeUndone(const onlyonce::TimelineEntry &entry) const;
    //! Lets go of all but so many at the end.
    void keepNewest(int count) override;

Q_SIGNALS:
    void found(const QModelIndex &index);

private:
    struct Answered
    {
        std::vector<onlyonce::TimelineEntry> entries;
        bool whole = false;  //!< what stands there, not only what came since
        bool full = false;   //!< there may be more than was read
        TimelineId last;
        QSet<qint64> pins;
        QSet<qint64> undone;
    };

    void ask(Part part) override;
    [[nodiscard]] TimelinePage pageFor(Part part) const;
    void take(Part part, const Answered &answer);
    void takeAround(const TimelineKey &sought, const std::vector<onlyonce::TimelineEntry> &entries);
    void takeSince(const std::vector<onlyonce::TimelineEntry> &fresh);
    void addInOrder(const std::vector<onlyonce::TimelineEntry> &entries);
    void trim(Part part);
    [[nodiscard]] bool isHeldRange(const onlyonce::TimelineEntry &entry) const;

    Session &m_session;
    IncidentId m_incident;
    TimelineFilter m_filter;
    std::optional<Incident> m_times;
    QTimeZone m_zone = QTimeZone::systemTimeZone();
    TimelineId m_last;    //!< the latest that was written when entries were read last
    bool m_again = true;  //!< what is held must be read again
    QSet<qint64> m_undone;
    std::optional<TimelineKey> m_sought;
    QHash<qint64, QString> m_versions;  //!< of those whose earlier versions are shown
    CancelTokenPtr m_token;
};

}  // namespace onlyonce::ui
