// SPDX-License-Identifier: GPL-3.0-or-later
// What the program promises at its edge: who may do what from the command line, exit codes and the one clear line, what
// --help and --json say, that a demo never sends, that a window which cannot open says why.
#include "models/catalog/actor.h"
#include "models/delivery/connections.h"
#include "support/machine.h"
#include "support/realprogram.h"
#include "support/smtpserver.h"
#include "support/testdatabase.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>
#include <thread>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray payload(const QString &summary)
{
    const QJsonObject alert{{u"status"_s, u"firing"_s},
                            {u"labels"_s, QJsonObject{{u"alertname"_s, u"A"_s}, {u"service"_s, u"checkout"_s}}},
                            {u"annotations"_s, QJsonObject{{u"summary"_s, summary}}},
                            {u"startsAt"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
                            {u"fingerprint"_s, u"f1"_s}};
    return QJsonDocument(
               QJsonObject{{u"version"_s, u"4"_s}, {u"status"_s, u"firing"_s}, {u"alerts"_s, QJsonArray{alert}}})
        .toJson();
}

//! Somebody who can log in to PostgreSQL; the address does not say who does.
class LoginRole
{
public:
    explicit LoginRole(const TestDatabase &database)
        : m_database(database)
    {
        administer(u"CREATE ROLE %1 LOGIN SUPERUSER"_s);
    }
    ~LoginRole() { administer(u"DROP ROLE %1"_s); }
    LoginRole(const LoginRole &) = delete;
    LoginRole &operator=(const LoginRole &) = delete;

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] QString address() const
    {
        return u"postgresql:///%1?host=%2"_s.arg(m_database.url().name,
                                                 QString::fromUtf8(QUrl::toPercentEncoding(m_database.url().host)));
    }

private:
    void administer(const QString &sql)
    {
        if (const auto done = m_database.alter(sql.arg(m_name)); !done) {
            qFatal("%s: %s", qPrintable(sql), why(done).constData());
        }
    }

    const TestDatabase &m_database;
    QString m_name = u"vera_%1"_s.arg(QCoreApplication::applicationPid());
};

bool answersOn(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return socket.waitForConnected(100);
}

//! What `check --json` says of `what`.
QJsonObject finding(const QByteArray &answer, const QString &what)
{
    const QJsonArray findings = QJsonDocument::fromJson(answer).array();
    for (const auto each : findings) {
        if (each.toObject().value(u"what"_s).toString() == what) {
            return each.toObject();
        }
    }
    return {};
}

//! Nothing that a terminal would obey.
bool isHarmless(const QByteArray &text)
{
    return std::ranges::none_of(QString::fromUtf8(text), [](QChar c) {
        return (c < u' ' && c != u'\n') || (c >= QChar(0x7f) && c < QChar(0xa0));
    });
}

bool isOneLine(const QString &complaint)
{
    return complaint.startsWith(u"onlyonce: "_s) && complaint.endsWith(u'\n') && complaint.count(u'\n') == 1;
}

}  // namespace

class TestCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePostgresRoleIsWhoeverLoggedIn();
    void aViewerOpensNoIncident();
    void theDemoNeverSends_data() { TestDatabase::addEngines(); }
    void theDemoNeverSends();
    void theDemoWantsAnEmptyDatabase_data();
    void theDemoWantsAnEmptyDatabase();
    void withoutADisplayOneLineSaysSo_data();
    void withoutADisplayOneLineSaysSo();
    void theVersionNeedsNoDisplay();
    void theWindowSaysWhyItCannotOpen();
    void stopsFromTheMomentItIsReady();
    void heldDeliveryIsLoggedAtEveryStart();
    void connectNamesWhatItTakes();
    void connectRefusesWhatCannotWork_data();
    void connectRefusesWhatCannotWork();
    void connectChangesOnlyWhatIsSaid();
    void topicsAreConfirmedByCommand();
    void whatCannotBeProvenIsNotIngested();
    void placesAreMappedByCommand();
    void theResponseIsTakenByCommand();
    void anIncidentIsLedByCommand();
    void aRestrictedIncidentIsForTheNamed();
    void whatFlapsIsListed();
    void terminalsAreNotWrittenTo();
    void theDoctorSeesWhetherSomebodyListens();
    void theDoctorSeesWhatNobodySends();
    void theDoctorSeesThatNobodyMakesIncidents();
    void everyCommandDocumentsItsJson();
    void everyFieldIsDocumented();
    void everyCommandAnswersInJson_data();
    void everyCommandAnswersInJson();
    void complaintsAreOneLine();
    void wrongWordsAreUsage_data();
    void wrongWordsAreUsage();
    void aNoteAndItsFileAreOneChange();
    void approvedOnceWhatIsFoundIsAnswered_data() { TestDatabase::addEngines(); }
    void approvedOnceWhatIsFoundIsAnswered();
    void countermeasuresLeaveAsATable_data() { TestDatabase::addEngines(); }
    void countermeasuresLeaveAsATable();
    void colleaguesReviewByCommand_data() { TestDatabase::addEngines(); }
    void colleaguesReviewByCommand();
    void theDemosIncidentsArePrefilled_data() { TestDatabase::addEngines(); }
    void theDemosIncidentsArePrefilled();
    void documentsAreLaidOutAndDue_data() { TestDatabase::addEngines(); }
    void documentsAreLaidOutAndDue();
    void whatIsSaidIsCorrectedAndPinned();
    void whatWasChangedIsTakenBack();
    void theListIsNarrowed_data() { TestDatabase::addEngines(); }
    void theListIsNarrowed();
    void evidenceComesBackAsItWas();
    void theTrailIsVerifiedOutside();
    void whatIsRedactedComesBackFromNoCopy();
    void aStartThatIsNotKnownIsSaidInWhole();
    void aFullDiskBehindStandardOutputIsNoticed();
};

#define RUN(machine, ...)         \
    (machine).run({__VA_ARGS__}); \
    QVERIFY2((machine).exitCode == 0, qPrintable((machine).complaint))

void TestCli::thePostgresRoleIsWhoeverLoggedIn()
{
    const TestDatabase database(Engine::Postgres);
    const LoginRole vera(database);
    Machine office(database.address(), database.folder());
    RUN(office, u"person"_s, u"add"_s, u"Ada"_s);  // the first one is the administrator: "onlyonce"

    Machine desk(vera.address(), database.folder());
    desk.environment.insert(u"PGUSER"_s, vera.name());
    desk.environment.insert(u"USER"_s, u"onlyonce"_s);  // says so, but has not logged in as that
    desk.run({u"role"_s, vera.name(), u"administrator"_s});
    QCOMPARE(desk.exitCode, 1);
    QVERIFY2(desk.complaint.contains(u"yours is viewer"_s), qPrintable(desk.complaint));
    RUN(office, u"role"_s, vera.name(), u"responder"_s);
}

void TestCli::aViewerOpensNoIncident()
{
    const TestDatabase database(Engine::Postgres);
    const LoginRole vera(database);
    Machine office(database.address(), database.folder());
    RUN(office, u"person"_s, u"add"_s, u"Ada"_s);
    Machine desk(vera.address(), database.folder());
    desk.environment.insert(u"PGUSER"_s, vera.name());
    desk.environment.insert(u"USER"_s, vera.name());
    desk.environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);

    const quint16 port = freePort();
    const QString settings =
        fileWith(database.folder(), u"window.json"_s, uR"({"listen": {"address": "127.0.0.1:%1"}})"_s.arg(port)).mid(1);
    const auto listens = [&](milliseconds patience) {
        QProcess window;
        window.setProcessEnvironment(desk.environment);
        window.start(QStringLiteral(ONLYONCE_BINARY), {u"--database"_s, vera.address(), u"--config"_s, settings});
        const bool reached = QTest::qWaitFor([port] { return answersOn(port); }, int(patience.count()));
        window.kill();
        window.waitForFinished();
        return reached;
    };

    desk.run({u"ingest"_s, u"--source"_s, u"alertmanager"_s}, payload(u"down"_s));
    QCOMPARE(desk.exitCode, 1);
    QVERIFY2(desk.complaint.contains(u"responder"_s), qPrintable(desk.complaint));
    QVERIFY(QJsonDocument::fromJson(desk.run({u"alert"_s, u"list"_s, u"--json"_s})).array().isEmpty());
    QVERIFY(!desk.serve());
    QVERIFY2(desk.serverComplaint().contains(u"responder"_s), qPrintable(desk.serverComplaint()));
    desk.run({u"check"_s});
    QVERIFY2(desk.complaint.contains(u"responder"_s), qPrintable(desk.complaint));

    QVERIFY(!listens(3s));  // nor does her window take alerts in

    RUN(office, u"role"_s, vera.name(), u"responder"_s);
    QVERIFY(listens(30s));
    desk.run({u"ingest"_s, u"--source"_s, u"alertmanager"_s}, payload(u"down"_s));
    QVERIFY2(desk.exitCode == 0, qPrintable(desk.complaint));
    const QJsonArray timeline = desk.incident().value(u"timeline"_s).toArray();
    QVERIFY(!timeline.isEmpty());
    for (const auto entry : timeline) {  // what an alert did, no person has done
        const QString actor = entry.toObject().value(u"actor"_s).toString();
        QVERIFY2(!actor.contains(vera.name()), qPrintable(actor));
    }
}

