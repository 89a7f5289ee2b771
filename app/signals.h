// SPDX-License-Identifier: GPL-3.0-or-later
// SIGTERM and SIGINT, told in the event loop: a handler may do almost nothing, so it only writes a byte into a pipe.
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace onlyonce {

class TerminationSignals
{
public:
    //! One at a time. `asked` is called once, on this thread; a second signal ends the process at once.
    explicit TerminationSignals(std::function<void()> asked);
    ~TerminationSignals();
    TerminationSignals(const TerminationSignals &) = delete;
    TerminationSignals &operator=(const TerminationSignals &) = delete;

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace onlyonce
