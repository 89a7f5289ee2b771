// SPDX-License-Identifier: GPL-3.0-or-later
// A clock that moves only when the test says so.
#pragma once

#include "models/base/clock.h"

#include <atomic>

namespace onlyonce {

class ManualClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return fromMillis(m_now.load()); }
    void set(QStringView utc) { m_now = toMillis(parseMachineTime(utc).value()); }
    void advance(milliseconds by) { m_now += by.count(); }

private:
    std::atomic<qint64> m_now{1'795'410'000'000};  // 2026-11-23T05:00:00Z
};

}  // namespace onlyonce
