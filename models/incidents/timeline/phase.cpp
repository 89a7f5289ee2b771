// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/timeline/phase.h"

#include <QCoreApplication>

namespace onlyonce {

QString label(Phase phase)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Timeline", text); };
    switch (phase) {
    case Phase::Unnoticed:
        return tr("Unnoticed");
    case Phase::Detection:
        return tr("Detection");
    case Phase::Response:
        return tr("Response");
    case Phase::Recovery:
        return tr("Recovery");
    case Phase::FollowUp:
        return tr("Follow-up");
    }
    return {};
}

Phase phaseAt(const Incident &incident, Instant moment)
{
    const auto begun = [&](IncidentTime which) {
        const auto time = incident.time(which);
        return time && *time <= moment;
    };
    if (begun(IncidentTime::Resolved)) {
        return Phase::FollowUp;
    }
    if (begun(IncidentTime::Mitigated)) {
        return Phase::Recovery;
    }
    if (begun(IncidentTime::Acknowledged)) {
        return Phase::Response;
    }
    const auto detected = incident.time(IncidentTime::Detected);
    return detected && moment < *detected ? Phase::Unnoticed : Phase::Detection;
}

}  // namespace onlyonce
