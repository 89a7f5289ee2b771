// SPDX-License-Identifier: GPL-3.0-or-later
// Makes writes wait, so that a test can look at what happens meanwhile.
#pragma once

#include "models/storage/database.h"

#include <future>

namespace onlyonce {

//! Keeps the database's writer busy from now on, until release() or the end of the scope.
class BusyWriter
{
public:
    explicit BusyWriter(Database &database)
    {
        m_done = database.write({}, [this](Transaction &) -> Result<int> {
            m_started.set_value();
            m_released.get_future().wait();
            return 0;
        });
        m_started.get_future().wait();
    }
    ~BusyWriter() { release(); }
    BusyWriter(const BusyWriter &) = delete;
    BusyWriter &operator=(const BusyWriter &) = delete;

    void release()
    {
        if (m_busy) {
            m_busy = false;
            m_released.set_value();
            m_done.waitForFinished();
        }
    }

private:
    bool m_busy = true;
    std::promise<void> m_started;
    std::promise<void> m_released;
    QFuture<Result<int>> m_done;
};

}  // namespace onlyonce
