// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does here reaches the monitor: from the acknowledgement or the silence through the outbox and the runner to
// a scripted far side, on both engines. The real monitors are told in tst_realpollers.
#include "models/alerts/collector.h"
#include "models/alerts/silences.h"
#include "models/alerts/sourceadapter.h"
#include "models/alerts/tellback/latecomers.h"
#include "models/base/json.h"
#include "models/delivery/runner.h"
#include "models/incidents/desk.h"
#include "models/incidents/grouping/grouping.h"
#include "models/incidents/grouping/regroup.h"
#include "models/storage/identity.h"
#include "support/scriptedhttp.h"
#include "support/testdatabase.h"

#include <QTest>

using namespace onlyonce;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::Fault;
using test::RecordedRequest;
using test::ScriptedHttp;
using test::ScriptedReply;

namespace {

//! A service as Icinga lists it.
QJsonObject failing(const QString &host, const QString &check, bool acknowledged = false, bool inDowntime = false)
{
    return {{u"name"_s, host + u'!' + check},
            {u"type"_s, u"Service"_s},
            {u"attrs"_s, QJsonObject{{u"host_name"_s, host},
                                     {u"name"_s, check},
                                     {u"display_name"_s, check},
                                     {u"state"_s, 2},
                                     {u"state_type"_s, 1},
                                     {u"vars"_s, QJsonObject{{u"service"_s, u"shop"_s}}},
                                     {u"acknowledgement"_s, acknowledged ? 1 : 0},
                                     {u"downtime_depth"_s, inDowntime ? 1 : 0},
                                     {u"last_check_result"_s, QJsonObject{{u"output"_s, u"full"_s}}}}}};
}

//! A problem as Zabbix' poller hands it over.
QJsonObject problem(const QString &event, const QString &name)
{
    return {{u"eventid"_s, event},
            {u"objectid"_s, u"9"_s + event},
            {u"clock"_s, u"1795400000"_s},
            {u"name"_s, name},
            {u"severity"_s, u"4"_s},
            {u"acknowledged"_s, u"0"_s},
            {u"suppressed"_s, u"0"_s},
            {u"tags"_s, QJsonArray{QJsonObject{{u"tag"_s, u"service"_s}, {u"value"_s, u"shop"_s}}}},
            {u"trigger"_s, QJsonObject{{u"triggerid"_s, u"9"_s + event},
                                       {u"hosts"_s, QJsonArray{QJsonObject{{u"host"_s, u"db-1"_s}}}}}}};
}

ScriptedReply json(const QByteArray &body, int status = 200)
{
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body};
}

//! Zabbix' answer.
ScriptedReply resultOf(const QJsonValue &result)
{
    return json(toJsonBytes({{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, 1}, {u"result"_s, result}}));
}

//! A database with a person in it, a far side, and short words for what tests do. The clock is the system's: leases are
//! compared by it.
class House
{
public:
    template <typename Work>
    auto write(ActorId actor, Work work)
    {
        return await(database->write(actor, std::move(work)));
    }
    template <typename Work>
    auto read(Work work)
    {
        return await(database->read(std::move(work)));
    }
    House()
        : House(Engine(*static_cast<int *>(QTest::qData("engine", qMetaTypeId<int>()))))
    {
    }
    explicit House(Engine engine)
        : place(engine)
    {
        auto opened = Database::open({.url = place.url(), .stateFolder = place.folder() + u"/state"_s});
        if (!opened) {
            qFatal("%s", qPrintable(opened.error().message));
        }
        database = std::move(*opened);
        ada = write({}, [](Transaction &t) { return actorForLogin(t, u"ada"_s, u"Ada"_s); }).value().id;
        program =
            write({}, [](Transaction &t) { return actorForMachine(t, ActorKind::Program, u"OnlyOnce"_s); }).value().id;
        collector = std::make_unique<Collector>(*database);
    }

