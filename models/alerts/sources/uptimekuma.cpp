// SPDX-License-Identifier: GPL-3.0-or-later
// Uptime Kuma's notification "Webhook": JSON, or the same JSON in the field "data" of a form.
// Dedup key: monitor.id. Recovery: heartbeat.status 1. The failure's start: heartbeat.time, UTC without saying so: the
// beat that made the monitor "down", which is after its retries (heartbeat.retries times monitor.retryInterval: the hold;
// monitor.interval: how often it checks). Service: a tag "service" (or another that fields.h
// knows), else the monitor's name; data centre and severity: tags. Probe: monitor.location, which monitors have that let
// others look. Pending (2) and maintenance (3) are no failure. Tests and notices of certificates and domains that expire
// come without a heartbeat; they never end, so they are no alerts.
// Facts: louislam/uptime-kuma, server/notification-providers/webhook.js and server/model/.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

namespace onlyonce {

namespace {

using namespace std::chrono_literals;
using fields::Place;
using fields::Reader;

//! The value of the first field of a form; what is no form, as it is.
QByteArray jsonIn(const QByteArray &payload)
{
    if (!payload.startsWith("--")) {
        return payload;
    }
    const QByteArray boundary = payload.left(payload.indexOf("\r\n"));
    const qsizetype head = payload.indexOf("\r\n\r\n");
    const qsizetype end = payload.indexOf("\r\n" + boundary, head + 4);
    return head >= 0 && end >= 0 ? payload.mid(head + 4, end - head - 4) : payload;
}

//! Whole seconds, at most a day; nothing for what is none: it is not worth refusing an alert.
std::optional<milliseconds> secondsIn(const QString &text)
{
    const uint seconds = text.toUInt();
    return seconds > 0 && seconds <= 86'400 ? std::optional<milliseconds>(std::chrono::seconds(seconds)) : std::nullopt;
}

//! Name and value of each; a tag may have no value, and a monitor the same tag twice.
QJsonObject labelsFrom(const QJsonArray &tags, Result<> &outcome)
{
    QJsonObject labels;
    for (qsizetype i = 0; i < tags.size(); ++i) {
        const Place place(QLatin1StringView("monitor.tags"), i);
        if (!tags.at(i).isObject()) {
            outcome = fail(ErrorCode::Invalid, tr("%1 is not an object.").arg(place.text()));
            break;
        }
        Reader tag(tags.at(i).toObject(), place, outcome);
        const QString name = fields::oneLine(tag.text(QLatin1StringView("name")));
        const QString value = fields::oneLine(tag.text(QLatin1StringView("value")));
        const QString before = labels.value(name).toString();
        if (!name.isEmpty()) {
            labels.insert(name, before.isEmpty() ? value : before + QStringLiteral(", ") + value);
        }
    }
    return labels;
}

class UptimeKuma final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("uptimekuma"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Uptime Kuma"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
};

QString UptimeKuma::guide() const
{
    return tr("In Uptime Kuma, under *Settings*, *Notifications*, set one up of the type *Webhook* with the Post URL "
              "`%1` and the request body *application/json*; if a token is asked for, switch on *Additional "
              "Headers* and write `{\"Authorization\": \"Bearer TOKEN\"}`. Tick *Default enabled* and *Apply on "
              "all existing monitors*. A monitor's tags become labels: `service`, `severity`, and `region` or "
              "`datacenter` say what fails, how badly, and where. Uptime Kuma sends once and never again if that "
              "fails, so set *Resend Notification* in the monitors that matter.")
         + QStringLiteral("\n\n") + fields::behindNat();
}

Result<Parsed> UptimeKuma::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto message = parseJsonObject(jsonIn(payload));
    if (!message) {
        return failure(message);
    }
    Result<> outcome;
    Reader whole(*message, {}, outcome);
    const QString msg = fields::oneLine(whole.text(QLatin1StringView("msg")));
    const QLatin1StringView beatKey("heartbeat");
    const QLatin1StringView monitorKey("monitor");
    Reader beat(whole.object(beatKey), Place(beatKey), outcome);
    Reader monitor(whole.object(monitorKey), Place(monitorKey), outcome);
    const QString status = beat.textOrNumber(QLatin1StringView("status"));
    const QString reason = fields::oneLine(beat.text(QLatin1StringView("msg")));
    const auto time = beat.time(QLatin1StringView("time"));
    const auto lastDown = beat.time(QLatin1StringView("lastDownTime"));
    const QString beatsMonitor = beat.textOrNumber(QLatin1StringView("monitorID"));
    const QString monitorId = monitor.textOrNumber(QLatin1StringView("id"));
    const QString name = fields::oneLine(monitor.text(QLatin1StringView("name")), longestPlaceName);
    const QString path = fields::oneLine(monitor.text(QLatin1StringView("pathName")));
    const QString type = fields::oneLine(monitor.text(QLatin1StringView("type")));
    const QString hostname = fields::oneLine(monitor.text(QLatin1StringView("hostname")));
    const QString address = fields::webLink(monitor.text(QLatin1StringView("url")));
    const auto interval = secondsIn(monitor.textOrNumber(QLatin1StringView("interval")));
    const auto retryInterval = secondsIn(monitor.textOrNumber(QLatin1StringView("retryInterval")));
    const int retries = int(secondsIn(beat.textOrNumber(QLatin1StringView("retries"))).value_or(0ms) / 1s);
    const QString location = fields::oneLine(monitor.text(QLatin1StringView("location")), longestPlaceName);
    QJsonObject labels = labelsFrom(monitor.list(QLatin1StringView("tags")), outcome);
    if (!outcome) {
        return failure(outcome);
    }
    if (message->value(beatKey).isNull() && !msg.isEmpty()) {
        return Parsed{};  // a test, or a certificate or domain that expires
    }
    const QString id = monitorId.isEmpty() ? beatsMonitor : monitorId;
    if (id.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("Neither monitor.id nor heartbeat.monitorID says which monitor it is."));
    }
    const bool isDown = status == QLatin1StringView("0");
    if (!isDown && status != QLatin1StringView("1")) {
        if (status == QLatin1StringView("2") || status == QLatin1StringView("3")) {
            return Parsed{};
        }
        return fail(ErrorCode::Invalid, tr("heartbeat.status is none of 0 (down), 1 (up), 2 (pending) and 3 "
                                           "(maintenance)."));
    }

