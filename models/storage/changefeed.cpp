// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/changefeed.h"

#include <algorithm>
#include <iterator>

namespace onlyonce {

bool Changes::touches(QLatin1StringView table) const
{
    return elsewhere || std::ranges::any_of(rows, [table](const Change &change) { return change.table == table; });
}

bool Changes::touches(QLatin1StringView table, qint64 id) const
{
    return elsewhere || std::ranges::any_of(rows, [table, id](const Change &change) {
               return change.id == id && change.table == table;
           });
}

void ChangeFeed::publish(Changes changes)
{
    if (changes.isEmpty()) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    m_waiting.elsewhere = m_waiting.elsewhere || changes.elsewhere;
    // A storm must not build up a list without end while the receiver is busy: past this, re-reading all is cheaper.
    constexpr size_t tooMany = 5000;
    if (m_waiting.rows.size() + changes.rows.size() > tooMany) {
        m_waiting.elsewhere = true;
        m_waiting.rows.clear();
    } else if (!m_waiting.elsewhere) {
        std::ranges::move(changes.rows, std::back_inserter(m_waiting.rows));
    }
    if (!m_posted) {
        m_posted = true;
        QMetaObject::invokeMethod(this, &ChangeFeed::deliver, Qt::QueuedConnection);
    }
}

void ChangeFeed::deliver()
{
    Changes changes;
    {
        const std::lock_guard lock(m_mutex);
        std::swap(changes, m_waiting);
        m_posted = false;
    }
    Q_EMIT changed(changes);
}

}  // namespace onlyonce
