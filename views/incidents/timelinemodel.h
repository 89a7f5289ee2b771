// SPDX-License-Identifier: GPL-3.0-or-later
// One incident's timeline for TimelineView; follows the change feed and appends what is new.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/timeline.h"

#include <QAbstractListModel>

#include <vector>

namespace onlyonce::ui {

class TimelineModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    TimelineModel(Session &session, IncidentId incident, QObject *parent = nullptr);

    [[nodiscard]] const onlyonce::TimelineEntry *at(const QModelIndex &index) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void replace(std::vector<onlyonce::TimelineEntry> entries);

    Session &m_session;
    IncidentId m_incident;
    std::vector<onlyonce::TimelineEntry> m_entries;
    quint64 m_question = 0;
};

}  // namespace onlyonce::ui
