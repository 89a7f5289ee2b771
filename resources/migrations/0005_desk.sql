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
