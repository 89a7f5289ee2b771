// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP intake from outside: who is let in, what is answered, and that bad input stores nothing and costs little.
#include "app/intake.h"
#include "app/intakegate.h"
#include "models/incidents/grouping/grouping.h"
#include "support/busywriter.h"
#include "support/fulldisk.h"
#include "support/rawhttp.h"
#include "support/signedsns.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>

#include <array>
#include <thread>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using onlyonce::test::FullDisk;
using onlyonce::test::RawHttp;

namespace {

const QByteArray path = "/v1/alerts/alertmanager"_ba;

QByteArray recording(const QString &name)
{
    QFile file(QStringLiteral(ONLYONCE_TEST_DATA "/alerts/alertmanager/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray firing(const QByteArray &name)
{
    return R"({"alerts":[{"status":"firing","labels":{"alertname":")" + name + "\"}}]}";
}

qint64 count(Database &database, const QString &table)
{
    return await(database.read([table](Transaction &transaction) -> Result<qint64> {
               const auto rows =
                   transaction.one(u"SELECT count(*) FROM "_s + table, [](const Row &row) { return row.integer(0); });
               return rows ? Result<qint64>(**rows) : failure(rows);
           }))
        .value();
}

//! The most memory that this process has used since the last reset, in bytes.
qint64 peakMemory()
{
    QFile status(u"/proc/self/status"_s);
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:")) {
                return line.mid(6).simplified().split(' ').first().toLongLong() * 1024;
            }
        }
    }
    return 0;
}

bool resetPeakMemory()
{
    QFile file(u"/proc/self/clear_refs"_s);
    return file.open(QIODevice::WriteOnly) && file.write("5") == 1;
}

//! A database, a collector and a server on a free port.
struct House
{
    explicit House(Engine engine = Engine::Sqlite, const Collector::Limits &limits = {}, IntakeSettings settings = {},
                   Collector::FetchCertificate fetch = {})
        : database(engine)
        , collector(*database, limits, std::move(fetch))
        , server(*database, collector, onFreePort(std::move(settings)))
    {
    }

    static IntakeSettings onFreePort(IntakeSettings settings)
    {
        settings.port = 0;
        return settings;
    }

    HttpReply ask(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
                  const HttpHeaders &headers = {})
    {
        return RawHttp(server.port()).exchange(RawHttp::request(method, target, body, headers)).value_or(HttpReply());
    }
    HttpReply post(const QByteArray &body, const HttpHeaders &headers = {}) { return ask("POST", path, body, headers); }

    Result<MadeIntakeToken> makeToken(const QString &name, const QString &source = {})
    {
        const auto administrator = await(database->write(
            {}, [](Transaction &transaction) { return actorForLogin(transaction, u"ada"_s, u"Ada"_s); }));
        return await(database->write(
            administrator->id, [=](Transaction &transaction) { return makeIntakeToken(transaction, name, source); }));
    }

    Result<> revoke(IntakeTokenId id)
    {
        const auto administrator = await(database->write(
            {}, [](Transaction &transaction) { return actorForLogin(transaction, u"ada"_s, u"Ada"_s); }));
        return await(database->write(administrator->id,
                                     [=](Transaction &transaction) { return revokeIntakeToken(transaction, id); }));
    }

    TestDatabase database;
    Collector collector;
    IntakeServer server;
};

HttpHeaders bearer(const QString &secret)
{
    return {{"Authorization", "Bearer " + secret.toLatin1()}};
}

QString errorOf(const HttpReply &reply)
{
    return QJsonDocument::fromJson(reply.body).object().value("error"_L1).toString();
}

}  // namespace

class TestIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAfterTheCommit_data() { TestDatabase::addEngines(); }
    void answersAfterTheCommit();
    void answersEachMistake_data();
    void answersEachMistake();
    void answersByWhatIsProven();
    void badBodiesStoreNothing_data();
    void badBodiesStoreNothing();
    void withoutTokensOnlyThisMachine();
    void loopbackHosts();
    void tokensOpen();
    void speaksAsAlertmanagerDoes();
    void speaksAsPagerDutyDoes();
    void whoGuessesIsToldToWait();
    void strangersAreCountedByNetwork();
    void aTokenSendsOnlySoMuch();
    void oneAddressCannotTakeEveryPlace();
    void tokensAreForTheirSource();
    void beyondLoopbackNeedsAToken();
    void longBodiesCostNoMemory_data();
    void longBodiesCostNoMemory();
    void largeBodiesAreTaken();
    void slowAndHalfOpenConnections();
    void overloadIsToldToTryAgain();
    void failureIsToldToTryAgain();
    void stoppingAnswersWhatWaits();
    void manySendersAtOnce_data() { TestDatabase::addEngines(); }
    void manySendersAtOnce();
    void healthAndMetrics();
    void aFullDiskIsIllHealth();
};

