// SPDX-License-Identifier: GPL-3.0-or-later
// The sources that can be asked: what each asks, word for word, against recorded answers; what becomes of every answer
// that a server, a proxy or a wrong address gives instead, at every turn; and that the source's parser takes what they
// deliver. Real servers are asked in tst_realpollers.
#include "models/alerts/source.h"
#include "models/alerts/sourceadapter.h"
#include "models/alerts/sources/awssignature.h"
#include "models/base/json.h"
#include "support/scriptedsqs.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

using namespace onlyonce;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

enum class Task { Ask, Test };

//! A moment after what has been recorded of it.
Instant momentOf(const QString &id)
{
    return fromMillis(id == "alertmanager"_L1 ? 1'795'408'760'000
                      : id == "icinga2"_L1    ? 1'795'964'800'000
                                              : 1'795'965'300'000);
}

QByteArray recorded(const QString &path)
{
    QFile file(QStringLiteral(ONLYONCE_TEST_DATA "/alerts/") + path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s is missing", qPrintable(path));
    }
    return file.readAll();
}

HttpReply json(const QByteArray &body)
{
    return {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = body};
}

HttpReply json(const QJsonObject &body)
{
    return json(toJsonBytes(body));
}

//! As it stood on the wire, without chunks.
HttpReply wire(const QString &path)
{
    const QByteArray bytes = recorded(path);
    const qsizetype end = bytes.indexOf("\r\n\r\n") >= 0 ? bytes.indexOf("\r\n\r\n") + 4 : bytes.indexOf("\n\n") + 2;
    HttpReply reply{.status = bytes.mid(9, 3).toInt(), .headers = {}, .body = bytes.mid(end)};
    for (const QByteArray &line : bytes.left(end).split('\n').mid(1)) {
        if (const qsizetype colon = line.indexOf(':'); colon > 0) {
            reply.headers.add(line.left(colon), line.mid(colon + 1).trimmed());
        }
    }
    return reply;
}

//! "response" of a recording of Zabbix' API.
HttpReply zabbixSaid(const QString &name)
{
    return json(QJsonDocument::fromJson(recorded(u"zabbix/poll/"_s + name)).object()["response"_L1].toObject());
}

HttpReply zabbixResult(const QJsonValue &result)
{
    return json(QJsonObject{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, 1}, {u"result"_s, result}});
}

HttpReply zabbixError(int code, const QString &data)
{
    return json(QJsonObject{
        {u"jsonrpc"_s, u"2.0"_s},
        {u"id"_s, 1},
        {u"error"_s, QJsonObject{{u"code"_s, code}, {u"message"_s, u"Invalid params."_s}, {u"data"_s, data}}}});
}

DeliveryState stateFor(const QString &id)
{
    DeliveryState state;
    state.now = momentOf(id);
    state.settings = {{u"url"_s, u"https://monitoring.example.org/sub"_s}};
    if (id == "cloudwatch"_L1) {
        state.settings[u"keyId"_s] = u"AKIDEXAMPLE"_s;
        state.settings[u"region"_s] = u"eu-central-1"_s;
        state.secrets = {{u"secretKey"_s, u"secret-key"_s}};
    } else if (id == "zabbix"_L1) {
        state.secrets = {{u"token"_s, u"secret-token"_s}};
    } else {
        state.settings[u"user"_s] = u"onlyonce"_s;
        state.secrets = {{u"password"_s, u"secret"_s}};
    }
    return state;
}

//! Plays the courier: hands each answer to the adapter and keeps its progress.
class Attempt
{
public:
    explicit Attempt(const QString &id, Task task = Task::Ask)
        : Attempt(id, stateFor(id), task)
    {
    }
    Attempt(const QString &id, DeliveryState state, Task task = Task::Ask)
        : m_adapter(sourceNamed(id)->poller())
        , m_state(std::move(state))
        , m_task(task)
        , m_step(next(nullptr))
    {
    }

    //! False when nothing is being asked.
    bool hears(const Result<HttpReply> &answer)
    {
        if (!asks()) {
            return false;
        }
        const DeliveryReply reply = answer;
        m_state.progress = std::get<SendHttp>(m_step).progress;
        m_step = next(&reply);
        return true;
    }

    [[nodiscard]] bool asks() const { return std::holds_alternative<SendHttp>(m_step); }
    [[nodiscard]] HttpRequest request() const { return std::get<SendHttp>(m_step).request; }
    [[nodiscard]] QJsonObject call() const { return QJsonDocument::fromJson(request().body).object(); }
    [[nodiscard]] QString query() const { return request().url.query(QUrl::FullyEncoded); }
    [[nodiscard]] const Step &step() const { return m_step; }

    //! What it delivered under that name; empty when it has not.
    [[nodiscard]] QString delivered(const QString &name) const
    {
        const auto *done = std::get_if<Delivered>(&m_step);
        return done ? done->result[name].toString() : QString();
    }
    [[nodiscard]] Error refusal() const
    {
        const auto *refused = std::get_if<Refused>(&m_step);
        return refused ? refused->error : Error{ErrorCode::Cancelled, u"It was not refused."_s, {}};
    }

private:
    [[nodiscard]] Step next(const DeliveryReply *reply) const
    {
        return m_task == Task::Ask ? m_adapter->step(m_state, reply) : m_adapter->test(m_state, reply);
    }

    std::shared_ptr<const Adapter> m_adapter;
    DeliveryState m_state;
    Task m_task;
    Step m_step;
};

//! The answers of a good attempt, in order.
QList<HttpReply> goodAnswers(const QString &id, Task task)
{
    const bool test = task == Task::Test;
    if (id == "alertmanager"_L1) {
        const HttpReply alerts = wire(u"alertmanager/poll/api_v2_alerts_with_silence.http"_s);
        return test ? QList{json(recorded(u"alertmanager/poll/api_v2_status.json"_s)), alerts} : QList{alerts};
    }
    if (id == "icinga2"_L1) {
        const HttpReply services = json(recorded(u"icinga2/poll/services.json"_s));
        const HttpReply hosts = json(recorded(u"icinga2/poll/hosts.json"_s));
        return test ? QList{json(recorded(u"icinga2/poll/info.json"_s)), services, hosts} : QList{services, hosts};
    }
    if (id == "cloudwatch"_L1) {
        return {json(test ? R"({"Attributes":{"ApproximateNumberOfMessages":"3"}})"_ba : "{}"_ba)};
    }
    const HttpReply version = zabbixSaid(u"apiinfo_version.json"_s);
    return test ? QList{version, zabbixSaid(u"count.json"_s)}
                : QList{version, zabbixSaid(u"open_problems.json"_s), zabbixSaid(u"triggers.json"_s)};
}

const QStringList askable{u"alertmanager"_s, u"cloudwatch"_s, u"icinga2"_s, u"zabbix"_s};

Result<Parsed> parsed(const QString &id, const Attempt &attempt)
{
    return sourceNamed(id)->parse(attempt.delivered(u"payload"_s).toUtf8(), {.at = momentOf(id)});
}

//! What becomes of an attempt.
struct Fate
{
    enum Kind { Refused, Postponed } kind = Refused;
    ErrorCode code = ErrorCode::Invalid;
    QString says;
};

Fate fateOf(const Step &step)
{
    if (const auto *postponed = std::get_if<Postponed>(&step)) {
        return {Fate::Postponed, postponed->error.code, postponed->error.message};
    }
    if (const auto *refused = std::get_if<Refused>(&step)) {
        return {Fate::Refused, refused->error.code, refused->error.message};
    }
    return {Fate::Refused, ErrorCode::Cancelled, u"It goes on."_s};
}

QJsonArray manyProblems(qsizetype count, qint64 firstId)
{
    QJsonArray rows;
    for (qsizetype i = 0; i < count; ++i) {
        rows.append(QJsonObject{{u"eventid"_s, QString::number(firstId + i)},
                                {u"objectid"_s, QString::number(i % 10)},
                                {u"clock"_s, u"1795411538"_s},
                                {u"name"_s, u"Problem %1"_s.arg(firstId + i)},
                                {u"severity"_s, u"4"_s}});
    }
    return rows;
}

