// SPDX-License-Identifier: GPL-3.0-or-later
// Asking far sides for alerts: one process of several, at the interval, with a pause that grows, and what came is kept;
// and who watches the monitor: a source that fails or is quiet for too long is itself an alert.
#include "models/alerts/sourceadapter.h"
#include "models/alerts/sourcehealth.h"
#include "models/delivery/poller.h"
#include "support/scriptedsqs.h"
#include "support/signedsns.h"
#include "support/testdatabase.h"

#include <QJsonDocument>
#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::amazon;
using test::Fault;
using test::RecordedRequest;
using test::ScriptedHttp;
using test::ScriptedReply;
using test::ScriptedSqs;

namespace {

//! Gets "url"; the body is the payload. It counts how often it was asked in what it keeps.
class Asker final : public Adapter
{
public:
    [[nodiscard]] QString id() const override { return u"alertmanager"_s; }
    [[nodiscard]] QString name() const override { return u"Asker"_s; }
    [[nodiscard]] bool mayResume() const override { return true; }
    [[nodiscard]] std::vector<SettingField> fields() const override
    {
        return {{.key = u"url"_s, .kind = SettingField::Kind::Url, .required = true},
                {.key = u"token"_s, .kind = SettingField::Kind::Secret}};
    }
    [[nodiscard]] Step step(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        if (!reply) {
            HttpRequest request{.url = QUrl(state.settings[u"url"].toString())};
            request.headers.set("X-Token", state.secrets[u"token"].toString().toUtf8());
            request.headers.set("X-Times", QByteArray::number(state.progress[u"times"].toInt()));
            return SendHttp{.request = request, .progress = state.progress};
        }
        const auto &http = std::get<Result<HttpReply>>(*reply);
        if (!http) {
            return afterFailure(http.error());
        }
        if (http->status == 429) {
            return Postponed{.error = {ErrorCode::Busy, u"Too often."_s, {}},
                             .wait = retryAfter(http->headers, state.now)};
        }
        if (!http->isSuccess()) {
            return Refused{{ErrorCode::Denied, u"It said %1."_s.arg(http->status), {}}};
        }
        return Delivered{{{u"payload"_s, QString::fromUtf8(http->body)},
                          {u"progress"_s, QJsonObject{{u"times"_s, state.progress[u"times"].toInt() + 1}}}}};
    }
    [[nodiscard]] Step test(const DeliveryState &state, const DeliveryReply *reply) const override
    {
        return step(state, reply);
    }
    [[nodiscard]] std::optional<HttpRequest> eventStream(const DeliveryState &state) const override
    {
        const QString stream = state.settings[u"stream"].toString();
        return stream.isEmpty() ? std::nullopt : std::optional(HttpRequest{.url = QUrl(stream)});
    }
    [[nodiscard]] bool isEvent(const QByteArray &line) const override { return line != "soft"; }
};

QByteArray firing(const QStringList &names)
{
    QJsonArray alerts;
    for (const QString &name : names) {
        alerts.append(QJsonObject{{u"labels"_s, QJsonObject{{u"alertname"_s, name}, {u"service"_s, u"login"_s}}},
                                  {u"startsAt"_s, u"2026-11-23T04:40:00Z"_s}});
    }
    return QJsonDocument(alerts).toJson();
}

class House
{
public:
    House()
        : House(Engine(*static_cast<int *>(QTest::qData("engine", qMetaTypeId<int>()))))
    {
    }
    explicit House(Engine engine)
        : database(engine)
    {
        await(database->write({}, [](Transaction &t) {
            return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s);
        })).value();
    }

