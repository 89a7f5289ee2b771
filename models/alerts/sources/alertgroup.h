// SPDX-License-Identifier: GPL-3.0-or-later
// What Prometheus Alertmanager posts, and whoever speaks like it: a group of alerts, each with a status of its own (a
// group that fires may hold resolved ones); or the bare list of its API v2, where the end alone tells the status.
// Dedup key: fingerprint, else Prometheus' own computed from the labels. Recovery: status "resolved"; in a list, an end
// that has passed, or that passes without its being told again. The failure's start: startsAt. Service, data centre, probe, severity: labels, as in fields.h.
// Facts: prometheus.io/docs/alerting/latest/configuration/#webhook_config, and recordings under tests/data.
#pragma once

#include "models/alerts/source.h"

#include <QJsonValue>

namespace onlyonce::alertgroup {

//! One signal for each element of the list, in its order.
[[nodiscard]] Result<Parsed> parse(const QJsonValue &body, Instant receivedAt);

}  // namespace onlyonce::alertgroup
