// SPDX-License-Identifier: GPL-3.0-or-later
// Amazon SNS: only what a certificate from Amazon's own address proves is taken. The envelopes are signed here by openssl,
// with a key and a certificate of this run.
#include "models/alerts/source.h"
#include "models/alerts/sources/snssignature.h"
#include "models/base/json.h"
#include "support/testca.h"

#include <QTest>

#include <openssl/err.h>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using test::TestCa;

namespace {

const Instant received = parseMachineTime(u"2026-11-23T14:10:00Z").value();

const QString alarmText = QString::fromUtf8(R"({"AlarmName":"login-5xx","NewStateValue":"ALARM",
    "NewStateReason":"31 > 5 – “too many”","StateChangeTime":"2026-11-23T14:05:10.123+0000",
    "AlarmArn":"arn:aws:cloudwatch:eu-central-1:123456789012:alarm:login-5xx"})");

//! Once a run: making a key for RSA takes a moment.
const TestCa &amazon()
{
    static const TestCa authority(u"DNS:sns.amazonaws.com"_s, TestCa::Key::Rsa);
    return authority;
}

const QStringList &signedOfNotification()
{
    static const QStringList names{u"Message"_s,   u"MessageId"_s, u"Subject"_s,
                                   u"Timestamp"_s, u"TopicArn"_s,  u"Type"_s};
    return names;
}

const QStringList &signedOfConfirmation()
{
    static const QStringList names{u"Message"_s, u"MessageId"_s, u"SubscribeURL"_s, u"Timestamp"_s,
                                   u"Token"_s,   u"TopicArn"_s,  u"Type"_s};
    return names;
}

QJsonObject notification()
{
    return {{u"Type"_s, u"Notification"_s},
            {u"MessageId"_s, u"22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"_s},
            {u"TopicArn"_s, u"arn:aws:sns:eu-central-1:123456789012:alarms"_s},
            {u"Subject"_s, u"ALARM: \"login-5xx\" in EU (Frankfurt)"_s},
            {u"Message"_s, alarmText},
            {u"Timestamp"_s, u"2026-11-23T14:05:10.187Z"_s},
            {u"SignatureVersion"_s, u"1"_s},
            {u"SigningCertURL"_s, u"https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01.pem"_s},
            {u"UnsubscribeURL"_s, u"https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe"_s}};
}

QJsonObject confirmation(const QString &type)
{
    QJsonObject body = notification();
    body.remove(u"Subject"_s);
    body.remove(u"UnsubscribeURL"_s);
    body.insert(u"Type"_s, type);
    body.insert(u"Message"_s, u"You have chosen to subscribe to the topic.\nTo confirm, visit the SubscribeURL."_s);
    body.insert(u"Token"_s, u"2336412f37fb687f5d51e6e241d0"_s);
    body.insert(
        u"SubscribeURL"_s,
        u"https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:a&Token=2336"_s);
    return body;
}

//! Name and value of these fields, a line each: what Amazon's guide says is signed, written down a second time.
QByteArray linesOf(const QJsonObject &body, const QStringList &names)
{
    QByteArray text;
    for (const QString &name : names) {
        if (body.contains(name)) {
            text += name.toUtf8() + '\n' + body.value(name).toString().toUtf8() + '\n';
        }
    }
    return text;
}

QJsonObject withSignature(QJsonObject body, const QStringList &names, const TestCa &signer = amazon())
{
    const QString hash = body.value("SignatureVersion"_L1).toString() == u"2" ? u"sha256"_s : u"sha1"_s;
    body.insert(u"Signature"_s, QString::fromLatin1(signer.signature(linesOf(body, names), hash).toBase64()));
    return body;
}

Result<Parsed> parse(const QJsonObject &body, const QByteArray &certificate, const QJsonObject &settings = {})
{
    return sourceNamed(u"cloudwatch"_s)
        ->parse(toJsonBytes(body), {.at = received, .settings = settings, .signingCertificate = certificate});
}

