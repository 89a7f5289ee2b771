// SPDX-License-Identifier: GPL-3.0-or-later
// Which colour and icon an incident's facts take. The models return severities; colours are chosen here.
#pragma once

#include "models/incidents/incident.h"
#include "models/incidents/timeline.h"
#include "views/widgets/pill.h"

namespace onlyonce::ui {

[[nodiscard]] Tone toneOf(Severity severity);
[[nodiscard]] Tone toneOf(IncidentStatus status);
//! Loud while the incident is open.
[[nodiscard]] Pill severityPill(const Incident &incident);
[[nodiscard]] Pill statusPill(IncidentStatus status, PillShape shape = PillShape::Soft);
[[nodiscard]] QList<Pill> placePills(const Incident &incident);

struct KindLook
{
    QString icon;
    Tone tone = Tone::Neutral;
    QString head;   //!< after the author's name
    QString title;  //!< in place of the author, where what happened counts more than who wrote it down
};
[[nodiscard]] KindLook lookOf(TimelineKind kind);

}  // namespace onlyonce::ui
