// SPDX-License-Identifier: GPL-3.0-or-later
// Mail through a real SMTP server (aiosmtpd): that it arrives as it was written, and what each failure means for it.
#include "models/net/smtp.h"
#include "support/await.h"
#include "support/smtpserver.h"

#include <QJsonArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;

namespace {

const Instant date = fromMillis(1795411067000);

Mail mailTo(const QString &address)
{
    return {.from = {u"OnlyOnce"_s, u"desk@example.org"_s},
            .to = {u"Anna Berg"_s, address},
            .subject = u"INC-7: checkout is slow"_s,
            .textBody = u"It began at 05:17.\n"_s,
            .htmlBody = {},
            .messageId = u"page-7-1@example.org"_s,
            .inReplyTo = {},
            .references = {},
            .headers = {}};
}

Mail mail()
{
    return mailTo(u"anna@example.org"_s);
}

SmtpServer serverAt(quint16 port, SmtpSecurity security, const QByteArray &caPem = {})
{
    return {.host = u"127.0.0.1"_s,
            .port = port,
            .security = security,
            .user = {},
            .password = {},
            .caPem = caPem,
            .heloName = {},
            .connectTimeout = milliseconds{5'000},
            .timeout = milliseconds{20'000}};
}

SmtpServer startTls(const TestSmtpServer &server)
{
    return serverAt(server.port(), SmtpSecurity::StartTls, server.caPem());
}

std::optional<ErrorCode> codeOf(const Result<SmtpReceipt> &result)
{
    return result ? std::nullopt : std::optional(result.error().code);
}

//! A server that says these bytes to everybody and nothing else.
class Parrot
{
public:
    explicit Parrot(const QByteArray &words)
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server,
                         [this, words] { m_server.nextPendingConnection()->write(words); });
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server;
};

}  // namespace

class SmtpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deliversInEverySecurity_data();
    void deliversInEverySecurity();
    void arrivesAsItWasWritten();
    void everyRefusalHasItsMeaning_data();
    void everyRefusalHasItsMeaning();
    void aWrongPasswordIsDenied();
    void lostAfterTheDotIsUncertain_data();
    void lostAfterTheDotIsUncertain();
    void lostBeforeTheDotIsUnavailable();
    void neverFallsBackToClearText();
    void onlyTrustedCertificates();
    void nobodyThereIsUnavailable();
    void oddGreetings_data();
    void oddGreetings();
    void silenceEndsWithTheTimeOut();
    void badSettingsAreRefused_data();
    void badSettingsAreRefused();
    void cancelEndsEverything();
    void sendsInParallel();
};

void SmtpTest::deliversInEverySecurity_data()
{
    QTest::addColumn<SmtpScript>("script");
    QTest::addColumn<SmtpSecurity>("security");
    using Tls = SmtpScript::Tls;
    QTest::newRow("STARTTLS") << SmtpScript{.tls = Tls::StartTls} << SmtpSecurity::StartTls;
    QTest::newRow("STARTTLS, PLAIN") << SmtpScript{.tls = Tls::StartTls, .user = u"desk"_s, .password = u"sécret €"_s}
                                     << SmtpSecurity::StartTls;
    QTest::newRow("STARTTLS, LOGIN") << SmtpScript{.tls = Tls::StartTls,
                                                   .user = u"desk"_s,
                                                   .password = u"s:e@c"_s,
                                                   .onlyLogin = true}
                                     << SmtpSecurity::StartTls;
    QTest::newRow("TLS, PLAIN") << SmtpScript{.tls = Tls::Implicit, .user = u"desk@example.org"_s, .password = u"x"_s}
                                << SmtpSecurity::Tls;
    QTest::newRow("none, on this machine") << SmtpScript{.tls = Tls::None} << SmtpSecurity::None;
}

void SmtpTest::deliversInEverySecurity()
{
    QFETCH(SmtpScript, script);
    QFETCH(SmtpSecurity, security);
    const TestSmtpServer server(script);
    SmtpServer settings = serverAt(server.port(), security, server.caPem());
    settings.user = script.user;
    settings.password = script.password;
    SmtpClient client;
    const Result<SmtpReceipt> receipt = await(client.send(settings, mail(), date));
    QVERIFY2(receipt, qPrintable(receipt ? QString() : receipt.error().message));
    QCOMPARE(*receipt, (SmtpReceipt{u"page-7-1@example.org"_s, u"250 2.0.0 Ok: queued as TEST"_s}));
    const QList<ReceivedMail> received = server.received();
    QCOMPARE(received.size(), 1);
    QCOMPARE(received.front().from, u"desk@example.org"_s);
    QCOMPARE(received.front().to, QStringList{u"anna@example.org"_s});
    QCOMPARE(received.front().encrypted, security != SmtpSecurity::None);
    QCOMPARE(received.front().user, script.user);
    QCOMPARE(received.front().bytes, *compose(mail(), date));
}

void SmtpTest::arrivesAsItWasWritten()
{
    const TestSmtpServer server;
    SmtpClient client;
    Mail written = mail();
    written.from.name = u"Störungsdienst, \"Nord\""_s;
    written.to.name = u"Änne Groß-Müller"_s;
    written.subject = u"🔥 INC-7: Störung im Bezahlvorgang (支払い) "_s.repeated(4).trimmed();
    written.textBody =
        u".\n..\n.hidden\nTrailing   \n= equals =\n\nFrom here on: 決済 🔥\n"_s + u"long "_s.repeated(400) + u"\n"_s;
    written.htmlBody = u"<!DOCTYPE html><html><body><p>Störung &amp; 決済</p></body></html>\n"_s;
    written.inReplyTo = u"first@example.org"_s;
    written.references = {u"first@example.org"_s, u"second@example.org"_s};
    written.headers = {{u"Reply-To"_s, u"incident-7@example.org"_s}};
    QVERIFY(await(client.send(startTls(server), written, date)));
    const QJsonObject parsed = server.received().value(0).parsed;
    const QJsonObject headers = parsed[u"headers"_s].toObject();
    QCOMPARE(headers[u"Subject"_s].toString(), written.subject);
    QCOMPARE(headers[u"Message-ID"_s].toString(), u"<page-7-1@example.org>"_s);
    QCOMPARE(headers[u"In-Reply-To"_s].toString(), u"<first@example.org>"_s);
    QCOMPARE(headers[u"References"_s].toString(), u"<first@example.org> <second@example.org>"_s);
    QCOMPARE(headers[u"Date"_s].toString(), u"Mon, 23 Nov 2026 05:17:47 +0000"_s);
    QCOMPARE(headers[u"Auto-Submitted"_s].toString(), u"auto-generated"_s);
    QCOMPARE(headers[u"Reply-To"_s].toString(), u"incident-7@example.org"_s);
    QCOMPARE(parsed[u"from"_s].toArray(),
             (QJsonArray{QJsonValue(QJsonArray{written.from.name, written.from.address})}));
    QCOMPARE(parsed[u"to"_s].toArray(), (QJsonArray{QJsonValue(QJsonArray{written.to.name, written.to.address})}));
    QCOMPARE(parsed[u"type"_s].toString(), u"multipart/alternative"_s);
    QCOMPARE(parsed[u"text"_s].toString().remove(u'\r'), written.textBody);
    QCOMPARE(parsed[u"html"_s].toString().remove(u'\r'), *written.htmlBody);
    QCOMPARE(parsed[u"defects"_s].toArray(), QJsonArray());
}

void SmtpTest::everyRefusalHasItsMeaning_data()
{
    QTest::addColumn<SmtpScript>("script");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("reason");
    const auto recipient = [](const QString &reply) {
        return SmtpScript{.refuseRecipient = u"anna@example.org"_s, .refuseWith = reply};
    };
    QTest::newRow("no such person") << recipient(u"550 5.1.1 No such person here"_s) << ErrorCode::Invalid
                                    << u"No such person"_s;
    QTest::newRow("mailbox busy") << recipient(u"451 4.2.1 Later please"_s) << ErrorCode::Busy << u"Later please"_s;
    QTest::newRow("text refused") << SmtpScript{.dataReply = u"554 5.7.1 Looks like spam"_s} << ErrorCode::Invalid
                                  << u"Looks like spam"_s;
    QTest::newRow("no space") << SmtpScript{.dataReply = u"452 4.3.1 No space"_s} << ErrorCode::Busy << u"No space"_s;
    QTest::newRow("closing") << SmtpScript{.dataReply = u"421 4.3.2 Shutting down"_s} << ErrorCode::Busy
                             << u"Shutting down"_s;
    QTest::newRow("log-in required") << SmtpScript{.user = u"desk"_s, .password = u"x"_s} << ErrorCode::Denied
                                     << u"Authentication required"_s;
}

void SmtpTest::everyRefusalHasItsMeaning()
{
    QFETCH(SmtpScript, script);
    QFETCH(ErrorCode, code);
    QFETCH(QString, reason);
    const TestSmtpServer server(script);
    SmtpClient client;
    const Result<SmtpReceipt> receipt = await(client.send(startTls(server), mail(), date));
    QCOMPARE(codeOf(receipt), code);
    QVERIFY2(receipt.error().message.contains(reason), qPrintable(receipt.error().message));
    QVERIFY(server.received().isEmpty());
}

void SmtpTest::aWrongPasswordIsDenied()
{
    for (const bool onlyLogin : {false, true}) {
        const TestSmtpServer server({.user = u"desk"_s, .password = u"right"_s, .onlyLogin = onlyLogin});
        SmtpServer settings = startTls(server);
        settings.user = u"desk"_s;
        settings.password = u"wr0ng-secret"_s;
        SmtpClient client;
        const Result<SmtpReceipt> receipt = await(client.send(settings, mail(), date));
        QCOMPARE(codeOf(receipt), ErrorCode::Denied);
        const QString said = receipt.error().message + receipt.error().detail;
        QVERIFY2(said.contains(u"535"), qPrintable(said));
        QVERIFY2(!said.contains(u"wr0ng-secret"), "a password is never shown");
        QVERIFY(server.received().isEmpty());
    }
}

void SmtpTest::lostAfterTheDotIsUncertain_data()
{
    QTest::addColumn<SmtpScript>("script");
    QTest::newRow("connection broken") << SmtpScript{.dropAfterDot = true};
    QTest::newRow("no answer") << SmtpScript{.stallAfterDot = true};
}

void SmtpTest::lostAfterTheDotIsUncertain()
{
    QFETCH(SmtpScript, script);
    const TestSmtpServer server(script);
    SmtpServer settings = startTls(server);
    settings.verdictTimeout = milliseconds{200};
    SmtpClient client;
    const Result<SmtpReceipt> receipt = await(client.send(settings, mail(), date));
    QCOMPARE(codeOf(receipt), ErrorCode::Uncertain);
    QCOMPARE(server.received().size(), 1);
    QCOMPARE(codeOf(await(client.send(settings, mail(), date))), ErrorCode::Uncertain);
    const QList<ReceivedMail> received = server.received();
    QCOMPARE(received.size(), 2);
    QCOMPARE(received[0].bytes, received[1].bytes);  // the same Message-ID: a reader's program shows it once
}

void SmtpTest::lostBeforeTheDotIsUnavailable()
{
    const TestSmtpServer server({.dropAtData = true});
    SmtpClient client;
    QCOMPARE(codeOf(await(client.send(startTls(server), mail(), date))), ErrorCode::Unavailable);
    QVERIFY(server.received().isEmpty());
}

void SmtpTest::neverFallsBackToClearText()
{
    const TestSmtpServer server({.tls = SmtpScript::Tls::None});
    SmtpServer settings = startTls(server);
    settings.user = u"desk"_s;
    settings.password = u"secret"_s;
    SmtpClient client;
    const Result<SmtpReceipt> stripped = await(client.send(settings, mail(), date));
    QCOMPARE(codeOf(stripped), ErrorCode::Unavailable);
    QVERIFY2(stripped.error().message.contains(u"STARTTLS"), qPrintable(stripped.error().message));
    settings.security = SmtpSecurity::Tls;
    QCOMPARE(codeOf(await(client.send(settings, mail(), date))), ErrorCode::Unavailable);
    QVERIFY(server.received().isEmpty());
}

void SmtpTest::onlyTrustedCertificates()
{
    SmtpClient client;
    for (const auto &[tls, security] : {std::pair(SmtpScript::Tls::StartTls, SmtpSecurity::StartTls),
                                        std::pair(SmtpScript::Tls::Implicit, SmtpSecurity::Tls)}) {
        const TestSmtpServer server({.tls = tls});
        const Result<SmtpReceipt> unknown = await(client.send(serverAt(server.port(), security), mail(), date));
        QCOMPARE(codeOf(unknown), ErrorCode::Unavailable);
        QVERIFY2(unknown.error().message.contains(u"certificate"), qPrintable(unknown.error().message));
        const SmtpServer other = serverAt(server.port(), security, TestCa().caPem());
        QCOMPARE(codeOf(await(client.send(other, mail(), date))), ErrorCode::Unavailable);
        QVERIFY(server.received().isEmpty());
    }
}

void SmtpTest::nobodyThereIsUnavailable()
{
    quint16 freePort = 0;
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        freePort = server.serverPort();
    }
    SmtpClient client;
    QCOMPARE(codeOf(await(client.send(serverAt(freePort, SmtpSecurity::None), mail(), date))), ErrorCode::Unavailable);
    SmtpServer unknown = serverAt(25, SmtpSecurity::Tls);
    unknown.host = u"no-such-host.invalid"_s;
    QCOMPARE(codeOf(await(client.send(unknown, mail(), date))), ErrorCode::Unavailable);
}