void TestCli::theDemoNeverSends()
{
    const TestDatabase database;
    Machine machine(database.address(), database.folder());
    const TestSmtpServer mail({.tls = SmtpScript::Tls::None});
    RUN(machine, u"demo"_s);
    machine.run({u"delivery"_s, u"release"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"demo"_s), qPrintable(machine.complaint));

    RUN(machine, u"connect"_s, u"smtp"_s, u"--set"_s, u"host=localhost"_s, u"--set"_s, u"port=%1"_s.arg(mail.port()),
        u"--set"_s, u"security=none"_s, u"--set"_s, u"from=desk@example.org"_s, u"--set"_s, u"user="_s);
    const QByteArray checked = machine.run({u"check"_s, u"--json"_s});  // tries connections, but not from here
    QVERIFY2(checked.contains("nothing ever leaves it"), checked.constData());
    QVERIFY(machine.serve());
    const QJsonObject opened = machine.object({u"incident"_s, u"open"_s, u"It burns"_s, u"--severity"_s, u"SEV1"_s});
    const QStringList show{u"incident"_s, u"show"_s, opened.value(u"number"_s).toVariant().toString()};
    QTRY_VERIFY_WITH_TIMEOUT(!machine.object(show).value(u"notifications"_s).toArray().isEmpty(), 20'000);
    QTest::qWait(3'000);  // three looks of the runner
    QVERIFY(mail.received().isEmpty());
    const QJsonArray notifications = machine.object(show).value(u"notifications"_s).toArray();
    QCOMPARE(notifications.first().toObject().value(u"status"_s).toString(), u"waiting"_s);
    QCOMPARE(machine.stop(), 0);
}

void TestCli::theDemoWantsAnEmptyDatabase_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::newRow("a person") << QStringList{u"person"_s, u"add"_s, u"Ada"_s};
    QTest::newRow("a connection") << QStringList{
        u"connect"_s, u"smtp"_s,          u"--set"_s, u"host=localhost"_s,
        u"--set"_s,   u"security=none"_s, u"--set"_s, u"from=desk@example.org"_s};
    QTest::newRow("an incident") << QStringList{u"incident"_s, u"open"_s, u"It burns"_s};
}

void TestCli::theDemoWantsAnEmptyDatabase()
{
    QFETCH(const QStringList, before);
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.run(before);
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    machine.run({u"demo"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"in use"_s), qPrintable(machine.complaint));
    QCOMPARE(machine.object({u"delivery"_s, u"list"_s}).value(u"held"_s).toString(), QString());
}

void TestCli::withoutADisplayOneLineSaysSo_data()
{
    QTest::addColumn<QString>("display");
    QTest::newRow("none") << QString();
    QTest::newRow("one that is not there") << u":4711"_s;
}

void TestCli::withoutADisplayOneLineSaysSo()
{
    QFETCH(const QString, display);
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    for (const char *name : {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"}) {
        machine.environment.remove(QString::fromLatin1(name));
    }
    if (!display.isEmpty()) {
        machine.environment.insert(u"DISPLAY"_s, display);
    }
    machine.run({});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint), qPrintable(machine.complaint));
    QVERIFY(machine.complaint.contains(u"display"_s));
    QVERIFY(!QFile::exists(database.url().path));
    for (const QStringList &words : {QStringList{u"--bogus"_s}, QStringList{u"--size"_s, u"large"_s}}) {
        machine.run(words);
        QCOMPARE(machine.exitCode, 2);
        QVERIFY2(isOneLine(machine.complaint), qPrintable(machine.complaint));
    }
}

void TestCli::theVersionNeedsNoDisplay()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    for (const char *name : {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"}) {
        machine.environment.remove(QString::fromLatin1(name));
    }
    static const QRegularExpression version(u"^onlyonce \\d+\\.\\d+\\.\\d+\\n$"_s);
    QVERIFY(version.match(QString::fromUtf8(machine.run({u"--version"_s}))).hasMatch());
    QCOMPARE(machine.exitCode, 0);
    QVERIFY(machine.run({u"help"_s}).contains("--screenshot"));
}

//! On a display of its own: nobody looks at the standard error of a window that was opened from a menu.
void TestCli::theWindowSaysWhyItCannotOpen()
{
    QProcess display;
    display.start(u"Xvfb"_s,
                  {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s, u"-nolisten"_s, u"tcp"_s});
    QVERIFY(QTest::qWaitFor([&display] { return display.canReadLine(); }, 20'000));
    const QTemporaryDir folder;
    const QString path = fileWith(folder.path(), u"letter.txt"_s, u"Dear Ada, this is no database."_s).mid(1);
    Machine machine({}, folder.path());
    machine.environment.remove(u"QT_QPA_PLATFORM"_s);
    machine.environment.insert(u"DISPLAY"_s, u':' + QString::fromLatin1(display.readLine()).trimmed());

    QProcess window;
    window.setProcessEnvironment(machine.environment);
    window.start(QStringLiteral(ONLYONCE_BINARY), {u"--database"_s, path});
    QProcess eye;
    eye.setProcessEnvironment(machine.environment);
    eye.start(u"xdotool"_s, {u"search"_s, u"--sync"_s, u"--name"_s, u"OnlyOnce cannot start"_s});
    (void)QTest::qWaitFor([&eye] { return eye.state() == QProcess::NotRunning; }, 20'000);
    QCOMPARE(eye.state(), QProcess::NotRunning);
    QCOMPARE(window.state(), QProcess::Running);  // until somebody has read it
    const QString id = QString::fromLatin1(eye.readAllStandardOutput()).section(u'\n', 0, 0);
    eye.start(u"xdotool"_s, {u"key"_s, u"--window"_s, id, u"Escape"_s});
    QVERIFY(QTest::qWaitFor([&window] { return window.state() == QProcess::NotRunning; }, 20'000));
    QCOMPARE(window.exitCode(), 1);
    QVERIFY(window.readAllStandardError().contains(path.toUtf8()));
    eye.waitForFinished();
    display.terminate();
    display.waitForFinished();
}

//! Its line is held up in a full pipe: whoever waits for that line may send SIGTERM as soon as it is there.
void TestCli::stopsFromTheMomentItIsReady()
{
    const TestDatabase database(Engine::Sqlite);
    const Machine machine(database.address(), database.folder());
    std::array<int, 2> ends{};
    QCOMPARE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
    const QByteArray filling(4096, '.');
    while (::write(ends[1], filling.constData(), size_t(filling.size())) > 0) {
    }
    QCOMPARE(::fcntl(ends[1], F_SETFL, 0), 0);

    const quint16 port = freePort();
    QProcess server;
    server.setProcessEnvironment(machine.environment);
    server.setChildProcessModifier([&ends] { ::dup2(ends[1], STDOUT_FILENO); });
    server.start(QStringLiteral(ONLYONCE_BINARY),
                 {u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(port), u"--database"_s, database.address()});
    QVERIFY(QTest::qWaitFor([port] { return answersOn(port); }, 20'000));
    QTest::qWait(500);  // from listening to the line
    server.terminate();
    QTest::qWait(200);
    QByteArray read(1 << 20, '\0');
    (void)QTest::qWaitFor(
        [&] {
            while (::read(ends[0], read.data(), size_t(read.size())) > 0) {
            }
            return server.state() == QProcess::NotRunning;
        },
        20'000);
    QCOMPARE(server.exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.exitCode(), 0);
    ::close(ends[0]);
    ::close(ends[1]);
}

void TestCli::heldDeliveryIsLoggedAtEveryStart()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"person"_s, u"add"_s, u"Ada"_s);
    const QString copy = database.folder() + u"/copy.db"_s;
    QVERIFY(QFile::copy(database.url().path, copy));
    Machine elsewhere(copy, database.folder());
    for (int start = 0; start < 2; ++start) {
        QVERIFY(elsewhere.serve());
        QVERIFY2(elsewhere.serverComplaint().contains(u"delivery is held"_s), qPrintable(QString::number(start)));
        QCOMPARE(elsewhere.stop(), 0);
    }
}

void TestCli::connectNamesWhatItTakes()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const QByteArray smtp = machine.run({u"connect"_s, u"smtp"_s, u"--help"_s});
    for (const char *key :
         {"host", "security", "starttls", "port", "465", "user", "from", "fromName", "ca", "password"}) {
        QVERIFY2(smtp.contains(key), key);
    }
    const QByteArray discourse = machine.run({u"connect"_s, u"discourse"_s, u"--help"_s});
    for (const char *key : {"url", "user", "category", "apiKey"}) {
        QVERIFY2(discourse.contains(key), key);
    }
    QVERIFY(machine.run({u"connect"_s, u"--help"_s}).contains("is one of: smtp, discourse"));
}

void TestCli::connectRefusesWhatCannotWork_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("named");
    QTest::newRow("nothing") << u"smtp"_s << u"host, from"_s;
    QTest::newRow("no port") << u"smtp --set host=mail.example --set from=a@example.org --set port=abc"_s << u"abc"_s;
    QTest::newRow("no encryption") << u"smtp --set host=mail.example --set from=a@example.org --set security=rot13"_s
                                   << u"rot13"_s;
    QTest::newRow("no address") << u"smtp --set host=mail.example --set from=nobody"_s << u"nobody"_s;
    QTest::newRow("a user without a password")
        << u"smtp --set host=mail.example --set from=a@example.org --set user=a"_s << u"password"_s;
    QTest::newRow("no such key") << u"smtp --set hots=mail.example"_s << u"hots"_s;
    QTest::newRow("no such far side") << u"pigeon"_s << u"smtp, discourse"_s;
    QTest::newRow("half a forum") << u"discourse --set url=https://forum.example"_s << u"apiKey"_s;
}

void TestCli::connectRefusesWhatCannotWork()
{
    QFETCH(const QString, words);
    QFETCH(const QString, named);
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.run(QStringList{u"connect"_s} + words.split(u' '));
    QCOMPARE(machine.exitCode, 2);
    QVERIFY2(machine.complaint.contains(named), qPrintable(machine.complaint));
    QVERIFY(QJsonDocument::fromJson(machine.run({u"connection"_s, u"list"_s, u"--json"_s})).array().isEmpty());
}

void TestCli::connectChangesOnlyWhatIsSaid()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"connect"_s, u"smtp"_s, u"--set"_s, u"host=mail.example"_s, u"--set"_s, u"from=a@example.org"_s,
        u"--set"_s, u"user=desk"_s, u"--set"_s, u"fromName=Desk"_s, u"--secret"_s,
        u"password="_s + fileWith(database.folder(), u"password"_s, u"geheim"_s));
    const auto settings = [&machine] {
        return QJsonDocument::fromJson(machine.run({u"connection"_s, u"list"_s, u"--json"_s}))
            .array()
            .first()
            .toObject()
            .value(u"settings"_s)
            .toObject();
    };
    QCOMPARE(settings().value(u"port"_s).toString(), u"465"_s);  // what nobody said
    RUN(machine, u"connect"_s, u"smtp"_s, u"--set"_s, u"port=587"_s, u"--set"_s, u"fromName="_s);
    QCOMPARE(settings(), (QJsonObject{{u"host"_s, u"mail.example"_s},
                                      {u"from"_s, u"a@example.org"_s},
                                      {u"user"_s, u"desk"_s},
                                      {u"security"_s, u"tls"_s},
                                      {u"port"_s, u"587"_s}}));
    QFile secrets(database.folder() + u"/onlyonce/secrets.json"_s);
    QVERIFY(secrets.open(QIODevice::ReadOnly));
    QVERIFY(secrets.readAll().contains("geheim"));
}

void TestCli::topicsAreConfirmedByCommand()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"person"_s, u"add"_s, u"Ada"_s);
    // Amazon answers once, from a thread of its own: this one waits for the program.
    std::promise<quint16> listens;
    QByteArray asked;
    std::jthread amazon([&] {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        listens.set_value(server.serverPort());
        if (server.waitForNewConnection(30'000)) {
            const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
            socket->waitForReadyRead();
            asked = socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            socket->waitForBytesWritten();
        }
    });
    const quint16 port = listens.get_future().get();
    const auto ask = [&](const QString &topic, quint16 from) {
        return database.alter(
            u"INSERT INTO subscription (source, subject, confirm_url, state, asked_at, changed_at, problem, attempts, "
            "next_at) VALUES ('cloudwatch', '%1', 'http://127.0.0.1:%2/?Token=1', 'asked', %3, %3, '', 0, 0)"_s.arg(
                topic, QString::number(from), QString::number(QDateTime::currentMSecsSinceEpoch())));
    };
    REQUIRE_OK(
        database.alter(u"INSERT INTO source_state (source, received, last_refusal) VALUES ('cloudwatch', 0, '')"_s));
    REQUIRE_OK(ask(u"arn:aws:sns:eu-central-1:1:a"_s, port));
    REQUIRE_OK(ask(u"arn:aws:sns:eu-central-1:1:b"_s, freePort()));
    const auto state = [&](int row) {
        const auto list = QJsonDocument::fromJson(machine.run({u"source"_s, u"list"_s, u"--json"_s})).array();
        const QJsonArray asks = list.first()["asks"_L1].toArray();
        for (const auto each : asks) {
            if (each["id"_L1].toInt() == row) {
                return each["state"_L1].toString();
            }
        }
        return QString();
    };
    QCOMPARE(state(1), u"asked"_s);
    const QByteArray list = machine.run({u"source"_s, u"list"_s});
    QVERIFY2(list.contains("Topic arn:aws:sns:eu-central-1:1:a asks to send alerts here"), list.constData());
    QVERIFY2(list.contains("onlyonce source confirm 1") && !list.contains("Token"), list.constData());

    const QByteArray answer = machine.run({u"source"_s, u"confirm"_s, u"1"_s});
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    QVERIFY2(answer.startsWith("Topic arn:aws:sns:eu-central-1:1:a may send alerts here"), answer.constData());
    amazon.join();
    QVERIFY2(asked.startsWith("GET /?Token=1 HTTP/1.1"), asked.constData());
    QCOMPARE(state(1), u"confirmed"_s);
    machine.run({u"source"_s, u"confirm"_s, u"1"_s});
    QCOMPARE(machine.exitCode, 1);
    QCOMPARE(machine.complaint, u"onlyonce: It is confirmed already.\n"_s);

    machine.run({u"source"_s, u"confirm"_s, u"2"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"it is tried again"),
             qPrintable(machine.complaint));
    QCOMPARE(state(2), u"agreed"_s);
    RUN(machine, u"source"_s, u"ignore"_s, u"2"_s);
    QCOMPARE(state(2), u"ignored"_s);
    machine.run({u"source"_s, u"ignore"_s, u"7"_s});
    QCOMPARE(machine.exitCode, 1);
}

void TestCli::whatCannotBeProvenIsNotIngested()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    // There is no such region, so nowhere a certificate.
    const QByteArray notification = R"({"Type":"Notification","MessageId":"1","TopicArn":"arn:aws:sns:x:1:a",
        "Message":"{}","Timestamp":"2026-11-23T14:05:10.187Z","SignatureVersion":"2","Signature":"AAAA",
        "SigningCertURL":"https://sns.nowhere-0.amazonaws.com/a.pem"})";
    machine.run({u"ingest"_s, u"--source"_s, u"cloudwatch"_s}, notification);
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"certificate could not be fetched"),
             qPrintable(machine.complaint));
    machine.run({u"ingest"_s, u"--source"_s, u"cloudwatch"_s},
                QByteArray(notification).replace("sns.nowhere-0.amazonaws.com", "sns.example.org"));
    QCOMPARE(machine.complaint, u"onlyonce: SigningCertURL is not an address of Amazon SNS.\n"_s);
    QCOMPARE(machine.run({u"alert"_s, u"list"_s}), "No alerts.\n"_ba);
}

