// SPDX-License-Identifier: GPL-3.0-or-later
// What GET /metrics tells, in Prometheus' text format. Callable from any thread.
#pragma once

#include "models/alerts/collector.h"

#include <map>
#include <mutex>

namespace onlyonce {

class IntakeMetrics
{
public:
    void countAnswer(int status);
    void countAlerts(const QString &source, const Intake &intake, Instant at);

    //! What is not counted here.
    struct State
    {
        Instant now;
        bool reachable = true;
        bool writable = true;
        qint64 waitingWrites = 0;
        std::optional<AlertBacklog> ungrouped;  //!< none if the database cannot be asked
    };
    [[nodiscard]] QByteArray text(const State &state) const;

private:
    mutable std::mutex m_mutex;
    std::map<int, qint64> m_requests;
    std::map<QString, Instant> m_lastReceived;
    qint64 m_opened = 0;
    qint64 m_repeated = 0;
    qint64 m_resolved = 0;
    DelayCounts m_delays;
};

}  // namespace onlyonce