    //! Named as its system; told of what people do here.
    ConnectionId connect(const QString &system, QJsonObject settings = {{u"writeBack"_s, u"true"_s}})
    {
        if (!settings.contains(u"url")) {
            settings[u"url"_s] = farSide.url(u"/sub"_s).toString();
        }
        settings[u"user"_s] = u"onlyonce"_s;
        const ConnectionRow row{.kind = u"source"_s, .adapter = system, .name = system, .settings = settings};
        const auto id = write(ada, [row](Transaction &t) { return saveConnection(t, row); }).value();
        await(secrets->write(secretsKey(database->uuid(), id), {{u"password"_s, u"geheim"_s}, {u"token"_s, u"t"_s}}))
            .value();
        await(collector->readSources()).value();
        return id;
    }
    //! As the settings page does.
    void save(ConnectionId id)
    {
        write(ada, [id](Transaction &t) { return saveConnection(t, connectionRow(t, id).value().value()); }).value();
    }
    void take(const QString &source, const QJsonObject &payload)
    {
        await(collector->take(source, toJsonBytes(payload), Extent::All)).value();
    }
    void takeIcinga(const QJsonArray &services) { take(u"icinga2"_s, {{u"results"_s, services}}); }
    //! The incident that the alerts so far have opened.
    Incident incident()
    {
        write(program, [](Transaction &t) { return groupAlerts(t); }).value();
        const auto all = read([](Transaction &t) { return incidents(t, {}, 10); }).value();
        if (all.size() != 1) {
            qFatal("there are %zu incidents", all.size());
        }
        return all.front();
    }
    //! What came in goes where it belongs, and a few seconds pass.
    void follow()
    {
        while (write(program, [](Transaction &t) { return groupAlerts(t); }).value().events > 0) {
        }
        while (write(program, [](Transaction &t) { return tellLatecomers(t); }).value() > 0) {
        }
    }
    //! Of the newest row.
    QStringList targets()
    {
        QStringList names;
        const QJsonArray list = rows().front().payload[u"targets"].toArray();
        for (const auto &target : list) {
            names << target[u"name"].toString();
        }
        return names;
    }
    void set(ConnectionId id, const QString &key, const QString &value)
    {
        auto row = read([id](Transaction &t) { return connectionRow(t, id); }).value().value();
        row.settings[key] = value;
        write(ada, [row](Transaction &t) { return saveConnection(t, row); }).value();
    }
    Result<> acknowledge()
    {
        const IncidentId id = incident().id;
        return write(ada, [id](Transaction &t) { return acknowledgeIncident(t, id); });
    }
    Result<SilenceId> silence(const QStringList &matchers, milliseconds from = 0ms)
    {
        const Instant now = database->clock().now();
        const Silence silence{.matchers = matchersFrom(matchers),
                              .startsAt = now + from,
                              .endsAt = now + from + 1h,
                              .comment = u"planned"_s};
        return write(ada, [silence](Transaction &t) { return makeSilence(t, silence); });
    }
    Result<> end(SilenceId id)
    {
        return write(ada, [id](Transaction &t) { return endSilence(t, id); });
    }
    //! Newest first.
    std::vector<OutboxRow> rows()
    {
        auto list = read([](Transaction &t) {
                        return t.all(u"SELECT id FROM outbox ORDER BY id DESC"_s,
                                     [](const Row &row) { return row.id<OutboxId>(0); });
                    }).value();
        std::vector<OutboxRow> found;
        for (const OutboxId id : list) {
            found.push_back(read([id](Transaction &t) { return outboxRow(t, id); }).value().value());
        }
        return found;
    }
    QStringList titles()
    {
        QStringList lines;
        for (const OutboxRow &row : rows()) {
            lines << row.title;
        }
        return lines;
    }
    //! Of the newest row.
    QString state() { return toText(rows().front().state); }
    QString error() { return rows().front().lastError; }

    void deliver(const std::vector<milliseconds> &pauses = {20ms, 50ms})
    {
        runner = std::make_unique<DeliveryRunner>(
            *database, sourceAdapters(), *secrets,
            DeliveryRunner::Options{
                .processName = u"test"_s, .program = program, .lease = 1s, .pollInterval = 50ms, .pauses = pauses});
        runner->start();
    }
    //! "POST /sub/v1/actions/acknowledge-problem", …
    QStringList asked() const
    {
        QStringList lines;
        for (const RecordedRequest &request : farSide.requests()) {
            lines << QString::fromLatin1(request.method + ' ' + request.target);
        }
        return lines;
    }
    QJsonObject body(qsizetype index) const
    {
        return parseJsonObject(farSide.requests().at(index).body).value_or(QJsonObject());
    }

    TestDatabase place;
    std::unique_ptr<Database> database;
    ActorId ada;
    ActorId program;
    std::unique_ptr<Collector> collector;
    std::unique_ptr<SecretStore> secrets = makeFileStore(place.folder() + u"/secrets.json"_s);
    ScriptedHttp farSide;
    std::unique_ptr<DeliveryRunner> runner;
};

const QByteArray done = R"({"results":[{"code":200,"status":"Successfully done."}]})";

//! An Alertmanager that keeps silences, and fails as told.
class Silencer
{
public:
    explicit Silencer(ScriptedHttp &http)
    {
        http.setResponder([this](const RecordedRequest &request) { return answer(request); });
    }

    QJsonArray silences;
    int posts = 0;
    Fault firstPost = Fault::None;

private:
    ScriptedReply answer(const RecordedRequest &request)
    {
        if (request.method == "GET") {
            return json(QJsonDocument(silences).toJson());
        }
        if (request.method == "DELETE") {
            for (auto each : silences) {
                QJsonObject silence = each.toObject();
                if (request.target.endsWith('/' + silence[u"id"].toString().toUtf8())) {
                    silence[u"status"_s] = QJsonObject{{u"state"_s, u"expired"_s}};
                    each = silence;
                    return {};
                }
            }
            return json("\"silence not found\"", 404);
        }
        ++posts;
        QJsonObject made = parseJsonObject(request.body).value();
        made[u"id"_s] = u"id-%1"_s.arg(posts);
        made[u"status"_s] = QJsonObject{{u"state"_s, u"active"_s}};
        silences.append(made);
        ScriptedReply reply = json(toJsonBytes({{u"silenceID"_s, made[u"id"]}}));
        reply.fault = std::exchange(firstPost, Fault::None);
        return reply;
    }
};

}  // namespace