void TestCli::placesAreMappedByCommand()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const auto alert = [](const QString &name, const QString &region) {
        return QJsonObject{
            {u"status"_s, u"firing"_s},
            {u"labels"_s, QJsonObject{{u"alertname"_s, name}, {u"service"_s, u"checkout"_s}, {u"region"_s, region}}}};
    };
    const QJsonObject both{{u"alerts"_s, QJsonArray{alert(u"A"_s, u"eu-west-1"_s), alert(u"B"_s, u"us-east-1"_s)}}};
    machine.run({u"ingest"_s, u"--source"_s, u"alertmanager"_s}, QJsonDocument(both).toJson());
    QCOMPARE(machine.exitCode, 0);
    const auto incident = [&] { return machine.object({u"incident"_s, u"show"_s, u"1"_s}); };
    QCOMPARE(incident()["catastrophic"_L1], false);
    QVERIFY(QJsonDocument(incident()).toJson().contains("onlyonce place add"));
    const QJsonArray asked = machine.object({u"place"_s, u"list"_s})["unmapped"_L1].toArray();
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[0]["name"_L1], u"eu-west-1"_s);
    QCOMPARE(asked[0]["alerts"_L1], 1);
    RUN(machine, u"place"_s, u"add"_s, u"us-east-1"_s);
    machine.run({u"place"_s, u"map"_s, u"eu-west-?"_s, u"Dublin"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"onlyonce place add"_s),
             qPrintable(machine.complaint));
    RUN(machine, u"place"_s, u"add"_s, u"Dublin"_s);
    RUN(machine, u"place"_s, u"map"_s, u"eu-west-?"_s, u"Dublin"_s);
    QCOMPARE(incident()["catastrophic"_L1], true);
    QCOMPARE(incident()["datacentres"_L1], (QJsonArray{u"Dublin"_s, u"us-east-1"_s}));
    RUN(machine, u"place"_s, u"map"_s, u"eu-west-1"_s, u"--none"_s);
    QCOMPARE(incident()["catastrophic"_L1], false);
    RUN(machine, u"place"_s, u"forget"_s, u"eu-west-1"_s);
    const QJsonObject known = machine.object({u"place"_s, u"list"_s});
    QCOMPARE(known["dataCentres"_L1][0]["labels"_L1], QJsonArray{u"eu-west-?"_s});
    QCOMPARE(known["services"_L1], QJsonArray{u"checkout"_s});
    QVERIFY(known["unmapped"_L1].toArray().isEmpty());
    // An alert whose recovery was lost is ended by hand.
    RUN(machine, u"alert"_s, u"end"_s, u"1"_s, u"--reason"_s, u"the host was taken away"_s);
    machine.run({u"alert"_s, u"end"_s, u"1"_s, u"--reason"_s, u"again"_s});
    QCOMPARE(machine.complaint, u"onlyonce: Alert 1 is over already.\n"_s);
    QCOMPARE(incident()["firingCount"_L1], 1);
    QVERIFY(QJsonDocument(incident()).toJson().contains("the host was taken away"));
}

void TestCli::theResponseIsTakenByCommand()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"person"_s, u"add"_s, u"Ada Example"_s, u"--email"_s, u"ada@example.org"_s);
    const QString file = database.folder() + u"/sign-in.md"_s;
    QFile text(file);
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("---\nseverity: SEV3\n---\n\n- [ ] Look at the certificate\n- [ ] Call them (timer 5m)\n");
    text.close();
    RUN(machine, u"protocol"_s, u"set"_s, u"Sign-in fails"_s, u"--file"_s, file, u"--service"_s, u"sign-in"_s);
    RUN(machine, u"protocol"_s, u"set"_s, u"Outage"_s, u"--example"_s, u"--severity"_s, u"SEV1"_s);
    machine.run({u"protocol"_s, u"set"_s, u"None"_s, u"--file"_s, u"/dev/null"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"list item"_s), qPrintable(machine.complaint));
    QCOMPARE(machine.object({u"protocol"_s, u"show"_s, u"sign-in FAILS"_s})["severity"_L1], u"SEV3"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"Nobody can sign in"_s, u"--severity"_s, u"SEV2"_s, u"--service"_s,
        u"sign-in"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"Practice"_s, u"--drill"_s);
    RUN(machine, u"incident"_s, u"step"_s, u"1"_s, u"1"_s, u"--done"_s);
    RUN(machine, u"incident"_s, u"step"_s, u"1"_s, u"2"_s, u"--timer"_s, u"--assign"_s, u"ada"_s);
    machine.run({u"incident"_s, u"step"_s, u"1"_s, u"3"_s, u"--done"_s});
    QCOMPARE(machine.complaint, u"onlyonce: There is no step 3 in this incident.\n"_s);
    RUN(machine, u"incident"_s, u"protocol"_s, u"1"_s, u"outage"_s);
    RUN(machine, u"incident"_s, u"protocol"_s, u"1"_s, u"Outage"_s, u"--take-off"_s);
    machine.run({u"incident"_s, u"protocol"_s, u"1"_s, u"Sign-in fails"_s, u"--take-off"_s});
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"worked on"_s), qPrintable(machine.complaint));
    const QJsonArray attached =
        QJsonDocument::fromJson(machine.run({u"incident"_s, u"protocol"_s, u"1"_s, u"--json"_s})).array();
    QCOMPARE(attached.size(), 1);
    QCOMPARE(attached[0]["settled"_L1].toInt(), 1);
    RUN(machine, u"incident"_s, u"task"_s, u"1"_s, u"Ask for a new certificate"_s, u"--assign"_s, u"Ada Example"_s);
    RUN(machine, u"incident"_s, u"task"_s, u"1"_s, u"--done"_s, u"1"_s);
    const auto shown = [&] { return machine.object({u"incident"_s, u"show"_s, u"1"_s}); };
    const QJsonArray steps = shown()["steps"_L1].toArray();
    QCOMPARE(steps.size(), 2);
    QCOMPARE(steps[0]["state"_L1], u"done"_s);
    QCOMPARE(steps[1]["assignee"_L1], u"Ada Example"_s);
    QVERIFY(steps[1]["timerEndsAt"_L1].isString());
    QCOMPARE(shown()["tasks"_L1][0]["state"_L1], u"done"_s);
    // How it ends.
    RUN(machine, u"incident"_s, u"relate"_s, u"2"_s, u"INC-1"_s);
    machine.run({u"incident"_s, u"delete"_s, u"1"_s});
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"no drill"_s), qPrintable(machine.complaint));
    RUN(machine, u"incident"_s, u"delete"_s, u"2"_s);
    QVERIFY(shown()["relations"_L1].toArray().isEmpty());
    RUN(machine, u"incident"_s, u"false-alarm"_s, u"1"_s, u"the probe was broken"_s);
    QCOMPARE(shown()["resolution"_L1], u"false alarm"_s);
    RUN(machine, u"incident"_s, u"reopen"_s, u"1"_s, u"it was not"_s, u"--call"_s);
    QCOMPARE(shown()["status"_L1], u"investigating"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"The other one"_s);
    RUN(machine, u"incident"_s, u"duplicate"_s, u"1"_s, u"3"_s);
    QCOMPARE(shown()["relations"_L1][0]["kind"_L1], u"duplicate of"_s);
    // Whether it is the same again as an earlier one.
    RUN(machine, u"incident"_s, u"open"_s, u"It burns again"_s);
    RUN(machine, u"incident"_s, u"same-again"_s, u"4"_s, u"INC-3"_s);
    const auto again = [&] { return machine.object({u"incident"_s, u"show"_s, u"4"_s}); };
    QCOMPARE(again()["relations"_L1][0]["kind"_L1], u"recurrence of"_s);
    QCOMPARE(again()["recurrence"_L1][0]["state"_L1], u"confirmed"_s);
    RUN(machine, u"incident"_s, u"not-same"_s, u"4"_s, u"3"_s);
    QVERIFY(again()["relations"_L1].toArray().isEmpty());
    QCOMPARE(again()["recurrence"_L1][0]["state"_L1], u"refuted"_s);
}