void SmtpTest::oddGreetings_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("busy") << "421 4.3.2 Too many connections\r\n"_ba << ErrorCode::Busy;
    QTest::newRow("refused") << "554 5.7.1 Go away\r\n"_ba << ErrorCode::Unavailable;
    QTest::newRow("HTTP") << "HTTP/1.1 400 Bad Request\r\n\r\n"_ba << ErrorCode::Unavailable;
    QTest::newRow("noise") << QByteArray(100'000, '\xff') << ErrorCode::Unavailable;
}

void SmtpTest::oddGreetings()
{
    QFETCH(QByteArray, words);
    QFETCH(ErrorCode, code);
    const Parrot parrot(words);
    SmtpServer settings = serverAt(parrot.port(), SmtpSecurity::None);
    settings.connectTimeout = settings.timeout = milliseconds{500};
    SmtpClient client;
    QCOMPARE(codeOf(await(client.send(settings, mail(), date))), code);
}

void SmtpTest::silenceEndsWithTheTimeOut()
{
    const Parrot silent("");
    SmtpServer settings = serverAt(silent.port(), SmtpSecurity::None);
    settings.connectTimeout = settings.timeout = milliseconds{200};
    SmtpClient client;
    const Result<SmtpReceipt> receipt = await(client.send(settings, mail(), date));
    QCOMPARE(codeOf(receipt), ErrorCode::Unavailable);
    QVERIFY2(receipt.error().message.contains(u"in time"), qPrintable(receipt.error().message));
}

