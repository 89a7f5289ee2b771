// SPDX-License-Identifier: GPL-3.0-or-later
// Zabbix: the messages of our own webhook script (resources/sources/zabbix-webhook.js, which names the macros behind its
// fields), and the open problems as zabbixpoll.cpp collects them.
// - Key: the trigger. Zabbix numbers each problem anew ("eventid"); that number is kept with the episode, since it is what
//   can be acknowledged. Of a trigger with several problems open at once, the alert is over when the last of them is.
// - Recovery: event_value 0, unless trigger_value still says 1; in a poll, by absence.
// - Start: "clock"; in a message event_timestamp (Zabbix 7.0 and later), else its date and time if the zone is known.
// - Service: the tags service, service_name, app, application; else the host, for Zabbix' own templates use "component"
//   for parts like "memory". Data centre: the tags that are customary for it. Probe: the tag "probe", if any.
// - Severity: Zabbix' five by name; "not classified" is an error like everything whose severity is unknown.
// Facts: zabbix.com/documentation (API, macros), recordings of 6.0.14 under tests/data.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"
#include "models/alerts/sources/zabbixpoll.h"
#include "models/alerts/sources/zabbixwriteback.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

#include <QFile>
#include <QTimeZone>

#include <array>

namespace onlyonce {

namespace {

using fields::Place;

//! What both forms tell of a problem.
struct Problem
{
    QString event;
    QString trigger;
    QString name;
    QString severity;  //!< "0" to "5"
    QString host;      //!< technical name; several are joined
    QString hostName;  //!< as people see it
    QString groups;
    QString data;
    QString runbook;
    QString web;  //!< address of Zabbix' pages
    QJsonArray tags;
    bool acknowledged = false;
    bool suppressed = false;
};

AlertSeverity severityOf(const QString &number)
{
    static constexpr std::array names{AlertSeverity::Error,   AlertSeverity::Info,  AlertSeverity::Warning,
                                      AlertSeverity::Warning, AlertSeverity::Error, AlertSeverity::Critical};
    bool ok = false;
    const uint index = number.toUInt(&ok);
    return ok && index < names.size() ? names.at(index) : AlertSeverity::Error;
}

//! Of one name several values: "server, zabbix".
QJsonObject labelsFrom(const QJsonArray &tags)
{
    QJsonObject labels;
    for (const auto &entry : tags) {
        const QString name = fields::word(entry[u"tag"]);
        const QString value = fields::word(entry[u"value"]);
        if (!name.isEmpty()) {
            const QString earlier = labels.value(name).toString();
            labels.insert(name, earlier.isEmpty() ? value : earlier + QStringLiteral(", ") + value);
        }
    }
    return labels;
}

void insertUnlessEmpty(QJsonObject &object, const QString &name, const QString &value)
{
    if (!value.isEmpty()) {
        object.insert(name, value);
    }
}

QString summaryOf(const Problem &problem)
{
    const QString &host = problem.hostName.isEmpty() ? problem.host : problem.hostName;
    const QString name = problem.name.isEmpty() ? tr("problem %1").arg(problem.event) : problem.name;
    const bool named =
        host.isEmpty() || name.contains(host) || (!problem.host.isEmpty() && name.contains(problem.host));
    return fields::oneLine(named ? name : host + QStringLiteral(": ") + name);
}

Signal signalFrom(const Problem &problem)
{
    Signal signal;
    signal.fingerprint =
        fields::key(problem.trigger.isEmpty() ? QStringLiteral("event ") + problem.event : problem.trigger);
    signal.severity = severityOf(problem.severity);
    signal.summary = summaryOf(problem);
    signal.labels = labelsFrom(problem.tags);
    signal.service = fields::firstOf(signal.labels,
                                     {QLatin1StringView("service"), QLatin1StringView("service_name"),
                                      QLatin1StringView("app"), QLatin1StringView("application")},
                                     longestPlaceName);
    if (signal.service.isEmpty()) {
        signal.service =
            fields::oneLine(problem.hostName.isEmpty() ? problem.host : problem.hostName, longestPlaceName);
    }
    signal.dataCentre = fields::dataCentre(signal.labels);
    signal.probes = fields::probes(signal.labels);
    signal.failedTest = fields::failedTest(signal.labels);
    insertUnlessEmpty(signal.labels, QStringLiteral("host"), problem.host);
    insertUnlessEmpty(signal.labels, QStringLiteral("hostgroups"), problem.groups);
    if (problem.suppressed) {
        signal.labels.insert(QStringLiteral("suppressed"), QStringLiteral("yes"));
    }
    insertUnlessEmpty(signal.annotations, QStringLiteral("eventid"), problem.event);
    insertUnlessEmpty(signal.annotations, QStringLiteral("opdata"), problem.data);
    insertUnlessEmpty(signal.annotations, QStringLiteral("runbook_url"), fields::webLink(problem.runbook));
    if (problem.acknowledged) {
        signal.annotations.insert(QStringLiteral("acknowledged"), QStringLiteral("yes"));
    }
    if (!problem.web.isEmpty() && !problem.trigger.isEmpty()) {
        signal.link =
            fields::webLink(QStringLiteral("%1/tr_events.php?triggerid=%2&eventid=%3")
                                .arg(problem.web.endsWith(QLatin1Char('/')) ? problem.web.chopped(1) : problem.web,
                                     problem.trigger, problem.event));
    }
    return signal;
}

//! "web1, web2": one member of each object in a list.
QString joined(const QJsonValue &list, QStringView member)
{
    QStringList texts;
    for (const auto &entry : list.toArray()) {
        const QString text = fields::word(entry[member]);
        if (!text.isEmpty()) {
            texts += text;
        }
    }
    return texts.join(QStringLiteral(", "));
}

Result<Signal> signalOfRow(const QJsonValue &value, const Place &place, const QString &web, Instant receivedAt)
{
    if (!value.isObject()) {
        return fail(ErrorCode::Invalid, tr("%1 is not an object.").arg(place.text()));
    }
    const QJsonObject row = value.toObject();
    const auto trigger = fields::object(row, QLatin1StringView("trigger"), place);
    if (!trigger) {
        return failure(trigger);
    }
    const auto clock = fields::epoch(row, QLatin1StringView("clock"), place);
    if (!clock) {
        return failure(clock);
    }
    Problem problem{.event = fields::word(row.value(QLatin1StringView("eventid"))),
                    .trigger = fields::word(row.value(QLatin1StringView("objectid"))),
                    .name = fields::word(row.value(QLatin1StringView("name"))),
                    .severity = fields::word(row.value(QLatin1StringView("severity"))),
                    .host = joined(trigger->value(QLatin1StringView("hosts")), u"host"),
                    .hostName = joined(trigger->value(QLatin1StringView("hosts")), u"name"),
                    .groups = joined(trigger->value(QLatin1StringView("hostgroups")), u"name"),
                    .data = fields::word(row.value(QLatin1StringView("opdata"))),
                    .runbook = fields::word(trigger->value(QLatin1StringView("url"))),
                    .web = web,
                    .tags = row.value(QLatin1StringView("tags")).toArray()};
    if (problem.event.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 is missing.").arg(place.of(u"eventid")));
    }
    if (problem.groups.isEmpty()) {  // as Zabbix before 6.2 calls them
        problem.groups = joined(trigger->value(QLatin1StringView("groups")), u"name");
    }
    problem.acknowledged = fields::word(row.value(QLatin1StringView("acknowledged"))) == QLatin1StringView("1");
    problem.suppressed = fields::word(row.value(QLatin1StringView("suppressed"))) == QLatin1StringView("1");
    Signal signal = signalFrom(problem);
    signal.startedAt = fields::notAfter(*clock, receivedAt);
    return signal;
}

Result<Parsed> parsePoll(const QJsonObject &poll, Instant receivedAt)
{
    const auto truncated = fields::count(poll, QLatin1StringView("truncated"), {});
    if (!truncated) {
        return failure(truncated);
    }
    const auto rows = fields::list(poll, QLatin1StringView("problems"));
    if (!rows) {
        return failure(rows);
    }
    const QString web = fields::word(poll.value(QLatin1StringView("web")));
    Parsed parsed{.alerts = {}, .truncated = *truncated};
    parsed.alerts.reserve(size_t(rows->size()));
    for (qsizetype i = 0; i < rows->size(); ++i) {
        auto signal = signalOfRow(rows->at(i), Place(QLatin1StringView("problems"), i), web, receivedAt);
        if (!signal) {
            return failure(signal);
        }
        parsed.alerts.push_back(std::move(*signal));
    }
    return parsed;
}

//! The parameters of a message; what Zabbix could not fill in ("*UNKNOWN*", or the macro as it was written) is empty.
class Message
{
public:
    Message(const QJsonObject &body, const QJsonObject &settings)
        : m_body(body)
        , m_zone(settings.value(QLatin1StringView("timeZone")).toString().trimmed().toLatin1())
    {
    }