void TestCli::anIncidentIsLedByCommand()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const auto json = [&machine](const QStringList &words) {
        const auto document = QJsonDocument::fromJson(machine.run(words + QStringList{u"--json"_s}));
        return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    };
    RUN(machine, u"person"_s, u"add"_s, u"Ada Example"_s);
    RUN(machine, u"person"_s, u"add"_s, u"Grace Example"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"Search fails"_s, u"--service"_s, u"search"_s);
    RUN(machine, u"incident"_s, u"role"_s, u"1"_s, u"Commander"_s, u"ada"_s);
    RUN(machine, u"incident"_s, u"impact"_s, u"1"_s, u"search@fra1"_s, u"partial"_s);
    RUN(machine, u"incident"_s, u"promise"_s, u"1"_s, u"30m"_s);
    RUN(machine, u"incident"_s, u"link"_s, u"1"_s, u"meet.example.org/ops"_s, u"--kind"_s, u"bridge"_s);
    QCOMPARE(json({u"incident"_s, u"role"_s, u"1"_s})[0][u"person"].toString(), u"Ada Example"_s);
    QCOMPARE(json({u"incident"_s, u"impact"_s, u"1"_s})[0][u"level"].toString(), u"partial outage"_s);
    RUN(machine, u"incident"_s, u"impact"_s, u"1"_s, u"login@fra1"_s, u"degraded"_s);
    RUN(machine, u"incident"_s, u"impact"_s, u"1"_s, u"login"_s, u"--remove"_s);
    QCOMPARE(json({u"incident"_s, u"impact"_s, u"1"_s}).toArray().size(), 1);
    machine.run({u"incident"_s, u"impact"_s, u"1"_s, u"login"_s, u"--remove"_s});
    QVERIFY2(machine.complaint.contains(u"does not concern “login”"_s), qPrintable(machine.complaint));
    QCOMPARE(json({u"incident"_s, u"link"_s, u"1"_s})[0][u"url"].toString(), u"https://meet.example.org/ops"_s);
    const QByteArray brief = machine.run({u"incident"_s, u"brief"_s, u"1"_s});
    QVERIFY2(brief.contains("search at fra1: **Partial outage**"), brief.constData());

    RUN(machine, u"incident"_s, u"handover"_s, u"1"_s, u"Grace"_s);
    QCOMPARE(json({u"incident"_s, u"handover"_s, u"1"_s})[0][u"state"].toString(), u"offered"_s);
    RUN(machine, u"incident"_s, u"handover"_s, u"1"_s, u"--accept"_s);
    const QJsonValue shown = json({u"incident"_s, u"show"_s, u"1"_s});
    QCOMPARE(shown[u"commander"].toString(), u"Grace Example"_s);
    QVERIFY(shown[u"nextUpdateAt"].isString());
    QCOMPARE(shown[u"roles"].toArray().size(), 1);
    QCOMPARE(shown[u"impact"][0][u"datacentre"].toString(), u"fra1"_s);
    QCOMPARE(shown[u"links"].toArray().size(), 1);
    QCOMPARE(shown[u"handovers"][0][u"state"].toString(), u"accepted"_s);

    const auto refused = [&machine](const QStringList &words) {
        machine.run(words);
        return machine.exitCode;
    };
    QCOMPARE(refused({u"incident"_s, u"role"_s, u"1"_s, u"scribe"_s, u"Example"_s}), 1);  // two of them
    QCOMPARE(refused({u"incident"_s, u"role"_s, u"1"_s, u"scribe"_s}), 2);
    QCOMPARE(refused({u"incident"_s, u"impact"_s, u"1"_s, u"search"_s, u"broken"_s}), 2);
    QCOMPARE(refused({u"incident"_s, u"promise"_s, u"1"_s, u"soon"_s}), 2);
    QCOMPARE(refused({u"incident"_s, u"link"_s, u"1"_s, u"file:///etc/passwd"_s}), 1);
    QCOMPARE(refused({u"incident"_s, u"handover"_s, u"1"_s, u"--accept"_s}), 1);
    RUN(machine, u"incident"_s, u"role"_s, u"1"_s, u"commander"_s, u"--release"_s);
    QCOMPARE(machine.run({u"incident"_s, u"role"_s, u"1"_s}), "Nobody has a role yet.\n"_ba);
}

void TestCli::aRestrictedIncidentIsForTheNamed()
{
    const TestDatabase database(Engine::Sqlite);
    Machine ada(database.address(), database.folder());
    ada.environment.insert(u"USER"_s, u"ada"_s);
    Machine eve(database.address(), database.folder());
    eve.environment.insert(u"USER"_s, u"eve"_s);
    RUN(ada, u"person"_s, u"add"_s, u"Grace Example"_s);
    RUN(ada, u"incident"_s, u"open"_s, u"Tokens leak"_s, u"--restricted"_s, u"--to"_s, u"grace"_s);
    QJsonObject shown = ada.object({u"incident"_s, u"show"_s, u"1"_s});
    QCOMPARE(shown.value(u"restricted"_s), QJsonValue(true));
    QCOMPARE(shown.value(u"readers"_s).toArray(), (QJsonArray{u"Grace Example"_s, u"ada"_s}));

    // Eve was never here, and then was: there is no such incident for her.
    for (int i = 0; i < 2; ++i) {
        for (const QString &words :
             {u"incident show 1"_s, u"incident note 1 Text"_s, u"incident restrict 1"_s, u"incident acknowledge 1"_s,
              u"export 1 -o never.md"_s, u"audit export --incident 1"_s}) {
            eve.run(words.split(u' '));
            QCOMPARE(eve.exitCode, 1);
            QCOMPARE(eve.complaint, u"onlyonce: There is no incident INC-1.\n"_s);
        }
        QCOMPARE(eve.run({u"incident"_s, u"list"_s}), "No incidents.\n"_ba);
        const QByteArray trail = eve.run({u"audit"_s, u"export"_s});
        QVERIFY(trail.contains("contentHash"));
        QVERIFY2(!trail.contains("Grace Example, ada") && !trail.contains("Tokens"), trail.constData());
        RUN(eve, u"person"_s, u"add"_s, u"Eve's colleague %1"_s.arg(i));
    }
    QVERIFY(finding(eve.run({u"check"_s, u"--json"_s}), u"audit trail"_s).value(u"well"_s).toBool());
    RUN(eve, u"incident"_s, u"open"_s, u"Hers"_s);
    QVERIFY(eve.object({u"incident"_s, u"show"_s, u"2"_s}).value(u"readers"_s).toArray().isEmpty());

    ada.run({u"incident"_s, u"unrestrict"_s, u"1"_s});
    QCOMPARE(ada.exitCode, 2);
    RUN(ada, u"incident"_s, u"unrestrict"_s, u"1"_s, u"--reason"_s, u"It is known"_s);
    RUN(eve, u"incident"_s, u"note"_s, u"1"_s, u"Seen"_s);
    shown = eve.object({u"incident"_s, u"restrict"_s, u"1"_s});
    QCOMPARE(shown.value(u"readers"_s).toArray(), QJsonArray{u"eve"_s});
    ada.run({u"incident"_s, u"show"_s, u"1"_s});
    QCOMPARE(ada.exitCode, 1);
}

void TestCli::whatFlapsIsListed()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const auto tell = [&machine](const QString &name, const QString &status) {
        const QJsonObject alert{{u"status"_s, status},
                                {u"fingerprint"_s, name},
                                {u"labels"_s, QJsonObject{{u"alertname"_s, name}}},
                                {u"annotations"_s, QJsonObject{{u"summary"_s, name}}}};
        machine.run({u"ingest"_s, u"--source"_s, u"alertmanager"_s},
                    QJsonDocument(QJsonObject{{u"alerts"_s, QJsonArray{alert}}}).toJson());
    };
    tell(u"steady"_s, u"firing"_s);
    QCOMPARE(machine.run({u"alert"_s, u"list"_s, u"--flapping"_s}), "No alert flaps.\n"_ba);
    for (int turn = 0; turn < 5; ++turn) {
        tell(u"wobbles"_s, u"firing"_s);
        tell(u"wobbles"_s, u"resolved"_s);
    }
    const QByteArray listed = machine.run({u"alert"_s, u"list"_s, u"--flapping"_s});
    QVERIFY2(listed.contains("fired 5 times: wobbles") && listed.count('\n') == 1, listed.constData());
    QCOMPARE(machine.run({u"alert"_s, u"list"_s, u"--flapping"_s, u"--firing"_s}), "No alert flaps.\n"_ba);
    const QJsonArray array =
        QJsonDocument::fromJson(machine.run({u"alert"_s, u"list"_s, u"--flapping"_s, u"--json"_s})).array();
    QCOMPARE(array.size(), 1);
    QCOMPARE(array.first()[u"flaps"].toInt(), 5);
}

void TestCli::terminalsAreNotWrittenTo()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const QString evil = u"\x1b]0;owned\x07\x1b[2J\u009b31mdown\r"_s;
    machine.run({u"ingest"_s, u"--source"_s, u"alertmanager"_s}, payload(evil));
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    RUN(machine, u"incident"_s, u"note"_s, u"1"_s, u"Look: "_s + evil);
    for (const QStringList &words : {QStringList{u"alert"_s, u"list"_s}, QStringList{u"incident"_s, u"list"_s},
                                     QStringList{u"incident"_s, u"show"_s, u"1"_s},
                                     QStringList{u"announcement"_s, u"draft"_s, u"1"_s, u"investigating"_s, u"--body"_s,
                                                 u"Dear all, "_s + evil}}) {
        const QByteArray answer = machine.run(words);
        QVERIFY2(answer.size() > 20, qPrintable(machine.complaint));
        QVERIFY2(isHarmless(answer), answer.toPercentEncoding(" ").constData());
    }
    machine.run({u"role"_s, evil, u"viewer"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isHarmless(machine.complaint.toUtf8()), machine.complaint.toUtf8().toPercentEncoding(" ").constData());
}

void TestCli::theDoctorSeesWhetherSomebodyListens()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"person"_s, u"add"_s, u"Ada"_s);
    const QString nobody = u"127.0.0.1:%1"_s.arg(freePort());
    QByteArray answer = machine.run({u"check"_s, u"--listen"_s, nobody, u"--json"_s});
    QCOMPARE(machine.exitCode, 1);
    QCOMPARE(finding(answer, u"listener"_s).value(u"well"_s), QJsonValue(false));
    QCOMPARE(finding(answer, u"sources"_s).value(u"well"_s), QJsonValue(false));

    QVERIFY(machine.serve());
    QCOMPARE(machine.post(payload(u"down"_s)), 200);
    answer = machine.run({u"check"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(machine.port()), u"--json"_s});
    QCOMPARE(finding(answer, u"listener"_s).value(u"well"_s), QJsonValue(true));
    QCOMPARE(finding(answer, u"sources"_s).value(u"well"_s), QJsonValue(true));
    QVERIFY(finding(answer, u"sources"_s).value(u"text"_s).toString().contains(u"alertmanager"_s));
    QCOMPARE(finding(answer, u"delivery"_s).value(u"text"_s).toString(), u"nothing waits"_s);
}

