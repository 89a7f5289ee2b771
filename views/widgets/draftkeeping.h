// SPDX-License-Identifier: GPL-3.0-or-later
// When what is being typed is kept (drafts.h): 400 ms after the first letter that is not kept yet, for whoever types on and
// on would else be kept when they pause; and when its owner goes. It is the owner's last member: what `keep` looks at is
// still there then.
#pragma once

#include <QTimer>

#include <functional>
#include <utility>

namespace onlyonce::ui {

class DraftKeeping final
{
public:
    explicit DraftKeeping(std::function<void()> keep)
        : m_keep(std::move(keep))
    {
        constexpr int wait = 400;  // ms
        m_timer.setSingleShot(true);
        m_timer.setInterval(wait);
        m_timer.callOnTimeout(m_keep);
    }
    ~DraftKeeping() { now(); }
    DraftKeeping(const DraftKeeping &) = delete;
    DraftKeeping &operator=(const DraftKeeping &) = delete;

    //! With each change by hand.
    void typed()
    {
        if (!m_timer.isActive()) {
            m_timer.start();
        }
    }
    //! What waits is kept without waiting.
    void now()
    {
        if (m_timer.isActive()) {
            m_timer.stop();
            m_keep();
        }
    }
    //! What waited is kept, or need not be.
    void stop() { m_timer.stop(); }

private:
    std::function<void()> m_keep;
    QTimer m_timer;
};

}  // namespace onlyonce::ui