QString refusal(const Result<Parsed> &parsed)
{
    return parsed || parsed.error().code != ErrorCode::Invalid ? u"(not refused)"_s : parsed.error().message;
}

const QString forged = u"Signature does not belong to this message: Amazon SNS did not send it like this."_s;

}  // namespace

class TestSns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesWhatIsSigned();
    void takesWhatIsSigned_data();
    void takesWhatIsSigned();
    void refusesWhatWasChanged_data();
    void refusesWhatWasChanged();
    void refusesAnotherOrder();
    void refusesAnotherVersion();
    void takesNoSubject();
    void refusesOtherCertificates();
    void refusesWhatNobodyCouldCheck();
    void trustsAmazonsAddressesOnly_data();
    void trustsAmazonsAddressesOnly();
    void refusesBrokenEnvelopes_data();
    void refusesBrokenEnvelopes();
    void namesTheCertificate();
    void asksWhetherItMaySend();
    void takesFromTheseTopicsOnly();
    void takesRawOnlyWhereAllowed();
    void readsStates_data();
    void readsStates();
    void otherMessagesAreNoAlarms();
    void leavesNoErrorsToTls();
};

void TestSns::writesWhatIsSigned()
{
    const QByteArray notified = sns::signedText(sns::envelopeFrom(withSignature(notification(), {}))->value());
    QCOMPARE(notified, "Message\n" + alarmText.toUtf8()
                           + "\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\n"
                             "Subject\nALARM: \"login-5xx\" in EU (Frankfurt)\n"
                             "Timestamp\n2026-11-23T14:05:10.187Z\n"
                             "TopicArn\narn:aws:sns:eu-central-1:123456789012:alarms\n"
                             "Type\nNotification\n");
    const QByteArray asked =
        sns::signedText(sns::envelopeFrom(withSignature(confirmation(u"SubscriptionConfirmation"_s), {}))->value());
    QCOMPARE(asked, "Message\nYou have chosen to subscribe to the topic.\nTo confirm, visit the SubscribeURL.\n"
                    "MessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\n"
                    "SubscribeURL\nhttps://sns.eu-central-1.amazonaws.com/"
                    "?Action=ConfirmSubscription&TopicArn=arn:aws:sns:a&Token=2336\n"
                    "Timestamp\n2026-11-23T14:05:10.187Z\n"
                    "Token\n2336412f37fb687f5d51e6e241d0\n"
                    "TopicArn\narn:aws:sns:eu-central-1:123456789012:alarms\n"
                    "Type\nSubscriptionConfirmation\n");
}

void TestSns::takesWhatIsSigned_data()
{
    QTest::addColumn<QString>("version");
    QTest::newRow("SHA-1") << u"1"_s;
    QTest::newRow("SHA-256") << u"2"_s;
}

void TestSns::takesWhatIsSigned()
{
    QFETCH(const QString, version);
    QJsonObject body = notification();
    body.insert(u"SignatureVersion"_s, version);
    body.insert(u"Unknown"_s, 7);  // neither signed nor read
    const auto parsed = parse(withSignature(body, signedOfNotification()), amazon().certificatePem());
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
    QCOMPARE(parsed->alerts.size(), 1U);
    QVERIFY(!parsed->asks);
    const Signal &signal = parsed->alerts.front();
    QCOMPARE(signal.fingerprint, u"arn:aws:cloudwatch:eu-central-1:123456789012:alarm:login-5xx"_s);
    QCOMPARE(signal.status, AlertStatus::Firing);
    QCOMPARE(signal.dataCentre, u"eu-central-1"_s);
    QCOMPARE(signal.summary, u"login-5xx: 31 > 5 – “too many”"_s);
    QCOMPARE(toIso(signal.startedAt.value()), u"2026-11-23T14:05:10.123Z"_s);
}

