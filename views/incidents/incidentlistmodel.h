// SPDX-License-Identifier: GPL-3.0-or-later
// The list of incidents, newest first, read page by page as it is scrolled. Follows the change feed; answers that are
// older than the latest question are dropped.
#pragma once

#include "models/catalog/session.h"
#include "models/incidents/desk.h"

#include <QAbstractListModel>

#include <vector>

namespace onlyonce::ui {

class IncidentListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int IdRole = Qt::UserRole + 1000;  //!< qint64
    static constexpr int pageSize = 100;

    explicit IncidentListModel(Session &session, QObject *parent = nullptr);

    void setFilter(const IncidentFilter &filter);
    [[nodiscard]] const Incident *at(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded();  //!< the first page of a new question is there
    void failed(const onlyonce::Error &error);

private:
    void reload();
    void replace(std::vector<Incident> incidents);

    Session &m_session;
    IncidentFilter m_filter;
    std::vector<Incident> m_incidents;
    CancelTokenPtr m_token;
    quint64 m_question = 0;
    bool m_more = false;
    bool m_fetching = false;
};

}  // namespace onlyonce::ui
