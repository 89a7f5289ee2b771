-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who watches the monitor: alerts that end unless they are told again.

-- When the alert is over without being told so, because whoever told it promised to repeat it before; NULL for most.
ALTER TABLE alert ADD COLUMN lapses_at {int64}
--;
CREATE INDEX alert_lapse ON alert (lapses_at) WHERE lapses_at IS NOT NULL
--;
-- Why it counts as over although its source never said so, and who said it: NULL for most, and nobody when it lapsed.
ALTER TABLE alert ADD COLUMN end_reason TEXT
--;
ALTER TABLE alert ADD COLUMN ended_by {int64}
--;
-- How late it was known. start_told: 1 when the source says that it began in the very millisecond of the receipt; else
-- equal times mean that it does not say when it began. hold_ms, check_interval_ms: what the monitor lets pass before its
-- clock starts, as it was stated when the alert came in; NULL for most.
ALTER TABLE alert ADD COLUMN start_told {int64}
--;
ALTER TABLE alert ADD COLUMN hold_ms {int64}
--;
ALTER TABLE alert ADD COLUMN check_interval_ms {int64}
--;
-- How many alerts of a source were detected how late, by the day of their receipt (since 1970, UTC). delay_s: rounded up,
-- to minutes above two minutes, to hours above one hour; -1 where the source did not say when it began. The inbox's
-- follower counts, outside the intake's transaction.
CREATE TABLE source_detection (
    source TEXT NOT NULL,
    day {int64} NOT NULL,
    delay_s {int64} NOT NULL,
    alerts {int64} NOT NULL,
    PRIMARY KEY (source, day, delay_s)
)
--;
-- What the follower has read before it counted.
INSERT INTO source_detection (source, day, delay_s, alerts)
SELECT source, day, CASE WHEN ms <= 0 THEN -1 WHEN ms <= 120000 THEN (ms + 999) / 1000
    WHEN ms <= 3600000 THEN (ms + 59999) / 60000 * 60 WHEN ms <= 86400000 THEN (ms + 3599999) / 3600000 * 3600
    ELSE 86400 END AS delay_s, count(*)
FROM (SELECT source, received_at / 86400000 AS day, received_at - started_at AS ms FROM alert
    WHERE id <= COALESCE((SELECT position FROM follow_cursor WHERE follower = 'inbox'), 0)
    AND (resolved_at IS NULL OR resolved_at >= received_at OR last_received_at > received_at)) told
GROUP BY 1, 2, 3
--;
-- From where a check was last seen to fail, filled likewise and only for alerts that say it. check_key: the fingerprint, or
-- where each place has an alert of its own, what they have in common.
CREATE TABLE sighting (
    source TEXT NOT NULL,
    check_key TEXT NOT NULL,
    probe TEXT NOT NULL,
    service TEXT NOT NULL,
    alert_id {int64} NOT NULL REFERENCES alert (id),
    seen_at {int64} NOT NULL,
    PRIMARY KEY (source, check_key, probe)
)
--;
CREATE INDEX sighting_service ON sighting (service, seen_at)
--;
-- What an incident's alerts say of how it was seen. kind: probe (names parted by line ends, places that looked), source
-- (that says from where it looks), test (system, acceptance).
CREATE TABLE incident_sight (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (incident_id, kind, value)
)
--;
-- Alerts that fire and recover again and again (models/incidents/grouping/flapping.h says when they do). alert_id: the latest
-- episode, received at latest_at. timeline_id: the entry that counts, in that incident.
CREATE TABLE flapping (
    source TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    alert_id {int64} NOT NULL UNIQUE REFERENCES alert (id),
    episodes {int64} NOT NULL,
    since {int64} NOT NULL,
    latest_at {int64} NOT NULL,
    incident_id {int64} REFERENCES incident (id) ON DELETE SET NULL,
    timeline_id {int64} REFERENCES timeline (id) ON DELETE SET NULL,
    PRIMARY KEY (source, fingerprint)
)
--;
ALTER TABLE incident ADD COLUMN flapping_count {int64} NOT NULL DEFAULT 0
--;