void TestIntake::answersAfterTheCommit()
{
    QFETCH(const int, engine);
    House house{Engine(engine)};
    REQUIRE_OK(house.server.start());
    house.database.clock.set(u"2026-11-23T04:40:00Z");
    RawHttp client(house.server.port());  // one connection for all, as Alertmanager does
    const auto send = [&](const QString &name) {
        return client.exchange(RawHttp::request("POST", path, recording(name), {{"Content-Type", "application/json"}}));
    };
    const auto first = send(u"014-firing-commander-2a.json"_s);
    QVERIFY(first);
    QCOMPARE(first->status, 200);
    QCOMPARE(first->body, R"({"opened":2,"repeated":0,"resolved":0})"_ba);
    QCOMPARE(first->headers.value("Content-Type"), "application/json"_ba);
    // Durable: a connection that has nothing to do with the program's own sees it at once.
    const auto other = Connection::open(house.database.url(), Access::ReadOnly);
    QVERIFY(other);
    qint64 rows = 0;
    REQUIRE_OK((*other)->run(u"SELECT count(*) FROM alert"_s, {}, [&rows](const Row &row) { rows = row.integer(0); }));
    QCOMPARE(rows, 2);

    QCOMPARE(send(u"014-firing-commander-2a.json"_s)->body, R"({"opened":0,"repeated":2,"resolved":0})"_ba);
    QCOMPARE(send(u"020-resolved-commander-2a.json"_s)->body, R"({"opened":0,"repeated":0,"resolved":2})"_ba);
}

void TestIntake::answersEachMistake_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("no such address") << "GET"_ba << "/"_ba << 404;
    QTest::newRow("no such version") << "POST"_ba << "/v9/alerts/alertmanager"_ba << 404;
    QTest::newRow("no source") << "POST"_ba << "/v1/alerts"_ba << 404;
    QTest::newRow("empty source") << "POST"_ba << "/v1/alerts/"_ba << 404;
    QTest::newRow("unknown source") << "POST"_ba << "/v1/alerts/carrier-pigeon"_ba << 404;
    QTest::newRow("odd source") << "POST"_ba << "/v1/alerts/%00%FF%2e%2e"_ba << 404;
    QTest::newRow("empty token") << "POST"_ba << "/v1/alerts/alertmanager/"_ba << 404;
    QTest::newRow("too deep") << "POST"_ba << "/v1/alerts/alertmanager/a/b"_ba << 404;
    QTest::newRow("alerts are not read here") << "GET"_ba << path << 405;
    QTest::newRow("alerts are not deleted here") << "DELETE"_ba << path << 405;
    QTest::newRow("health is only asked for") << "POST"_ba << "/healthz"_ba << 405;
    QTest::newRow("metrics are only asked for") << "PUT"_ba << "/metrics"_ba << 405;
    QTest::newRow("unknown token") << "POST"_ba << "/v1/alerts/alertmanager/oo_guess"_ba << 401;
}

void TestIntake::answersEachMistake()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const int, status);
    House house;
    REQUIRE_OK(house.server.start());
    const HttpReply reply = house.ask(method, target, method == "POST" ? firing("x") : QByteArray());
    QCOMPARE(reply.status, status);
    QVERIFY(!errorOf(reply).isEmpty());
    QCOMPARE(reply.headers.contains("Allow"), status == 405);
    QCOMPARE(reply.headers.contains("WWW-Authenticate"), status == 401);
    QCOMPARE(count(*house.database, u"payload"_s), 0);
}

void TestIntake::answersByWhatIsProven()
{
    Result<QByteArray> certificate = fail(ErrorCode::Unavailable, u"It cannot be fetched."_s);
    QList<QUrl> asked;
    House house(Engine::Sqlite, {}, {}, [&](const QUrl &url) {
        asked << url;
        return answered(certificate);
    });
    REQUIRE_OK(house.server.start());
    const auto send = [&](const QByteArray &body) {
        return house.ask("POST", "/v1/alerts/cloudwatch", body,
                         {{"Content-Type", "text/plain; charset=UTF-8"}, {"x-amz-sns-message-type", "Notification"}});
    };
    const QByteArray good = test::notificationBytes();
    HttpReply reply = send(good);
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.headers.contains("Retry-After"));
    QCOMPARE(errorOf(reply), u"It cannot be fetched."_s);
    certificate = fail(ErrorCode::Invalid, u"There is none."_s);
    QCOMPARE(send(good).status, 400);
    certificate = test::amazon().certificatePem();
    reply = send(QByteArray(good).replace("login-5xx", "login-6xx"));
    QCOMPARE(reply.status, 400);
    QVERIFY(errorOf(reply).startsWith(u"Signature does not belong to this message"_s));
    QCOMPARE(count(*house.database, u"alert"_s), 0);
    QCOMPARE(send(good).status, 200);
    QCOMPARE(count(*house.database, u"alert"_s), 1);
    QCOMPARE(asked.size(), 4);
    QCOMPARE(asked.front().host(), u"sns.eu-central-1.amazonaws.com"_s);
    // From another host nothing is fetched at all, and what no signature is around is not waited for.
    QCOMPARE(send(QByteArray(good).replace("amazonaws.com/Simple", "example.org/Simple")).status, 400);
    QCOMPARE(send(test::alarmText().toUtf8()).status, 400);
    QCOMPARE(asked.size(), 4);
}

