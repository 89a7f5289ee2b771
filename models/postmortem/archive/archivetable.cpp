// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/archive/archivetable.h"

namespace onlyonce::archivetable {

Result<std::vector<IncidentId>> incidents(Transaction &transaction, Audience audience)
{
    return transaction.all(audience == Audience::Internal
                               ? QStringLiteral("SELECT i.id FROM incident i ORDER BY i.number")
                               : QStringLiteral("SELECT i.id FROM incident i JOIN postmortem p ON p.incident_id = i.id "
                                                "WHERE p.status = 'published' AND i.drill = 0 ORDER BY i.number"),
                           [](const Row &row) { return row.id<IncidentId>(0); });
}

}  // namespace onlyonce::archivetable
