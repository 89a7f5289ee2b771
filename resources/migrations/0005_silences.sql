-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
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