void TestIntake::badBodiesStoreNothing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray() << u"not valid JSON"_s;
    QTest::newRow("cut") << firing("x").chopped(2) << u"not valid JSON"_s;
    QTest::newRow("wrong type")
        << R"({"alerts":[{"status":"firing","labels":{"a":"b"}},{"status":"firing","labels":[1]}]})"_ba
        << u"alerts[1].labels is not an object"_s;
    QTest::newRow("invalid UTF-8") << firing("\xC3\x28") << u"not valid JSON"_s;
    QTest::newRow("deep") << R"({"alerts":)" + QByteArray(1'000'000, '[') << u"not valid JSON"_s;
    QTest::newRow("absurd time") << R"({"alerts":[{"status":"firing","labels":{"a":"b"},"startsAt":"at dawn"}]})"_ba
                                 << u"alerts[0].startsAt is not a time"_s;
    QTest::newRow("compressed") << qCompress(firing("x")) << u"not valid JSON"_s;
}

void TestIntake::badBodiesStoreNothing()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, message);
    House house;
    REQUIRE_OK(house.server.start());
    const HttpReply reply = house.post(body);
    QCOMPARE(reply.status, 400);
    QVERIFY2(errorOf(reply).contains(message), reply.body.constData());
    QCOMPARE(count(*house.database, u"payload"_s), 0);
    QCOMPARE(count(*house.database, u"alert"_s), 0);
    QCOMPARE(house.post(firing("x")).status, 200);
}

void TestIntake::withoutTokensOnlyThisMachine()
{
    House house;
    REQUIRE_OK(house.server.start());
    const auto asHost = [&](const QByteArray &hosts) {
        const QByteArray body = firing("x");
        return RawHttp(house.server.port())
            .exchange("POST " + path + " HTTP/1.1\r\n" + hosts + "Content-Length: " + QByteArray::number(body.size())
                      + "\r\n\r\n" + body)
            .value_or(HttpReply())
            .status;
    };
    QCOMPARE(asHost("Host: localhost:8642\r\n"), 200);
    QCOMPARE(asHost("Host: [::1]:8642\r\n"), 200);
    QCOMPARE(asHost("Host: alerts.example.org\r\n"), 401);  // a page whose name was pointed at 127.0.0.1
    QCOMPARE(asHost("Host: localhost\r\nHost: evil.example.org\r\n"), 401);
    QCOMPARE(asHost("Host: localhost\r\nOrigin: http://localhost:8642\r\n"), 401);
    QCOMPARE(asHost("Host: localhost\r\nOrigin: null\r\n"), 401);
    QVERIFY(asHost("") != 200);
    // Whoever shows a token means it: a wrong one is told so even now.
    QCOMPARE(house.post(firing("x"), bearer(u"guess"_s)).status, 401);
    QCOMPARE(house.post(firing("x"), {{"Authorization", "Basic YTpi"}}).status, 401);
    QCOMPARE(count(*house.database, u"alert WHERE count = 2"_s), 1);
}

void TestIntake::loopbackHosts()
{
    for (const auto *host :
         {"localhost", "LocalHost", "localhost:1", "127.0.0.1", "127.9.9.9:80", "[::1]", "[::1]:80", " localhost "}) {
        QVERIFY2(isLoopbackHost(host), host);
    }
    for (const auto *host : {"", ":80", "localhost.example.org", "127.0.0.1.example.org", "192.0.2.1", "[::2]", "[::1",
                             "::1", "[::1]x", "[]", "0.0.0.0", "localhost@evil.example", "evil.example#localhost"}) {
        QVERIFY2(!isLoopbackHost(host), host);
    }
}

