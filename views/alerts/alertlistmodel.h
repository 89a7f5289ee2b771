// SPDX-License-Identifier: GPL-3.0-or-later
// The inbox of alerts, newest first; follows the change feed.
#pragma once

#include "models/alerts/collector.h"
#include "models/catalog/session.h"
#include "views/widgets/keyedlist.h"
#include "views/widgets/pill.h"

namespace onlyonce::ui {

[[nodiscard]] Pill severityPill(AlertSeverity severity);
[[nodiscard]] Pill statusPill(AlertStatus status);

class AlertListModel final : public KeyedList<AlertRow>
{
    Q_OBJECT

public:
    explicit AlertListModel(Session &session, QObject *parent = nullptr);

    void setFilter(const AlertFilter &filter);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    Answer<Result<std::vector<AlertRow>>> read(const KeyPage &page) override;

    Session &m_session;
    AlertFilter m_filter;
    CancelTokenPtr m_token;
};

}  // namespace onlyonce::ui