class TestTellBack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acknowledgementGoesBack_data() { TestDatabase::addEngines(); }
    void acknowledgementGoesBack();
    void saysNothingUnasked_data() { TestDatabase::addEngines(); }
    void saysNothingUnasked();
    void manyProblemsAreOneRow_data() { TestDatabase::addEngines(); }
    void manyProblemsAreOneRow();
    void answersOfIcinga_data();
    void answersOfIcinga();
    void whatNeedsAPersonCanBeMended_data() { TestDatabase::addEngines(); }
    void whatNeedsAPersonCanBeMended();
    void heldDeliveryWaits_data() { TestDatabase::addEngines(); }
    void heldDeliveryWaits();
    void silenceGoesThereAndIsEnded_data() { TestDatabase::addEngines(); }
    void silenceGoesThereAndIsEnded();
    void silenceIsMadeOnce_data();
    void silenceIsMadeOnce();
    void silenceThatNobodyHeardIsNotEnded_data() { TestDatabase::addEngines(); }
    void silenceThatNobodyHeardIsNotEnded();
    void hidesThereNoMoreThanHere_data();
    void hidesThereNoMoreThanHere();
    void matchersThatAreNotTakenAreSaid();
    void downtimeForWhatFires_data() { TestDatabase::addEngines(); }
    void downtimeForWhatFires();
    void zabbixIsAcknowledged_data();
    void zabbixIsAcknowledged();
    void zabbixIsSuppressed_data();
    void zabbixIsSuppressed();
    void whatJoinsLaterIsAcknowledged_data() { TestDatabase::addEngines(); }
    void whatJoinsLaterIsAcknowledged();
    void whatIsMovedLaterIsAcknowledged_data() { TestDatabase::addEngines(); }
    void whatIsMovedLaterIsAcknowledged();
    void aStormThatJoinsIsToldInPortions_data() { TestDatabase::addEngines(); }
    void aStormThatJoinsIsToldInPortions();
    void whatBeginsUnderASilenceIsSilenced_data() { TestDatabase::addEngines(); }
    void whatBeginsUnderASilenceIsSilenced();
    void whatWasToldIsTakenBackThoughSwitchedOff_data() { TestDatabase::addEngines(); }
    void whatWasToldIsTakenBackThoughSwitchedOff();
    void nothingElseIsToldOnceSwitchedOff_data() { TestDatabase::addEngines(); }
    void nothingElseIsToldOnceSwitchedOff();
    void zabbixHearsOfEachProblem();
    void latecomersAreToldByThemselves();
};

void TestTellBack::acknowledgementGoesBack()
{
    House house;
    house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    house.farSide.enqueue(json(done));
    const Incident incident = house.incident();
    REQUIRE_OK(house.acknowledge());
    REQUIRE_OK(house.acknowledge());  // again is no error, and tells nothing again
    QCOMPARE(house.titles(), QStringList{u"Tell icinga2: acknowledged db-1!disk, INC-1 by Ada"_s});
    QCOMPARE(house.rows().front().incident, incident.id.value);
    QCOMPARE(house.rows().front().actor, house.ada);

    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(house.asked(), QStringList{u"POST /sub/v1/actions/acknowledge-problem"_s});
    QCOMPARE(house.farSide.requests().front().headers.value("Authorization"),
             "Basic " + "onlyonce:geheim"_ba.toBase64());
    const QJsonObject body = house.body(0);
    QCOMPARE(body[u"type"].toString(), u"Service"_s);
    QCOMPARE(body[u"filter"].toString(), u"service.__name in names"_s);
    QCOMPARE(body[u"filter_vars"][u"names"].toArray(), QJsonArray{u"db-1!disk"_s});
    QCOMPARE(body[u"author"].toString(), u"Ada"_s);
    QCOMPARE(body[u"comment"].toString(), u"INC-1, acknowledged by Ada in OnlyOnce"_s);
}

void TestTellBack::saysNothingUnasked()
{
    House house;
    const ConnectionId id = house.connect(u"icinga2"_s, {});
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s, true, true)});
    const auto tell = [&] {
        REQUIRE_OK(house.acknowledge());
        REQUIRE_OK(house.silence({u"service=\"shop\""_s}));
        // As if nobody had acknowledged it yet.
        house.write(house.ada, [](Transaction &t) { return t.exec(u"UPDATE incident SET acknowledged_at = NULL"_s); })
            .value();
    };
    tell();
    QVERIFY2(house.rows().empty(), "nobody has switched it on");

    house.set(id, u"writeBack"_s, u"true"_s);
    tell();
    QVERIFY2(house.rows().empty(), "over there it is acknowledged, and in downtime, already");

    house.takeIcinga({failing(u"db-2"_s, u"disk"_s)});
    house.set(id, u"url"_s, {});
    (void)house.incident();
    tell();
    QVERIFY2(house.rows().empty(), "it only pushes: there is nowhere to send to");

    house.set(id, u"url"_s, house.farSide.url().toString());
    house.write(house.ada, [](Transaction &t) { return t.exec(u"UPDATE incident SET drill = 1"_s); }).value();
    REQUIRE_OK(house.acknowledge());
    QVERIFY2(house.rows().empty(), "a drill");

    house.write(house.ada, [](Transaction &t) { return sealDelivery(t); }).value();
    house
        .write(house.ada,
               [](Transaction &t) { return t.exec(u"UPDATE incident SET drill = 0, acknowledged_at = NULL"_s); })
        .value();
    tell();
    QVERIFY2(house.rows().empty(), "a demo");
    QVERIFY(house.farSide.requests().isEmpty());
}

void TestTellBack::manyProblemsAreOneRow()
{
    House house;
    house.connect(u"icinga2"_s);
    QJsonArray services;
    for (int i = 0; i < 450; ++i) {
        services.append(failing(u"db-%1"_s.arg(i), u"disk"_s));
    }
    house.takeIcinga(services);
    house.farSide.enqueue(json(done));
    house.farSide.enqueue({.status = 503});
    house.farSide.enqueue(json(done));
    house.farSide.enqueue(json(done));
    REQUIRE_OK(house.acknowledge());
    QCOMPARE(house.titles(), QStringList{u"Tell icinga2: acknowledged db-449!disk and 449 more, INC-1 by Ada"_s});
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QList<qsizetype> sizes;
    for (qsizetype i = 0; i < house.farSide.requests().size(); ++i) {
        sizes << house.body(i)[u"filter_vars"][u"names"].toArray().size();
    }
    // The second was not answered well and is sent again; the first is not.
    QCOMPARE(sizes, (QList<qsizetype>{200, 200, 200, 50}));
}