    ConnectionId connect(const QString &name, QJsonObject settings = {})
    {
        settings.insert(u"url"_s, farSide.url(u"/alerts"_s).toString());
        const ConnectionRow row{.kind = u"source"_s, .adapter = u"alertmanager"_s, .name = name, .settings = settings};
        const auto id = await(database->write({}, [row](Transaction &t) { return saveConnection(t, row); })).value();
        await(secrets->write(secretsKey(database->uuid(), id), {{u"token"_s, u"geheim"_s}})).value();
        await(collector.readSources()).value();
        return id;
    }
    ConnectionId connectQueue(const ScriptedSqs &sqs, QJsonObject settings = {})
    {
        const QJsonObject needed = sqs.settings();
        for (auto each = needed.begin(); each != needed.end(); ++each) {
            settings.insert(each.key(), each.value());
        }
        const ConnectionRow row{
            .kind = u"source"_s, .adapter = u"cloudwatch"_s, .name = u"queue"_s, .settings = settings};
        const auto id = await(database->write({}, [row](Transaction &t) { return saveConnection(t, row); })).value();
        await(secrets->write(secretsKey(database->uuid(), id), sqs.secrets())).value();
        await(collector.readSources()).value();
        return id;
    }
    std::unique_ptr<Poller> poller(const QString &process, milliseconds lease = 5s, const Adapters &adapters = asker())
    {
        return std::make_unique<Poller>(
            *database, adapters, *secrets,
            Poller::Options{.processName = process,
                            .program = ActorId{1},
                            .lease = lease,
                            .look = 20ms,
                            .streamRest = 100ms,
                            .streamPauses = {50ms}},
            [this](const ConnectionRow &connection, const QByteArray &payload, Poller::Portion portion) {
                const Extent extent = portion == Poller::Portion::Whole ? Extent::All : Extent::Some;
                return collector.take(connection.name, payload, extent)
                    .then([](const Result<Intake> &taken) -> Result<> { return taken ? Result<>() : failure(taken); });
            });
    }
    static Adapters asker() { return {std::make_shared<Asker>()}; }
    PollState state() const
    {
        const auto states = await(database->read([](Transaction &t) { return pollStates(t); })).value();
        return states.empty() ? PollState{} : states.front();
    }
    void makeDue(ConnectionId id)
    {
        // As a person does who saves the connection again.
        await(database->write({}, [id](Transaction &t) -> Result<ConnectionId> {
            auto row = connectionRow(t, id);
            return row ? saveConnection(t, **row) : failure(row);
        })).value();
    }
    //! "name status" of each alert, oldest first.
    QStringList alertLines(const QString &source = {}) const
    {
        QStringList lines;
        const auto rows = await(database->read([&](Transaction &t) { return alerts(t, {.source = source}, 100); }));
        for (const AlertRow &row : rows.value()) {
            lines.prepend(row.labels[u"alertname"].toString() + u' ' + toText(row.status));
        }
        return lines;
    }
    std::vector<SourceHealth> health() const
    {
        return await(database->read([](Transaction &t) { return sourceHealth(t); })).value();
    }

    mutable TestDatabase database;
    Result<QByteArray> certificate = amazon().certificatePem();
    Collector collector{*database, Collector::Limits(), [this](const QUrl &) { return answered(certificate); }};
    std::unique_ptr<SecretStore> secrets = makeFileStore(database.folder() + u"/secrets.json"_s);
    ScriptedHttp farSide;
};

}  // namespace