QJsonArray tenTriggers()
{
    QJsonArray triggers;
    for (int i = 0; i < 10; ++i) {
        triggers.append(QJsonObject{
            {u"triggerid"_s, QString::number(i)},
            {u"hosts"_s, QJsonArray{QJsonObject{{u"host"_s, u"web%1"_s.arg(i)}, {u"name"_s, u"Web %1"_s.arg(i)}}}}});
    }
    return triggers;
}

}  // namespace

Q_DECLARE_METATYPE(onlyonce::HttpReply)
Q_DECLARE_METATYPE(Fate)

class TestSourcePollers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySourceThatIsAskedIsTriedHere();
    void deliversWhatItsParserTakes_data();
    void deliversWhatItsParserTakes();
    void testSaysWhatIsThere();
    void everyTurnCanFail_data();
    void everyTurnCanFail();
    void waitsAsLongAsItIsTold();
    void aLostAnswerIsNoUncertainty();
    void anAnswerOfAnotherKindIsRefused();
    void settingsAreNamedWhenTheyAreWrong_data();
    void settingsAreNamedWhenTheyAreWrong();
    void whoOnlySendsNeedsNoAddress_data();
    void whoOnlySendsNeedsNoAddress();
    void addressesAreTakenAsABrowserShowsThem_data();
    void addressesAreTakenAsABrowserShowsThem();
    void requestsAreGuarded();

    void alertmanagerIsAskedForWhatIsActive();
    void alertmanagerTakesAUserATokenOrNothing();
    void alertmanagerHasNothing();

    void icingaIsAskedForHardProblems();
    void icingaHasNothing();
    void icingaDoesNotTellPasswords();
    void icingaForbids();
    void icingaSaysWhatIsLacking_data();
    void icingaSaysWhatIsLacking();

    void requestsToAmazonAreSigned();
    void temporaryCredentialsAreTaken();
    void theRegionIsInTheAddress_data();
    void theRegionIsInTheAddress();
    void queuesAreTidiedThenAsked();
    void whatCameIsHandedOverAllTheSame();
    void withoutAQueueAmazonSends();
    void amazonSaysWhatIsWrong_data();
    void amazonSaysWhatIsWrong();

    void zabbixIsAskedAsItWasWhenRecorded();
    void zabbixShowsTheTokenAsTheVersionWants_data();
    void zabbixShowsTheTokenAsTheVersionWants();
    void zabbixTriesTheOtherWayOnce_data();
    void zabbixTriesTheOtherWayOnce();
    void zabbixSaysWhatIsWrong_data();
    void zabbixSaysWhatIsWrong();
    void zabbixHasNothing();
    void zabbixLeavesOutWhatIsNotMonitored();
    void zabbixIsReadPageByPage();
    void zabbixHasMoreThanIsTaken();
    void zabbixScriptSendsWhatIsRead();
};

void TestSourcePollers::everySourceThatIsAskedIsTriedHere()
{
    for (const auto &source : allSources()) {
        if (const auto poller = source->poller()) {
            QVERIFY2(askable.contains(source->id()), qPrintable(source->id()));
            QCOMPARE(poller->id(), source->id());
            QVERIFY(!poller->name().isEmpty() && !poller->fields().empty());
            QVERIFY(poller->mayResume());
        }
    }
    for (const QString &id : askable) {
        QVERIFY2(sourceNamed(id) && sourceNamed(id)->poller(), qPrintable(id));
    }
}

void TestSourcePollers::deliversWhatItsParserTakes_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("summaries");
    QStringList probes;
    for (const auto &probe :
         {u"18082/ is not answering"_s, u"18084/ degraded (HTTP 503)"_s, u"18084/ is not answering"_s,
          u"18083/ is not answering"_s, u"18083/ degraded (HTTP 503)"_s, u"18081/ is not answering"_s,
          u"18081/ degraded (HTTP 503)"_s, u"18082/ degraded (HTTP 503)"_s}) {
        probes << u"http://127.0.0.1:"_s + probe;
    }
    QTest::newRow("alertmanager") << u"alertmanager"_s << probes;
    QTest::newRow("icinga2") << u"icinga2"_s
                             << QStringList{u"disk /var on Web 1 (EU): WARNING - 95 % full"_s,
                                            u"Check-out on Web 1 (EU): CRITICAL - checkout answers 503"_s,
                                            u"Web 1 (EU): No route to host"_s};
    QTest::newRow("zabbix") << u"zabbix"_s
                            << QStringList{u"web1 (EU): checkout failed \"quoted\" (last value 0)"_s,
                                           u"web1 (EU): search failed \"quoted\" (last value 0)"_s};
}

void TestSourcePollers::deliversWhatItsParserTakes()
{
    QFETCH(const QString, id);
    QFETCH(const QStringList, summaries);
    Attempt attempt(id);
    for (const HttpReply &answer : goodAnswers(id, Task::Ask)) {
        QVERIFY2(attempt.hears(answer), qPrintable(attempt.refusal().message));
    }
    QVERIFY2(!attempt.delivered(u"payload"_s).isEmpty(), qPrintable(fateOf(attempt.step()).says));
    const auto result = parsed(id, attempt);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
    QStringList told;
    for (const Signal &signal : result->alerts) {
        QCOMPARE(signal.status, AlertStatus::Firing);
        QVERIFY(signal.startedAt);
        told << signal.summary;
    }
    QCOMPARE(told, summaries);
    QCOMPARE(result->truncated, 0);
}

void TestSourcePollers::testSaysWhatIsThere()
{
    const auto found = [](const QString &id) {
        Attempt attempt(id, Task::Test);
        for (const HttpReply &answer : goodAnswers(id, Task::Test)) {
            if (!attempt.hears(answer)) {
                break;
            }
        }
        return attempt.delivered(u"text"_s);
    };
    QCOMPARE(found(u"alertmanager"_s),
             u"Alertmanager 0.25.0 answers at monitoring.example.org. Active alerts at present: 8."_s);
    QCOMPARE(found(u"icinga2"_s),
             u"Icinga 2 r2.13.6-1 answers at monitoring.example.org. Problems at present: 2 of "
             "services, 1 of hosts. But it may do less than these settings want: the API user lacks "
             "events/*."_s);
    QCOMPARE(found(u"cloudwatch"_s), u"Amazon SQS answers at monitoring.example.org. Messages that wait in sub: 3."_s);
    QCOMPARE(found(u"zabbix"_s), u"Zabbix 6.0.14 answers at monitoring.example.org. Open problems at present: 2."_s);

    // Whoever listens on the way must be spoken of, except on this very machine.
    DeliveryState open = stateFor(u"zabbix"_s);
    for (const auto &[address, warned] :
         {std::pair(u"http://monitoring.example.org/"_s, true), std::pair(u"http://127.0.0.1/"_s, false),
          std::pair(u"http://[::1]/"_s, false), std::pair(u"http://localhost/"_s, false)}) {
        open.settings[u"url"_s] = address;
        Attempt attempt(u"zabbix"_s, open, Task::Test);
        for (const HttpReply &answer : goodAnswers(u"zabbix"_s, Task::Test)) {
            QVERIFY(attempt.hears(answer));
        }
        QCOMPARE(attempt.delivered(u"text"_s).contains("not encrypted"_L1), warned);
    }
}

