// SPDX-License-Identifier: GPL-3.0-or-later
// Amazon SNS: only what a certificate from Amazon's own address proves is taken, and that certificate is fetched once.
#include "models/alerts/collector.h"
#include "models/alerts/sources/snssignature.h"
#include "models/alerts/subscriptions/certificates.h"
#include "models/alerts/subscriptions/confirmer.h"
#include "models/storage/journal.h"
#include "support/scriptedhttp.h"
#include "support/signedsns.h"
#include "support/testdatabase.h"

#include <QTest>

#include <openssl/err.h>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace onlyonce::test;

Q_DECLARE_METATYPE(onlyonce::test::ScriptedReply)

namespace {

const Instant received = parseMachineTime(u"2026-11-23T14:10:00Z").value();

Result<Parsed> parse(const QJsonObject &body, const QByteArray &certificate, const QJsonObject &settings = {})
{
    return sourceNamed(u"cloudwatch"_s)
        ->parse(toJsonBytes(body), {.at = received, .settings = settings, .signingCertificate = certificate});
}

QString refusal(const Result<Parsed> &parsed)
{
    return parsed || parsed.error().code != ErrorCode::Invalid ? u"(not refused)"_s : parsed.error().message;
}

//! The certificate's server stands on loopback here: under another address, and with a certificate of its own.
struct House
{
    explicit House(Engine engine = Engine::Sqlite)
        : database(engine)
        , server(tls.certificatePem(), tls.keyPem())
    {
        server.setResponder(
            [](const RecordedRequest &) { return ScriptedReply{.body = amazon().certificatePem(), .delay = 50ms}; });
    }
    Answer<Result<HttpReply>> send(HttpRequest request)
    {
        asked << request.url;
        request.url = server.url(request.url.path());
        request.caPem = trusted;
        return client.send(request);
    }
    Answer<Result<Intake>> take(const QByteArray &payload) { return collector.take(u"cloudwatch"_s, payload); }
    QString refusal(const QByteArray &payload)
    {
        const auto taken = await(take(payload));
        return taken ? u"(not refused)"_s : taken.error().message;
    }

    TestCa tls;
    QByteArray trusted = tls.caPem();
    TestDatabase database;
    ScriptedHttp server;
    HttpClient client;
    QList<QUrl> asked;
    std::optional<Certificates> certificates{std::in_place,
                                             [this](const HttpRequest &request) { return send(request); }};
    Collector collector{*database, Collector::Limits(), [this](const QUrl &url) { return certificates->fetch(url); }};
};

//! A topic asks, a person answers, and the far side is told.
struct Desk
{
    explicit Desk(Engine engine = Engine(*static_cast<int *>(QTest::qData("engine", qMetaTypeId<int>()))))
        : database(engine)
    {
        const auto actor = [this](auto find) { return await(database->write({}, find)).value().id; };
        program = actor([](Transaction &t) { return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s); });
        ada = actor([](Transaction &t) { return actorForLogin(t, u"ada"_s, u"Ada Example"_s); });
        responder = actor([](Transaction &t) { return actorForMachine(t, ActorKind::Source, u"cloudwatch"_s); });
        confirmer.emplace(*database, program);
        database.clock.set(u"2026-11-23T14:10:00Z");
    }
    void asks(const QString &path = u"/?Token=1"_s, bool hasEnded = false)
    {
        const Subscription asked{.subject = topicArn(), .confirm = amazon.url(path), .hasEnded = hasEnded};
        REQUIRE_OK(await(
            database->write({}, [&](Transaction &t) { return noteSubscription(t, u"cloudwatch"_s, asked, t.now()); })));
    }
    std::vector<SubscriptionRow> rows() const
    {
        return await(database->read([](Transaction &t) { return subscriptions(t); })).value();
    }
    //! "asked", and the problem if there is one.
    QString state() const
    {
        const auto all = rows();
        return all.size() == 1 ? (toText(all.front().state) + u' ' + all.front().problem).trimmed() : u"not one row"_s;
    }
    QString text() const { return subscriptionText(rows().front(), database->clock().now()); }
    Result<> agree(ActorId actor)
    {
        return await(
            database->write(actor, [id = rows().front().id](Transaction &t) { return agreeToSubscription(t, id); }));
    }
    Result<> agree() { return agree(ada); }
    Result<> ignore(ActorId actor)
    {
        return await(
            database->write(actor, [id = rows().front().id](Transaction &t) { return ignoreSubscription(t, id); }));
    }
    Result<> tell() { return await(confirmer->runOnce()); }

