// SPDX-License-Identifier: GPL-3.0-or-later
// What people did here, told of alerts that come later: one joins an incident that is acknowledged already, or begins under
// a silence. Whoever groups alerts only notes which; a few seconds later they are told together, one row of the outbox for
// each incident or silence and source, so that ten thousand of a storm are some dozen requests.
#pragma once

#include "models/alerts/silences.h"
#include "models/storage/database.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <optional>
#include <set>

namespace onlyonce {

//! For one transaction: notes those that somebody is to be told of.
class Latecomers
{
public:
    explicit Latecomers(Transaction &transaction)
        : m_transaction(transaction)
    {
    }
    //! `incident` is its row's id. Nothing is noted unless it is acknowledged.
    [[nodiscard]] Result<> joined(AlertId alert, const QString &source, qint64 incident);
    [[nodiscard]] Result<> hidden(AlertId alert, const QString &source, SilenceId silence);

private:
    struct Names
    {
        std::set<QString> acknowledge;
        std::set<QString> silence;
    };
    [[nodiscard]] Result<const Names *> names();

    Transaction &m_transaction;
    std::optional<Names> m_names;  //!< of sources that are told so
};

//! Tells of what was noted, once, the first so many; how many it went through. What fires no more needs no telling, nor
//! what is so over there already; of a silence, no problem is told twice that lasts over a recovery.
[[nodiscard]] Result<int> tellLatecomers(Transaction &transaction, int limit = 1'000);

//! Runs tellLatecomers() every few seconds: so often, and of so many at most, are the monitors told.
class LatecomersTold : public QObject
{
    Q_OBJECT

public:
    //! The database outlives it.
    LatecomersTold(Database &database, ActorId program, QObject *parent = nullptr);
    void start() { m_timer.start(); }

private:
    void look();

    Database &m_database;
    ActorId m_program;
    QTimer m_timer;
    QFutureWatcher<Result<int>> m_step;
};

}  // namespace onlyonce