void TestSns::refusesWhatWasChanged_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("field");
    for (const QString &field : signedOfNotification().mid(0, 5)) {
        QTest::addRow("Notification %s", qPrintable(field)) << u"Notification"_s << field;
    }
    for (const QString &type : {u"SubscriptionConfirmation"_s, u"UnsubscribeConfirmation"_s}) {
        for (const QString &field : signedOfConfirmation().mid(0, 6)) {
            QTest::addRow("%s %s", qPrintable(type), qPrintable(field)) << type << field;
        }
    }
}

void TestSns::refusesWhatWasChanged()
{
    QFETCH(const QString, type);
    QFETCH(const QString, field);
    const bool isNotification = type == u"Notification";
    QJsonObject body = isNotification ? withSignature(notification(), signedOfNotification())
                                      : withSignature(confirmation(type), signedOfConfirmation());
    QVERIFY(parse(body, amazon().certificatePem()));
    body.insert(field, body.value(field).toString() + u'x');
    QCOMPARE(refusal(parse(body, amazon().certificatePem())), forged);
    // A confirmation of another kind is another message, too.
    if (!isNotification) {
        QJsonObject other = withSignature(confirmation(type), signedOfConfirmation());
        other.insert(u"Type"_s, type.startsWith(u'S') ? u"UnsubscribeConfirmation"_s : u"SubscriptionConfirmation"_s);
        QCOMPARE(refusal(parse(other, amazon().certificatePem())), forged);
    }
}

void TestSns::refusesAnotherOrder()
{
    QStringList order = signedOfNotification();
    order.swapItemsAt(0, 1);
    QCOMPARE(refusal(parse(withSignature(notification(), order), amazon().certificatePem())), forged);
    order = signedOfConfirmation();
    order.swapItemsAt(2, 4);
    const QJsonObject asked = confirmation(u"SubscriptionConfirmation"_s);
    QCOMPARE(refusal(parse(withSignature(asked, order), amazon().certificatePem())), forged);
    // The shorter list that Amazon's newer page names for confirmations.
    order.removeOne(u"Token"_s);
    order.removeOne(u"SubscribeURL"_s);
    QCOMPARE(refusal(parse(withSignature(asked, order), amazon().certificatePem())), forged);
    // In the body itself the order says nothing.
    const QJsonObject good = withSignature(notification(), signedOfNotification());
    QList<QByteArray> members;
    for (const QString &name : good.keys()) {
        members.prepend(toJsonBytes({{name, good.value(name)}}).chopped(1).mid(1));
    }
    QVERIFY(
        sourceNamed(u"cloudwatch"_s)
            ->parse('{' + members.join(',') + '}', {.at = received, .signingCertificate = amazon().certificatePem()}));
}

void TestSns::refusesAnotherVersion()
{
    QJsonObject body = withSignature(notification(), signedOfNotification());
    body.insert(u"SignatureVersion"_s, u"2"_s);
    QCOMPARE(refusal(parse(body, amazon().certificatePem())), forged);
}

void TestSns::takesNoSubject()
{
    QJsonObject body = notification();
    body.remove(u"Subject"_s);
    body = withSignature(body, signedOfNotification());
    QVERIFY(parse(body, amazon().certificatePem()));
    body.insert(u"Subject"_s, QJsonValue::Null);
    QVERIFY(parse(body, amazon().certificatePem()));
    body.insert(u"Subject"_s, QString());
    QCOMPARE(refusal(parse(body, amazon().certificatePem())), forged);
    QVERIFY(parse(withSignature(body, signedOfNotification()), amazon().certificatePem()));
}

void TestSns::refusesOtherCertificates()
{
    const QString noCertificate = u"SigningCertURL did not lead to a certificate for RSA."_s;
    const QJsonObject good = withSignature(notification(), signedOfNotification());
    QCOMPARE(refusal(parse(good, amazon().caPem())), forged);  // of RSA, but another's
    QCOMPARE(refusal(parse(good, amazon().keyPem())), noCertificate);
    QCOMPARE(refusal(parse(good, "<html>404</html>")), noCertificate);
    QCOMPARE(refusal(parse(good, amazon().certificatePem().left(300))), noCertificate);
    const TestCa elliptic;
    QCOMPARE(refusal(parse(withSignature(notification(), signedOfNotification(), elliptic), elliptic.certificatePem())),
             noCertificate);
}

