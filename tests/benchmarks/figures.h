// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmarks print: a measurement, its baseline from the same run, and their ratio, which is the verdict.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace onlyonce::bench {

using SteadyClock = std::chrono::steady_clock;

inline double secondsSince(SteadyClock::time_point from)
{
    return std::chrono::duration<double>(SteadyClock::now() - from).count();
}

//! The value that `share` of the values do not exceed; 0 without values.
inline double quantile(std::vector<double> values, double share)
{
    if (values.empty()) {
        return 0;
    }
    std::ranges::sort(values);
    return values.at(std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size()))));
}

inline double median(const std::vector<double> &values)
{
    return quantile(values, 0.5);
}

struct Unit
{
    const char *name;
    int decimals;
};
inline constexpr Unit perSecond{"/s", 0};
inline constexpr Unit millis{"ms", 2};
inline constexpr Unit mebibytes{"MiB", 1};

inline void printHead(const char *subject, const char *ours, const char *baseline)
{
    std::printf("\n%-52s %16s %16s %8s\n", subject, ours, baseline, "ratio");
}

inline void printRow(const std::string &what, double ours, double baseline, const Unit &unit)
{
    std::printf("  %-50s %12.*f %-3s %12.*f %-3s %8.2f\n", what.c_str(), unit.decimals, ours, unit.name, unit.decimals,
                baseline, unit.name, baseline > 0 ? ours / baseline : 0);
    std::fflush(stdout);
}

}  // namespace onlyonce::bench
