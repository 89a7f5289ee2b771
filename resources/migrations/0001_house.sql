-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The house: who, what exists, alerts, incidents and their timeline, delivery, announcements, post-mortems.
-- Times are UTC milliseconds; flags are 0 or 1; dates are ISO texts. Values of kind, state, status and severity are not
-- checked here, because within a compatibility level a newer program may add one.

CREATE TABLE schema_version (
    version {int64} NOT NULL PRIMARY KEY,
    level {int64} NOT NULL,
    name TEXT NOT NULL,
    applied_at {int64} NOT NULL
)
--;
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)
--;
CREATE TABLE follow_cursor (follower TEXT NOT NULL PRIMARY KEY, position {int64} NOT NULL)
--;
CREATE TABLE audit (
    id {id},
    at {int64} NOT NULL,
    actor_id {int64},
    entity TEXT NOT NULL,
    entity_id {int64} NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT,
    reason TEXT NOT NULL
)
--;
CREATE INDEX audit_entity ON audit (entity, entity_id, id)
--;

-- Who -------------------------------------------------------------------------------------------------------------
CREATE TABLE person (
    id {id},
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    on_call {int64} NOT NULL,
    active {int64} NOT NULL,
    version {int64} NOT NULL
)
--;
-- kind: person, source, program. login: the PostgreSQL role, or the profile name on SQLite.
CREATE TABLE actor (
    id {id},
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    login TEXT,
    person_id {int64} REFERENCES person (id)
)
--;
CREATE UNIQUE INDEX actor_login ON actor (login) WHERE login IS NOT NULL
--;
CREATE UNIQUE INDEX actor_name ON actor (kind, name) WHERE login IS NULL
--;

-- What exists -----------------------------------------------------------------------------------------------------
CREATE TABLE service (id {id}, name TEXT NOT NULL UNIQUE, version {int64} NOT NULL)
--;
CREATE TABLE data_centre (id {id}, name TEXT NOT NULL UNIQUE, version {int64} NOT NULL)
--;

