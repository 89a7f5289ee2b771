// SPDX-License-Identifier: GPL-3.0-or-later
// The runner against a real HTTP server on loopback, on both engines, alone and as several processes that get killed.
// Here the clock is the system's: leases of processes are compared by it.
#include "models/delivery/connections.h"
#include "models/delivery/runner.h"
#include "models/delivery/settlement.h"
#include "models/storage/connection.h"
#include "support/probeadapter.h"
#include "support/scriptedhttp.h"
#include "support/testdatabase.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Fault;
using test::ProbeAdapter;
using test::RecordedRequest;
using test::ScriptedHttp;
using test::ScriptedReply;

namespace {

constexpr ActorId programActor{1};

Adapters probes()
{
    return {std::make_shared<ProbeAdapter>(u"asking"_s, ProbeAdapter::Resume::Yes),
            std::make_shared<ProbeAdapter>(u"mute"_s, ProbeAdapter::Resume::No)};
}

DeliveryRunner::Options quick(const QString &name)
{
    return {.processName = name,
            .program = programActor,
            .lease = 1s,
            .pollInterval = 50ms,
            .parallel = 4,
            .pauses = {20ms, 50ms, 100ms}};
}

//! A database, its secrets, a far side, and short words for what tests do.
class House
{
public:
    House() { open(); }

    template <typename Work>
    auto write(Work work)
    {
        return await(database->write(programActor, std::move(work)));
    }
    template <typename Work>
    auto read(Work work)
    {
        return await(database->read(std::move(work)));
    }
    void open()
    {
        database.reset();
        auto opened = Database::open({.url = place.url(), .stateFolder = place.folder() + u"/state"_s});
        if (!opened) {
            qFatal("%s | %s", qPrintable(opened.error().message), qPrintable(opened.error().detail));
        }
        database = std::move(*opened);
        write([](Transaction &t) {
            return t.exec(u"INSERT INTO actor (kind, name, role) VALUES ('program', 'OnlyOnce', 'administrator') "
                          "ON CONFLICT (kind, name) WHERE login IS NULL DO NOTHING"_s);
        }).value();
    }
    [[nodiscard]] QString secretsPath() const { return place.folder() + u"/secrets.json"_s; }
    void keepSecret(ConnectionId id)
    {
        await(secrets->write(secretsKey(database->uuid(), id), {{u"token"_s, u"geheim"_s}})).value();
    }
    //! With its secret.
    ConnectionId connect(const QString &adapter = u"asking"_s)
    {
        const ConnectionId id = connectWithoutSecret(adapter);
        keepSecret(id);
        return id;
    }
    ConnectionId connectWithoutSecret(const QString &adapter)
    {
        return write([&](Transaction &t) {
                   return saveConnection(t, {.kind = u"forum"_s,
                                             .adapter = adapter,
                                             .name = adapter,
                                             .settings = {{u"url"_s, farSide.url(u"/in"_s).toString()}}});
               })
            .value();
    }
    OutboxId put(ConnectionId connection, const QString &key, const QString &lane = {})
    {
        return write([&](Transaction &t) {
                   return enqueue(
                       t, {.kind = u"probe"_s, .connection = connection, .key = key, .title = key, .lane = lane});
               })
            .value();
    }
    OutboxRow row(OutboxId id)
    {
        return *read([id](Transaction &t) { return outboxRow(t, id); }).value();
    }
    OutboxState state(OutboxId id) { return row(id).state; }
    std::unique_ptr<DeliveryRunner> runner(DeliveryRunner::Options options = quick(u"test"_s))
    {
        return std::make_unique<DeliveryRunner>(*database, probes(), *secrets, std::move(options));
    }
    //! How often each key was posted.
    [[nodiscard]] QHash<QString, int> posts() const
    {
        QHash<QString, int> counts;
        for (const RecordedRequest &request : farSide.requests()) {
            if (request.method == "POST") {
                ++counts[QString::fromUtf8(request.body)];
            }
        }
        return counts;
    }
    [[nodiscard]] int asked() const
    {
        return int(std::ranges::count(farSide.requests(), QByteArray("GET"), &RecordedRequest::method));
    }

