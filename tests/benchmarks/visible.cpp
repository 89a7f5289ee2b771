// SPDX-License-Identifier: GPL-3.0-or-later
// From sending an alert to its row, and its incident's row, in the models that the window's lists show, beside the bare
// answer to the POST. The services run in this process, as they do in the window's.
//   bench_visible RECORDINGS FOLDER EMPTY-DATABASE LARGE-DATABASE
#include "app/services.h"
#include "figures.h"
#include "process.h"
#include "sender.h"
#include "views/alerts/alertlistmodel.h"
#include "views/incidents/lists/incidentlistmodel.h"

#include <QApplication>
#include <QEventLoop>

#include <sys/resource.h>

#include <atomic>
#include <semaphore>
#include <thread>

using namespace onlyonce;
using namespace onlyonce::bench;

namespace {

constexpr uint64_t warmUp = 5;
constexpr uint64_t samples = 60;
constexpr auto rest = std::chrono::milliseconds(300);  // in a storm the lists hold back on purpose

struct Figures
{
    std::vector<double> answer;
    std::vector<double> alert;
    std::vector<double> incident;
    double memory = 0;  //!< the highest of this process so far
};

//! Sends one alert after the other, each when the one before it is in sight.
class Watch
{
public:
    Watch(Services &services, Session &session, const Payloads &payloads)
        : m_port(services.intakePort())
        , m_payloads(payloads)
        , m_alerts(session)
        , m_incidents(session)
    {
        for (QAbstractItemModel *model :
             {static_cast<QAbstractItemModel *>(&m_alerts), static_cast<QAbstractItemModel *>(&m_incidents)}) {
            QObject::connect(model, &QAbstractItemModel::rowsInserted, &m_loop, [this] { look(); });
            QObject::connect(model, &QAbstractItemModel::modelReset, &m_loop, [this] { look(); });
            QObject::connect(model, &QAbstractItemModel::dataChanged, &m_loop, [this] { look(); });
        }
    }

    Figures run()
    {
        std::jthread thread([this] { send(); });
        m_loop.exec();
        return m_figures;
    }

private:
    void send()
    {
        Sender sender(m_port);
        for (uint64_t number = 1; number <= warmUp + samples; ++number) {
            const std::string payload = m_payloads.makeAlone(number);
            std::this_thread::sleep_for(rest);
            m_sent = SteadyClock::now();
            m_alertSeen = false;
            m_incidentSeen = false;
            m_number = number;
            sender.post(payload);
            const double answer = secondsSince(m_sent) * 1000;
            m_seen.acquire();
            if (number > warmUp) {
                m_figures.answer.push_back(answer);
                m_figures.alert.push_back(m_alertTime);
                m_figures.incident.push_back(m_incidentTime);
            }
        }
        QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection);
    }

    //! On the models' thread.
    void look()
    {
        const uint64_t number = m_number;
        if (number == 0) {
            return;
        }
        const AlertRow *alert = m_alerts.at(m_alerts.index(0));
        if (!m_alertSeen && alert && alert->fingerprint == QString::fromStdString(Payloads::fingerprintOf(number))) {
            m_alertTime = secondsSince(m_sent) * 1000;
            m_alertSeen = true;
            finish();
        }
        const Incident *incident = m_incidents.at(m_incidents.index(0));
        if (!m_incidentSeen && incident
            && incident->services.contains(QString::fromStdString(Payloads::serviceOf(number)))) {
            m_incidentTime = secondsSince(m_sent) * 1000;
            m_incidentSeen = true;
            finish();
        }
    }

    void finish()
    {
        if (m_alertSeen && m_incidentSeen) {
            m_seen.release();
        }
    }

    quint16 m_port;
    const Payloads &m_payloads;
    ui::AlertListModel m_alerts;
    ui::IncidentListModel m_incidents;
    QEventLoop m_loop;
    Figures m_figures;

    std::atomic<uint64_t> m_number = 0;
    SteadyClock::time_point m_sent;
    std::binary_semaphore m_seen{0};
    bool m_alertSeen = false;
    bool m_incidentSeen = false;
    double m_alertTime = 0;
    double m_incidentTime = 0;
};

Figures measure(const QString &database, const QString &folder, const Payloads &payloads)
{
    const auto environment = environmentFrom(database, folder + QStringLiteral("/visible.json"));
    auto opened = environment ? openDatabase(*environment) : failure(environment);
    if (!opened) {
        giveUp(opened.error().message.toStdString());
    }
    Services services(*opened, *environment, {.intake = {.port = 0}, .processName = QStringLiteral("bench")});
    if (const auto started = services.start(); !started) {
        giveUp(started.error().message.toStdString());
    }
    Session session{*opened->database, opened->person.id};
    Figures figures = Watch(services, session, payloads).run();
    QEventLoop loop;
    services.stop().then(&loop, [&loop] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
    loop.exec();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    figures.memory = static_cast<double>(usage.ru_maxrss) / 1024;
    return figures;
}

void print(const char *head, const Figures &figures)
{
    printHead(head, "seen", "POST answered");
    for (const auto &[name, values] : {std::pair("alert", &figures.alert), std::pair("incident", &figures.incident)}) {
        printRow(std::string(name) + ", median", median(*values), median(figures.answer), millis);
        printRow(std::string(name) + ", 95th percentile", quantile(*values, 0.95), quantile(figures.answer, 0.95),
                 millis);
    }
}

}  // namespace

int main(int argc, char **argv)
{
    const QApplication app(argc, argv);
    if (argc != 5) {
        giveUp("bench_visible RECORDINGS FOLDER EMPTY-DATABASE LARGE-DATABASE");
    }
    const Payloads payloads(argv[1]);
    const QString folder = QString::fromLocal8Bit(argv[2]);
    const Figures none = measure(QString::fromLocal8Bit(argv[3]), folder, payloads);
    print("From POST to the row in the list, no incidents", none);
    const Figures many = measure(QString::fromLocal8Bit(argv[4]), folder, payloads);
    print("  … 100,000 incidents", many);
    printHead("  … peak memory", "100,000 incidents", "no incidents");
    printRow("services and lists", many.memory, none.memory, mebibytes);
    return 0;
}