void TestSourcePollers::everyTurnCanFail_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("test");
    QTest::addColumn<int>("turn");
    QTest::addColumn<HttpReply>("answer");
    QTest::addColumn<Fate>("fate");

    const QByteArray page = "<!DOCTYPE html><title>Sign in</title>";
    const std::initializer_list<std::tuple<const char *, HttpReply, Fate>> failures{
        {"wrong password",
         wire(u"icinga2/poll/wrong_password_401.http"_s),
         {Fate::Refused, ErrorCode::Denied, u"monitoring.example.org refuses access"_s}},
        {"forbidden",
         {.status = 403, .headers = {}, .body = page},
         {Fate::Refused, ErrorCode::Denied, u"monitoring.example.org refuses access"_s}},
        {"no such page",
         {.status = 404, .headers = {}, .body = page},
         {Fate::Refused, ErrorCode::Invalid, u"https://monitoring.example.org/sub does not answer as"_s}},
        {"bad request",
         wire(u"icinga2/poll/missing_accept_header_400.http"_s),
         {Fate::Refused, ErrorCode::Invalid, u"does not answer as"_s}},
        {"elsewhere",
         {.status = 301, .headers = {{"Location", "https://new.example.org/secret?token=1"}}, .body = {}},
         {Fate::Refused, ErrorCode::Invalid, u"sends us on to https://new.example.org. Enter"_s}},
        {"elsewhere in the house",
         {.status = 302, .headers = {{"Location", "/login"}}, .body = {}},
         {Fate::Refused, ErrorCode::Invalid, u"does not answer as"_s}},
        {"too many requests",
         {.status = 429, .headers = {}, .body = {}},
         {Fate::Postponed, ErrorCode::Busy, u"too many requests"_s}},
        {"broken server",
         {.status = 500, .headers = {}, .body = page},
         {Fate::Postponed, ErrorCode::Unavailable, u"has a fault at the moment (HTTP 500)"_s}},
        {"bad gateway",
         {.status = 502, .headers = {}, .body = {}},
         {Fate::Postponed, ErrorCode::Unavailable, u"(HTTP 502)"_s}},
        {"asked to hurry", {.status = 408, .headers = {}, .body = {}}, {Fate::Postponed, ErrorCode::Unavailable, {}}},
        {"a page",
         {.status = 200, .headers = {}, .body = page},
         {Fate::Refused, ErrorCode::Invalid, u"Check the address"_s}},
        {"nothing",
         {.status = 204, .headers = {}, .body = {}},
         {Fate::Refused, ErrorCode::Invalid, u"Check the address"_s}},
        {"half of it", json("[{\"labels\":{\"a\":"_ba), {Fate::Refused, ErrorCode::Invalid, u"Check the address"_s}},
        {"other JSON", json("{\"status\":\"ok\"}"_ba), {Fate::Refused, ErrorCode::Invalid, u"Check the address"_s}},
        {"a number", json("7"_ba), {Fate::Refused, ErrorCode::Invalid, u"Check the address"_s}},
    };
    for (const QString &id : askable) {
        for (const Task task : {Task::Ask, Task::Test}) {
            for (int turn = 0; turn < goodAnswers(id, task).size(); ++turn) {
                for (const auto &[name, answer, fate] : failures) {
                    QTest::addRow("%s %s %d: %s", qUtf8Printable(id), task == Task::Ask ? "asks" : "tests", turn, name)
                        << id << (task == Task::Test) << turn << answer << fate;
                }
            }
        }
    }
}

void TestSourcePollers::everyTurnCanFail()
{
    QFETCH(const QString, id);
    QFETCH(const bool, test);
    QFETCH(const int, turn);
    QFETCH(const HttpReply, answer);
    QFETCH(const Fate, fate);
    const Task task = test ? Task::Test : Task::Ask;
    Attempt attempt(id, task);
    for (const HttpReply &good : goodAnswers(id, task).mid(0, turn)) {
        QVERIFY(attempt.hears(good));
    }
    QVERIFY(attempt.hears(answer));
    const Fate actual = fateOf(attempt.step());
    QCOMPARE(actual.kind, fate.kind);
    QCOMPARE(actual.code, fate.code);
    QVERIFY2(actual.says.contains(fate.says), qPrintable(actual.says));
    QVERIFY2(!actual.says.contains("secret"_L1), qPrintable(actual.says));
    if (fate.code == ErrorCode::Denied) {  // servers lock accounts that hammer
        QVERIFY(std::get<Refused>(attempt.step()).pauseConnection >= 30s);
    }
}

void TestSourcePollers::waitsAsLongAsItIsTold()
{
    for (const QString &id : askable) {
        for (const int status : {429, 503}) {
            Attempt attempt(id);
            QVERIFY(attempt.hears(HttpReply{.status = status, .headers = {{"Retry-After", "7"}}, .body = {}}));
            QCOMPARE(std::get<Postponed>(attempt.step()).wait, std::optional<milliseconds>(7s));
        }
    }
}

void TestSourcePollers::aLostAnswerIsNoUncertainty()
{
    for (const QString &id : askable) {
        for (const ErrorCode code : {ErrorCode::Uncertain, ErrorCode::Unavailable}) {
            Attempt attempt(id);
            QVERIFY(attempt.hears(fail(code, u"It broke."_s)));
            const auto &postponed = std::get<Postponed>(attempt.step());
            QVERIFY(!postponed.uncertain);
            QCOMPARE(postponed.error.code, ErrorCode::Unavailable);
        }
        Attempt tooLong(id);
        QVERIFY(tooLong.hears(fail(ErrorCode::Invalid, u"The answer is too long."_s)));
        QCOMPARE(tooLong.refusal().message, u"The answer is too long."_s);
    }
}

void TestSourcePollers::anAnswerOfAnotherKindIsRefused()
{
    for (const QString &id : askable) {
        const DeliveryReply mail = Result<SmtpReceipt>(SmtpReceipt{});
        const Step step = sourceNamed(id)->poller()->step(stateFor(id), &mail);
        QCOMPARE(fateOf(step).code, ErrorCode::Internal);
    }
}

void TestSourcePollers::settingsAreNamedWhenTheyAreWrong_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    for (const QString &id : askable) {
        const auto row = [&](const char *name, const QString &key, const QString &value, const QString &says) {
            QTest::addRow("%s: %s", qUtf8Printable(id), name) << id << key << value << says;
        };
        if (id != "cloudwatch"_L1) {  // which sends by itself then
            row("no address", u"url"_s, {}, u"The address of "_s);
        }
        row("no scheme", u"url"_s, u"monitoring.example.org"_s, u"“monitoring.example.org”"_s);
        row("other scheme", u"url"_s, u"ftp://monitoring.example.org"_s, u"must be like https://"_s);
        row("no host", u"url"_s, u"https:///zabbix"_s, u"must be like https://"_s);
        row("password in it", u"url"_s, u"https://ada:pw@monitoring.example.org"_s,
            u"“https://monitoring.example.org”"_s);
    }
    QTest::newRow("zabbix: no token") << u"zabbix"_s << u"secret token"_s << QString() << u"API token is not on"_s;
    QTest::newRow("zabbix: zone") << u"zabbix"_s << u"timeZone"_s << u"Berlin time"_s
                                  << u"“Berlin time” is not a time"_s;
    QTest::newRow("cloudwatch: no queue") << u"cloudwatch"_s << u"url"_s << u"https://sqs.eu-central-1.amazonaws.com/"_s
                                          << u"is the address of no queue"_s;
    QTest::newRow("cloudwatch: no region") << u"cloudwatch"_s << u"region"_s << QString() << u"names no region"_s;
    QTest::newRow("cloudwatch: odd region")
        << u"cloudwatch"_s << u"region"_s << u"EU (Frankfurt)"_s << u"“EU (Frankfurt)” is no region"_s;
    QTest::newRow("cloudwatch: no key") << u"cloudwatch"_s << u"keyId"_s << u" "_s << u"Enter the access key ID"_s;
    QTest::newRow("cloudwatch: no secret")
        << u"cloudwatch"_s << u"secret secretKey"_s << QString() << u"is not on this"_s;
    QTest::newRow("icinga2: no user") << u"icinga2"_s << u"user"_s << u"  "_s << u"API user of Icinga 2 is missing"_s;
    QTest::newRow("icinga2: no password") << u"icinga2"_s << u"secret password"_s << QString() << u"is not on this"_s;
}

void TestSourcePollers::settingsAreNamedWhenTheyAreWrong()
{
    QFETCH(const QString, id);
    QFETCH(const QString, key);
    QFETCH(const QString, value);
    QFETCH(const QString, says);
    DeliveryState state = stateFor(id);
    const bool secret = key.startsWith("secret "_L1);
    (secret ? state.secrets : state.settings).insert(secret ? key.mid(7) : key, value);
    for (const Task task : {Task::Ask, Task::Test}) {
        const Attempt attempt(id, state, task);
        QCOMPARE(attempt.refusal().code, ErrorCode::Invalid);
        QVERIFY2(attempt.refusal().message.contains(says), qPrintable(attempt.refusal().message));
        QVERIFY2(!attempt.refusal().message.contains("pw@"_L1), qPrintable(attempt.refusal().message));
    }
}

void TestSourcePollers::whoOnlySendsNeedsNoAddress_data()
{
    QTest::addColumn<QString>("more");  // what the address alone lacks
    QTest::newRow("alertmanager") << QString();
    QTest::newRow("zabbix") << u"Zabbix' API token is not on this machine. Enter it in the source's settings."_s;
}

