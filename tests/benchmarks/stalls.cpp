// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's thread keeps a click waiting while 100,000 alerts of one outage come in within a minute, beside the
// same window while nothing happens; and that they are one incident. Everything runs in this process, as in the window's;
// the first half of the storm is watched in the inbox, the second on the incident's page.
//   bench_stalls RECORDINGS FOLDER EMPTY-DATABASE
#include "app/services.h"
#include "app/window/window.h"
#include "figures.h"
#include "process.h"
#include "sender.h"
#include "sqlite.h"

#include <QApplication>
#include <QEventLoop>

#include <atomic>
#include <semaphore>
#include <thread>

using namespace onlyonce;
using namespace onlyonce::bench;
using namespace std::chrono_literals;

namespace {

constexpr size_t alertCount = 100'000;
constexpr size_t perRequest = 50;
constexpr size_t senders = 4;
constexpr auto storm = 60s;
constexpr auto calm = 10s;

//! Asks the thread of its context for a sign of life, again and again, and notes how long each took.
class Pulse
{
public:
    explicit Pulse(QObject &context)
        : m_thread([this, &context](const std::stop_token &stop) {
            while (!stop.stop_requested()) {
                const auto asked = SteadyClock::now();
                QMetaObject::invokeMethod(&context, [this] { m_alive.release(); }, Qt::QueuedConnection);
                while (!m_alive.try_acquire_for(100ms)) {
                    if (stop.stop_requested()) {
                        return;
                    }
                }
                m_waits.push_back(secondsSince(asked) * 1000);
                std::this_thread::sleep_for(2ms);
            }
        })
    {
    }

    std::vector<double> stop()
    {
        m_thread.request_stop();
        m_thread.join();
        return std::move(m_waits);
    }

private:
    std::binary_semaphore m_alive{0};
    std::vector<double> m_waits;
    std::jthread m_thread;
};

//! Evenly over the time of the storm.
void send(uint16_t port, const std::vector<std::string> &bodies, std::atomic<size_t> &next)
{
    const auto start = SteadyClock::now();
    std::vector<std::jthread> threads;
    threads.reserve(senders);
    for (size_t i = 0; i < senders; ++i) {
        threads.emplace_back([&] {
            Sender sender(port);
            for (size_t at = next++; at < bodies.size(); at = next++) {
                std::this_thread::sleep_until(start + storm * at / bodies.size());
                sender.post(bodies.at(at));
            }
        });
    }
}

void wait(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

int64_t integerIn(const std::string &file, const char *sql)
{
    return SqliteFile(file).integer(sql);
}

}  // namespace

int main(int argc, char **argv)
{
    const QApplication app(argc, argv);
    if (argc != 4) {
        giveUp("bench_stalls RECORDINGS FOLDER EMPTY-DATABASE");
    }
    const Payloads payloads(argv[1]);
    std::vector<std::string> bodies;
    bodies.reserve(alertCount / perRequest);
    for (uint64_t first = 1; first <= alertCount; first += perRequest) {
        bodies.push_back(payloads.make(first, perRequest, "login"));
    }
    const std::string file = argv[3];
    const auto environment = environmentFrom(QString::fromLocal8Bit(argv[3]),
                                             QString::fromLocal8Bit(argv[2]) + QStringLiteral("/stalls.json"));
    auto opened = environment ? openDatabase(*environment) : failure(environment);
    if (!opened) {
        giveUp(opened.error().message.toStdString());
    }
    Services services(*opened, *environment, {.intake = {.port = 0}, .processName = QStringLiteral("bench")});
    if (const auto started = services.start(); !started) {
        giveUp(started.error().message.toStdString());
    }
    std::vector<double> idle;
    std::vector<double> busy;
    double behind = 0;
    {
        Window window(*opened, services, *environment);
        window.show();
        (void)window.go(QStringLiteral("alerts"));
        wait(2s);
        Pulse quiet(window);
        wait(calm);
        idle = quiet.stop();

        Pulse pulse(window);
        std::atomic<size_t> next = 0;
        std::jthread sending([&] { send(services.intakePort(), bodies, next); });
        wait(storm / 2);
        (void)window.go(QStringLiteral("incident/1"));
        QEventLoop loop;
        QTimer look;
        QObject::connect(&look, &QTimer::timeout, &loop, [&] {
            if (next >= bodies.size() + senders) {
                loop.quit();
            }
        });
        look.start(50);
        loop.exec();
        sending.join();
        const auto sent = SteadyClock::now();
        while (integerIn(file, "SELECT count(*) FROM incident_alert") < int64_t(alertCount)) {
            wait(50ms);
        }
        behind = secondsSince(sent) * 1000;
        busy = pulse.stop();
    }
    QEventLoop loop;
    services.stop().then(&loop, [&loop] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
    loop.exec();

    printHead("A click waits, 100,000 alerts within a minute", "in the storm", "nothing happens");
    printRow("median", median(busy), median(idle), millis);
    printRow("99th percentile", quantile(busy, 0.99), quantile(idle, 0.99), millis);
    printRow("at most (no more than 50 ms)", quantile(busy, 1), quantile(idle, 1), millis);
    std::printf("  incidents: %lld; the last alert stood in it %.0f ms after it was answered\n",
                static_cast<long long>(integerIn(file, "SELECT count(*) FROM incident")), behind);
    return 0;
}