-- Connections and delivery ----------------------------------------------------------------------------------------
-- kind: mail, forum, source. settings: JSON without secrets (those are in each machine's keychain).
CREATE TABLE connection (
    id {id},
    kind TEXT NOT NULL,
    adapter TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    enabled {int64} NOT NULL,
    paused_until {int64},
    version {int64} NOT NULL
)
--;
CREATE TABLE intake_token (
    id {id},
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    hash {bytes} NOT NULL,
    created_at {int64} NOT NULL,
    revoked_at {int64}
)
--;
-- state: waiting, sending, sent, failed, uncertain, discarded, expired. lane: what keeps its order. maybe_sent: ask
-- before sending. untold: settled, but the slice that wanted it sent has not been told yet. The lease's token stays when
-- the lease is over: it tells which attempt settled the row.
CREATE TABLE outbox (
    id {id},
    kind TEXT NOT NULL,
    connection_id {int64} REFERENCES connection (id),
    intent_key TEXT NOT NULL UNIQUE,
    lane TEXT NOT NULL,
    title TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    maybe_sent {int64} NOT NULL,
    untold {int64} NOT NULL,
    progress TEXT NOT NULL,
    result TEXT NOT NULL,
    attempts {int64} NOT NULL,
    next_attempt_at {int64} NOT NULL,
    expires_at {int64},
    lease_token TEXT,
    lease_until {int64},
    leased_by TEXT,
    last_error TEXT NOT NULL,
    incident_id {int64},
    actor_id {int64} NOT NULL REFERENCES actor (id),
    created_at {int64} NOT NULL,
    updated_at {int64} NOT NULL
)
--;
CREATE INDEX outbox_state ON outbox (state, id)
--;
CREATE INDEX outbox_lane ON outbox (connection_id, lane, id) WHERE state IN ('waiting', 'sending')
--;
CREATE INDEX outbox_untold ON outbox (id) WHERE untold = 1
--;
CREATE INDEX outbox_incident ON outbox (incident_id, id)
--;

-- Alerts ----------------------------------------------------------------------------------------------------------
CREATE TABLE payload (
    id {id},
    source TEXT NOT NULL,
    received_at {int64} NOT NULL,
    body {bytes} NOT NULL
)
--;
-- One row per episode: the same fingerprint firing again after its recovery is a new row.
CREATE TABLE alert (
    id {id},
    source TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status TEXT NOT NULL,
    severity TEXT NOT NULL,
    summary TEXT NOT NULL,
    service TEXT NOT NULL,
    data_centre TEXT NOT NULL,
    labels TEXT NOT NULL,
    annotations TEXT NOT NULL,
    link TEXT NOT NULL,
    started_at {int64} NOT NULL,
    received_at {int64} NOT NULL,
    last_received_at {int64} NOT NULL,
    resolved_at {int64},
    count {int64} NOT NULL,
    payload_id {int64} REFERENCES payload (id)
)
--;
CREATE UNIQUE INDEX alert_open ON alert (source, fingerprint) WHERE status = 'firing'
--;
CREATE INDEX alert_episode ON alert (source, fingerprint, id)
--;
-- What incidents follow by cursor. kind: fired, resolved.
CREATE TABLE alert_event (
    id {id},
    alert_id {int64} NOT NULL REFERENCES alert (id),
    kind TEXT NOT NULL,
    at {int64} NOT NULL
)
--;

-- Incidents -------------------------------------------------------------------------------------------------------
CREATE TABLE incident (
    id {id},
    number {int64} NOT NULL UNIQUE,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    status TEXT NOT NULL,
    resolution TEXT,
    catastrophic {int64} NOT NULL,
    drill {int64} NOT NULL,
    visibility TEXT NOT NULL,
    started_at {int64},
    detected_at {int64},
    acknowledged_at {int64},
    declared_at {int64},
    mitigated_at {int64},
    resolved_at {int64},
    first_public_post_at {int64},
    closed_at {int64},
    created_at {int64} NOT NULL,
    alert_count {int64} NOT NULL,
    version {int64} NOT NULL
)
--;
CREATE INDEX incident_open ON incident (status, id)
--;
CREATE TABLE incident_service (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    service_id {int64} NOT NULL REFERENCES service (id),
    PRIMARY KEY (incident_id, service_id)
)
--;
CREATE TABLE incident_data_centre (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    data_centre_id {int64} NOT NULL REFERENCES data_centre (id),
    PRIMARY KEY (incident_id, data_centre_id)
)
--;
CREATE TABLE incident_alert (
    alert_id {int64} NOT NULL PRIMARY KEY REFERENCES alert (id),
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    reason TEXT NOT NULL
)
--;
CREATE INDEX incident_alert_incident ON incident_alert (incident_id)
--;
-- The bus. Append-only; a correction is a new row that names the one it corrects.
CREATE TABLE timeline (
    id {id},
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    happened_at {int64} NOT NULL,
    recorded_at {int64} NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id),
    visibility TEXT NOT NULL,
    body TEXT NOT NULL,
    data TEXT NOT NULL,
    corrects_id {int64} REFERENCES timeline (id)
)
--;
CREATE INDEX timeline_incident ON timeline (incident_id, happened_at, id)
--;
CREATE TABLE attachment (
    id {id},
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    visibility TEXT NOT NULL,
    sha256 {bytes} NOT NULL,
    bytes {int64} NOT NULL,
    content {bytes} NOT NULL,
    added_at {int64} NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id)
)
--;
CREATE INDEX attachment_incident ON attachment (incident_id, id)
--;

-- Notified people -------------------------------------------------------------------------------------------------
-- Who was to be told what, once each. reason: opened, resolved. Without a person: nobody could be told (why: problem).
CREATE TABLE notification (
    id {id},
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    person_id {int64} REFERENCES person (id),
    channel TEXT NOT NULL,
    reason TEXT NOT NULL,
    problem TEXT NOT NULL,
    outbox_id {int64} REFERENCES outbox (id),
    created_at {int64} NOT NULL
)
--;
CREATE INDEX notification_incident ON notification (incident_id, id)
--;
CREATE UNIQUE INDEX notification_person ON notification (incident_id, person_id, reason, channel)
--;
CREATE INDEX notification_outbox ON notification (outbox_id)
--;

