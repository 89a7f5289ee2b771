// SPDX-License-Identifier: GPL-3.0-or-later
// The impact in numbers, worked out from the incident's times and never typed. All durations count from the failure's
// start, and the formula stands beside each, because vendors mean different things by the same letters.
#pragma once

#include "models/incidents/incident.h"

#include <array>
#include <vector>

namespace onlyonce {

enum class FigureKind { TimeToDetect, TimeToAcknowledge, TimeToMitigate, TimeToResolve, TimeToFirstPost };
inline constexpr std::array allFigureKinds{FigureKind::TimeToDetect, FigureKind::TimeToAcknowledge,
                                           FigureKind::TimeToMitigate, FigureKind::TimeToResolve,
                                           FigureKind::TimeToFirstPost};

enum class FigureState {
    Recorded,
    Pending,        //!< the incident is open, it may still come
    NotRecorded,    //!< the incident is over, or its start is not known
    NotApplicable,  //!< a false alarm or a duplicate has no recovery
    Invalid,        //!< the times contradict each other
};

struct Figure
{
    FigureKind kind = FigureKind::TimeToDetect;
    FigureState state = FigureState::NotRecorded;
    milliseconds value{0};  //!< when Recorded

    friend bool operator==(const Figure &, const Figure &) = default;
};

[[nodiscard]] QString toText(FigureKind kind);           //!< "timeToDetect": the name in JSON, where "Seconds" follows
[[nodiscard]] QString label(FigureKind kind);            //!< "Time to detect"
[[nodiscard]] QString formula(FigureKind kind);          //!< "detected − started"
[[nodiscard]] QString exactText(milliseconds duration);  //!< to the second below a day: "12 min 30 s"
[[nodiscard]] QString shown(const Figure &figure);       //!< "3 min", "pending", "not recorded: …"

//! In the order of allFigureKinds.
[[nodiscard]] std::vector<Figure> impactFigures(const Incident &incident);

//! Did the recovery keep its target? Nothing while it runs, or when no start is recorded.
struct RecoveryVerdict
{
    milliseconds elapsed;
    milliseconds target;  //!< 15 minutes, or 50 when catastrophic

    [[nodiscard]] bool kept() const { return elapsed <= target; }
};
[[nodiscard]] std::optional<RecoveryVerdict> recoveryVerdict(const Incident &incident);
[[nodiscard]] QString
shown(const RecoveryVerdict &verdict);  //!< "14 min of 15 min: kept", "18 min of 15 min: 3 min over"

}  // namespace onlyonce
