// SPDX-License-Identifier: GPL-3.0-or-later
// From alerts to incidents: follows the alert events by cursor; each firing alert opens an incident or joins an open one.
#pragma once

#include "models/alerts/collector.h"
#include "models/incidents/desk.h"
#include "models/storage/database.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

namespace onlyonce {

struct Grouped
{
    int events = 0;  //!< how many were read, those whose silence has ended included; 0 when none is left
    int opened = 0;
    int joined = 0;
};

//! How long one step of a storm may keep other writers waiting.
constexpr milliseconds groupingPatience{100};

//! One step: those whose silence has ended, then events past the cursor; opens or joins, moves the cursor. At most `limit`
//! of them, and no further one when `patience` is over. An event that cannot be taken in is written on a timeline and passed.
[[nodiscard]] Result<Grouped> groupAlerts(Transaction &transaction, int limit = 500,
                                          milliseconds patience = std::chrono::hours{1});

//! What came in and is in no incident yet. Anything older than a minute means that nobody groups, or that it fails.
[[nodiscard]] Result<AlertBacklog> ungroupedAlerts(Transaction &transaction);

//! Runs groupAlerts whenever alerts came in, until nothing is left; after a failure again and again, less and less often.
class Grouping : public QObject
{
    Q_OBJECT

public:
    //! The database outlives it.
    Grouping(Database &database, ActorId program, QObject *parent = nullptr);
    void start();

private:
    void run();
    void ran();
    void lookForDue();

    Database &m_database;
    ActorId m_program;
    QFutureWatcher<Result<Grouped>> m_step;
    QTimer m_retry;
    QTimer m_yield;         //!< to those who wait for the writer
    QElapsedTimer m_since;  //!< of the step
    quint64 m_asked = 0;    //!< writes by others, before the step
    QTimer m_due;           //!< silences and flapping end by themselves
    milliseconds m_pause;
    bool m_again = false;
};

}  // namespace onlyonce
