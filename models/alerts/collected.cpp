// SPDX-License-Identifier: GPL-3.0-or-later
// What was collected, as others read it. Declared in collector.h.
#include "models/alerts/alerttable.h"
#include "models/alerts/collector.h"
#include "models/alerts/sourcestatetable.h"

namespace onlyonce {

Result<std::vector<AlertRow>> alerts(Transaction &transaction, const AlertFilter &filter, const KeyPage &page)
{
    return alerttable::page(transaction, filter, page);
}

Result<std::vector<AlertRow>> alerts(Transaction &transaction, const AlertFilter &filter, int limit, AlertId before)
{
    return alerts(transaction, filter, pageBefore(before.value, limit));
}

Result<std::optional<AlertRow>> alert(Transaction &transaction, AlertId id)
{
    return alerttable::byId(transaction, id);
}

Result<std::vector<SourceState>> sourceStates(Transaction &transaction)
{
    return sourcestatetable::all(transaction);
}

Result<std::vector<AlertEvent>> alertEvents(Transaction &transaction, qint64 after, int limit)
{
    return alerttable::events(transaction, after, limit);
}

Result<AlertBacklog> alertBacklog(Transaction &transaction, qint64 after)
{
    return alerttable::backlog(transaction, after);
}

}  // namespace onlyonce
