// SPDX-License-Identifier: GPL-3.0-or-later
// Copies our own SQLite database once a night, checks the copy, keeps fourteen days of them. A machine that slept through
// the night copies when it wakes. What became of the last copy is kept, so that the window can show it.
#pragma once

#include "models/storage/backup.h"
#include "models/storage/database.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace onlyonce {

class NightlyCopy : public QObject
{
    Q_OBJECT

public:
    //! At this hour of the machine's zone, if the newest copy is older than that.
    static constexpr int hour = 2;

    NightlyCopy(Database &database, QString folder, QObject *parent = nullptr);
    ~NightlyCopy() override;  //!< waits for a copy that is being taken

    void start();
    //! Takes one if the night's is missing. Safe to call at any time; does nothing on PostgreSQL.
    void runIfDue();

    [[nodiscard]] const std::optional<BackupFile> &last() const { return m_last; }
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] bool isDue() const;

    Database &m_database;
    QString m_folder;
    QTimer m_timer;
    QFuture<Result<BackupFile>> m_running;  //!< to wait for, not to follow
    std::optional<BackupFile> m_last;
    std::optional<Error> m_problem;
};

//! The last moment at `hour` o'clock that is not after `now`.
[[nodiscard]] Instant lastNight(Instant now, const QTimeZone &zone, int hour);

}  // namespace onlyonce