void TestTellBack::answersOfIcinga_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("error");
    const QString may = u"127.0.0.1 refuses access"_s;
    QTest::newRow("acknowledged already")
        << 409 << R"({"results":[{"code":409,"status":"It is acknowledged."}]})"_ba << u"sent"_s << QString();
    QTest::newRow("one is well again") << 200
                                       << R"({"results":[{"code":200,"status":"ok"},{"code":409,"status":"OK."}]})"_ba
                                       << u"sent"_s << QString();
    QTest::newRow("all gone, 2.13") << 500 << R"({"results":[]})"_ba << u"sent"_s << QString();
    QTest::newRow("all gone, later") << 404 << R"({"error":404,"status":"No objects found."})"_ba << u"sent"_s
                                     << QString();
    QTest::newRow("may not")
        << 404
        << R"({"diagnostic_information":"Error: Missing permission: actions/acknowledge-problem","error":404})"_ba
        << u"failed"_s << may;
    QTest::newRow("wrong password") << 401 << R"({"error":401,"status":"Unauthorized."})"_ba << u"failed"_s << may;
    QTest::newRow("forbidden") << 403 << R"({"error":403,"status":"Forbidden."})"_ba << u"failed"_s << may;
    QTest::newRow("something else answers")
        << 404 << "<html>nothing here</html>"_ba << u"failed"_s << u"http://127.0.0.1"_s;
    QTest::newRow("a proxy's error") << 502 << "<html>bad gateway</html>"_ba << u"waiting"_s << u"HTTP 502"_s;
    QTest::newRow("reloading") << 503 << R"({"error":503,"status":"Icinga is reloading."})"_ba << u"waiting"_s
                               << u"Icinga is reloading."_s;
    QTest::newRow("a fault of one") << 500 << R"({"results":[{"code":500,"status":"Boom."}]})"_ba << u"waiting"_s
                                    << u"Boom."_s;
}

void TestTellBack::answersOfIcinga()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, state);
    QFETCH(QString, error);
    House house(Engine::Sqlite);
    house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    REQUIRE_OK(house.acknowledge());
    house.farSide.setResponder([&](const RecordedRequest &) { return json(body, status); });
    house.deliver({1h});
    QTRY_VERIFY2(house.rows().front().attempts > 0 && house.state() == state && house.error().contains(error)
                     && house.error().isEmpty() == error.isEmpty(),
                 qPrintable(house.state() + u": "_s + house.error()));
}

void TestTellBack::whatNeedsAPersonCanBeMended()
{
    House house;
    const ConnectionId id = house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    house.farSide.enqueue(json(R"({"error":401,"status":"Unauthorized."})", 401));
    house.farSide.enqueue({.fault = Fault::CloseAfterRequest});
    house.farSide.enqueue(json(done));
    REQUIRE_OK(house.acknowledge());
    house.deliver();
    QTRY_COMPARE(house.state(), u"failed"_s);
    const OutboxId row = house.rows().front().id;
    house.save(id);  // the right password
    REQUIRE_OK(house.write(house.ada, [row](Transaction &t) { return retryOutbox(t, row); }));
    QTRY_COMPARE(house.state(), u"sent"_s);  // after a connection that broke with the request in it
    QCOMPARE(house.asked().size(), 3);
}

void TestTellBack::heldDeliveryWaits()
{
    House house;
    house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    house.farSide.enqueue(json(done));
    REQUIRE_OK(house.write(house.ada, [](Transaction &t) { return holdDelivery(t, u"a copy"_s); }));
    REQUIRE_OK(house.acknowledge());
    house.deliver();
    QTest::qWait(300);
    QCOMPARE(house.state(), u"waiting"_s);
    QVERIFY(house.farSide.requests().isEmpty());
    REQUIRE_OK(house.write(house.ada, [](Transaction &t) { return releaseOutbox(t); }));
    QTRY_COMPARE(house.state(), u"sent"_s);
}

void TestTellBack::silenceGoesThereAndIsEnded()
{
    House house;
    house.connect(u"alertmanager"_s);
    Silencer silencer(house.farSide);
    REQUIRE_VALUE(id, house.silence({u"service=\"shop\""_s, u"instance=~\"db-.*\""_s}));
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QVERIFY2(
        house.titles().front().startsWith("Tell alertmanager: silenced service=\"shop\", instance=~\"db-.*\" until "_L1)
            && house.titles().front().endsWith("by Ada"_L1),
        qPrintable(house.titles().front()));
    QCOMPARE(house.rows().front().result[u"silenceID"].toString(), u"id-1"_s);
    const QJsonObject made = silencer.silences.at(0).toObject();
    QCOMPARE(made[u"createdBy"].toString(), u"Ada"_s);
    QVERIFY(made[u"comment"].toString().startsWith("planned (OnlyOnce "_L1));
    QCOMPARE(made[u"matchers"].toArray().size(), 2);
    QCOMPARE(made[u"matchers"][1],
             (QJsonObject{
                 {u"name"_s, u"instance"_s}, {u"value"_s, u"db-.*"_s}, {u"isRegex"_s, true}, {u"isEqual"_s, true}}));

    REQUIRE_OK(house.end(id));
    REQUIRE_OK(house.end(id));
    QCOMPARE(house.rows().size(), 2U);
    QCOMPARE(house.titles().front(), u"Tell alertmanager: the silence “planned” has ended, by Ada"_s);
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(silencer.silences.at(0)[u"status"][u"state"].toString(), u"expired"_s);
    QCOMPARE(silencer.posts, 1);
}