    mutable TestDatabase database;
    ScriptedHttp amazon;
    ActorId program;
    ActorId ada;
    ActorId responder;
    std::optional<Confirmer> confirmer;
};

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
    void aStormFetchesOnce();
    void eachCertificateIsItsOwn();
    void whatCannotBeFetchedIsNotTaken_data();
    void whatCannotBeFetchedIsNotTaken();
    void aFailureIsNotAskedForAgainAtOnce();
    void withoutTrustNothingIsTaken();
    void tooManyCertificatesAtOnce();
    void whoIsGoneAnswersAllTheSame();

    void whatATopicAsksIsKept_data() { TestDatabase::addEngines(); }
    void whatATopicAsksIsKept();
    void onlyWhatAnAdministratorAgreedToIsConfirmed_data() { TestDatabase::addEngines(); }
    void onlyWhatAnAdministratorAgreedToIsConfirmed();
    void askedTwiceIsOneRow_data() { TestDatabase::addEngines(); }
    void askedTwiceIsOneRow();
    void aRefusalSaysWhatToDo();
    void aFaultIsTriedAgain();
    void aQuestionGrowsOld();
    void anEndedOneIsTakenUpAgain();
    void whatIsIgnoredStaysIgnored();
    void oneProcessConfirms_data() { TestDatabase::addEngines(); }
    void oneProcessConfirms();
};

void TestSns::writesWhatIsSigned()
{
    const QByteArray notified = sns::signedText(sns::envelopeFrom(withSignature(notification(), {}))->value());
    QCOMPARE(notified, "Message\n" + alarmText().toUtf8()
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
    QCOMPARE(source->signedWith(alarmText().toUtf8()).value(), QUrl());
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
        return parse(parseJsonObject(alarmText().toUtf8()).value(), {}, settings);
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

void TestSns::aStormFetchesOnce()
{
    House house;
    const QByteArray good = notificationBytes();
    std::vector<Answer<Result<Intake>>> answers;
    answers.reserve(20);
    for (int i = 0; i < 20; ++i) {
        answers.push_back(house.take(good));
    }
    int opened = 0;
    for (const auto &answer : answers) {
        const auto taken = await(answer);
        REQUIRE_OK(taken);
        opened += taken->opened;
    }
    QCOMPARE(opened, 1);
    REQUIRE_OK(await(house.take(good)));
    QCOMPARE(house.asked, QList{QUrl(notification().value("SigningCertURL"_L1).toString())});
    QCOMPARE(house.server.requests().size(), 1);
    // What somebody else signed is refused, whatever is known.
    const TestCa stranger(u"DNS:sns.amazonaws.com"_s, TestCa::Key::Rsa);
    QCOMPARE(house.refusal(toJsonBytes(withSignature(notification(), signedOfNotification(), stranger))), forged);
    QCOMPARE(house.server.requests().size(), 1);
}

void TestSns::eachCertificateIsItsOwn()
{
    House house;
    REQUIRE_OK(await(house.take(notificationBytes())));
    QJsonObject other = notification();
    other.insert(u"SigningCertURL"_s, u"https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-02.pem"_s);
    house.server.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = TestCa().certificatePem()}; });
    QVERIFY(house.refusal(toJsonBytes(withSignature(other, signedOfNotification()))).startsWith(u"SigningCertURL did"));
    QCOMPARE(house.server.requests().size(), 2);
    QCOMPARE(house.server.requests().last().target, "/SimpleNotificationService-02.pem"_ba);
}