    const QString title = name.isEmpty() ? id : name;
    Signal signal{
        .fingerprint = fields::key(id),
        .status = isDown ? AlertStatus::Firing : AlertStatus::Resolved,
        .severity = fields::severity(labels.value(QLatin1StringView("severity")).toString()),
        .summary = fields::oneLine(reason.isEmpty() ? title : tr("%1: %2").arg(title, reason)),
        .service = fields::service(labels),
        .dataCentre = fields::dataCentre(labels),
        .probes = fields::probes(labels),
        .failedTest = fields::failedTest(labels),
        .link = address,
        .watch = {.hold = retries > 0 && retryInterval ? std::optional(retries * *retryInterval) : std::nullopt,
                  .checkInterval = interval}};
    if (signal.service.isEmpty()) {
        signal.service = title;
    }
    if (!location.isEmpty() && !signal.probes.contains(location)) {
        signal.probes << location;
    }
    const auto own = fields::filled({{"monitor", name}, {"path", path}, {"type", type}, {"hostname", hostname}});
    for (auto label = own.begin(); label != own.end(); ++label) {
        if (!labels.contains(label.key())) {  // a person's tag says more
            labels.insert(label.key(), label.value());
        }
    }
    signal.labels = labels;
    signal.startedAt = fields::notAfter(isDown ? time : lastDown, receipt.at);
    if (!isDown) {
        signal.resolvedAt = fields::notAfter(time, receipt.at);
        signal.probes.clear();  // who sees it up again did not see it down
    }
    return Parsed{.alerts = {signal}};
}

}  // namespace

std::shared_ptr<const Source> uptimekuma()
{
    return std::make_shared<UptimeKuma>();
}

}  // namespace onlyonce