void TestTellBack::silenceIsMadeOnce_data()
{
    QTest::addColumn<int>("engine");
    QTest::addColumn<int>("fault");
    for (const auto &[engine, name] :
         {std::pair(Engine::Sqlite, "SQLite"), std::pair(Engine::Postgres, "PostgreSQL")}) {
        QTest::addRow("%s: the connection breaks after it was made", name)
            << int(engine) << int(Fault::CloseAfterRequest);
        QTest::addRow("%s: the answer is cut", name) << int(engine) << int(Fault::CloseMidway);
        QTest::addRow("%s: the connection breaks before", name) << int(engine) << int(Fault::CloseUnread);
    }
}

void TestTellBack::silenceIsMadeOnce()
{
    QFETCH(int, fault);
    House house;
    house.connect(u"alertmanager"_s);
    Silencer silencer(house.farSide);
    silencer.firstPost = Fault(fault);
    REQUIRE_VALUE(id, house.silence({u"service=\"shop\""_s}));
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(silencer.posts, 1);
    QCOMPARE(silencer.silences.size(), 1);
    QCOMPARE(house.rows().front().result[u"silenceID"].toString(), u"id-1"_s);
}

void TestTellBack::silenceThatNobodyHeardIsNotEnded()
{
    House house;
    house.connect(u"alertmanager"_s);
    REQUIRE_VALUE(id, house.silence({u"service=\"shop\""_s}));
    REQUIRE_OK(house.end(id));
    QCOMPARE(house.rows().size(), 1U);
    QCOMPARE(house.state(), u"discarded"_s);
    QCOMPARE(house.error(), u"The silence was ended before."_s);
}

void TestTellBack::hidesThereNoMoreThanHere_data()
{
    QTest::addColumn<QStringList>("here");
    QTest::addColumn<QStringList>("there");  // empty: nothing is sent
    QTest::newRow("labels as they are") << QStringList{u"team!=\"a\""_s, u"job=\"x\""_s}
                                        << QStringList{u"team!=\"a\""_s, u"job=\"x\""_s};
    // Here an alert without the label has a service all the same; there it would be hidden.
    QTest::newRow("what we made of labels")
        << QStringList{u"service!=\"shop\""_s, u"job=\"x\""_s}
        << QStringList{u"service=~\".+\""_s, u"service!=\"shop\""_s, u"job=\"x\""_s};
    QTest::newRow("another source") << QStringList{u"source=\"icinga2\""_s, u"job=\"x\""_s} << QStringList();
    QTest::newRow("this source") << QStringList{u"source=~\"alert.*\""_s, u"job=\"x\""_s}
                                 << QStringList{u"source=\"\""_s, u"job=\"x\""_s};
    QTest::newRow("all of this source") << QStringList{u"source=\"alertmanager\""_s}
                                        << QStringList{u"source=\"\""_s, u"alertname=~\".+\""_s};
}

void TestTellBack::hidesThereNoMoreThanHere()
{
    QFETCH(QStringList, here);
    QFETCH(QStringList, there);
    House house(Engine::Sqlite);
    house.connect(u"alertmanager"_s);
    Silencer silencer(house.farSide);
    REQUIRE_VALUE(id, house.silence(here));
    if (there.isEmpty()) {
        QVERIFY(house.rows().empty());
        return;
    }
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QStringList matchers;
    const QJsonArray made = silencer.silences.at(0)[u"matchers"].toArray();
    for (const auto &matcher : made) {
        matchers << matcher[u"name"].toString() + (matcher[u"isEqual"].toBool() ? u"="_s : u"!"_s)
                        + (matcher[u"isRegex"].toBool()   ? u"~"_s
                           : matcher[u"isEqual"].toBool() ? QString()
                                                          : u"="_s)
                        + u'"' + matcher[u"value"].toString() + u'"';
    }
    QCOMPARE(matchers, there);
}

void TestTellBack::matchersThatAreNotTakenAreSaid()
{
    House house(Engine::Sqlite);
    house.connect(u"alertmanager"_s);
    house.farSide.enqueue(json("[]"));
    house.farSide.enqueue(json("\"invalid matcher: (?!x)\"", 400));
    REQUIRE_VALUE(id, house.silence({u"job=~\"(?!x)y\""_s}));
    house.deliver();
    QTRY_COMPARE(house.state(), u"failed"_s);
    QCOMPARE(house.error(), u"Alertmanager did not accept the silence: “invalid matcher: (?!x)”"_s);
}

void TestTellBack::downtimeForWhatFires()
{
    House house;
    house.connect(u"icinga2"_s);
    house.takeIcinga(
        {failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s, false, true), failing(u"db-3"_s, u"load"_s)});
    REQUIRE_VALUE(later, house.silence({u"check=\"disk\""_s}, 10min));
    QVERIFY2(house.rows().empty(), "what fires now is not what is planned for later");
    REQUIRE_VALUE(other, house.silence({u"check=\"none\""_s}));
    QVERIFY(house.rows().empty());

    house.farSide.enqueue({.fault = Fault::CloseAfterRequest});  // scheduled, but nobody knows
    house.farSide.enqueue(json(done));                           // ours are removed
    house.farSide.enqueue(json(done));
    REQUIRE_VALUE(id, house.silence({u"check=\"disk\""_s}));
    QVERIFY(house.titles().front().startsWith("Tell icinga2: silenced db-1!disk until "_L1));
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(house.asked(),
             (QStringList{u"POST /sub/v1/actions/schedule-downtime"_s, u"POST /sub/v1/actions/remove-downtime"_s,
                          u"POST /sub/v1/actions/schedule-downtime"_s}));
    QCOMPARE(house.body(2)[u"filter_vars"][u"names"].toArray(), QJsonArray{u"db-1!disk"_s});
    QCOMPARE(house.body(2)[u"fixed"].toBool(), true);
    QCOMPARE(house.body(2)[u"end_time"].toDouble() - house.body(2)[u"start_time"].toDouble(), 3600.0);
    QCOMPARE(house.body(1)[u"filter_vars"][u"told"], house.body(2)[u"comment"]);

    house.farSide.enqueue(json(R"({"results":[]})", 500));  // somebody has removed it
    REQUIRE_OK(house.end(id));
    QTRY_COMPARE(house.rows().size(), 2U);
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(house.asked().back(), u"POST /sub/v1/actions/remove-downtime"_s);
    QCOMPARE(house.body(3)[u"filter_vars"][u"told"], house.body(2)[u"comment"]);
}

