// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/transaction.h"

#include "models/storage/connection.h"

namespace onlyonce {

bool concernsAll(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Busy:
    case ErrorCode::Unavailable:
    case ErrorCode::Uncertain:
    case ErrorCode::Denied:
    case ErrorCode::Damaged:
    case ErrorCode::TooNew:
    case ErrorCode::Cancelled:
        return true;
    case ErrorCode::Invalid:
    case ErrorCode::NotFound:
    case ErrorCode::Conflict:
    case ErrorCode::Internal:
        return false;
    }
    return false;
}

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

Result<> Transaction::beginAttempt()
{
    return m_connection.savepoint();
}

Result<> Transaction::endAttempt(const Error *error)
{
    if (error && !m_connection.inTransaction()) {
        // A full disk, a lost server: the engine itself has undone the whole call, whatever the error is called.
        return fail(ErrorCode::Unavailable, error->message, error->detail);
    }
    return error ? m_connection.rollbackToSavepoint() : m_connection.releaseSavepoint();
}

Result<qint64> Transaction::run(const QString &sql, const QVariantList &values,
                                const std::function<void(const Row &)> &read)
{
    return m_connection.run(sql, values, read);
}

}  // namespace onlyonce
