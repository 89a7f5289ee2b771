// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/postmortem/document/figures.h"

#include "models/base/tr.h"

#include <chrono>

namespace onlyonce {

namespace {

IncidentTime endOf(FigureKind kind)
{
    switch (kind) {
    case FigureKind::TimeToDetect:
        return IncidentTime::Detected;
    case FigureKind::TimeToAcknowledge:
        return IncidentTime::Acknowledged;
    case FigureKind::TimeToMitigate:
        return IncidentTime::Mitigated;
    case FigureKind::TimeToResolve:
        return IncidentTime::Resolved;
    case FigureKind::TimeToFirstPost:
        return IncidentTime::FirstPublicPost;
    }
    return IncidentTime::Resolved;
}

Figure figureOf(const Incident &incident, FigureKind kind)
{
    const auto &started = incident.time(IncidentTime::Started);
    const auto &end = incident.time(endOf(kind));
    if (started && end) {
        return *end < *started ? Figure{.kind = kind, .state = FigureState::Invalid}
                               : Figure{.kind = kind, .state = FigureState::Recorded, .value = *end - *started};
    }
    if (incident.resolution && *incident.resolution != Resolution::Resolved) {
        return {.kind = kind, .state = FigureState::NotApplicable};
    }
    return {.kind = kind, .state = !end && incident.isOpen() ? FigureState::Pending : FigureState::NotRecorded};
}

}  // namespace

QString toText(FigureKind kind)
{
    switch (kind) {
    case FigureKind::TimeToDetect:
        return QStringLiteral("timeToDetect");
    case FigureKind::TimeToAcknowledge:
        return QStringLiteral("timeToAcknowledge");
    case FigureKind::TimeToMitigate:
        return QStringLiteral("timeToMitigate");
    case FigureKind::TimeToResolve:
        return QStringLiteral("timeToResolve");
    case FigureKind::TimeToFirstPost:
        return QStringLiteral("timeToFirstPublicPost");
    }
    return {};
}

QString label(FigureKind kind)
{
    switch (kind) {
    case FigureKind::TimeToDetect:
        return tr("Time to detect");
    case FigureKind::TimeToAcknowledge:
        return tr("Time to acknowledge");
    case FigureKind::TimeToMitigate:
        return tr("Time to mitigate");
    case FigureKind::TimeToResolve:
        return tr("Time to resolve");
    case FigureKind::TimeToFirstPost:
        return tr("Time to first public post");
    }
    return {};
}

QString formula(FigureKind kind)
{
    switch (kind) {
    case FigureKind::TimeToDetect:
        return tr("detected − started");
    case FigureKind::TimeToAcknowledge:
        return tr("acknowledged − started");
    case FigureKind::TimeToMitigate:
        return tr("mitigated − started");
    case FigureKind::TimeToResolve:
        return tr("resolved − started");
    case FigureKind::TimeToFirstPost:
        return tr("first public post − started");
    }
    return {};
}

QString exactText(milliseconds duration)
{
    // durationText() stops at the minute; a figure is compared with a target of minutes.
    const auto seconds = duration_cast<std::chrono::seconds>(duration) % std::chrono::minutes(1);
    if (duration < std::chrono::minutes(1) || duration >= std::chrono::days(1) || seconds.count() == 0) {
        return durationText(duration);
    }
    return tr("%1 %2 s").arg(durationText(duration)).arg(seconds.count(), 2, 10, QLatin1Char('0'));
}

QString shown(const Figure &figure)
{
    switch (figure.state) {
    case FigureState::Recorded:
        return exactText(figure.value);
    case FigureState::Pending:
        return tr("pending");
    case FigureState::NotRecorded:
        return tr("not recorded");
    case FigureState::NotApplicable:
        return tr("not applicable");
    case FigureState::Invalid:
        return tr("invalid: before the start");
    }
    return {};
}

std::vector<Figure> impactFigures(const Incident &incident)
{
    std::vector<Figure> figures;
    for (const auto kind : allFigureKinds) {
        figures.push_back(figureOf(incident, kind));
    }
    return figures;
}

std::optional<RecoveryVerdict> recoveryVerdict(const Incident &incident)
{
    const auto clock = recoveryClock(incident);
    if (!clock || !clock->until || *clock->until < clock->from) {
        return {};
    }
    return RecoveryVerdict{.elapsed = *clock->until - clock->from, .target = clock->target};
}

QString shown(const RecoveryVerdict &verdict)
{
    const QString elapsed = exactText(verdict.elapsed);
    const QString target = durationText(verdict.target);
    return verdict.kept() ? tr("%1 of %2: kept").arg(elapsed, target)
                          : tr("%1 of %2: %3 over").arg(elapsed, target, exactText(verdict.elapsed - verdict.target));
}

}  // namespace onlyonce
