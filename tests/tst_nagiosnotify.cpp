// SPDX-License-Identifier: GPL-3.0-or-later
// The notification command that is shipped for Nagios, run for real by sh against a server that answers as told: what
// plugins print arrives unharmed, what was not taken is tried again, and no more leaves the machine than is said.
#include "models/alerts/source.h"
#include "models/base/json.h"
#include "support/scriptedhttp.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;

namespace {

const QString script = QStringLiteral(ONLYONCE_TEST_DATA "/../../resources/sources/nagios-notify");

struct Outcome
{
    int exitCode = -1;
    QByteArray said;
};

using Macros = QHash<QString, QString>;

Macros problem()
{
    return {{u"NOTIFICATIONTYPE"_s, u"PROBLEM"_s},
            {u"HOSTNAME"_s, u"web1"_s},
            {u"SERVICEDESC"_s, u"HTTP"_s},
            {u"SERVICESTATE"_s, u"CRITICAL"_s},
            {u"SERVICEOUTPUT"_s, u"connection refused"_s},
            {u"LASTSERVICESTATECHANGE"_s, u"1795410000"_s}};
}

Outcome run(const QString &program, const QStringList &words, const Macros &macros)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (auto macro = macros.begin(); macro != macros.end(); ++macro) {
        environment.insert(u"NAGIOS_"_s + macro.key(), macro.value());
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, words);
    // The server lives on this event loop, so it must go on meanwhile.
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000)) {
        process.kill();
        return {.said = "it did not end"};
    }
    return {.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            .said = process.readAllStandardError() + process.readAllStandardOutput()};
}

Outcome notify(const QStringList &words, const Macros &macros = problem())
{
    return run(u"sh"_s, QStringList(script) + words, macros);
}

QJsonObject bodyOf(const test::RecordedRequest &request)
{
    return parseJsonObject(request.body).value_or(QJsonObject());
}

}  // namespace

class TestNagiosNotify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfAProblem();
    void nastyOutputsArrive_data();
    void nastyOutputsArrive();
    void wordsComeBeforeTheEnvironment();
    void keepsSecrets();
    void showsTheToken();
    void triesAgain();
    void givesUp();
    void isRefused();
    void wantsToBeCalledRightly_data();
    void wantsToBeCalledRightly();
};

void TestNagiosNotify::tellsOfAProblem()
{
    test::ScriptedHttp server;
    server.enqueue({});
    const Outcome outcome = notify({server.url(u"/v1/alerts/nagios"_s).toString()});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.said, QByteArray());
    QCOMPARE(server.requests().size(), 1);
    const auto &request = server.requests().constFirst();
    QCOMPARE(request.method, "POST"_ba);
    QCOMPARE(request.target, "/v1/alerts/nagios"_ba);
    QCOMPARE(request.headers.value("Content-Type"), "application/json"_ba);
    QVERIFY(!request.headers.contains("Authorization"));
    const auto parsed = sourceNamed(u"nagios"_s)->parse(request.body, {.at = fromMillis(1'795'410'030'000)});
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
    QCOMPARE(parsed->alerts.size(), 1U);
    QCOMPARE(parsed->alerts[0].fingerprint, u"web1!HTTP"_s);
    QCOMPARE(parsed->alerts[0].summary, u"HTTP on web1: connection refused"_s);
    QVERIFY(parsed->alerts[0].startedAt == fromMillis(1'795'410'000'000));
}