void TestIntake::tokensOpen()
{
    House house;
    REQUIRE_OK(house.server.start());
    QCOMPARE(house.post(firing("a")).status, 200);

    REQUIRE_VALUE(made, house.makeToken(u"prometheus"_s));
    QTRY_COMPARE(house.post(firing("a")).status, 401);  // from now on everybody needs one
    QCOMPARE(house.post(firing("a"), bearer(made.secret)).status, 200);
    QCOMPARE(house.post(firing("a"), {{"Authorization", "bearer " + made.secret.toLatin1()}}).status, 200);
    QCOMPARE(house.ask("POST", path + '/' + made.secret.toLatin1(), firing("a")).status, 200);
    // With a token it does not matter from where.
    QCOMPARE(house
                 .post(firing("a"),
                       {{"Authorization", "Bearer " + made.secret.toLatin1()}, {"Origin", "https://app.example.org"}})
                 .status,
             200);
    QCOMPARE(house.post(firing("a"), bearer(made.secret.chopped(1))).status, 401);
    QCOMPARE(house.post(firing("a"), bearer(made.secret + u"x"_s)).status, 401);
    QCOMPARE(house.post(firing("a"), bearer(QString())).status, 401);
    QVERIFY(!house.post(firing("a"), bearer(u"guess"_s)).body.contains("guess"));

    REQUIRE_OK(house.revoke(made.token.id));
    QTRY_COMPARE(house.post(firing("a"), bearer(made.secret)).status, 401);
    // The last one gone, nobody is let in: it never falls open, not by a new start either.
    QCOMPARE(house.post(firing("a")).status, 401);
    house.server.stop();
    REQUIRE_OK(house.server.start());
    QCOMPARE(house.post(firing("a")).status, 401);
    QCOMPARE(house.ask("GET", "/healthz").status, 200);
}

void TestIntake::speaksAsAlertmanagerDoes()
{
    House house;
    REQUIRE_OK(house.server.start());
    const QByteArray alert = R"([{"labels":{"alertname":"Down","region":"eu"}}])";
    QCOMPARE(house.ask("POST", "/api/v2/alerts", alert).status, 200);
    // A Prometheus that has our address of a source as its path_prefix.
    QCOMPARE(house.ask("POST", "/v1/alerts/alertmanager/api/v2/alerts", alert).status, 200);
    QCOMPARE(count(*house.database, u"alert"_s), 1);
    const auto listed = house.ask("GET", "/api/v2/alerts?filter=region%3D%22eu%22&active=true");
    QCOMPARE(listed.status, 200);
    QCOMPARE(QJsonDocument::fromJson(listed.body).array().size(), 1);
    QCOMPARE(house.ask("GET", "/api/v2/alerts?filter=region%3Deu").status, 200);
    const auto wrong = house.ask("GET", "/api/v2/alerts?filter=region");
    QCOMPARE(wrong.status, 400);
    QVERIFY2(wrong.body.startsWith('"') && wrong.body.endsWith('"'), wrong.body.constData());
    QCOMPARE(house.ask("DELETE", "/api/v2/alerts").status, 405);
    QCOMPARE(house.ask("GET", "/api/v2/silences").status, 404);
    REQUIRE_VALUE(token, house.makeToken(u"Prometheus"_s, u"alertmanager"_s));
    QTRY_COMPARE(house.ask("POST", "/api/v2/alerts", alert).status, 401);
    QCOMPARE(house.ask("GET", "/api/v2/alerts").status, 401);
    QCOMPARE(house.ask("POST", "/api/v2/alerts", alert, bearer(token.secret)).status, 200);
    QCOMPARE(house.ask("POST", "/v1/alerts/alertmanager/" + token.secret.toLatin1() + "/api/v2/alerts", alert).status,
             200);
}

void TestIntake::speaksAsPagerDutyDoes()
{
    House house;
    REQUIRE_OK(house.server.start());
    const auto event = [](const QByteArray &action, const QByteArray &key) {
        return R"({"routing_key":")" + key + R"(","event_action":")" + action
             + R"(","dedup_key":"inc-147","payload":{"summary":"Sign-in fails","source":"web","severity":"critical"}})";
    };
    const auto enqueue = [&](const QByteArray &body) { return house.ask("POST", "/v2/enqueue", body); };
    auto answer = enqueue(event("trigger", "anything"));
    QCOMPARE(answer.status, 202);
    QCOMPARE(QJsonDocument::fromJson(answer.body).object(),
             (QJsonObject{
                 {u"status"_s, u"success"_s}, {u"message"_s, u"Event processed"_s}, {u"dedup_key"_s, u"inc-147"_s}}));
    QCOMPARE(count(*house.database, u"alert"_s), 1);
    answer = enqueue(R"({"routing_key":"x","event_action":"explode"})");
    QCOMPARE(answer.status, 400);
    QCOMPARE(QJsonDocument::fromJson(answer.body)[u"status"].toString(), u"invalid event"_s);
    QVERIFY(!QJsonDocument::fromJson(answer.body)[u"errors"][0].toString().isEmpty());

    REQUIRE_VALUE(token, house.makeToken(u"PagerDuty"_s, u"pagerduty"_s));
    REQUIRE_VALUE(other, house.makeToken(u"Prometheus"_s, u"alertmanager"_s));
    QTRY_COMPARE(enqueue(event("trigger", "anything")).status, 401);
    QCOMPARE(enqueue(event("trigger", other.secret.toLatin1())).status, 401);
    QCOMPARE(enqueue("not JSON").status, 401);
    QCOMPARE(enqueue(QByteArray(600 * 1024, 'x')).status, 413);
    QCOMPARE(enqueue(event("resolve", token.secret.toLatin1())).status, 202);
    REQUIRE_VALUE(rows, await(house.database->read([](Transaction &t) { return alerts(t, {}, 10); })));
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.front().status, AlertStatus::Resolved);
    QCOMPARE(rows.front().source, u"pagerduty"_s);
}