    TestDatabase place;
    std::unique_ptr<Database> database;
    std::unique_ptr<SecretStore> secrets = makeFileStore(secretsPath());
    ScriptedHttp farSide;
};

ScriptedReply ok(const RecordedRequest & /*request*/)
{
    return {.body = "ok"};
}

//! What a real far side does: knows which keys it has taken.
std::function<ScriptedReply(const RecordedRequest &)> remembering(const House &house, milliseconds delay = {})
{
    return [&house, delay](const RecordedRequest &request) -> ScriptedReply {
        if (request.method != "GET") {
            return {.body = "ok", .delay = delay};
        }
        const QString key = QString::fromUtf8(request.target.mid(request.target.lastIndexOf('/') + 1));
        return {.status = house.posts().contains(key) ? 200 : 404};
    };
}

//! Another process: delivers what is in a database until it is killed.
int deliver(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const auto url = DatabaseUrl::parse(QString::fromLocal8Bit(argv[2]));
    auto database = Database::open({.url = url.value(), .stateFolder = QString::fromLocal8Bit(argv[3])});
    if (!database) {
        qFatal("%s | %s", qPrintable(database.error().message), qPrintable(database.error().detail));
    }
    const auto secrets = makeFileStore(QString::fromLocal8Bit(argv[4]));
    DeliveryRunner runner(**database, probes(), *secrets, quick(QString::fromLocal8Bit(argv[5])));
    runner.start();
    return QCoreApplication::exec();
}

class Child
{
public:
    Child(const House &house, const QString &name)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
        m_process.start(
            QCoreApplication::applicationFilePath(),
            {u"--deliver"_s, house.place.address(), house.place.folder() + u"/state"_s, house.secretsPath(), name});
    }
    ~Child() { kill(); }
    void kill()
    {
        m_process.kill();  // SIGKILL
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

}  // namespace

class TestRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAnOutcomeMeansForItsRow()
    {
        const std::vector<milliseconds> pauses{10s, 60s};
        const auto meant = [&](const Outcome &outcome, AttemptMade made = {}) {
            made.pauses = pauses;
            return settlementOf(outcome, made);
        };
        QCOMPARE(meant(Delivered{{{u"id"_s, 7}}}).result.value(u"id"_s).toInt(), 7);
        const Settlement refused =
            meant(Refused{.error = {ErrorCode::Denied, u"No such mailbox"_s, {}}, .pauseConnection = 5s});
        QCOMPARE(refused.state, OutboxState::Failed);
        QCOMPARE(refused.error, u"No such mailbox"_s);
        QCOMPARE(refused.pauseConnection, std::optional<milliseconds>(5s));
        // What may have arrived is sent again only where the far side can be asked.
        const Postponed lost{.error = {ErrorCode::Unavailable, u"The line broke"_s, {}}, .uncertain = true};
        QCOMPARE(meant(lost).state, OutboxState::Uncertain);
        const Settlement again = meant(lost, {.mayResume = true});
        QCOMPARE(again.state, OutboxState::Waiting);
        QVERIFY(again.maybeSent && again.wait > 0s);
        QVERIFY(meant(lost, {.attempts = 2, .mayResume = true}).wait > again.wait);
        // What this program broke off itself does not wait, and the far side's own wish is heard for all of its rows.
        QCOMPARE(meant(Postponed{.error = {ErrorCode::Cancelled, u"Stopped"_s, {}}}, {.stopping = true}).wait, 0ms);
        const Settlement silence = meant(Postponed{.error = {}, .wait = 90s, .wholeConnection = true});
        QVERIFY(silence.wait >= 90s);
        QCOMPARE(silence.pauseConnection, std::optional(silence.wait));
    }

