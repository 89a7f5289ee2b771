// SPDX-License-Identifier: GPL-3.0-or-later
// What the incident already knows, as a text for a field that nobody has written yet: shown as a proposal, and a text like any
// other once somebody takes it. It says what is recorded and when, in UTC; what is not recorded is left out, and nobody is
// blamed. Pure, apart from reading.
#pragma once

#include "models/incidents/protocol/steps.h"
#include "models/incidents/timeline.h"
#include "models/postmortem/record.h"

#include <map>

namespace onlyonce {

struct KnownOfIncident
{
    Incident incident;
    std::vector<TimelineEntry> timeline = {};  //!< in order of happening; restricted ones are not looked at
    std::vector<IncidentStep> steps = {};      //!< of its response protocols
    std::vector<WhyNode> whys = {};
};

//! Markdown, by field; a field of which nothing is known has none. Of the impact, lead-up, trigger, detection, response and
//! recovery. Restricted material is in none of them.
[[nodiscard]] std::map<PostMortemField, QString> proposalsFrom(const KnownOfIncident &known);

//! The same of what is stored, for the fields that are empty. NotFound: there is no such incident.
[[nodiscard]] Result<std::map<PostMortemField, QString>> proposalsFor(Transaction &transaction, IncidentId incident);

//! How long a service was at a level at a place, as the timeline tells it; the longest first.
struct TimeLost
{
    QString service;
    QString dataCentre;  //!< empty: the service as a whole
    QString level;       //!< "full outage", as impact.h has it
    milliseconds lasted{0};

    friend bool operator==(const TimeLost &, const TimeLost &) = default;
};
//! Of degraded services and outages. What nobody has ended lasts until the incident was mitigated, else resolved; while it is
//! neither, it does not count.
[[nodiscard]] std::vector<TimeLost> timeLost(const Incident &incident, const std::vector<TimelineEntry> &timeline);

}  // namespace onlyonce