void TestSourcePollers::whoOnlySendsNeedsNoAddress()
{
    QFETCH(const QString, more);
    const QString id = QString::fromLatin1(QTest::currentDataTag());
    const auto adapter = std::ranges::find(sourceAdapters(), id, [](const auto &one) { return one->id(); });
    for (const SettingField &field : (*adapter)->fields()) {
        QVERIFY2(!field.required, qPrintable(field.key));
    }
    const auto alone = checkSettings(**adapter, {{u"quietAfter"_s, u"5"_s}}, {});
    QVERIFY2(alone, alone ? "" : qPrintable(alone.error().message));
    QVERIFY(!(*adapter)->holdsSecrets({}, {}));  // so that it is never asked
    const auto asked = checkSettings(**adapter, {{u"url"_s, u"https://monitoring.example.org"_s}}, {});
    QCOMPARE(asked ? QString() : asked.error().message, more);
    // It cannot be told anything either.
    const auto told = checkSettings(**adapter, {{u"writeBack"_s, u"true"_s}}, {});
    QVERIFY(!told);
    QVERIFY2(told.error().message.contains(u"only with its address"_s), qPrintable(told.error().message));
}

void TestSourcePollers::addressesAreTakenAsABrowserShowsThem_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("asked");
    const auto row = [](const QString &id, const QString &written, const QString &asked) {
        QTest::addRow("%s", qUtf8Printable(written)) << id << written << asked;
    };
    row(u"zabbix"_s, u"https://m.example"_s, u"https://m.example/api_jsonrpc.php"_s);
    row(u"zabbix"_s, u" https://m.example/zabbix/ "_s, u"https://m.example/zabbix/api_jsonrpc.php"_s);
    row(u"zabbix"_s, u"https://m.example:8443/zabbix/zabbix.php?action=dashboard.view&dashboardid=1"_s,
        u"https://m.example:8443/zabbix/api_jsonrpc.php"_s);
    row(u"zabbix"_s, u"https://m.example/zabbix/api_jsonrpc.php"_s, u"https://m.example/zabbix/api_jsonrpc.php"_s);
    row(u"zabbix"_s, u"https://m.example/index.php"_s, u"https://m.example/api_jsonrpc.php"_s);
    row(u"alertmanager"_s, u"http://m.example:9093/#/alerts?silenced=false"_s,
        u"http://m.example:9093/api/v2/alerts"_s);
    row(u"alertmanager"_s, u"http://m.example/am/api/v2/alerts"_s, u"http://m.example/am/api/v2/alerts"_s);
    row(u"alertmanager"_s, u"http://m.example/a%20m"_s, u"http://m.example/a%20m/api/v2/alerts"_s);
    row(u"icinga2"_s, u"https://[2001:db8::1]:5665/v1/"_s, u"https://[2001:db8::1]:5665/v1/objects/services"_s);
}

void TestSourcePollers::addressesAreTakenAsABrowserShowsThem()
{
    QFETCH(const QString, id);
    QFETCH(const QString, written);
    QFETCH(const QString, asked);
    DeliveryState state = stateFor(id);
    state.settings[u"url"_s] = written;
    const Attempt attempt(id, state);
    QVERIFY2(attempt.asks(), qPrintable(attempt.refusal().message));
    QCOMPARE(attempt.request().url.toString(QUrl::FullyEncoded | QUrl::RemoveQuery), asked);
}

void TestSourcePollers::requestsAreGuarded()
{
    for (const QString &id : askable) {
        DeliveryState state = stateFor(id);
        state.settings[u"caCertificate"_s] = u"-----BEGIN CERTIFICATE-----"_s;
        Attempt attempt(id, state);
        for (const HttpReply &answer : goodAnswers(id, Task::Ask)) {
            const HttpRequest request = attempt.request();
            QVERIFY(!request.followRedirects);  // a log-in must not travel to wherever
            QCOMPARE(request.caPem, "-----BEGIN CERTIFICATE-----"_ba);
            QCOMPARE(request.headers.value("Accept"), "application/json"_ba);
            QVERIFY(request.timeout <= 60s && request.maxReplyBytes >= 32LL * 1024 * 1024);
            QVERIFY(!request.url.toString().contains("secret"_L1));
            QVERIFY(attempt.hears(answer));
        }
        // What an attempt before had begun is not gone on with.
        state.progress = {{u"at"_s, u"triggers"_s}, {u"services"_s, QJsonArray()}, {u"problems"_s, QJsonArray{1}}};
        const Attempt fresh(id, state);
        QCOMPARE(fresh.request(), Attempt(id,
                                          [&] {
                                              DeliveryState first = state;
                                              first.progress = {};
                                              return first;
                                          }())
                                      .request());
        QVERIFY(!std::get<SendHttp>(fresh.step()).progress.contains("problems"_L1));
        QVERIFY(!std::get<SendHttp>(fresh.step()).progress.contains("services"_L1));
    }
}

void TestSourcePollers::alertmanagerIsAskedForWhatIsActive()
{
    const Attempt attempt(u"alertmanager"_s);
    QCOMPARE(attempt.request().method, "GET"_ba);
    QCOMPARE(attempt.query(), u"active=true&silenced=true&inhibited=true"_s);
}

void TestSourcePollers::alertmanagerTakesAUserATokenOrNothing()
{
    const auto poller = sourceNamed(u"alertmanager"_s)->poller();
    DeliveryState state = stateFor(u"alertmanager"_s);
    QCOMPARE(Attempt(u"alertmanager"_s, state).request().headers.value("Authorization"),
             "Basic " + "onlyonce:secret"_ba.toBase64());
    QVERIFY(poller->holdsSecrets(state.settings, state.secrets));
    state.secrets = {};
    QVERIFY(!poller->holdsSecrets(state.settings, state.secrets));  // another process may hold the password
    state.settings.remove(u"user"_s);
    QVERIFY(poller->holdsSecrets(state.settings, state.secrets));
    QVERIFY(!Attempt(u"alertmanager"_s, state).request().headers.contains("Authorization"));
    state.secrets = {{u"token"_s, u" abc \n"_s}};
    QCOMPARE(Attempt(u"alertmanager"_s, state).request().headers.value("Authorization"), "Bearer abc"_ba);
}

void TestSourcePollers::alertmanagerHasNothing()
{
    Attempt attempt(u"alertmanager"_s);
    QVERIFY(attempt.hears(json("[]\n"_ba)));
    const auto result = parsed(u"alertmanager"_s, attempt);
    QVERIFY(result && result->alerts.empty());
}

void TestSourcePollers::icingaIsAskedForHardProblems()
{
    Attempt attempt(u"icinga2"_s);
    QCOMPARE(attempt.request().method, "GET"_ba);
    QCOMPARE(attempt.request().headers.value("Authorization"), "Basic " + "onlyonce:secret"_ba.toBase64());
    // What separates parameters is escaped inside of one, as Icinga's own reader of addresses wants it.
    QVERIFY2(attempt.query().endsWith("&filter=service.state%21%3D0%26%26service.state_type%3D%3D1"_L1),
             qPrintable(attempt.query()));
    const QUrlQuery services(attempt.request().url);
    QVERIFY(services.allQueryItemValues(u"joins"_s).contains(u"host.vars"_s));
    QVERIFY(services.allQueryItemValues(u"attrs"_s).contains(u"last_state_change"_s));
    QVERIFY(attempt.hears(goodAnswers(u"icinga2"_s, Task::Ask).at(0)));
    QCOMPARE(attempt.request().url.path(), u"/sub/v1/objects/hosts"_s);
    QVERIFY(attempt.query().endsWith("&filter=host.state%21%3D0%26%26host.state_type%3D%3D1"_L1));
    QVERIFY(!attempt.query().contains("joins"_L1));
}

void TestSourcePollers::icingaHasNothing()
{
    Attempt attempt(u"icinga2"_s);
    QVERIFY(attempt.hears(json("{\"results\":[]}"_ba)));
    QVERIFY(attempt.hears(json("{\"results\":[]}"_ba)));
    QCOMPARE(attempt.delivered(u"payload"_s), u"{\"results\":[]}"_s);
    const auto result = parsed(u"icinga2"_s, attempt);
    QVERIFY(result && result->alerts.empty());
}

