// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the index of facets and words by which the inbox is filtered, and counts how late and from where failures were
// seen (sightings.h): follows alerts by cursor, a second behind at most
// while the writer has time for it, outside the intake's transactions.
#pragma once

#include "models/alerts/inbox/inbox.h"
#include "models/storage/database.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

namespace onlyonce {

struct Indexed
{
    int alerts = 0;  //!< new ones, and those that ended
    bool more = false;
};

//! One step: at most `limit` alerts and as many events. Touches "alert_words" when something can be found that could not.
[[nodiscard]] Result<Indexed> indexAlerts(Transaction &transaction, int limit = 500);

//! Runs indexAlerts() whenever alerts changed, until nothing is left. Takes at most a ninth of the writer's time, for a
//! storm needs the rest; after a failure it tries again, less and less often.
class InboxIndex : public QObject
{
    Q_OBJECT

public:
    //! The database outlives it.
    InboxIndex(Database &database, ActorId program, QObject *parent = nullptr);
    void start();

private:
    void want();
    void run();
    void ran();

    Database &m_database;
    ActorId m_program;
    QFutureWatcher<Result<Indexed>> m_step;
    QElapsedTimer m_since;  //!< since the step was asked for
    quint64 m_asked = 0;    //!< writes by others, before the step
    QTimer m_next;
    milliseconds m_pause;
    bool m_again = false;
};

}  // namespace onlyonce