    void deliversAndTellsInOneTransaction_data() { TestDatabase::addEngines(); }
    void deliversAndTellsInOneTransaction()
    {
        House house;
        house.farSide.setResponder(ok);
        const OutboxId id = house.put(house.connect(), u"a"_s);
        const auto runner = house.runner();
        std::atomic<int> told = 0;
        runner->onSettled(u"probe"_s, [&told](Transaction &t, const OutboxRow &row) -> Result<> {
            ++told;
            auto done = t.exec(u"INSERT INTO meta (key, value) VALUES ('told', ?)"_s, toText(row.state));
            return done ? Result<>() : failure(done);
        });
        QSignalSpy settled(runner.get(), &DeliveryRunner::settled);
        runner->start();
        QTRY_COMPARE(settled.size(), 1);
        QCOMPARE(settled[0][0].toLongLong(), id.value);
        const OutboxRow row = house.row(id);
        QCOMPARE(row.state, OutboxState::Sent);
        QCOMPARE(row.result[u"answer"_s], u"ok"_s);
        QCOMPARE(row.leasedBy, u"test"_s);
        QCOMPARE(row.progress[u"at"_s], u"post"_s);
        QCOMPARE(told, 1);
        REQUIRE_VALUE(meta, house.read([](Transaction &t) {
            return t.one(u"SELECT value FROM meta WHERE key = 'told'"_s, [](const Row &r) { return r.text(0); });
        }));
        QCOMPARE(meta, u"sent"_s);
        QCOMPARE(house.farSide.requests().at(0).headers.value("X-Token"), QByteArray("geheim"));
    }

    void rowsThatComeLaterAreSentAtOnce_data() { TestDatabase::addEngines(); }
    void rowsThatComeLaterAreSentAtOnce()
    {
        House house;
        house.farSide.setResponder(ok);
        const ConnectionId connection = house.connect();
        auto options = quick(u"test"_s);
        options.pollInterval = 1h;  // only the change feed wakes it
        const auto runner = house.runner(options);
        runner->start();
        const OutboxId id = house.put(connection, u"a"_s);
        QTRY_COMPARE(house.state(id), OutboxState::Sent);
    }

