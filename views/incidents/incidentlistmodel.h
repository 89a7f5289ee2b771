// SPDX-License-Identifier: GPL-3.0-or-later
// The list of incidents, newest first; follows the change feed.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"
#include "views/widgets/keyedlist.h"

namespace onlyonce::ui {

class IncidentListModel final : public KeyedList<Incident>
{
    Q_OBJECT

public:
    static constexpr int IdRole = Qt::UserRole + 1000;  //!< qint64

    explicit IncidentListModel(Session &session, QObject *parent = nullptr);

    void setFilter(const IncidentFilter &filter);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    Answer<Result<std::vector<Incident>>> read(const KeyPage &page) override;

    Session &m_session;
    IncidentFilter m_filter;
    CancelTokenPtr m_token;
};

}  // namespace onlyonce::ui