void TestCli::theDoctorSeesWhatNobodySends()
{
    TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"person"_s, u"add"_s, u"Ada"_s);
    database.clock.advance(SystemClock().now() - 10min - database.clock.now());
    const auto program = await(database->write(
        {}, [](Transaction &transaction) { return actorForMachine(transaction, ActorKind::Program, u"OnlyOnce"_s); }));
    REQUIRE_OK(program);
    REQUIRE_OK(await(database->write(program->id, [](Transaction &transaction) -> Result<OutboxId> {
        auto connection = saveConnection(transaction, {.kind = u"mail"_s, .adapter = u"smtp"_s, .name = u"Mail"_s});
        return connection ? enqueue(transaction, {.kind = u"page.mail"_s,
                                                  .connection = *connection,
                                                  .key = u"k"_s,
                                                  .title = u"Page"_s,
                                                  .payload = {}})
                          : failure(connection);
    })));
    database.close();
    machine.run({u"delivery"_s, u"release"_s});  // the test has opened it elsewhere
    const QJsonObject delivery = finding(machine.run({u"check"_s, u"--json"_s}), u"delivery"_s);
    QCOMPARE(delivery.value(u"well"_s), QJsonValue(false));
    QVERIFY2(delivery.value(u"text"_s).toString().startsWith(u"1 "_s),
             qPrintable(delivery.value(u"text"_s).toString()));
}

void TestCli::theDoctorSeesThatNobodyMakesIncidents()
{
    TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"person"_s, u"add"_s, u"Ada"_s);
    QCOMPARE(finding(machine.run({u"check"_s, u"--json"_s}), u"incidents"_s).value(u"well"_s), QJsonValue(true));
    database.clock.advance(SystemClock().now() - 10min - database.clock.now());
    REQUIRE_OK(await(database->write({}, [](Transaction &transaction) -> Result<> {
        ONLYONCE_TRY(transaction.exec(
            u"INSERT INTO alert (id, source, fingerprint, status, severity, summary, service, data_centre, labels, "
            "annotations, link, started_at, received_at, last_received_at, count) VALUES (1, 'alertmanager', 'a', "
            "'firing', 'critical', 'down', '', '', '{}', '{}', '', 0, 0, 0, 1)"_s));
        ONLYONCE_TRY(transaction.exec(u"INSERT INTO alert_event (alert_id, kind, at) VALUES (1, 'fired', ?)"_s,
                                      transaction.now()));
        return {};
    })));
    database.close();
    const QJsonObject incidents = finding(machine.run({u"check"_s, u"--json"_s}), u"incidents"_s);
    QCOMPARE(incidents.value(u"well"_s), QJsonValue(false));
    const QString text = incidents.value(u"text"_s).toString();
    QVERIFY2(text.contains(u"incidents: 1, the oldest for 10 min"_s), qPrintable(text));
}

void TestCli::everyCommandDocumentsItsJson()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const QString help =
        QString::fromUtf8(machine.run({u"help"_s})).section(u"Commands:\n"_s, 1).section(u"\n\n"_s, 0, 0);
    const QString json = QString::fromUtf8(machine.run({u"help"_s, u"json"_s}));
    static const QRegularExpression name(u"^  ([a-z]+(?: [a-z-]+)?) "_s, QRegularExpression::MultilineOption);
    int commands = 0;
    for (auto match = name.globalMatch(help); match.hasNext(); ++commands) {
        const QString command = match.next().captured(1);
        const QString shape = json.section(u'\n' + command + u"\n    "_s, 1).section(u'\n', 0, 0);
        QVERIFY2(!shape.trimmed().isEmpty(), qPrintable(command));
    }
    QVERIFY(commands >= 30);
}

void TestCli::everyFieldIsDocumented()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"demo"_s);
    const QString help = QString::fromUtf8(machine.run({u"help"_s, u"json"_s}));
    QSet<QString> undocumented;
    const auto look = [&](const auto &self, const QJsonValue &value) -> void {
        const QJsonArray array = value.toArray();
        for (const auto each : array) {
            self(self, each);
        }
        const QJsonObject object = value.toObject();
        for (const QString &key : object.keys()) {
            if (!help.contains(QRegularExpression(u"\\b%1\\b"_s.arg(key)))) {
                undocumented.insert(key);
            }
            if (key == u"fields"_s) {  // their names are the post-mortem's, and what is in them is the same for all
                const QJsonObject fields = object.value(key).toObject();
                self(self, fields.isEmpty() ? QJsonValue() : fields.begin().value());
            } else if (key != u"data"_s && key != u"settings"_s) {
                self(self, object.value(key));
            }
        }
    };
    int shown = 0;
    for (const QString &words : {u"incident list"_s, u"alert list"_s, u"announcement list"_s, u"person list"_s,
                                 u"connection list"_s, u"delivery list"_s}) {
        const auto document = QJsonDocument::fromJson(machine.run(words.split(u' ') << u"--json"_s));
        const QJsonArray array = document.array();
        look(look, document.isArray() ? QJsonValue(array) : QJsonValue(document.object()));
        for (const auto row : array) {
            const QJsonValue number = row.toObject().value(u"number"_s);
            if (number.isDouble()) {
                look(look, machine.object({u"incident"_s, u"show"_s, number.toVariant().toString()}));
                ++shown;
            }
        }
    }
    QVERIFY(shown > 3);
    QCOMPARE(QStringList(undocumented.begin(), undocumented.end()), QStringList());
}

void TestCli::everyCommandAnswersInJson_data()
{
    QTest::addColumn<QString>("words");
    for (const char *words :
         {"connect smtp --set host=localhost --set security=none --set from=desk@example.org", "migrate",
          "export 1 -o document.md", "export 1 --format json -o document.md", "export --all -o document.md",
          "role me administrator", "token revoke 1", "announcement edit 1 Half_of_the_payments_fail.",
          "postmortem write 1 summary Text", "delivery release", "delivery list", "incident note 1 Text",
          "incident say 1 /ack", "incident pin 1 1", "backup now"}) {
        QTest::newRow(words) << QString::fromLatin1(words);
    }
}

void TestCli::everyCommandAnswersInJson()
{
    QFETCH(QString, words);
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.environment.insert(u"USER"_s, u"me"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    RUN(machine, u"token"_s, u"make"_s, u"Sender"_s);
    RUN(machine, u"announcement"_s, u"draft"_s, u"1"_s, u"investigating"_s, u"--body"_s, u"We are looking into it."_s);
    words.replace(u"document.md"_s, database.folder() + u"/document.md"_s);
    const QByteArray answer = machine.run(words.split(u' ') << u"--json"_s);
    QVERIFY2(machine.exitCode == 0, qPrintable(machine.complaint));
    QVERIFY2(!QJsonDocument::fromJson(answer).object().isEmpty(), answer.constData());
}

void TestCli::theListIsNarrowed()
{
    const TestDatabase database;
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"Checkout down"_s, u"--severity"_s, u"SEV1"_s, u"--service"_s, u"shop"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"Mail is late"_s, u"--severity"_s, u"SEV3"_s, u"--service"_s, u"mail"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"Practice"_s, u"--severity"_s, u"SEV1"_s, u"--drill"_s);
    RUN(machine, u"incident"_s, u"status"_s, u"1"_s, u"resolved"_s);
    const auto found = [&](const QStringList &options) {
        QString numbers;
        const QByteArray answer = machine.run(QStringList{u"incident"_s, u"list"_s, u"--json"_s} + options);
        for (const auto &each : QJsonDocument::fromJson(answer).array()) {
            numbers += QString::number(each.toObject().value(u"number"_s).toInteger());
        }
        return numbers;
    };
    QCOMPARE(found({}), u"321"_s);
    QCOMPARE(found({u"--drills"_s, u"apart"_s}), u"21"_s);
    QCOMPARE(found({u"--severity"_s, u"SEV1"_s, u"--severity"_s, u"SEV3"_s, u"--state"_s, u"open"_s}), u"32"_s);
    QCOMPARE(found({u"--service"_s, u"shop"_s}), u"1"_s);
    QCOMPARE(found({u"--order"_s, u"oldest"_s, u"--days"_s, u"1"_s}), u"123"_s);
    QCOMPARE(found({u"--search"_s, u"mail la"_s}), u"2"_s);
    // By what became of their post-mortem; that an incident is open or a drill changes nothing in it.
    RUN(machine, u"postmortem"_s, u"write"_s, u"1"_s, u"summary"_s, u"It was down."_s);
    QCOMPARE(found({u"--postmortem"_s, u"draft"_s}), u"1"_s);
    QCOMPARE(found({u"--postmortem"_s, u"none"_s}), u"32"_s);
    QCOMPARE(found({u"--postmortem"_s, u"overdue"_s, u"--postmortem"_s, u"in review"_s}), QString());
    RUN(machine, u"incident"_s, u"same-again"_s, u"2"_s, u"1"_s);
    QCOMPARE(found({u"--recurrence"_s, u"recurrence"_s}), u"2"_s);
    QCOMPARE(found({u"--recurrence"_s, u"recurred"_s}), u"1"_s);
    machine.run({u"incident"_s, u"list"_s, u"--postmortem"_s, u"asleep"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"none, draft, in review"_s), qPrintable(machine.complaint));
    machine.run({u"incident"_s, u"list"_s, u"--state"_s, u"asleep"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"open, resolved, closed"_s), qPrintable(machine.complaint));
    machine.run({u"incident"_s, u"list"_s, u"--view"_s, u"none"_s});
    QCOMPARE(machine.exitCode, 1);
}

void TestCli::countermeasuresLeaveAsATable()
{
    const TestDatabase database;
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"Sign-in fails"_s);
    RUN(machine, u"postmortem"_s, u"countermeasure"_s, u"1"_s, u"Watch the \"whole\" chain, daily"_s);
    RUN(machine, u"postmortem"_s, u"countermeasure"_s, u"1"_s, u"Renew by hand"_s);
    const auto table = [&] { return machine.run({u"countermeasure"_s, u"list"_s, u"--csv"_s}); };
    QCOMPARE(table().count("\r\n"), 3);
    QVERIFY2(table().contains("\"Watch the \"\"whole\"\" chain, daily\""), table().constData());
    QCOMPARE(machine.object({u"countermeasure"_s, u"remove"_s, u"2"_s}).value(u"incident"_s).toInt(), 1);
    QCOMPARE(table().count("\r\n"), 2);
    QVERIFY(!table().contains("Renew by hand"));
    QVERIFY(machine.run({u"incident"_s, u"show"_s, u"1"_s}).contains("Countermeasure removed: Renew by hand"));
    machine.run({u"countermeasure"_s, u"remove"_s, u"2"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint), qPrintable(machine.complaint));
}

