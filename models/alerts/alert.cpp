// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/alert.h"

#include "models/base/json.h"

namespace onlyonce {

QString toText(AlertStatus status)
{
    return status == AlertStatus::Resolved ? QStringLiteral("resolved") : QStringLiteral("firing");
}

QString toText(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical:
        return QStringLiteral("critical");
    case AlertSeverity::Error:
        return QStringLiteral("error");
    case AlertSeverity::Warning:
        return QStringLiteral("warning");
    case AlertSeverity::Info:
        return QStringLiteral("info");
    }
    return {};
}

AlertStatus alertStatusFrom(const QString &text)
{
    return text == QLatin1StringView("resolved") ? AlertStatus::Resolved : AlertStatus::Firing;
}

AlertSeverity alertSeverityFrom(const QString &text)
{
    // A newer program may have stored a value that this one does not know: it counts as an error, as in Signal.
    return text == QLatin1StringView("critical") ? AlertSeverity::Critical
         : text == QLatin1StringView("warning")  ? AlertSeverity::Warning
         : text == QLatin1StringView("info")     ? AlertSeverity::Info
                                                 : AlertSeverity::Error;
}

QJsonObject toJson(const AlertRow &alert)
{
    return {
        {QStringLiteral("source"), alert.source},
        {QStringLiteral("fingerprint"), alert.fingerprint},
        {QStringLiteral("status"), toText(alert.status)},
        {QStringLiteral("severity"), toText(alert.severity)},
        {QStringLiteral("summary"), alert.summary},
        {QStringLiteral("service"), alert.service},
        {QStringLiteral("datacentre"), alert.dataCentre},
        {QStringLiteral("startedAt"), toIso(alert.startedAt)},
        {QStringLiteral("receivedAt"), toIso(alert.receivedAt)},
        {QStringLiteral("resolvedAt"), toJson(alert.resolvedAt)},
        {QStringLiteral("incident"), alert.incident ? QJsonValue(alert.incident) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("count"), alert.count},
    };
}

}  // namespace onlyonce
