// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table `audit_undone`, and of the audit trail those that tell of one incident. Only this room uses it.
#pragma once

#include "models/incidents/undo/undo.h"

namespace onlyonce::undotable {

struct TrailRow
{
    AuditRow row;
    bool isUndone = false;
    bool isUndo = false;   //!< it took others back
    bool isAgain = false;  //!< it took back what had taken others back
};
//! By `who`, newest first, those after the row `after`; where a moment is given, of that moment.
[[nodiscard]] Result<std::vector<TrailRow>> rowsOf(Transaction &transaction, IncidentId incident, ActorId who,
                                                   qint64 after, std::optional<Instant> at = {});
[[nodiscard]] Result<qint64> last(Transaction &transaction);
[[nodiscard]] Result<> setUndone(Transaction &transaction, const PastChange &change, qint64 by);
//! Which of `kinds` the incident's timeline has since then.
[[nodiscard]] Result<std::vector<TimelineKind>> kindsSince(Transaction &transaction, IncidentId incident, Instant since,
                                                           const std::vector<TimelineKind> &kinds);
//! Before anybody reads them: the entries that were written in this transaction, after `last`, say of which rows they tell.
[[nodiscard]] Result<> nameEntries(Transaction &transaction, IncidentId incident, TimelineId last,
                                   const QString &pattern, const PastChange &change);

}  // namespace onlyonce::undotable
