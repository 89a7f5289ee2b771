// SPDX-License-Identifier: GPL-3.0-or-later
// An incident as a value: its times, its clock, the order its times must keep. No database here.
#pragma once

#include "models/base/clock.h"
#include "models/base/id.h"
#include "models/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace onlyonce {

using IncidentId = Id<struct IncidentTag>;

enum class Severity { Sev1 = 1, Sev2, Sev3, Sev4 };
enum class IncidentStatus { Triage, Investigating, Identified, Monitoring, Resolved, Closed };
enum class Resolution { Resolved, FalseAlarm, Duplicate, Merged };
enum class Visibility { Internal, Public, Restricted };
enum class IncidentTime { Started, Detected, Acknowledged, Declared, Mitigated, Resolved, FirstPublicPost };
inline constexpr std::array allIncidentTimes{
    IncidentTime::Started,   IncidentTime::Detected, IncidentTime::Acknowledged,   IncidentTime::Declared,
    IncidentTime::Mitigated, IncidentTime::Resolved, IncidentTime::FirstPublicPost};

[[nodiscard]] QString toText(Severity severity);  //!< "SEV1"
[[nodiscard]] QString toText(IncidentStatus status);
[[nodiscard]] QString toText(Resolution resolution);
[[nodiscard]] QString toText(Visibility visibility);
[[nodiscard]] QString toText(IncidentTime time);  //!< "startedAt": the name in JSON
[[nodiscard]] Result<Severity> severityFrom(const QString &text);
[[nodiscard]] Result<IncidentStatus> incidentStatusFrom(const QString &text);
[[nodiscard]] Result<Resolution> resolutionFrom(const QString &text);
[[nodiscard]] Result<Visibility> visibilityFrom(const QString &text);
[[nodiscard]] Result<IncidentTime> incidentTimeFrom(const QString &text);
//! For people, translated.
[[nodiscard]] QString label(IncidentStatus status);
[[nodiscard]] QString label(IncidentTime time);
[[nodiscard]] QString label(Resolution resolution);

struct Incident
{
    IncidentId id;
    qint64 number = 0;  //!< "INC-17"
    QString title;
    Severity severity = Severity::Sev2;
    IncidentStatus status = IncidentStatus::Triage;
    std::optional<Resolution> resolution;
    bool catastrophic = false;
    bool catastrophicDecided = false;  //!< by a person: what alerts say changes it no more
    bool drill = false;
    Visibility visibility = Visibility::Internal;
    QStringList services;
    QStringList dataCentres;
    QString commander;                    //!< who has the role now; empty while nobody has
    std::optional<Instant> nextUpdateAt;  //!< when customers were promised to hear again
    int alertCount = 0;
    int firingCount = 0;    //!< of those alerts, how many have not recovered
    int flappingCount = 0;  //!< how many fire and recover again and again
    std::array<std::optional<Instant>, allIncidentTimes.size()> times;
    std::optional<Instant> closedAt;
    Instant createdAt;
    int version = 0;

    [[nodiscard]] const std::optional<Instant> &time(IncidentTime which) const { return times.at(size_t(which)); }
    std::optional<Instant> &time(IncidentTime which) { return times.at(size_t(which)); }
    [[nodiscard]] QString reference() const { return QStringLiteral("INC-%1").arg(number); }
    [[nodiscard]] bool isOpen() const { return status < IncidentStatus::Resolved; }
    //! What fired has recovered and flaps no more, and nobody has said so yet: proposed, never done by itself.
    [[nodiscard]] bool looksMitigated() const
    {
        return alertCount > 0 && firingCount == 0 && flappingCount == 0 && status < IncidentStatus::Monitoring;
    }
};

//! Recovery clock: from the failure's start to the moment customers have the service back (mitigated), against
//! 15 minutes, or 50 when catastrophic.
struct RecoveryClock
{
    Instant from;
    std::optional<Instant> until;  //!< empty while it runs
    milliseconds target;

    [[nodiscard]] milliseconds elapsed(Instant now) const { return until.value_or(now) - from; }
    [[nodiscard]] bool isOver(Instant now) const { return elapsed(now) > target; }
};
//! Nothing when no start is recorded (it is never guessed), and of a false alarm, which has no recovery.
[[nodiscard]] std::optional<RecoveryClock> recoveryClock(const Incident &incident);

//! Invalid names the two times that contradict each other. Nothing precedes the start; detection precedes what people do
//! about it; resolved is not before mitigated. (A failure may well end before anybody acknowledged it.)
[[nodiscard]] Result<> checkTimes(const Incident &incident);

//! `wanted`, or the latest of what must precede `which`: whoever recorded that may have had a clock that ran ahead.
[[nodiscard]] Instant notBefore(const Incident &incident, IncidentTime which, Instant wanted);

//! Field names as in the design ("The binary").
[[nodiscard]] QJsonObject toJson(const Incident &incident);

}  // namespace onlyonce
