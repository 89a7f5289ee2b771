// SPDX-License-Identifier: GPL-3.0-or-later
// Writes how rows end, in one transaction with what the slice that wanted them sent makes of it. If the latter fails, the
// end is written alone and told again later: an outcome must not get lost, nor anything be sent twice because of it.
#pragma once

#include "models/delivery/outbox.h"
#include "models/storage/database.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace onlyonce {

class Endings : public QObject
{
    Q_OBJECT

public:
    //! See DeliveryRunner::Settled.
    using Settled = std::function<Result<>(Transaction &, const OutboxRow &)>;
    //! Changes one row in a write transaction; nothing when it was not to be changed (any more). See lease.h.
    using Change = std::function<Result<std::optional<OutboxRow>>(Transaction &)>;

    //! The database outlives this object.
    Endings(Database &database, ActorId program, QObject *parent = nullptr);

    void onSettled(const QString &kind, const Settled &settled) { m_settled.insert(kind, settled); }

    //! `done` hears whether the row was still to be changed; an error means that nothing is stored.
    void conclude(OutboxId id, Change change, std::function<void(const Result<bool> &)> done = {});
    //! Tells of an end that was written alone. Does nothing before the pause since the last try is over.
    void tellAgain(OutboxId id);

Q_SIGNALS:
    void settled(qint64 outboxId);

private:
    struct Pause
    {
        Instant until;
        milliseconds length{};
    };

    Database &m_database;
    ActorId m_program;
    QHash<QString, Settled> m_settled;
    QHash<qint64, Pause> m_pauses;  // of rows that could not be told, by id
};

}  // namespace onlyonce