class TestPoller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAndKeepsWhatCame_data() { TestDatabase::addEngines(); }
    void asksAndKeepsWhatCame();
    void whatIsNotInTheListHasRecovered_data() { TestDatabase::addEngines(); }
    void whatIsNotInTheListHasRecovered();
    void oneProcessAsks_data() { TestDatabase::addEngines(); }
    void oneProcessAsks();
    void theClaimOfOneThatDiedEnds_data() { TestDatabase::addEngines(); }
    void theClaimOfOneThatDiedEnds();
    void failuresAreKeptAndPutOff_data() { TestDatabase::addEngines(); }
    void failuresAreKeptAndPutOff();
    void rubbishIsAFailureToo();
    void asksWhenSomethingHappens_data() { TestDatabase::addEngines(); }
    void asksWhenSomethingHappens();
    void oneProcessListens_data() { TestDatabase::addEngines(); }
    void oneProcessListens();
    void withoutAStreamTheIntervalCounts();
    void whatHappensWhileItIsAskedIsAskedAgain();
    void aQueueIsEmptiedAsItIsTakenIn_data() { TestDatabase::addEngines(); }
    void aQueueIsEmptiedAsItIsTakenIn();
    void whatIsNotTakenInStaysInTheQueue();
    void aQueueIsNotTheWholeList();
    void whoWatchesTheMonitor_data() { TestDatabase::addEngines(); }
    void whoWatchesTheMonitor();
    void namesOfSources();
    void intervals();
};

void TestPoller::asksAndKeepsWhatCame()
{
    House house;
    house.farSide.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = firing({u"A"_s, u"B"_s})}; });
    const ConnectionId id = house.connect(u"frankfurt"_s);
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    QTRY_COMPARE(house.alertLines(u"frankfurt"_s), (QStringList{u"A firing"_s, u"B firing"_s}));
    QTRY_VERIFY(house.state().lastSuccessAt);
    const PollState state = house.state();
    QCOMPARE(state.connection, id);
    QCOMPARE(state.askedBy, u"desk"_s);
    QCOMPARE(state.failures, 0);
    QVERIFY(state.nextAt - *state.lastSuccessAt == 30s);
    QCOMPARE(house.farSide.requests().front().headers.value("X-Token"), "geheim"_ba);
    // It is not asked again before its time, and then it is told what it had said.
    QTest::qWait(200);
    QCOMPARE(house.farSide.requests().size(), 1);
    house.makeDue(id);
    QTRY_COMPARE(house.farSide.requests().size(), 2);
    QCOMPARE(house.farSide.requests().back().headers.value("X-Times"), "1"_ba);
}

void TestPoller::whatIsNotInTheListHasRecovered()
{
    House house;
    QStringList names{u"A"_s, u"B"_s};
    house.farSide.setResponder([&names](const RecordedRequest &) { return ScriptedReply{.body = firing(names)}; });
    const ConnectionId id = house.connect(u"frankfurt"_s);
    house.connect(u"other"_s, {{u"interval"_s, u"3600"_s}});
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    QTRY_COMPARE(house.alertLines(u"frankfurt"_s).size(), 2);
    QTRY_COMPARE(house.alertLines(u"other"_s).size(), 2);
    names = {u"B"_s, u"C"_s};
    QTRY_VERIFY(house.state().lastSuccessAt);
    house.makeDue(id);
    QTRY_COMPARE(house.alertLines(u"frankfurt"_s), (QStringList{u"A resolved"_s, u"B firing"_s, u"C firing"_s}));
    QCOMPARE(house.alertLines(u"other"_s), (QStringList{u"A firing"_s, u"B firing"_s}));
    // Nothing at all is an answer like any other.
    names.clear();
    QTRY_VERIFY(house.state().nextAt > house.database->clock().now());
    house.makeDue(id);
    QTRY_COMPARE(house.alertLines(u"frankfurt"_s), (QStringList{u"A resolved"_s, u"B resolved"_s, u"C resolved"_s}));
}

void TestPoller::oneProcessAsks()
{
    House house;
    house.farSide.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "[]", .delay = 300ms}; });
    house.connect(u"frankfurt"_s);
    const auto first = house.poller(u"first"_s);
    const auto second = house.poller(u"second"_s);
    first->start();
    second->start();
    QTRY_VERIFY(house.state().lastSuccessAt);
    QTest::qWait(300);
    QCOMPARE(house.farSide.requests().size(), 1);
}

