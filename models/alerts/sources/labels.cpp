// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alerts/sources/labels.h"

#include "models/alerts/sources/fields.h"
#include "models/catalog/places.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <vector>

namespace onlyonce::fields {

namespace {

using namespace std::chrono_literals;

constexpr std::array probeNames{QLatin1StringView("probe"), QLatin1StringView("probe_location"),
                                QLatin1StringView("check_source"), QLatin1StringView("vantage_point")};

//! "90", "1m30s", "1h": parts from the longest to the shortest unit, each once. At most a day.
std::optional<milliseconds> durationFrom(const QString &text)
{
    if (text.isEmpty() || text.size() > 40) {
        return std::nullopt;  // of nearly every alert, so nothing may be spent on it
    }
    static const QRegularExpression shape(QStringLiteral("^(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?"
                                                         "(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?$"));
    bool isNumber = false;
    const uint plain = text.toUInt(&isNumber);
    milliseconds found = std::chrono::seconds(std::min(isNumber ? plain : 0U, 1'000'000U));
    if (!isNumber) {
        const QRegularExpressionMatch match = shape.match(text);
        constexpr std::array<milliseconds, 5> units{24h, 1h, 1min, 1s, 1ms};
        for (size_t i = 0; i < units.size(); ++i) {
            found += match.captured(int(i) + 1).toLongLong() * units.at(i);
        }
    }
    return found > 0ms && found <= 24h ? std::optional(found) : std::nullopt;
}

}  // namespace

QString firstOf(const QJsonObject &labels, std::initializer_list<QLatin1StringView> names, qsizetype longest)
{
    for (const QLatin1StringView name : names) {
        QString value = oneLine(labels.value(name).toString(), longest);
        if (!value.isEmpty()) {
            return value;
        }
    }
    return {};
}

AlertSeverity severity(QStringView text)
{
    return knownSeverity(text).value_or(AlertSeverity::Error);
}

std::optional<AlertSeverity> knownSeverity(QStringView text)
{
    static constexpr auto names = std::to_array<std::pair<const char *, AlertSeverity>>({
        {"critical", AlertSeverity::Critical},
        {"crit", AlertSeverity::Critical},
        {"page", AlertSeverity::Critical},
        {"fatal", AlertSeverity::Critical},
        {"emergency", AlertSeverity::Critical},
        {"disaster", AlertSeverity::Critical},
        {"alert", AlertSeverity::Critical},
        {"p1", AlertSeverity::Critical},
        {"sev1", AlertSeverity::Critical},
        {"error", AlertSeverity::Error},
        {"err", AlertSeverity::Error},
        {"major", AlertSeverity::Error},
        {"high", AlertSeverity::Error},
        {"p2", AlertSeverity::Error},
        {"sev2", AlertSeverity::Error},
        {"warning", AlertSeverity::Warning},
        {"warn", AlertSeverity::Warning},
        {"average", AlertSeverity::Warning},
        {"minor", AlertSeverity::Warning},
        {"medium", AlertSeverity::Warning},
        {"ticket", AlertSeverity::Warning},
        {"p3", AlertSeverity::Warning},
        {"sev3", AlertSeverity::Warning},
        {"info", AlertSeverity::Info},
        {"information", AlertSeverity::Info},
        {"informational", AlertSeverity::Info},
        {"notice", AlertSeverity::Info},
        {"low", AlertSeverity::Info},
        {"none", AlertSeverity::Info},
        {"debug", AlertSeverity::Info},
        {"ok", AlertSeverity::Info},
        {"p4", AlertSeverity::Info},
        {"p5", AlertSeverity::Info},
        {"sev4", AlertSeverity::Info},
    });
    const QStringView trimmed = text.trimmed();
    for (const auto &[name, value] : names) {
        if (trimmed.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0) {
            return value;
        }
    }
    return std::nullopt;
}

QString service(const QJsonObject &labels)
{
    return firstOf(labels,
                   {QLatin1StringView("service"), QLatin1StringView("service_name"), QLatin1StringView("app"),
                    QLatin1StringView("application"), QLatin1StringView("app_kubernetes_io_name"),
                    QLatin1StringView("component"), QLatin1StringView("job")},
                   longestPlaceName);
}

QString dataCentre(const QJsonObject &labels)
{
    return firstOf(labels,
                   {QLatin1StringView("datacenter"), QLatin1StringView("datacentre"), QLatin1StringView("dc"),
                    QLatin1StringView("region"), QLatin1StringView("zone")},
                   longestPlaceName);
}

QStringList probes(const QJsonObject &labels)
{
    for (const QLatin1StringView name : probeNames) {
        if (const QString probe = oneLine(labels.value(name).toString(), longestPlaceName); !probe.isEmpty()) {
            return {probe};
        }
    }
    return {};
}

Watch watch(const QJsonObject &annotations, const QJsonObject &labels)
{
    const auto stated = [&](std::initializer_list<QLatin1StringView> names) -> std::optional<milliseconds> {
        for (const QJsonObject *from : {&annotations, &labels}) {
            for (const QLatin1StringView name : names) {
                if (const auto duration = durationFrom(from->value(name).toString())) {
                    return duration;
                }
            }
        }
        return std::nullopt;
    };
    return {.hold = stated({QLatin1StringView("for"), QLatin1StringView("hold")}),
            .checkInterval = stated({QLatin1StringView("check_interval"), QLatin1StringView("evaluation_interval")})};
}

FailedTest failedTest(const QJsonObject &labels)
{
    static constexpr auto names = std::to_array<std::pair<const char *, FailedTest>>({
        {"system", FailedTest::System},
        {"system-test", FailedTest::System},
        {"smoke", FailedTest::System},
        {"integration", FailedTest::System},
        {"e2e", FailedTest::System},
        {"acceptance", FailedTest::Acceptance},
        {"uat", FailedTest::Acceptance},
        {"user-acceptance", FailedTest::Acceptance},
        {"user-acceptance-test", FailedTest::Acceptance},
    });
    const QString text =
        firstOf(labels, {QLatin1StringView("test"), QLatin1StringView("test_type"), QLatin1StringView("check_type")})
            .replace(QLatin1Char('_'), QLatin1Char('-'))
            .replace(QLatin1Char(' '), QLatin1Char('-'));
    for (const auto &[name, value] : names) {
        if (text.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0) {
            return value;
        }
    }
    return FailedTest::None;
}

QString checkKey(const QString &fingerprint, const QJsonObject &labels)
{
    QJsonObject common = labels;
    for (const QLatin1StringView name : probeNames) {
        common.remove(name);
    }
    return common.size() < labels.size() && common.contains(QLatin1StringView("alertname")) ? fingerprintOf(common)
                                                                                            : fingerprint;
}

QString fingerprintOf(const QJsonObject &labels)
{
    // prometheus/common/model: LabelSet.Fingerprint. Names in the order of their bytes; 0xFF after each text.
    std::vector<std::pair<QByteArray, QByteArray>> sorted;
    sorted.reserve(size_t(labels.size()));
    for (auto label = labels.constBegin(); label != labels.constEnd(); ++label) {
        sorted.emplace_back(label.key().toUtf8(), label.value().toString().toUtf8());
    }
    std::ranges::sort(sorted);
    quint64 hash = 14695981039346656037ULL;
    const auto add = [&hash](const QByteArray &bytes) {
        for (const char byte : bytes) {
            hash = (hash ^ quint8(byte)) * 1099511628211ULL;
        }
        hash = (hash ^ 0xFF) * 1099511628211ULL;
    };
    for (const auto &[name, value] : sorted) {
        add(name);
        add(value);
    }
    return QStringLiteral("%1").arg(hash, 16, 16, QLatin1Char('0'));
}

}  // namespace onlyonce::fields