void SmtpTest::badSettingsAreRefused_data()
{
    QTest::addColumn<SmtpServer>("server");
    const auto row = [](const char *name, auto change) {
        SmtpServer server = serverAt(25, SmtpSecurity::None);
        change(server);
        QTest::newRow(name) << server;
    };
    row("no host", [](SmtpServer &server) { server.host.clear(); });
    row("no port", [](SmtpServer &server) { server.port = 0; });
    row("clear text to another machine", [](SmtpServer &server) { server.host = u"mail.example.org"_s; });
    row("clear text to another address", [](SmtpServer &server) { server.host = u"192.0.2.1"_s; });
    row("host with a path", [](SmtpServer &server) { server.host = u"localhost/x"_s; });
    row("host with a line break", [](SmtpServer &server) { server.host = u"localhost\r\nx"_s; });
    row("own name", [](SmtpServer &server) { server.heloName = u"x\r\nMAIL FROM:<y>"_s; });
    row("certificate", [](SmtpServer &server) { server.caPem = "nonsense"; });
    row("password", [](SmtpServer &server) { server.password = QString(QChar::Null); });
}

void SmtpTest::badSettingsAreRefused()
{
    QFETCH(SmtpServer, server);
    SmtpClient client;
    QCOMPARE(codeOf(await(client.send(server, mail(), date))), ErrorCode::Invalid);
    QCOMPARE(codeOf(await(client.send(serverAt(25, SmtpSecurity::None), mailTo(u"nobody"_s), date))),
             ErrorCode::Invalid);
}