void TestSns::refusesWhatNobodyCouldCheck()
{
    const QString unchecked = u"Signature could not be checked: the certificate at SigningCertURL was not fetched."_s;
    QCOMPARE(refusal(parse(withSignature(notification(), signedOfNotification()), {})), unchecked);
    QCOMPARE(refusal(parse(withSignature(confirmation(u"SubscriptionConfirmation"_s), signedOfConfirmation()), {})),
             unchecked);
    // Allowing raw messages does not let envelopes through.
    QCOMPARE(refusal(parse(withSignature(notification(), signedOfNotification()), {}, {{u"rawDelivery"_s, u"true"_s}})),
             unchecked);
}

void TestSns::trustsAmazonsAddressesOnly_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("trusted");
    const auto row = [](const char *address, bool trusted) {
        QTest::newRow(address) << QString::fromUtf8(address) << trusted;
    };
    row("https://sns.eu-central-1.amazonaws.com/a.pem", true);
    row("https://sns.eu-central-1.amazonaws.com:443/a.pem", true);
    row("https://SNS.us-gov-west-1.AmazonAWS.com/a.pem", true);
    row("https://sns.cn-north-1.amazonaws.com.cn/a.pem", true);
    row("http://sns.eu-central-1.amazonaws.com/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com:8443/a.pem", false);
    row("https://user@sns.eu-central-1.amazonaws.com/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com@example.org/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com.example.org/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com./a.pem", false);
    row("https://sns.eu-central-1.amazonaws.de/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com.de/a.pem", false);
    row("https://sns.example.org/sns.eu-central-1.amazonaws.com/a.pem", false);
    row("https://mysns.eu-central-1.amazonaws.com/a.pem", false);
    row("https://sns.bucket.s3.amazonaws.com/a.pem", false);
    row("https://bucket.s3.amazonaws.com/a.pem", false);
    row("https://sns.amazonaws.com/a.pem", false);
    row("https://sns..amazonaws.com/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com\\@example.org/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com%2eexample.org/a.pem", false);
    row("https://sns.eu-central-1.amazonaws.com\n.example.org/a.pem", false);
    row("file:///etc/passwd", false);
    row("", false);
}

void TestSns::trustsAmazonsAddressesOnly()
{
    QFETCH(const QString, address);
    QFETCH(const bool, trusted);
    QCOMPARE(sns::isAmazonAddress(QUrl(address, QUrl::StrictMode)), trusted);
    QJsonObject body = withSignature(notification(), signedOfNotification());
    body.insert(u"SigningCertURL"_s, address);
    QCOMPARE(refusal(parse(body, amazon().certificatePem())),
             trusted ? u"(not refused)"_s : u"SigningCertURL is not an address of Amazon SNS."_s);
    QJsonObject asked = confirmation(u"SubscriptionConfirmation"_s);
    asked.insert(u"SubscribeURL"_s, address);
    QCOMPARE(refusal(parse(withSignature(asked, signedOfConfirmation()), amazon().certificatePem())),
             trusted ? u"(not refused)"_s : u"SubscribeURL is not an address of Amazon SNS."_s);
}