void TestPoller::theClaimOfOneThatDiedEnds()
{
    House house;
    house.farSide.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "[]", .delay = 5s}; });
    house.connect(u"frankfurt"_s);
    {
        const auto dies = house.poller(u"dies"_s, 500ms);
        dies->start();
        QTRY_COMPARE(house.farSide.requests().size(), 1);
    }
    house.farSide.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "[]"}; });
    const auto lives = house.poller(u"lives"_s);
    lives->start();
    if (house.database.url().engine == Engine::Postgres) {
        QTRY_VERIFY_WITH_TIMEOUT(house.state().lastSuccessAt, 10'000);
    } else {
        QTest::qWait(100);
        QCOMPARE(house.farSide.requests().size(),
                 1);  // the claim still holds by the database's clock, which stands still
        house.database.clock.advance(1s);
        QTRY_VERIFY(house.state().lastSuccessAt);
    }
    QCOMPARE(house.state().askedBy, u"lives"_s);
}

void TestPoller::failuresAreKeptAndPutOff()
{
    House house;
    house.farSide.setResponder([](const RecordedRequest &) { return ScriptedReply{.status = 401}; });
    const ConnectionId id = house.connect(u"frankfurt"_s, {{u"interval"_s, u"5"_s}});
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    QTRY_COMPARE(house.state().failures, 1);
    QCOMPARE(house.state().lastError, u"It said 401."_s);
    QVERIFY(!house.state().lastSuccessAt);
    QVERIFY(house.state().nextAt - *house.state().lastFailureAt >= 5s);
    for (int failures = 2; failures <= 5; ++failures) {
        house.makeDue(id);
        QTRY_COMPARE(house.state().failures, failures);
    }
    QVERIFY(house.state().nextAt - *house.state().lastFailureAt >= 40s);
    // The far side says itself when it wants to be asked again.
    house.farSide.setResponder(
        [](const RecordedRequest &) { return ScriptedReply{.status = 429, .headers = {{"Retry-After", "900"}}}; });
    house.makeDue(id);
    QTRY_COMPARE(house.state().failures, 6);
    QVERIFY(house.state().nextAt - *house.state().lastFailureAt >= 900s);
    house.farSide.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "[]"}; });
    house.makeDue(id);
    QTRY_COMPARE(house.state().failures, 0);
    QCOMPARE(house.state().lastError, QString());
}

//! "/alerts" of those requests.
int asked(const ScriptedHttp &http)
{
    return int(std::ranges::count(http.requests(), QByteArray("/alerts"), &RecordedRequest::target));
}

void TestPoller::asksWhenSomethingHappens()
{
    House house;
    QStringList names{u"A"_s};
    house.farSide.setResponder([&names](const RecordedRequest &request) {
        return request.target == "/events" ? ScriptedReply{.fault = Fault::StaysOpen}
                                           : ScriptedReply{.body = firing(names)};
    });
    house.connect(u"frankfurt"_s,
                  {{u"interval"_s, u"3600"_s}, {u"stream"_s, house.farSide.url(u"/events"_s).toString()}});
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    // At the beginning, and once more when it listens: nobody knows what was missed in between.
    QTRY_COMPARE(house.farSide.openCount(), 1);
    QTRY_COMPARE(asked(house.farSide), 2);
    QTRY_COMPARE(house.alertLines(), QStringList{u"A firing"_s});

    names << u"B"_s;
    house.farSide.say("soft\n");
    QTest::qWait(400);
    QCOMPARE(asked(house.farSide), 2);
    house.farSide.say("hard\nand another\nand one more\n");
    QTRY_COMPARE(house.alertLines(), (QStringList{u"A firing"_s, u"B firing"_s}));
    QCOMPARE(asked(house.farSide), 3);  // what comes together is asked for once

    // What happens while nobody listens is asked for as soon as somebody does again.
    names = {u"C"_s};
    house.farSide.hangUp();
    QTRY_COMPARE(house.alertLines(), (QStringList{u"A resolved"_s, u"B resolved"_s, u"C firing"_s}));
    QCOMPARE(house.farSide.openCount(), 1);
}

