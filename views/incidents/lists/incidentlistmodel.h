// SPDX-License-Identifier: GPL-3.0-or-later
// The list of incidents, as far as a filter lets them through, in its order; follows the change feed.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/lists/incidentlist.h"
#include "views/widgets/keyedlist.h"

namespace onlyonce::ui {

[[nodiscard]] inline qint64 keyOf(const ListedIncident &incident)
{
    return incident.key;
}

class IncidentListModel final : public KeyedList<ListedIncident, keyOf>
{
    Q_OBJECT

public:
    static constexpr int IdRole = Qt::UserRole + 1000;  //!< qint64

    explicit IncidentListModel(Session &session, QObject *parent = nullptr, const IncidentFilter &filter = {});

    void setFilter(const IncidentFilter &filter);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    Answer<Result<std::vector<ListedIncident>>> read(const KeyPage &page) override;

    Session &m_session;
    IncidentFilter m_filter;
    CancelTokenPtr m_token;
};

}  // namespace onlyonce::ui