void TestSourcePollers::icingaDoesNotTellPasswords()
{
    const QJsonObject vars{{u"datacenter"_s, u"fra1"_s}, {u"mysql_password"_s, u"hunter2"_s}};
    const QJsonObject check{{u"output"_s, u"CRITICAL"_s}, {u"command"_s, QJsonArray{u"-p"_s, u"hunter2"_s}}};
    const QJsonObject entry{
        {u"name"_s, u"web1!db"_s},
        {u"type"_s, u"Service"_s},
        {u"attrs"_s,
         QJsonObject{{u"state"_s, 2}, {u"state_type"_s, 1}, {u"vars"_s, vars}, {u"last_check_result"_s, check}}},
        {u"joins"_s, QJsonObject{{u"host"_s, QJsonObject{{u"display_name"_s, u"Web"_s}, {u"vars"_s, vars}}}}}};
    Attempt attempt(u"icinga2"_s);
    QVERIFY(attempt.hears(json(QJsonObject{{u"results"_s, QJsonArray{entry}}})));
    QVERIFY(attempt.hears(json(QJsonObject{{u"results"_s, QJsonArray{}}})));
    QVERIFY(!attempt.delivered(u"payload"_s).contains("hunter2"_L1));
    const auto result = parsed(u"icinga2"_s, attempt);
    QVERIFY(result);
    QCOMPARE(result->alerts.size(), 1U);
    QCOMPARE(result->alerts.front().dataCentre, u"fra1"_s);
    QCOMPARE(result->alerts.front().summary, u"db on Web: CRITICAL"_s);

    // The parser reads no others either, whoever sends them.
    const auto whole = sourceNamed(u"icinga2"_s)
                           ->parse(toJsonBytes({{u"results"_s, QJsonArray{entry}}}), {.at = momentOf(u"icinga2"_s)});
    QVERIFY(whole);
    QVERIFY(!toJsonBytes(whole->alerts.front().labels).contains("hunter2"));
}

void TestSourcePollers::icingaSaysWhatIsLacking_data()
{
    QTest::addColumn<QJsonObject>("settings");
    QTest::addColumn<QJsonArray>("permissions");
    QTest::addColumn<QString>("lacks");
    const QJsonObject asks{{u"events"_s, u"false"_s}};
    const QJsonObject listens;
    const QJsonObject tells{{u"writeBack"_s, u"true"_s}};
    const QString actions = u"actions/acknowledge-problem, actions/schedule-downtime, actions/remove-downtime."_s;
    QTest::newRow("it only asks") << asks << QJsonArray() << QString();
    QTest::newRow("it listens") << listens << QJsonArray{u"status/query"_s} << u"events/*."_s;
    QTest::newRow("it may") << listens << QJsonArray{u"Events/*"_s} << QString();
    QTest::newRow("it may everything") << tells << QJsonArray{u"*"_s} << QString();
    QTest::newRow("it tells") << tells << QJsonArray{u"events/*"_s} << actions;
    QTest::newRow("nothing of it all") << tells << QJsonArray() << u"events/*, "_s + actions;
    QTest::newRow("with a filter") << tells
                                   << QJsonArray{u"events/*"_s, u"actions/remove-*"_s,
                                                 QJsonObject{{u"permission"_s, u"actions/acknowledge-problem"_s},
                                                             {u"filter"_s, QJsonObject()}}}
                                   << u"actions/schedule-downtime."_s;
}

void TestSourcePollers::icingaSaysWhatIsLacking()
{
    QFETCH(QJsonObject, settings);
    QFETCH(QJsonArray, permissions);
    QFETCH(QString, lacks);
    DeliveryState state = stateFor(u"icinga2"_s);
    for (auto each = settings.begin(); each != settings.end(); ++each) {
        state.settings.insert(each.key(), each.value());
    }
    Attempt attempt(u"icinga2"_s, state, Task::Test);
    QVERIFY(attempt.hears(json(QJsonObject{
        {u"results"_s, QJsonArray{QJsonObject{{u"version"_s, u"r2.14.0"_s}, {u"permissions"_s, permissions}}}}})));
    QVERIFY(attempt.hears(json(QJsonObject{{u"results"_s, QJsonArray()}})));
    QVERIFY(attempt.hears(json(QJsonObject{{u"results"_s, QJsonArray()}})));
    const QString text = attempt.delivered(u"text"_s);
    QVERIFY2(text.contains(u"0 of services, 0 of hosts."_s), qPrintable(text));
    QCOMPARE(text.section(u"lacks "_s, 1), lacks);
}

void TestSourcePollers::icingaForbids()
{
    const HttpReply nothing = wire(u"icinga2/poll/not_found_404.http"_s);
    for (const Task task : {Task::Ask, Task::Test}) {
        for (int turn = 0; turn < goodAnswers(u"icinga2"_s, task).size(); ++turn) {
            Attempt attempt(u"icinga2"_s, task);
            for (const HttpReply &good : goodAnswers(u"icinga2"_s, task).mid(0, turn)) {
                QVERIFY(attempt.hears(good));
            }
            QVERIFY(attempt.hears(nothing));  // never: nothing fires
            QCOMPARE(attempt.refusal().code, ErrorCode::Denied);
            QVERIFY(attempt.refusal().message.contains("objects/query/Host"_L1));
        }
    }
}

//! AWS' own examples (its Signature Version 4 test suite: get-vanilla, post-x-www-form-urlencoded, post-sts-header-before),
//! then ours.
void TestSourcePollers::requestsToAmazonAreSigned()
{
    const aws::Key key{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service"};
    const Instant then = parseMachineTime(u"2015-08-30T12:36:00Z").value();
    HttpRequest get{.url = QUrl(u"https://example.amazonaws.com/"_s)};
    aws::sign(get, key, then);
    QCOMPARE(get.headers.value("X-Amz-Date"), "20150830T123600Z"_ba);
    QCOMPARE(get.headers.value("Authorization"),
             "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
             "SignedHeaders=host;x-amz-date, "
             "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"_ba);
    HttpRequest post{.method = "POST",
                     .url = QUrl(u"https://example.amazonaws.com:443"_s),
                     .headers = {{"Content-Type", " application/x-www-form-urlencoded "}},
                     .body = "Param1=value1"};
    aws::sign(post, key, then);
    QCOMPARE(post.headers.value("Authorization"),
             "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
             "SignedHeaders=content-type;host;x-amz-date, "
             "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"_ba);
    const QByteArray token = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA"
                             "eMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8p"
                             "hUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT"
                             "38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabI"
                             "Qwj2ICCR/oLxBA==";
    HttpRequest temporary{.method = "POST",
                          .url = QUrl(u"https://example.amazonaws.com/"_s),
                          .headers = {{"X-Amz-Security-Token", token}}};
    aws::sign(temporary, key, then);
    QCOMPARE(temporary.headers.value("Authorization"),
             "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
             "SignedHeaders=host;x-amz-date;x-amz-security-token, "
             "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"_ba);

    DeliveryState state = stateFor(u"cloudwatch"_s);
    state.settings[u"url"_s] = u"http://127.0.0.1:4566/000000000000/alarms"_s;
    const HttpRequest request = Attempt(u"cloudwatch"_s, state).request();
    QCOMPARE(request.method, "POST"_ba);
    QCOMPARE(request.url.toString(), u"http://127.0.0.1:4566/"_s);
    QCOMPARE(request.headers.value("Authorization"),
             test::amazonAuthorization("POST", "/",
                                       {"accept:application/json", "content-type:application/x-amz-json-1.0",
                                        "host:127.0.0.1:4566", "x-amz-date:" + request.headers.value("X-Amz-Date"),
                                        "x-amz-target:AmazonSQS.ReceiveMessage"},
                                       request.body, "AKIDEXAMPLE", "secret-key", "eu-central-1", "sqs"));
}

//! The session token is sent with every request, and signed.
void TestSourcePollers::temporaryCredentialsAreTaken()
{
    DeliveryState state = stateFor(u"cloudwatch"_s);
    QVERIFY(!Attempt(u"cloudwatch"_s, state).request().headers.contains("X-Amz-Security-Token"));
    state.settings[u"keyId"_s] = u"ASIAEXAMPLE"_s;
    QVERIFY2(Attempt(u"cloudwatch"_s, state).refusal().message.contains("enter the session token"_L1), "it has none");
    state.secrets[u"sessionToken"_s] = u"FwoGZXIv\n YXdzEBY="_s;  // as a terminal breaks it
    const HttpRequest request = Attempt(u"cloudwatch"_s, state).request();
    QCOMPARE(request.headers.value("X-Amz-Security-Token"), "FwoGZXIvYXdzEBY="_ba);
    QCOMPARE(
        request.headers.value("Authorization"),
        test::amazonAuthorization("POST", "/",
                                  {"accept:application/json", "content-type:application/x-amz-json-1.0",
                                   "host:monitoring.example.org", "x-amz-date:" + request.headers.value("X-Amz-Date"),
                                   "x-amz-security-token:FwoGZXIvYXdzEBY=", "x-amz-target:AmazonSQS.ReceiveMessage"},
                                  request.body, "ASIAEXAMPLE", "secret-key", "eu-central-1", "sqs"));
    state.settings[u"keyId"_s] = u"AKIAEXAMPLE"_s;  // a lasting key took its place
    QVERIFY(!Attempt(u"cloudwatch"_s, state).request().headers.contains("X-Amz-Security-Token"));
    state.settings[u"keyId"_s] = u"ASIAEXAMPLE"_s;
    state.secrets[u"sessionToken"_s] = u"Fwo\u00a0\u2026"_s;
    QCOMPARE(Attempt(u"cloudwatch"_s, state).refusal().code, ErrorCode::Invalid);
}

void TestSourcePollers::theRegionIsInTheAddress_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("region");
    QTest::newRow("usual") << u"sqs.eu-west-1.amazonaws.com"_s << u"eu-west-1"_s;
    QTest::newRow("China") << u"sqs.cn-north-1.amazonaws.com.cn"_s << u"cn-north-1"_s;
    QTest::newRow("private") << u"vpce-0a1-b2.sqs.us-gov-west-1.vpce.amazonaws.com"_s << u"us-gov-west-1"_s;
    QTest::newRow("old") << u"us-west-2.queue.amazonaws.com"_s << u"us-west-2"_s;
}

