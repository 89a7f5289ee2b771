// SPDX-License-Identifier: GPL-3.0-or-later
// What fills an index behind the others' backs: takes a step whenever something has changed, until nothing is left. It
// takes at most a ninth of the writer's time while others want it, for a storm needs the rest; after a failure it tries
// again, less and less often.
#pragma once

#include "models/storage/database.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

namespace onlyonce {

class IndexFollower : public QObject
{
    Q_OBJECT

public:
    //! Whether there is more to do.
    using Step = std::function<Result<bool>(Transaction &)>;

    //! `tables`: a change of any of them may be something to do. The database outlives it.
    IndexFollower(Database &database, ActorId program, std::vector<QLatin1StringView> tables, Step step,
                  QObject *parent = nullptr);
    void start();

private:
    void want();
    void run();
    void ran();

    Database &m_database;
    ActorId m_program;
    std::vector<QLatin1StringView> m_tables;
    Step m_work;
    QFutureWatcher<Result<bool>> m_step;
    QElapsedTimer m_since;  //!< since the step was asked for
    quint64 m_asked = 0;    //!< writes by others, before the step
    QTimer m_next;
    milliseconds m_pause;
    bool m_again = false;
};

}  // namespace onlyonce
