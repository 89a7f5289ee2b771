// SPDX-License-Identifier: GPL-3.0-or-later
// PagerDuty's Events API v2, which we serve: whatever can page there can page here. One event per body.
// - Key: dedup_key. A trigger without one gets a key made from what its payload says the problem is (source, component,
//   group, class, summary), so that its repetition is a repetition; PagerDuty would begin a new incident each time.
// - Recovery: event_action "resolve". "acknowledge" tells of nothing that fires or recovers.
// - Start: payload.timestamp. Severity: payload.severity.
// - Service: custom_details.service and its customary other names, then component; else payload.source, which the API
//   requires. Data centre and probe: the customary names in custom_details.
// Facts: developer.pagerduty.com (Events API v2); the data are made from that documentation.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace onlyonce {

namespace {

//! Details are anybody's: one short line is a label, anything longer or deeper an annotation.
void sortDetails(const QJsonValue &details, Signal &signal)
{
    const auto put = [&signal](const QString &name, const QJsonValue &value) {
        const QString word = fields::word(value);
        if (!word.isEmpty() && word.size() <= fields::longestLine && !word.contains(QLatin1Char('\n'))) {
            signal.labels.insert(name, word);
        } else if (!word.isEmpty()) {
            signal.annotations.insert(name, word);
        } else if (value.isObject() || value.isArray()) {
            const QJsonDocument document =
                value.isObject() ? QJsonDocument(value.toObject()) : QJsonDocument(value.toArray());
            signal.annotations.insert(name, QString::fromUtf8(document.toJson(QJsonDocument::Compact)));
        }
    };
    if (details.isObject()) {
        const QJsonObject all = details.toObject();
        for (auto detail = all.constBegin(); detail != all.constEnd(); ++detail) {
            put(fields::word(detail.key()), detail.value());
        }
    } else {
        put(QStringLiteral("custom_details"), details);
    }
}

QString madeKey(const QJsonObject &labels, const QString &summary)
{
    QByteArray parts;
    for (const QLatin1StringView name : {QLatin1StringView("source"), QLatin1StringView("component"),
                                         QLatin1StringView("group"), QLatin1StringView("class")}) {
        parts += labels.value(name).toString().toUtf8() + '\n';
    }
    parts += summary.toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(parts, QCryptographicHash::Sha256).toHex().left(32));
}

QString linkOf(const QJsonObject &event)
{
    for (const auto &link : event.value(QLatin1StringView("links")).toArray()) {
        if (QString address = fields::webLink(fields::word(link[u"href"])); !address.isEmpty()) {
            return address;
        }
    }
    return fields::webLink(fields::word(event.value(QLatin1StringView("client_url"))));
}

//! What a trigger must have, and a resolve may have.
Result<Signal> signalFrom(const QJsonObject &event, Instant receivedAt)
{
    Signal signal;
    const auto payload = fields::object(event, QLatin1StringView("payload"), {});
    if (!payload) {
        return failure(payload);
    }
    const fields::Place place(QLatin1StringView("payload"));
    const auto summary = fields::text(*payload, QLatin1StringView("summary"), place);
    if (!summary) {
        return failure(summary);
    }
    const auto timestamp = fields::time(*payload, QLatin1StringView("timestamp"), place);
    if (!timestamp) {
        return failure(timestamp);
    }
    sortDetails(payload->value(QLatin1StringView("custom_details")), signal);
    signal.service = fields::service(signal.labels);
    for (const QLatin1StringView name : {QLatin1StringView("source"), QLatin1StringView("component"),
                                         QLatin1StringView("group"), QLatin1StringView("class")}) {
        if (QString value = fields::oneLine(fields::word(payload->value(name))); !value.isEmpty()) {
            signal.labels.insert(QString(name), value);
        }
    }
    if (signal.service.isEmpty()) {
        signal.service = fields::firstOf(signal.labels, {QLatin1StringView("component"), QLatin1StringView("source")},
                                         longestPlaceName);
    }
    signal.dataCentre = fields::dataCentre(signal.labels);
    signal.probes = fields::probes(signal.labels);
    signal.failedTest = fields::failedTest(signal.labels);
    signal.severity = fields::severity(fields::word(payload->value(QLatin1StringView("severity"))));
    signal.startedAt = fields::notAfter(*timestamp, receivedAt);
    signal.link = linkOf(event);
    if (const QString client = fields::oneLine(fields::word(event.value(QLatin1StringView("client"))));
        !client.isEmpty()) {
        signal.annotations.insert(QStringLiteral("client"), client);
    }
    signal.summary = fields::oneLine(*summary);
    return signal;
}

class PagerDuty final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("pagerduty"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("PagerDuty Events API"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
};

QString PagerDuty::guide() const
{
    return tr("For whatever can send to PagerDuty's Events API v2: where it lets you change the address "
              "`https://events.pagerduty.com/v2/enqueue`, put this program's address with the path `/v2/enqueue`, "
              "and a token made for this source as the routing key (or integration key). The same bodies are taken "
              "at `%1`. What sends only to PagerDuty's own address, or cannot reach this machine behind NAT, cannot "
              "be taken in this way.");
}

Result<Parsed> PagerDuty::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto event = parseJsonObject(payload);
    if (!event) {
        return failure(event);
    }
    const auto action = fields::text(*event, QLatin1StringView("event_action"), {});
    if (!action) {
        return failure(action);
    }
    const bool isTrigger = *action == QLatin1StringView("trigger");
    const bool isResolve = *action == QLatin1StringView("resolve");
    if (!isTrigger && !isResolve && *action != QLatin1StringView("acknowledge")) {
        return fail(ErrorCode::Invalid, tr("event_action is none of “trigger”, “acknowledge” and “resolve”."));
    }
    const auto dedupKey = fields::text(*event, QLatin1StringView("dedup_key"), {});
    if (!dedupKey) {
        return failure(dedupKey);
    }
    if (!isTrigger && dedupKey->isEmpty()) {
        return fail(ErrorCode::Invalid, tr("dedup_key is missing: it says what to %1.").arg(*action));
    }
    if (!isTrigger && !isResolve) {
        return Parsed{};
    }
    auto signal = signalFrom(*event, receipt.at);
    if (!signal) {
        return failure(signal);
    }
    if (isTrigger && signal->summary.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("payload.summary is missing."));
    }
    signal->fingerprint = dedupKey->isEmpty() ? madeKey(signal->labels, signal->summary) : fields::key(*dedupKey);
    if (isResolve) {
        signal->status = AlertStatus::Resolved;
        signal->resolvedAt = signal->startedAt;  // of a resolve, the time is when it was over
        signal->startedAt.reset();
        if (signal->summary.isEmpty()) {
            signal->summary = fields::oneLine(signal->fingerprint);
        }
    }
    return Parsed{.alerts = {std::move(*signal)}};
}

}  // namespace

std::shared_ptr<const Source> pagerduty()
{
    return std::make_shared<PagerDuty>();
}

}  // namespace onlyonce
