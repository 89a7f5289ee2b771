// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/tones.h"

#include "models/base/tr.h"

namespace onlyonce::ui {

namespace {

}  // namespace

Tone toneOf(Severity severity)
{
    switch (severity) {
    case Severity::Sev1:
        return Tone::Sev1;
    case Severity::Sev2:
        return Tone::Sev2;
    case Severity::Sev3:
        return Tone::Sev3;
    case Severity::Sev4:
        return Tone::Sev4;
    }
    return Tone::Neutral;
}

Tone toneOf(IncidentStatus status)
{
    switch (status) {
    case IncidentStatus::Triage:
        return Tone::Danger;
    case IncidentStatus::Investigating:
    case IncidentStatus::Identified:
        return Tone::Warning;
    case IncidentStatus::Monitoring:
        return Tone::Accent;
    case IncidentStatus::Resolved:
        return Tone::Success;
    case IncidentStatus::Closed:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

Pill severityPill(const Incident &incident)
{
    return {.text = toText(incident.severity),
            .tone = toneOf(incident.severity),
            .shape = incident.isOpen() ? PillShape::Solid : PillShape::Soft};
}

Pill statusPill(IncidentStatus status, PillShape shape)
{
    return {.text = label(status), .tone = toneOf(status), .shape = shape};
}

QList<Pill> placePills(const Incident &incident)
{
    QList<Pill> pills;
    if (incident.catastrophic) {
        pills.append({.text = tr("Several data centres"), .tone = Tone::Danger, .shape = PillShape::Soft});
    }
    if (incident.drill) {
        pills.append({.text = tr("Drill"), .tone = Tone::Accent, .shape = PillShape::Soft});
    }
    for (const QString &name : incident.services + incident.dataCentres) {
        pills.append({.text = name, .shape = PillShape::Outline});
    }
    return pills;
}

KindLook lookOf(TimelineKind kind)
{
    switch (kind) {
    case TimelineKind::Declared:
        return {QStringLiteral("flag"), Tone::Danger, tr("opened the incident"), {}};
    case TimelineKind::AlertFired:
        return {QStringLiteral("bell"), Tone::Danger, {}, tr("Alert fired")};
    case TimelineKind::AlertResolved:
        return {QStringLiteral("bell"), Tone::Success, {}, tr("Alert recovered")};
    case TimelineKind::StatusChanged:
        return {QStringLiteral("play"), Tone::Accent, tr("changed the status"), {}};
    case TimelineKind::SeverityChanged:
        return {QStringLiteral("warning"), Tone::Warning, tr("changed the severity"), {}};
    case TimelineKind::TimeChanged:
        return {QStringLiteral("timer"), Tone::Neutral, tr("corrected a time"), {}};
    case TimelineKind::Acknowledged:
        return {QStringLiteral("success"), Tone::Accent, tr("acknowledged"), {}};
    case TimelineKind::Note:
        return {QStringLiteral("note"), Tone::Neutral, {}, {}};
    case TimelineKind::Evidence:
        return {QStringLiteral("terminal"), Tone::Neutral, tr("attached evidence"), {}};
    case TimelineKind::Notified:
        return {QStringLiteral("send"), Tone::Neutral, tr("notified"), {}};
    case TimelineKind::Announced:
        return {QStringLiteral("megaphone"), Tone::Accent, tr("told customers"), {}};
    case TimelineKind::PostMortem:
        return {QStringLiteral("whys"), Tone::Neutral, tr("post-mortem"), {}};
    case TimelineKind::Catastrophic:
        return {QStringLiteral("warning"), Tone::Danger, {}, tr("Several data centres at once")};
    case TimelineKind::AlertsMoved:
        return {QStringLiteral("bell"), Tone::Neutral, tr("moved alerts"), {}};
    case TimelineKind::Decision:
        return {QStringLiteral("flag"), Tone::Accent, tr("decided"), {}};
    case TimelineKind::Hypothesis:
        return {QStringLiteral("help"), Tone::Warning, tr("suspects"), {}};
    case TimelineKind::Action:
        return {QStringLiteral("wrench"), Tone::Accent, tr("tried"), {}};
    case TimelineKind::RoleChanged:
        return {QStringLiteral("user"), Tone::Neutral, tr("changed roles"), {}};
    case TimelineKind::Handover:
        return {QStringLiteral("handover"), Tone::Accent, tr("handover"), {}};
    case TimelineKind::Task:
        return {QStringLiteral("check"), Tone::Neutral, tr("task"), {}};
    case TimelineKind::Step:
        return {QStringLiteral("checklist"), Tone::Neutral, tr("protocol"), {}};
    case TimelineKind::Impact:
        return {QStringLiteral("datacentre"), Tone::Warning, tr("changed the impact"), {}};
    case TimelineKind::Reference:
        return {QStringLiteral("link"), Tone::Neutral, tr("added a link"), {}};
    case TimelineKind::Related:
        return {QStringLiteral("split"), Tone::Neutral, tr("related incidents"), {}};
    case TimelineKind::StoodDown:
        return {QStringLiteral("bell-off"), Tone::Neutral, tr("stood people down"), {}};
    case TimelineKind::Redacted:
        return {QStringLiteral("eye-off"), Tone::Warning, tr("redacted"), {}};
    case TimelineKind::Other:
        return {QStringLiteral("pulse"), Tone::Neutral, {}, {}};
    }
    return {};
}

}  // namespace onlyonce::ui
