// SPDX-License-Identifier: GPL-3.0-or-later
// Makes writes or reads wait, so that a test can look at what happens meanwhile.
#pragma once

#include "models/storage/database.h"

#include <future>

namespace onlyonce {

//! Keeps one of the database's threads busy from now on, until release() or the end of the scope.
class BusyThread
{
public:
    ~BusyThread() { release(); }
    BusyThread(const BusyThread &) = delete;
    BusyThread &operator=(const BusyThread &) = delete;

    void release()
    {
        if (m_busy) {
            m_busy = false;
            m_released.set_value();
            m_done.waitForFinished();
        }
    }

protected:
    BusyThread() = default;
    [[nodiscard]] auto work()
    {
        return [this](Transaction &) -> Result<int> {
            m_started.set_value();
            m_released.get_future().wait();
            return 0;
        };
    }
    void begin(const QFuture<Result<int>> &done)
    {
        m_done = done;
        m_started.get_future().wait();
    }

private:
    bool m_busy = true;
    std::promise<void> m_started;
    std::promise<void> m_released;
    QFuture<Result<int>> m_done;
};

class BusyWriter final : public BusyThread
{
public:
    explicit BusyWriter(Database &database) { begin(database.write({}, work())); }
};

//! Of the reader for what a person waits for.
class BusyReader final : public BusyThread
{
public:
    explicit BusyReader(Database &database) { begin(database.read(work())); }
};

}  // namespace onlyonce