void TestIntake::whoGuessesIsToldToWait()
{
    House house(Engine::Sqlite, {}, {.address = QHostAddress(QHostAddress::AnyIPv4)});
    REQUIRE_VALUE(made, house.makeToken(u"far"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"without TLS"_s));
    REQUIRE_OK(house.server.start());
    for (int i = 0; i < IntakeGate::mostStrangersPerMinute; ++i) {
        QCOMPARE(house.post(firing("a"), i % 2 ? bearer(u"guess%1"_s.arg(i)) : HttpHeaders()).status, 401);
    }
    house.database.clock.advance(20s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"turned away 20 requests.*127\\.0\\.0\\.1"_s));
    const HttpReply refused = house.post(firing("a"), bearer(u"guess"_s));
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.headers.value("Retry-After"), "40"_ba);
    QVERIFY(!errorOf(refused).isEmpty());
    QCOMPARE(house.post(firing("a")).status, 503);
    // The monitor behind the same address does not pay for it, nor does another address.
    QCOMPARE(house.post(firing("a"), bearer(made.secret)).status, 200);
    RawHttp other(house.server.port(), QHostAddress(QHostAddress::LocalHost), QHostAddress(u"127.0.0.2"_s));
    const auto elsewhere = other.exchange(RawHttp::request("POST", path, firing("a"), bearer(u"guess"_s)));
    QVERIFY(elsewhere);
    QCOMPARE(elsewhere->status, 401);
    house.database.clock.advance(40s);
    QCOMPARE(house.post(firing("a"), bearer(u"guess"_s)).status, 401);
}

void TestIntake::strangersAreCountedByNetwork()
{
    const Instant now = fromMillis(1'795'410'000'000);
    MinuteCount count(20);
    const auto from = [&count](const QString &address, Instant when) {
        return count.tooMany(networkOf(QHostAddress(address)), when);
    };
    for (int i = 0; i < 20; ++i) {
        QVERIFY(!from(u"2001:db8::%1"_s.arg(i), now));
    }
    const auto excess = from(u"2001:db8::ffff"_s, now);
    QVERIFY(excess && excess->isFirst);
    QCOMPARE(excess->wait, 60s);
    QVERIFY(!from(u"2001:db8::ffff"_s, now)->isFirst);
    QVERIFY(!from(u"2001:db8:0:1::1"_s, now));
    QVERIFY(!from(u"2001:db8::1"_s, now - 1s));  // a clock set back must not lock anybody out
    // However many addresses there are, they take only so much memory: the rest count as one.
    bool limited = false;
    for (quint32 i = 0; i < 10'100; ++i) {
        limited = limited || count.tooMany(networkOf(QHostAddress(i)), now);
    }
    QVERIFY(limited);
}

void TestIntake::aTokenSendsOnlySoMuch()
{
    House house(Engine::Sqlite);
    REQUIRE_VALUE(looping, house.makeToken(u"looping"_s));
    REQUIRE_VALUE(other, house.makeToken(u"other"_s));
    REQUIRE_VALUE(set, await(house.database->read([](Transaction &t) { return IntakeTokenSet::load(t); })));
    IntakeGate gate(true, house.database.clock, [](const QString &) { return true; });
    gate.setTokens(set);
    const auto refusal = [&gate](const QString &secret) {
        return gate.refuse({.method = "POST", .path = path, .headers = bearer(secret)});
    };
    for (int i = 0; i < IntakeGate::mostPerTokenAndMinute; ++i) {
        QVERIFY(!refusal(looping.secret));
    }
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"more than 60000 requests came with one token"_s));
    house.database.clock.advance(20s);
    const auto refused = refusal(looping.secret);
    QVERIFY(refused);
    QCOMPARE(refused->status, 503);
    QCOMPARE(refused->headers.value("Retry-After"), "40"_ba);
    QVERIFY(!refusal(other.secret));
    house.database.clock.advance(40s);
    QVERIFY(!refusal(looping.secret));
}

