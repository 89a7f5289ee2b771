-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every monitoring system: where a failure was seen from, which test failed, how each source fares, who asks it.

-- probes: names parted by line ends; places that looked, never places that failed. failed_test: system, acceptance, or
-- empty when it is no test.
ALTER TABLE alert ADD COLUMN probes TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE alert ADD COLUMN failed_test TEXT NOT NULL DEFAULT ''
--;
-- What came of a source and when, by the name under which its alerts are kept.
CREATE TABLE source_state (
    source TEXT NOT NULL PRIMARY KEY,
    last_received_at {int64},
    received {int64} NOT NULL,
    last_refused_at {int64},
    last_refusal TEXT NOT NULL
)
--;
-- Systems that must be asked. Only the holder of the lease asks; progress: what the adapter keeps from one time to the next.
CREATE TABLE poll_state (
    connection_id {int64} NOT NULL PRIMARY KEY REFERENCES connection (id),
    next_at {int64} NOT NULL,
    lease_token TEXT,
    lease_until {int64},
    leased_by TEXT NOT NULL,
    last_success_at {int64},
    last_failure_at {int64},
    last_error TEXT NOT NULL,
    failures {int64} NOT NULL,
    progress TEXT NOT NULL
)
