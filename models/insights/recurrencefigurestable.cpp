// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/insights/recurrencefigurestable.h"

namespace onlyonce::recurrencefigurestable {

namespace {

using namespace Qt::StringLiterals;

QString counted()
{
    return u"i.created_at >= ? AND i.drill = 0 AND (i.resolution IS NULL OR i.resolution IN ('', 'resolved'))"_s;
}

Result<int> numberIn(Result<std::optional<qint64>> row)
{
    return row ? Result<int>(int(row->value_or(0))) : failure(row);
}

}  // namespace

Result<int> incidentsSince(Transaction &transaction, Instant since)
{
    return numberIn(transaction.one(
        u"SELECT COUNT(*) FROM incident i WHERE "_s + counted(), [](const Row &row) { return row.integer(0); }, since));
}

Result<std::vector<CameAgain>> cameAgainSince(Transaction &transaction, Instant since)
{
    return transaction.all(
        u"SELECT i.id, i.number, i.title, MAX(p.number) FROM incident i JOIN recurrence r ON r.incident_id = i.id "
        "JOIN incident p ON p.id = r.past_id WHERE r.state = 'confirmed' AND "_s
            + counted() + u" GROUP BY i.id, i.number, i.title ORDER BY i.id DESC"_s,
        [](const Row &row) {
            return CameAgain{.incident = row.id<IncidentId>(0),
                             .number = row.integer(1),
                             .title = row.text(2),
                             .past = row.integer(3)};
        },
        since);
}

Result<int> measuresFailedSince(Transaction &transaction, Instant since)
{
    // Confirming and failing are one transaction, which has one moment.
    return numberIn(transaction.one(
        u"SELECT COUNT(DISTINCT c.id) FROM incident i JOIN recurrence r ON r.incident_id = i.id "
        "JOIN postmortem m ON m.incident_id = r.past_id JOIN countermeasure c ON c.postmortem_id = m.id "
        "WHERE r.state = 'confirmed' AND c.state = 'failed' AND c.checked_at = r.decided_at AND "_s
            + counted(),
        [](const Row &row) { return row.integer(0); }, since));
}

}  // namespace onlyonce::recurrencefigurestable