    [[nodiscard]] QString text(QLatin1StringView name) const
    {
        const QString written = fields::word(m_body.value(name));
        return isMacro(written) || written == QLatin1StringView("*UNKNOWN*") ? QString() : written;
    }
    //! Somebody tries the script with Zabbix' own "Test": no macro is filled in.
    [[nodiscard]] bool isTest() const { return isMacro(fields::word(m_body.value(QLatin1StringView("event_id")))); }

    [[nodiscard]] std::optional<Instant> time(QLatin1StringView stamp, QLatin1StringView date,
                                              QLatin1StringView time) const
    {
        if (const auto seconds = fields::epoch(QJsonObject{{QString(stamp), text(stamp)}}, stamp, {});
            seconds && *seconds) {
            return *seconds;
        }
        const QTimeZone zone(m_zone);
        const QDate day = QDate::fromString(text(date), QStringLiteral("yyyy.MM.dd"));
        const QTime clock = QTime::fromString(text(time), QStringLiteral("HH:mm:ss"));
        if (m_zone.isEmpty() || !zone.isValid() || !day.isValid() || !clock.isValid() || day.year() < 1971) {
            return std::nullopt;
        }
        return utcFromZone(day, clock, zone);
    }

    [[nodiscard]] QJsonArray tags() const
    {
        const QJsonValue written = m_body.value(QLatin1StringView("event_tags"));
        const auto list = parseJson(text(QLatin1StringView("event_tags")).toUtf8());
        return list && list->isArray() ? list->toArray() : written.toArray();
    }

private:
    static bool isMacro(const QString &text)
    {
        return text.startsWith(QLatin1Char('{')) && text.endsWith(QLatin1Char('}'));
    }

