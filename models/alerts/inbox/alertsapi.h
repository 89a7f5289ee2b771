// SPDX-License-Identifier: GPL-3.0-or-later
// Alertmanager's API v2 as we serve it to whoever speaks it already (amtool, Grafana, karma): what fires at present.
// Facts: github.com/prometheus/alertmanager, api/v2/openapi.yaml. Pure but for the reading.
#pragma once

#include "models/alerts/collector.h"
#include "models/alerts/matcher.h"

#include <QJsonArray>

#include <utility>

namespace onlyonce {

struct AlertsQuery
{
    Matchers filter;
    bool active = true;      //!< false asks for silenced and inhibited ones only, of which there are none
    bool concernsUs = true;  //!< `receiver` matches ours
};

//! From the query's items, decoded; unknown ones do nothing. Invalid for a filter that is none.
[[nodiscard]] Result<AlertsQuery> alertsQuery(const QList<std::pair<QByteArray, QByteArray>> &items);

//! Newest first, at most `limit`.
[[nodiscard]] Result<QJsonArray> alertsForApi(Transaction &transaction, const AlertsQuery &query, int limit);

}  // namespace onlyonce
