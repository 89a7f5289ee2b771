// SPDX-License-Identifier: GPL-3.0-or-later
// The questions of the inbox, in which full-text search is all that differs between the engines. Used by inbox and
// inboxindextable only.
#pragma once

#include "models/alerts/inbox/inbox.h"

#include <QHash>

namespace onlyonce::inboxtable {

//! A filter in the engine's own words.
struct Question
{
    QString match;       //!< of the full-text index; empty: it is not asked
    QStringList labels;  //!< each as it stands in the text of the labels
    QString source;
    QString fingerprint;
    qint64 incident = 0;
    bool flapping = false;
};
//! Nothing when no alert can answer it: a value that no alert has, a text without letters and digits.
[[nodiscard]] Result<std::optional<Question>> questionOf(Transaction &transaction, const InboxFilter &filter);
//! Of those that fire, or of those that are over; pages by alert.id.
[[nodiscard]] Result<std::vector<AlertRow>> page(Transaction &transaction, const Question &question, AlertStatus status,
                                                 const KeyPage &page);

[[nodiscard]] Result<std::vector<FacetOffer>> facetOffers(Transaction &transaction, int limit);
[[nodiscard]] Result<int> countFiring(Transaction &transaction);
[[nodiscard]] Result<std::optional<AlertStory>> story(Transaction &transaction, AlertId id);
[[nodiscard]] Result<std::optional<AlertPayload>> payload(Transaction &transaction, AlertId id, qint64 mostBytes);

[[nodiscard]] Result<qint64> indexed(Transaction &transaction);
[[nodiscard]] Result<qint64> unindexed(Transaction &transaction);

//! @name What the index consists of.
//! @{
[[nodiscard]] QString tableOf(AlertStatus status);
[[nodiscard]] Result<std::optional<qint64>> idOf(Transaction &transaction, const FacetValue &value);
//! The word that stands for a value among the others.
[[nodiscard]] QString wordOf(qint64 facet);
//! @}

}  // namespace onlyonce::inboxtable
