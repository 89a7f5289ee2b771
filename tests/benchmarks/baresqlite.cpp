// SPDX-License-Identifier: GPL-3.0-or-later
// The baseline of the intake: the rows that it stored, committed again by sqlite3 alone, as many alerts per commit as came
// per request. No HTTP, no JSON, no threads, nothing looked up.
//   bench_baresqlite alerts|incidents SAMPLE TARGET ALERTS-PER-COMMIT COMMITS    says how many alerts per second
// SAMPLE is the intake's database after its run; TARGET an empty one with the same tables and indexes. "incidents": with
// what puts each alert into its incident, too.
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

std::string timelineSampleOf(const std::string &path)
{
    SqliteFile file(path);
    Statement entry = file.prepare("SELECT body FROM timeline WHERE kind = 'alert fired' LIMIT 1");
    return entry.step() ? entry.text(0) : std::string();
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 6) {
        giveUp("bench_baresqlite alerts|incidents SAMPLE TARGET ALERTS-PER-COMMIT COMMITS");
    }
    const bool grouped = std::string_view(argv[1]) == "incidents";
    const std::vector<Payload> sample = sampleOf(argv[2]);
    const std::string told = timelineSampleOf(argv[2]);
    const size_t perCommit = std::stoul(argv[4]);
    const size_t commits = std::stoul(argv[5]);

    SqliteFile target(argv[3]);
    target.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    Statement begin = target.prepare("BEGIN IMMEDIATE");
    Statement commit = target.prepare("COMMIT");
    Statement payload = target.prepare("INSERT INTO payload (source, received_at, body) VALUES (?, ?, ?)");
    Statement alert = target.prepare(
        "INSERT INTO alert (status, severity, summary, service, data_centre, labels, annotations, link, source, "
        "fingerprint, started_at, received_at, last_received_at, resolved_at, count, payload_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 1, ?)");
    Statement event = target.prepare("INSERT INTO alert_event (alert_id, kind, at) VALUES (?, 'fired', ?)");
    Statement link = target.prepare("INSERT INTO incident_alert (alert_id, incident_id, reason) "
                                    "VALUES (?, 1, 'the same alert fired in it before')");
    Statement entry = target.prepare(
        "INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, data) "
        "VALUES (1, 'alert fired', ?, ?, 1, 'internal', ?, '{\"alert\":1}')");

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
            const int64_t alertId = target.lastId();
            event.bind(1, alertId);
            event.bind(2, row.at);
            event.step();
            if (grouped) {
                link.bind(1, alertId);
                link.step();
                entry.bind(1, row.at);
                entry.bind(2, row.at);
                entry.bind(3, told);
                entry.step();
            }
        }
        commit.step();
    }
    std::printf("rate %.1f\n", double(number) / secondsSince(start));
    return 0;
}
