// SPDX-License-Identifier: GPL-3.0-or-later
// The real thing: Debian's Prometheus watches a target that goes down and comes back, its Alertmanager tells us, and an
// incident opens and shows the recovery. Nothing is scripted but the target.
#include "app/intake.h"
#include "models/alerts/tokens.h"
#include "models/incidents/grouping/grouping.h"
#include "support/realprogram.h"
#include "support/testdatabase.h"

#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace onlyonce;
using namespace onlyonce::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000;  // for a busy machine; it takes some seconds

//! What Prometheus scrapes. Down means that nobody listens.
class Target
{
public:
    Target()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                    if (!socket->peek(64 * 1024).contains("\r\n\r\n")) {
                        return;
                    }
                    socket->readAll();
                    ++m_scrapes;
                    const QByteArray body = "shop_orders_total 1\n";
                    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\n"
                                  "Content-Length: "
                                  + QByteArray::number(body.size()) + "\r\n\r\n" + body);
                    socket->disconnectFromHost();
                });
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
        comeUp();
    }

    bool comeUp()
    {
        const bool listens = m_server.listen(QHostAddress::LocalHost, m_port);
        m_port = m_server.serverPort();
        return listens;
    }
    void goDown() { m_server.close(); }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] int scrapes() const { return m_scrapes; }

private:
    QTcpServer m_server;
    quint16 m_port = 0;
    int m_scrapes = 0;
};

//! Reads until `wanted(value)` holds, while the event loop runs.
template <typename Read, typename Wanted>
auto until(Database &database, Read read, Wanted wanted)
{
    auto value = await(database.read(read)).value();
    (void)QTest::qWaitFor(  // the caller compares the value, which says more than a time-out
        [&] {
            value = await(database.read(read)).value();
            return wanted(value);
        },
        patience);
    return value;
}

}  // namespace

class TestRealMonitor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOutageComesAndGoes();
};

