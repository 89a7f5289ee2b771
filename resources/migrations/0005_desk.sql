-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The commander's desk: who has which role, what customers were promised, what is to be done.

-- When customers were promised to hear again.
ALTER TABLE incident ADD COLUMN next_update_at {int64}
--;
-- Who has which role now; who had it before is told by the timeline. role: commander, deputy, communications, scribe,
-- operations, or a team's own word.
CREATE TABLE incident_role (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    person_id {int64} NOT NULL REFERENCES person (id),
    since {int64} NOT NULL,
    PRIMARY KEY (incident_id, role)
)
--;

-- Command ---------------------------------------------------------------------------------------------------------------
-- What is hit: services by data centres, a row for each pair of which somebody has said something. data_centre_id: 0 for the
-- service as a whole. level: none, degraded, partial outage, full outage, recovered. Earlier levels are told by the timeline.
CREATE TABLE incident_impact (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    service_id {int64} NOT NULL REFERENCES service (id),
    data_centre_id {int64} NOT NULL,
    level TEXT NOT NULL,
    since {int64} NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id),
    PRIMARY KEY (incident_id, service_id, data_centre_id)
)
--;
-- Where people meet and look. kind: bridge, chat, dashboard, runbook, link. incident_id: NULL for what the team always uses,
-- which every incident gets a copy of when it opens.
CREATE TABLE reference (
    id {id},
    incident_id {int64} REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL
)
--;
CREATE INDEX reference_incident ON reference (incident_id)
--;
-- A role that is offered to somebody, with the brief they get. state: offered, accepted, declined, withdrawn. from_id: who
-- had the role then, NULL for nobody.
CREATE TABLE handover (
    id {id},
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    from_id {int64} REFERENCES person (id),
    to_id {int64} NOT NULL REFERENCES person (id),
    brief TEXT NOT NULL,
    state TEXT NOT NULL,
    offered_at {int64} NOT NULL,
    offered_by {int64} NOT NULL REFERENCES actor (id),
    ended_at {int64}
)
--;
CREATE INDEX handover_incident ON handover (incident_id)
--;
CREATE UNIQUE INDEX handover_offered ON handover (incident_id, role) WHERE state = 'offered'
--;

-- Evidence, the audit trail, redaction ----------------------------------------------------------------------------------

-- Content too long for one value. It is written piece by piece before any attachment names it, so that no transaction is
-- large; what is never named (the program was killed meanwhile) is removed a day later.
CREATE TABLE evidence_content (id {id}, begun_at {int64} NOT NULL)
--;
CREATE TABLE evidence_piece (
    content_id {int64} NOT NULL REFERENCES evidence_content (id) ON DELETE CASCADE,
    number {int64} NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (content_id, number)
)
--;
ALTER TABLE attachment ADD COLUMN content_id {int64} REFERENCES evidence_content (id)
--;
CREATE UNIQUE INDEX attachment_content ON attachment (content_id) WHERE content_id IS NOT NULL
--;
ALTER TABLE attachment ADD COLUMN redacted {int64} NOT NULL DEFAULT 0
--;
-- The chain over the audit trail, as models/storage/auditchain.h has it. late: the row was written before there was a
-- chain, or by a program that knows none, and was linked afterwards. Without its salt, which redaction takes away, nobody
-- can find out by trying what a content was.
CREATE TABLE audit_link (
    audit_id {int64} NOT NULL PRIMARY KEY REFERENCES audit (id),
    salt TEXT,
    content_hash TEXT NOT NULL,
    chain_hash TEXT NOT NULL,
    late {int64} NOT NULL
)
--;
-- Who had content overwritten, when and why; never what it was.
CREATE TABLE redaction (
    id {id},
    incident_id {int64} NOT NULL,
    at {int64} NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id),
    reason TEXT NOT NULL
)
--;
-- Where it stood: a column of a row of the table `place`. What stands there now is put into a copy that still holds what
-- stood there then.
CREATE TABLE redacted_place (
    redaction_id {int64} NOT NULL REFERENCES redaction (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    row_id {int64} NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (place, row_id, field, redaction_id)
)
--;

-- The timeline ------------------------------------------------------------------------------------------------------
-- Key moments; a correction takes its pin over.
CREATE TABLE timeline_pin (
    timeline_id {int64} NOT NULL PRIMARY KEY REFERENCES timeline (id) ON DELETE CASCADE,
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    pinned_at {int64} NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id)
)
--;
CREATE INDEX timeline_pin_incident ON timeline_pin (incident_id)
--;
CREATE INDEX timeline_corrects ON timeline (corrects_id) WHERE corrects_id IS NOT NULL
--;
-- What is not an alert's is found among a hundred thousand that are; a storm writes nothing here.
CREATE INDEX timeline_told ON timeline (incident_id, happened_at, id)
    WHERE kind NOT IN ('alert fired', 'alert resolved')
--;
-- Beginnings of notes, for the composer.
CREATE TABLE note_template (
    id {id},
    name TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    version {int64} NOT NULL
)
--;

