// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace onlyonce {

namespace {

std::array<int, 2> pipeEnds{-1, -1};

void heard(int)
{
    const char byte = 1;
    // Nothing can be done here about a full pipe: then a signal has been told already.
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
}

}  // namespace

TerminationSignals::TerminationSignals(std::function<void()> asked)
{
    if (::pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this, asked = std::move(asked)] {
        m_notifier->setEnabled(false);
        asked();
    });
    std::signal(SIGTERM, heard);
    std::signal(SIGINT, heard);
}

TerminationSignals::~TerminationSignals()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    m_notifier.reset();
    for (int &end : pipeEnds) {
        if (end >= 0) {
            ::close(end);
            end = -1;
        }
    }
}

}  // namespace onlyonce
