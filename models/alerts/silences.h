// SPDX-License-Identifier: GPL-3.0-or-later
// What is known to fail for a while: a silence, or a maintenance window. An alert that fires under one opens no incident and
// joins none; if it still fires when the silence ends, it does then.
#pragma once

#include "models/alerts/alert.h"
#include "models/alerts/matcher.h"
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

//! Those that have not ended, the first to end first, those to come included.
[[nodiscard]] Result<std::vector<Silence>> silencesAhead(Transaction &transaction);
[[nodiscard]] Result<std::optional<Silence>> silenceOf(Transaction &transaction, AlertId alert);
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