void TestTellBack::zabbixIsAcknowledged_data()
{
    QTest::addColumn<QString>("version");
    QTest::newRow("the token in the body") << u"6.0.14"_s;
    QTest::newRow("the token in the header") << u"7.0.1"_s;
}

void TestTellBack::zabbixIsAcknowledged()
{
    QFETCH(QString, version);
    House house(Engine::Sqlite);
    house.connect(u"zabbix"_s);
    house.take(u"zabbix"_s, {{u"zabbix"_s, version},
                             {u"problems"_s, QJsonArray{problem(u"11"_s, u"Disk full"_s), problem(u"12"_s, u"Load"_s),
                                                        problem(u"13"_s, u"Gone"_s)}},
                             {u"truncated"_s, 0}});
    // 13 is over there no more, 12 has been acknowledged since.
    const QJsonArray open{QJsonObject{{u"eventid"_s, u"11"_s}, {u"acknowledged"_s, u"0"_s}},
                          QJsonObject{{u"eventid"_s, u"12"_s}, {u"acknowledged"_s, u"1"_s}}};
    house.farSide.enqueue(resultOf(version));
    house.farSide.enqueue(resultOf(open));
    house.farSide.enqueue({.fault = Fault::CloseAfterRequest});
    house.farSide.enqueue(resultOf(version));
    house.farSide.enqueue(resultOf(open));
    house.farSide.enqueue(resultOf(QJsonObject{{u"eventids"_s, QJsonArray{u"11"_s}}}));
    REQUIRE_OK(house.acknowledge());
    QVERIFY(house.titles().front().endsWith(" and 2 more, INC-1 by Ada"_L1));
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(house.asked().size(), 6);
    const QJsonObject call = house.body(5);
    QCOMPARE(call[u"method"].toString(), u"event.acknowledge"_s);
    QCOMPARE(call[u"params"].toObject(), (QJsonObject{{u"eventids"_s, QJsonArray{u"11"_s}},
                                                      {u"action"_s, 6},
                                                      {u"message"_s, u"INC-1, acknowledged by Ada in OnlyOnce"_s}}));
    const bool header = version.startsWith(u'7');
    QCOMPARE(call.contains(u"auth"), !header);
    QCOMPARE(house.farSide.requests().at(5).headers.value("Authorization"), header ? "Bearer t"_ba : QByteArray());
}

void TestTellBack::zabbixIsSuppressed_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<int>("action");
    QTest::newRow("it can") << u"6.4.0"_s << 36;
    QTest::newRow("a message is all that it can take") << u"6.0.14"_s << 4;
}

void TestTellBack::zabbixIsSuppressed()
{
    QFETCH(QString, version);
    QFETCH(int, action);
    House house(Engine::Sqlite);
    house.connect(u"zabbix"_s);
    house.take(
        u"zabbix"_s,
        {{u"zabbix"_s, version}, {u"problems"_s, QJsonArray{problem(u"11"_s, u"Disk full"_s)}}, {u"truncated"_s, 0}});
    const auto open = [](const QString &suppressed, const QJsonArray &messages) {
        return resultOf(QJsonArray{
            QJsonObject{{u"eventid"_s, u"11"_s}, {u"suppressed"_s, suppressed}, {u"acknowledges"_s, messages}}});
    };
    house.farSide.enqueue(resultOf(version));
    house.farSide.enqueue(open(u"0"_s, {}));
    house.farSide.enqueue(resultOf(QJsonObject{{u"eventids"_s, QJsonArray{u"11"_s}}}));
    REQUIRE_VALUE(id, house.silence({u"service=\"shop\""_s}));
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    const QJsonObject params = house.body(2)[u"params"].toObject();
    QCOMPARE(params[u"action"].toInt(), action);
    QCOMPARE(params.contains(u"suppress_until"), action == 36);
    QVERIFY(params[u"message"].toString().startsWith("planned (OnlyOnce "_L1));

    house.farSide.enqueue(resultOf(version));
    if (action == 36) {
        house.farSide.enqueue(open(u"1"_s, {QJsonObject{{u"message"_s, params[u"message"]}}}));
        house.farSide.enqueue(resultOf(QJsonObject{{u"eventids"_s, QJsonArray{u"11"_s}}}));
    }
    REQUIRE_OK(house.end(id));
    QTRY_VERIFY(house.rows().size() == 2U && house.state() == u"sent"_s);
    if (action == 36) {
        QCOMPARE(house.body(5)[u"params"][u"action"].toInt(), 68);
        QVERIFY(house.body(5)[u"params"][u"message"].toString().startsWith("Ended early: planned "_L1));
    }
    QVERIFY(house.farSide.isExhausted());
}

