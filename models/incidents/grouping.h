// SPDX-License-Identifier: GPL-3.0-or-later
// From alerts to incidents: follows the alert events by cursor; each firing alert opens an incident or joins an open one.
#pragma once

#include "models/incidents/desk.h"
#include "models/storage/database.h"

#include <QObject>

namespace onlyonce {

struct Grouped
{
    int events = 0;  //!< how many were read; as many as the limit means that more may wait
    int opened = 0;
    int joined = 0;
};

//! One step: reads at most `limit` events past the cursor, opens or joins, moves the cursor.
[[nodiscard]] Result<Grouped> groupAlerts(Transaction &transaction, int limit = 500);

//! Runs groupAlerts whenever alerts came in, until nothing is left.
class Grouping : public QObject
{
    Q_OBJECT

public:
    Grouping(Database &database, ActorId program, QObject *parent = nullptr);
    void start();

private:
    void run();

    Database &m_database;
    ActorId m_program;
    bool m_running = false;
    bool m_again = false;
};

}  // namespace onlyonce