-- The list of incidents and its search ----------------------------------------------------------------------------------
-- Each way into the list in its order; an incident that opens pays for them once, an alert that joins it never.
CREATE INDEX incident_severity ON incident (severity, id)
--;
CREATE INDEX incident_created ON incident (created_at)
--;
CREATE INDEX incident_catastrophic ON incident (id) WHERE catastrophic = 1
--;
CREATE INDEX incident_drill ON incident (id) WHERE drill = 1
--;
CREATE INDEX incident_data_centre_place ON incident_data_centre (data_centre_id, incident_id)
--;
CREATE INDEX incident_commander ON incident_role (person_id, incident_id) WHERE role = 'commander'
--;
-- The longest recovery first: its seconds above the id, as models/incidents/lists/incidentlisttable.cpp writes it.
CREATE INDEX incident_recovery ON incident ((COALESCE(CASE WHEN COALESCE(mitigated_at, resolved_at, closed_at) > started_at
    AND COALESCE(resolution, '') <> 'false alarm' THEN (COALESCE(mitigated_at, resolved_at, closed_at) - started_at) / 1000 END, 0) * 4294967296 + id))
--;
-- Filters that people come back to. actor_id: who alone sees it; NULL: everybody. filter: JSON.
CREATE TABLE saved_view (
    id {id},
    name TEXT NOT NULL,
    actor_id {int64} REFERENCES actor (id),
    filter TEXT NOT NULL
)
--;
-- The words of incidents by incident.id, each once, as models/alerts/inbox/alertwords.h writes them; a follower fills it.
--sqlite
CREATE VIRTUAL TABLE incident_words USING fts5 (title, timeline, whys, prefix = '1 2 3 4', tokenize = "ascii")
--;
--postgresql
CREATE TABLE incident_words (
    rowid {int64} NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    timeline TEXT NOT NULL,
    whys TEXT NOT NULL,
    words tsvector NOT NULL
)
--;
--postgresql
CREATE INDEX incident_words_words ON incident_words USING gin (words)
--;
-- What other slices know in words of an incident (its whys), handed over by them.
CREATE TABLE incident_text (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (incident_id, part)
)
--;
INSERT INTO incident_text (incident_id, part, text)
SELECT p.incident_id, 'why ' || w.id, w.body FROM why w JOIN postmortem p ON p.id = w.postmortem_id
--;
-- Whose words are to be gathered anew, because something of them has gone.
CREATE TABLE incident_stale (incident_id {int64} NOT NULL PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE)
--;

-- The response ------------------------------------------------------------------------------------------------------------
-- Checklists, and what each incident has got of them: copies, so that a later edit does not rewrite what people had before
-- them. services: a JSON list of names, empty for any. severity: the lowest for which it is meant.
CREATE TABLE protocol (
    id {id},
    name TEXT NOT NULL UNIQUE,
    services TEXT NOT NULL,
    severity TEXT NOT NULL,
    drills {int64} NOT NULL,
    body TEXT NOT NULL,
    version {int64} NOT NULL
)
--;
-- protocol_id: kept when the protocol has gone.
CREATE TABLE incident_protocol (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    protocol_id {int64} NOT NULL,
    name TEXT NOT NULL,
    attached_at {int64} NOT NULL,
    PRIMARY KEY (incident_id, protocol_id)
)
--;
-- state: open, done, skipped. timer_ms: 0 for none; a timer that runs is its start and its length.
CREATE TABLE incident_step (
    id {id},
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    protocol_id {int64} NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL,
    command TEXT NOT NULL,
    timer_ms {int64} NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    settled_at {int64},
    settled_by {int64} REFERENCES actor (id),
    assignee_id {int64} REFERENCES person (id),
    timer_started_at {int64}
)
--;
CREATE INDEX incident_step_incident ON incident_step (incident_id, id)
--;
-- state: open, done, dropped.
CREATE TABLE incident_task (
    id {id},
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    assignee_id {int64} REFERENCES person (id),
    due_at {int64},
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at {int64} NOT NULL,
    created_by {int64} NOT NULL REFERENCES actor (id),
    settled_at {int64}
)
--;
CREATE INDEX incident_task_incident ON incident_task (incident_id, id)
--;
-- The task of which a countermeasure was made, once each.
ALTER TABLE countermeasure ADD COLUMN task_id {int64} REFERENCES incident_task (id) ON DELETE SET NULL
--;
CREATE UNIQUE INDEX countermeasure_task ON countermeasure (task_id) WHERE task_id IS NOT NULL
--;
-- What an incident has to do with another one. kind: duplicate (it is the same as the other), related (either way round:
-- the older one is the other).
CREATE TABLE incident_relation (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    other_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    since {int64} NOT NULL,
    PRIMARY KEY (incident_id, other_id)
)
--;
CREATE INDEX incident_relation_other ON incident_relation (other_id)
--;
-- Drills that were deleted: their numbers stand in mails and heads, so nobody else gets them.
CREATE TABLE deleted_drill (
    number {int64} NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    deleted_at {int64} NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id)
)