void TestSns::refusesBrokenEnvelopes_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("why");
    const QJsonValue none(QJsonValue::Undefined);
    for (const QString &field : {u"Message"_s, u"MessageId"_s, u"Timestamp"_s, u"SignatureVersion"_s, u"Signature"_s,
                                 u"SigningCertURL"_s, u"Token"_s, u"SubscribeURL"_s}) {
        QTest::addRow("no %s", qPrintable(field)) << field << none << field + u" is missing."_s;
        QTest::addRow("%s is 7", qPrintable(field)) << field << QJsonValue(7) << field + u" is not a text."_s;
    }
    QTest::newRow("Type") << u"Type"_s << QJsonValue(u"Other"_s) << u"Type is none that Amazon SNS sends."_s;
    QTest::newRow("Type is 7") << u"Type"_s << QJsonValue(7) << u"Type is not a text."_s;
    QTest::newRow("TopicArn is 7") << u"TopicArn"_s << QJsonValue(7) << u"TopicArn is not a text."_s;
    QTest::newRow("Subject is 7") << u"Subject"_s << QJsonValue(7) << u"Subject is not a text."_s;
    QTest::newRow("version 3") << u"SignatureVersion"_s << QJsonValue(u"3"_s)
                               << u"SignatureVersion is neither “1” nor “2”."_s;
    QTest::newRow("no Base64") << u"Signature"_s << QJsonValue(u"?!"_s) << u"Signature is not Base64."_s;
    QTest::newRow("empty signature") << u"Signature"_s << QJsonValue(QString()) << u"Signature is not Base64."_s;
}

void TestSns::refusesBrokenEnvelopes()
{
    QFETCH(const QString, field);
    QFETCH(const QJsonValue, value);
    QFETCH(const QString, why);
    QJsonObject body = withSignature(confirmation(u"SubscriptionConfirmation"_s), signedOfConfirmation());
    if (value.isUndefined()) {
        body.remove(field);
    } else {
        body.insert(field, value);
    }
    QCOMPARE(refusal(parse(body, amazon().certificatePem())), why);
    const auto certificate = sourceNamed(u"cloudwatch"_s)->signedWith(toJsonBytes(body));
    QCOMPARE(certificate ? QString() : certificate.error().message, why);
}

void TestSns::namesTheCertificate()
{
    const auto source = sourceNamed(u"cloudwatch"_s);
    QCOMPARE(source->signedWith(toJsonBytes(withSignature(notification(), {}))).value(),
             QUrl(u"https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01.pem"_s));
    QCOMPARE(source->signedWith(alarmText.toUtf8()).value(), QUrl());
    QVERIFY(!source->signedWith("no JSON"));
    QCOMPARE(sourceNamed(u"alertmanager"_s)->signedWith("{}").value(), QUrl());
}

void TestSns::asksWhetherItMaySend()
{
    const auto asked = parse(withSignature(confirmation(u"SubscriptionConfirmation"_s), signedOfConfirmation()),
                             amazon().certificatePem());
    QVERIFY(asked);
    QVERIFY(asked->alerts.empty());
    QVERIFY(asked->asks);
    QCOMPARE(asked->asks->subject, u"arn:aws:sns:eu-central-1:123456789012:alarms"_s);
    QCOMPARE(asked->asks->confirm.toString(),
             u"https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:a&Token=2336"_s);
    QVERIFY(!asked->asks->hasEnded);
    const auto ended = parse(withSignature(confirmation(u"UnsubscribeConfirmation"_s), signedOfConfirmation()),
                             amazon().certificatePem());
    QVERIFY(ended && ended->alerts.empty() && ended->asks && ended->asks->hasEnded);
}

void TestSns::takesFromTheseTopicsOnly()
{
    const QJsonObject body = withSignature(notification(), signedOfNotification());
    const auto from = [&body](const QString &topics) {
        return refusal(parse(body, amazon().certificatePem(), {{u"topics"_s, topics}}));
    };
    QCOMPARE(from({}), u"(not refused)"_s);
    QCOMPARE(from(u"arn:aws:sns:eu-central-1:123456789012:alarms"_s), u"(not refused)"_s);
    QCOMPARE(from(u"arn:x, arn:aws:sns:eu-central-1:123456789012:alarms ,"_s), u"(not refused)"_s);
    const QString other =
        u"TopicArn is not among the topics that may send: arn:aws:sns:eu-central-1:123456789012:alarms"_s;
    QCOMPARE(from(u"arn:aws:sns:eu-central-1:123456789012:alarm"_s), other);
    QCOMPARE(from(u"arn:aws:sns:eu-central-1:123456789012:alarms2"_s), other);
    QCOMPARE(refusal(parse(withSignature(confirmation(u"SubscriptionConfirmation"_s), signedOfConfirmation()),
                           amazon().certificatePem(), {{u"topics"_s, u"arn:x"_s}})),
             other);
}

