// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/transaction.h"

#include "models/storage/connection.h"

namespace onlyonce {

Transaction::Transaction(Connection &connection, ActorId actor, Instant now)
    : m_connection(connection)
    , m_actor(actor)
    , m_now(now)
{
}

Engine Transaction::engine() const
{
    return m_connection.engine();
}

Result<qint64> Transaction::run(const QString &sql, const QVariantList &values,
                                const std::function<void(const Row &)> &read)
{
    return m_connection.run(sql, values, read);
}

}  // namespace onlyonce
