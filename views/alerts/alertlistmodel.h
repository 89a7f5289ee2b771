// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox of alerts, newest first, read page by page; follows the change feed.
#pragma once

#include "models/alerts/collector.h"
#include "models/catalog/session.h"
#include "views/widgets/pill.h"

#include <QAbstractListModel>

#include <vector>

namespace onlyonce::ui {

[[nodiscard]] Pill severityPill(AlertSeverity severity);
[[nodiscard]] Pill statusPill(AlertStatus status);

class AlertListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int pageSize = 100;

    explicit AlertListModel(Session &session, QObject *parent = nullptr);

    void setFilter(const AlertFilter &filter);
    [[nodiscard]] const AlertRow *at(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded();
    void failed(const onlyonce::Error &error);

private:
    void reload();

    Session &m_session;
    AlertFilter m_filter;
    std::vector<AlertRow> m_alerts;
    quint64 m_question = 0;
    bool m_reading = false;
    bool m_stale = false;
    bool m_more = false;
    bool m_fetching = false;
};

}  // namespace onlyonce::ui