void TestIntake::oneAddressCannotTakeEveryPlace()
{
    IntakeSettings settings{.address = QHostAddress(QHostAddress::AnyIPv4)};
    settings.limits.connections = 8;
    House house(Engine::Sqlite, {}, settings);
    REQUIRE_VALUE(made, house.makeToken(u"far"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"without TLS"_s));
    REQUIRE_OK(house.server.start());
    std::vector<std::unique_ptr<RawHttp>> hogs;
    for (int i = 0; i < 8; ++i) {
        hogs.push_back(std::make_unique<RawHttp>(house.server.port()));
        hogs.back()->send("POST ");  // and never goes on
    }
    RawHttp other(house.server.port(), QHostAddress(QHostAddress::LocalHost), QHostAddress(u"127.0.0.2"_s));
    const auto reply = other.exchange(RawHttp::request("POST", path, firing("a"), bearer(made.secret)));
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
}

void TestIntake::tokensAreForTheirSource()
{
    House house;
    REQUIRE_VALUE(one, house.makeToken(u"only this"_s, u"alertmanager"_s));
    REQUIRE_OK(house.server.start());
    QCOMPARE(house.post(firing("a"), bearer(one.secret)).status, 200);
    QCOMPARE(house.ask("POST", "/v1/alerts/zabbix", firing("a"), bearer(one.secret)).status, 401);
}

void TestIntake::beyondLoopbackNeedsAToken()
{
    House house(Engine::Sqlite, {}, {.address = QHostAddress(QHostAddress::AnyIPv4)});
    const auto refused = house.server.start();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Denied);
    QCOMPARE(house.server.port(), 0);

    REQUIRE_VALUE(made, house.makeToken(u"far"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"without TLS"_s));
    REQUIRE_OK(house.server.start());
    QCOMPARE(house.post(firing("a")).status, 401);
    QCOMPARE(house.post(firing("a"), bearer(made.secret)).status, 200);
    QCOMPARE(house.ask("GET", "/metrics").status, 401);
    QCOMPARE(house.ask("GET", "/metrics", {}, bearer(made.secret)).status, 200);
    QCOMPARE(house.ask("GET", "/healthz").status, 200);
    // The last one gone, nobody may send: it never falls open.
    REQUIRE_OK(house.revoke(made.token.id));
    QTRY_COMPARE(house.post(firing("a"), bearer(made.secret)).status, 401);
    QCOMPARE(house.post(firing("a")).status, 401);
}

void TestIntake::longBodiesCostNoMemory_data()
{
    QTest::addColumn<bool>("chunked");
    QTest::newRow("announced") << false;
    QTest::newRow("chunked") << true;
}

