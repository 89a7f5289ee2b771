// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/incident.h"

#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"

namespace onlyonce {

namespace {

using namespace std::chrono_literals;

constexpr auto severityWords = wordsFrom(Severity::Sev1, "SEV1", "SEV2", "SEV3", "SEV4");
constexpr auto statusWords =
    wordsFrom(IncidentStatus::Triage, "triage", "investigating", "identified", "monitoring", "resolved", "closed");
constexpr auto resolutionWords = wordsFrom(Resolution::Resolved, "resolved", "false alarm", "duplicate", "merged");
constexpr auto visibilityWords = wordsFrom(Visibility::Internal, "internal", "public", "restricted");
constexpr auto timeWords = wordsFrom(IncidentTime::Started, "startedAt", "detectedAt", "acknowledgedAt", "declaredAt",
                                     "mitigatedAt", "resolvedAt", "firstPublicPostAt");

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

}  // namespace

QString toText(Severity severity)
{
    return severityWords.of(severity);
}

QString toText(IncidentStatus status)
{
    return statusWords.of(status);
}

QString toText(Resolution resolution)
{
    return resolutionWords.of(resolution);
}

QString toText(Visibility visibility)
{
    return visibilityWords.of(visibility);
}

QString toText(IncidentTime time)
{
    return timeWords.of(time);
}

Result<Severity> severityFrom(const QString &text)
{
    return severityWords.read(text, tr("a severity"));
}

Result<IncidentStatus> incidentStatusFrom(const QString &text)
{
    return statusWords.read(text, tr("a status"));
}

Result<Resolution> resolutionFrom(const QString &text)
{
    return resolutionWords.read(text, tr("a resolution"));
}

Result<Visibility> visibilityFrom(const QString &text)
{
    return visibilityWords.read(text, tr("a visibility"));
}

Result<IncidentTime> incidentTimeFrom(const QString &text)
{
    return timeWords.read(text, tr("a time of an incident"));
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
    if (!started || incident.resolution == Resolution::FalseAlarm) {
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

Instant notBefore(const Incident &incident, IncidentTime which, Instant wanted)
{
    for (const auto &[first, second] : order) {
        if (second == which) {
            wanted = std::max(wanted, incident.time(first).value_or(wanted));
        }
    }
    return wanted;
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
        {QStringLiteral("commander"),
         incident.commander.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(incident.commander)},
        {QStringLiteral("nextUpdateAt"), toJson(incident.nextUpdateAt)},
        {QStringLiteral("alertCount"), incident.alertCount},
        {QStringLiteral("firingCount"), incident.firingCount},
        {QStringLiteral("flappingCount"), incident.flappingCount},
    };
    for (const IncidentTime which : allIncidentTimes) {
        json.insert(toText(which), toJson(incident.time(which)));
    }
    return json;
}

}  // namespace onlyonce