    const QJsonObject &m_body;
    QByteArray m_zone;
};

Result<Parsed> parseMessage(const QJsonObject &body, const Receipt &receipt)
{
    const Message message(body, receipt.settings);
    const QString source = message.text(QLatin1StringView("event_source"));
    const bool ofTrigger = source.isEmpty() || source == QLatin1StringView("0");
    const bool isUpdate = message.text(QLatin1StringView("event_update_status")) == QLatin1StringView("1");
    if (message.isTest() || isUpdate || !ofTrigger) {
        return Parsed{};
    }
    const Problem problem{.event = message.text(QLatin1StringView("event_id")),
                          .trigger = message.text(QLatin1StringView("trigger_id")),
                          .name = message.text(QLatin1StringView("event_name")),
                          .severity = message.text(QLatin1StringView("event_nseverity")),
                          .host = message.text(QLatin1StringView("host")),
                          .hostName = message.text(QLatin1StringView("host_name")),
                          .groups = message.text(QLatin1StringView("host_groups")),
                          .data = message.text(QLatin1StringView("event_opdata")),
                          .runbook = message.text(QLatin1StringView("trigger_url")),
                          .web = message.text(QLatin1StringView("zabbix_url")),
                          .tags = message.tags()};
    if (problem.event.isEmpty()) {
        return fail(ErrorCode::Invalid, tr("%1 is missing.").arg(QStringLiteral("event_id")));
    }
    const QString value = message.text(QLatin1StringView("event_value"));
    if (value != QLatin1StringView("1") && value != QLatin1StringView("0")) {
        return fail(ErrorCode::Invalid, tr("event_value is neither “1” (a problem) nor “0” (over)."));
    }
    const bool over = value == QLatin1StringView("0");
    if (over && message.text(QLatin1StringView("trigger_value")) == QLatin1StringView("1")) {
        return Parsed{};  // another problem of this trigger is still open
    }
    Signal signal = signalFrom(problem);
    signal.startedAt = fields::notAfter(message.time(QLatin1StringView("event_timestamp"),
                                                     QLatin1StringView("event_date"), QLatin1StringView("event_time")),
                                        receipt.at);
    if (over) {
        signal.status = AlertStatus::Resolved;
        signal.resolvedAt =
            fields::notAfter(message.time(QLatin1StringView("recovery_timestamp"), QLatin1StringView("recovery_date"),
                                          QLatin1StringView("recovery_time")),
                             receipt.at);
    }
    return Parsed{.alerts = {std::move(signal)}};
}

class Zabbix final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("zabbix"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Zabbix"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] std::shared_ptr<const Adapter> poller() const override { return zabbixPoller(); }
    [[nodiscard]] std::shared_ptr<const WriteBack> writeBack() const override { return zabbixWriteBack(); }
};

QString Zabbix::guide() const
{
    QFile script(QStringLiteral(":/sources/zabbix-webhook.js"));
    const QByteArray text = script.open(QIODevice::ReadOnly) ? script.readAll() : QByteArray();
    return tr("In Zabbix under *Alerts → Media types* (before 6.4: *Administration → Media types*) make a media "
              "type of the type *Webhook*, with the script below and the parameters that its first lines name; "
              "`url` is `%1`. Under *Message templates* add *Problem*, *Problem recovery* and *Problem update*. "
              "Give the media to a user that may read the hosts concerned, and have a trigger action send to that "
              "user, its recovery operation too. Behind NAT, or instead, let OnlyOnce ask Zabbix' API: it needs "
              "an API token of such a user.")
         + QStringLiteral("\n\n```javascript\n") + QString::fromUtf8(text) + QStringLiteral("```\n");
}

std::vector<SettingField> Zabbix::fields() const
{
    return {{.key = QStringLiteral("timeZone"),
             .label = tr("Time zone of its messages"),
             .help = tr("Only for messages of Zabbix before 7.0, whose times name no zone: that of the Zabbix user "
                        "who gets them. Without it a problem begins when we hear of it."),
             .placeholder = QStringLiteral("Europe/Berlin")}};
}

Result<Parsed> Zabbix::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto body = parseJsonObject(payload);
    if (!body) {
        return failure(body);
    }
    return body->contains(QLatin1StringView("problems")) ? parsePoll(*body, receipt.at) : parseMessage(*body, receipt);
}

}  // namespace

std::shared_ptr<const Source> zabbix()
{
    return std::make_shared<Zabbix>();
}

}  // namespace onlyonce
