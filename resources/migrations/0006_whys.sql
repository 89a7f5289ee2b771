-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Restricted incidents, and the post-mortem as data.

-- Restricted incidents --------------------------------------------------------------------------------------------------
-- Who may see a restricted incident (incident.visibility); for any other incident the table is not asked.
CREATE TABLE incident_reader (
    incident_id {int64} NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    person_id {int64} NOT NULL REFERENCES person (id),
    PRIMARY KEY (incident_id, person_id)
)
--;
CREATE INDEX incident_restricted ON incident (id) WHERE visibility = 'restricted'