    void aLaneGoesOutInOrderWhateverFails_data() { TestDatabase::addEngines(); }
    void aLaneGoesOutInOrderWhateverFails()
    {
        House house;
        house.farSide.setResponder(remembering(house));
        house.farSide.enqueue({.status = 503});
        house.farSide.enqueue({.fault = Fault::CloseUnread});
        house.farSide.enqueue({.status = 404});  // asked for what came unread
        const ConnectionId connection = house.connect();
        OutboxId last;
        for (const auto *key : {"1", "2", "3", "4", "5"}) {
            last = house.put(connection, QLatin1StringView(key));
        }
        const auto runner = house.runner();
        runner->start();
        QTRY_COMPARE(house.state(last), OutboxState::Sent);
        QStringList order;
        for (const RecordedRequest &request : house.farSide.requests()) {
            if (request.method == "POST") {
                order += QString::fromUtf8(request.body);
            }
        }
        order.removeFirst();  // the 503
        QCOMPARE(order, (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s}));
    }

    void aLostAnswerIsAskedForAndNotRepeated_data() { TestDatabase::addEngines(); }
    void aLostAnswerIsAskedForAndNotRepeated()
    {
        House house;
        house.farSide.enqueue({.fault = Fault::CloseAfterRequest});
        house.farSide.setResponder(remembering(house));
        const OutboxId id = house.put(house.connect(u"asking"_s), u"a"_s);
        const auto runner = house.runner();
        runner->start();
        QTRY_COMPARE(house.state(id), OutboxState::Sent);
        QCOMPARE(house.posts().value(u"a"_s), 1);
        QVERIFY(house.row(id).result[u"found"_s].toBool());
        QVERIFY(house.row(id).maybeSent);
        QCOMPARE(house.row(id).attempts, 2);
    }

    void aLostAnswerThatNobodyCanAskForWaitsForAPerson_data() { TestDatabase::addEngines(); }
    void aLostAnswerThatNobodyCanAskForWaitsForAPerson()
    {
        House house;
        house.farSide.enqueue({.fault = Fault::CloseAfterRequest});
        house.farSide.setResponder(ok);
        const OutboxId id = house.put(house.connect(u"mute"_s), u"a"_s);
        const auto runner = house.runner();
        runner->start();
        QTRY_COMPARE(house.state(id), OutboxState::Uncertain);
        QTest::qWait(300);
        QCOMPARE(house.posts().value(u"a"_s), 1);
        REQUIRE_OK(house.write([id](Transaction &t) { return retryOutbox(t, id); }));
        QTRY_COMPARE(house.state(id), OutboxState::Sent);
        QCOMPARE(house.posts().value(u"a"_s), 2);
    }

    void aRefusalIsShownAndCanBeMended_data() { TestDatabase::addEngines(); }
    void aRefusalIsShownAndCanBeMended()
    {
        House house;
        house.farSide.enqueue({.status = 422});
        house.farSide.setResponder(ok);
        const OutboxId id = house.put(house.connect(), u"a"_s);
        const auto runner = house.runner();
        QList<OutboxState> ends;
        runner->onSettled(u"probe"_s, [&ends](Transaction &, const OutboxRow &row) -> Result<> {
            ends += row.state;
            return {};
        });
        QSignalSpy settled(runner.get(), &DeliveryRunner::settled);
        runner->start();
        QTRY_COMPARE(settled.size(), 1);
        QCOMPARE(house.state(id), OutboxState::Failed);
        QCOMPARE(house.row(id).lastError, u"The far side said 422."_s);
        REQUIRE_OK(house.write([id](Transaction &t) { return retryOutbox(t, id); }));
        QTRY_COMPARE(settled.size(), 2);
        QCOMPARE(ends, (QList{OutboxState::Failed, OutboxState::Sent}));
    }

    void silenceIsKeptWhenAskedFor_data() { TestDatabase::addEngines(); }
    void silenceIsKeptWhenAskedFor()
    {
        House house;
        house.farSide.enqueue({.status = 429, .headers = {{"Retry-After", "2"}}});
        house.farSide.setResponder(ok);
        const ConnectionId connection = house.connect();
        const ConnectionId other = house.connect();
        const OutboxId first = house.put(connection, u"1"_s, u"1"_s);
        const auto runner = house.runner();
        runner->start();
        QTRY_COMPARE(house.farSide.requests().size(), 1);
        QTRY_COMPARE(house.state(first), OutboxState::Waiting);
        const OutboxId second = house.put(connection, u"2"_s, u"2"_s);
        const OutboxId elsewhere = house.put(other, u"3"_s);
        QTRY_COMPARE(house.state(elsewhere), OutboxState::Sent);  // another connection does not have to wait
        QCOMPARE(house.state(second), OutboxState::Waiting);
        QVERIFY(!house.posts().contains(u"2"_s));
        QTRY_COMPARE(house.state(first), OutboxState::Sent);
        QTRY_COMPARE(house.state(second), OutboxState::Sent);
        const OutboxRow row = house.row(first);
        QVERIFY(row.nextAttemptAt >= row.createdAt + 2s);
    }

    void consequencesThatFailAreDrawnLater_data() { TestDatabase::addEngines(); }
    void consequencesThatFailAreDrawnLater()
    {
        House house;
        house.farSide.setResponder(ok);
        const OutboxId id = house.put(house.connect(), u"a"_s);
        {
            const auto runner = house.runner();
            runner->onSettled(u"probe"_s, [](Transaction &t, const OutboxRow &) -> Result<> {
                auto half = t.exec(u"INSERT INTO meta (key, value) VALUES ('half', 'done')"_s);
                return half ? fail(ErrorCode::Internal, u"no"_s) : failure(half);
            });
            runner->start();
            QTRY_COMPARE(house.state(id), OutboxState::Sent);
            QVERIFY(house.row(id).untold);
            QTest::qWait(300);
            QCOMPARE(house.posts().value(u"a"_s), 1);
        }
        REQUIRE_VALUE(half, house.read([](Transaction &t) {
            return t.one(u"SELECT value FROM meta WHERE key = 'half'"_s, [](const Row &r) { return r.text(0); });
        }));
        QVERIFY(!half);                      // nothing by halves
        const auto runner = house.runner();  // the next start of the program
        std::atomic<int> told = 0;
        runner->onSettled(u"probe"_s, [&told](Transaction &, const OutboxRow &row) -> Result<> {
            told += row.state == OutboxState::Sent ? 1 : 100;
            return {};
        });
        runner->start();
        QTRY_COMPARE(told, 1);
        QTRY_VERIFY(!house.row(id).untold);
        QTest::qWait(300);
        QCOMPARE(told, 1);
        QCOMPARE(house.posts().value(u"a"_s), 1);
    }

    void discardingIsTold_data() { TestDatabase::addEngines(); }
    void discardingIsTold()
    {
        House house;
        const OutboxId id = house.put(house.connectWithoutSecret(u"asking"_s), u"a"_s);
        const auto runner = house.runner();
        QSignalSpy settled(runner.get(), &DeliveryRunner::settled);
        runner->start();
        REQUIRE_OK(house.write([id](Transaction &t) { return discardOutbox(t, id, u"not needed"_s); }));
        QTRY_COMPARE(settled.size(), 1);
        QVERIFY(!house.row(id).untold);
        QCOMPARE(house.row(id).lastError, u"not needed"_s);
    }

    void withoutTheSecretOthersMayDeliver_data() { TestDatabase::addEngines(); }
    void withoutTheSecretOthersMayDeliver()
    {
        House house;
        house.farSide.setResponder(ok);
        const ConnectionId connection = house.connectWithoutSecret(u"asking"_s);
        const ConnectionId unknown = house.connectWithoutSecret(u"from the future"_s);
        const OutboxId id = house.put(connection, u"a"_s);
        const auto runner = house.runner();
        runner->start();
        QTRY_COMPARE(runner->troubles().size(), 2U);
        QCOMPARE(runner->troubles()[0].connection, connection);
        QCOMPARE(runner->troubles()[1].connection, unknown);
        QTest::qWait(300);
        QCOMPARE(house.state(id), OutboxState::Waiting);
        QCOMPARE(house.row(id).attempts, 0);
        // As the settings page does it: the secret first, then the row.
        house.keepSecret(connection);
        REQUIRE_OK(
            house.write([&](Transaction &t) { return saveConnection(t, *connectionRow(t, connection).value()); }));
        QTRY_COMPARE(house.state(id), OutboxState::Sent);
        QTRY_COMPARE(runner->troubles().size(), 1U);
    }

    void whatIsHeldStaysUntilItIsReleased_data() { TestDatabase::addEngines(); }
    void whatIsHeldStaysUntilItIsReleased()
    {
        House house;
        house.farSide.setResponder(remembering(house));
        const OutboxId id = house.put(house.connect(), u"a"_s);
        REQUIRE_OK(house.write([](Transaction &t) { return holdDelivery(t, u"it was copied"_s); }));
        const auto runner = house.runner();
        runner->start();
        QTest::qWait(500);
        QCOMPARE(house.farSide.connectionCount(), 0);
        QCOMPARE(house.state(id), OutboxState::Waiting);
        REQUIRE_OK(house.write([](Transaction &t) { return releaseOutbox(t); }));
        QTRY_COMPARE(house.state(id), OutboxState::Sent);
        QCOMPARE(house.asked(), 1);  // where it came from, it may have gone out
        QCOMPARE(house.posts().value(u"a"_s), 1);
    }

    void theDemoSendsNothingWhateverIsReleased_data() { TestDatabase::addEngines(); }
    void theDemoSendsNothingWhateverIsReleased()
    {
        House house;
        house.farSide.setResponder(ok);
        const OutboxId id = house.put(house.connect(), u"a"_s);
        auto options = quick(u"demo"_s);
        options.sealed = true;
        const auto runner = house.runner(options);
        runner->start();
        REQUIRE_OK(house.write([](Transaction &t) { return releaseOutbox(t); }));
        const auto tested = await(runner->test(u"asking"_s, {{u"url"_s, house.farSide.url().toString()}}, {}));
        QVERIFY(!tested);
        QCOMPARE(tested.error().code, ErrorCode::Denied);
        QTest::qWait(500);
        QCOMPARE(house.farSide.connectionCount(), 0);
        QCOMPARE(house.state(id), OutboxState::Waiting);
    }

    void aConnectionCanBeTried_data() { TestDatabase::addEngines(); }
    void aConnectionCanBeTried()
    {
        House house;
        house.farSide.setResponder(ok);
        const auto runner = house.runner();
        const QJsonObject settings{{u"url"_s, house.farSide.url(u"/in"_s).toString()}};
        REQUIRE_VALUE(text, await(runner->test(u"asking"_s, settings, {})));
        QCOMPARE(text, u"status 200"_s);
        house.farSide.enqueue({.fault = Fault::CloseUnread});
        house.farSide.enqueue({.fault = Fault::CloseUnread});
        QVERIFY(!await(runner->test(u"asking"_s, {{u"url"_s, u"http://127.0.0.1:1/"_s}}, {})));
        QCOMPARE(await(runner->test(u"unheard of"_s, settings, {})).error().code, ErrorCode::NotFound);
    }

    void stoppingLetsASendEnd_data() { TestDatabase::addEngines(); }
    void stoppingLetsASendEnd()
    {
        House house;
        house.farSide.setResponder(remembering(house, 300ms));
        const ConnectionId connection = house.connect();
        const OutboxId first = house.put(connection, u"1"_s);
        const OutboxId second = house.put(connection, u"2"_s);
        const auto runner = house.runner();
        runner->start();
        QTRY_COMPARE(house.farSide.requests().size(), 1);
        const auto stopped = runner->stop();
        QTRY_VERIFY(stopped.isFinished());
        QCOMPARE(house.state(first), OutboxState::Sent);
        QCOMPARE(house.state(second), OutboxState::Waiting);
    }

    void stoppingDoesNotWaitForEver_data() { TestDatabase::addEngines(); }
    void stoppingDoesNotWaitForEver()
    {
        House house;
        house.farSide.enqueue({.fault = Fault::Silence});
        const OutboxId id = house.put(house.connect(), u"a"_s);
        auto runner = house.runner();
        runner->start();
        QTRY_COMPARE(house.farSide.requests().size(), 1);
        const auto stopped = runner->stop(100ms);
        QTRY_VERIFY(stopped.isFinished());
        const OutboxRow row = house.row(id);
        QCOMPARE(row.state, OutboxState::Waiting);
        QVERIFY(row.maybeSent);  // it had left
        runner.reset();
    }

    void destructionInTheMiddleIsHarmless_data() { TestDatabase::addEngines(); }
    void destructionInTheMiddleIsHarmless()
    {
        House house;
        house.farSide.setResponder(remembering(house, 20ms));
        const ConnectionId connection = house.connect();
        QList<OutboxId> ids;
        for (int i = 0; i < 30; ++i) {
            ids += house.put(connection, QString::number(i), QString::number(i));
        }
        for (int i = 0; i < 20; ++i) {
            const auto runner = house.runner();
            runner->start();
            QTest::qWait(7 * i);
        }
        const auto runner = house.runner();
        runner->start();
        for (const OutboxId id : ids) {
            QTRY_COMPARE_WITH_TIMEOUT(house.state(id), OutboxState::Sent, 20'000);
        }
        for (const int times : house.posts()) {
            QCOMPARE(times, 1);
        }
    }

    void severalProcessesSendEachRowOnce_data() { TestDatabase::addEngines(); }
    void severalProcessesSendEachRowOnce()
    {
        House house;
        house.farSide.setResponder(ok);
        const ConnectionId connection = house.connect(u"mute"_s);
        constexpr int rows = 200;
        const auto put = [&](int from, int to) {
            return house.write([=](Transaction &t) -> Result<> {
                for (int i = from; i < to; ++i) {
                    ONLYONCE_TRY(enqueue(t, {.kind = u"probe"_s,
                                             .connection = connection,
                                             .key = QString::number(i),
                                             .lane = QString::number(i % 17)}));
                }
                return {};
            });
        };
        REQUIRE_OK(put(0, rows / 2));
        const Child first(house, u"first"_s);
        const Child second(house, u"second"_s);
        const Child third(house, u"third"_s);
        QTRY_VERIFY_WITH_TIMEOUT(house.posts().size() > 10, 60'000);
        REQUIRE_OK(put(rows / 2, rows));  // while they work
        QTRY_COMPARE_WITH_TIMEOUT(house.posts().size(), rows, 60'000);
        const auto unsent = [&] {
            return house.read([](Transaction &t) {
                return t.one(u"SELECT count(*) FROM outbox WHERE state <> 'sent'"_s,
                             [](const Row &r) { return r.integer(0); });
            });
        };
        QTRY_COMPARE_WITH_TIMEOUT(unsent().value().value(), 0, 60'000);
        for (const int times : house.posts()) {
            QCOMPARE(times, 1);
        }
        REQUIRE_VALUE(workers, house.read([](Transaction &t) {
            return t.all(u"SELECT DISTINCT leased_by FROM outbox"_s, [](const Row &r) { return r.text(0); });
        }));
        QVERIFY2(workers.size() > 1, "only one of the processes did anything");
    }

    void aKilledProcessIsSucceededByOneThatAsks_data() { TestDatabase::addEngines(); }
    void aKilledProcessIsSucceededByOneThatAsks()
    {
        House house;
        house.farSide.enqueue({.fault = Fault::Silence});  // takes it, and does not say so in time
        house.farSide.setResponder(remembering(house));
        const OutboxId id = house.put(house.connect(u"asking"_s), u"a"_s);
        {
            Child child(house, u"doomed"_s);
            QTRY_COMPARE_WITH_TIMEOUT(house.farSide.requests().size(), 1, 30'000);
            QCOMPARE(house.state(id), OutboxState::Sending);  // committed before the first byte left
            QCOMPARE(house.row(id).leasedBy, u"doomed"_s);
            child.kill();
        }
        QCOMPARE(house.state(id), OutboxState::Sending);
        const auto runner = house.runner(quick(u"heir"_s));
        runner->start();
        QTRY_COMPARE_WITH_TIMEOUT(house.state(id), OutboxState::Sent, 30'000);
        QCOMPARE(house.row(id).leasedBy, u"heir"_s);
        QVERIFY(house.row(id).result[u"found"_s].toBool());
        QCOMPARE(house.posts().value(u"a"_s), 1);
        QCOMPARE(house.asked(), 1);
    }

    void aKilledProcessLeavesAnUncertainRow_data() { TestDatabase::addEngines(); }
    void aKilledProcessLeavesAnUncertainRow()
    {
        House house;
        house.farSide.enqueue({.fault = Fault::Silence});
        house.farSide.setResponder(ok);
        const OutboxId id = house.put(house.connect(u"mute"_s), u"a"_s);
        {
            Child child(house, u"doomed"_s);
            QTRY_COMPARE_WITH_TIMEOUT(house.farSide.requests().size(), 1, 30'000);
        }
        const auto runner = house.runner(quick(u"heir"_s));
        QSignalSpy settled(runner.get(), &DeliveryRunner::settled);
        runner->start();
        QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 30'000);
        QCOMPARE(house.state(id), OutboxState::Uncertain);
        QVERIFY(house.row(id).lastError.contains(u"doomed"_s));
        QTest::qWait(300);
        QCOMPARE(house.posts().value(u"a"_s), 1);
    }

    void aSlowSendKeepsItsLease_data() { TestDatabase::addEngines(); }
    void aSlowSendKeepsItsLease()
    {
        House house;
        house.farSide.setResponder(remembering(house, 3s));  // three leases long
        const OutboxId id = house.put(house.connect(u"mute"_s), u"a"_s);
        const Child slow(house, u"slow"_s);
        QTRY_COMPARE_WITH_TIMEOUT(house.farSide.requests().size(), 1, 30'000);
        const auto runner = house.runner(quick(u"eager"_s));
        runner->start();
        QTRY_COMPARE_WITH_TIMEOUT(house.state(id), OutboxState::Sent, 30'000);
        QCOMPARE(house.row(id).leasedBy, u"slow"_s);
        QCOMPARE(house.posts().value(u"a"_s), 1);
    }

    //! The server restarts while something is on its way: its outcome is stored as soon as that is possible again.
    void anOutcomeSurvivesALostDatabase_data()
    {
        QTest::addColumn<int>("engine");
        QTest::newRow("PostgreSQL") << int(Engine::Postgres);
    }
    void anOutcomeSurvivesALostDatabase()
    {
        House house;
        house.farSide.setResponder(remembering(house, 500ms));
        const OutboxId id = house.put(house.connect(u"mute"_s), u"a"_s);
        auto options = quick(u"test"_s);
        options.lease = 30s;
        const auto runner = house.runner(options);
        runner->start();
        QTRY_COMPARE(house.farSide.requests().size(), 1);
        auto admin = Connection::open(house.place.url(), Access::ReadWrite);
        QVERIFY(admin);
        const auto breakAll = [&] {
            REQUIRE_OK((*admin)->runOnce(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                         "WHERE datname = current_database() AND pid <> pg_backend_pid()"_s));
        };
        breakAll();
        QTest::qWait(600);
        breakAll();
        const auto state = [&] {
            const auto row = house.read([id](Transaction &t) { return outboxRow(t, id); });
            return row && *row ? (*row)->state : OutboxState::Waiting;
        };
        QTRY_COMPARE_WITH_TIMEOUT(state(), OutboxState::Sent, 30'000);
        QCOMPARE(house.posts().value(u"a"_s), 1);
    }

    //! The whole way: a file copied elsewhere is noticed on opening, and what its original sent is not sent again.
    void aCopySendsNothing_data()
    {
        QTest::addColumn<int>("engine");
        QTest::newRow("SQLite") << int(Engine::Sqlite);
    }
    void aCopySendsNothing()
    {
        House house;
        house.farSide.setResponder(remembering(house));
        const ConnectionId connection = house.connect();
        const OutboxId id = house.put(connection, u"a"_s);
        const QString copy = house.place.folder() + u"/copy.db"_s;
        house.database.reset();  // also brings everything from the log into the file
        QVERIFY(QFile::copy(house.place.url().path, copy));
        house.open();
        {
            const auto runner = house.runner();
            runner->start();
            QTRY_COMPARE(house.state(id), OutboxState::Sent);
        }
        auto opened = Database::open(
            {.url = DatabaseUrl::parse(copy).value(), .stateFolder = house.place.folder() + u"/state"_s});
        QVERIFY2(opened, why(opened).constData());
        house.database = std::move(*opened);
        QCOMPARE(house.state(id), OutboxState::Waiting);
        const auto runner = house.runner();
        runner->start();
        QTest::qWait(500);
        QCOMPARE(house.farSide.requests().size(), 1);
        REQUIRE_OK(house.write([](Transaction &t) { return releaseOutbox(t); }));
        QTRY_COMPARE(house.state(id), OutboxState::Sent);
        QCOMPARE(house.posts().value(u"a"_s), 1);
    }
};

int main(int argc, char **argv)
{
    if (argc == 6 && qstrcmp(argv[1], "--deliver") == 0) {
        return deliver(argc, argv);
    }
    const QCoreApplication app(argc, argv);
    TestRunner test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_runner.moc"