void TestCli::approvedOnceWhatIsFoundIsAnswered()
{
    const TestDatabase database;
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"Sign-in fails"_s);
    RUN(machine, u"incident"_s, u"note"_s, u"1"_s, u"The certificate expired on 4 November"_s);
    RUN(machine, u"postmortem"_s, u"why"_s, u"1"_s, u"The certificate expired"_s, u"--root"_s, u"process"_s);
    const auto postMortem = [&] {
        return machine.object({u"incident"_s, u"show"_s, u"1"_s}).value(u"postmortem"_s).toObject();
    };
    const auto why = [&] { return postMortem().value(u"whys"_s).toArray().at(0).toObject(); };

    // What shows it is linked, and confirms it; without any it is possible again.
    QString entry;
    const auto timeline = machine.object({u"incident"_s, u"show"_s, u"1"_s}).value(u"timeline"_s).toArray();
    for (const auto &each : timeline) {
        const QJsonObject row = each.toObject();
        entry = row.value(u"body"_s).toString().contains(u"4 November") ? QString::number(row.value(u"id"_s).toInt())
                                                                        : entry;
    }
    const QStringList link{u"postmortem"_s, u"evidence"_s, u"1"_s, u"1"_s, u"--entry"_s, entry};
    QCOMPARE(machine.object(link + QStringList{u"--confirm"_s}).value(u"state"_s).toString(), u"confirmed"_s);
    QCOMPARE(why().value(u"evidence"_s).toArray().at(0).toObject().value(u"text"_s).toString(),
             u"The certificate expired on 4 November"_s);
    QCOMPARE(machine.object(link + QStringList{u"--remove"_s}).value(u"state"_s).toString(), u"possible"_s);
    RUN(machine, u"postmortem"_s, u"evidence"_s, u"1"_s, u"1"_s, u"--entry"_s, entry, u"--confirm"_s);

    const auto findings = [&] {
        return QJsonDocument::fromJson(machine.run({u"postmortem"_s, u"check"_s, u"1"_s, u"--json"_s})).array();
    };
    RUN(machine, u"postmortem"_s, u"status"_s, u"1"_s, u"in review"_s);
    machine.run({u"postmortem"_s, u"status"_s, u"1"_s, u"approved"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"2 serious findings"_s),
             qPrintable(machine.complaint));
    RUN(machine, u"postmortem"_s, u"write"_s, u"1"_s, u"summary"_s, u"Nobody could sign in."_s);
    QString open;
    for (const auto &each : findings()) {
        const QJsonObject found = each.toObject();
        open = found.value(u"weight"_s) == u"serious"_s ? found.value(u"finding"_s).toString() : open;
        QVERIFY(!found.value(u"explanation"_s).toString().isEmpty());
    }
    QCOMPARE(open, u"rootUnanswered why 1"_s);
    RUN(machine, u"postmortem"_s, u"answer"_s, u"1"_s, open, u"The service ends in May"_s);
    QVERIFY(machine.run({u"postmortem"_s, u"check"_s, u"1"_s}).contains("It stays: The service ends in May"));
    RUN(machine, u"postmortem"_s, u"status"_s, u"1"_s, u"approved"_s);
    QVERIFY(machine.run({u"export"_s, u"1"_s}).contains("The service ends in May"));
    QVERIFY(!machine.run({u"export"_s, u"1"_s, u"--audience"_s, u"public"_s}).contains("The service ends in May"));
    machine.run(link + QStringList{u"--remove"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"approved"_s), qPrintable(machine.complaint));
}

void TestCli::colleaguesReviewByCommand()
{
    const TestDatabase database;
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"Sign-in fails"_s);
    machine.run({u"postmortem"_s, u"comments"_s, u"1"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"no post-mortem yet"_s),
             qPrintable(machine.complaint));
    RUN(machine, u"postmortem"_s, u"why"_s, u"1"_s, u"The certificate expired"_s);
    RUN(machine, u"postmortem"_s, u"write"_s, u"1"_s, u"summary"_s, u"Nobody could sign in."_s);
    const auto list = [&](const QStringList &words) {
        return QJsonDocument::fromJson(machine.run(words + QStringList{u"--json"_s})).array();
    };

    // Comments, a reply, and what is settled.
    const auto said = machine.object({u"postmortem"_s, u"comment"_s, u"1"_s, u"Which one?"_s, u"--on"_s, u"why 1"_s});
    const QString comment = QString::number(said.value(u"comment"_s).toInt());
    RUN(machine, u"postmortem"_s, u"comment"_s, u"1"_s, u"That of the portal"_s, u"--reply"_s, comment);
    const QStringList shown{u"postmortem"_s, u"comments"_s, u"1"_s};
    QCOMPARE(list(shown).at(0)[u"on"_s].toString(), u"why 1"_s);
    QCOMPARE(list(shown).at(0)[u"replies"_s][0][u"text"_s].toString(), u"That of the portal"_s);
    RUN(machine, u"postmortem"_s, u"settle"_s, u"1"_s, comment);
    QVERIFY(list(shown).isEmpty());
    QCOMPARE(list(shown + QStringList{u"--all"_s}).size(), 1);
    machine.run({u"postmortem"_s, u"comment"_s, u"1"_s, u"x"_s, u"--on"_s, u"preface"_s});
    QCOMPARE(machine.exitCode, 2);

    // A review of somebody who has no account; the approval waits for it.
    RUN(machine, u"person"_s, u"add"_s, u"Mira Okafor"_s);
    const auto asked = machine.object({u"postmortem"_s, u"ask-review"_s, u"1"_s, u"Mira"_s});
    QCOMPARE(asked.value(u"untold"_s).toArray(), QJsonArray{u"Mira Okafor"_s});
    RUN(machine, u"postmortem"_s, u"review"_s, u"1"_s, u"wants changes"_s, u"Say when"_s, u"--for"_s, u"Mira"_s);
    QCOMPARE(list({u"postmortem"_s, u"review"_s, u"1"_s}).at(0)[u"answer"_s].toString(), u"wants changes"_s);
    QVERIFY(machine.run({u"postmortem"_s, u"check"_s, u"1"_s}).contains("Mira Okafor wants changes: “Say when”"));
    machine.run({u"postmortem"_s, u"review"_s, u"1"_s, u"maybe"_s});
    QCOMPARE(machine.exitCode, 2);

    // An earlier version comes back as a new one.
    RUN(machine, u"postmortem"_s, u"write"_s, u"1"_s, u"summary"_s, u"Half could not sign in."_s);
    const QStringList versions{u"postmortem"_s, u"versions"_s, u"1"_s, u"why 1"_s};
    QCOMPARE(list(versions).size(), 1);
    QCOMPARE(list(versions).at(0)[u"text"_s].toString(), u"The certificate expired"_s);
    const QStringList ofSummary{u"postmortem"_s, u"versions"_s, u"1"_s, u"summary"_s};
    QCOMPARE(list(ofSummary).last()[u"text"_s].toString(), u"Half could not sign in."_s);
    machine.run(ofSummary + QStringList{u"--put-back"_s, u"99"_s});
    QCOMPARE(machine.exitCode, 1);
    RUN(machine, u"postmortem"_s, u"versions"_s, u"1"_s, u"summary"_s, u"--put-back"_s, u"1"_s);
}

//! What is said of the demo's incidents is what happened in them, in sober words.
void TestCli::theDemosIncidentsArePrefilled()
{
    const TestDatabase database;
    Machine machine(database.address(), database.folder());
    RUN(machine, u"demo"_s);
    const QJsonArray all = QJsonDocument::fromJson(machine.run({u"incident"_s, u"list"_s, u"--json"_s})).array();
    int proposed = 0;
    for (const auto &each : all) {
        const QJsonObject incident = each.toObject();
        const QString number = incident.value(u"number"_s).toVariant().toString();
        const QJsonObject proposals = machine.object({u"postmortem"_s, u"proposals"_s, number});
        for (const QString &field : proposals.keys()) {
            const QString text = proposals.value(field).toString();
            QVERIFY2(!text.contains(u"%1"_s) && !text.contains(u"%2"_s), qPrintable(text));
            QVERIFY2(!text.contains(u"declared by alertmanager"_s), qPrintable(text));
            ++proposed;
        }
        if (incident.value(u"title"_s).toString().startsWith(u"Search: every fifth query"_s)) {
            QVERIFY2(QRegularExpression(u"^Affected: search in fra1, from \\S+ \\S+ UTC until \\S+ \\S+ UTC "
                                        "\\(18 min 35 s\\)\\.$"_s)
                         .match(proposals.value(u"impact"_s).toString())
                         .hasMatch(),
                     qPrintable(proposals.value(u"impact"_s).toString()));
            QVERIFY(proposals.value(u"detection"_s)
                        .toString()
                        .endsWith(u" by an alert of Alertmanager, 35 s after it began."_s));
            QVERIFY(proposals.value(u"response"_s).toString().contains(u": opened by an alert of Alertmanager\n"_s));
            QVERIFY(proposals.value(u"response"_s).toString().contains(u": acknowledged by Tom Lindqvist\n"_s));
            QVERIFY(proposals.value(u"recovery"_s).toString().contains(u"18 min 35 s of 15 min: 3 min 35 s over"_s));
            QVERIFY(!proposals.contains(u"leadUp"_s));  // nothing was recorded of it
        }
    }
    QVERIFY2(proposed > 20, qPrintable(QString::number(proposed)));
}