void TestTellBack::whatJoinsLaterIsAcknowledged()
{
    House house;
    const ConnectionId id = house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    house.follow();
    QVERIFY2(house.rows().empty(), "nobody has acknowledged it yet");
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s)});
    REQUIRE_OK(house.acknowledge());
    house.follow();
    QCOMPARE(house.titles(), QStringList{u"Tell icinga2: acknowledged db-2!disk and 1 more, INC-1 by Ada"_s});

    QJsonArray firing{failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s), failing(u"db-3"_s, u"disk"_s),
                      failing(u"db-4"_s, u"disk"_s, true)};
    house.takeIcinga(firing);
    house.follow();
    house.takeIcinga(firing);
    house.follow();
    QCOMPARE(house.rows().size(), 2U);
    QCOMPARE(house.titles().front(), u"Tell icinga2: acknowledged db-3!disk, INC-1 by Ada"_s);
    QCOMPARE(house.rows().front().incident, house.incident().id.value);
    house.farSide.enqueue(json(done));
    house.farSide.enqueue(json(done));
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(house.body(0)[u"filter_vars"][u"names"].toArray(), (QJsonArray{u"db-2!disk"_s, u"db-1!disk"_s}));
    QCOMPARE(house.body(1)[u"filter_vars"][u"names"].toArray(), QJsonArray{u"db-3!disk"_s});
    QCOMPARE(house.body(1)[u"comment"].toString(), u"INC-1, acknowledged by Ada in OnlyOnce"_s);

    // It is over before it is told.
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s), failing(u"db-5"_s, u"disk"_s)});
    house.write(house.program, [](Transaction &t) { return groupAlerts(t); }).value();
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    house.follow();
    QCOMPARE(house.rows().size(), 2U);

    house.set(id, u"writeBack"_s, u"false"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s), failing(u"db-6"_s, u"disk"_s)});
    house.follow();
    house.set(id, u"writeBack"_s, u"true"_s);
    house.follow();
    QCOMPARE(house.rows().size(), 2U);
}

void TestTellBack::whatIsMovedLaterIsAcknowledged()
{
    House house;
    house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s)});
    const Incident first = house.incident();
    const auto alerts = house.read([](Transaction &t) { return onlyonce::alerts(t, {}, 10); }).value();
    const auto move = [&](size_t index, IncidentId to) {
        const AlertId alert = alerts.at(index).id;
        return house.write(house.ada, [=](Transaction &t) { return moveAlerts(t, {alert}, to); }).value();
    };
    const Moved split = move(0, {});
    REQUIRE_OK(house.write(house.ada, [id = split.to](Transaction &t) { return acknowledgeIncident(t, id); }));
    QCOMPARE(house.rows().size(), 1U);
    move(1, split.to);
    house.follow();
    QCOMPARE(house.rows().size(), 2U);
    QCOMPARE(house.titles().front(), u"Tell icinga2: acknowledged db-1!disk, INC-2 by Ada"_s);
    // Back where nobody has acknowledged anything, and there again: it has been told.
    move(1, first.id);
    house.follow();
    REQUIRE_OK(house.write(house.ada, [id = first.id](Transaction &t) { return acknowledgeIncident(t, id); }));
    QCOMPARE(house.rows().size(), 3U);
    move(1, split.to);
    house.follow();
    QCOMPARE(house.rows().size(), 3U);
}

void TestTellBack::aStormThatJoinsIsToldInPortions()
{
    House house;
    house.connect(u"icinga2"_s);
    QJsonArray services{failing(u"db-0"_s, u"disk"_s)};
    house.takeIcinga(services);
    REQUIRE_OK(house.acknowledge());
    for (int i = 1; i <= 2'300; ++i) {
        services.append(failing(u"db-%1"_s.arg(i), u"disk"_s));
    }
    house.takeIcinga(services);
    house.follow();
    QCOMPARE(house.titles(), (QStringList{u"Tell icinga2: acknowledged db-2001!disk and 299 more, INC-1 by Ada"_s,
                                          u"Tell icinga2: acknowledged db-1001!disk and 999 more, INC-1 by Ada"_s,
                                          u"Tell icinga2: acknowledged db-1!disk and 999 more, INC-1 by Ada"_s,
                                          u"Tell icinga2: acknowledged db-0!disk, INC-1 by Ada"_s}));
    house.farSide.setResponder([](const RecordedRequest &) { return json(done); });
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(house.asked().size(), 1 + 5 + 5 + 2);
}

