// SPDX-License-Identifier: GPL-3.0-or-later
// One episode of one problem that a monitoring system told us of, and what a source's parser makes of a payload.
#pragma once

#include "models/base/clock.h"
#include "models/base/id.h"
#include "models/base/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace onlyonce {

using ActorId = Id<struct ActorTag>;
using AlertId = Id<struct AlertTag>;

enum class AlertStatus { Firing, Resolved };
enum class AlertSeverity { Critical, Error, Warning, Info };
//! Which test failed, if it was one: a system test finds a part broken, a user acceptance test finds that customers cannot
//! do what they pay for.
enum class FailedTest { None, System, Acceptance };

[[nodiscard]] QString toText(AlertStatus status);
[[nodiscard]] QString toText(AlertSeverity severity);
[[nodiscard]] QString toText(FailedTest test);  //!< "system", "acceptance"; empty for None
//! @name For people: "Acceptance test failed", and what that means; empty for None.
//! @{
[[nodiscard]] QString label(FailedTest test);
[[nodiscard]] QString meaning(FailedTest test);
//! @}
[[nodiscard]] AlertStatus alertStatusFrom(const QString &text);
[[nodiscard]] AlertSeverity alertSeverityFrom(const QString &text);
[[nodiscard]] FailedTest failedTestFrom(const QString &text);

//! What a monitor lets pass before its clock starts, as far as somebody has stated it: in its rule, or in the settings of
//! the source.
struct Watch
{
    std::optional<milliseconds> hold;  //!< for so long it must fail before the monitor says so ("for:", retries)
    std::optional<milliseconds> checkInterval;  //!< so often the monitor looks

    friend bool operator==(const Watch &, const Watch &) = default;
};

//! What a payload says of one problem. Fields a source does not tell are empty.
struct Signal
{
    QString fingerprint;  //!< the source's stable key of the problem: the same through all its episodes
    AlertStatus status = AlertStatus::Firing;
    AlertSeverity severity = AlertSeverity::Error;
    QString summary;
    QString service;
    QString dataCentre;  //!< what fails, never from where that was seen
    QStringList probes;  //!< from where it was seen: "Stockholm"
    FailedTest failedTest = FailedTest::None;
    bool opens = true;  //!< false: somebody has silenced it over there; it keeps what is open, and opens nothing
    QJsonObject labels;
    QJsonObject annotations;
    QString link;                       //!< http or https only
    std::optional<Instant> startedAt;   //!< when the failure began, if the source knows
    std::optional<Instant> resolvedAt;  //!< when it ended, if it says so
    std::optional<Instant> lapsesAt;    //!< when it is over unless it is told again before, as its sender promised
    Watch watch;
};

struct AlertRow
{
    AlertId id;
    QString source;
    QString fingerprint;
    AlertStatus status = AlertStatus::Firing;
    AlertSeverity severity = AlertSeverity::Error;
    QString summary;
    QString service;
    QString dataCentre;
    QStringList probes;
    FailedTest failedTest = FailedTest::None;
    QJsonObject labels;
    QJsonObject annotations;
    QString link;
    Instant startedAt;       //!< when the source does not say when it began, receivedAt (detection.h tells them apart)
    bool toldStart = false;  //!< it says so, even if that is the moment of the receipt
    Watch watch;
    Instant receivedAt;
    Instant lastReceivedAt;
    std::optional<Instant> resolvedAt;
    int count = 1;        //!< how often it was told, repeats included
    qint64 incident = 0;  //!< number of the incident it joined; 0 for none yet
    int flaps = 0;        //!< how often its problem has fired since it began to flap; 0 if it does not, or fired since
    QString endReason;    //!< why it counts as over although its source never said so; empty when that did
    ActorId endedBy;      //!< who said so; none when it was not told again
};

//! Field names as in the design ("The binary"), and how late it was detected (detection.h).
[[nodiscard]] QJsonObject toJson(const AlertRow &alert);

}  // namespace onlyonce