void TestRealMonitor::anOutageComesAndGoes()
{
    const QString prometheus = QStandardPaths::findExecutable(u"prometheus"_s);
    const QString alertmanager = QStandardPaths::findExecutable(u"prometheus-alertmanager"_s);
    QVERIFY2(!prometheus.isEmpty() && !alertmanager.isEmpty(),
             "app/setup --tests installs Prometheus and Alertmanager");

    QTemporaryDir folder;
    auto database = Database::open({.url = DatabaseUrl::parse(folder.filePath(u"onlyonce.db"_s)).value(),
                                    .stateFolder = folder.filePath(u"state"_s)});
    QVERIFY2(database, why(database).constData());
    REQUIRE_VALUE(administrator, await((*database)->write({}, [](Transaction &transaction) {
                      return actorForLogin(transaction, u"ada"_s, u"Ada"_s);
                  })));
    REQUIRE_VALUE(token, await((*database)->write(administrator.id, [](Transaction &transaction) {
                      return makeIntakeToken(transaction, u"alertmanager"_s, u"alertmanager"_s);
                  })));
    REQUIRE_VALUE(program, await((*database)->write({}, [](Transaction &transaction) {
                      return actorForMachine(transaction, ActorKind::Program, u"OnlyOnce"_s);
                  })));

    Collector collector(**database);
    IntakeServer intake(**database, collector, {.port = 0});
    REQUIRE_OK(intake.start());
    Grouping grouping(**database, program.id);
    grouping.start();

    // The README shows this very configuration, with calmer times.
    Target target;
    const quint16 alertmanagerPort = freePort();
    QVERIFY(write(folder.filePath(u"alertmanager.yml"_s), uR"(
route: {receiver: onlyonce, group_by: [alertname], group_wait: 100ms, group_interval: 500ms, repeat_interval: 1h}
receivers:
- name: onlyonce
  webhook_configs:
  - url: http://127.0.0.1:%1/v1/alerts/alertmanager
    send_resolved: true
    http_config: {authorization: {credentials: %2}}
)"_s.arg(intake.port())
                                                              .arg(token.secret)
                                                              .toUtf8()));
    QVERIFY(write(folder.filePath(u"rules.yml"_s), uR"(
groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up == 0
    for: 400ms
    labels: {severity: critical, service: shop, dc: fra1}
    annotations: {summary: "The shop at {{ $labels.instance }} does not answer"}
)"_s.toUtf8()));
    QVERIFY(write(folder.filePath(u"prometheus.yml"_s), uR"(
global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}
rule_files: [rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%1"]}]}]}
scrape_configs: [{job_name: shop, static_configs: [{targets: ["127.0.0.1:%2"]}]}]
)"_s.arg(alertmanagerPort)
                                                            .arg(target.port())
                                                            .toUtf8()));
    const RealProgram sender(alertmanager, {u"--config.file="_s + folder.filePath(u"alertmanager.yml"_s),
                                            u"--storage.path="_s + folder.filePath(u"alertmanager"_s),
                                            u"--web.listen-address=127.0.0.1:%1"_s.arg(alertmanagerPort),
                                            u"--cluster.listen-address="_s});
    const RealProgram watcher(prometheus, {u"--config.file="_s + folder.filePath(u"prometheus.yml"_s),
                                           u"--storage.tsdb.path="_s + folder.filePath(u"prometheus"_s),
                                           u"--web.listen-address=127.0.0.1:%1"_s.arg(freePort())});
    QVERIFY(sender.isRunning() && watcher.isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(target.scrapes() > 2, patience);

    const auto allAlerts = [](Transaction &transaction) { return alerts(transaction, {}, 10); };
    const auto allIncidents = [](Transaction &transaction) { return incidents(transaction, {}, 10); };
    QVERIFY(await((*database)->read(allAlerts)).value().empty());

    const Instant before = SystemClock().now();
    target.goDown();
    const auto firing = until(**database, allAlerts, [](const auto &rows) { return !rows.empty(); });
    QCOMPARE(firing.size(), 1U);
    const AlertRow alert = firing.front();
    QCOMPARE(alert.status, AlertStatus::Firing);
    QCOMPARE(alert.source, u"alertmanager"_s);
    QCOMPARE(alert.severity, AlertSeverity::Critical);
    QCOMPARE(alert.service, u"shop"_s);
    QCOMPARE(alert.dataCentre, u"fra1"_s);
    QCOMPARE(alert.summary, u"The shop at 127.0.0.1:%1 does not answer"_s.arg(target.port()));
    QCOMPARE(alert.fingerprint.size(), 16);
    QVERIFY(alert.link.startsWith(u"http://"));
    QVERIFY(alert.startedAt >= before && alert.startedAt <= alert.receivedAt);

    const auto opened = until(**database, allIncidents, [](const auto &list) { return !list.empty(); });
    QCOMPARE(opened.size(), 1U);
    const Incident incident = opened.front();
    QVERIFY(incident.isOpen());
    QCOMPARE(incident.severity, Severity::Sev1);
    QCOMPARE(incident.services, QStringList{u"shop"_s});
    QCOMPARE(incident.dataCentres, QStringList{u"fra1"_s});
    QVERIFY(incident.time(IncidentTime::Started) == alert.startedAt);
    QVERIFY(incident.time(IncidentTime::Detected) == alert.receivedAt);

    QVERIFY(target.comeUp());
    const auto over =
        until(**database, allAlerts, [](const auto &rows) { return rows.front().status == AlertStatus::Resolved; });
    QCOMPARE(over.size(), 1U);
    QCOMPARE(over.front().status, AlertStatus::Resolved);
    QCOMPARE(over.front().id, alert.id);
    QVERIFY(over.front().resolvedAt && *over.front().resolvedAt >= alert.startedAt);
    QCOMPARE(over.front().incident, incident.number);

    // The incident shows the recovery; whether it is over, a person decides.
    const auto timeline = until(
        **database, [id = incident.id](Transaction &transaction) { return timelineOf(transaction, id); },
        [](const auto &entries) {
            return std::ranges::any_of(entries, [](const auto &e) { return e.kind == TimelineKind::AlertResolved; });
        });
    const auto told = [&](TimelineKind kind) { return std::ranges::count(timeline, kind, &TimelineEntry::kind); };
    QCOMPARE(told(TimelineKind::AlertFired), 1);
    QCOMPARE(told(TimelineKind::AlertResolved), 1);
    QVERIFY(await((*database)->read(allIncidents)).value().front().isOpen());
}

QTEST_GUILESS_MAIN(TestRealMonitor)
#include "tst_realmonitor.moc"
