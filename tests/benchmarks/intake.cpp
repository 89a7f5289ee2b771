// SPDX-License-Identifier: GPL-3.0-or-later
// Durable alerts per second: through HTTP into `onlyonce serve`, by a few senders at once, beside a bare sqlite3 loop that
// commits the same rows in the same groups. The two take turns, each round on fresh databases.
//   bench_intake ONLYONCE BENCH_BARESQLITE RECORDINGS FOLDER
#include "figures.h"
#include "process.h"
#include "sender.h"
#include "sqlite.h"

#include <atomic>
#include <filesystem>
#include <thread>

using namespace onlyonce::bench;
using namespace std::chrono_literals;

namespace {

constexpr int rounds = 5;
constexpr int senders = 4;

struct Size
{
    size_t alerts;    //!< per request, and per commit of the bare loop
    size_t requests;  //!< about a second of the bare loop
};
constexpr Size sizes[] = {{1, 2'000}, {10, 1'200}, {100, 250}};

struct Places
{
    std::string program;
    std::string bareLoop;
    std::string recordings;
    std::filesystem::path folder;
};

struct Figures
{
    std::vector<double> answered;  //!< alerts per second, until the last answer
    std::vector<double> grouped;   //!< … until the last alert stands in its incident
    std::vector<double> bare;
    std::vector<double> bareGrouped;
    std::vector<double> memory;
    std::vector<double> bareMemory;
};

//! Databases leave files beside them.
void removeDatabase(const std::filesystem::path &path)
{
    for (const char *suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(path.string() + suffix);
    }
}

void makeDatabase(const Places &places, const std::filesystem::path &path)
{
    removeDatabase(path);
    Process program({places.program, "person", "add", "Bench", "--database", path.string()});
    program.wait();
}

uint16_t portIn(const std::string &line)
{
    return static_cast<uint16_t>(std::stoul(line.substr(line.rfind(':') + 1)));
}

std::vector<std::string> bodiesOf(const Places &places, const Size &size)
{
    const Payloads payloads(places.recordings);
    std::vector<std::string> bodies;
    bodies.reserve(size.requests);
    for (size_t request = 0; request < size.requests; ++request) {
        bodies.push_back(payloads.make(1 + request * size.alerts, size.alerts));
    }
    return bodies;
}

void send(uint16_t port, const std::vector<std::string> &bodies)
{
    std::atomic<size_t> next = 0;
    std::vector<std::jthread> threads;
    threads.reserve(senders);
    for (int i = 0; i < senders; ++i) {
        threads.emplace_back([&] {
            Sender sender(port);
            for (size_t request = next++; request < bodies.size(); request = next++) {
                sender.post(bodies.at(request));
            }
        });
    }
}

void serveOnce(const Places &places, const std::string &path, const Size &size, Figures &figures)
{
    Process server({places.program, "serve", "--listen", "127.0.0.1:0", "--database", path});
    const uint16_t port = portIn(server.lineWith({" is ready on "}));
    Sender(port).post(Payloads(places.recordings).make(0, 1));  // the first one introduces the source

    const std::vector<std::string> bodies = bodiesOf(places, size);

    const auto start = SteadyClock::now();
    send(port, bodies);
    const double seconds = secondsSince(start);

    const double alerts = static_cast<double>(size.alerts * size.requests);
    SqliteFile file(path);
    if (file.integer("SELECT count(*) FROM alert") != static_cast<int64_t>(size.alerts * size.requests) + 1) {
        giveUp("what was answered is not in the database");
    }
    while (file.integer("SELECT coalesce((SELECT position FROM follow_cursor WHERE follower = 'grouping'), 0) < "
                        "max(id) FROM alert_event")
           != 0) {
        std::this_thread::sleep_for(5ms);
    }
    figures.grouped.push_back(alerts / secondsSince(start));
    figures.answered.push_back(alerts / seconds);
    server.terminate();
    server.wait();
    figures.memory.push_back(server.peakMemory());
}

void commitOnce(const Places &places, const std::string &sample, const std::string &path, const Size &size,
                Figures &figures)
{
    for (const bool grouped : {false, true}) {
        makeDatabase(places, path);
        Process loop({places.bareLoop, grouped ? "incidents" : "alerts", sample, path, std::to_string(size.alerts),
                      std::to_string(size.requests)});
        (grouped ? figures.bareGrouped : figures.bare).push_back(std::stod(loop.lineWith({"rate "}).substr(5)));
        loop.wait();
        figures.bareMemory.push_back(loop.peakMemory());
    }
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 5) {
        giveUp("bench_intake ONLYONCE BENCH_BARESQLITE RECORDINGS FOLDER");
    }
    const Places places{argv[1], argv[2], argv[3], argv[4]};
    const std::string served = places.folder / "served.db";
    const std::string bare = places.folder / "bare.db";
    std::vector<Figures> all(std::size(sizes));
    for (int round = 0; round < rounds; ++round) {
        for (size_t i = 0; i < std::size(sizes); ++i) {
            makeDatabase(places, served);
            serveOnce(places, served, sizes[i], all.at(i));
            commitOnce(places, served, bare, sizes[i], all.at(i));
        }
    }
    const auto rows = [&all](auto ours, auto baseline, const Unit &unit) {
        for (size_t i = 0; i < std::size(sizes); ++i) {
            printRow(std::to_string(sizes[i].alerts) + " per request", median(all.at(i).*ours),
                     median(all.at(i).*baseline), unit);
        }
    };
    printHead("Durable alerts, 4 senders", "through HTTP", "bare sqlite3");
    rows(&Figures::answered, &Figures::bare, perSecond);
    printHead("  … until each stands in its incident", "through HTTP", "bare sqlite3");
    rows(&Figures::grouped, &Figures::bareGrouped, perSecond);
    printHead("  … peak memory", "server", "bare sqlite3");
    rows(&Figures::memory, &Figures::bareMemory, mebibytes);
    removeDatabase(served);
    removeDatabase(bare);
    return 0;
}