void TestTellBack::whatBeginsUnderASilenceIsSilenced()
{
    House house;
    house.connect(u"icinga2"_s);
    const ConnectionId alertmanager = house.connect(u"alertmanager"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    house.follow();
    REQUIRE_VALUE(id, house.silence({u"check=\"disk\""_s}));
    QCOMPARE(house.rows().size(), 2U);  // Alertmanager hides by matchers, what comes later too

    const QJsonArray firing{failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s),
                            failing(u"db-3"_s, u"disk"_s, false, true), failing(u"db-4"_s, u"load"_s)};
    house.takeIcinga(firing);
    house.take(u"alertmanager"_s,
               {{u"version"_s, u"4"_s},
                {u"alerts"_s, QJsonArray{QJsonObject{{u"status"_s, u"firing"_s},
                                                     {u"fingerprint"_s, u"1"_s},
                                                     {u"labels"_s, QJsonObject{{u"check"_s, u"disk"_s}}}}}}});
    house.follow();
    QCOMPARE(house.rows().size(), 3U);
    QVERIFY(house.titles().front().startsWith("Tell icinga2: silenced db-2!disk until "_L1));
    QVERIFY(house.titles().front().endsWith(", by Ada"_L1));
    const QString comment = house.rows().front().payload[u"comment"].toString();
    QVERIFY(comment.startsWith("planned (OnlyOnce "_L1));

    // The downtime lasts over a recovery: what fails again under it is in it already.
    house.takeIcinga({});
    house.follow();
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s)});
    house.follow();
    QCOMPARE(house.rows().size(), 3U);

    house.set(alertmanager, u"url"_s, {});  // Alertmanager is of no interest here
    house.farSide.enqueue(json(done));
    house.farSide.enqueue({.fault = Fault::CloseAfterRequest});  // scheduled, but nobody knows
    house.farSide.enqueue(json(done));                           // those of this row are removed
    house.farSide.enqueue(json(done));
    house.deliver();
    QTRY_COMPARE(house.state(), u"sent"_s);
    QCOMPARE(house.asked().size(), 4);
    QCOMPARE(house.asked().at(2), u"POST /sub/v1/actions/remove-downtime"_s);
    QCOMPARE(house.body(2)[u"filter_vars"].toObject(),
             (QJsonObject{{u"told"_s, comment}, {u"names"_s, QJsonArray{u"db-2!disk"_s}}}));
    QCOMPARE(house.body(3)[u"filter_vars"][u"names"].toArray(), QJsonArray{u"db-2!disk"_s});

    house.farSide.enqueue(json(done));
    REQUIRE_OK(house.end(id));
    QTRY_COMPARE(house.asked().size(), 5);
    QCOMPARE(house.body(4)[u"filter"].toString(), u"downtime.comment == told"_s);
    QCOMPARE(house.body(4)[u"filter_vars"].toObject(), (QJsonObject{{u"told"_s, comment}}));
}

void TestTellBack::whatWasToldIsTakenBackThoughSwitchedOff()
{
    House house;
    const ConnectionId connection = house.connect(u"icinga2"_s);
    REQUIRE_VALUE(id, house.silence({u"check=\"disk\""_s}));
    QVERIFY(house.rows().empty());
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    house.follow();
    house.farSide.enqueue(json(done));
    house.deliver();
    QTRY_VERIFY(house.rows().size() == 1U && house.state() == u"sent"_s);

    house.set(connection, u"writeBack"_s, u"false"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s)});
    house.follow();
    QCOMPARE(house.rows().size(), 1U);
    house.farSide.enqueue(json(done));
    REQUIRE_OK(house.end(id));
    QTRY_VERIFY(house.rows().size() == 2U && house.state() == u"sent"_s);
    QCOMPARE(house.asked(),
             (QStringList{u"POST /sub/v1/actions/schedule-downtime"_s, u"POST /sub/v1/actions/remove-downtime"_s}));
    REQUIRE_OK(house.end(id));
    QCOMPARE(house.rows().size(), 2U);
}

void TestTellBack::nothingElseIsToldOnceSwitchedOff()
{
    House house;
    const ConnectionId connection = house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    REQUIRE_OK(house.acknowledge());
    house.set(connection, u"writeBack"_s, u"false"_s);
    house.deliver();
    QTRY_COMPARE(house.state(), u"failed"_s);
    QCOMPARE(house.error(), u"Icinga 2 is told nothing any more: its settings say so since."_s);
    QVERIFY(house.farSide.requests().isEmpty());
}

void TestTellBack::zabbixHearsOfEachProblem()
{
    House house(Engine::Sqlite);
    house.connect(u"zabbix"_s);
    const auto take = [&](const QStringList &events) {
        QJsonArray problems;
        for (const QString &event : events) {
            problems.append(problem(event, u"Disk "_s + event));
        }
        house.take(u"zabbix"_s, {{u"zabbix"_s, u"6.4.0"_s}, {u"problems"_s, problems}, {u"truncated"_s, 0}});
        house.follow();
    };
    take({u"11"_s});
    REQUIRE_VALUE(id, house.silence({u"service=\"shop\""_s}));
    take({u"11"_s, u"12"_s});
    QCOMPARE(house.targets(), QStringList{u"db-1: Disk 12"_s});
    take({u"11"_s, u"12"_s, u"13"_s});
    QCOMPARE(house.targets(), QStringList{u"db-1: Disk 13"_s});
    QCOMPARE(house.rows().size(), 3U);

    // Nobody has heard of 13 when the silence ends.
    house.write(house.ada, [](Transaction &t) { return t.exec(u"UPDATE outbox SET state = 'sent' WHERE id < 3"_s); })
        .value();
    REQUIRE_OK(house.end(id));
    QCOMPARE(toText(house.rows().at(1).state), u"discarded"_s);
    QCOMPARE(house.targets(), (QStringList{u"db-1: Disk 11"_s, u"db-1: Disk 12"_s, u"db-1: Disk 13"_s}));
}

void TestTellBack::latecomersAreToldByThemselves()
{
    House house(Engine::Sqlite);
    house.connect(u"icinga2"_s);
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s)});
    REQUIRE_OK(house.acknowledge());
    LatecomersTold telling(*house.database, house.program);
    telling.start();
    house.takeIcinga({failing(u"db-1"_s, u"disk"_s), failing(u"db-2"_s, u"disk"_s)});
    (void)house.incident();
    QTRY_COMPARE_WITH_TIMEOUT(house.rows().size(), 2U, 20'000);
    QCOMPARE(house.targets(), QStringList{u"db-2!disk"_s});
}

QTEST_GUILESS_MAIN(TestTellBack)
#include "tst_tellback.moc"