void TestCli::documentsAreLaidOutAndDue()
{
    const TestDatabase database;
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"Sign-in fails"_s, u"--severity"_s, u"SEV1"_s, u"--service"_s,
        u"sign-in"_s);

    // A template with what is wrong in it is checked, and refused; then it lays the document out.
    const QString wrong =
        fileWith(database.folder(), u"wrong.md"_s, u"# Ours\n{{sumary}}\n\n{{authors}} x {{timeline}}\n"_s).mid(1);
    machine.run({u"template"_s, u"check"_s, u"internal"_s, wrong});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint) && machine.complaint.contains(u"Line 2: There is no {{sumary}}"_s)
                 && machine.complaint.contains(u"Line 4: {{timeline}} is a section"_s),
             qPrintable(machine.complaint));
    machine.run({u"template"_s, u"set"_s, u"internal"_s, wrong});
    QCOMPARE(machine.exitCode, 1);
    const QString ours = fileWith(database.folder(), u"ours.md"_s,
                                  u"# Ours, of {{number}}\n\n{{summary}}\n\n# Legal\n\nKept for ten years.\n"_s)
                             .mid(1);
    QVERIFY(machine.object({u"template"_s, u"check"_s, u"internal"_s, ours}).value(u"valid"_s).toBool());
    RUN(machine, u"template"_s, u"set"_s, u"internal"_s, ours);
    const QByteArray document = machine.run({u"export"_s, u"1"_s});
    QVERIFY2(document.contains("## Ours, of INC-1\n\nNot recorded.\n\n## Legal\n\nKept for ten years.\n")
                 && !document.contains("Root causes"),
             document.constData());
    QVERIFY(!machine.object({u"template"_s, u"show"_s, u"internal"_s}).value(u"builtIn"_s).toBool());
    RUN(machine, u"template"_s, u"set"_s, u"internal"_s, u"--built-in"_s);
    QVERIFY(machine.run({u"export"_s, u"1"_s}).contains("## Root causes"));
    machine.run({u"template"_s, u"show"_s, u"everybody"_s});
    QCOMPARE(machine.exitCode, 2);
    QVERIFY(machine.run({u"template"_s, u"set"_s, u"--help"_s}).contains("{{rootCauses}}"));

    // By when, and when one meets.
    machine.run({u"postmortem"_s, u"due"_s, u"SEV1"_s, u"soon"_s});
    QCOMPARE(machine.exitCode, 2);
    const QJsonObject rules = machine.object({u"postmortem"_s, u"due"_s, u"SEV1"_s, u"2 working days"_s});
    QCOMPARE(rules.value(u"SEV1"_s)[u"days"_s].toInt(), 2);
    QVERIFY(rules.value(u"SEV1"_s)[u"working"_s].toBool());
    QCOMPARE(rules.value(u"SEV4"_s)[u"days"_s].toInt(), 0);
    machine.run({u"postmortem"_s, u"meeting"_s, u"1"_s});
    QCOMPARE(machine.exitCode, 2);  // it is open, so nothing proposes a day
    RUN(machine, u"postmortem"_s, u"meeting"_s, u"1"_s, u"2031-03-04T10:00Z"_s);
    const auto planned = [&] {
        return machine.object({u"incident"_s, u"show"_s, u"1"_s}).value(u"postmortem"_s).toObject();
    };
    QCOMPARE(planned().value(u"meetingAt"_s).toString(), u"2031-03-04T10:00:00.000Z"_s);
    QVERIFY(machine.run({u"export"_s, u"1"_s, u"--format"_s, u"ics"_s}).contains("DTSTART:20310304T100000Z"));
    RUN(machine, u"incident"_s, u"status"_s, u"1"_s, u"resolved"_s);
    RUN(machine, u"postmortem"_s, u"meeting"_s, u"1"_s);
    QVERIFY(planned().value(u"meetingAt"_s).toString() < u"2031"_s);
    RUN(machine, u"postmortem"_s, u"meeting"_s, u"1"_s, u"none"_s);
    QVERIFY(planned().value(u"meetingAt"_s).isNull());

    // What is known is proposed for what is empty, and whoever wrote is an author.
    QVERIFY(machine.object({u"postmortem"_s, u"proposals"_s, u"1"_s}).contains(u"impact"_s));
    RUN(machine, u"postmortem"_s, u"write"_s, u"1"_s, u"impact"_s, u"Nobody could sign in."_s);
    QVERIFY(!machine.object({u"postmortem"_s, u"proposals"_s, u"1"_s}).contains(u"impact"_s));
    QCOMPARE(planned().value(u"authors"_s).toArray().size(), 1);

    // How often something came again.
    QCOMPARE(machine.object({u"recurrence"_s, u"figures"_s}).value(u"incidents"_s).toInt(), 1);
    RUN(machine, u"incident"_s, u"open"_s, u"Sign-in fails again"_s);
    RUN(machine, u"incident"_s, u"same-again"_s, u"2"_s, u"1"_s);
    QVERIFY(machine.run({u"recurrence"_s, u"figures"_s})
                .startsWith("1 of 2 incidents in the last 365 days came again\n"
                            "INC-2 Sign-in fails again: the same as INC-1\n"));
    machine.run({u"recurrence"_s, u"figures"_s, u"--days"_s, u"0"_s});
    QCOMPARE(machine.exitCode, 2);
}

void TestCli::whatIsSaidIsCorrectedAndPinned()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    machine.run({u"incident"_s, u"say"_s, u"1"_s, u"/statsu identified"_s});
    QCOMPARE(machine.exitCode, 2);
    QVERIFY2(machine.complaint.contains(u"/status"_s), qPrintable(machine.complaint));
    machine.run({u"incident"_s, u"say"_s, u"1"_s, u"/status identified\n/severity SEV9"_s});
    QCOMPARE(machine.exitCode, 1);
    RUN(machine, u"incident"_s, u"say"_s, u"1"_s,
        u"/status identified\n/decision Role back\n/announce We know the cause and mend it."_s);
    RUN(machine, u"incident"_s, u"say"_s, u"1"_s, u"/tmp is full"_s, u"--text"_s);
    const auto entries = [&](const QStringList &filter) {
        const QByteArray answer = machine.run(QStringList{u"incident"_s, u"timeline"_s, u"1"_s, u"--json"_s} + filter);
        return QJsonDocument::fromJson(answer).array();
    };
    QJsonArray people = entries({u"--only"_s, u"people"_s});
    QCOMPARE(people.size(), 2);
    const QString decision = QString::number(people[0].toObject().value(u"id"_s).toInteger());
    // What was said of customers is a draft, and nothing more.
    const QJsonArray posts = QJsonDocument::fromJson(machine.run({u"announcement"_s, u"list"_s, u"--json"_s}))
                                 .array()[0]
                                 .toObject()
                                 .value(u"posts"_s)
                                 .toArray();
    QCOMPARE(posts.size(), 1);
    QCOMPARE(posts[0].toObject().value(u"state"_s).toString(), u"draft"_s);
    QCOMPARE(posts[0].toObject().value(u"status"_s).toString(), u"identified"_s);
    QCOMPARE(posts[0].toObject().value(u"body"_s).toString(), u"We know the cause and mend it."_s);
    RUN(machine, u"incident"_s, u"correct"_s, u"1"_s, decision, u"Roll back"_s, u"--reason"_s, u"spelling"_s,
        u"--public"_s);
    RUN(machine, u"incident"_s, u"pin"_s, u"1"_s, decision);  // by its first number: the latest version is meant
    people = entries({u"--pinned"_s});
    QCOMPARE(people.size(), 1);
    const QJsonObject now = people[0].toObject();
    QCOMPARE(now.value(u"body"_s).toString(), u"Roll back"_s);
    QCOMPARE(now.value(u"kind"_s).toString(), u"decision"_s);
    QCOMPARE(now.value(u"visibility"_s).toString(), u"public"_s);
    QCOMPARE(now.value(u"revisions"_s).toInt(), 1);
    QCOMPARE(QString::number(now.value(u"corrects"_s).toInteger()), decision);
    RUN(machine, u"incident"_s, u"pin"_s, u"1"_s, decision, u"--off"_s);
    QCOMPARE(entries({u"--pinned"_s}).size(), 0);
    QCOMPARE(entries({u"--search"_s, u"roll"_s}).size(), 1);
    machine.run({u"incident"_s, u"timeline"_s, u"1"_s, u"--only"_s, u"robots"_s});
    QCOMPARE(machine.exitCode, 2);
    RUN(machine, u"incident"_s, u"open"_s, u"Another"_s);
    machine.run({u"incident"_s, u"correct"_s, u"2"_s, decision, u"x"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"INC-2 has no entry"_s), qPrintable(machine.complaint));
}

void TestCli::whatWasChangedIsTakenBack()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const auto incident = [&](const QString &field) {
        return QJsonDocument::fromJson(machine.run({u"incident"_s, u"show"_s, u"1"_s, u"--json"_s}))
            .object()
            .value(field)
            .toString();
    };
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    machine.run({u"incident"_s, u"undo"_s, u"1"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"Nothing that you changed in INC-1"_s), qPrintable(machine.complaint));
    RUN(machine, u"incident"_s, u"status"_s, u"1"_s, u"identified"_s);
    RUN(machine, u"incident"_s, u"say"_s, u"1"_s, u"/severity SEV1"_s);
    const QJsonArray entries =
        QJsonDocument::fromJson(machine.run({u"incident"_s, u"timeline"_s, u"1"_s, u"--json"_s})).array();
    const auto numberOf = [&](const QString &kind) {
        const auto found = std::ranges::find_if(
            entries, [&](const auto &each) { return each.toObject().value(u"kind"_s).toString() == kind; });
        return QString::number((*found).toObject().value(u"id"_s).toInteger());
    };
    RUN(machine, u"incident"_s, u"undo"_s, u"1"_s, u"--entry"_s, numberOf(u"status"_s));
    QCOMPARE(incident(u"status"_s), u"investigating"_s);
    QCOMPARE(incident(u"severity"_s), u"SEV1"_s);
    RUN(machine, u"incident"_s, u"undo"_s, u"1"_s);  // what is taken back already is passed over
    QCOMPARE(incident(u"severity"_s), u"SEV2"_s);
    const QJsonObject answer =
        QJsonDocument::fromJson(machine.run({u"incident"_s, u"undo"_s, u"1"_s, u"--again"_s, u"--json"_s})).object();
    QCOMPARE(answer.value(u"done"_s).toString(), u"Severity is SEV1 again."_s);
    machine.run({u"incident"_s, u"undo"_s, u"1"_s, u"--entry"_s, numberOf(u"declared"_s)});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(machine.complaint.contains(u"tells of nothing that can be taken back"_s), qPrintable(machine.complaint));
}

void TestCli::complaintsAreOneLine()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    machine.environment.remove(u"XDG_RUNTIME_DIR"_s);
    machine.environment.remove(u"QT_LOGGING_RULES"_s);
    RUN(machine, u"person"_s, u"add"_s, u"Ada"_s);
    machine.run({u"incident"_s, u"show"_s, u"99"_s});
    QCOMPARE(machine.exitCode, 1);
    QCOMPARE(machine.complaint, u"onlyonce: There is no incident INC-99.\n"_s);
    RUN(machine, u"connect"_s, u"smtp"_s, u"--set"_s, u"host=localhost"_s, u"--set"_s, u"security=none"_s, u"--set"_s,
        u"port=9"_s, u"--set"_s, u"from=desk@example.org"_s);
    machine.run({u"check"_s});  // asks the keychain, which is not there
    QCOMPARE(machine.exitCode, 1);
    QVERIFY2(isOneLine(machine.complaint), qPrintable(machine.complaint));
}

