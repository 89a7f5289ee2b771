// SPDX-License-Identifier: GPL-3.0-or-later
// POST and GET /api/v2/alerts of `onlyonce serve`, which has written an alert durably before it answers, beside those of
// Alertmanager, which keeps alerts in memory. Both get the same bytes over four connections, in turns.
//   bench_alertmanager ONLYONCE ALERTMANAGER RECORDINGS FOLDER
#include "figures.h"
#include "process.h"
#include "sender.h"
#include "sqlite.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace onlyonce::bench;
using namespace std::chrono_literals;

namespace {

constexpr int rounds = 3;
constexpr int senders = 4;
constexpr const char *path = "/api/v2/alerts";

struct Size
{
    size_t alerts;  //!< per request
    size_t requests;
};
constexpr Size sizes[] = {{1, 4'000}, {10, 2'000}, {100, 400}};
constexpr Size whole{100, 1'000};  //!< the 100,000 alerts that memory and GET are measured with

struct Places
{
    std::string program;
    std::string alertmanager;
    std::filesystem::path folder;
};

struct Figures
{
    std::vector<double> posted[std::size(sizes)];  //!< alerts per second
    double gotAtOnce = 0;                          //!< milliseconds of a GET with a filter
    double got = 0;                                //!< … when all has been put in order
    double memory = 0;
};

std::vector<std::string> bodiesOf(const Payloads &payloads, const Size &size, uint64_t first)
{
    std::vector<std::string> bodies;
    bodies.reserve(size.requests);
    for (size_t i = 0; i < size.requests; ++i) {
        bodies.push_back(payloads.makeList(first + i * size.alerts, size.alerts));
    }
    return bodies;
}

//! Alerts per second.
double post(uint16_t port, const std::vector<std::string> &bodies, size_t alerts)
{
    std::atomic<size_t> next = 0;
    const auto start = SteadyClock::now();
    {
        std::vector<std::jthread> threads;
        threads.reserve(senders);
        for (int i = 0; i < senders; ++i) {
            threads.emplace_back([&] {
                Sender sender(port, path);
                for (size_t at = next++; at < bodies.size(); at = next++) {
                    sender.post(bodies.at(at));
                }
            });
        }
    }
    return static_cast<double>(bodies.size() * alerts) / secondsSince(start);
}

uint16_t portIn(const std::string &line)
{
    const size_t colon = line.find("127.0.0.1:");
    return static_cast<uint16_t>(std::stoul(line.substr(colon + std::string("127.0.0.1:").size())));
}

void measure(Process &server, uint16_t port, const Payloads &payloads, Figures &figures)
{
    Sender(port, path).post(payloads.makeList(0, 1));  // the first one introduces the source
    uint64_t first = 1;
    for (size_t i = 0; i < std::size(sizes); ++i) {
        figures.posted[i].push_back(post(port, bodiesOf(payloads, sizes[i], first), sizes[i].alerts));
        first += sizes[i].alerts * sizes[i].requests;
    }
    server.terminate();
    server.wait();
}

void measureWhole(Process &server, uint16_t port, const Payloads &payloads, Figures &figures)
{
    post(port, bodiesOf(payloads, whole, 1), whole.alerts);
    const std::string fingerprint = Payloads::fingerprintOf(77'777);
    const std::string filter = "?filter=bench%3D%22" + fingerprint + "%22";
    const auto get = [&] {
        std::vector<double> times;
        for (int i = 0; i < 5; ++i) {
            const auto start = SteadyClock::now();
            const std::string answer = Sender::get(port, path + filter);
            if (!answer.contains(fingerprint)) {
                giveUp("the alert that was asked for is not in the answer: " + answer.substr(0, 500));
            }
            times.push_back(secondsSince(start) * 1000);
        }
        return median(times);
    };
    figures.gotAtOnce = get();
    std::this_thread::sleep_for(10s);
    figures.got = get();
    server.terminate();
    server.wait();
    figures.memory = server.peakMemory();
}

void removeDatabase(const std::filesystem::path &file)
{
    for (const char *suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(file.string() + suffix);
    }
}

template <typename Measure>
void serve(const Places &places, const Payloads &payloads, Figures &figures, Measure measureIt)
{
    const auto database = places.folder / "served.db";
    removeDatabase(database);
    Process person({places.program, "person", "add", "Bench", "--database", database.string()});
    person.wait();
    Process server({places.program, "serve", "--listen", "127.0.0.1:0", "--database", database.string()});
    measureIt(server, portIn(server.lineWith({" is ready on "})), payloads, figures);
    removeDatabase(database);
}

template <typename Measure>
void serveAlertmanager(const Places &places, const Payloads &payloads, Figures &figures, Measure measureIt)
{
    const auto storage = places.folder / "alertmanager";
    std::filesystem::remove_all(storage);
    const auto configuration = places.folder / "alertmanager.yml";
    std::ofstream(configuration) << "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n";
    Process server({places.alertmanager, "--config.file=" + configuration.string(),
                    "--storage.path=" + storage.string(), "--web.listen-address=127.0.0.1:0",
                    "--cluster.listen-address="},
                   Process::Stream::Errors);
    measureIt(server, portIn(server.lineWith({"127.0.0.1:", "istening"})), payloads, figures);
    std::filesystem::remove_all(storage);
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 5) {
        giveUp("bench_alertmanager ONLYONCE ALERTMANAGER RECORDINGS FOLDER");
    }
    const Places places{argv[1], argv[2], argv[4]};
    const Payloads payloads(argv[3]);
    Figures ours;
    Figures theirs;
    for (int round = 0; round < rounds; ++round) {
        serve(places, payloads, ours, measure);
        serveAlertmanager(places, payloads, theirs, measure);
    }
    serve(places, payloads, ours, measureWhole);
    serveAlertmanager(places, payloads, theirs, measureWhole);

    printHead("POST /api/v2/alerts, 4 senders", "durable", "Alertmanager");
    for (size_t i = 0; i < std::size(sizes); ++i) {
        printRow(std::to_string(sizes[i].alerts) + " per request", median(ours.posted[i]), median(theirs.posted[i]),
                 perSecond);
    }
    printHead("  … with 100,000 alerts", "OnlyOnce", "Alertmanager");
    printRow("GET with a filter, right after the last POST", ours.gotAtOnce, theirs.gotAtOnce, millis);
    printRow("GET with a filter, ten seconds later", ours.got, theirs.got, millis);
    printRow("peak memory", ours.memory, theirs.memory, mebibytes);
    return 0;
}
