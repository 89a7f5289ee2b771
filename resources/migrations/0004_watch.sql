-- level: 1
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who watches the monitor: alerts that end unless they are told again.

-- When the alert is over without being told so, because whoever told it promised to repeat it before; NULL for most.
ALTER TABLE alert ADD COLUMN lapses_at {int64}