void TestPoller::oneProcessListens()
{
    House house;
    house.farSide.setResponder([](const RecordedRequest &request) {
        return request.target == "/events" ? ScriptedReply{.fault = Fault::StaysOpen} : ScriptedReply{.body = "[]"};
    });
    house.connect(u"frankfurt"_s, {{u"stream"_s, house.farSide.url(u"/events"_s).toString()}});
    const auto first = house.poller(u"first"_s);
    const auto second = house.poller(u"second"_s);
    first->start();
    second->start();
    QTRY_COMPARE(house.farSide.openCount(), 1);
    QTest::qWait(300);
    QCOMPARE(house.farSide.openCount(), 1);
}

void TestPoller::withoutAStreamTheIntervalCounts()
{
    House house(Engine::Sqlite);
    house.farSide.setResponder([](const RecordedRequest &request) {
        return request.target == "/events" ? ScriptedReply{.status = 404, .body = "you may not"}
                                           : ScriptedReply{.body = firing({u"A"_s})};
    });
    house.connect(u"frankfurt"_s, {{u"stream"_s, house.farSide.url(u"/events"_s).toString()}});
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    QTRY_COMPARE(house.alertLines(), QStringList{u"A firing"_s});
    QTRY_VERIFY(house.farSide.requests().size() >= 5);  // it is tried again
    QCOMPARE(asked(house.farSide), 1);
    QCOMPARE(house.state().failures, 0);
}

void TestPoller::whatHappensWhileItIsAskedIsAskedAgain()
{
    House house(Engine::Sqlite);
    house.farSide.setResponder([](const RecordedRequest &request) {
        return request.target == "/events" ? ScriptedReply{.fault = Fault::StaysOpen}
                                           : ScriptedReply{.body = "[]", .delay = 600ms};
    });
    house.connect(u"frankfurt"_s,
                  {{u"interval"_s, u"3600"_s}, {u"stream"_s, house.farSide.url(u"/events"_s).toString()}});
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    QTRY_COMPARE(asked(house.farSide), 2);
    house.farSide.say("hard\n");  // the answer that is under way may not know of it
    QTRY_COMPARE(asked(house.farSide), 3);
    QTRY_VERIFY(house.state().nextAt > house.database->clock().now());
    QTest::qWait(300);
    QCOMPARE(asked(house.farSide), 3);
}

void TestPoller::rubbishIsAFailureToo()
{
    House house{Engine::Sqlite};
    house.farSide.setResponder([](const RecordedRequest &) { return ScriptedReply{.body = "<html>Log in</html>"}; });
    house.connect(u"frankfurt"_s);
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    QTRY_COMPARE(house.state().failures, 1);
    QVERIFY(!house.state().lastError.isEmpty());
    QCOMPARE(house.alertLines(), QStringList());
}

void TestPoller::aQueueIsEmptiedAsItIsTakenIn()
{
    House house;
    ScriptedSqs sqs;
    for (int i = 0; i < 24; ++i) {
        sqs.put(test::notificationBytes());  // Amazon gives out twice what it likes
    }
    house.connectQueue(sqs);
    const auto poller = house.poller(u"desk"_s, 5s, askableSources());
    poller->start();
    QTRY_COMPARE(sqs.deleted().size(), 24);
    QCOMPARE(sqs.hidden() + sqs.waiting(), 0);
    const auto rows = await(house.database->read([](Transaction &t) { return alerts(t, {}, 100); })).value();
    QCOMPARE(rows.size(), 1U);
    QCOMPARE(rows.front().source, u"queue"_s);
    QCOMPARE(rows.front().count, 24);
    // Then it waits its time.
    QTRY_VERIFY(house.state().lastSuccessAt && house.state().nextAt > house.database->clock().now());
    const auto asked = sqs.requests().size();
    QTest::qWait(200);
    QCOMPARE(sqs.requests().size(), asked);
    QCOMPARE(house.state().lastError, QString());
}

