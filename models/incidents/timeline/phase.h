// SPDX-License-Identifier: GPL-3.0-or-later
// The phases of an incident, as its recorded times part its timeline. A time that is not recorded begins no phase.
#pragma once

#include "models/incidents/incident.h"

namespace onlyonce {

enum class Phase {
    Unnoticed,  //!< it fails, and nobody knows
    Detection,  //!< seen, and nobody is on it
    Response,   //!< somebody is
    Recovery,   //!< the failure is mitigated, and watched
    FollowUp,   //!< resolved
};

[[nodiscard]] QString label(Phase phase);
[[nodiscard]] Phase phaseAt(const Incident &incident, Instant moment);

}  // namespace onlyonce