void TestSns::whatCannotBeFetchedIsNotTaken_data()
{
    QTest::addColumn<ScriptedReply>("reply");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *name, const ScriptedReply &reply, ErrorCode code) {
        QTest::newRow(name) << reply << code;
    };
    row("not there", {.status = 404, .body = "No such key"}, ErrorCode::Invalid);
    row("forbidden", {.status = 403}, ErrorCode::Invalid);
    row("elsewhere", {.status = 302, .headers = {{"Location", "https://sns.example.org/a.pem"}}}, ErrorCode::Invalid);
    row("no certificate", {.body = "<html>Log in</html>"}, ErrorCode::Invalid);
    row("a fault", {.status = 500}, ErrorCode::Unavailable);
    row("too often", {.status = 429}, ErrorCode::Unavailable);
    row("too long", {.body = amazon().certificatePem(), .padding = 70'000}, ErrorCode::Unavailable);
    row("cut off", {.body = "-----BEGIN CERTIFICATE-----", .fault = Fault::CloseMidway}, ErrorCode::Unavailable);
}

void TestSns::whatCannotBeFetchedIsNotTaken()
{
    QFETCH(ScriptedReply, reply);
    QFETCH(const ErrorCode, code);
    House house;
    house.server.setResponder([&reply](const RecordedRequest &) { return reply; });
    const auto taken = await(house.take(notificationBytes()));
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, code);
    QCOMPARE(house.server.requests().size(), 1);
    const auto states = [&] {
        return await(house.database->read([](Transaction &t) { return sourceStates(t); })).value();
    };
    QTRY_COMPARE(states().size(), 1U);
    QCOMPARE(states().front().lastRefusal, taken.error().message);
    QCOMPARE(states().front().received, 0);
}

void TestSns::aFailureIsNotAskedForAgainAtOnce()
{
    House house;
    house.server.enqueue({.status = 500});
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!await(house.take(notificationBytes())));
    }
    QCOMPARE(house.server.requests().size(), 1);
    // Amazon sends again, and by then it is asked for again.
    QTRY_VERIFY_WITH_TIMEOUT(await(house.take(notificationBytes())), 10'000);
    QCOMPARE(house.server.requests().size(), 2);
}

void TestSns::withoutTrustNothingIsTaken()
{
    House house;
    house.trusted.clear();
    const auto taken = await(house.take(notificationBytes()));
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::Unavailable);
    QVERIFY2(taken.error().message.startsWith(u"The sender's certificate could not be fetched:"),
             qPrintable(taken.error().message));
    QCOMPARE(house.server.requests().size(), 0);
}

void TestSns::tooManyCertificatesAtOnce()
{
    House house;
    std::vector<Answer<Result<QByteArray>>> answers;
    answers.reserve(5);
    for (int i = 0; i < 5; ++i) {
        answers.push_back(house.certificates->fetch(QUrl(u"https://sns.eu-west-1.amazonaws.com/%1.pem"_s.arg(i))));
    }
    QCOMPARE(await(answers.back()).error().code, ErrorCode::Busy);
    REQUIRE_OK(await(answers.front()));
}

void TestSns::whoIsGoneAnswersAllTheSame()
{
    House house;
    house.server.setResponder([](const RecordedRequest &) { return ScriptedReply{.fault = Fault::Silence}; });
    const auto waits = house.take(notificationBytes());
    QTRY_COMPARE(house.server.requests().size(), 1);
    house.certificates.reset();
    QCOMPARE(await(waits).error().code, ErrorCode::Cancelled);
}

void TestSns::whatATopicAsksIsKept()
{
    QFETCH(const int, engine);
    House house{Engine(engine)};
    const auto taken = await(house.take(confirmationBytes()));
    REQUIRE_OK(taken);
    QCOMPARE(taken->opened + taken->repeated + taken->resolved, 0);
    const auto rows = [&] {
        return await(house.database->read([](Transaction &t) { return subscriptions(t); })).value();
    };
    QCOMPARE(rows().size(), 1U);
    QCOMPARE(rows().front().source, u"cloudwatch"_s);
    QCOMPARE(rows().front().subject, topicArn());
    QCOMPARE(rows().front().confirm, QUrl(confirmation().value("SubscribeURL"_L1).toString()));
    QCOMPARE(rows().front().state, SubscriptionState::Asked);
    // What nobody signed asks for nothing.
    QVERIFY(!await(house.take(confirmationBytes().replace("123456789012", "210987654321"))));
    REQUIRE_OK(await(house.take(confirmationBytes(u"UnsubscribeConfirmation"_s, u"7"_s))));
    QCOMPARE(rows().size(), 1U);
    QCOMPARE(rows().front().state, SubscriptionState::Ended);
    QVERIFY(std::ranges::none_of(house.asked, [](const QUrl &url) { return url.hasQuery(); }));  // nothing is confirmed
}

