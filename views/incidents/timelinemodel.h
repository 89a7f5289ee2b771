// SPDX-License-Identifier: GPL-3.0-or-later
// One incident's timeline for TimelineView; follows the change feed.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/timeline.h"
#include "views/widgets/refresh.h"
#include "views/widgets/wholelist.h"

namespace onlyonce::ui {

class TimelineModel final : public WholeList<onlyonce::TimelineEntry>
{
    Q_OBJECT

public:
    TimelineModel(Session &session, IncidentId incident, QObject *parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void reload();

    Session &m_session;
    IncidentId m_incident;
    Refresh m_refresh;
};

}  // namespace onlyonce::ui
