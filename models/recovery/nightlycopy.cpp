// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/recovery/nightlycopy.h"

#include "models/base/answer.h"
#include "models/base/log.h"

namespace onlyonce {

using namespace std::chrono_literals;

NightlyCopy::NightlyCopy(Database &database, QString folder, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_folder(std::move(folder))
{
    connect(&m_timer, &QTimer::timeout, this, &NightlyCopy::runIfDue);
}

NightlyCopy::~NightlyCopy()
{
    m_running.waitForFinished();
}

void NightlyCopy::start()
{
    if (m_database.engine() != Engine::Sqlite) {
        return;
    }
    if (const auto newest = newestBackup(m_folder, m_database.clock().now())) {
        m_last = *newest;
    }
    m_timer.start(5min);
    QTimer::singleShot(1min, this, &NightlyCopy::runIfDue);  // not while the window is being painted
}

bool NightlyCopy::isDue() const
{
    const Instant now = m_database.clock().now();
    const Instant night = lastNight(now, QTimeZone::systemTimeZone(), hour);
    // One that was taken in the future was taken when the clock was wrong.
    return m_database.engine() == Engine::Sqlite && (!m_last || m_last->takenAt < night || m_last->takenAt > now);
}

void NightlyCopy::runIfDue()
{
    if (!isDue() || m_running.isRunning()) {
        return;
    }
    const Instant now = m_database.clock().now();
    auto running = inBackground([url = m_database.url(), folder = m_folder, now] {
        auto taken = takeBackup(url, folder, now);
        if (taken) {
            if (auto pruned = pruneBackups(folder, now); !pruned) {
                qCWarning(logStorage) << "old copies stay:" << pruned.error().message;
            }
        }
        return taken;
    });
    m_running = running;
    running.then(this, [this](const Result<BackupFile> &taken) {
        if (taken) {
            m_last = *taken;
            m_problem.reset();
        } else {
            m_problem = taken.error();
            qCWarning(logStorage) << "the nightly copy failed:" << taken.error().message << taken.error().detail;
        }
        Q_EMIT changed();
    });
}

Instant lastNight(Instant now, const QTimeZone &zone, int hour)
{
    const QDate today = toDateTime(now, zone).date();
    const Instant thisNight = utcFromZone(today, QTime(hour, 0), zone);
    return thisNight <= now ? thisNight : utcFromZone(today.addDays(-1), QTime(hour, 0), zone);
}

}  // namespace onlyonce