void TestSourcePollers::theRegionIsInTheAddress()
{
    QFETCH(const QString, host);
    QFETCH(const QString, region);
    DeliveryState state = stateFor(u"cloudwatch"_s);
    state.settings.remove(u"region"_s);
    state.settings[u"url"_s] = u"https://%1/123456789012/alarms"_s.arg(host);
    const Attempt attempt(u"cloudwatch"_s, state);
    QVERIFY2(attempt.asks(), qPrintable(attempt.refusal().message));
    QVERIFY(attempt.request().headers.value("Authorization").contains('/' + region.toLatin1() + "/sqs/aws4_request"));
    QCOMPARE(attempt.call()["QueueUrl"_L1].toString(), state.settings[u"url"_s].toString());
}

void TestSourcePollers::queuesAreTidiedThenAsked()
{
    DeliveryState state = stateFor(u"cloudwatch"_s);
    QJsonArray taken;
    for (int i = 0; i < 12; ++i) {
        taken.append(u"h%1"_s.arg(i));
    }
    state.progress = {{u"taken"_s, taken}};
    Attempt attempt(u"cloudwatch"_s, state);
    const auto action = [&] { return attempt.request().headers.value("X-Amz-Target"); };
    QCOMPARE(action(), "AmazonSQS.DeleteMessageBatch"_ba);
    QJsonArray entries = attempt.call()["Entries"_L1].toArray();
    QCOMPARE(entries.size(), 10);
    QCOMPARE(entries.first().toObject(), (QJsonObject{{u"Id"_s, u"0"_s}, {u"ReceiptHandle"_s, u"h0"_s}}));
    // What cannot be deleted comes again.
    QVERIFY(attempt.hears(json(R"({"Successful":[],"Failed":[{"Id":"0","Code":"ReceiptHandleIsInvalid"}]})"_ba)));
    QCOMPARE(action(), "AmazonSQS.DeleteMessageBatch"_ba);
    entries = attempt.call()["Entries"_L1].toArray();
    QCOMPARE(entries.size(), 2);
    QCOMPARE(entries.last()["ReceiptHandle"_L1].toString(), u"h11"_s);
    QVERIFY(attempt.hears(json(R"({"Successful":[{"Id":"0"}]})"_ba)));

    QCOMPARE(action(), "AmazonSQS.ReceiveMessage"_ba);
    QCOMPARE(attempt.call()["WaitTimeSeconds"_L1].toInt(), 20);
    QCOMPARE(attempt.call()["MaxNumberOfMessages"_L1].toInt(), 10);
    QVERIFY(attempt.request().timeout > 20s);
    QVERIFY(attempt.hears(json(R"({"Messages":[
        {"MessageId":"2","ReceiptHandle":"hb","Body":"second","Attributes":{"SentTimestamp":"1795965300200"}},
        {"MessageId":"3","ReceiptHandle":"hc","Body":"third","Attributes":{"SentTimestamp":"1795965300300"}}]})"_ba)));
    QCOMPARE(attempt.call()["WaitTimeSeconds"_L1].toInt(), 0);  // what else is there already
    QVERIFY(attempt.hears(json(R"({"Messages":[
        {"MessageId":"1","ReceiptHandle":"ha","Body":"first","Attributes":{"SentTimestamp":"1795965300100"}}]})"_ba)));
    QVERIFY(attempt.hears(json("{}"_ba)));
    const auto *done = std::get_if<Delivered>(&attempt.step());
    QVERIFY(done);
    QCOMPARE(done->result["messages"_L1].toArray(),
             (QJsonArray{QJsonObject{{u"id"_s, u"ha"_s}, {u"text"_s, u"first"_s}},
                         QJsonObject{{u"id"_s, u"hb"_s}, {u"text"_s, u"second"_s}},
                         QJsonObject{{u"id"_s, u"hc"_s}, {u"text"_s, u"third"_s}}}));
    QVERIFY(!done->result.contains("progress"_L1));  // nothing is deleted that is not taken in

    // No more than a hundred at a time: they wait to be taken in.
    Attempt many(u"cloudwatch"_s);
    int batches = 0;
    while (many.asks()) {
        QJsonArray ten;
        for (int i = 0; i < 10; ++i) {
            ten.append(QJsonObject{{u"ReceiptHandle"_s, u"h%1"_s.arg(10 * batches + i)}, {u"Body"_s, u"{}"_s}});
        }
        QVERIFY(++batches < 20 && many.hears(json(QJsonObject{{u"Messages"_s, ten}})));
    }
    QCOMPARE(batches, 10);
    QCOMPARE(std::get<Delivered>(many.step()).result["messages"_L1].toArray().size(), 100);
}

void TestSourcePollers::whatCameIsHandedOverAllTheSame()
{
    for (const Result<HttpReply> &answer : {Result<HttpReply>(HttpReply{.status = 500}),
                                            Result<HttpReply>(fail(ErrorCode::Unavailable, u"It broke."_s))}) {
        Attempt attempt(u"cloudwatch"_s);
        QVERIFY(attempt.hears(json(R"({"Messages":[{"ReceiptHandle":"h","Body":"b"}]})"_ba)));
        QVERIFY(attempt.hears(answer));
        const auto *done = std::get_if<Delivered>(&attempt.step());
        QVERIFY(done);
        QCOMPARE(done->result["messages"_L1].toArray().size(), 1);
    }
}

void TestSourcePollers::withoutAQueueAmazonSends()
{
    const auto poller = sourceNamed(u"cloudwatch"_s)->poller();
    DeliveryState state = stateFor(u"cloudwatch"_s);
    QVERIFY(poller->holdsSecrets(state.settings, state.secrets));
    QVERIFY(!poller->holdsSecrets(state.settings, {}));
    state.settings.remove(u"url"_s);
    QVERIFY(!poller->holdsSecrets(state.settings, state.secrets));  // so nobody asks
    QVERIFY(std::holds_alternative<Delivered>(Attempt(u"cloudwatch"_s, state).step()));
    QVERIFY(checkSettings(*poller, state.settings, {}));
    QCOMPARE(Attempt(u"cloudwatch"_s, state, Task::Test).delivered(u"text"_s),
             u"There is no queue to ask: Amazon SNS sends here by itself."_s);
}

