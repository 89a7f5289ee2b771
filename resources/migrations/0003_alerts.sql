-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Alerts in full: every monitoring system, the inbox, what hides alerts and what belongs together.

-- Sources ---------------------------------------------------------------------------------------------------------
-- Where a failure was seen from, which test failed, how each source fares, who asks it.

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
--;

-- The inbox -------------------------------------------------------------------------------------------------------
-- What fires before what is over, facets and words found among a million alerts. The intake's transaction pays
-- for one narrow index, and only when something recovers; a follower fills the rest within a second.

CREATE INDEX alert_over ON alert (id) WHERE status <> 'firing'
--;
-- The values by which the inbox can be filtered. facet: source, service, data centre, severity.
CREATE TABLE alert_facet (id {id}, facet TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (facet, value))
--;
-- Words and facets of alerts by alert.id, as models/alerts/inbox/alertwords.h writes them. Those that fire stand apart: they
-- come first in every list, are few, and move over when they end. What has moved is never changed again, so its text is
-- not kept a second time. Of what is over, every beginning of a word is in SQLite's index: otherwise the first letter that
-- somebody types would gather each alert of each word that begins so. Among the few that fire that is quickly done, and a
-- storm has no time for more.
--sqlite
CREATE VIRTUAL TABLE alert_firing_words USING fts5 (
    words, detail = none, columnsize = 0, tokenize = "ascii tokenchars '~'")
--;
--sqlite
CREATE VIRTUAL TABLE alert_over_words USING fts5 (
    words, content = '', prefix = '1 2 3 4 5 6 7 8 9 10 11', detail = none, columnsize = 0,
    tokenize = "ascii tokenchars '~'")
--;
--postgresql
CREATE TABLE alert_firing_words (rowid {int64} NOT NULL PRIMARY KEY, words tsvector NOT NULL)
--;
--postgresql
CREATE INDEX alert_firing_words_words ON alert_firing_words USING gin (words)
--;
--postgresql
CREATE TABLE alert_over_words (rowid {int64} NOT NULL PRIMARY KEY, words tsvector NOT NULL)
--;
--postgresql
CREATE INDEX alert_over_words_words ON alert_over_words USING gin (words)
--;
-- The follower reads every alert as it is now, so of the ends only those that are still to come.
INSERT INTO follow_cursor (follower, position) SELECT 'inbox ends', COALESCE(max(id), 0) FROM alert_event
--;

-- Silences, rules, moves ------------------------------------------------------------------------------------------
-- What is known to fail for a while, and which alerts that hides; what belongs together; alerts that people have moved.

-- kind: silence, maintenance. matchers: a JSON list of label matchers, all of which must match.
CREATE TABLE silence (
    id {id},
    kind TEXT NOT NULL,
    matchers TEXT NOT NULL,
    starts_at {int64} NOT NULL,
    ends_at {int64} NOT NULL,
    comment TEXT NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id),
    created_at {int64} NOT NULL
)
--;
CREATE INDEX silence_end ON silence (ends_at)
--;
-- Alerts that fired under a silence and are in no incident because of it.
CREATE TABLE silenced_alert (
    alert_id {int64} NOT NULL PRIMARY KEY REFERENCES alert (id),
    silence_id {int64} NOT NULL REFERENCES silence (id)
)
--;
-- A person has said whether it is catastrophic: what alerts say changes it no more.
ALTER TABLE incident ADD COLUMN catastrophic_decided {int64} NOT NULL DEFAULT 0
--;
-- Where alerts were before the move that the timeline entry tells of, so that it can be taken back.
CREATE TABLE alert_move (
    timeline_id {int64} NOT NULL REFERENCES timeline (id) ON DELETE CASCADE,
    alert_id {int64} NOT NULL REFERENCES alert (id),
    from_incident_id {int64} REFERENCES incident (id) ON DELETE CASCADE,
    from_reason TEXT NOT NULL,
    PRIMARY KEY (timeline_id, alert_id)
)
--;
-- Which alerts belong together: the first rule that matches decides. matchers, group_by: JSON lists.
CREATE TABLE grouping_rule (
    id {id},
    position {int64} NOT NULL,
    name TEXT NOT NULL,
    matchers TEXT NOT NULL,
    group_by TEXT NOT NULL,
    window_ms {int64} NOT NULL,
    version {int64} NOT NULL
)
--;
CREATE TABLE incident_group (
    rule_id {int64} NOT NULL REFERENCES grouping_rule (id),
    group_key TEXT NOT NULL,
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    latest_at {int64} NOT NULL,
    PRIMARY KEY (rule_id, group_key)
)