void TestIntake::longBodiesCostNoMemory()
{
    QFETCH(const bool, chunked);
    House house;
    REQUIRE_OK(house.server.start());
    QCOMPARE(house.post(firing("warm")).status, 200);

    constexpr int pieces = 1600;
    const QByteArray piece(64 * 1024, ' ');  // 100 MiB of it
    [[maybe_unused]] const bool measured = resetPeakMemory();
    [[maybe_unused]] const qint64 before = peakMemory();
    RawHttp client(house.server.port());
    const QByteArray head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    QVERIFY(client.send(head
                        + (chunked ? "Transfer-Encoding: chunked\r\n\r\n"_ba
                                   : "Content-Length: " + QByteArray::number(pieces * piece.size()) + "\r\n\r\n")));
    for (int i = 0; i < pieces; ++i) {
        QVERIFY(client.send(chunked ? QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n" : piece));
    }
    if (chunked) {
        client.send("0\r\n\r\n");
    }
    const auto reply = client.receive();
    QVERIFY(reply);
    QCOMPARE(reply->status, 413);
    QVERIFY(!errorOf(*reply).isEmpty());
    QCOMPARE(count(*house.database, u"payload"_s), 1);
#ifndef __SANITIZE_ADDRESS__
    if (measured) {
        // Announced: nothing is kept. Chunked: at most the 32 MiB until it is known to be too long (and the growth of
        // a buffer, which for a moment holds it twice).
        const qint64 growth = peakMemory() - before;
        QVERIFY2(growth < (chunked ? 80 : 8) * 1024 * 1024, QByteArray::number(growth).constData());
    }
#endif
}

void TestIntake::largeBodiesAreTaken()
{
    House house;
    REQUIRE_OK(house.server.start());
    QByteArray body = R"({"alerts":[)";
    const QByteArray padding(400, 'x');
    for (int i = 0; i < 10'000; ++i) {
        body += (i ? "," : "") + R"({"status":"firing","labels":{"alertname":"A","n":")"_ba + QByteArray::number(i)
              + R"("},"annotations":{"description":")" + padding + "\"}}";
    }
    QCOMPARE(house.post(body + "]}").body, R"({"opened":10000,"repeated":0,"resolved":0})"_ba);
    QCOMPARE(count(*house.database, u"alert"_s), 10'000);
}

void TestIntake::slowAndHalfOpenConnections()
{
    IntakeSettings settings;
    settings.limits.idleTimeout = 1s;
    settings.limits.requestDeadline = 1500ms;
    House house(Engine::Sqlite, {}, settings);
    REQUIRE_OK(house.server.start());
    const QByteArray request = RawHttp::request("POST", path, firing("never"));

    RawHttp silent(house.server.port());
    RawHttp halfHead(house.server.port());
    QVERIFY(halfHead.send(request.left(20)));
    RawHttp halfBody(house.server.port());
    QVERIFY(halfBody.send(request.chopped(1)));
    RawHttp gone(house.server.port());
    QVERIFY(gone.send(request.chopped(1)));
    gone.abort();
    RawHttp nonsense(house.server.port());
    QVERIFY(nonsense.send(QByteArray(1000, '\0') + "\r\n\r\n"));
    // One that drips, faster than the idle time-out, slower than it ever ends.
    std::jthread dripping([port = house.server.port(), &request](const std::stop_token &stop) {
        RawHttp drip(port);
        for (qsizetype i = 0; i < request.size() - 1 && !stop.stop_requested() && drip.send(request.mid(i, 1)); ++i) {
            std::this_thread::sleep_for(100ms);
        }
    });

    for (int i = 0; i < 20; ++i) {  // meanwhile the others are served
        QCOMPARE(house.post(firing("quick")).status, 200);
    }
    QVERIFY(silent.isClosedWithin(20s));
    QVERIFY(halfHead.isClosedWithin(20s));
    QVERIFY(halfBody.isClosedWithin(20s));
    QVERIFY(nonsense.isClosedWithin(20s));
    dripping.request_stop();
    dripping.join();
    QCOMPARE(count(*house.database, u"alert"_s), 1);
    QCOMPARE(count(*house.database, u"alert WHERE count = 20"_s), 1);
}

void TestIntake::overloadIsToldToTryAgain()
{
    House house(Engine::Sqlite, {.waitingAlerts = 1});
    REQUIRE_OK(house.server.start());
    BusyWriter writer(*house.database);
    RawHttp patient(house.server.port());
    QVERIFY(patient.send(RawHttp::request("POST", path, firing("a"))));
    QTRY_VERIFY(house.database->writeDepth() > 0);  // it waits, and so takes the only place
    const HttpReply reply = house.post(firing("b"));
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.headers.contains("Retry-After"));
    QVERIFY(!errorOf(reply).isEmpty());
    writer.release();
    const auto answer = patient.receive();
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(house.post(firing("b")).status, 200);
}

void TestIntake::failureIsToldToTryAgain()
{
    House house;
    REQUIRE_OK(house.server.start());
    REQUIRE_OK(await(house.database->write({}, [](Transaction &transaction) {
        return transaction.exec(
            u"CREATE TRIGGER broken BEFORE INSERT ON alert_event BEGIN SELECT RAISE(ABORT, 'no'); END"_s);
    })));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"alerts refused"_s));
    const HttpReply reply = house.post(firing("a"));
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.headers.contains("Retry-After"));
    // Not by halves: the alert and the payload went back with the event.
    QCOMPARE(count(*house.database, u"alert"_s), 0);
    QCOMPARE(count(*house.database, u"payload"_s), 0);
}

void TestIntake::stoppingAnswersWhatWaits()
{
    House house;
    REQUIRE_OK(house.server.start());
    BusyWriter writer(*house.database);
    RawHttp waiting(house.server.port());
    QVERIFY(waiting.send(RawHttp::request("POST", path, firing("a"))));
    QTRY_VERIFY(house.database->writeDepth() > 0);
    house.server.stop();
    house.server.stop();
    const auto answer = waiting.receive();
    QVERIFY(answer);
    QCOMPARE(answer->status, 503);
    writer.release();
}

void TestIntake::manySendersAtOnce()
{
    QFETCH(const int, engine);
    House house{Engine(engine)};
    REQUIRE_OK(house.server.start());
    constexpr int senders = 8;
    constexpr int each = 40;
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> threads;
        threads.reserve(senders);
        for (int sender = 0; sender < senders; ++sender) {
            threads.emplace_back([&, sender] {
                RawHttp client(house.server.port());
                for (int i = 0; i < each; ++i) {
                    // Half of them tell what another one tells as well.
                    const QByteArray name = QByteArray::number(i % 2 ? i : 1000 * sender + i);
                    const auto reply = client.exchange(RawHttp::request("POST", path, firing(name)));
                    taken += reply && reply->status == 200 ? 1 : 0;
                }
            });
        }
    }
    QCOMPARE(taken.load(), senders * each);
    QCOMPARE(count(*house.database, QStringLiteral("alert WHERE count = %1").arg(senders)), each / 2);
    QCOMPARE(count(*house.database, u"alert WHERE count = 1"_s), senders * each / 2);
    QCOMPARE(count(*house.database, u"alert_event"_s), each / 2 + senders * each / 2);
}

