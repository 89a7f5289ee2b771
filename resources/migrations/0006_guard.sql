-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Restricted incidents, undo, the post-mortem as data, and what comes again.

-- Restricted incidents --------------------------------------------------------------------------------------------------
-- Who may see a restricted incident (incident.visibility); for any other incident the table is not asked.
CREATE TABLE incident_reader (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    person_id {int64} NOT NULL REFERENCES person (id),
    PRIMARY KEY (incident_id, person_id)
)
--;
-- Publishing by two ------------------------------------------------------------------------------------------------------
-- Who changed a word of the post last; NULL: who made it. Of a restricted incident somebody else has to approve it.
ALTER TABLE announcement_post ADD COLUMN edited_by {int64} REFERENCES actor (id)
--;
-- Who changed anything in the post-mortem last before it was approved; NULL: nobody since it was begun.
ALTER TABLE postmortem ADD COLUMN changed_by {int64} REFERENCES actor (id)
--;
-- Numbers of incidents that are or were restricted: whoever does not see them counts the next one from here, too.
CREATE TABLE restricted_number (number {int64} NOT NULL PRIMARY KEY)
--;
-- Undo ------------------------------------------------------------------------------------------------------------------
-- Which rows of the audit trail were taken back, by the one that did it (and others of its moment). again: what was taken
-- back had itself taken something back, which holds again.
CREATE TABLE audit_undone (
    audit_id {int64} NOT NULL PRIMARY KEY REFERENCES audit (id),
    by_id {int64} NOT NULL REFERENCES audit (id),
    again {int64} NOT NULL
)
--;
CREATE INDEX audit_undone_by ON audit_undone (by_id)
--;
-- What comes again --------------------------------------------------------------------------------------------------------
-- What earlier incidents are recognised by (models/insights/likeness.h), by incident.id: stems of what was found out, as often
-- as they stand there, and marks of alerts; a follower fills it. bygone_word: how many have the word; all of them have ''.
--sqlite
CREATE VIRTUAL TABLE bygone USING fts5 (found, tokenize = "ascii")
--;
--postgresql
CREATE TABLE bygone (rowid {int64} NOT NULL PRIMARY KEY, found TEXT NOT NULL, words tsvector NOT NULL)
--;
--postgresql
CREATE INDEX bygone_words ON bygone USING gin (words)
--;
CREATE TABLE bygone_word (word TEXT NOT NULL PRIMARY KEY, incidents {int64} NOT NULL)
--;
-- With what an incident was compared last, as a hash of all that was known of it.
CREATE TABLE recurrence_read (
    incident_id {int64} NOT NULL PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE,
    traits {bytes} NOT NULL
)
--;
-- Which earlier incident it is like. said: people are told without asking. why: {words, marks}. state: proposed, confirmed,
-- refuted.
CREATE TABLE recurrence (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    past_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    score DOUBLE PRECISION NOT NULL,
    said {int64} NOT NULL,
    why TEXT NOT NULL,
    state TEXT NOT NULL,
    found_at {int64} NOT NULL,
    decided_by {int64} REFERENCES actor (id),
    decided_at {int64},
    PRIMARY KEY (incident_id, past_id)
)
--;
CREATE INDEX recurrence_past ON recurrence (past_id)
--;
CREATE INDEX postmortem_changed ON postmortem (changed_at)
--;
-- The post-mortem -------------------------------------------------------------------------------------------------------
-- What shows that a why is so: one of the two.
CREATE TABLE why_evidence (
    id {id},
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    why_id {int64} NOT NULL REFERENCES why (id) ON DELETE CASCADE,
    timeline_id {int64} REFERENCES timeline (id) ON DELETE CASCADE,
    attachment_id {int64} REFERENCES attachment (id) ON DELETE CASCADE,
    CHECK ((timeline_id IS NULL) <> (attachment_id IS NULL))
)
--;
CREATE INDEX why_evidence_postmortem ON why_evidence (postmortem_id, id)
--;
CREATE UNIQUE INDEX why_evidence_why ON why_evidence (why_id, COALESCE(timeline_id, 0), COALESCE(attachment_id, 0))
--;
-- Why a serious finding of the checks stays as it is; it holds while the finding says the same (message). finding: the
-- rule and the place, "leafIsNoRoot why 12".
CREATE TABLE finding_answer (
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    finding TEXT NOT NULL,
    message TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id),
    answered_at {int64} NOT NULL,
    PRIMARY KEY (postmortem_id, finding)
)
--;
-- What was recorded elsewhere -----------------------------------------------------------------------------------------
-- digest: SHA-256 of what was imported; not unique, because one administrator may not see what another has brought. Entries
-- of the timeline up to last_entry_id are history, which no follower acts upon; NULL: there are none.
CREATE TABLE incident_import (
    incident_id {int64} NOT NULL PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE,
    digest {bytes} NOT NULL,
    last_entry_id {int64}
)
--;
CREATE INDEX incident_import_digest ON incident_import (digest)
--;
-- The response ----------------------------------------------------------------------------------------------------------
-- Timers that run, or did until their step was settled: whoever looks for those that are over reads no other step.
CREATE INDEX incident_step_timer ON incident_step (timer_started_at) WHERE timer_started_at IS NOT NULL AND state = 'open'
--;
-- Review ----------------------------------------------------------------------------------------------------------------
-- What people say about a post-mortem. thread_id: what it replies to; NULL: it begins a thread. part: what it is about,
-- "field leadUp", "why 12", "countermeasure 3"; empty: the whole. It outlives the part, which may come back.
CREATE TABLE postmortem_comment (
    id {id},
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    thread_id {int64} REFERENCES postmortem_comment (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    body TEXT NOT NULL,
    actor_id {int64} NOT NULL REFERENCES actor (id),
    written_at {int64} NOT NULL,
    edited_at {int64},
    settled_at {int64},
    settled_by {int64} REFERENCES actor (id),
    version {int64} NOT NULL
)
--;
CREATE INDEX postmortem_comment_postmortem ON postmortem_comment (postmortem_id, id)
--;
-- Who was asked what they think of it. asked: how often; answer: awaited, agrees, wants changes.
CREATE TABLE postmortem_review (
    id {id},
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    person_id {int64} NOT NULL REFERENCES person (id),
    asked {int64} NOT NULL,
    asked_by {int64} NOT NULL REFERENCES actor (id),
    asked_at {int64} NOT NULL,
    answer TEXT NOT NULL,
    words TEXT NOT NULL,
    answered_at {int64},
    version {int64} NOT NULL
)
--;
CREATE UNIQUE INDEX postmortem_review_person ON postmortem_review (postmortem_id, person_id)
--;
-- Documents, their days and their people ----------------------------------------------------------------------------------
-- What a document of post-mortems is laid out by; audience: internal, public. body NULL: the program's own template.
CREATE TABLE document_template (
    audience TEXT NOT NULL PRIMARY KEY,
    body TEXT,
    version {int64} NOT NULL
)
--;
-- How many days after the recovery a post-mortem is due. working: Saturdays and Sundays do not count. A severity without a
-- row has the program's own; days 0: never.
CREATE TABLE postmortem_due (
    severity TEXT NOT NULL PRIMARY KEY,
    days {int64} NOT NULL,
    working {int64} NOT NULL
)
--;
-- When the post-mortem is talked over.
ALTER TABLE postmortem ADD COLUMN meeting_at {int64}
--;
-- Who wrote what was imported, in order; of what was written here the audit trail knows.
CREATE TABLE postmortem_author (
    postmortem_id {int64} NOT NULL REFERENCES postmortem (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    place {int64} NOT NULL,
    PRIMARY KEY (postmortem_id, name)
)
--;
-- Together ----------------------------------------------------------------------------------------------------------------
-- Who has which post-mortem open, a row for each page; what is older than a few seconds is over. part: "field leadUp",
-- "why 12", "countermeasure 3", or empty.
CREATE TABLE presence (
    token TEXT NOT NULL PRIMARY KEY,
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    actor_id {int64} NOT NULL REFERENCES actor (id),
    part TEXT NOT NULL,
    seen_at {int64} NOT NULL
)
--;
CREATE INDEX presence_incident ON presence (incident_id)
--;
-- Which rows are hidden from whom --------------------------------------------------------------------------------------
-- Stays last in this file: every table above that hangs on an incident stands in row_guard. The rows of `table_name` are
-- hidden whose `column_name` is one of those that row_hidden (and hidden_incident) names. PostgreSQL makes policies of it
-- here, SQLite's connections views and triggers (models/storage/rowguard.cpp).
CREATE TABLE row_hidden (kind TEXT NOT NULL PRIMARY KEY, query TEXT NOT NULL)
--;
CREATE TABLE row_guard (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (table_name, column_name)
)
--;
-- {hidden}: the ids of the incidents that the reader may not see. {main}: the tables themselves, not what hides their rows.
INSERT INTO row_hidden (kind, query) VALUES
    ('alert', 'SELECT alert_id FROM {main}incident_alert WHERE incident_id IN ({hidden})'),
    ('payload', 'SELECT a.payload_id FROM {main}incident_alert l JOIN {main}alert a ON a.id = l.alert_id WHERE a.payload_id IS NOT NULL AND l.incident_id IN ({hidden})'),
    ('announcement', 'SELECT id FROM {main}announcement WHERE incident_id IN ({hidden})'),
    ('postmortem', 'SELECT id FROM {main}postmortem WHERE incident_id IN ({hidden})'),
    ('content', 'SELECT content_id FROM {main}attachment WHERE content_id IS NOT NULL AND incident_id IN ({hidden})'),
    ('redaction', 'SELECT id FROM {main}redaction WHERE incident_id IN ({hidden})'),
    ('audit', 'SELECT id FROM {main}audit WHERE (entity = ''incident'' AND entity_id IN ({hidden}))
        OR (entity = ''timeline'' AND entity_id IN (SELECT t.id FROM {main}timeline t WHERE t.incident_id IN ({hidden})))
        OR (entity = ''attachment'' AND entity_id IN (SELECT f.id FROM {main}attachment f WHERE f.incident_id IN ({hidden})))
        OR (entity = ''reference'' AND entity_id IN (SELECT r.id FROM {main}reference r WHERE r.incident_id IN ({hidden})))
        OR (entity = ''handover'' AND entity_id IN (SELECT h.id FROM {main}handover h WHERE h.incident_id IN ({hidden})))
        OR (entity = ''incident_step'' AND entity_id IN (SELECT s.id FROM {main}incident_step s WHERE s.incident_id IN ({hidden})))
        OR (entity = ''incident_task'' AND entity_id IN (SELECT k.id FROM {main}incident_task k WHERE k.incident_id IN ({hidden})))
        OR (entity = ''alert'' AND entity_id IN (SELECT l.alert_id FROM {main}incident_alert l WHERE l.incident_id IN ({hidden})))
        OR (entity = ''delivery'' AND entity_id IN (SELECT o.id FROM {main}outbox o WHERE o.incident_id IN ({hidden})))
        OR (entity = ''announcement'' AND entity_id IN (SELECT a.id FROM {main}announcement a WHERE a.incident_id IN ({hidden})))
        OR (entity = ''announcement_post'' AND entity_id IN (SELECT b.id FROM {main}announcement_post b JOIN {main}announcement a ON a.id = b.announcement_id WHERE a.incident_id IN ({hidden})))
        OR (entity IN (''postmortem'', ''postmortem_field'') AND entity_id IN (SELECT p.id FROM {main}postmortem p WHERE p.incident_id IN ({hidden})))
        OR (entity = ''postmortem_comment'' AND entity_id IN (SELECT n.id FROM {main}postmortem_comment n JOIN {main}postmortem p ON p.id = n.postmortem_id WHERE p.incident_id IN ({hidden})))
        OR (entity = ''why'' AND entity_id IN (SELECT w.id FROM {main}why w JOIN {main}postmortem p ON p.id = w.postmortem_id WHERE p.incident_id IN ({hidden})))
        OR (entity = ''countermeasure'' AND entity_id IN (SELECT c.id FROM {main}countermeasure c JOIN {main}postmortem p ON p.id = c.postmortem_id WHERE p.incident_id IN ({hidden})))')
--;
INSERT INTO row_guard (table_name, column_name, kind) VALUES
    ('incident', 'id', 'incident'),
    ('incident_reader', 'incident_id', 'incident'),
    ('incident_service', 'incident_id', 'incident'),
    ('incident_data_centre', 'incident_id', 'incident'),
    ('incident_alert', 'incident_id', 'incident'),
    ('incident_group', 'incident_id', 'incident'),
    ('incident_sight', 'incident_id', 'incident'),
    ('incident_role', 'incident_id', 'incident'),
    ('incident_impact', 'incident_id', 'incident'),
    ('incident_protocol', 'incident_id', 'incident'),
    ('incident_step', 'incident_id', 'incident'),
    ('incident_task', 'incident_id', 'incident'),
    ('incident_relation', 'incident_id', 'incident'),
    ('incident_relation', 'other_id', 'incident'),
    ('incident_text', 'incident_id', 'incident'),
    ('presence', 'incident_id', 'incident'),
    ('recurrence', 'incident_id', 'incident'),
    ('recurrence', 'past_id', 'incident'),
    ('recurrence_read', 'incident_id', 'incident'),
    ('incident_stale', 'incident_id', 'incident'),
    ('incident_import', 'incident_id', 'incident'),
    ('reference', 'incident_id', 'incident'),
    ('handover', 'incident_id', 'incident'),
    ('timeline', 'incident_id', 'incident'),
    ('timeline_pin', 'incident_id', 'incident'),
    ('attachment', 'incident_id', 'incident'),
    ('evidence_content', 'id', 'content'),
    ('evidence_piece', 'content_id', 'content'),
    ('redaction', 'incident_id', 'incident'),
    ('redacted_place', 'redaction_id', 'redaction'),
    ('notification', 'incident_id', 'incident'),
    ('outbox', 'incident_id', 'incident'),
    ('announcement', 'incident_id', 'incident'),
    ('announcement_post', 'announcement_id', 'announcement'),
    ('postmortem', 'incident_id', 'incident'),
    ('postmortem_field', 'postmortem_id', 'postmortem'),
    ('why', 'postmortem_id', 'postmortem'),
    ('why_evidence', 'postmortem_id', 'postmortem'),
    ('finding_answer', 'postmortem_id', 'postmortem'),
    ('postmortem_comment', 'postmortem_id', 'postmortem'),
    ('postmortem_review', 'postmortem_id', 'postmortem'),
    ('postmortem_author', 'postmortem_id', 'postmortem'),
    ('countermeasure', 'postmortem_id', 'postmortem'),
    ('alert', 'id', 'alert'),
    ('alert_event', 'alert_id', 'alert'),
    ('alert_move', 'alert_id', 'alert'),
    ('alert_move', 'from_incident_id', 'incident'),
    ('silenced_alert', 'alert_id', 'alert'),
    ('sighting', 'alert_id', 'alert'),
    ('flapping', 'alert_id', 'alert'),
    ('latecomer', 'alert_id', 'alert'),
    ('payload', 'id', 'payload'),
    ('audit', 'id', 'audit')
--;
-- Who reads: 0 for the program, which sees all, else actor.id. What the program says of it (onlyonce.reader) counts only
-- for roles that may act as the tables' owner; any other role is who its login says, whatever it sets.
--postgresql
CREATE FUNCTION onlyonce_reader() RETURNS BIGINT STABLE LANGUAGE sql BEGIN ATOMIC
    SELECT CASE
        WHEN NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'incident'::regclass), 'MEMBER')
            THEN COALESCE((SELECT id FROM actor WHERE login = current_user::text), -1)
        WHEN COALESCE(current_setting('onlyonce.reader', true), '') IN ('', '0') THEN 0
        ELSE COALESCE((SELECT CASE WHEN kind IN ('program', 'source') THEN 0 ELSE id END FROM actor
            WHERE CAST(id AS TEXT) = current_setting('onlyonce.reader', true)), -1)
    END;
END
--;
--postgresql
CREATE FUNCTION hidden_incident(reader BIGINT) RETURNS SETOF BIGINT STABLE SECURITY DEFINER LANGUAGE sql BEGIN ATOMIC
    SELECT incident_id FROM incident_reader WHERE reader <> 0 EXCEPT
    SELECT r.incident_id FROM incident_reader r JOIN actor a ON a.person_id = r.person_id WHERE a.id = reader;
END
--;
-- FORCE: also for the owner, as whom a team's program works. Not on incident_reader, which hidden_incident() itself reads as
-- the owner. The queries of row_hidden see all rows, as the program does (a function's own SET of such a setting takes a
-- superuser).
--postgresql
DO $guard$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT kind, replace(replace(query, '{main}', ''), '{hidden}', 'SELECT hidden_incident(reader)') AS query
        FROM row_hidden LOOP
        EXECUTE format($make$
            CREATE FUNCTION hidden_%1$s(reader BIGINT) RETURNS SETOF BIGINT STABLE SECURITY DEFINER LANGUAGE plpgsql
            SET search_path = pg_catalog, %2$I, pg_temp AS $body$
            DECLARE
                told TEXT := current_setting('onlyonce.reader', true);
            BEGIN
                PERFORM set_config('onlyonce.reader', '0', true);
                RETURN QUERY %3$s;
                PERFORM set_config('onlyonce.reader', COALESCE(told, ''), true);
            END
            $body$
            $make$, each.kind, current_schema(), each.query);
    END LOOP;
    FOR each IN SELECT table_name, string_agg(format('(%1$I IS NULL OR %1$I NOT IN (SELECT hidden_%2$s((SELECT onlyonce_reader()))))',
        column_name, kind), ' AND ') AS condition FROM row_guard GROUP BY table_name LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', each.table_name);
        IF each.table_name <> 'incident_reader' THEN
            EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', each.table_name);
        END IF;
        EXECUTE format('CREATE POLICY named_people ON %I USING ((SELECT onlyonce_reader()) = 0 OR (%s))',
            each.table_name, each.condition);
    END LOOP;
    -- The words that are searched: not FORCE, because before a policy no index of words is asked. The owner's searches use
    -- the index, and what they find is joined with rows that are hidden.
    FOR each IN SELECT * FROM (VALUES ('alert_firing_words', 'alert'), ('alert_over_words', 'alert'),
        ('incident_words', 'incident'), ('bygone', 'incident')) AS words (table_name, kind) LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', each.table_name);
        EXECUTE format('CREATE POLICY named_people ON %I USING (rowid NOT IN (SELECT hidden_%s((SELECT onlyonce_reader()))))',
            each.table_name, each.kind);
    END LOOP;
END
$guard$
--;
-- Whom a login stands for is what everything above rests on: a role that may not act as the owner neither becomes
-- somebody who is named anywhere, nor takes a name, a role or a login that it was not given.
--postgresql
DO $guard$
BEGIN
    EXECUTE format($make$
        CREATE FUNCTION guard_actor() RETURNS TRIGGER SECURITY DEFINER LANGUAGE plpgsql
        SET search_path = pg_catalog, %1$I, pg_temp AS $body$
        BEGIN
            IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'INSERT' AND (CASE WHEN NEW.kind = 'person'
                THEN NEW.login = session_user AND NEW.role = 'viewer' AND NEW.person_id IS NULL
                ELSE NEW.login IS NULL END) THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.kind = OLD.kind AND NEW.login IS NOT DISTINCT FROM OLD.login
                AND (OLD.login IS NULL OR (OLD.login = session_user AND NEW.role = OLD.role
                    AND (NEW.person_id IS NOT DISTINCT FROM OLD.person_id OR (OLD.person_id IS NULL
                        AND NOT EXISTS (SELECT 1 FROM incident_reader r WHERE r.person_id = NEW.person_id)
                        AND NOT EXISTS (SELECT 1 FROM actor a WHERE a.person_id = NEW.person_id AND a.login IS NOT NULL)))
                    AND (NEW.name = OLD.name OR NEW.person_id IS NOT NULL))) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'this is for an administrator of OnlyOnce to do' USING ERRCODE = '42501';
        END
        $body$
        $make$, current_schema());
END
$guard$
--;
--postgresql
CREATE TRIGGER guard_actor BEFORE INSERT OR UPDATE ON actor FOR EACH ROW EXECUTE FUNCTION guard_actor()