-- Informed customers ----------------------------------------------------------------------------------------------
-- external_id: our name for the topic in the forum. topic_id, url, published_title: the forum's, empty until it is there.
CREATE TABLE announcement (
    id {id},
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    connection_id {int64} REFERENCES connection (id),
    external_id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    published_title TEXT NOT NULL,
    topic_id TEXT NOT NULL,
    url TEXT NOT NULL,
    created_at {int64} NOT NULL,
    version {int64} NOT NULL
)
--;
CREATE INDEX announcement_incident ON announcement (incident_id, id)
--;
-- The first post opens the topic, later ones follow up. state: draft, approved, publishing, published, failed.
-- remote_id, published_body: the post in the forum and what it holds there.
CREATE TABLE announcement_post (
    id {id},
    announcement_id {int64} NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    published_body TEXT NOT NULL,
    published_at {int64},
    created_at {int64} NOT NULL,
    created_by {int64} NOT NULL REFERENCES actor (id),
    approved_at {int64},
    approved_by {int64} REFERENCES actor (id),
    outbox_id {int64} REFERENCES outbox (id),
    problem TEXT NOT NULL,
    version {int64} NOT NULL
)
--;
CREATE INDEX announcement_post_announcement ON announcement_post (announcement_id, id)
--;

-- Post-mortem -----------------------------------------------------------------------------------------------------
-- status: draft, in review, approved, published. changed_at moves with every change of the four tables below, so that a
-- document can say how old it is without asking the clock; version guards status and owner only.
CREATE TABLE postmortem (
    id {id},
    incident_id {int64} NOT NULL UNIQUE REFERENCES incident (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    owner_id {int64} REFERENCES person (id),
    created_at {int64} NOT NULL,
    changed_at {int64} NOT NULL,
    approved_at {int64},
    approved_by {int64} REFERENCES actor (id),
    published_at {int64},
    version {int64} NOT NULL
)
--;
-- The prose, a row per field, so that two people can write at once: summary, impact, leadUp, trigger, detection, …
CREATE TABLE postmortem_field (
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    visibility TEXT NOT NULL,
    version {int64} NOT NULL,
    PRIMARY KEY (postmortem_id, name)
)
--;
-- question: happened, undetected, slow. state: possible, confirmed. jointly: its causes act only together.
-- accepted: why nothing is done about this root cause; empty when there is no such decision.
CREATE TABLE why (
    id {id},
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    parent_id {int64} REFERENCES why (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    place {int64} NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    root {int64} NOT NULL,
    category TEXT NOT NULL,
    jointly {int64} NOT NULL,
    accepted TEXT NOT NULL,
    visibility TEXT NOT NULL,
    version {int64} NOT NULL
)
--;
CREATE INDEX why_postmortem ON why (postmortem_id, parent_id, place)
--;
-- kind: prevent, detect, mitigate. state: open, done, proven, failed. effect_check: how one will see that it works;
-- check_result: what was seen, at checked_at, when it was proven or failed.
CREATE TABLE countermeasure (
    id {id},
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    why_id {int64} REFERENCES why (id) ON DELETE SET NULL,
    body TEXT NOT NULL,
    owner_id {int64} REFERENCES person (id),
    due_on TEXT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    effect_check TEXT NOT NULL,
    link TEXT NOT NULL,
    visibility TEXT NOT NULL,
    done_at {int64},
    checked_at {int64},
    check_result TEXT NOT NULL,
    created_at {int64} NOT NULL,
    version {int64} NOT NULL
)
--;
CREATE INDEX countermeasure_postmortem ON countermeasure (postmortem_id, id)
--;
CREATE INDEX countermeasure_due ON countermeasure (state, (COALESCE(due_on, '9999-12-31x')), id)
