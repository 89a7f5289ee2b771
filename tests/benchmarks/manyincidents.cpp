// SPDX-License-Identifier: GPL-3.0-or-later
// Fills a database that onlyonce has made with years of incidents: each with an alert, places and a timeline; the newest
// three are open, and one of the oldest was forgotten. The followers have seen everything.
//   bench_manyincidents DATABASE COUNT
#include "process.h"
#include "sqlite.h"

using namespace onlyonce::bench;

namespace {

//! {count} is the number of incidents; ten minutes lie between two of them.
constexpr const char *script = R"sql(
PRAGMA synchronous = OFF;
PRAGMA cache_size = -200000;
BEGIN;
CREATE TEMP TABLE nth AS
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
    SELECT i, 1700000000000 + i * 600000 AS at, (i > {count} - 3 OR i = 5) AS open FROM n;
INSERT INTO actor (kind, name, role) VALUES ('source', 'alertmanager', 'responder') ON CONFLICT DO NOTHING;
INSERT INTO service (id, name, version) SELECT i, 'service-' || i, 1 FROM nth WHERE i <= 50;
INSERT INTO data_centre (id, name, version) SELECT i, 'dc-' || i, 1 FROM nth WHERE i <= 6;
INSERT INTO alert (id, source, fingerprint, status, severity, summary, service, data_centre, labels, annotations, link,
                   started_at, received_at, last_received_at, resolved_at, count)
    SELECT i, 'alertmanager', printf('%016x', i * 2654435761), iif(open, 'firing', 'resolved'), 'critical',
           'https://shop.example.org/' || i || ' is not answering', 'service-' || (i % min(50, {count}) + 1), 'dc-' || (i % 6 + 1),
           '{"alertname":"ProbeFailed","instance":"https://shop.example.org/' || i || '","job":"blackbox"}',
           '{"description":"The probe has failed.","runbook_url":"https://runbooks.example.org/probe-failed"}',
           'http://prometheus.example.org/graph', at, at, at, iif(open, NULL, at + 300000), 1
    FROM nth;
INSERT INTO alert_event (alert_id, kind, at) SELECT i, 'fired', at FROM nth;
INSERT INTO alert_event (alert_id, kind, at) SELECT i, 'resolved', at + 300000 FROM nth WHERE NOT open;
INSERT INTO incident (id, number, title, severity, status, resolution, catastrophic, drill, visibility, started_at,
                      detected_at, acknowledged_at, declared_at, mitigated_at, resolved_at, closed_at, created_at,
                      alert_count, version)
    SELECT i, i, 'https://shop.example.org/' || i || ' is not answering',
           iif(i % 1000 = 3, 'SEV1', 'SEV' || (2 + i % 3)), iif(open, 'triage', 'closed'),
           iif(open, NULL, 'resolved'), i % 500 = 3, 0, 'internal', at, at, at + 60000, at + 60000,
           iif(open, NULL, at + 300000 + i % 977 * 1000), iif(open, NULL, at + 1400000), iif(open, NULL, at + 1500000),
           at, 1, 4
    FROM nth;
INSERT INTO incident_service (incident_id, service_id) SELECT i, i % min(50, {count}) + 1 FROM nth;
INSERT INTO incident_data_centre (incident_id, data_centre_id) SELECT i, i % 6 + 1 FROM nth;
INSERT INTO person (id, name, email, phone, time_zone, on_call, active, version)
    SELECT i + 100, 'Commander ' || i, '', '', '', 0, 1, 1 FROM nth WHERE i <= 5;
INSERT INTO incident_role (incident_id, role, person_id, since) SELECT i, 'commander', i % 5 + 101, at FROM nth;
INSERT INTO incident_words (rowid, title, timeline, whys)
    SELECT i, 'https shop example org ' || i || ' is not answering', 'https shop example org ' || i ||
           iif(i % 10000 = 3, ' deadlock', ' restarted'), '' FROM nth;
INSERT INTO incident_alert (alert_id, incident_id, reason) SELECT i, i, 'no open incident concerned it' FROM nth;
INSERT INTO timeline (incident_id, kind, happened_at, recorded_at, actor_id, visibility, body, data)
    SELECT i, kind, at + k * 60000, at + k * 60000, (SELECT min(id) FROM actor), 'internal',
           'https://shop.example.org/' || i || ' is not answering', '{}'
    FROM nth JOIN (SELECT 0 AS k, 'alert fired' AS kind UNION ALL SELECT 1, 'declared' UNION ALL SELECT 2, 'note'
                   UNION ALL SELECT 5, 'alert resolved');
INSERT OR REPLACE INTO follow_cursor (follower, position)
    SELECT 'grouping', max(id) FROM alert_event UNION ALL SELECT 'pager', max(id) FROM timeline
    UNION ALL SELECT 'incident words', max(id) FROM timeline;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
)sql";

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        giveUp("bench_manyincidents DATABASE COUNT");
    }
    std::string text = script;
    constexpr std::string_view gap = "{count}";
    for (size_t at = text.find(gap); at != std::string::npos; at = text.find(gap)) {
        text.replace(at, gap.size(), argv[2]);
    }
    SqliteFile(argv[1]).run(text);
    return 0;
}