-- Which process listens to the event stream of what is asked at an interval, and until when unless it says so again.
ALTER TABLE poll_state ADD COLUMN stream_token TEXT
--;
ALTER TABLE poll_state ADD COLUMN stream_until {int64}
--;

-- Places ----------------------------------------------------------------------------------------------------------
-- data_centre has every name that an alert or a person has mentioned. means_id: the data centre of the catalogue that the
-- name means, which is the row itself where a person has put it there; 0 for none; NULL while nobody has said. Until now
-- every name counted as a data centre. Those that are known stay ones, because a failure of two must not pass unnoticed
-- after an update; the settings list them, for somebody to say which of them mean the same, or nothing.
-- alerts, seen_at: how many alerts have mentioned it, and since when.
ALTER TABLE data_centre ADD COLUMN means_id {int64}
--;
ALTER TABLE data_centre ADD COLUMN alerts {int64} NOT NULL DEFAULT 0
--;
ALTER TABLE data_centre ADD COLUMN seen_at {int64}
--;
UPDATE data_centre SET means_id = id
--;
UPDATE data_centre SET alerts = told.alerts, seen_at = told.seen_at FROM (
    SELECT data_centre AS place, count(*) AS alerts, min(received_at) AS seen_at FROM alert GROUP BY data_centre
) AS told WHERE told.place = data_centre.name
--;
-- What a person has said of names, those to come too: a name, or a pattern in which * stands for any signs and ? for one.
CREATE TABLE place_label (pattern TEXT NOT NULL PRIMARY KEY, means_id {int64} NOT NULL)
--;
-- Whether its timeline says already that places fail together of which nobody has said what they are.
ALTER TABLE incident ADD COLUMN places_told {int64} NOT NULL DEFAULT 0
--;
-- Senders that ask whether they may send alerts here (topics of Amazon SNS): one row each, however often they ask. state:
-- asked, ended (at the far side), agreed (by a person; told to the far side at next_at), confirmed, failed, ignored.
-- confirm_url: whoever gets it has confirmed.
CREATE TABLE subscription (
    id {id},
    source TEXT NOT NULL,
    subject TEXT NOT NULL,
    confirm_url TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at {int64} NOT NULL,
    changed_at {int64} NOT NULL,
    problem TEXT NOT NULL,
    attempts {int64} NOT NULL,
    next_at {int64} NOT NULL,
    UNIQUE (source, subject)
)
--;

-- What people did here, told of alerts that came later -----------------------------------------------------------------
-- Alerts that joined an acknowledged incident, or began under a silence, of sources that are told of it: only until they
-- are, some seconds later. One of the two is set.
CREATE TABLE latecomer (
    alert_id {int64} NOT NULL PRIMARY KEY REFERENCES alert (id),
    incident_id {int64} REFERENCES incident (id) ON DELETE CASCADE,
    silence_id {int64} REFERENCES silence (id) ON DELETE CASCADE
)
--;
-- Rows of the outbox that told of a silence after its beginning: what an early end must take back.
CREATE TABLE silence_telling (
    silence_id {int64} NOT NULL REFERENCES silence (id) ON DELETE CASCADE,
    outbox_id {int64} NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    PRIMARY KEY (silence_id, outbox_id)
)
--;

-- Rules that let what nobody has taken over end by itself ---------------------------------------------------------------
-- resolve_after_ms: how long all alerts must have been over; 0: never.
ALTER TABLE grouping_rule ADD COLUMN resolve_after_ms {int64} NOT NULL DEFAULT 0
--;
-- When the last of the incident's alerts was over, the last time that this happened.
ALTER TABLE incident_group ADD COLUMN recovered_at {int64}
--;
CREATE INDEX incident_group_incident ON incident_group (incident_id)
