// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables bygone, bygone_word, recurrence and recurrence_read, and what recurrences are made of: alerts, words of
// people, whys. Used by recurrence.cpp only.
#pragma once

#include "models/insights/likeness.h"
#include "models/insights/recurrence.h"

namespace onlyonce::recurrencetable {

//! @name What an incident is made of.
//! @{
struct Seen
{
    QString summary;
    QJsonObject labels;
};
//! The first of its alerts.
[[nodiscard]] Result<std::vector<Seen>> alertsOf(Transaction &transaction, IncidentId id);
//! The first words of people in its timeline, in order of happening, as they were last corrected.
[[nodiscard]] Result<QStringList> wordsOf(Transaction &transaction, IncidentId id);
//! @{ Of its post-mortem, what is not restricted.
[[nodiscard]] Result<QStringList> whysOf(Transaction &transaction, IncidentId id);
[[nodiscard]] Result<QStringList> measuresOf(Transaction &transaction, IncidentId id);
//! @}
//! @}

//! @name What earlier incidents are found by.
//! @{
//! As Bygone::toText(); empty: the incident is none that others are compared with. False: so it stood there already.
[[nodiscard]] Result<bool> putBygone(Transaction &transaction, IncidentId id, const QString &text);
//! How many there are, and how many of them have each of the tokens.
[[nodiscard]] Result<Rarity> rarityOf(Transaction &transaction, const QStringList &tokens);
//! The newest of those before `id` that have the token; `expected`: how many do, about.
[[nodiscard]] Result<std::vector<IncidentId>> having(Transaction &transaction, const QString &token, qint64 expected,
                                                     IncidentId id, int limit);
[[nodiscard]] Result<std::vector<std::pair<IncidentId, Bygone>>> bygones(Transaction &transaction,
                                                                         const std::vector<IncidentId> &ids);
//! Of these, which are known to be the same as which earlier one.
[[nodiscard]] Result<std::vector<std::pair<IncidentId, IncidentId>>> confirmedAmong(Transaction &transaction,
                                                                                    const std::vector<IncidentId> &ids);
//! @}

//! @name Comparisons.
//! @{
//! False: it was compared with just this before.
[[nodiscard]] Result<bool> putRead(Transaction &transaction, IncidentId id, const QByteArray &traits);
[[nodiscard]] Result<std::vector<Alike>> of(Transaction &transaction, IncidentId id);
//! Takes the place of all that nobody has decided about.
[[nodiscard]] Result<> propose(Transaction &transaction, IncidentId id, const std::vector<Alike> &alike);
[[nodiscard]] Result<> decide(Transaction &transaction, IncidentId id, IncidentId past, RecurrenceState state);
//! @}

//! @name For the follower.
//! @{
struct Told
{
    qint64 entry = 0;
    IncidentId incident;
};
[[nodiscard]] Result<std::vector<Told>> toldAfter(Transaction &transaction, qint64 after, int limit);
//! Post-mortems that were changed at that moment or later, the earliest first.
[[nodiscard]] Result<std::vector<std::pair<qint64, IncidentId>>> changedSince(Transaction &transaction, qint64 moment,
                                                                              int limit);
//! @}

}  // namespace onlyonce::recurrencetable
