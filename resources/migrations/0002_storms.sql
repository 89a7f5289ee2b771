-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What grouping asks of each alert costs the same however long a storm lasts, and however many incidents there have been.

-- How many alerts of the incident have not told of their recovery yet.
ALTER TABLE incident ADD COLUMN firing_count {int64} NOT NULL DEFAULT 0
--;
UPDATE incident SET firing_count = alert_count - (
    SELECT count(*) FROM timeline WHERE timeline.incident_id = incident.id AND timeline.kind = 'alert resolved')
--;
CREATE INDEX incident_service_service ON incident_service (service_id, incident_id)
--;
-- What is open is little among all there ever was: its lists and counts must not read the rest.
-- The conditions are those of the questions, word by word, or no index is used.

CREATE INDEX incident_unresolved ON incident (id) WHERE status NOT IN ('resolved', 'closed')
--;
CREATE INDEX alert_firing ON alert (id) WHERE status = 'firing'
