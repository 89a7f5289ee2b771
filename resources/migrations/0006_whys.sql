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
--;
-- Publishing by two ------------------------------------------------------------------------------------------------------
-- Who changed a word of the post last; NULL: who made it. Of a restricted incident somebody else has to approve it.
ALTER TABLE announcement_post ADD COLUMN edited_by {int64} REFERENCES actor (id)
--;
-- Who changed anything in the post-mortem last before it was approved; NULL: nobody since it was begun.
ALTER TABLE postmortem ADD COLUMN changed_by {int64} REFERENCES actor (id)
