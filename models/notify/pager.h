// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the pages up with the timeline: follows it by cursor, from this and other processes, and writes what paging.h
// says. It sends nothing itself.
#pragma once

#include "models/storage/database.h"

#include <QObject>

namespace onlyonce {

class DeliveryRunner;

class Pager : public QObject
{
    Q_OBJECT

public:
    //! The database outlives the pager. `program` is the actor of what it writes.
    Pager(Database &database, ActorId program, QObject *parent = nullptr);
    void start();

private:
    void look();
    void write();
    void looked(bool again);

    Database &m_database;
    ActorId m_program;
    bool m_running = false;
    bool m_again = false;
};

//! Has the timeline tell what becomes of pages. Before DeliveryRunner::start().
void registerPager(DeliveryRunner &runner);

}  // namespace onlyonce
