-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is open is little among all there ever was: its lists and counts must not read the rest.
-- The conditions are those of the questions, word by word, or no index is used.

CREATE INDEX incident_unresolved ON incident (id) WHERE status NOT IN ('resolved', 'closed')
--;
CREATE INDEX alert_firing ON alert (id) WHERE status = 'firing'
