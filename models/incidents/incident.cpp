// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/incident.h"

#include "models/base/json.h"

#include <QCoreApplication>

#include <algorithm>

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

QString tr(const char *text)
{
    return QCoreApplication::translate("Incident", text);
}

constexpr std::array severityNames{"SEV1", "SEV2", "SEV3", "SEV4"};
constexpr std::array statusNames{"triage", "investigating", "identified", "monitoring", "resolved", "closed"};
constexpr std::array resolutionNames{"resolved", "false alarm", "duplicate", "merged"};
constexpr std::array visibilityNames{"internal", "public", "restricted"};
constexpr std::array timeNames{"startedAt",   "detectedAt", "acknowledgedAt",   "declaredAt",
                               "mitigatedAt", "resolvedAt", "firstPublicPostAt"};

// The first may not be later than the second.
constexpr std::array order{
    std::pair{IncidentTime::Started, IncidentTime::Detected},
    std::pair{IncidentTime::Started, IncidentTime::Acknowledged},
    std::pair{IncidentTime::Started, IncidentTime::Declared},
    std::pair{IncidentTime::Started, IncidentTime::Mitigated},
    std::pair{IncidentTime::Started, IncidentTime::Resolved},
    std::pair{IncidentTime::Started, IncidentTime::FirstPublicPost},
    std::pair{IncidentTime::Detected, IncidentTime::Acknowledged},
    std::pair{IncidentTime::Detected, IncidentTime::Declared},
    std::pair{IncidentTime::Mitigated, IncidentTime::Resolved},
};

//! Position of the name, or an error that lists what would be right.
template <size_t Count>
Result<size_t> indexOf(const std::array<const char *, Count> &names, const QString &text, const QString &what)
{
    for (size_t i = 0; i < Count; ++i) {
        if (text.compare(QLatin1StringView(names[i]), Qt::CaseInsensitive) == 0) {
            return i;
        }
    }
    QStringList all;
    for (const char *name : names) {
        all.append(QLatin1StringView(name));
    }
    return fail(ErrorCode::Invalid,
                tr("“%1” is not a %2. Choose one of: %3.").arg(text.left(40), what, all.join(QStringLiteral(", "))));
}

}  // namespace

QString toText(Severity severity)
{
    return QLatin1StringView(severityNames.at(size_t(severity) - 1));
}

QString toText(IncidentStatus status)
{
    return QLatin1StringView(statusNames.at(size_t(status)));
}

QString toText(Resolution resolution)
{
    return QLatin1StringView(resolutionNames.at(size_t(resolution)));
}

QString toText(Visibility visibility)
{
    return QLatin1StringView(visibilityNames.at(size_t(visibility)));
}

QString toText(IncidentTime time)
{
    return QLatin1StringView(timeNames.at(size_t(time)));
}

Result<Severity> severityFrom(const QString &text)
{
    const auto index = indexOf(severityNames, text, tr("severity"));
    return index ? Result<Severity>(Severity(*index + 1)) : failure(index);
}

Result<IncidentStatus> incidentStatusFrom(const QString &text)
{
    const auto index = indexOf(statusNames, text, tr("status"));
    return index ? Result<IncidentStatus>(IncidentStatus(*index)) : failure(index);
}

Result<Resolution> resolutionFrom(const QString &text)
{
    const auto index = indexOf(resolutionNames, text, tr("resolution"));
    return index ? Result<Resolution>(Resolution(*index)) : failure(index);
}

Result<Visibility> visibilityFrom(const QString &text)
{
    const auto index = indexOf(visibilityNames, text, tr("visibility"));
    return index ? Result<Visibility>(Visibility(*index)) : failure(index);
}

Result<IncidentTime> incidentTimeFrom(const QString &text)
{
    const auto index = indexOf(timeNames, text, tr("time of an incident"));
    return index ? Result<IncidentTime>(IncidentTime(*index)) : failure(index);
}

QString label(IncidentStatus status)
{
    switch (status) {
    case IncidentStatus::Triage:
        return tr("Triage");
    case IncidentStatus::Investigating:
        return tr("Investigating");
    case IncidentStatus::Identified:
        return tr("Identified");
    case IncidentStatus::Monitoring:
        return tr("Monitoring");
    case IncidentStatus::Resolved:
        return tr("Resolved");
    case IncidentStatus::Closed:
        return tr("Closed");
    }
    return {};
}

QString label(IncidentTime time)
{
    switch (time) {
    case IncidentTime::Started:
        return tr("Started");
    case IncidentTime::Detected:
        return tr("Detected");
    case IncidentTime::Acknowledged:
        return tr("Acknowledged");
    case IncidentTime::Declared:
        return tr("Declared");
    case IncidentTime::Mitigated:
        return tr("Mitigated");
    case IncidentTime::Resolved:
        return tr("Resolved");
    case IncidentTime::FirstPublicPost:
        return tr("First public post");
    }
    return {};
}

QString label(Resolution resolution)
{
    switch (resolution) {
    case Resolution::Resolved:
        return tr("Resolved");
    case Resolution::FalseAlarm:
        return tr("False alarm");
    case Resolution::Duplicate:
        return tr("Duplicate");
    case Resolution::Merged:
        return tr("Merged");
    }
    return {};
}

std::optional<RecoveryClock> recoveryClock(const Incident &incident)
{
    const auto &started = incident.time(IncidentTime::Started);
    if (!started) {
        return std::nullopt;
    }
    // Mitigated is when customers have the service back; an incident that was resolved without it ends there.
    auto until = incident.time(IncidentTime::Mitigated);
    if (!until) {
        until = incident.time(IncidentTime::Resolved);
    }
    if (!until) {
        until = incident.closedAt;
    }
    return RecoveryClock{.from = *started, .until = until, .target = incident.catastrophic ? 50min : 15min};
}

Result<> checkTimes(const Incident &incident)
{
    for (const auto &[first, second] : order) {
        const auto &early = incident.time(first);
        const auto &late = incident.time(second);
        if (early && late && *late < *early) {
            return fail(ErrorCode::Invalid, tr("“%1” (%2) cannot be before “%3” (%4).")
                                                .arg(label(second), toIso(*late), label(first), toIso(*early)));
        }
    }
    return {};
}

QJsonObject toJson(const Incident &incident)
{
    QJsonObject json{
        {QStringLiteral("number"), incident.number},
        {QStringLiteral("title"), incident.title},
        {QStringLiteral("severity"), toText(incident.severity)},
        {QStringLiteral("status"), toText(incident.status)},
        {QStringLiteral("resolution"),
         incident.resolution ? QJsonValue(toText(*incident.resolution)) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("catastrophic"), incident.catastrophic},
        {QStringLiteral("drill"), incident.drill},
        {QStringLiteral("services"), QJsonArray::fromStringList(incident.services)},
        {QStringLiteral("datacentres"), QJsonArray::fromStringList(incident.dataCentres)},
        {QStringLiteral("alertCount"), incident.alertCount},
    };
    for (const IncidentTime which : allIncidentTimes) {
        json.insert(toText(which), toJson(incident.time(which)));
    }
    return json;
}

}  // namespace onlyonce