void TestNagiosNotify::nastyOutputsArrive_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QByteArray>("arrives");
    const auto same = [](const char *row, const QByteArray &output) { QTest::newRow(row) << output << output; };
    same("quotes", R"(it said "no", then 'never')");
    same("backslashes", R"(C:\new\table \" \\ \u0041 \)");
    same("what a shell would do", "$(exit 3) `exit 3` ${HOME} $HOME; exit 3 & | > /dev/null *");
    same("what printf would do", "100% full, %s %n %d");
    same("lines and tabs", "first\nsecond\r\n\tthird\n");
    same("control characters", "\x01\x02\x1b[31mred\x1b[0m\x7f\x1f");
    same("what looks like a word of awk", "a=b");
    same("what looks like an option", "-n --data @/etc/hostname");
    same("what looks like JSON", R"(","HOSTNAME":"other","x":")");
    same("UTF-8", "Größe überschritten: 7 µs … 漢字 🔥");
    same("blanks", "  in  between  ");
    same("long", QByteArray(20'000, 'x'));
    same("long and quoted", QByteArray("\"\\").repeated(8'000));
    QTest::newRow("Latin-1") << "Gr\xf6\xdf"
                                "e"_ba
                             << "Gre"_ba;
    QTest::newRow("a cut character") << "50 \xe2\x82"_ba << "50 "_ba;
    QTest::newRow("overlong") << "a\xc0\xaf"
                                 "b"_ba
                              << "ab"_ba;
    QTest::newRow("half a surrogate pair") << "a\xed\xa0\x80"
                                              "b"_ba
                                           << "ab"_ba;
}

void TestNagiosNotify::nastyOutputsArrive()
{
    QFETCH(const QByteArray, output);
    QFETCH(const QByteArray, arrives);
    // The bytes go through an octal spelling, since Qt would hand on only what is UTF-8.
    QString octal;
    for (const char byte : output) {
        octal += u"\\0"_s + QString::number(quint8(byte), 8).rightJustified(3, u'0');
    }
    const QString wrapper = u"o=$(printf %b \"$1\"; echo x); shift; NAGIOS_SERVICEOUTPUT=${o%x} exec sh \"$@\""_s;
    test::ScriptedHttp server;
    server.enqueue({});
    const Outcome outcome =
        run(u"sh"_s, {u"-c"_s, wrapper, u"sh"_s, octal, script, server.url().toString()}, problem());
    QCOMPARE(outcome.said, QByteArray());
    QCOMPARE(outcome.exitCode, 0);
    const QJsonObject body = bodyOf(server.requests().constFirst());
    QCOMPARE(body["SERVICEOUTPUT"_L1].toString().toUtf8(), arrives);
    QCOMPARE(body["HOSTNAME"_L1].toString(), u"web1"_s);
}

void TestNagiosNotify::wordsComeBeforeTheEnvironment()
{
    test::ScriptedHttp server;
    server.enqueue({});
    const Outcome outcome =
        notify({server.url().toString(), u"HOSTNAME=db 1=\"x\""_s, u"_HOSTTEAM=storage"_s, u"SERVICEOUTPUT="_s});
    QCOMPARE(outcome.said, QByteArray());
    const QJsonObject body = bodyOf(server.requests().constFirst());
    QCOMPARE(body["HOSTNAME"_L1].toString(), u"db 1=\"x\""_s);
    QCOMPARE(body["_HOSTTEAM"_L1].toString(), u"storage"_s);
    QVERIFY(!body.contains("SERVICEOUTPUT"_L1));
    QCOMPARE(body["SERVICEDESC"_L1].toString(), u"HTTP"_s);
}

void TestNagiosNotify::keepsSecrets()
{
    Macros macros = problem();
    macros.insert(u"_HOSTREGION"_s, u"eu-1"_s);
    macros.insert(u"_SERVICESERVICE"_s, u"checkout"_s);
    macros.insert(u"_HOSTSNMPCOMMUNITY"_s, u"hunter2"_s);
    macros.insert(u"CONTACTEMAIL"_s, u"ada@example.org"_s);
    test::ScriptedHttp server;
    server.enqueue({});
    QCOMPARE(notify({server.url().toString()}, macros).exitCode, 0);
    const auto &request = server.requests().constFirst();
    const QJsonObject body = bodyOf(request);
    QCOMPARE(body["_HOSTREGION"_L1].toString(), u"eu-1"_s);
    QCOMPARE(body["_SERVICESERVICE"_L1].toString(), u"checkout"_s);
    QVERIFY(!request.body.contains("hunter2") && !request.body.contains("ada@example.org"));
}

void TestNagiosNotify::showsTheToken()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"token"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("oo_secret\n") > 0);
    file.close();
    test::ScriptedHttp server;
    server.enqueue({});
    QCOMPARE(notify({u"-t"_s, file.fileName(), server.url().toString()}).exitCode, 0);
    QCOMPARE(server.requests().constFirst().headers.value("Authorization"), "Bearer oo_secret"_ba);

    const Outcome outcome = notify({u"-t"_s, folder.filePath(u"none"_s), server.url().toString()});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.said.contains("the token cannot be read"), outcome.said.constData());
    QCOMPARE(server.requests().size(), 1);
}

void TestNagiosNotify::triesAgain()
{
    test::ScriptedHttp server;
    server.enqueue({.status = 503, .body = "overloaded"});
    server.enqueue({.fault = test::Fault::CloseAfterRequest});
    server.enqueue({});
    const Outcome outcome = notify({server.url().toString()});
    QCOMPARE(outcome.said, QByteArray());
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(server.requests().at(2).body, server.requests().at(0).body);
}

void TestNagiosNotify::givesUp()
{
    test::ScriptedHttp server;
    server.setResponder(
        [](const test::RecordedRequest &) { return test::ScriptedReply{.status = 500, .body = "no\n!"}; });
    const Outcome outcome = notify({server.url().toString()});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.said, "nagios-notify: refused with status 500: no!\n"_ba);
    QCOMPARE(server.requests().size(), 4);
}

void TestNagiosNotify::isRefused()
{
    test::ScriptedHttp server;
    server.enqueue({.status = 401, .body = R"({"error":"A token is needed."})"});
    const Outcome outcome = notify({server.url().toString()});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.said, "nagios-notify: refused with status 401: {\"error\":\"A token is needed.\"}\n"_ba);
    QCOMPARE(server.requests().size(), 1);
}

void TestNagiosNotify::wantsToBeCalledRightly_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<bool>("environment");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("no address") << QStringList() << true << "usage:"_ba;
    QTest::newRow("an option that there is none of")
        << QStringList{u"-x"_s, u"http://127.0.0.1:9"_s} << true << "usage:"_ba;
    QTest::newRow("no value") << QStringList{u"http://127.0.0.1:9"_s, u"HOSTNAME"_s} << true << "usage:"_ba;
    QTest::newRow("no name") << QStringList{u"http://127.0.0.1:9"_s, u"=web1"_s} << true << "no macro's name"_ba;
    QTest::newRow("a name for a shell") << QStringList{u"http://127.0.0.1:9"_s, u"A;exit 0;=1"_s} << true
                                        << "no macro's name"_ba;
    QTest::newRow("no macros") << QStringList{u"http://127.0.0.1:9"_s} << false << "enable_environment_macros=1"_ba;
}

void TestNagiosNotify::wantsToBeCalledRightly()
{
    QFETCH(const QStringList, words);
    QFETCH(const bool, environment);
    QFETCH(const QByteArray, said);
    const Outcome outcome = notify(words, environment ? problem() : Macros());
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.said.contains(said), outcome.said.constData());
}

QTEST_GUILESS_MAIN(TestNagiosNotify)
#include "tst_nagiosnotify.moc"
