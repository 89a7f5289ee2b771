// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/alert.h"

#include "models/alerts/detection.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/base/words.h"

namespace onlyonce {

namespace {

constexpr auto statusWords = wordsFrom(AlertStatus::Firing, "firing", "resolved");
constexpr auto severityWords = wordsFrom(AlertSeverity::Critical, "critical", "error", "warning", "info");
constexpr auto testWords = wordsFrom(FailedTest::None, "", "system", "acceptance");

}  // namespace

QString toText(AlertStatus status)
{
    return statusWords.of(status);
}

QString toText(AlertSeverity severity)
{
    return severityWords.of(severity);
}

QString toText(FailedTest test)
{
    return testWords.of(test);
}

QString label(FailedTest test)
{
    switch (test) {
    case FailedTest::None:
        return {};
    case FailedTest::System:
        return tr("System test failed");
    case FailedTest::Acceptance:
        return tr("Acceptance test failed");
    }
    return {};
}

QString meaning(FailedTest test)
{
    switch (test) {
    case FailedTest::None:
        return {};
    case FailedTest::System:
        return tr("a part is broken");
    case FailedTest::Acceptance:
        return tr("customers cannot do what they pay for");
    }
    return {};
}

AlertStatus alertStatusFrom(const QString &text)
{
    return statusWords.find(text).value_or(AlertStatus::Firing);
}

AlertSeverity alertSeverityFrom(const QString &text)
{
    // A newer program may have stored a value that this one does not know: it counts as an error, as in Signal.
    return severityWords.find(text).value_or(AlertSeverity::Error);
}

FailedTest failedTestFrom(const QString &text)
{
    return testWords.find(text).value_or(FailedTest::None);
}

QJsonObject toJson(const AlertRow &alert)
{
    const DetectionDelay delay = detectionDelay(alert);
    return {
        {QStringLiteral("id"), alert.id.value},
        {QStringLiteral("source"), alert.source},
        {QStringLiteral("fingerprint"), alert.fingerprint},
        {QStringLiteral("status"), toText(alert.status)},
        {QStringLiteral("severity"), toText(alert.severity)},
        {QStringLiteral("summary"), alert.summary},
        {QStringLiteral("service"), alert.service},
        {QStringLiteral("datacentre"), alert.dataCentre},
        {QStringLiteral("probes"), QJsonArray::fromStringList(alert.probes)},
        {QStringLiteral("failedTest"), toText(alert.failedTest)},
        {QStringLiteral("startedAt"), toIso(alert.startedAt)},
        {QStringLiteral("receivedAt"), toIso(alert.receivedAt)},
        {QStringLiteral("resolvedAt"), toJson(alert.resolvedAt)},
        {QStringLiteral("incident"), alert.incident ? QJsonValue(alert.incident) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("count"), alert.count},
        {QStringLiteral("flaps"), alert.flaps},
        {QStringLiteral("endReason"), alert.endReason},
        {QStringLiteral("detectionSeconds"), secondsJson(delay.measured)},
        {QStringLiteral("worstDetectionSeconds"), secondsJson(delay.worst())},
        {QStringLiteral("holdSeconds"), secondsJson(alert.watch.hold)},
        {QStringLiteral("checkIntervalSeconds"), secondsJson(alert.watch.checkInterval)},
    };
}

}  // namespace onlyonce
