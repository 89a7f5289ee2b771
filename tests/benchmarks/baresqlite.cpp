// SPDX-License-Identifier: GPL-3.0-or-later
// The baseline of the intake: the rows that it stored, committed again by sqlite3 alone, as many alerts per commit as came
// per request. No HTTP, no JSON, no threads, nothing looked up.
//   bench_baresqlite SAMPLE TARGET ALERTS-PER-COMMIT COMMITS    says how many alerts per second
// SAMPLE is the intake's database after its run; TARGET an empty one with the same tables and indexes.
#include "figures.h"
#include "process.h"
#include "sender.h"
#include "sqlite.h"

#include <array>
#include <vector>

using namespace onlyonce::bench;

namespace {

constexpr int texts = 9;

struct Alert
{
    std::array<std::string, texts> values;  // status … link
    int64_t at = 0;
};

struct Payload
{
    std::string body;
    std::vector<Alert> alerts;
};

std::vector<Payload> sampleOf(const std::string &path)
{
    SqliteFile file(path);
    std::vector<Payload> sample;
    Statement payload = file.prepare("SELECT id, body FROM payload ORDER BY id DESC LIMIT 16");
    Statement alert = file.prepare("SELECT status, severity, summary, service, data_centre, labels, annotations, link, "
                                   "source, received_at FROM alert WHERE payload_id = ?");
    while (payload.step()) {
        Payload &one = sample.emplace_back(Payload{.body = payload.text(1), .alerts = {}});
        alert.bind(1, payload.integer(0));
        while (alert.step()) {
            Alert &row = one.alerts.emplace_back();
            for (int i = 0; i < texts; ++i) {
                row.values.at(size_t(i)) = alert.text(i);
            }
            row.at = alert.integer(texts);
        }
    }
    return sample;
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 5) {
        giveUp("bench_baresqlite SAMPLE TARGET ALERTS-PER-COMMIT COMMITS");
    }
    const std::vector<Payload> sample = sampleOf(argv[1]);
    const size_t perCommit = std::stoul(argv[3]);
    const size_t commits = std::stoul(argv[4]);

    SqliteFile target(argv[2]);
    target.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    Statement begin = target.prepare("BEGIN IMMEDIATE");
    Statement commit = target.prepare("COMMIT");
    Statement payload = target.prepare("INSERT INTO payload (source, received_at, body) VALUES (?, ?, ?)");
    Statement alert = target.prepare(
        "INSERT INTO alert (status, severity, summary, service, data_centre, labels, annotations, link, source, "
        "fingerprint, started_at, received_at, last_received_at, resolved_at, count, payload_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 1, ?)");
    Statement event = target.prepare("INSERT INTO alert_event (alert_id, kind, at) VALUES (?, 'fired', ?)");

    const auto start = SteadyClock::now();
    uint64_t number = 0;
    for (size_t i = 0; i < commits; ++i) {
        const Payload &from = sample.at(i % sample.size());
        if (from.alerts.size() != perCommit) {
            giveUp("a payload of the sample does not hold " + std::to_string(perCommit) + " alerts");
        }
        begin.step();
        payload.bind(1, from.alerts.front().values.back());
        payload.bind(2, from.alerts.front().at);
        payload.bindBytes(3, from.body);
        payload.step();
        const int64_t payloadId = target.lastId();
        for (const Alert &row : from.alerts) {
            const std::string fingerprint = Payloads::fingerprintOf(++number);
            for (int column = 0; column < texts; ++column) {
                alert.bind(column + 1, row.values.at(size_t(column)));
            }
            alert.bind(texts + 1, fingerprint);
            for (int column = texts + 2; column <= texts + 4; ++column) {
                alert.bind(column, row.at);
            }
            alert.bind(texts + 5, payloadId);
            alert.step();
            event.bind(1, target.lastId());
            event.bind(2, row.at);
            event.step();
        }
        commit.step();
    }
    std::printf("rate %.1f\n", double(number) / secondsSince(start));
    return 0;
}