void TestSns::onlyWhatAnAdministratorAgreedToIsConfirmed()
{
    Desk desk;
    desk.amazon.setResponder(
        [](const RecordedRequest &) { return ScriptedReply{.body = "<ConfirmSubscriptionResponse>"}; });
    desk.asks();
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.text(), u"Topic %1 asks to send alerts here, since 0 s ago."_s.arg(topicArn()));
    QCOMPARE(desk.agree(desk.responder).error().code, ErrorCode::Denied);
    QCOMPARE(desk.ignore(desk.responder).error().code, ErrorCode::Denied);
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"asked"_s);
    QCOMPARE(desk.amazon.requests().size(), 0);

    REQUIRE_OK(desk.agree());
    QCOMPARE(desk.state(), u"agreed"_s);
    QCOMPARE(desk.agree().error().code, ErrorCode::Conflict);
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"confirmed"_s);
    QCOMPARE(desk.amazon.requests().size(), 1);
    QCOMPARE(desk.amazon.requests().front().method, "GET"_ba);
    QCOMPARE(desk.amazon.requests().front().target, "/?Token=1"_ba);
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.amazon.requests().size(), 1);
    QCOMPARE(desk.agree().error().code, ErrorCode::Conflict);
    QCOMPARE(desk.ignore(desk.ada).error().code, ErrorCode::Conflict);
    desk.database.clock.advance(1h);
    QCOMPARE(desk.text(), u"Topic %1 may send alerts here: confirmed 1 h 00 min ago."_s.arg(topicArn()));

    const qint64 id = desk.rows().front().id.value;
    const auto trail =
        await(desk.database->read([id](Transaction &t) { return auditOf(t, u"subscription"_s, id); })).value();
    QCOMPARE(trail.size(), 2U);
    QCOMPARE(trail.at(1).actor, desk.ada);
    QCOMPARE(trail.at(1).change.newValue, u"agreed"_s);
    QCOMPARE(trail.at(0).actor, desk.program);
    QCOMPARE(trail.at(0).change.newValue, u"confirmed"_s);
}

void TestSns::askedTwiceIsOneRow()
{
    Desk desk;
    desk.asks(u"/?Token=1"_s);
    desk.database.clock.advance(1min);
    desk.asks(u"/?Token=1"_s);  // delivered twice
    QCOMPARE(desk.state(), u"asked"_s);
    QCOMPARE(toIso(desk.rows().front().askedAt), u"2026-11-23T14:10:00.000Z"_s);
    desk.asks(u"/?Token=2"_s);  // asked anew
    QCOMPARE(desk.state(), u"asked"_s);
    QCOMPARE(toIso(desk.rows().front().askedAt), u"2026-11-23T14:11:00.000Z"_s);
    REQUIRE_OK(desk.agree());
    desk.asks(u"/?Token=3"_s);  // a person has said it already
    QCOMPARE(desk.state(), u"agreed"_s);
    desk.amazon.setResponder([](const RecordedRequest &) { return ScriptedReply{}; });
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"confirmed"_s);
    QCOMPARE(desk.amazon.requests().front().target, "/?Token=3"_ba);
    desk.asks(u"/?Token=4"_s);  // it was deleted over there, and made again
    QCOMPARE(desk.state(), u"asked"_s);
}