void TestPoller::whatIsNotTakenInStaysInTheQueue()
{
    House house{Engine::Sqlite};
    ScriptedSqs sqs;
    sqs.put(QByteArray(test::notificationBytes()).replace("login-5xx", "login-6xx"));  // not what Amazon signed
    sqs.put("Hello");
    sqs.put(test::alarmText().toUtf8());  // nothing proves it
    const ConnectionId id = house.connectQueue(sqs);
    const auto poller = house.poller(u"desk"_s, 5s, askableSources());
    poller->start();
    QTRY_VERIFY(!house.health().empty() && !house.health().front().trouble.isEmpty());
    QVERIFY(house.health().front().trouble.startsWith(u"What it sent last was refused:"));
    QTRY_VERIFY(house.state().lastSuccessAt);
    QCOMPARE(house.state().failures, 0);
    sqs.put(test::notificationBytes());
    house.makeDue(id);
    QTRY_COMPARE(sqs.deleted(), QStringList{u"handle-4"_s});
    QCOMPARE(sqs.hidden(), 3);
    QCOMPARE(house.alertLines(u"queue"_s).size(), 1);
    // Once raw messages are allowed, what came raw is read when it comes again.
    REQUIRE_OK(await(house.database->write({}, [id](Transaction &t) -> Result<ConnectionId> {
        auto row = connectionRow(t, id).value().value();
        row.settings[u"rawDelivery"_s] = u"true"_s;
        return saveConnection(t, row);
    })));
    sqs.showAgain();
    QTRY_COMPARE(sqs.deleted().size(), 2);
    QCOMPARE(sqs.deleted().last(), u"handle-3"_s);
    // What could not be taken in now is not lost either, and the poll has failed.
    house.certificate = fail(ErrorCode::Unavailable, u"The certificate cannot be fetched."_s);
    sqs.put(test::notificationBytes(test::alarmText(u"OK"_s)));
    QTRY_VERIFY(house.state().nextAt > house.database->clock().now());
    house.makeDue(id);
    QTRY_COMPARE(house.state().lastError, u"The certificate cannot be fetched."_s);
    QCOMPARE(sqs.deleted().size(), 2);
    house.certificate = amazon().certificatePem();
    sqs.showAgain();
    house.makeDue(id);
    QTRY_VERIFY(sqs.deleted().contains(u"handle-5"_s));
    QCOMPARE(house.alertLines(u"queue"_s), QStringList{u" resolved"_s});
}

void TestPoller::aQueueIsNotTheWholeList()
{
    House house{Engine::Sqlite};
    ScriptedSqs sqs;
    const auto alarm = [](const QString &name, const QString &state) {
        return test::notificationBytes(test::alarmText(state).replace(u"login-5xx"_s, name));
    };
    sqs.put(alarm(u"a"_s, u"ALARM"_s));
    const ConnectionId id = house.connectQueue(sqs);
    const auto poller = house.poller(u"desk"_s, 5s, askableSources());
    poller->start();
    QTRY_COMPARE(sqs.deleted().size(), 1);
    // What is not told of again has not recovered; and an end that overtook its beginning is put in order.
    sqs.put(alarm(u"b"_s, u"OK"_s), 2);
    sqs.put(alarm(u"b"_s, u"ALARM"_s), 1);
    QTRY_VERIFY(house.state().nextAt > house.database->clock().now());
    house.makeDue(id);
    QTRY_COMPARE(sqs.deleted().size(), 3);
    const auto rows = await(house.database->read([](Transaction &t) { return alerts(t, {}, 100); })).value();
    QStringList lines;
    for (const AlertRow &row : rows) {
        lines.prepend(row.labels[u"alarm"].toString() + u' ' + toText(row.status));
    }
    QCOMPARE(lines, (QStringList{u"a firing"_s, u"b resolved"_s}));
}