void TestSourcePollers::amazonSaysWhatIsWrong_data()
{
    QTest::addColumn<HttpReply>("answer");
    QTest::addColumn<Fate>("fate");
    const auto row = [](const char *name, int status, const QString &type, const QString &words, const Fate &fate,
                        const QByteArray &date = {}) {
        const auto error = test::ScriptedSqs::error(type, words, status);
        HttpReply answer{.status = error.status, .headers = error.headers, .body = error.body};
        if (!date.isEmpty()) {
            answer.headers.add("Date", date);
        }
        QTest::newRow(name) << answer << fate;
    };
    const Fate denied{Fate::Refused, ErrorCode::Denied, u"monitoring.example.org refuses access"_s};
    row("no queue", 400, u"com.amazonaws.sqs#QueueDoesNotExist"_s, u"The specified queue does not exist."_s,
        {Fate::Refused, ErrorCode::Invalid, u"There is no queue “sub” at monitoring.example.org"_s});
    row("an old name", 400, u"AWS.SimpleQueueService.NonExistentQueue"_s, {},
        {Fate::Refused, ErrorCode::Invalid, u"There is no queue “sub”"_s});
    row("no such key", 403, u"com.amazon.coral.service#UnrecognizedClientException"_s,
        u"The security token included in the request is invalid."_s, denied);
    row("wrong secret", 403, u"com.amazon.coral.service#InvalidSignatureException"_s,
        u"The request signature we calculated does not match the signature you provided."_s,
        {Fate::Refused, ErrorCode::Denied, u"Amazon SQS says: “The request signature we calculated"_s});
    row("temporary, and over", 403, u"com.amazon.coral.service#ExpiredTokenException"_s,
        u"The security token included in the request is expired"_s,
        {Fate::Refused, ErrorCode::Denied, u"The temporary credentials have ended. Enter new ones"_s});
    row("may not", 400, u"com.amazon.coral.service#AccessDeniedException"_s,
        u"User: arn:aws:iam::1:user/x is not authorized to perform: sqs:deletemessage"_s,
        {Fate::Refused, ErrorCode::Denied, u"sqs:deletemessage"_s});
    row("throttled", 400, u"com.amazon.coral.availability#ThrottlingException"_s, u"Rate exceeded"_s,
        {Fate::Postponed, ErrorCode::Busy, u"asks to wait: too many requests"_s});
    row("too many given out", 400, u"com.amazonaws.sqs#OverLimit"_s, {},
        {Fate::Postponed, ErrorCode::Busy, u"asks to wait"_s});
    // momentOf() is 2026-11-29T15:15:00Z.
    row("slow clock", 403, u"com.amazon.coral.service#InvalidSignatureException"_s,
        u"Signature expired: 20261129T151500Z is now earlier than 20261129T154500Z (20261129T160000Z - 15 min.)"_s,
        {Fate::Refused, ErrorCode::Invalid, u"This machine's clock is 45 min slow"_s});
    row("fast clock", 403, u"SignatureDoesNotMatch"_s,
        u"Signature not yet current: 20261129T151500Z is still later than 20261129T145500Z "
        "(20261129T144000Z + 15 min.)"_s,
        {Fate::Refused, ErrorCode::Invalid, u"This machine's clock is 35 min fast"_s});
    row("skewed", 403, u"RequestTimeTooSkewed"_s, u"The difference between the request time and ours is too large."_s,
        {Fate::Refused, ErrorCode::Invalid, u"This machine's clock is 2 h 00 min slow"_s},
        "Sun, 29 Nov 2026 17:15:00 GMT");
    row("skewed, by whom", 403, u"RequestExpired"_s, {},
        {Fate::Refused, ErrorCode::Invalid, u"This machine's clock is wrong, so Amazon does not"_s});
    row("a signature, and the clock", 403, u"InvalidSignatureException"_s, u"It does not match."_s,
        {Fate::Refused, ErrorCode::Invalid, u"This machine's clock is 2 h 00 min slow"_s},
        "Sun, 29 Nov 2026 17:15:00 GMT");
    row("a signature, and no clock", 403, u"InvalidSignatureException"_s, u"It does not match."_s, denied,
        "Sun, 29 Nov 2026 15:17:00 GMT");
    row("something else", 400, u"com.amazonaws.sqs#InvalidAddress"_s, u"The address is invalid."_s,
        {Fate::Refused, ErrorCode::Invalid, u"Amazon SQS did not accept the question: “The address is invalid.”"_s});
}

void TestSourcePollers::amazonSaysWhatIsWrong()
{
    QFETCH(const HttpReply, answer);
    QFETCH(const Fate, fate);
    for (const Task task : {Task::Ask, Task::Test}) {
        Attempt attempt(u"cloudwatch"_s, task);
        QVERIFY(attempt.hears(answer));
        const Fate actual = fateOf(attempt.step());
        QVERIFY2(actual.says.contains(fate.says), qPrintable(actual.says));
        QCOMPARE(actual.kind, fate.kind);
        QCOMPARE(actual.code, fate.code);
        QVERIFY(!actual.says.contains("secret-key"_L1));
    }
}

void TestSourcePollers::zabbixIsAskedAsItWasWhenRecorded()
{
    const auto recordedCall = [](const QString &name) {
        QJsonObject call =
            QJsonDocument::fromJson(recorded(u"zabbix/poll/"_s + name)).object()["request"_L1].toObject();
        if (call.contains("auth"_L1)) {
            call["auth"_L1] = u"secret-token"_s;
        }
        return call;
    };
    for (const auto &[task, names] :
         {std::pair(Task::Ask, QStringList{u"apiinfo_version.json"_s, u"open_problems.json"_s, u"triggers.json"_s}),
          std::pair(Task::Test, QStringList{u"apiinfo_version.json"_s, u"count.json"_s})}) {
        Attempt attempt(u"zabbix"_s, task);
        for (const QString &name : names) {
            QCOMPARE(attempt.request().url.path(), u"/sub/api_jsonrpc.php"_s);
            QCOMPARE(attempt.call(), recordedCall(name));
            QVERIFY(attempt.hears(zabbixSaid(name)));
        }
        QVERIFY(!attempt.asks());
    }
}

void TestSourcePollers::zabbixShowsTheTokenAsTheVersionWants_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("header");
    QTest::addColumn<QString>("groups");
    QTest::newRow("5.4") << u"5.4.12"_s << false << u"selectGroups"_s;
    QTest::newRow("6.0") << u"6.0.14"_s << false << u"selectGroups"_s;
    QTest::newRow("6.2") << u"6.2.0"_s << false << u"selectHostGroups"_s;
    QTest::newRow("6.4") << u"6.4.0"_s << true << u"selectHostGroups"_s;
    QTest::newRow("7.0") << u"7.0.0rc1"_s << true << u"selectHostGroups"_s;
    QTest::newRow("7.4") << u"7.4.2"_s << true << u"selectHostGroups"_s;
}

void TestSourcePollers::zabbixShowsTheTokenAsTheVersionWants()
{
    QFETCH(const QString, version);
    QFETCH(const bool, header);
    QFETCH(const QString, groups);
    Attempt attempt(u"zabbix"_s);
    QCOMPARE(attempt.request().method, "POST"_ba);
    QCOMPARE(attempt.call()["method"_L1].toString(), u"apiinfo.version"_s);
    QVERIFY(!attempt.call().contains("auth"_L1) && !attempt.request().headers.contains("Authorization"));
    QVERIFY(attempt.hears(zabbixResult(version)));
    for (const QString &method : {u"problem.get"_s, u"trigger.get"_s}) {
        QCOMPARE(attempt.call()["method"_L1].toString(), method);
        QCOMPARE(attempt.call()["auth"_L1].toString(), header ? QString() : u"secret-token"_s);
        QCOMPARE(attempt.call().contains("auth"_L1), !header);
        QCOMPARE(attempt.request().headers.value("Authorization"), header ? "Bearer secret-token"_ba : ""_ba);
        const QJsonObject params = attempt.call()["params"_L1].toObject();
        if (method == "trigger.get"_L1) {
            QVERIFY(params.contains(groups) && params["monitored"_L1].toBool());
            QCOMPARE(params["triggerids"_L1].toArray(), (QJsonArray{u"23133"_s, u"23134"_s}));
        } else {
            QVERIFY(!params.contains("recent"_L1) && !params.contains("eventid_from"_L1));  // open ones, from the first
        }
        QVERIFY(attempt.hears(zabbixSaid(method == "problem.get"_L1 ? u"open_problems.json"_s : u"triggers.json"_s)));
    }
    QCOMPARE(parsed(u"zabbix"_s, attempt)->alerts.size(), 2U);
}

