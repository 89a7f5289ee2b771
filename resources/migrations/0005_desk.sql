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