void TestPoller::whoWatchesTheMonitor()
{
    House house;
    bool works = false;
    house.farSide.setResponder([&works](const RecordedRequest &) {
        return works ? ScriptedReply{.body = "[]"} : ScriptedReply{.status = 500};
    });
    const ConnectionId id = house.connect(u"frankfurt"_s);
    const auto poller = house.poller(u"desk"_s);
    poller->start();
    QTRY_COMPARE(house.state().failures, 1);
    QCOMPARE(house.health().size(), 1);
    QVERIFY(!house.health().front().trouble.isEmpty());
    QVERIFY(!house.health().front().isAlarming);
    SourceWatch watch(*house.database, house.collector);
    watch.start();
    QTest::qWait(100);
    QCOMPARE(house.alertLines(), QStringList());
    for (int failures = 2; failures <= 3; ++failures) {
        house.makeDue(id);
        QTRY_COMPARE(house.state().failures, failures);
    }
    QVERIFY(house.health().front().isAlarming);
    watch.start();
    QTRY_COMPARE(house.alertLines(ownSourceName()), QStringList{u"MonitorNotHeard firing"_s});
    works = true;
    house.makeDue(id);
    QTRY_COMPARE(house.state().failures, 0);
    QVERIFY(house.health().front().trouble.isEmpty());
    watch.start();
    QTRY_COMPARE(house.alertLines(ownSourceName()), QStringList{u"MonitorNotHeard resolved"_s});
}

void TestPoller::namesOfSources()
{
    House house{Engine::Sqlite};
    const auto save = [&](const QString &name) {
        return await(house.database->write({}, [name](Transaction &t) {
            return saveConnection(t, {.kind = u"source"_s, .adapter = u"alertmanager"_s, .name = name});
        }));
    };
    QVERIFY(save(u"zabbix-frankfurt"_s));
    QCOMPARE(save(u"zabbix-frankfurt"_s).error().code, ErrorCode::Conflict);
    for (const QString &name : {u"Zabbix"_s, u"a/b"_s, u"ä"_s, u"-a"_s, u"a b"_s, QString(61, u'a')}) {
        const auto saved = save(name);
        QVERIFY2(!saved, qPrintable(name));
        QCOMPARE(saved.error().code, ErrorCode::Invalid);
    }
    // A connection gives its adapter a second name; one that is switched off takes nothing.
    REQUIRE_OK(await(house.collector.readSources()));
    QVERIFY(house.collector.source(u"zabbix-frankfurt"_s));
    QVERIFY(house.collector.source(u"alertmanager"_s));
    QVERIFY(!house.collector.source(u"unknown"_s));
    const auto rows = await(house.database->read([](Transaction &t) { return connectionsOf(t, u"source"_s); })).value();
    ConnectionRow off = rows.front();
    off.enabled = false;
    REQUIRE_OK(await(house.database->write({}, [off](Transaction &t) -> Result<> {
        auto saved = saveConnection(t, off);
        return saved ? Result<>() : failure(saved);
    })));
    QTRY_VERIFY(!house.collector.source(u"zabbix-frankfurt"_s));  // by the change feed
}

void TestPoller::intervals()
{
    QCOMPARE(pollInterval({}), milliseconds(30s));
    QCOMPARE(pollInterval({{u"interval"_s, u"60"_s}}), milliseconds(60s));
    QCOMPARE(pollInterval({{u"interval"_s, 12}}), milliseconds(12s));
    QCOMPARE(pollInterval({{u"interval"_s, u"0.1"_s}}), milliseconds(5s));
    QCOMPARE(pollInterval({{u"interval"_s, u"-3"_s}}), milliseconds(30s));
    QCOMPARE(pollInterval({{u"interval"_s, u"1e300"_s}}), milliseconds(24h));
    QCOMPARE(pollInterval({{u"interval"_s, u"often"_s}}), milliseconds(30s));
}

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
