// SPDX-License-Identifier: GPL-3.0-or-later
// The real things are asked: Debian's Alertmanager and Icinga 2, private instances on loopback, through the real client,
// with their own log-ins and a certificate of our own authority. Alerts come, are silenced or acknowledged, and go; and
// they are told what people do here.
#include "models/alerts/source.h"
#include "models/alerts/sourceadapter.h"
#include "models/alerts/tellback/writeback.h"
#include "models/base/json.h"
#include "models/delivery/courier.h"
#include "support/await.h"
#include "support/realprogram.h"
#include "support/scriptedhttp.h"
#include "support/testca.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000;  // for a busy machine; it takes some seconds

//! Asks as the program's poller does.
class Asker
{
public:
    explicit Asker(const QString &id)
        : m_source(sourceNamed(id))
    {
    }

    QJsonObject settings;
    QJsonObject secrets;

    [[nodiscard]] Outcome ask() { return outcome(false); }
    [[nodiscard]] Outcome test() { return outcome(true); }
    [[nodiscard]] std::optional<HttpRequest> eventStream() const
    {
        return m_source->poller()->eventStream({.settings = settings, .secrets = secrets, .now = m_clock.now()});
    }
    //! As the outbox' runner does; "" when it has been told, else the sentence of why not.
    [[nodiscard]] QString tell(const Telling &telling, bool resumed = false)
    {
        const auto adapter =
            std::ranges::find_if(sourceAdapters(), [this](const auto &each) { return each->id() == m_source->id(); });
        QJsonObject wanting = settings;
        wanting[u"writeBack"_s] = u"true"_s;
        const DeliveryState state{.key = u"tell/1"_s,
                                  .intent = telling.toJson(),
                                  .settings = wanting,
                                  .secrets = secrets,
                                  .resumed = resumed,
                                  .now = m_clock.now()};
        return problemOf(outcomeOf(m_courier.attempt(*adapter, state, [](const QJsonObject &) {
            Question<Result<bool>> kept;
            kept.finish(true);
            return kept.answer();
        })));
    }

    //! "summary|severity|service|data centre" of all that fires; the sentence of why nobody knows otherwise.
    [[nodiscard]] QStringList firing()
    {
        const Outcome outcome = ask();
        const auto *delivered = std::get_if<Delivered>(&outcome);
        if (!delivered) {
            return {problemOf(outcome)};
        }
        const auto parsed = m_source->parse(delivered->result["payload"_L1].toString().toUtf8(), {.at = m_clock.now()});
        if (!parsed) {
            return {parsed.error().message};
        }
        QStringList lines;
        for (const Signal &signal : parsed->alerts) {
            if (!signal.opens) {
                lines << u"(silenced) "_s + signal.summary;
                continue;
            }
            lines << QStringList{signal.summary, toText(signal.severity), signal.service, signal.dataCentre}.join(u'|');
            m_latest = signal;
        }
        lines.sort();
        return lines;
    }
    //! As firing(), once it is as expected, or the patience is over.
    [[nodiscard]] QStringList firingOnceItIs(const QStringList &expected)
    {
        QStringList lines;
        (void)QTest::qWaitFor(
            [&] {
                lines = firing();
                return lines == expected;
            },
            patience);
        return lines;
    }
    [[nodiscard]] const Signal &latest() const { return m_latest; }

    static QString problemOf(const Outcome &outcome)
    {
        const auto *postponed = std::get_if<Postponed>(&outcome);
        const auto *refused = std::get_if<Refused>(&outcome);
        return postponed ? postponed->error.message : refused ? refused->error.message : QString();
    }
    static QString textOf(const Outcome &outcome)
    {
        const auto *delivered = std::get_if<Delivered>(&outcome);
        return delivered ? delivered->result["text"_L1].toString() : problemOf(outcome);
    }

private:
    Outcome outcome(bool test)
    {
        const DeliveryState state{.settings = settings, .secrets = secrets, .now = m_clock.now()};
        return outcomeOf(test ? m_courier.test(m_source->poller(), state)
                              : m_courier.attempt(m_source->poller(), state, {}));
    }
    static Outcome outcomeOf(Answer<std::optional<Outcome>> answer)
    {
        if (!QTest::qWaitFor([&] { return answer.isFinished(); }, patience)) {
            return Refused{{ErrorCode::Internal, u"It did not come to an end."_s, {}}};
        }
        return answer.result().value();
    }

