// SPDX-License-Identifier: GPL-3.0-or-later
// One incident's timeline for TimelineView; follows the change feed.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/timeline.h"
#include "views/widgets/refresh.h"
#include "views/widgets/wholelist.h"

#include <QSet>

namespace onlyonce::ui {

class TimelineModel final : public WholeList<onlyonce::TimelineEntry>
{
    Q_OBJECT

public:
    TimelineModel(Session &session, IncidentId incident, QObject *parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    //! Whether an entry tells of alerts that were moved here, and nobody has taken that back yet.
    [[nodiscard]] bool canBeUndone(const onlyonce::TimelineEntry &entry) const;

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void take(const std::vector<onlyonce::TimelineEntry> &fresh);

    Session &m_session;
    IncidentId m_incident;
    TimelineId m_last;  //!< the latest that was written of those that were read
    QSet<qint64> m_undone;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
