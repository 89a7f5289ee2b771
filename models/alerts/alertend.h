// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts that end without a word of their source: because it does not tell of them again as it promised to, or because a
// person knows better. Who follows the alert events hears of such an end as of any other; why it ended stands with the
// alert (AlertRow::endReason), and in the timeline of its incident.
#pragma once

#include "models/alerts/alert.h"
#include "models/delivery/adapter.h"
#include "models/storage/database.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

namespace onlyonce {

//! A person knows that it is over, though its source never said so (a recovery was lost on its way). Needs a reason, which
//! the incident's timeline, the alert and the audit trail keep. When its source tells of it again, it fires again, as a
//! new episode. Errors: Denied (responders and up may), NotFound, Invalid (it is over already; no reason given).
[[nodiscard]] Result<> endAlert(Transaction &transaction, AlertId id, const QString &reason);

//! The setting "lapseAfter" of sources that only push, and repeat what still fires: minutes; empty or 0 for never.
[[nodiscard]] SettingField lapseAfterField();

//! Ends, at most so many: what its sender promised to repeat until now (Signal::lapsesAt) and did not, and what a source
//! with the setting above has not told again for so long. How many. Any process may, however often: it happens once.
[[nodiscard]] Result<int> endLapsed(Transaction &transaction, int limit = 500);

//! Runs endLapsed(), several times a minute.
class Lapsing : public QObject
{
    Q_OBJECT

public:
    //! The database outlives it.
    Lapsing(Database &database, ActorId program, QObject *parent = nullptr);
    //! Begins after five minutes: what could not be told while nobody listened is told again first.
    void start();

private:
    void look();
    void run();

    Database &m_database;
    ActorId m_program;
    QTimer m_timer;
    QFutureWatcher<Result<int>> m_step;
};

}  // namespace onlyonce
