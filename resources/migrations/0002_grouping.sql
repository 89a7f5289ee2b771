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