void TestSns::takesRawOnlyWhereAllowed()
{
    const auto raw = [](const QJsonObject &settings) {
        return parse(parseJsonObject(alarmText.toUtf8()).value(), {}, settings);
    };
    QVERIFY(refusal(raw({})).startsWith(u"There is no signed envelope of Amazon SNS around this."));
    QVERIFY(refusal(raw({{u"rawDelivery"_s, u"false"_s}})).startsWith(u"There is no signed envelope"));
    const auto allowed = raw({{u"rawDelivery"_s, u"true"_s}});
    QVERIFY(allowed);
    QCOMPARE(allowed->alerts.size(), 1U);
}

void TestSns::readsStates_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("ALARM") << u"ALARM"_s << u"firing error 2026-11-23T14:05:00.000Z -"_s;
    QTest::newRow("OK") << u"OK"_s << u"resolved error - 2026-11-23T14:05:00.000Z"_s;
    QTest::newRow("INSUFFICIENT_DATA") << u"INSUFFICIENT_DATA"_s << u"firing warning 2026-11-23T14:05:00.000Z -"_s;
    QTest::newRow("another") << u"Alarm"_s << u"NewStateValue is none of ALARM, OK, INSUFFICIENT_DATA."_s;
}

void TestSns::readsStates()
{
    QFETCH(const QString, state);
    QFETCH(const QString, outcome);
    const auto time = [](const std::optional<Instant> &instant) { return instant ? toIso(*instant) : u"-"_s; };
    const auto parsed = parse({{u"AlarmName"_s, u"a"_s},
                               {u"NewStateValue"_s, state},
                               {u"StateChangeTime"_s, u"2026-11-23T14:05:00.000+0000"_s}},
                              {}, {{u"rawDelivery"_s, u"true"_s}});
    if (!parsed) {
        QCOMPARE(parsed.error().message, outcome);
        return;
    }
    const Signal &signal = parsed->alerts.at(0);
    QCOMPARE(u"%1 %2 %3 %4"_s.arg(toText(signal.status), toText(signal.severity), time(signal.startedAt),
                                  time(signal.resolvedAt)),
             outcome);
    QCOMPARE(signal.fingerprint, u"//a"_s);
}

void TestSns::otherMessagesAreNoAlarms()
{
    const auto message = [](const QString &text) {
        QJsonObject body = notification();
        body.insert(u"Message"_s, text);
        return refusal(parse(withSignature(body, signedOfNotification()), amazon().certificatePem()));
    };
    QVERIFY(message(u"Hello"_s).startsWith(u"Message is no alarm of CloudWatch."));
    QCOMPARE(message(u"{}"_s), u"This is no alarm of CloudWatch: AlarmName is missing."_s);
    QCOMPARE(message(u"{\"AlarmName\":\"a\"}"_s), u"This is no alarm of CloudWatch: NewStateValue is missing."_s);
    QCOMPARE(message(u"{\"AlarmName\":7}"_s), u"AlarmName is not a text."_s);
}

void TestSns::leavesNoErrorsToTls()
{
    const QJsonObject good = withSignature(notification(), signedOfNotification());
    QVERIFY(!parse(good, "no certificate"));
    QVERIFY(!parse(good, amazon().caPem()));
    QCOMPARE(ERR_peek_error(), 0UL);
}

QTEST_GUILESS_MAIN(TestSns)
#include "tst_sns.moc"
