// SPDX-License-Identifier: GPL-3.0-or-later
// Amazon CloudWatch's alarms, as Amazon SNS delivers them: in its signed envelope, or raw where that is switched on here.
// The key is AlarmArn. OK is the recovery; ALARM fires, and so does INSUFFICIENT_DATA, as a warning: it only comes when
// the alarm is told to say so, and ends with OK as well. StateChangeTime is the time of the change: the failure's start, or
// its end. The data centre is the region's code in the ARN ("Region" is a name for people); the service is a dimension.
// CloudWatch knows no severity and no probes.
// What no signature proves is not taken: Receipt::signingCertificate must hold the certificate from where signedWith()
// says. Raw bodies have none: they are refused unless the setting says that they come raw.
// Facts: the CloudWatch user guide and the SNS developer guide; the shape of Trigger as in alarms on several metrics too.
#include "models/alerts/source.h"
#include "models/alerts/sources/fields.h"
#include "models/alerts/sources/snssignature.h"
#include "models/alerts/sources/sqspoll.h"
#include "models/base/json.h"
#include "models/base/tr.h"
#include "models/catalog/places.h"

namespace onlyonce {

namespace {

//! arn:aws:cloudwatch:eu-central-1:123456789012:alarm:login
QString regionOf(const QString &arn)
{
    return arn.startsWith(QLatin1StringView("arn:")) ? arn.section(u':', 3, 3) : QString();
}

void addDimensions(const QJsonValue &dimensions, QJsonObject &labels)
{
    const QJsonArray list = dimensions.toArray();
    for (const QJsonValue value : list) {
        const QJsonObject dimension = value.toObject();
        const QString name = fields::firstOf(dimension, {QLatin1StringView("name"), QLatin1StringView("Name")});
        const QString itsValue = fields::firstOf(dimension, {QLatin1StringView("value"), QLatin1StringView("Value")});
        if (!name.isEmpty() && !itsValue.isEmpty()) {
            labels.insert(name, itsValue);
        }
    }
}

//! Seconds of a period, and how many of the last ones must be bad: the first of them is what the check interval lets pass,
//! the others are the hold.
Watch watchOf(const QJsonObject &trigger)
{
    const auto count = [&](QLatin1StringView key, double most) {
        const double value = trigger.value(key).toDouble();
        return value >= 1 && value <= most ? qint64(value) : 0;
    };
    const std::chrono::seconds period(count(QLatin1StringView("Period"), 86'400));
    const qint64 wanted = count(QLatin1StringView("DatapointsToAlarm"), 1'000);
    const qint64 bad = wanted > 0 ? wanted : count(QLatin1StringView("EvaluationPeriods"), 1'000);
    if (period.count() == 0 || bad == 0) {
        return {};
    }
    return {.hold = bad > 1 ? std::optional<milliseconds>((bad - 1) * period) : std::nullopt, .checkInterval = period};
}

//! An alarm watches one metric, or several in "Metrics", or (a composite one) other alarms, and then has no Trigger.
QJsonObject labelsOf(const QJsonObject &trigger)
{
    QJsonObject labels;
    addDimensions(trigger.value(QLatin1StringView("Dimensions")), labels);
    const QJsonArray metrics = trigger.value(QLatin1StringView("Metrics")).toArray();
    for (const QJsonValue entry : metrics) {
        addDimensions(
            entry[QLatin1StringView("MetricStat")][QLatin1StringView("Metric")][QLatin1StringView("Dimensions")],
            labels);
    }
    return labels;
}

void addLabel(QJsonObject &labels, QLatin1StringView name, const QString &value)
{
    if (!value.isEmpty() && !labels.contains(name)) {
        labels.insert(name, fields::oneLine(value));
    }
}

QString serviceOf(const QJsonObject &labels)
{
    const QString service = fields::service(labels);
    return !service.isEmpty() ? service
                              : fields::firstOf(labels,
                                                {QLatin1StringView("Service"), QLatin1StringView("ServiceName"),
                                                 QLatin1StringView("ApplicationName"),
                                                 QLatin1StringView("FunctionName"), QLatin1StringView("ApiName")},
                                                longestPlaceName);
}

class CloudWatch final : public Source
{
public:
    [[nodiscard]] QString id() const override { return QStringLiteral("cloudwatch"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("Amazon CloudWatch"); }
    [[nodiscard]] QString guide() const override;
    [[nodiscard]] std::vector<SettingField> fields() const override;
    [[nodiscard]] Result<QUrl> signedWith(const QByteArray &payload) const override;
    [[nodiscard]] Result<Parsed> parse(const QByteArray &payload, const Receipt &receipt) const override;
    [[nodiscard]] std::shared_ptr<const Adapter> poller() const override { return sqsPoller(id(), name()); }
};

QString CloudWatch::guide() const
{
    return tr(
        "In Amazon SNS, subscribe `%1` to the topic of your alarms, with the protocol HTTPS and the name by which "
        "this machine is reached from the internet; a token, if one is needed, is the last part of the address. The "
        "topic then asks whether it may send: that is shown above, and an administrator confirms it. Let each alarm "
        "send to the topic when it fires and when it is OK again: without the OK action its recovery is never told. "
        "Only what Amazon has signed is taken in.\n\n"
        "A machine behind NAT or a firewall, which Amazon cannot reach, asks instead: make a queue in "
        "Amazon SQS, subscribe the queue to the topic, and enter the queue's URL and an access key below. "
        "What was taken in is deleted from the queue; what cannot be read stays there until its retention "
        "ends, or goes to its dead-letter queue.");
}

std::vector<SettingField> CloudWatch::fields() const
{
    return {
        {.key = QStringLiteral("topics"),
         .label = tr("Topics"),
         .help = tr("The ARNs of the topics that may send, with commas between them. Empty: any topic of any account "
                    "whose messages Amazon has signed."),
         .placeholder = QStringLiteral("arn:aws:sns:eu-central-1:123456789012:alarms")},
        {.key = QStringLiteral("rawDelivery"),
         .label = tr("Raw message delivery"),
         .kind = SettingField::Kind::Flag,
         .help = tr("The subscription delivers raw messages. Amazon does not sign those: whoever knows the address and "
                    "its token can then send alarms."),
         .defaultValue = QStringLiteral("false")},
    };
}

Result<sns::Envelope> provenEnvelope(sns::Envelope envelope, const Receipt &receipt)
{
    if (receipt.signingCertificate.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    tr("Signature could not be checked: the certificate at SigningCertURL was not fetched."));
    }
    ONLYONCE_TRY(sns::verify(envelope, receipt.signingCertificate));
    QStringList topics = receipt.settings.value(QLatin1StringView("topics")).toString().split(u',', Qt::SkipEmptyParts);
    for (QString &topic : topics) {
        topic = topic.trimmed();
    }
    if (!topics.isEmpty() && !topics.contains(envelope.topicArn)) {
        return fail(ErrorCode::Invalid,
                    tr("TopicArn is not among the topics that may send: %1").arg(fields::oneLine(envelope.topicArn)));
    }
    return envelope;
}

Result<AlertStatus> statusFrom(const QString &state)
{
    if (state == u"ALARM" || state == u"INSUFFICIENT_DATA") {
        return AlertStatus::Firing;
    }
    if (state == u"OK") {
        return AlertStatus::Resolved;
    }
    return fail(ErrorCode::Invalid, tr("NewStateValue is none of ALARM, OK, INSUFFICIENT_DATA."));
}

//! The texts of an alarm; of another type than text is an error.
struct AlarmTexts
{
    QString name;
    QString arn;
    QString state;
    QString description;
    QString reason;
    QString account;
    QString regionName;
};

Result<AlarmTexts> textsOf(const QJsonObject &alarm)
{
    AlarmTexts texts;
    const std::pair<QLatin1StringView, QString *> wanted[]{
        {QLatin1StringView("AlarmName"), &texts.name},
        {QLatin1StringView("AlarmArn"), &texts.arn},
        {QLatin1StringView("NewStateValue"), &texts.state},
        {QLatin1StringView("AlarmDescription"), &texts.description},
        {QLatin1StringView("NewStateReason"), &texts.reason},
        {QLatin1StringView("AWSAccountId"), &texts.account},
        {QLatin1StringView("Region"), &texts.regionName},
    };
    for (const auto &[field, target] : wanted) {
        auto text = fields::text(alarm, field, {});
        if (!text) {
            return failure(text);
        }
        *target = std::move(*text);
    }
    if (texts.name.isEmpty() || texts.state.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    tr("This is no alarm of CloudWatch: %1 is missing.")
                        .arg(texts.name.isEmpty() ? QStringLiteral("AlarmName") : QStringLiteral("NewStateValue")));
    }
    return texts;
}

Result<Signal> signalFrom(const QJsonObject &alarm, Instant receivedAt)
{
    const auto texts = textsOf(alarm);
    if (!texts) {
        return failure(texts);
    }
    const auto status = statusFrom(texts->state);
    if (!status) {
        return failure(status);
    }
    const auto changed = fields::time(alarm, QLatin1StringView("StateChangeTime"), {});
    if (!changed) {
        return failure(changed);
    }
    const auto trigger = fields::object(alarm, QLatin1StringView("Trigger"), {});
    if (!trigger) {
        return failure(trigger);
    }
    Signal signal;
    signal.status = *status;
    signal.severity = texts->state == u"INSUFFICIENT_DATA" ? AlertSeverity::Warning : AlertSeverity::Error;
    // Alarms told of before 2021 had no ARN.
    signal.fingerprint = fields::key(
        !texts->arn.isEmpty() ? texts->arn : QStringList{texts->account, texts->regionName, texts->name}.join(u'/'));
    const auto changedAt = fields::notAfter(*changed, receivedAt);
    (signal.status == AlertStatus::Resolved ? signal.resolvedAt : signal.startedAt) = changedAt;

    signal.dataCentre = fields::oneLine(regionOf(texts->arn), longestPlaceName);
    signal.labels = labelsOf(*trigger);
    signal.watch = watchOf(*trigger);
    signal.service = serviceOf(signal.labels);
    signal.failedTest = fields::failedTest(signal.labels);
    addLabel(signal.labels, QLatin1StringView("alarm"), texts->name);
    addLabel(signal.labels, QLatin1StringView("account"), texts->account);
    addLabel(signal.labels, QLatin1StringView("region"), signal.dataCentre);
    addLabel(signal.labels, QLatin1StringView("namespace"), trigger->value(QLatin1StringView("Namespace")).toString());
    addLabel(signal.labels, QLatin1StringView("metric"), trigger->value(QLatin1StringView("MetricName")).toString());
    addLabel(signal.annotations, QLatin1StringView("description"), texts->description);
    addLabel(signal.annotations, QLatin1StringView("reason"), texts->reason);
    const QString more = texts->description.isEmpty() ? texts->reason : texts->description;
    signal.summary = fields::oneLine(more.isEmpty() ? texts->name : texts->name + QStringLiteral(": ") + more);
    return signal;
}

Result<Parsed> parsedAlarm(const QJsonObject &alarm, Instant receivedAt)
{
    auto signal = signalFrom(alarm, receivedAt);
    if (!signal) {
        return failure(signal);
    }
    Parsed parsed;
    parsed.alerts.push_back(std::move(*signal));
    return parsed;
}

Result<QUrl> CloudWatch::signedWith(const QByteArray &payload) const
{
    const auto body = parseJsonObject(payload);
    if (!body) {
        return failure(body);
    }
    const auto envelope = sns::envelopeFrom(*body);
    if (!envelope) {
        return failure(envelope);
    }
    return *envelope ? (*envelope)->certificateUrl : QUrl();
}

Result<Parsed> CloudWatch::parse(const QByteArray &payload, const Receipt &receipt) const
{
    const auto body = parseJsonObject(payload);
    if (!body) {
        return failure(body);
    }
    const auto found = sns::envelopeFrom(*body);
    if (!found) {
        return failure(found);
    }
    if (!*found) {
        if (receipt.settings.value(QLatin1StringView("rawDelivery")).toVariant().toBool()) {
            return parsedAlarm(*body, receipt.at);
        }
        return fail(ErrorCode::Invalid,
                    tr("There is no signed envelope of Amazon SNS around this. Switch raw message delivery off at the "
                       "subscription, or allow it in the settings of this source."));
    }
    const auto envelope = provenEnvelope(**found, receipt);
    if (!envelope) {
        return failure(envelope);
    }
    if (envelope->type == sns::Envelope::Type::Notification) {
        const auto alarm = parseJsonObject(envelope->message.toUtf8());
        return alarm ? parsedAlarm(*alarm, receipt.at)
                     : fail(ErrorCode::Invalid, tr("Message is no alarm of CloudWatch. %1").arg(alarm.error().message));
    }
    Parsed parsed;
    parsed.asks = Subscription{.subject = fields::oneLine(envelope->topicArn),
                               .confirm = envelope->subscribeUrl,
                               .hasEnded = envelope->type == sns::Envelope::Type::UnsubscribeConfirmation};
    return parsed;
}

}  // namespace

std::shared_ptr<const Source> cloudwatch()
{
    return std::make_shared<CloudWatch>();
}

}  // namespace onlyonce