void TestSourcePollers::zabbixTriesTheOtherWayOnce_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("thenHeader");
    QTest::newRow("a web server drops the header") << u"7.0.3"_s << u"Not authorized."_s << false;
    QTest::newRow("as 6.4 writes it") << u"6.4.1"_s << u"Session terminated, re-login, please."_s << false;
    QTest::newRow("the body is not wanted")
        << u"6.2.9"_s << u"Invalid parameter \"/\": unexpected parameter \"auth\"."_s << true;
}

void TestSourcePollers::zabbixTriesTheOtherWayOnce()
{
    QFETCH(const QString, version);
    QFETCH(const QString, words);
    QFETCH(const bool, thenHeader);
    for (const Task task : {Task::Ask, Task::Test}) {
        Attempt attempt(u"zabbix"_s, task);
        QVERIFY(attempt.hears(zabbixResult(version)));
        QVERIFY(attempt.hears(zabbixError(-32602, words)));
        QVERIFY2(attempt.asks(), qPrintable(attempt.refusal().message));
        QCOMPARE(attempt.request().headers.contains("Authorization"), thenHeader);
        QCOMPARE(attempt.call().contains("auth"_L1), !thenHeader);
        Attempt again = attempt;
        QVERIFY(attempt.hears(task == Task::Ask ? zabbixResult(QJsonArray()) : zabbixResult(u"0"_s)));
        QVERIFY(!attempt.delivered(task == Task::Ask ? u"payload"_s : u"text"_s).isEmpty());
        QVERIFY(again.hears(zabbixError(-32602, words)));
        QVERIFY(!again.asks());
        QVERIFY2(again.refusal().message.contains(words), qPrintable(again.refusal().message));
    }
}

void TestSourcePollers::zabbixSaysWhatIsWrong_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<HttpReply>("answer");
    QTest::addColumn<int>("code");
    QTest::newRow("wrong token, recorded")
        << u"6.0.14"_s << zabbixSaid(u"problem_get_bad_auth.json"_s) << int(ErrorCode::Denied);
    QTest::newRow("wrong token of a version that takes only the header")
        << u"7.2.0"_s << zabbixError(-32602, u"Not authorized."_s) << int(ErrorCode::Denied);
    QTest::newRow("token has expired") << u"6.0.14"_s << zabbixError(-32500, u"API token expired."_s)
                                       << int(ErrorCode::Denied);
    QTest::newRow("role forbids") << u"6.0.14"_s << zabbixError(-32500, u"No permissions to call \"problem.get\"."_s)
                                  << int(ErrorCode::Denied);
    QTest::newRow("method unknown, recorded")
        << u"6.0.14"_s << zabbixSaid(u"method_unknown.json"_s) << int(ErrorCode::Invalid);
}

void TestSourcePollers::zabbixSaysWhatIsWrong()
{
    QFETCH(const QString, version);
    QFETCH(const HttpReply, answer);
    QFETCH(const int, code);
    Attempt attempt(u"zabbix"_s);
    QVERIFY(attempt.hears(zabbixResult(version)));
    QVERIFY(attempt.hears(answer));
    QCOMPARE(int(attempt.refusal().code), code);
    const QString words = QJsonDocument::fromJson(answer.body).object()["error"_L1]["data"_L1].toString();
    QVERIFY2(attempt.refusal().message.contains(words), qPrintable(attempt.refusal().message));
}

void TestSourcePollers::zabbixHasNothing()
{
    Attempt attempt(u"zabbix"_s);
    QVERIFY(attempt.hears(zabbixSaid(u"apiinfo_version.json"_s)));
    QVERIFY(attempt.hears(zabbixResult(QJsonArray())));
    const auto result = parsed(u"zabbix"_s, attempt);
    QVERIFY(result && result->alerts.empty() && result->truncated == 0);
}

void TestSourcePollers::zabbixLeavesOutWhatIsNotMonitored()
{
    QJsonArray triggers = QJsonDocument::fromJson(zabbixSaid(u"triggers.json"_s).body).object()["result"_L1].toArray();
    triggers.removeFirst();  // that of event 5 has been switched off
    Attempt attempt(u"zabbix"_s);
    QVERIFY(attempt.hears(zabbixSaid(u"apiinfo_version.json"_s)));
    QVERIFY(attempt.hears(zabbixSaid(u"open_problems.json"_s)));
    QVERIFY(attempt.hears(zabbixResult(triggers)));
    const auto result = parsed(u"zabbix"_s, attempt);
    QVERIFY(result);
    QCOMPARE(result->alerts.size(), 1U);
    QCOMPARE(result->alerts.front().fingerprint, u"23134"_s);
    QCOMPARE(result->alerts.front().annotations["eventid"_L1].toString(), u"6"_s);
}

void TestSourcePollers::zabbixIsReadPageByPage()
{
    Attempt attempt(u"zabbix"_s);
    QVERIFY(attempt.hears(zabbixSaid(u"apiinfo_version.json"_s)));
    QCOMPARE(attempt.call()["params"_L1]["limit"_L1].toInt(), 1000);
    QVERIFY(attempt.hears(zabbixResult(manyProblems(1000, 5'000'000'000))));
    QCOMPARE(attempt.call()["params"_L1]["triggerids"_L1].toArray().size(), 10);  // each once
    QVERIFY(attempt.hears(zabbixResult(tenTriggers())));
    QCOMPARE(attempt.call()["params"_L1]["eventid_from"_L1].toString(), u"5000001000"_s);
    QVERIFY(attempt.hears(zabbixResult(manyProblems(3, 5'000'001'000))));
    QVERIFY(attempt.hears(zabbixResult(tenTriggers())));
    const auto result = parsed(u"zabbix"_s, attempt);
    QVERIFY(result);
    QCOMPARE(result->alerts.size(), 1003U);
    QCOMPARE(result->alerts.back().annotations["eventid"_L1].toString(), u"5000001002"_s);
    QCOMPARE(result->alerts.back().summary, u"Web 2: Problem 5000001002"_s);
    QCOMPARE(result->truncated, 0);
}

void TestSourcePollers::zabbixHasMoreThanIsTaken()
{
    Attempt attempt(u"zabbix"_s);
    QVERIFY(attempt.hears(zabbixSaid(u"apiinfo_version.json"_s)));
    qint64 next = 1;
    int pages = 0;
    while (attempt.call()["params"_L1].toObject().contains("limit"_L1)) {
        QVERIFY(attempt.hears(zabbixResult(manyProblems(1000, next))));
        QVERIFY(attempt.hears(zabbixResult(tenTriggers())));
        next += 1000;
        QVERIFY(++pages <= 50);
    }
    QVERIFY(attempt.call()["params"_L1]["countOutput"_L1].toBool());
    QCOMPARE(attempt.call()["params"_L1]["eventid_from"_L1].toString(), QString::number(next));
    QVERIFY(attempt.hears(zabbixSaid(u"count_from.json"_s)));
    const auto result = parsed(u"zabbix"_s, attempt);
    QVERIFY(result);
    QCOMPARE(result->alerts.size(), size_t(pages) * 1000);
    QCOMPARE(result->truncated, 1);
}

void TestSourcePollers::zabbixScriptSendsWhatIsRead()
{
    const QString guide = sourceNamed(u"zabbix"_s)->guide();
    QVERIFY(guide.contains("new HttpRequest()"_L1));
    QVERIFY(guide.count("%1"_L1) == 1 && !guide.contains("%2"_L1));
    const QJsonObject message = QJsonDocument::fromJson(recorded(u"zabbix/documented-problem.json"_s)).object();
    QVERIFY(message.size() > 20);
    for (const QString &parameter : message.keys()) {
        QVERIFY2(guide.contains(u"//   %1 "_s.arg(parameter)), qPrintable(parameter));
    }
}

QTEST_GUILESS_MAIN(TestSourcePollers)
#include "tst_sourcepollers.moc"
