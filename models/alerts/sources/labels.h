// SPDX-License-Identifier: GPL-3.0-or-later
// The customs by which labels, tags and custom variables tell severity, service, data centre, probe and test. Pure.
#pragma once

#include "models/alerts/alert.h"

#include <QJsonObject>

#include <initializer_list>
#include <optional>

namespace onlyonce::fields {

constexpr qsizetype longestLine = 500;

//! The first of these labels that is there and not empty, as oneLine().
[[nodiscard]] QString firstOf(const QJsonObject &labels, std::initializer_list<QLatin1StringView> names,
                              qsizetype longest = longestLine);
//! critical, error, warning, info and their usual synonyms in any case; error for what is missing or unknown.
[[nodiscard]] AlertSeverity severity(QStringView text);
//! As above; nothing for what is missing or unknown.
[[nodiscard]] std::optional<AlertSeverity> knownSeverity(QStringView text);
//! Labels service, service_name, app, application, app_kubernetes_io_name, component, job: the first that is there, cut
//! to what the catalogue takes.
[[nodiscard]] QString service(const QJsonObject &labels);
//! Labels datacenter, datacentre, dc, region, zone: the first that is there, cut likewise.
[[nodiscard]] QString dataCentre(const QJsonObject &labels);
//! Labels probe, probe_location, check_source, vantage_point: from where it was seen; usually none.
[[nodiscard]] QStringList probes(const QJsonObject &labels);
//! Annotations or labels "for" or "hold", and "check_interval" or "evaluation_interval", as Prometheus writes durations
//! ("1m30s") or in seconds: what a rule states of itself. What is no duration states nothing.
[[nodiscard]] Watch watch(const QJsonObject &annotations, const QJsonObject &labels);
//! Labels test, test_type, check_type: "system", "smoke", "integration", "e2e"; "acceptance", "uat", "user-acceptance".
[[nodiscard]] FailedTest failedTest(const QJsonObject &labels);
//! What the alerts of one check have in common that is told from several places: of Prometheus' kind (with an alertname
//! and a label of a probe), the fingerprint of all labels but those; otherwise `fingerprint`.
[[nodiscard]] QString checkKey(const QString &fingerprint, const QJsonObject &labels);
//! Prometheus' own fingerprint of a label set (FNV-1a, 64 bits, 16 hex digits), as Alertmanager sends it.
[[nodiscard]] QString fingerprintOf(const QJsonObject &labels);

}  // namespace onlyonce::fields