void TestIntake::healthAndMetrics()
{
    House house;
    REQUIRE_OK(house.server.start());
    const HttpReply health = house.ask("GET", "/healthz");
    QCOMPARE(health.status, 200);
    QCOMPARE(health.body, R"({"status":"ok"})"_ba);
    QCOMPARE(house.post(firing("a")).status, 200);
    QCOMPARE(house.post(firing("a")).status, 200);
    QCOMPARE(house.post("{").status, 400);
    QCOMPARE(house.ask("GET", "/nowhere").status, 404);

    const HttpReply metrics = house.ask("GET", "/metrics");
    QCOMPARE(metrics.status, 200);
    QVERIFY(metrics.headers.value("Content-Type").startsWith("text/plain; version=0.0.4"));
    const QList<QByteArray> lines = metrics.body.split('\n');
    QVERIFY(lines.contains("onlyonce_intake_requests_total{code=\"200\"} 3"));
    QVERIFY(lines.contains("onlyonce_intake_requests_total{code=\"400\"} 1"));
    QVERIFY(lines.contains("onlyonce_intake_requests_total{code=\"404\"} 1"));
    QVERIFY(lines.contains("onlyonce_intake_alerts_total{outcome=\"opened\"} 1"));
    QVERIFY(lines.contains("onlyonce_intake_alerts_total{outcome=\"repeated\"} 1"));
    QVERIFY(lines.contains("onlyonce_intake_detection_delay_seconds_count 0"));  // its start was not told
    QVERIFY(lines.contains("onlyonce_intake_last_received_timestamp_seconds{source=\"alertmanager\"} 1795410000"));
    QVERIFY(lines.contains("onlyonce_database_reachable 1"));

    // That nobody makes incidents of what comes in can be seen.
    const auto contains = [&house](const QByteArray &line) {
        return house.ask("GET", "/metrics").body.split('\n').contains(line);
    };
    house.database.clock.advance(90s);
    QVERIFY(contains("onlyonce_ungrouped_alert_events 1"));
    QVERIFY(contains("onlyonce_ungrouped_alert_events_age_seconds 90"));
    REQUIRE_OK(await(house.database->write({}, [](Transaction &transaction) { return groupAlerts(transaction); })));
    QVERIFY(contains("onlyonce_ungrouped_alert_events 0"));
    QVERIFY(contains("onlyonce_ungrouped_alert_events_age_seconds 0"));

    // How late an alert came, if it says when it began.
    const QByteArray begun =
        R"({"alerts":[{"status":"firing","labels":{"alertname":"b"},"startsAt":"2026-11-23T05:00:48Z"}]})";
    QCOMPARE(house.post(begun).status, 200);
    QCOMPARE(house.post(begun).status, 200);  // told again, it is not detected again
    QVERIFY(contains("onlyonce_intake_detection_delay_seconds_bucket{le=\"30\"} 0"));
    QVERIFY(contains("onlyonce_intake_detection_delay_seconds_bucket{le=\"60\"} 1"));
    QVERIFY(contains("onlyonce_intake_detection_delay_seconds_bucket{le=\"+Inf\"} 1"));
    QVERIFY(contains("onlyonce_intake_detection_delay_seconds_sum 42"));
    QVERIFY(contains("onlyonce_intake_detection_delay_seconds_count 1"));

    // A token asked for elsewhere does not shut a local Prometheus out, nor let a web page in.
    REQUIRE_OK(house.makeToken(u"t"_s));
    QTRY_COMPARE(house.post(firing("a")).status, 401);
    QCOMPARE(house.ask("GET", "/metrics").status, 200);
    QCOMPARE(house.ask("GET", "/metrics", {}, {{"Origin", "https://evil.example"}}).status, 401);
}

void TestIntake::aFullDiskIsIllHealth()
{
    House house;
    REQUIRE_OK(house.server.start());
    QCOMPARE(house.post(firing("a")).status, 200);
    {
        const FullDisk full;
        QCOMPARE(house.post(firing("b")).status, 503);
        const HttpReply health = house.ask("GET", "/healthz");
        QCOMPARE(health.status, 503);
        QVERIFY2(!errorOf(health).contains(house.database.folder()), health.body.constData());
        QVERIFY(house.ask("GET", "/metrics").body.contains("\nonlyonce_database_writable 0\n"));
    }
    // Nobody sends anything to a server that is ill, and all the same it is well again when there is room.
    QTRY_COMPARE(house.ask("GET", "/healthz").status, 200);
    QVERIFY(house.ask("GET", "/metrics").body.contains("\nonlyonce_database_writable 1\n"));
    QCOMPARE(count(*house.database, u"alert"_s), 1);
}

QTEST_GUILESS_MAIN(TestIntake)
#include "tst_intake.moc"
