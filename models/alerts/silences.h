// SPDX-License-Identifier: GPL-3.0-or-later
// What is known to fail for a while: a silence, or a maintenance window. An alert that fires under one opens no incident and
// joins none; if it still fires when the silence ends, it does then.
#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/matcher.h"
#include "models/base/clock.h"
#include "models/storage/transaction.h"

namespace onlyonce {

using SilenceId = Id<struct SilenceTag>;

struct Silence
{
    SilenceId id;
    bool isMaintenance = false;  //!< planned work; else somebody wants quiet
    Matchers matchers;           //!< all must match
    Instant startsAt;
    Instant endsAt;
    QString comment;
    ActorId madeBy;

    [[nodiscard]] bool isActive(Instant now) const { return startsAt <= now && now < endsAt; }
};

//! An alert's labels, and besides them what the source's own words became: source, service, datacentre, severity.
[[nodiscard]] QJsonObject matchableLabels(const AlertRow &alert);
[[nodiscard]] bool silences(const Silence &silence, const AlertRow &alert);

//! Responders and up. Errors: Denied, Invalid (no matcher, one that matches everything, an end before the start or in the
//! past, longer than a year, no comment). Audited.
[[nodiscard]] Result<SilenceId> makeSilence(Transaction &transaction, const Silence &silence);
//! It ends now; one that has ended stays as it is. Errors: Denied, NotFound. Audited.
[[nodiscard]] Result<> endSilence(Transaction &transaction, SilenceId id);

//! What a silence of these alerts would match by: the labels that all of them have with one value, the severity apart (it may
//! rise); without such labels what the sources' own words became. Empty when they have nothing in common.
[[nodiscard]] Matchers matchersFor(const std::vector<AlertRow> &alerts);
//! When a silence ends, as a person writes it: a length ("2h", "90m", "3d"), an hour ("18:00": the next one), or what
//! parsePersonTime() takes. Invalid for anything else.
[[nodiscard]] Result<Instant> silenceEnd(const QString &text, Instant startsAt, const QTimeZone &zone);
//! The next eight o'clock that is worth waiting for, in that zone.
[[nodiscard]] Instant nextMorning(Instant now, const QTimeZone &zone);

//! What fires now and is matched by a silence that is not made yet.
struct Foreseen
{
    int firing = 0;
    int inIncidents = 0;   //!< of those: they stay where they are
    bool andMore = false;  //!< only the newest so many were looked at
};
//! Reads alerts that fire: not for the reader that somebody waits for.
[[nodiscard]] Result<Foreseen> foresee(Transaction &transaction, const Matchers &matchers, int limit = 5'000);

//! Those that have not ended, the first to end first, those to come included.
[[nodiscard]] Result<std::vector<Silence>> silencesAhead(Transaction &transaction);
[[nodiscard]] Result<std::optional<Silence>> silenceOf(Transaction &transaction, AlertId alert);
//! How much a silence hides of some services' alerts that fire.
struct Hiding
{
    Silence silence;
    int alerts = 0;
};
//! The first to end first; only those that hide any.
[[nodiscard]] Result<std::vector<Hiding>> hidingOf(Transaction &transaction, const QStringList &services);
//! The newest so many alerts that fire and are hidden.
[[nodiscard]] Result<std::vector<AlertId>> hiddenAlerts(Transaction &transaction, int limit);
//! How many alerts that fire are hidden at present.
[[nodiscard]] Result<int> silencedAlerts(Transaction &transaction);

//! @name For grouping.
//! @{
[[nodiscard]] Result<> hideAlert(Transaction &transaction, AlertId alert, SilenceId silence);
//! Whether releaseAlerts() would find any.
[[nodiscard]] Result<bool> hasReleasedAlerts(Transaction &transaction);
//! Takes those whose silence has ended out of hiding, at most so many; what still fires of them is answered.
[[nodiscard]] Result<std::vector<AlertRow>> releaseAlerts(Transaction &transaction, int limit);
//! @}

}  // namespace onlyonce