void TestSns::aRefusalSaysWhatToDo()
{
    Desk desk{Engine::Sqlite};
    desk.asks();
    REQUIRE_OK(desk.agree());
    desk.amazon.enqueue({.status = 400,
                         .body = "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code>"
                                 "<Message>Invalid parameter: Token</Message></Error></ErrorResponse>"});
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"failed 127.0.0.1 refused: “Invalid parameter: Token”"_s);
    QVERIFY(desk.rows().front().waitsForPerson());
    QVERIFY(desk.text().endsWith(u"choose its subscription and “Request confirmation”."));
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.amazon.requests().size(), 1);  // nobody tries it again by itself
    REQUIRE_OK(desk.agree());
    desk.amazon.enqueue({.status = 302, .headers = {{"Location", "/elsewhere"}}});
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"failed 127.0.0.1 refused (HTTP 302)."_s);
    QCOMPARE(desk.amazon.requests().size(), 2);
}

void TestSns::aFaultIsTriedAgain()
{
    Desk desk{Engine::Sqlite};
    desk.asks();
    REQUIRE_OK(desk.agree());
    desk.amazon.enqueue({.status = 503});
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"agreed 127.0.0.1 has a fault at the moment (HTTP 503)."_s);
    QVERIFY(desk.text().contains(u"is not confirmed yet, and it is tried again"));
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.amazon.requests().size(), 1);  // not yet
    desk.database.clock.advance(5s);
    desk.amazon.enqueue({.fault = Fault::CloseAfterRequest});
    REQUIRE_OK(desk.tell());
    QVERIFY(desk.state().startsWith(u"agreed "));
    desk.database.clock.advance(10s);
    desk.amazon.enqueue({});
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"confirmed"_s);
}

void TestSns::aQuestionGrowsOld()
{
    Desk desk{Engine::Sqlite};
    desk.asks();
    desk.database.clock.advance(71h);
    QVERIFY(!desk.text().contains(u"three days"));
    desk.database.clock.advance(2h);
    QVERIFY(desk.text().contains(u"Amazon takes a confirmation for three days only."));
    // It may be tried all the same; but a fault is then the end of it.
    REQUIRE_OK(desk.agree());
    desk.amazon.enqueue({.status = 503});
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"failed 127.0.0.1 has a fault at the moment (HTTP 503)."_s);
}

void TestSns::anEndedOneIsTakenUpAgain()
{
    Desk desk{Engine::Sqlite};
    desk.amazon.setResponder([](const RecordedRequest &) { return ScriptedReply{}; });
    desk.asks();
    REQUIRE_OK(desk.agree());
    REQUIRE_OK(desk.tell());
    desk.asks(u"/?Token=9"_s, true);
    QCOMPARE(desk.state(), u"ended"_s);
    QVERIFY(desk.rows().front().waitsForPerson());
    QVERIFY(desk.text().contains(u"no longer sends alerts here"));
    REQUIRE_OK(desk.agree());
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.state(), u"confirmed"_s);
    QCOMPARE(desk.amazon.requests().last().target, "/?Token=9"_ba);
}

void TestSns::whatIsIgnoredStaysIgnored()
{
    Desk desk{Engine::Sqlite};
    desk.asks();
    REQUIRE_OK(desk.ignore(desk.ada));
    desk.asks(u"/?Token=2"_s);
    QCOMPARE(desk.state(), u"ignored"_s);
    QVERIFY(!desk.rows().front().waitsForPerson());
    desk.amazon.setResponder([](const RecordedRequest &) { return ScriptedReply{}; });
    REQUIRE_OK(desk.agree());  // a person may think again
    REQUIRE_OK(desk.tell());
    QCOMPARE(desk.amazon.requests().last().target, "/?Token=2"_ba);
    QCOMPARE(desk.state(), u"confirmed"_s);
}

void TestSns::oneProcessConfirms()
{
    Desk desk;
    desk.asks();
    desk.amazon.setResponder([](const RecordedRequest &) { return ScriptedReply{.delay = 100ms}; });
    Confirmer other(*desk.database, desk.program);
    desk.confirmer->start();  // as the window and the server do
    other.start();
    REQUIRE_OK(desk.agree());
    QTRY_COMPARE(desk.state(), u"confirmed"_s);
    QCOMPARE(desk.amazon.requests().size(), 1);
    desk.confirmer->stop();
    other.stop();
}

QTEST_GUILESS_MAIN(TestSns)
#include "tst_sns.moc"
