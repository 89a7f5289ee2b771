// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delivery/backoff.h"

#include <algorithm>

namespace onlyonce {

using namespace std::chrono_literals;

namespace {

milliseconds part(milliseconds whole, double share)
{
    return std::chrono::duration_cast<milliseconds>(whole * share);
}

}  // namespace

const std::vector<milliseconds> &usualPauses()
{
    static const std::vector<milliseconds> pauses{2s, 5s, 15s, 30s, 60s, 120s, 300s};
    return pauses;
}

milliseconds pauseAfter(int attempts, std::span<const milliseconds> pauses, double chance)
{
    if (pauses.empty()) {
        return 0ms;
    }
    const auto index = std::clamp<size_t>(size_t(std::max(attempts, 1)) - 1, 0, pauses.size() - 1);
    return part(pauses[index], 0.8 + 0.4 * chance);
}

milliseconds pauseAsked(milliseconds asked, double chance)
{
    const milliseconds wait = std::max(asked, milliseconds{0});
    return wait + std::min(part(wait, 0.1 * chance), milliseconds{10s});
}

}  // namespace onlyonce