void TestCli::wrongWordsAreUsage_data()
{
    QTest::addColumn<QString>("words");
    for (const char *words : {"incident",
                              "incident note 1",
                              "incident promise 1",
                              "incident show",
                              "incident open",
                              "incident open two words",
                              "incident show x",
                              "token make",
                              "token revoke",
                              "token revoke x",
                              "person add",
                              "person add A B",
                              "person list all",
                              "role ada",
                              "role ada emperor",
                              "export 1 --paper foo",
                              "export 1 --json",
                              "export",
                              "export 1 --all -o x",
                              "export --all",
                              "export --all --format json --audience public -o x",
                              "export --all --format x -o x",
                              "export 1 --format json --audience public",
                              "import",
                              "import x --zone Nowhere",
                              "delivery retry",
                              "delivery retry x",
                              "announcement edit 1",
                              "ingest",
                              "alert end 1",
                              "place add",
                              "place map x",
                              "place map x y --none",
                              "source confirm",
                              "source ignore x",
                              "postmortem why 1 T --under x",
                              "postmortem evidence 1 1",
                              "postmortem evidence 1 1 --entry 1 --file 1",
                              "postmortem status 1 finished",
                              "connect",
                              "restore",
                              "nonsense",
                              "check --bogus"}) {
        QTest::newRow(words) << QString::fromLatin1(words);
    }
}

void TestCli::wrongWordsAreUsage()
{
    QFETCH(const QString, words);
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    const QByteArray answer = machine.run(words.split(u' '));
    QCOMPARE(machine.exitCode, 2);
    QVERIFY2(isOneLine(machine.complaint), qPrintable(machine.complaint));
    QCOMPARE(answer, QByteArray());
}

void TestCli::aNoteAndItsFileAreOneChange()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    const QString log = fileWith(database.folder(), u"app.log"_s, u"out of memory"_s).mid(1);
    const auto entries = [&machine] { return machine.incident().value(u"timeline"_s).toArray().size(); };
    const auto before = entries();
    machine.run({u"incident"_s, u"note"_s, u"1"_s, QString(100'001, u'x'), u"--file"_s, log});
    QCOMPARE(machine.exitCode, 1);
    QCOMPARE(entries(), before);
    RUN(machine, u"incident"_s, u"note"_s, u"1"_s, u"The log shows it."_s, u"--file"_s, log);
    QCOMPARE(entries(), before + 2);
}

void TestCli::evidenceComesBackAsItWas()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    QByteArray content;
    for (int i = 0; content.size() < 5'000'000; ++i) {
        content += "line " + QByteArray::number(i) + '\n';
    }
    QFile log(database.folder() + u"/app.log"_s);
    QVERIFY(log.open(QIODevice::WriteOnly) && log.write(content) == content.size());
    log.close();
    RUN(machine, u"evidence"_s, u"add"_s, u"1"_s, log.fileName());
    const auto list = QJsonDocument::fromJson(machine.run({u"evidence"_s, u"list"_s, u"1"_s, u"--json"_s})).array();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list[0][u"name"].toString(), u"app.log"_s);
    QCOMPARE(list[0][u"bytes"].toInteger(), content.size());
    QCOMPARE(list[0][u"sha256"].toString(),
             QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()));
    QCOMPARE(machine.run({u"evidence"_s, u"save"_s, u"1"_s, u"-o"_s, u"-"_s}), content);
    machine.run({u"evidence"_s, u"save"_s, u"7"_s, u"-o"_s, u"-"_s});
    QCOMPARE(machine.exitCode, 1);
    // The document has its beginning.
    const QByteArray document = machine.run({u"export"_s, u"1"_s});
    QVERIFY(document.contains("line 1999\n") && !document.contains("line 2001\n"));

    // What goes public is looked at before.
    machine.run({u"incident"_s, u"note"_s, u"1"_s, u"password=tr0ub4dor"_s, u"--public"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY(machine.complaint.contains(u"--even-so"_s) && !machine.complaint.contains(u"tr0ub4dor"_s));
    RUN(machine, u"incident"_s, u"note"_s, u"1"_s, u"password=tr0ub4dor"_s, u"--public"_s, u"--even-so"_s);
}

void TestCli::theTrailIsVerifiedOutside()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    RUN(machine, u"incident"_s, u"open"_s, u"Another one"_s);
    for (const auto &[number, time] :
         {std::pair(u"1"_s, u"2026-11-01 10:00"_s), std::pair(u"2"_s, u"2026-11-01 10:02"_s),
          std::pair(u"1"_s, u"2026-11-01 10:01"_s)}) {
        RUN(machine, u"incident"_s, u"time"_s, number, u"startedAt"_s, time, u"--reason"_s, u"Größe \"known\" now"_s);
    }
    const auto item = [](const QJsonValue &value) {
        const QByteArray bytes = value.isDouble() ? QByteArray::number(value.toInteger()) : value.toString().toUtf8();
        return value.isNull() ? "-"_ba : QByteArray::number(bytes.size()) + ':' + bytes;
    };
    const auto hash = [](const QByteArray &bytes) {
        return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    };
    // As somebody else would do it who has read nothing but --help.
    const auto verified = [&](const QByteArray &lines, int &contents) {
        QJsonValue before(QString{});
        for (const QByteArray &line : lines.trimmed().split('\n')) {
            const QJsonObject row = QJsonDocument::fromJson(line).object();
            if (row.contains(u"old"_s)) {
                ++contents;
                if (hash(item(row[u"salt"_s]) + item(row[u"old"_s]) + item(row[u"new"_s]) + item(row[u"reason"_s]))
                    != row[u"contentHash"_s].toString()) {
                    return QString::fromUtf8("content " + line);
                }
            }
            const QByteArray chained = item(before) + item(row[u"id"_s]) + item(row[u"at"_s]) + item(row[u"actor"_s])
                                     + item(row[u"entity"_s]) + item(row[u"entityId"_s]) + item(row[u"field"_s])
                                     + item(row[u"contentHash"_s]);
            if (hash(chained) != row[u"chainHash"_s].toString()) {
                return QString::fromUtf8("chain " + line);
            }
            before = row[u"chainHash"_s];
        }
        return QString();
    };
    int contents = 0;
    const QByteArray all = machine.run({u"audit"_s, u"export"_s});
    QCOMPARE(verified(all, contents), QString());
    QVERIFY(contents >= 3 && contents == all.count('\n'));
    int ofOne = 0;
    const QByteArray one = machine.run({u"audit"_s, u"export"_s, u"--incident"_s, u"2"_s});
    QCOMPARE(verified(one, ofOne), QString());
    QCOMPARE(one.count('\n'), all.count('\n'));  // the chain is whole
    QVERIFY(ofOne >= 1 && ofOne < contents);
    const QString path = database.folder() + u"/trail.jsonl"_s;
    const QJsonObject told = machine.object({u"audit"_s, u"export"_s, u"-o"_s, path});
    QCOMPARE(told[u"rows"].toInt(), contents);

    const QByteArray sound = machine.run({u"check"_s, u"--json"_s});
    QCOMPARE(finding(sound, u"audit trail"_s).value(u"well"_s), QJsonValue(true));
    REQUIRE_OK(database.alter(u"UPDATE audit SET reason = 'it was always so' WHERE id = 1"_s));
    const QByteArray broken = machine.run({u"check"_s, u"--json"_s});
    QCOMPARE(finding(broken, u"audit trail"_s).value(u"well"_s), QJsonValue(false));
    QVERIFY(finding(broken, u"audit trail"_s).value(u"text"_s).toString().contains(u"row 1 "_s));
}

void TestCli::whatIsRedactedComesBackFromNoCopy()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    const QString secret = u"tr0ub4dor"_s;
    const auto holds = [&secret](const QString &path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(secret.toUtf8());
    };
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    RUN(machine, u"incident"_s, u"note"_s, u"1"_s, u"It uses "_s + secret);
    const QString conf = fileWith(database.folder(), u"app.conf"_s, u"a\nkey=%1\nb\n"_s.arg(secret)).mid(1);
    RUN(machine, u"evidence"_s, u"add"_s, u"1"_s, conf);
    const QString folder = database.folder() + u"/copies"_s;
    const QString copy = machine.object({u"backup"_s, u"now"_s, u"--folder"_s, folder}).value(u"path"_s).toString();
    QVERIFY(holds(copy));

    // First it is said where it stands.
    QJsonObject told = machine.object({u"incident"_s, u"redact"_s, u"1"_s, u"--text"_s, secret});
    QCOMPARE(told[u"done"], QJsonValue(false));
    QCOMPARE(told[u"places"].toArray().size(), 2);
    QVERIFY(holds(database.url().path));
    told = QJsonDocument::fromJson(machine.run({u"incident"_s, u"redact"_s, u"1"_s, u"--text"_s, u"-"_s, u"--reason"_s,
                                                u"A password"_s, u"--json"_s},
                                               secret.toUtf8() + '\n'))
               .object();
    QCOMPARE(told[u"done"], QJsonValue(true));
    QVERIFY(!holds(database.url().path));
    QVERIFY(!machine.run({u"incident"_s, u"show"_s, u"1"_s}).contains(secret.toUtf8()));
    machine.run({u"incident"_s, u"redact"_s, u"1"_s, u"--text"_s, secret, u"--reason"_s, u"again"_s});
    QCOMPARE(machine.exitCode, 1);
    QVERIFY(!machine.complaint.contains(secret));

    const QString back = database.folder() + u"/back.db"_s;
    const QByteArray answer = machine.run({u"restore"_s, copy, u"-o"_s, back});
    QVERIFY2(answer.contains("redacted in it again"), (answer + machine.complaint.toUtf8()).constData());
    QVERIFY(!holds(back));
    Machine other(back, database.folder());
    QVERIFY(other.run({u"incident"_s, u"show"_s, u"1"_s}).contains("It uses [redacted]"));
    // Lines of a file, wherever they stand.
    RUN(machine, u"incident"_s, u"redact"_s, u"1"_s, u"--file"_s, u"1"_s, u"--lines"_s, u"2-2"_s, u"--reason"_s,
        u"More of it"_s);
    QCOMPARE(machine.run({u"evidence"_s, u"save"_s, u"1"_s, u"-o"_s, u"-"_s}), "a\n[redacted]\nb\n"_ba);
}

void TestCli::aStartThatIsNotKnownIsSaidInWhole()
{
    const TestDatabase database(Engine::Sqlite);
    Machine machine(database.address(), database.folder());
    RUN(machine, u"incident"_s, u"open"_s, u"It burns"_s);
    const QString file =
        fileWith(database.folder(), u"old.md"_s, u"# Mail is late\nDate: 2026-01-31\n\n## Summary\nIt was late.\n"_s)
            .mid(1);
    const QByteArray told = machine.run({u"import"_s, u"--dry-run"_s, file});
    QVERIFY2(told.contains("start not recorded  "), told.constData());
}

void TestCli::aFullDiskBehindStandardOutputIsNoticed()
{
    const TestDatabase database(Engine::Sqlite);
    const Machine machine(database.address(), database.folder());
    for (const QString &words :
         {u"incident list"_s, u"incident list --json"_s, u"help"_s, u"help json"_s, u"--version"_s}) {
        QProcess process;
        process.setProcessEnvironment(machine.environment);
        process.setStandardOutputFile(u"/dev/full"_s);
        process.start(QStringLiteral(ONLYONCE_BINARY), words.split(u' ') << u"--database"_s << database.address());
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(isOneLine(QString::fromUtf8(process.readAllStandardError())));
    }
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