    SystemClock m_clock;
    std::shared_ptr<const Source> m_source;
    Courier m_courier{m_clock, 1};
    Signal m_latest;
};

//! Our own name or group: "id -un".
QString own(const QString &what)
{
    QProcess id;
    id.start(u"id"_s, {what});
    id.waitForFinished();
    return QString::fromUtf8(id.readAll()).trimmed();
}

QString inMinutes(int minutes)
{
    return toIso(SystemClock().now() + std::chrono::minutes(minutes));
}

}  // namespace

class TestRealPollers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alertmanager();
    void icinga();
};

void TestRealPollers::alertmanager()
{
    const QString program = QStandardPaths::findExecutable(u"prometheus-alertmanager"_s);
    QVERIFY2(!program.isEmpty(), "app/setup --tests installs Alertmanager");
    QTemporaryDir folder;
    const TestCa authority;
    const quint16 port = freePort();
    QVERIFY(write(folder.filePath(u"alertmanager.yml"_s), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n"));
    // The password is "secret", hashed with as little effort as bcrypt allows.
    QVERIFY(write(folder.filePath(u"web.yml"_s),
                  "basic_auth_users:\n  onlyonce: $2b$04$ds61H01lG.Uk7prgAs6UV.2WXLsRhvP52ypqfamJrPS0yR29bdThi\n"
                  "tls_server_config:\n  cert_file: "
                      + authority.certificateFile().toUtf8() + "\n  key_file: " + authority.keyFile().toUtf8() + '\n'));
    const RealProgram alertmanager(program,
                                   {u"--config.file="_s + folder.filePath(u"alertmanager.yml"_s),
                                    u"--web.config.file="_s + folder.filePath(u"web.yml"_s),
                                    u"--storage.path="_s + folder.filePath(u"data"_s),
                                    u"--web.listen-address=127.0.0.1:%1"_s.arg(port), u"--cluster.listen-address="_s});
    QVERIFY(alertmanager.isRunning());

    Asker asker(u"alertmanager"_s);
    asker.settings = {{u"url"_s, u"https://127.0.0.1:%1/#/alerts"_s.arg(port)},
                      {u"user"_s, u"onlyonce"_s},
                      {u"caCertificate"_s, QString::fromLatin1(authority.caPem())}};
    asker.secrets = {{u"password"_s, u"secret"_s}};
    QCOMPARE(asker.firingOnceItIs({}), QStringList());
    const QString found = Asker::textOf(asker.test());
    QVERIFY2(found.startsWith("Alertmanager 0."_L1) && found.endsWith("Active alerts at present: 0."_L1),
             qPrintable(found));

    HttpClient driver;
    const auto send = [&](const QByteArray &method, const QString &path, const QByteArray &body) {
        HttpRequest request;
        request.method = method;
        request.url = QUrl(u"https://127.0.0.1:%1/api/v2/%2"_s.arg(QString::number(port), path));
        request.headers = {{"Content-Type", "application/json"},
                           {"Authorization", "Basic " + "onlyonce:secret"_ba.toBase64()}};
        request.body = body;
        request.caPem = authority.caPem();
        return await(driver.send(request));
    };
    const auto post = [&](const QString &endsAt) {
        const QJsonObject alert{{u"labels"_s, QJsonObject{{u"alertname"_s, u"ShopDown"_s},
                                                          {u"service"_s, u"shop"_s},
                                                          {u"severity"_s, u"critical"_s},
                                                          {u"dc"_s, u"fra1"_s}}},
                                {u"annotations"_s, QJsonObject{{u"summary"_s, u"The shop does not answer"_s}}},
                                {u"startsAt"_s, inMinutes(-2)},
                                {u"endsAt"_s, endsAt}};
        return send("POST", u"alerts"_s, QJsonDocument(QJsonArray{alert}).toJson());
    };
    const QStringList shopIsDown{u"The shop does not answer|critical|shop|fra1"_s};

    QCOMPARE(post(inMinutes(10)).value().status, 200);
    QCOMPARE(asker.firingOnceItIs(shopIsDown), shopIsDown);
    QCOMPARE(asker.latest().fingerprint.size(), 16);
    QVERIFY(asker.latest().startedAt && *asker.latest().startedAt <= SystemClock().now() - 1min);
    QVERIFY(Asker::textOf(asker.test()).endsWith("Active alerts at present: 1."_L1));

    const QJsonObject matcher{{u"name"_s, u"service"_s}, {u"value"_s, u"shop"_s}, {u"isRegex"_s, false}};
    const auto silenced = send("POST", u"silences"_s,
                               toJsonBytes({{u"matchers"_s, QJsonArray{matcher}},
                                            {u"startsAt"_s, inMinutes(0)},
                                            {u"endsAt"_s, inMinutes(10)},
                                            {u"createdBy"_s, u"ada"_s},
                                            {u"comment"_s, u"planned"_s}}));
    QCOMPARE(silenced.value().status, 200);
    const QStringList quiet{u"(silenced) The shop does not answer"_s};
    QCOMPARE(asker.firingOnceItIs(quiet), quiet);
    const QString silence = parseJsonObject(silenced.value().body).value()["silenceID"_L1].toString();
    QCOMPARE(send("DELETE", u"silence/"_s + silence, {}).value().status, 200);
    QCOMPARE(asker.firingOnceItIs(shopIsDown), shopIsDown);

    // A silence made here, told twice because the first answer got lost.
    Telling ours{.what = Happening::Silenced,
                 .by = u"Ada"_s,
                 .comment = u"planned (OnlyOnce 1f3a9c2e, silence 3)"_s,
                 .targets = {},
                 .matchers = {QJsonObject{
                     {u"name"_s, u"service"_s}, {u"value"_s, u"sh.p"_s}, {u"isRegex"_s, true}, {u"isEqual"_s, true}}},
                 .startsAt = SystemClock().now() - 1min,
                 .endsAt = SystemClock().now() + 10min};
    const auto silences = [&](const QString &state) {
        const auto reply = send("GET", u"silences"_s, {});
        const QJsonArray list = parseJson(reply.value().body).value().toArray();
        return std::ranges::count_if(list, [&](const auto &each) {
            return each[u"comment"].toString() == ours.comment && each[u"status"][u"state"].toString() == state;
        });
    };
    QCOMPARE(asker.tell(ours), QString());
    QCOMPARE(asker.tell(ours, true), QString());
    QCOMPARE(silences(u"active"_s), 1);
    QCOMPARE(asker.firingOnceItIs(quiet), quiet);
    ours.what = Happening::SilenceEnded;
    QCOMPARE(asker.tell(ours), QString());
    QCOMPARE(asker.tell(ours), QString());
    QCOMPARE(silences(u"active"_s), 0);
    QCOMPARE(silences(u"expired"_s), 1);
    QCOMPARE(asker.firingOnceItIs(shopIsDown), shopIsDown);
    ours.what = Happening::Silenced;
    ours.matchers = {QJsonObject{{u"name"_s, u"job"_s}, {u"value"_s, u"(?!x)"_s}, {u"isRegex"_s, true}}};
    QVERIFY2(asker.tell(ours).startsWith(u"Alertmanager did not accept the silence: “silence invalid"_s),
             qPrintable(asker.tell(ours)));

    QCOMPARE(post(inMinutes(-1)).value().status, 200);
    QCOMPARE(asker.firingOnceItIs({}), QStringList());

    asker.secrets = {{u"password"_s, u"wrong"_s}};
    const Outcome wrong = asker.ask();
    QCOMPARE(std::get<Refused>(wrong).error.code, ErrorCode::Denied);
    QVERIFY(std::get<Refused>(asker.test()).error.message.startsWith("127.0.0.1 refuses access"_L1));
    asker.settings.remove(u"caCertificate"_s);
    QVERIFY2(std::holds_alternative<Postponed>(asker.ask()), "a certificate that nobody vouches for");
}

void TestRealPollers::icinga()
{
    const QString program = QStandardPaths::findExecutable(u"icinga2"_s, {u"/usr/sbin"_s, u"/usr/bin"_s});
    QVERIFY2(!program.isEmpty(), "app/setup --tests installs Icinga 2");
    QTemporaryDir folder;
    const TestCa authority;
    const quint16 port = freePort();
    for (const QString &name : {u"log"_s, u"cache"_s, u"spool"_s, u"run"_s, u"data/api"_s}) {
        QVERIFY(QDir().mkpath(folder.filePath(name)));
    }
    QVERIFY(write(folder.filePath(u"data/certs/localhost.crt"_s), authority.certificatePem()));
    QVERIFY(write(folder.filePath(u"data/certs/localhost.key"_s), authority.keyPem()));
    QVERIFY(write(folder.filePath(u"data/certs/ca.crt"_s), authority.caPem()));
    QVERIFY(write(folder.filePath(u"icinga2.conf"_s), uR"conf(
const NodeName = "localhost"
include <itl>
include "onlyonce.conf"
object NotificationComponent "notification" {}
object Endpoint NodeName {}
object Zone "fra" { endpoints = [ NodeName ] }
object ApiListener "api" { bind_host = "127.0.0.1", bind_port = %1 }
object ApiUser "onlyonce" { password = "secret", permissions = [ "objects/query/Host", "objects/query/Service" ] }
object ApiUser "writer" { password = "secret", permissions = [ "actions/acknowledge-problem", "actions/schedule-downtime", "actions/remove-downtime" ] }
object ApiUser "blind" { password = "secret", permissions = [ "status/query" ] }
object ApiUser "driver" { password = "secret", permissions = [ "*" ] }
template Host "told" {
  check_command = "dummy"
  enable_active_checks = false
  max_check_attempts = 1
}
template Service "told" {
  check_command = "dummy"
  enable_active_checks = false
  max_check_attempts = 1
  host_name = "web1"
}
object Host "web1" {
  import "told"
  display_name = "Web 1 (EU)"
  vars.datacenter = "fra1"
  vars.mysql_password = "hunter2"
}
object Service "checkout" {
  import "told"
  display_name = "Check-out"
}
object Service "disk /var" {
  import "told"
  max_check_attempts = 3
  vars.service = "shop"
}
)conf"_s.arg(port)
                                                          .toUtf8()));
    QStringList arguments{u"daemon"_s, u"-x"_s, u"warning"_s, u"-c"_s, folder.filePath(u"icinga2.conf"_s)};
    for (const auto &[name, path] :
         {std::pair("LogDir"_L1, "log"_L1), std::pair("CacheDir"_L1, "cache"_L1), std::pair("SpoolDir"_L1, "spool"_L1),
          std::pair("InitRunDir"_L1, "run"_L1), std::pair("DataDir"_L1, "data"_L1)}) {
        arguments << u"-D"_s << u"%1=%2"_s.arg(name, folder.filePath(path));
    }
    // As its guide says, with this machine's names in place of its own.
    ScriptedHttp desk;
    desk.setResponder([](const RecordedRequest &) { return ScriptedReply{}; });
    const QString guide = sourceNamed(u"icinga2"_s)->guide();
    QString definitions = guide.section(u"```\n"_s, 1, 1);
    definitions.replace(u"%1"_s, desk.url(u"/v1/alerts/icinga2"_s).toString());
    definitions.replace(u"/usr/local/bin/nagios-notify"_s, folder.filePath(u"notify"_s));
    QVERIFY(write(folder.filePath(u"notify"_s), guide.section(u"```sh\n"_s, 1, 1).section(u"```"_s, 0, 0).toUtf8()));
    QFile::setPermissions(folder.filePath(u"notify"_s), QFile::ReadOwner | QFile::ExeOwner);
    QVERIFY(write(folder.filePath(u"onlyonce.conf"_s), definitions.toUtf8()));
    const auto told = [&desk](const QString &text) {  // the latest that it sent with that in it
        for (qsizetype i = desk.requests().size(); i-- > 0;) {
            if (desk.requests().at(i).body.contains(text.toUtf8())) {
                return desk.requests().at(i).body;
            }
        }
        return QByteArray();
    };
    const RealProgram icinga(program, arguments,
                             {u"ICINGA2_USER="_s + own(u"-un"_s), u"ICINGA2_GROUP="_s + own(u"-gn"_s)});
    QVERIFY(icinga.isRunning());

    Asker asker(u"icinga2"_s);
    asker.settings = {{u"url"_s, u"https://localhost:%1"_s.arg(port)},
                      {u"user"_s, u"onlyonce"_s},
                      {u"caCertificate"_s, QString::fromLatin1(authority.caPem())}};
    asker.secrets = {{u"password"_s, u"secret"_s}};
    QCOMPARE(asker.firingOnceItIs({}), QStringList());  // nothing has been checked yet
    const QString found = Asker::textOf(asker.test());
    QVERIFY2(found.startsWith("Icinga 2 r2."_L1) && found.contains("0 of services, 0 of hosts."_L1)
                 && found.endsWith("lacks events/*."_L1),
             qPrintable(found));

    HttpClient driver;
    const auto act = [&](const QString &action, QJsonObject body) {
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(u"https://localhost:%1/v1/actions/%2"_s.arg(QString::number(port), action));
        request.headers = {{"Accept", "application/json"},
                           {"Content-Type", "application/json"},
                           {"Authorization", "Basic " + "driver:secret"_ba.toBase64()}};
        request.body = toJsonBytes(body);
        request.caPem = authority.caPem();
        const auto reply = await(driver.send(request));
        return reply ? reply->status : 0;
    };
    const auto checked = [&](const QString &service, int state, const QString &output) {
        QJsonObject body{{u"exit_status"_s, state}, {u"plugin_output"_s, output}, {u"check_source"_s, u"sat-1"_s}};
        body[u"type"_s] = service.isEmpty() ? u"Host"_s : u"Service"_s;
        body[service.isEmpty() ? u"host"_s : u"service"_s] = service.isEmpty() ? u"web1"_s : u"web1!"_s + service;
        return act(u"process-check-result"_s, body);
    };

    QCOMPARE(checked(u"checkout"_s, 2, u"HTTP 503\nmore"_s), 200);
    QCOMPARE(checked(u"disk /var"_s, 1, u"95 % full"_s), 200);  // soft: the first of three
    const QStringList checkoutFails{u"Check-out on Web 1 (EU): HTTP 503|critical|checkout|fra1"_s};
    QCOMPARE(asker.firingOnceItIs(checkoutFails), checkoutFails);
    QCOMPARE(asker.latest().fingerprint, u"web1!checkout"_s);
    QCOMPARE(asker.latest().probes, QStringList{u"sat-1"_s});
    QVERIFY(asker.latest().startedAt && *asker.latest().startedAt > SystemClock().now() - 1h);

    // What it sends by itself is the same problem.
    const auto sent = [&](const QByteArray &body) {
        const auto parsed = sourceNamed(u"icinga2"_s)->parse(body, {.at = SystemClock().now()});
        return parsed && parsed->alerts.size() == 1 ? parsed->alerts.front() : Signal();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!told(u"HTTP 503"_s).isEmpty(), patience);
    const Signal pushed = sent(told(u"HTTP 503"_s));
    QCOMPARE(pushed.fingerprint, u"web1!checkout"_s);
    QCOMPARE(pushed.summary, u"checkout on web1: HTTP 503"_s);
    QCOMPARE(pushed.status, AlertStatus::Firing);
    QCOMPARE(pushed.severity, AlertSeverity::Critical);
    QCOMPARE(pushed.service, u"checkout"_s);
    QCOMPARE(pushed.dataCentre, u"fra1"_s);
    QCOMPARE(pushed.probes, QStringList{u"sat-1"_s});
    QVERIFY(pushed.startedAt && *asker.latest().startedAt - *pushed.startedAt < 1s);  // it writes whole seconds
    QVERIFY(!told(u"HTTP 503"_s).contains("hunter2"));

    QCOMPARE(checked(u"disk /var"_s, 1, u"95 % full"_s), 200);
    QCOMPARE(checked(u"disk /var"_s, 1, u"95 % full"_s), 200);
    QCOMPARE(checked({}, 1, u"No route"_s), 200);
    QCOMPARE(act(u"acknowledge-problem"_s, {{u"type"_s, u"Service"_s},
                                            {u"service"_s, u"web1!checkout"_s},
                                            {u"author"_s, u"ada"_s},
                                            {u"comment"_s, u"on it"_s}}),
             200);
    const QStringList all{checkoutFails.front(), u"Web 1 (EU): No route|critical|web1|fra1"_s,
                          u"disk /var on Web 1 (EU): 95 % full|warning|shop|fra1"_s};
    QCOMPARE(asker.firingOnceItIs(all), all);
    const Outcome outcome = asker.ask();
    const QString payload = std::get<Delivered>(outcome).result["payload"_L1].toString();
    QVERIFY2(payload.contains("\"acknowledgement\":1"_L1), qPrintable(payload));
    QVERIFY(!payload.contains("hunter2"_L1));
    QVERIFY(Asker::textOf(asker.test()).contains("Problems at present: 2 of services, 1 of hosts."_L1));

    const auto object = [&](const QString &kind, const QString &name, const QString &attribute) {
        HttpRequest request;
        request.url = QUrl(u"https://localhost:%1/v1/objects/%2/%3"_s.arg(
            QString::number(port), kind, QString::fromLatin1(QUrl::toPercentEncoding(name))));
        request.headers = {{"Accept", "application/json"}, {"Authorization", "Basic " + "driver:secret"_ba.toBase64()}};
        request.caPem = authority.caPem();
        const QJsonObject body = parseJsonObject(await(driver.send(request)).value().body).value();
        return body[u"results"][0][u"attrs"][attribute].toInt();
    };
    const auto target = [](const QString &name) {
        const QString type = name.contains(u'!') ? u"Service"_s : u"Host"_s;
        return QJsonObject{{u"name"_s, name}, {u"type"_s, type}};
    };
    const QString disk = u"web1!disk /var"_s;
    Telling ours{.what = Happening::Acknowledged,
                 .by = u"Ada"_s,
                 .comment = u"INC-12, acknowledged by Ada in OnlyOnce"_s,
                 .targets = {target(u"web1"_s), target(disk), target(u"gone!x"_s)},
                 .matchers = {},
                 .startsAt = SystemClock().now(),
                 .endsAt = SystemClock().now() + 10min};
    QVERIFY2(asker.tell(ours).contains("Missing permission: actions/acknowledge-problem"_L1),
             qPrintable(asker.tell(ours)));
    asker.settings[u"user"_s] = u"writer"_s;
    QCOMPARE(object(u"services"_s, disk, u"acknowledgement"_s), 0);
    QCOMPARE(asker.tell(ours), QString());
    QCOMPARE(object(u"services"_s, disk, u"acknowledgement"_s), 1);
    QCOMPARE(object(u"hosts"_s, u"web1"_s, u"acknowledgement"_s), 1);
    QCOMPARE(asker.tell(ours), QString());  // again does no harm
    Telling silence = ours;
    silence.what = Happening::Silenced;
    silence.comment = u"planned (OnlyOnce 1f3a9c2e, silence 3)"_s;
    QCOMPARE(asker.tell(silence), QString());
    QCOMPARE(object(u"services"_s, disk, u"downtime_depth"_s), 1);
    QCOMPARE(asker.tell(silence, true), QString());  // the first answer got lost
    QCOMPARE(object(u"services"_s, disk, u"downtime_depth"_s), 1);
    QCOMPARE(object(u"hosts"_s, u"web1"_s, u"downtime_depth"_s), 1);
    Telling later = silence;  // of what began since
    later.startsAt -= 30min;
    later.targets = {target(u"web1!checkout"_s)};
    QCOMPARE(asker.tell(later), QString());
    QCOMPARE(asker.tell(silence, true), QString());
    QCOMPARE(object(u"services"_s, u"web1!checkout"_s, u"downtime_depth"_s), 1);
    QCOMPARE(object(u"hosts"_s, u"web1"_s, u"downtime_depth"_s), 1);
    silence.what = Happening::SilenceEnded;
    QCOMPARE(asker.tell(silence), QString());
    QCOMPARE(asker.tell(silence), QString());
    QCOMPARE(object(u"services"_s, disk, u"downtime_depth"_s), 0);
    QCOMPARE(object(u"services"_s, u"web1!checkout"_s, u"downtime_depth"_s), 0);
    QCOMPARE(object(u"hosts"_s, u"web1"_s, u"downtime_depth"_s), 0);
    // It is heard at once that something has happened; a soft state is nothing yet.
    asker.settings[u"user"_s] = u"driver"_s;
    HttpClient ear;
    bool opened = false;
    QStringList heard;
    auto stream = ear.listen(*asker.eventStream(), {.opened = [&] { opened = true; },
                                                    .line =
                                                        [&](const QByteArray &line) {
                                                            if (sourceNamed(u"icinga2"_s)->poller()->isEvent(line)) {
                                                                const auto event = parseJsonObject(line).value();
                                                                heard << event[u"type"].toString() + u' '
                                                                             + event[u"service"].toString();
                                                            }
                                                        }});
    QTRY_VERIFY_WITH_TIMEOUT(opened, patience);
    QCOMPARE(checked(u"disk /var"_s, 0, u"OK"_s), 200);
    QTRY_COMPARE(heard.filter(u"StateChange disk /var"_s).size(), 1);
    QCOMPARE(checked(u"disk /var"_s, 2, u"99 % full"_s), 200);  // soft: the first of three
    QCOMPARE(checked(u"disk /var"_s, 2, u"99 % full"_s), 200);
    QTest::qWait(200);
    QCOMPARE(heard.filter(u"StateChange disk /var"_s).size(), 1);
    QElapsedTimer since;
    since.start();
    QCOMPARE(checked(u"disk /var"_s, 2, u"99 % full"_s), 200);
    QTRY_COMPARE(heard.filter(u"StateChange disk /var"_s).size(), 2);
    qInfo("heard of it after %lld ms", since.elapsed());
    QVERIFY(!stream.isFinished());
    asker.settings[u"user"_s] = u"onlyonce"_s;
    const auto refused = await(ear.listen(*asker.eventStream(), {.opened = [] {}, .line = [](const QByteArray &) {}}));
    QVERIFY2(refused && !refused->isSuccess(), "it may not listen");
    asker.settings[u"events"_s] = u"false"_s;
    QVERIFY(!asker.eventStream());
    asker.settings[u"user"_s] = u"writer"_s;
    ours.targets = {target(u"gone!x"_s)};
    QCOMPARE(asker.tell(ours), QString());
    asker.settings[u"user"_s] = u"onlyonce"_s;

    QCOMPARE(checked({}, 0, u"OK"_s), 200);  // while its host is down, no service is told of
    QCOMPARE(checked(u"checkout"_s, 0, u"OK"_s), 200);
    QCOMPARE(checked(u"disk /var"_s, 0, u"OK"_s), 200);
    QCOMPARE(asker.firingOnceItIs({}), QStringList());
    const auto recovery = [&](const QString &fingerprint) {
        for (const RecordedRequest &request : desk.requests()) {
            const Signal signal = sent(request.body);
            if (signal.fingerprint == fingerprint && signal.status == AlertStatus::Resolved) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(recovery(u"web1!checkout"_s) && recovery(u"web1!disk /var"_s) && recovery(u"web1"_s),
                             patience);

    asker.settings[u"user"_s] = u"blind"_s;
    QVERIFY2(Asker::problemOf(asker.ask()).contains("objects/query/Host"_L1),
             qPrintable(Asker::problemOf(asker.ask())));
    asker.settings[u"user"_s] = u"onlyonce"_s;
    asker.secrets = {{u"password"_s, u"wrong"_s}};
    QCOMPARE(std::get<Refused>(asker.ask()).error.code, ErrorCode::Denied);
}

QTEST_GUILESS_MAIN(TestRealPollers)
#include "tst_realpollers.moc"
