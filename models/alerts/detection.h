// SPDX-License-Identifier: GPL-3.0-or-later
// How late we knew of a failure, measured and at worst, beside the window in which a failure is to be seen. Pure. What is
// not told is not known: it is never guessed, and never taken for no delay.
#pragma once

#include "models/alerts/alert.h"
#include "models/delivery/adapter.h"

#include <array>

namespace onlyonce {

//! Within it a failure is to be seen.
inline constexpr std::chrono::seconds detectionWindow{60};

struct DetectionDelay
{
    enum class State {
        Measured,
        Unknown,        //!< the source does not say when it began
        NotApplicable,  //!< it was over when it was first told
    };
    State state = State::Unknown;
    std::optional<milliseconds> measured;  //!< received − started; never negative
    Watch watch;

    //! measured + hold + check interval, what nobody has stated counting as nothing. A monitor that starts its clock when
    //! the hold is over hides the hold; one that looks every 30 s may have missed the failure's first 30 s.
    [[nodiscard]] std::optional<milliseconds> worst() const;
    [[nodiscard]] bool isWatchStated() const { return watch.hold || watch.checkInterval; }
};

[[nodiscard]] DetectionDelay detectionDelay(const AlertRow &alert);

//! @name For people. Seconds up to three minutes, because they are compared with a window of 60: "102 s".
//! @{
[[nodiscard]] QString delayText(milliseconds delay);
//! "After 42 s, within the window of 60 s"; why it is not known otherwise.
[[nodiscard]] QString measuredText(const DetectionDelay &delay);
//! "102 s: a hold of 30 s and a check every 30 s come before what is measured"; empty unless it is measured.
[[nodiscard]] QString worstText(const DetectionDelay &delay);
//! What was over the window and what to look at; empty while even the worst keeps it.
[[nodiscard]] QString lateText(const DetectionDelay &delay);
//! @}

//! Seconds with their fraction, or null.
[[nodiscard]] QJsonValue secondsJson(const std::optional<milliseconds> &duration);

//! @name What a source's settings state for all of its alerts, in seconds.
//! @{
[[nodiscard]] SettingField holdField();
[[nodiscard]] SettingField checkIntervalField();
[[nodiscard]] Watch watchFrom(const QJsonObject &settings);
//! For those that say nothing of it themselves: a rule knows better than the settings of its source.
void stateWatch(std::vector<Signal> &alerts, const Watch &usual);
//! @}

//! How many alerts were detected within how many seconds, for a histogram.
struct DelayCounts
{
    static constexpr std::array<int, 9> bounds{1, 5, 15, 30, 60, 120, 300, 900, 3'600};  //!< seconds
    std::array<qint64, bounds.size()> within{};  //!< each counts those of the shorter ones too
    qint64 count = 0;
    milliseconds sum{0};

    void add(milliseconds delay);
    void add(const DelayCounts &others);
};

//! How many alerts came in how late.
struct DetectionSummary
{
    qint64 measured = 0;
    qint64 within = 0;  //!< of those, how many within the window
    qint64 unknown = 0;
    milliseconds median{0};  //!< rounded up as delayClass() does
};
//! "in 30 days: median 21 s, 94 % within 60 s"; empty when there was nothing.
[[nodiscard]] QString summaryText(const DetectionSummary &summary);

//! The class in which a delay is counted: seconds, rounded up; to minutes above two minutes, to hours above one hour, and a
//! day for all that is more.
[[nodiscard]] qint64 delayClass(milliseconds delay);
//! The class of what is not measured.
inline constexpr qint64 unknownDelay = -1;

}  // namespace onlyonce