void SmtpTest::cancelEndsEverything()
{
    const TestSmtpServer server({.stallAfterDot = true});
    const Parrot silent("");
    SmtpClient client(2);
    const auto stored = client.send(startTls(server), mail(), date);
    QTRY_COMPARE(server.received().size(), 1);
    QList<QFuture<Result<SmtpReceipt>>> others;
    for (int i = 0; i < 5; ++i) {  // one connects, the others wait in line
        others.append(client.send(serverAt(silent.port(), SmtpSecurity::None), mail(), date));
    }
    QTest::qWait(50);
    client.cancelAll();
    QVERIFY(stored.isFinished());
    QCOMPARE(codeOf(stored.result()), ErrorCode::Uncertain);
    for (const auto &other : others) {
        QVERIFY(other.isFinished());
        QCOMPARE(codeOf(other.result()), ErrorCode::Cancelled);
    }
    const TestSmtpServer next;
    QVERIFY2(await(client.send(startTls(next), mail(), date)), "a client can be used after a cancel");
}

void SmtpTest::sendsInParallel()
{
    const TestSmtpServer server;
    SmtpClient client(4);
    QList<QFuture<Result<SmtpReceipt>>> sent;
    for (int i = 0; i < 20; ++i) {
        sent.append(client.send(startTls(server), mailTo(u"person-%1@example.org"_s.arg(i)), date));
    }
    for (const auto &future : sent) {
        QVERIFY(await(future));
    }
    QStringList recipients;
    for (const ReceivedMail &received : server.received()) {
        QCOMPARE(received.to.size(), 1);
        recipients += received.to;
    }
    recipients.removeDuplicates();
    QCOMPARE(recipients.size(), 20);
}

QTEST_GUILESS_MAIN(SmtpTest)
#include "tst_smtp.moc"
